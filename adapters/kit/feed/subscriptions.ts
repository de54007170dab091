/**
 * The subscriptions of one connection: asked for at the venue's pace, acknowledged, and then *heard*. A venue may
 * acknowledge a subscription that never says anything (Binance on the wrong tier); one that is silent for too long is asked for
 * again, and after that it is told of as failed.
 *
 * What a subscription is called is the venue's matter; here it is a number, and `ask` makes one message of several.
 */
import type { Notice } from './outside.js';
import type { RateBudget } from './rate-budget.js';

export interface SubscriptionRules {
  /** Most in one message. */
  readonly perMessage: number;
  /** No acknowledgement in this time: asked for again. */
  readonly acknowledgeMs: number;
  /** Silent for so long after the acknowledgement, or since it was heard last; per subscription. */
  silentMs(subscription: number): number;
}

/** Sends one message that asks for these, under this request number. */
export type Ask = (subscriptions: readonly number[], request: number) => void;

const enum State {
  Wanted = 0,
  Asked = 1,
  Acknowledged = 2,
}

export class Subscriptions {
  /** Times that one was silent for too long. */
  silences = 0;
  refusals = 0;
  private readonly states: Uint8Array;
  private readonly sinceMs: Float64Array;
  private readonly requests: Int32Array;
  private readonly isSilent: Uint8Array;
  private readonly isHeard: Uint8Array;
  /** Heard at all on this connection: where it is, it can be heard. */
  private readonly wasHeard: Uint8Array;
  private readonly lastAliveMs: Float64Array;
  private wanted: number;
  private request = 0;

  constructor(
    readonly count: number,
    private readonly rules: SubscriptionRules,
    private readonly bucket: RateBudget,
    private readonly nameOf: (subscription: number) => string,
    private readonly notice: Notice,
  ) {
    this.states = new Uint8Array(count);
    this.sinceMs = new Float64Array(count);
    this.requests = new Int32Array(count);
    this.isSilent = new Uint8Array(count);
    this.isHeard = new Uint8Array(count);
    this.wasHeard = new Uint8Array(count);
    this.lastAliveMs = new Float64Array(count);
    this.wanted = count;
  }

  /** A new connection: all of them are to be asked for. */
  reset(): void {
    this.states.fill(State.Wanted);
    this.isSilent.fill(0);
    this.isHeard.fill(0);
    this.wasHeard.fill(0);
    this.wanted = this.count;
  }

  /** It is to be asked for (again). */
  want(subscription: number): void {
    if (this.states[subscription] === State.Wanted) return;
    this.states[subscription] = State.Wanted;
    this.wanted++;
  }

  isWanted(subscription: number): boolean {
    return this.states[subscription] === State.Wanted;
  }

  /** The next look at the clock is soon enough to say when. */
  heard(subscription: number): void {
    this.isHeard[subscription] = 1;
  }

  /** When it was heard last, or said to be there: that it was asked for or acknowledged is no word of it. */
  aliveMs(subscription: number): number {
    return this.lastAliveMs[subscription];
  }

  /** The venue says that it has it. Of one that was never heard that means nothing: it may be on the wrong endpoint. */
  confirmed(subscription: number, nowMs: number): void {
    if (this.wasHeard[subscription] === 0) return;
    this.sinceMs[subscription] = this.lastAliveMs[subscription] = nowMs;
  }

  /** The venue says that it does not have it. */
  denied(subscription: number, nowMs: number): void {
    if (this.states[subscription] === State.Acknowledged) this.silent(subscription, nowMs);
  }

  /** When it was asked for, acknowledged or heard last. */
  sinceMsOf(subscription: number): number {
    return this.sinceMs[subscription];
  }

  /** Silent for too long, and asking again did not help. */
  hasFailed(subscription: number): boolean {
    return this.isSilent[subscription] > 1;
  }

  acknowledged(request: number, nowMs: number): void {
    for (let i = 0; i < this.count; i++)
      if (this.requests[i] === request && this.states[i] === State.Asked) {
        this.states[i] = State.Acknowledged;
        this.sinceMs[i] = nowMs;
      }
  }

  /** Those of the request are tried again when the time for an acknowledgement is over. */
  refused(request: number, why: string): void {
    this.refusals++;
    this.notice(`subscription request ${request} was refused: ${why}`);
  }

  /** @returns 1 when something was asked for */
  tick(nowMs: number, ask: Ask): number {
    this.lookForSilence(nowMs);
    if (this.wanted === 0 || !this.bucket.take(1, nowMs)) return 0;
    const chosen: number[] = [];
    this.request++;
    for (let i = 0; i < this.count && chosen.length < this.rules.perMessage; i++)
      if (this.states[i] === State.Wanted) {
        this.states[i] = State.Asked;
        this.sinceMs[i] = nowMs;
        this.requests[i] = this.request;
        chosen.push(i);
      }
    this.wanted -= chosen.length;
    ask(chosen, this.request);
    return 1;
  }

  /** It should have said something: it is asked for again. */
  silent(subscription: number, nowMs: number): void {
    this.silences++;
    this.sinceMs[subscription] = nowMs;
    if (this.isSilent[subscription] < 2) this.isSilent[subscription]++;
    const name = this.nameOf(subscription);
    if (this.hasFailed(subscription)) this.notice(`${name} stays silent: is it on the right endpoint?`);
    else this.notice(`${name} is silent, asked for again`);
    this.want(subscription);
  }

  private lookForSilence(nowMs: number): void {
    const { states, sinceMs, rules } = this;
    for (let i = 0; i < this.count; i++) {
      if (this.isHeard[i] !== 0) this.takeHeard(i, nowMs);
      const silentMs = nowMs - sinceMs[i];
      if (states[i] === State.Asked && silentMs >= rules.acknowledgeMs) this.want(i);
      else if (states[i] === State.Acknowledged && silentMs >= rules.silentMs(i)) this.silent(i, nowMs);
    }
  }

  private takeHeard(subscription: number, nowMs: number): void {
    this.isHeard[subscription] = this.isSilent[subscription] = 0;
    this.wasHeard[subscription] = 1;
    this.sinceMs[subscription] = this.lastAliveMs[subscription] = nowMs;
    if (this.states[subscription] === State.Asked) this.states[subscription] = State.Acknowledged;
  }
}
