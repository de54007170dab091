/** Real datagrams: the lines of a feed, of which each is a multicast group or an address of ours, and the server that gives again what was missed, where a feed has one. */
import { createSocket, type Socket } from 'node:dgram';
import type { DatagramDial } from './datagrams.js';

export interface UdpLine {
  /** A multicast group, or an address of this machine. */
  readonly address: string;
  readonly port: number;
  /** Address of the network card that the group comes in at. */
  readonly interface?: string;
}

export interface UdpOptions {
  readonly lines: readonly UdpLine[];
  readonly requests?: { readonly host: string; readonly port: number };
  /** Called when there is something to do. */
  readonly wake: () => void;
}

/** Of the first byte of a group's address. */
const MULTICAST = /^(22[4-9]|23\d)\./;
/** A burst of the market's opening has to fit. */
const RECEIVE_BYTES = 8 << 20;

export const udpDial =
  ({ lines, requests, wake }: UdpOptions): DatagramDial =>
  (events) => {
    const open = (line: number, address: string, port: number, isReady: (socket: Socket) => void): Socket => {
      const socket = createSocket({ type: 'udp4', reuseAddr: true, recvBufferSize: RECEIVE_BYTES });
      socket.on('message', (bytes) => {
        events.received(bytes, line);
        wake();
      });
      socket.on('error', (error) => events.failed(`${address}:${port}: ${error.message}`));
      socket.bind(port, MULTICAST.test(address) ? undefined : address, () => isReady(socket));
      return socket;
    };
    const sockets = lines.map(({ address, port, interface: card }, line) =>
      open(line, address, port, (socket) => {
        if (MULTICAST.test(address)) socket.addMembership(address, card);
      }),
    );
    const asking = requests && open(lines.length, '0.0.0.0', 0, () => {});
    return {
      request: (bytes) => asking?.send(Buffer.from(bytes), requests!.port, requests!.host),
      close: () => {
        for (const socket of sockets) socket.close();
        asking?.close();
      },
    };
  };
