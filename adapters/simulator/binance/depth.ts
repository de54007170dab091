/** Numbers of a book's updates, and the books' changes gathered for one speed of a depth stream. */
import type { LevelChange } from '../market/event.js';
import type { Side } from '../market/order.js';

/** Spot numbers every change; futures leave numbers out, so that only `pu` shows a gap. */
export interface Numbering {
  readonly startsAt: number;
  readonly leavesOut: number;
}

export interface DepthUpdate {
  /** `U`, `u`, and `u` of the update before. */
  readonly first: number;
  readonly last: number;
  readonly before: number;
  readonly changes: readonly LevelChange[];
}

export class UpdateIds {
  last: number;
  /** Of the latest batch. */
  first: number;

  constructor(private readonly numbering: Numbering) {
    this.last = this.first = numbering.startsAt;
  }

  count(changes: number): void {
    this.first = this.last + 1 + this.numbering.leavesOut;
    this.last = this.first + changes - 1;
  }
}

export class DepthGatherer {
  private readonly levels: Record<Side, Map<number, number>> = { buy: new Map(), sell: new Map() };
  private first = 0;
  private before: number;

  constructor(private readonly ids: UpdateIds) {
    this.before = ids.last;
  }

  add(changes: readonly LevelChange[]): void {
    if (this.isEmpty) this.first = this.ids.first;
    for (const { side, priceTicks, lots } of changes) this.levels[side].set(priceTicks, lots);
  }

  get isEmpty(): boolean {
    return this.levels.buy.size + this.levels.sell.size === 0;
  }

  take(): DepthUpdate {
    const changes = (['buy', 'sell'] as const).flatMap((side) =>
      [...this.levels[side]].map(([priceTicks, lots]) => ({ side, priceTicks, lots })),
    );
    const update = { first: this.first, last: this.ids.last, before: this.before, changes };
    this.before = update.last;
    this.levels.buy.clear();
    this.levels.sell.clear();
    return update;
  }
}
