/**
 * The real WebSocket under a market-data session: npm's `ws`. It answers the venue's pings itself. Messages are taken in their
 * own buffers; a message larger than the bound ends the connection.
 */
import { WebSocket } from 'ws';
import type { Dial, LinkEvents } from '../kit/feed/outside.js';

export interface WebSocketOptions {
  /** A snapshot of a whole book is the largest message there is. */
  readonly maxMessageBytes: number;
  /** Takes the thread out of its park, because something came in. */
  readonly wake?: () => void;
}

export const DEFAULT_MAX_MESSAGE_BYTES = 64 << 20;
/** How long the venue may take to close after we have. */
const LINGER_MS = 2_000;
const NORMAL_CLOSURE = 1000;

export function webSocketDial(options: Partial<WebSocketOptions> = {}): Dial {
  const { maxMessageBytes = DEFAULT_MAX_MESSAGE_BYTES, wake = () => {} } = options;
  return (url, events) => {
    // Compression would cost more than the bytes that it saves, and a copy.
    const socket = new WebSocket(url, { maxPayload: maxMessageBytes, perMessageDeflate: false });
    listen(socket, events, wake);
    return {
      send: (text) => {
        if (socket.readyState === WebSocket.OPEN) socket.send(text);
      },
      close: (why) => close(socket, why, events),
    };
  };
}

function listen(socket: WebSocket, events: LinkEvents, wake: () => void): void {
  let problem = '';
  socket.binaryType = 'nodebuffer';
  socket.on('open', () => {
    events.opened();
    wake();
  });
  socket.on('message', (data: Buffer) => {
    events.received(data, 0, data.length);
    wake();
  });
  socket.on('ping', () => events.pinged());
  socket.on('error', (error) => {
    problem = error.message;
  });
  socket.on('close', (code, reason) => {
    events.closed(problem || `code ${code}${reason.length > 0 ? ` ${reason.toString()}` : ''}`);
    wake();
  });
}

/** To the session it is over at once; the socket may take its time. */
function close(socket: WebSocket, why: string, events: LinkEvents): void {
  events.closed(why);
  if (socket.readyState === WebSocket.CONNECTING) return socket.terminate();
  socket.close(NORMAL_CLOSURE);
  setTimeout(() => socket.terminate(), LINGER_MS).unref();
}
