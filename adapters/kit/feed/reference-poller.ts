/**
 * Asks for documents now and then, makes one number of them and puts it on the market-data ring. Such a number is no market: it has no bid, no ask and no time of its
 * own, so its age counts from when we had it. Older than the limit it is stale, and says so.
 */
import type { BroadcastWriter } from '../../../engine/rings/broadcast.js';
import type { Agent, Clock } from '../../../engine/threads/agent.js';
import { type ReferenceKind, StatusReason, VenueStatus } from '../../../protocol/records/venue-data.js';
import { MarketEvent } from './market-event.js';
import type { Fetch, Notice } from './outside.js';
import { readMs } from './read-ms.js';
import { VenueRing } from './venue-ring.js';

export interface PollerOptions {
  readonly name: string;
  /** The engine's number of what it is a reference of. */
  readonly instrument: number;
  readonly kind: ReferenceKind;
  /** Of the record's Value. */
  readonly places: number;
  /** Asked for one behind the other. */
  readonly urls: readonly string[];
  /** Out of their bodies: an integer of so many places. @throws Error there is none, and why */
  readonly read: (bodies: readonly Uint8Array[]) => number;
  readonly everyMs: number;
  /** Older than this it must not be used. */
  readonly ageMs: number;
  readonly timeoutMs: number;
}

const OK = 200;
const NEVER = Number.NEGATIVE_INFINITY;

export class ReferencePoller implements Agent {
  readonly name: string;
  requests = 0;
  failures = 0;
  private readonly ring: VenueRing;
  private readonly event = new MarketEvent();
  private value = 0;
  private valueMs = NEVER;
  private nextMs = NEVER;
  private askedMs = NEVER;
  /** Number of the request under way; 0 = none. */
  private underWay = 0;
  private bodies: Uint8Array[] = [];
  private isStale = false;

  constructor(
    private readonly options: PollerOptions,
    private readonly fetch: Fetch,
    private readonly clock: Clock,
    ring: BroadcastWriter,
    private readonly notice: Notice,
  ) {
    this.name = options.name;
    this.ring = new VenueRing(ring, clock);
  }

  doWork(): number {
    const nowMs = readMs(this.clock);
    const { everyMs, ageMs, timeoutMs } = this.options;
    if (!this.isStale && nowMs - this.valueMs >= ageMs)
      this.isStale = this.tell(VenueStatus.Stale, StatusReason.Silent);
    if (this.underWay !== 0 && nowMs - this.askedMs >= timeoutMs) this.failed('no answer in time');
    if (this.underWay !== 0 || nowMs < this.nextMs) return 0;
    this.nextMs = nowMs + everyMs;
    this.bodies = [];
    this.ask(nowMs);
    return 1;
  }

  /** NaN = there is none that is young enough. */
  current(nowMs: number): number {
    return nowMs - this.valueMs < this.options.ageMs ? this.value : Number.NaN;
  }

  private ask(nowMs: number): void {
    const number = ++this.requests;
    this.underWay = number;
    this.askedMs = nowMs;
    this.fetch(this.options.urls[this.bodies.length], (status, body) => {
      if (this.underWay !== number) return;
      if (status !== OK || body === undefined) return this.failed(`HTTP ${status}`);
      this.underWay = 0;
      this.bodies.push(body);
      if (this.bodies.length < this.options.urls.length) this.ask(readMs(this.clock));
      else this.take();
    });
  }

  private take(): void {
    const { read, instrument, kind, places } = this.options;
    try {
      this.value = read(this.bodies);
    } catch (error) {
      return this.failed((error as Error).message);
    }
    this.valueMs = readMs(this.clock);
    if (this.isStale) this.isStale = !this.tell(VenueStatus.Live, StatusReason.None);
    this.ring.reference(instrument, kind, this.value, places, this.event);
    this.ring.publish();
  }

  private failed(why: string): void {
    this.underWay = 0;
    this.failures++;
    this.notice(`${this.name}: ${why}`);
  }

  private tell(status: VenueStatus, reason: StatusReason): boolean {
    const isTold = this.ring.status(this.options.instrument, status, reason);
    this.ring.publish();
    return isTold;
  }
}
