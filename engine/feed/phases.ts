/** Trading phases and indicative prices of the instruments that strategies follow: one standing an instrument, so that a price is never told beside a phase that it is not of. */
import { TradingPhase } from '../../protocol/codes/enums.js';
import { EventKind, Ind, IndDouble, Phs } from '../../protocol/records/event.js';
import { FeedKind } from '../../protocol/records/feed.js';
import { byteA, head, kindOf } from '../../protocol/records/layout.js';
import type { Board } from './board.js';
import type { FeedRing, Stamp } from './feed-ring.js';
import { phase, type Standing } from './standing.js';
import type { StrategyDesk } from './strategy-desk.js';

export class Phases {
  private readonly standings = new Map<number, Standing>();

  /** @param boards of the instruments that somebody follows, by number */
  constructor(
    private readonly boards: readonly (Board | undefined)[],
    private readonly stamp: Stamp,
  ) {}

  /** Any record of the event ring; those of other kinds are passed over. */
  apply(i32: Int32Array, f64: Float64Array, at: number): void {
    switch (kindOf(i32[at])) {
      case EventKind.PhaseChanged:
      case EventKind.ImagePhase:
        return this.changed(i32, at);
      case EventKind.IndicativePrice:
      case EventKind.ImageIndicative:
        return this.priced(i32, f64, at);
    }
  }

  /** To a life that begins: what is not simply trading. */
  tell({ ring, instruments }: StrategyDesk): void {
    for (const id of instruments) {
      const standing = this.standings.get(id);
      if (standing !== undefined && byteA(standing.headWord) !== TradingPhase.Continuous)
        this.say(ring, standing);
    }
  }

  private changed(i32: Int32Array, at: number): void {
    const board = this.boards[i32[at + Phs.Instrument]];
    if (board === undefined) return;
    const standing = this.of(board.instrument);
    standing.headWord = head(FeedKind.Phase, byteA(i32[at]));
    standing.untilSeconds = i32[at + Phs.UntilSeconds];
    standing.untilNanos = i32[at + Phs.UntilNanos];
    standing.priceTicks = standing.lots = standing.surplusLots = 0;
    for (const { ring } of board.followers) this.say(ring, standing);
  }

  private priced(i32: Int32Array, f64: Float64Array, at: number): void {
    const board = this.boards[i32[at + Ind.Instrument]];
    if (board === undefined) return;
    const standing = this.of(board.instrument);
    standing.headWord = head(FeedKind.Phase, byteA(standing.headWord), byteA(i32[at]));
    standing.priceTicks = i32[at + Ind.PriceTicks];
    standing.lots = f64[(at >> 1) + IndDouble.VolumeLots];
    standing.surplusLots = f64[(at >> 1) + IndDouble.SurplusLots];
    for (const { ring } of board.followers) this.say(ring, standing);
  }

  private of(instrument: number): Standing {
    const standing = this.standings.get(instrument) ?? phase(instrument);
    this.standings.set(instrument, standing);
    return standing;
  }

  private say(ring: FeedRing | undefined, standing: Standing): void {
    standing.stamp(this.stamp);
    ring?.changed(standing);
  }
}
