/**
 * A small market of one instrument for tests, seeded: levels come, change and go, takers trade against the best ones; never crossed.
 * What happens is told step by step, and venues' messages are made of it.
 */

import { Random } from '../engine/threads/random.js';
import { Side } from '../protocol/codes/enums.js';

export interface TestChange {
  readonly side: Side;
  readonly ticks: number;
  readonly lots: number;
}

export interface TestTrade {
  readonly makerSide: Side;
  readonly ticks: number;
  readonly lots: number;
}

export interface TestStep {
  readonly change: TestChange;
  /** The change is what this trade took off a level. */
  readonly trade?: TestTrade;
  readonly isTopChanged: boolean;
}

const START_TICKS = 10_000;
const SPREAD_LEVELS = 30;

export class TestMarket {
  readonly random: Random;
  readonly bids = new Map<number, number>();
  readonly asks = new Map<number, number>();

  constructor(seed: number) {
    this.random = new Random(seed);
    for (let i = 1; i <= SPREAD_LEVELS; i++) {
      this.bids.set(START_TICKS - i, this.lots());
      this.asks.set(START_TICKS + i, this.lots());
    }
  }

  get bestBid(): number {
    return Math.max(...this.bids.keys());
  }

  get bestAsk(): number {
    return Math.min(...this.asks.keys());
  }

  /** Best bid, its lots, best ask, its lots. */
  top(): [number, number, number, number] {
    const { bestBid, bestAsk } = this;
    return [bestBid, this.bids.get(bestBid)!, bestAsk, this.asks.get(bestAsk)!];
  }

  step(): TestStep {
    const before = this.top().join();
    const side = this.random.below(2) === 0 ? Side.Buy : Side.Sell;
    const levels = side === Side.Buy ? this.bids : this.asks;
    const isTrade = this.random.below(5) === 0 && levels.size > 5;
    const ticks = isTrade ? this.best(side) : this.someTicks(side);
    const held = levels.get(ticks) ?? 0;
    let lots = isTrade ? this.random.below(held) : this.random.below(3) === 0 ? 0 : this.lots();
    // Nothing that was not there is taken out, no level is set to what it is, and none of a side's last ones goes.
    if ((lots === 0 && (held === 0 || levels.size < 6)) || lots === held) lots = held + 1;
    if (lots === 0) levels.delete(ticks);
    else levels.set(ticks, lots);
    const trade = isTrade && lots < held ? { makerSide: side, ticks, lots: held - lots } : undefined;
    return { change: { side, ticks, lots }, trade, isTopChanged: before !== this.top().join() };
  }

  /** Rows of a side, best first. */
  rows(side: Side): [number, number][] {
    const levels = [...(side === Side.Buy ? this.bids : this.asks)];
    return levels.sort(([a], [b]) => (side === Side.Buy ? b - a : a - b));
  }

  private best(side: Side): number {
    return side === Side.Buy ? this.bestBid : this.bestAsk;
  }

  /** Near the best, or one better while the other side is not reached. */
  private someTicks(side: Side): number {
    const distance = this.random.below(12) - 2;
    if (side === Side.Buy) return Math.min(this.bestBid - distance, this.bestAsk - 1);
    return Math.max(this.bestAsk + distance, this.bestBid + 1);
  }

  private lots(): number {
    return 1 + this.random.below(50_000);
  }
}
