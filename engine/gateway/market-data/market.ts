/** What the channels show: an instrument in our own book, or at a venue. */
import type { Side } from '../../../protocol/codes/enums.js';
import type { Depth, LevelView } from '../../views/depth.js';
import type { EventGroup } from '../../views/event-group.js';
import type { LastTrades } from './last-trades.js';

export interface Market {
  /** What clients know it by. */
  readonly number: number;
  readonly instrument: number;
  /** Among all markets, see `MarketData`. */
  readonly place: number;
  readonly moment: Moment;
  /** 0 lots = there was none. */
  readonly lastTicks: number;
  readonly lastLots: number;
  /** Fills `into` with the best `max` levels. */
  top(side: Side, max: number, into: LevelView): void;
}

/** Whose change it is, and when: identity and time of messages. */
export interface Moment {
  readonly sequence: number;
  readonly index: number;
  readonly seconds: number;
  readonly nanos: number;
  /** Half of it is still to come: what stands is not to be shown. */
  readonly open: boolean;
}

export class OwnMarket implements Market {
  constructor(
    readonly instrument: number,
    readonly moment: EventGroup,
    private readonly depth: Depth,
    private readonly lastTrades: LastTrades,
  ) {}

  get number(): number {
    return this.instrument;
  }

  get place(): number {
    return this.instrument;
  }

  get lastTicks(): number {
    return this.lastTrades.ticks[this.instrument];
  }

  get lastLots(): number {
    return this.lastTrades.lots[this.instrument];
  }

  top(side: Side, max: number, into: LevelView): void {
    this.depth.top(this.instrument, side, max, into);
  }
}
