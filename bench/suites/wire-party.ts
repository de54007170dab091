/** One connection of the load generator: sends numbered orders, and times each until its acknowledgement is here. */
import type { Histogram } from 'hdr-histogram-js';
import { ORDERS_PATH } from '../../engine/gateway/shell.js';
import { OrderFrame, readAcks } from './wire-frames.js';
import { logOn } from './wire-logon.js';
import type { LogonKey, TargetPlace } from './wire-shared.js';
import { WireSocket } from './wire-socket.js';

/** Orders under way on one connection, a power of two. */
const MOST_OUTSTANDING = 1 << 15;
const NS_PER_MS = 1e6;

export class Party {
  /** An order was acknowledged. */
  onAck: () => void = () => {};
  acknowledged = 0;
  private readonly sentMs = new Float64Array(MOST_OUTSTANDING);
  private readonly order: OrderFrame;
  private expected: number;
  private closed = false;

  static async join(
    { port, terms }: TargetPlace,
    key: LogonKey | undefined,
    times: Histogram,
  ): Promise<Party> {
    const socket = await WireSocket.open(port, ORDERS_PATH);
    const { session, nextMessage } = key ? await logOn(socket, key) : { session: 0, nextMessage: 1 };
    return new Party(socket, new OrderFrame(terms, session), nextMessage, times);
  }

  private constructor(
    private readonly socket: WireSocket,
    order: OrderFrame,
    private next: number,
    private readonly times: Histogram,
  ) {
    this.order = order;
    this.expected = next;
    const acknowledge = (number: number) => this.acknowledge(number);
    socket.listen((bytes, start, end) => readAcks(bytes, start, end, acknowledge));
    socket.onLost = (error) => {
      throw error;
    };
  }

  /** @param fromMs when its latency begins: now, or when it was due */
  send(fromMs: number): void {
    if (this.closed) return;
    if (this.next - this.expected >= MOST_OUTSTANDING)
      throw new Error('the server is too far behind at this rate');
    this.sentMs[this.next & (MOST_OUTSTANDING - 1)] = fromMs;
    this.order.number(this.next++);
    this.socket.write(this.order.bytes);
  }

  /** What is outstanding has taken so long at least. */
  close(): Promise<void> {
    this.closed = true;
    for (const nowMs = performance.now(); this.expected < this.next; this.expected++)
      this.record(this.expected, nowMs);
    return this.socket.close();
  }

  private acknowledge(number: number): void {
    if (number !== this.expected)
      throw new Error(`expected the acknowledgement of ${this.expected}, not of ${number}`);
    this.expected++;
    this.acknowledged++;
    this.record(number, performance.now());
    this.onAck();
  }

  private record(number: number, nowMs: number): void {
    this.times.recordValue((nowMs - this.sentMs[number & (MOST_OUTSTANDING - 1)]) * NS_PER_MS);
  }
}
