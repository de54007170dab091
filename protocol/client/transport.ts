/** How frames travel. Browsers have WebSocket; Node 20 does not, there `ws` is loaded. Tests bring their own. */

export interface TransportHandlers {
  opened(): void;
  received(frame: ArrayBuffer | Uint8Array): void;
  /** Once, however it ended; nothing follows. */
  closed(why: string): void;
}

export interface Transport {
  send(frame: Uint8Array): void;
  close(): void;
}

export type TransportFactory = (url: string, handlers: TransportHandlers) => Transport | Promise<Transport>;

/** The part of a browser's WebSocket that is used; `ws` has the same. */
export interface WebSocketLike {
  binaryType: string;
  onopen: ((event: never) => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onerror: ((event: { message?: string }) => void) | null;
  onclose: ((event: { code: number; reason: string }) => void) | null;
  send(data: Uint8Array): void;
  close(): void;
}

/** `ws` compresses in the background unless told not to; frames here are small, and their memory is used again at once. */
const NODE_OPTIONS = { perMessageDeflate: false };

export async function webSocketTransport(url: string, handlers: TransportHandlers): Promise<Transport> {
  const { WebSocket: Native } = globalThis as { WebSocket?: new (url: string) => WebSocketLike };
  if (Native) return attach(new Native(url), handlers);
  const { WebSocket: NodeSocket } = await import('ws');
  return attach(new NodeSocket(url, NODE_OPTIONS) as unknown as WebSocketLike, handlers);
}

function attach(socket: WebSocketLike, handlers: TransportHandlers): Transport {
  let failure = '';
  socket.binaryType = 'arraybuffer';
  socket.onopen = () => handlers.opened();
  socket.onmessage = ({ data }) => handlers.received(data as ArrayBuffer);
  socket.onerror = ({ message }) => {
    failure = message ?? 'the connection failed';
  };
  socket.onclose = ({ code, reason }) => handlers.closed(reason || failure || `closed with code ${code}`);
  return { send: (frame) => socket.send(frame), close: () => socket.close() };
}
