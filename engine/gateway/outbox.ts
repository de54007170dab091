/**
 * The frame that a connection's next messages go into. Messages of one cycle share it; it leaves when it is full or
 * when the cycle ends. What the peer has not taken stays in the transport, watched here after each send.
 */
import { OutputBuffer } from '../../protocol/wire/output-buffer.js';
import type { GatewayMeter } from './meter.js';
import type { Transport } from './transport.js';

export class Outbox {
  readonly buffer: OutputBuffer;
  /** Unread by the peer when the last frame left. */
  backlogBytes = 0;

  constructor(
    private readonly transport: Transport,
    private readonly meter: GatewayMeter,
    bytes: number,
  ) {
    this.buffer = new OutputBuffer(bytes);
  }

  get empty(): boolean {
    return this.buffer.length === 0;
  }

  /** Sends what is there if fewer than `bytes` are free, so that what follows stays together in one frame. */
  makeRoom(bytes: number): void {
    if (this.buffer.capacity - this.buffer.length < bytes) this.flush();
  }

  flush(): void {
    if (this.buffer.length === 0) return;
    this.send(this.buffer.frame());
    this.buffer.reset();
  }

  /** A frame of its own, behind what waits. */
  send(frame: Uint8Array): void {
    this.transport.send(frame);
    this.meter.bytesOut.add(frame.length);
    this.backlogBytes = this.transport.bufferedBytes();
  }

  /** Asks the transport, because a peer that reads tells nobody. */
  lookAtBacklog(): number {
    this.backlogBytes = this.transport.bufferedBytes();
    return this.backlogBytes;
  }
}
