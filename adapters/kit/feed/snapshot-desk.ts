/**
 * Gets snapshots of books over HTTP: who needs one queues, and they go out as the venue's request budget allows, so many at a time. An
 * answer that belongs to an older connection is thrown away; a refusal makes everybody wait.
 */
import { BackOff } from '../../../engine/threads/back-off.js';
import type { Fetch, Notice } from './outside.js';
import type { RateBudget } from './rate-budget.js';

export interface SnapshotRules {
  /** Of the budget, each. */
  readonly weight: number;
  readonly atOnce: number;
  /** Between two of one instrument, twice as long each time: a snapshot that did not do may be followed by a better one only after a while. */
  readonly againMs: number;
  readonly timeoutMs: number;
  /** After an answer that says "too many requests" (418, 429), or that the venue is down. */
  readonly waitMs: number;
}

/** False: it will not do, get another one. */
export type TakeSnapshot = (instrument: number, body: Uint8Array) => boolean;

const OK = 200;
/** One instrument that goes wrong again and again does not use up the budget of all. */
const LONGEST_AGAIN_MS = 16_000;
const CALM_MS = 60_000;
const IDLE = 0;

export class SnapshotDesk {
  requests = 0;
  refusals = 0;
  private readonly isWanted: Uint8Array;
  /** Number of the request that is under way; IDLE = none. */
  private readonly underWay: Int32Array;
  private readonly askedMs: Float64Array;
  private readonly notBeforeMs: Float64Array;
  private readonly backOffs: readonly BackOff[];
  private open = 0;
  private number = 0;
  private nowMs = 0;
  private pausedUntilMs = 0;

  constructor(
    instruments: number,
    private readonly rules: SnapshotRules,
    private readonly bucket: RateBudget,
    private readonly fetch: Fetch,
    private readonly urlOf: (instrument: number) => string,
    private readonly take: TakeSnapshot,
    private readonly notice: Notice,
  ) {
    this.isWanted = new Uint8Array(instruments);
    this.underWay = new Int32Array(instruments);
    this.askedMs = new Float64Array(instruments);
    this.notBeforeMs = new Float64Array(instruments);
    const rule = {
      firstMs: rules.againMs,
      longestMs: LONGEST_AGAIN_MS,
      restarts: Number.POSITIVE_INFINITY,
      calmMs: CALM_MS,
    };
    this.backOffs = Array.from({ length: instruments }, () => new BackOff(rule));
  }

  /** Asked for often: one that is under way will do, unless its taker says otherwise. */
  want(instrument: number): void {
    if (this.underWay[instrument] === IDLE) this.isWanted[instrument] = 1;
  }

  /** Answers under way are of no use any more. */
  forget(instrument: number): void {
    this.isWanted[instrument] = 0;
    this.finish(instrument);
  }

  /** @returns 1 when something was asked for */
  tick(nowMs: number): number {
    this.nowMs = nowMs;
    const { isWanted, underWay, rules } = this;
    let work = 0;
    for (let i = 0; i < isWanted.length; i++) {
      if (underWay[i] !== IDLE && nowMs - this.askedMs[i] >= rules.timeoutMs)
        this.failed(i, 'no answer in time');
      if (isWanted[i] === 0 || underWay[i] !== IDLE || nowMs < this.notBeforeMs[i]) continue;
      if (this.open >= rules.atOnce || nowMs < this.pausedUntilMs) continue;
      if (!this.bucket.take(rules.weight, nowMs)) break;
      this.ask(i, nowMs);
      work = 1;
    }
    return work;
  }

  private ask(instrument: number, nowMs: number): void {
    const number = ++this.number;
    this.requests++;
    this.open++;
    this.isWanted[instrument] = 0;
    this.underWay[instrument] = number;
    this.notBeforeMs[instrument] = nowMs + this.backOffs[instrument].died(nowMs - this.askedMs[instrument])!;
    this.askedMs[instrument] = nowMs;
    this.fetch(this.urlOf(instrument), (status, body) => {
      if (this.underWay[instrument] !== number) return;
      if (status === OK && body !== undefined) this.answered(instrument, body);
      else this.refused(instrument, status);
    });
  }

  private answered(instrument: number, body: Uint8Array): void {
    this.finish(instrument);
    if (!this.take(instrument, body)) this.want(instrument);
  }

  private refused(instrument: number, status: number): void {
    this.pausedUntilMs = this.nowMs + this.rules.waitMs;
    this.failed(instrument, status === 0 ? 'no answer' : `HTTP ${status}`);
  }

  private failed(instrument: number, why: string): void {
    this.refusals++;
    this.notice(`snapshot from ${this.urlOf(instrument)}: ${why}; it is asked for again`);
    this.finish(instrument);
    this.want(instrument);
  }

  private finish(instrument: number): void {
    if (this.underWay[instrument] === IDLE) return;
    this.underWay[instrument] = IDLE;
    this.open--;
  }
}
