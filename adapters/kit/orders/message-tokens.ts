/** What may be sent to a venue: so many messages in a stretch of time, some of which only cancels get. */
import { RateBudget } from '../feed/rate-budget.js';

export interface MessageBudget {
  readonly messages: number;
  readonly perMs: number;
  /** Of them. */
  readonly forCancels: number;
}

export class MessageTokens {
  private readonly all: RateBudget;
  private readonly cancels: RateBudget;

  constructor({ messages, perMs, forCancels }: MessageBudget) {
    this.all = new RateBudget(messages - forCancels, perMs);
    this.cancels = new RateBudget(forCancels, perMs);
  }

  /** @returns false: none is left, and none is taken */
  take(isCancel: boolean, nowMs: number): boolean {
    return this.all.take(1, nowMs) || (isCancel && this.cancels.take(1, nowMs));
  }
}
