/**
 * A WebSocket client (RFC 6455) of the fewest steps: binary frames, one mask (zero, so that a payload is sent as it
 * stands; the server unmasks all the same), one read buffer for all sockets. The same for the engine and the echo server.
 */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

const BINARY = 0x82;
const MASKED = 0x80;
const MASK_BYTES = 4;
const SHORT = 126;
const READ_BYTES = 1 << 16;
/** A frame cut in two by the network is put together here: the largest that a server sends, and what came behind it. */
const HELD_BYTES = 1 << 17;

const readBuffer = Buffer.allocUnsafe(READ_BYTES);

/** Of a client's binary frame, mask included. */
export function frameHeader(payloadBytes: number): Buffer {
  const mask = Buffer.alloc(MASK_BYTES);
  if (payloadBytes < SHORT) return Buffer.concat([Buffer.from([BINARY, MASKED | payloadBytes]), mask]);
  return Buffer.concat([Buffer.from([BINARY, MASKED | SHORT, payloadBytes >> 8, payloadBytes & 0xff]), mask]);
}

/** Gets each frame's payload where it lies, valid during the call. */
export type FrameHandler = (bytes: Buffer, start: number, end: number) => void;

export class WireSocket {
  onLost: (error: Error) => void = () => {};
  private readonly socket: Socket;
  private readonly held = Buffer.allocUnsafe(HELD_BYTES);
  private heldBytes = 0;
  private onFrame: FrameHandler | undefined;
  private upgraded = false;
  private onUpgrade: () => void = () => {};
  private closing = false;

  /** Resolves when the server has agreed: what is sent before that may be lost. */
  static async open(port: number, path: string): Promise<WireSocket> {
    const socket = new WireSocket(port);
    await once(socket.socket, 'connect');
    socket.write(Buffer.from(upgradeRequest(port, path)));
    await new Promise<void>((resolve, reject) => {
      socket.onUpgrade = resolve;
      socket.onLost = reject;
    });
    return socket;
  }

  private constructor(port: number) {
    const callback = (bytes: number) => {
      this.received(readBuffer, bytes);
      return true;
    };
    this.socket = connect({
      host: '127.0.0.1',
      port,
      noDelay: true,
      onread: { buffer: readBuffer, callback },
    });
    this.socket.on('error', (error) => this.lost(error));
    this.socket.on('close', () => this.lost(new Error('the server closed the connection')));
  }

  /** Frames that came before wait until somebody listens. */
  listen(onFrame: FrameHandler): void {
    this.onFrame = onFrame;
    this.keep(this.held, this.read(this.held, this.heldBytes), this.heldBytes);
  }

  /** The bytes may be written anew at once. @throws Error the server does not read what it is sent */
  write(frame: Buffer): void {
    this.socket.write(frame);
    if (this.socket.writableLength > 0)
      throw new Error('the server is too far behind: its socket takes no more');
  }

  sendBinary(payload: Uint8Array): void {
    this.write(Buffer.concat([frameHeader(payload.length), payload]));
  }

  async close(): Promise<void> {
    this.closing = true;
    this.socket.destroy();
    await once(this.socket, 'close');
  }

  private lost(error: Error): void {
    if (!this.closing) this.onLost(error);
  }

  private received(bytes: Buffer, count: number): void {
    if (this.heldBytes === 0) this.keep(bytes, this.read(bytes, count), count);
    else {
      bytes.copy(this.held, this.heldBytes, 0, count);
      const end = this.heldBytes + count;
      this.keep(this.held, this.read(this.held, end), end);
    }
  }

  private keep(bytes: Buffer, from: number, end: number): void {
    this.heldBytes = end - from;
    if (this.heldBytes > 0) bytes.copy(this.held, 0, from, end);
  }

  /** Takes every whole frame; where the first one that is not begins. */
  private read(bytes: Buffer, end: number): number {
    let at = this.upgraded ? 0 : this.readUpgrade(bytes, end);
    while (this.upgraded && this.onFrame && end - at >= 2) {
      const short = bytes[at + 1];
      const header = short < SHORT ? 2 : 4;
      if (end - at < header) break;
      const length = short < SHORT ? short : bytes.readUInt16BE(at + 2);
      if (end - at < header + length) break;
      if (bytes[at] !== BINARY || short > SHORT)
        throw new Error('the server closed, or sent a frame that is not binary');
      this.onFrame(bytes, at + header, at + header + length);
      at += header + length;
    }
    return at;
  }

  private readUpgrade(bytes: Buffer, end: number): number {
    const text = bytes.toString('latin1', 0, end);
    const empty = text.indexOf('\r\n\r\n');
    if (empty < 0) return 0;
    if (!text.startsWith('HTTP/1.1 101')) throw new Error(`the server refused: ${text.split('\r\n')[0]}`);
    this.upgraded = true;
    this.onUpgrade();
    return empty + 4;
  }
}

function upgradeRequest(port: number, path: string): string {
  const key = randomBytes(16).toString('base64');
  return [
    `GET ${path} HTTP/1.1`,
    `Host: 127.0.0.1:${port}`,
    'Upgrade: websocket',
    'Connection: Upgrade',
    'Sec-WebSocket-Version: 13',
    `Sec-WebSocket-Key: ${key}`,
    '\r\n',
  ].join('\r\n');
}
