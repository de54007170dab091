/** Trading phases and indicative prices of the instruments that strategies follow: one standing an instrument, so that a price is never told beside a phase that it is not of. */
import { TradingPhase } from '../../protocol/codes/enums.js';
import { EventKind, Ind, IndDouble, Phs } from '../../protocol/records/event.js';
import { FeedKind } from '../../protocol/records/feed.js';
import { byteA, head, kindOf } from '../../protocol/records/layout.js';
import type { FeedRing, Stamp } from './feed-ring.js';
import { phase, type Standing } from './standing.js';
import type { StrategyDesk } from './strategy-desk.js';

export class Phases {
  private readonly followed = new Map<number, { standing: Standing; followers: StrategyDesk[] }>();

  constructor(
    desks: readonly StrategyDesk[],
    private readonly stamp: Stamp,
  ) {
    for (const desk of desks) for (const id of desk.instruments) this.follow(id, desk);
  }

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
      const { standing } = this.followed.get(id)!;
      if (byteA(standing.headWord) !== TradingPhase.Continuous) this.say(ring, standing);
    }
  }

  private follow(instrument: number, desk: StrategyDesk): void {
    const followed = this.followed.get(instrument);
    if (followed !== undefined) followed.followers.push(desk);
    else this.followed.set(instrument, { standing: phase(instrument), followers: [desk] });
  }

  private changed(i32: Int32Array, at: number): void {
    const followed = this.followed.get(i32[at + Phs.Instrument]);
    if (followed === undefined) return;
    const { standing, followers } = followed;
    standing.headWord = head(FeedKind.Phase, byteA(i32[at]));
    standing.untilSeconds = i32[at + Phs.UntilSeconds];
    standing.untilNanos = i32[at + Phs.UntilNanos];
    standing.priceTicks = standing.lots = standing.surplusLots = 0;
    for (const { ring } of followers) this.say(ring, standing);
  }

  private priced(i32: Int32Array, f64: Float64Array, at: number): void {
    const followed = this.followed.get(i32[at + Ind.Instrument]);
    if (followed === undefined) return;
    const { standing, followers } = followed;
    standing.headWord = head(FeedKind.Phase, byteA(standing.headWord), byteA(i32[at]));
    standing.priceTicks = i32[at + Ind.PriceTicks];
    standing.lots = f64[(at >> 1) + IndDouble.VolumeLots];
    standing.surplusLots = f64[(at >> 1) + IndDouble.SurplusLots];
    for (const { ring } of followers) this.say(ring, standing);
  }

  private say(ring: FeedRing | undefined, standing: Standing): void {
    standing.stamp(this.stamp);
    ring?.changed(standing);
  }
}
