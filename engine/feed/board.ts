/**
 * The top of one instrument's book as strategies get it, whole each time it has changed: so a state that is lost is made
 * good by the next one, and whoever is slow gets fewer of them.
 */
import { Side } from '../../protocol/codes/enums.js';
import { type Depth, LevelView } from '../views/depth.js';
import type { EventGroup } from '../views/event-group.js';
import type { StrategyDesk } from './strategy-desk.js';

/** Levels a side that a strategy sees. */
export const BOARD_LEVELS = 10;

/** What stands behind a board: our own depth, or what a venue tells. */
export type BoardSource = Pick<Depth, 'top'>;

export class Board {
  bids = new LevelView(BOARD_LEVELS);
  asks = new LevelView(BOARD_LEVELS);
  /** The command after which it stood so. */
  sequence = 0;
  seconds = 0;
  nanos = 0;
  readonly index = 0;
  /** In the list of those to be looked at when the group has ended. */
  marked = false;
  readonly followers: StrategyDesk[] = [];
  private fresh = new LevelView(BOARD_LEVELS);

  /** @param place 0 = our own book, else one more than the venue's number */
  constructor(
    readonly instrument: number,
    private readonly source: BoardSource,
    readonly place = 0,
  ) {}

  /** Looks at its source anew. False: all that has changed lies deeper. Between two groups only. */
  refresh(group: EventGroup): boolean {
    const bids = this.takeSide(Side.Buy, this.bids);
    const asks = this.takeSide(Side.Sell, this.asks);
    if (bids === this.bids && asks === this.asks) return false;
    this.bids = bids;
    this.asks = asks;
    this.sequence = group.sequence;
    this.seconds = group.seconds;
    this.nanos = group.nanos;
    return true;
  }

  /** The side as it is now: the view given when nothing differs, else another one. */
  private takeSide(side: Side, shown: LevelView): LevelView {
    const { fresh } = this;
    this.source.top(this.instrument, side, BOARD_LEVELS, fresh);
    if (equal(shown, fresh)) return shown;
    this.fresh = shown;
    return fresh;
  }
}

function equal(a: LevelView, b: LevelView): boolean {
  if (a.count !== b.count) return false;
  for (let i = 0; i < a.count; i++)
    if (a.priceTicks[i] !== b.priceTicks[i] || a.lots[i] !== b.lots[i] || a.orders[i] !== b.orders[i])
      return false;
  return true;
}
