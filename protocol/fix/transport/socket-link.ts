/**
 * The way out through a socket. What is written in one turn of the event loop leaves in one piece, out of buffers that come
 * back when the kernel has taken them. A counterparty that does not read is let go when too much waits for it.
 */
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { Link } from '../session/link.js';

const PIECE_BYTES = 65_536;
const MAX_SPARE = 4;
/** A resend of a whole day's messages has to fit. */
export const MAX_WAITING_BYTES = 256 << 20;
export const SLOW_COUNTERPARTY = 'the counterparty does not read';
/** How long the other side may take to close after we have. */
const LINGER_MS = 2_000;

export class SocketLink implements Link {
  private piece: Buffer = Buffer.allocUnsafe(PIECE_BYTES);
  private used = 0;
  private isScheduled = false;
  private readonly spare: Buffer[] = [];
  private readonly flush = (): void => this.send();

  /** @param maxWaitingBytes what may wait for the counterparty to read */
  constructor(
    private readonly socket: Socket,
    private readonly maxWaitingBytes = MAX_WAITING_BYTES,
  ) {}

  get waitingBytes(): number {
    return this.used + this.socket.writableLength;
  }

  get certificateName(): string | undefined {
    const { socket } = this;
    if (!(socket instanceof TLSSocket) || !socket.authorized) return undefined;
    const name = socket.getPeerCertificate().subject?.CN;
    return typeof name === 'string' ? name : undefined;
  }

  write(buffer: Buffer, start: number, end: number): void {
    for (let at = start; at < end; ) {
      if (this.used === PIECE_BYTES) this.send();
      const bytes = buffer.copy(this.piece, this.used, at, end);
      this.used += bytes;
      at += bytes;
    }
    if (this.isScheduled) return;
    this.isScheduled = true;
    queueMicrotask(this.flush);
  }

  close(): void {
    this.send();
    this.socket.end();
    setTimeout(() => this.socket.destroy(), LINGER_MS).unref();
  }

  private send(): void {
    this.isScheduled = false;
    const { piece, used, socket } = this;
    this.used = 0;
    if (used === 0 || socket.destroyed || !socket.writable) return;
    if (socket.writableLength > this.maxWaitingBytes)
      return void socket.destroy(new Error(SLOW_COUNTERPARTY));
    this.piece = this.spare.pop() ?? Buffer.allocUnsafe(PIECE_BYTES);
    socket.write(piece.subarray(0, used), () => {
      if (this.spare.length < MAX_SPARE) this.spare.push(piece);
    });
  }
}
