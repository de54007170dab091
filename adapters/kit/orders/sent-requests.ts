/** What each message of the connection asked for, until it is answered: a Reject names its request by MsgSeqNum alone. Bounded. */
import type { ChildOrder } from './child-order.js';

export const enum Asked {
  New = 0,
  Cancel = 1,
  Replace = 2,
  Status = 3,
  MassCancel = 4,
}

export interface SentRequest {
  readonly asked: Asked;
  readonly order: ChildOrder;
  /** All that a mass cancel was for. */
  readonly orders?: readonly ChildOrder[];
}

/** Requests of some seconds; answers come in milliseconds. */
const MOST = 1 << 12;

export class SentRequests {
  private readonly bySeq = new Map<number, SentRequest>();

  put(seq: number, asked: Asked, order: ChildOrder): void {
    this.keep(seq, { asked, order });
  }

  putMassCancel(seq: number, orders: readonly ChildOrder[]): void {
    this.keep(seq, { asked: Asked.MassCancel, order: orders[0], orders });
  }

  private keep(seq: number, request: SentRequest): void {
    this.bySeq.set(seq, request);
    if (this.bySeq.size > MOST) this.bySeq.delete(this.bySeq.keys().next().value!);
  }

  take(seq: number): SentRequest | undefined {
    const request = this.bySeq.get(seq);
    this.bySeq.delete(seq);
    return request;
  }

  /** A new connection counts anew. */
  clear(): void {
    this.bySeq.clear();
  }
}
