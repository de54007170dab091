/**
 * What CME has told of one contract's book: its best price levels by their place, and every order that rests. Compared with the market after each event it gives what is to be told
 * next, as CME does: the place of a level, and New, Change or Delete; what an insertion pushes out of the depth is not said.
 */
import type { Book } from '../../market/book.js';
import { leavesOf, type Order, type Side } from '../../market/order.js';

/** MDUpdateAction, OrderUpdateAction. */
export const enum Action {
  New = 0,
  Change = 1,
  Delete = 2,
}

export interface LevelEntry {
  readonly side: Side;
  /** From 1 on. */
  readonly level: number;
  readonly action: Action;
  readonly priceTicks: number;
  readonly lots: number;
  readonly orders: number;
}

export interface OrderEntry {
  readonly id: number;
  readonly priority: number;
  readonly side: Side;
  readonly action: Action;
  readonly priceTicks: number;
  readonly lots: number;
}

interface Told {
  readonly priceTicks: number;
  readonly lots: number;
  readonly orders: number;
}

interface Resting {
  readonly priority: number;
  readonly priceTicks: number;
  readonly lots: number;
}

export class MdpBook {
  private readonly levels: Record<Side, Told[]> = { buy: [], sell: [] };
  private readonly resting = new Map<Order, Resting>();
  private readonly touched = new Set<Order>();
  private readonly opened = new Set<Order>();
  private lastPriority = 0;

  constructor(
    private readonly book: Book,
    private readonly depth: number,
  ) {
    // What stood in the book before anybody listened is in the snapshots.
    this.forget();
    this.takeOrders();
    this.takeLevels();
  }

  touch(order: Order): void {
    this.touched.add(order);
  }

  /** It stands behind all others of its price now. */
  open(order: Order): void {
    this.opened.add(order);
    this.touched.add(order);
  }

  takeOrders(): OrderEntry[] {
    const entries = [...this.touched].flatMap((order) => this.change(order));
    this.touched.clear();
    this.opened.clear();
    return entries;
  }

  takeLevels(): LevelEntry[] {
    return (['buy', 'sell'] as const).flatMap((side) => this.changes(side));
  }

  /** The levels as they have been told, best first. */
  told(side: Side): readonly Told[] {
    return this.levels[side];
  }

  /** Every order that rests, by price and priority. */
  orders(): OrderEntry[] {
    return (['buy', 'sell'] as const).flatMap((side) =>
      this.book.orders(side).map((order) => ({
        id: order.id,
        side,
        action: Action.New,
        ...this.resting.get(order)!,
      })),
    );
  }

  /** Nothing has been told: all of it is to be told next. */
  forget(): void {
    this.resting.clear();
    for (const side of ['buy', 'sell'] as const) {
      this.levels[side].length = 0;
      for (const order of this.book.orders(side)) this.open(order);
    }
  }

  private change(order: Order): OrderEntry[] {
    const { id, side } = order;
    const before = this.resting.get(order);
    const now = this.restingNow(order, before);
    if (now === undefined) this.resting.delete(order);
    else this.resting.set(order, now);
    const entry = (action: Action, what: Resting): OrderEntry => ({ id, side, action, ...what });
    if (before === undefined) return now === undefined ? [] : [entry(Action.New, now)];
    if (now === undefined) return [entry(Action.Delete, before)];
    const isSame = before.priceTicks === now.priceTicks && before.priority === now.priority;
    // One that has moved is changed, at its new price: its old level goes without it.
    return isSame && before.lots === now.lots ? [] : [entry(Action.Change, now)];
  }

  private restingNow(order: Order, before: Resting | undefined): Resting | undefined {
    if (order.state !== 'open') return undefined;
    const priority = this.opened.has(order) || before === undefined ? ++this.lastPriority : before.priority;
    return { priority, priceTicks: order.priceTicks, lots: leavesOf(order) };
  }

  private changes(side: Side): LevelEntry[] {
    const entries: LevelEntry[] = [];
    const told = this.levels[side];
    const wanted = this.book.depth(side, this.depth).map(({ priceTicks, lots }) => ({
      priceTicks,
      lots,
      orders: this.book[side].at(priceTicks)!.orders.length,
    }));
    for (let at = told.length - 1; at >= 0; at--) {
      if (this.book[side].at(told[at].priceTicks) !== undefined) continue;
      entries.push({ side, level: at + 1, action: Action.Delete, ...told[at] });
      told.splice(at, 1);
    }
    for (const now of wanted) {
      const at = told.findIndex(({ priceTicks }) => priceTicks === now.priceTicks);
      if (at < 0) continue;
      if (told[at].lots !== now.lots || told[at].orders !== now.orders)
        entries.push({ side, level: at + 1, action: Action.Change, ...now });
      told[at] = now;
    }
    wanted.forEach((now, at) => {
      if (told[at]?.priceTicks === now.priceTicks) return;
      entries.push({ side, level: at + 1, action: Action.New, ...now });
      told.splice(at, 0, now);
      told.length = Math.min(told.length, this.depth);
    });
    return entries;
  }
}
