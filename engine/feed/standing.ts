/**
 * What strategies are told as it stands, whenever that was: whoever is slow gets the newest alone, and nobody misses the last. References of
 * instruments (mark prices, rates: `VenuePrice`), what the accounts of strategies hold, and trading phases.
 */
import { TradingPhase } from '../../protocol/codes/enums.js';
import { FeedKind } from '../../protocol/records/feed.js';
import { head } from '../../protocol/records/layout.js';
import type { Stamp } from './feed-ring.js';

export class Standing implements Stamp {
  readonly index = 0;
  sequence = 0;
  seconds = 0;
  nanos = 0;
  priceTicks = 0;
  lots = 0;
  /** Of a phase alone. */
  surplusLots = 0;
  untilSeconds = 0;
  untilNanos = 0;

  constructor(
    public headWord: number,
    readonly instrument: number,
  ) {}

  /** Nothing has been told of it yet. */
  get isBlank(): boolean {
    return this.sequence === 0;
  }

  stamp({ sequence, seconds, nanos }: Stamp): void {
    this.sequence = sequence;
    this.seconds = seconds;
    this.nanos = nanos;
  }
}

/** @param venue 0 to 15 */
export const reference = (instrument: number, venue: number): Standing =>
  new Standing(head(FeedKind.Reference, venue), instrument);

export const holding = (instrument: number): Standing =>
  new Standing(head(FeedKind.AccountPosition), instrument);

export const phase = (instrument: number): Standing =>
  new Standing(head(FeedKind.Phase, TradingPhase.Continuous), instrument);
