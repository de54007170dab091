/** The real connection under a line: TCP, or TLS with the server's name (SNI), which is checked unless told otherwise. */
import { isIP, connect as tcpConnect } from 'node:net';
import { type ConnectionOptions, connect as tlsConnect } from 'node:tls';
import { SocketLink } from '../../protocol/fix/transport/socket-link.js';
import type { ByteDial } from '../kit/line/outside.js';

export interface SocketDialOptions {
  readonly host: string;
  readonly port: number;
  /** Undefined: plain TCP, for lines that end at a gateway of one's own. */
  readonly tls?: ConnectionOptions;
  /** Called when there is something to do for the line. */
  readonly wake?: () => void;
}

/** A venue's connection is one that reads; what waits for it is little. */
const MAX_WAITING_BYTES = 1 << 22;

export function socketDial({ host, port, tls, wake = () => {} }: SocketDialOptions): ByteDial {
  return (events) => {
    const servername = isIP(host) ? {} : { servername: host };
    const socket = tls ? tlsConnect({ ...servername, ...tls, host, port }) : tcpConnect({ host, port });
    let why = 'the venue has closed';
    socket.setNoDelay(true);
    socket.once(tls ? 'secureConnect' : 'connect', () => {
      events.opened();
      wake();
    });
    socket.on('data', (chunk: Buffer) => {
      events.received(chunk);
      wake();
    });
    socket.on('error', (error) => {
      why = error.message;
    });
    socket.on('close', () => {
      events.closed(why);
      wake();
    });
    return new SocketLink(socket, MAX_WAITING_BYTES);
  };
}
