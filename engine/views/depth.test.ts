import t from 'tap';
import { BookAction, EndKind, OrdType, Side, TimeInForce } from '../../protocol/codes/enums.js';
import { Reason } from '../../protocol/codes/reasons.js';
import { Cmd, CmdDouble, CommandKind, REASON_SHIFT } from '../../protocol/records/command.js';
import { End, EndDouble, EventKind, ImgDouble, Trd, TrdDouble } from '../../protocol/records/event.js';
import { head, LAST_IN_GROUP, owner, RECORD_DOUBLES, RECORD_WORDS } from '../../protocol/records/layout.js';
import { Depth, LevelView, NO_PRICE } from './depth.js';
import { OrderTable } from './order-table.js';

const BTC = 1;

/** Writes single event records as the core would, and applies them. */
class Tape {
  readonly depth = new Depth(16, 4, true);
  readonly orders = new OrderTable(16);
  private readonly f64 = new Float64Array(RECORD_DOUBLES);
  private readonly i32 = new Int32Array(this.f64.buffer, 0, RECORD_WORDS);

  order(slot: number, side: Side, ticks: number, lots: number, last = true, reason = 0): number {
    this.begin(head(CommandKind.NewOrder, side, OrdType.Limit, TimeInForce.GoodTillCancel), last, reason);
    this.fields(slot, ticks, lots);
    return this.apply();
  }

  replace(slot: number, ticks: number, lots: number, last = true): number {
    this.begin(head(CommandKind.ReplaceOrder), last);
    this.fields(slot, ticks, lots);
    return this.apply();
  }

  trade(maker: number, taker: number, ticks: number, lots: number, last = true): number {
    this.begin(head(EventKind.Trade), last);
    this.i32[Trd.Instrument] = BTC;
    this.i32[Trd.PriceTicks] = ticks;
    this.i32[Trd.MakerSlot] = maker;
    this.i32[Trd.TakerSlot] = taker;
    this.f64[TrdDouble.QtyLots] = lots;
    return this.apply();
  }

  ended(slot: number, lots: number, last = true): number {
    this.begin(head(EventKind.OrderEnded, 0, EndKind.Cancelled), last);
    this.i32[End.Instrument] = BTC;
    this.i32[End.OrderSlot] = slot;
    this.f64[EndDouble.OpenLots] = lots;
    return this.apply();
  }

  image(slot: number, side: Side, ticks: number, total: number, executed: number): number {
    this.begin(head(EventKind.ImageOrder, side, OrdType.Limit, TimeInForce.GoodTillCancel), false);
    this.fields(slot, ticks, 0);
    this.f64[ImgDouble.TotalLots] = total;
    this.f64[ImgDouble.ExecutedLots] = executed;
    return this.apply();
  }

  book(side: Side, max = 10): number[][] {
    const view = new LevelView(10);
    this.depth.top(BTC, side, max, view);
    return Array.from({ length: view.count }, (_, i) => [view.priceTicks[i], view.lots[i], view.orders[i]]);
  }

  changes(): number[][] {
    const { count, priceTicks, lots, orders } = this.depth.changes;
    return Array.from({ length: count }, (_, i) => [priceTicks[i], lots[i], orders[i]]);
  }

  /** What happened to which orders: action, slot, what is shown now, by how much it changed. */
  actions(): number[][] {
    const { count, action, slot, shownLots, byLots } = this.depth.changes;
    return Array.from({ length: count }, (_, i) => [action[i], slot[i], shownLots[i], byLots[i]]);
  }

  /** Slots in priority order. */
  queue(side: Side): number[] {
    const slots: number[] = [];
    for (let level = NO_PRICE; ; ) {
      const first = this.depth.firstBeyond(BTC, side, level);
      if (first === 0) return slots;
      for (let slot = first; slot !== 0; slot = this.depth.nextInLevel(slot)) slots.push(slot);
      level = this.depth.ticksShown(first);
    }
  }

  private begin(word: number, last: boolean, reason = 0): void {
    this.i32.fill(0);
    this.i32[0] = word;
    this.i32[1] = (last ? LAST_IN_GROUP : 0) | (reason << REASON_SHIFT);
  }

  private fields(slot: number, ticks: number, lots: number): void {
    this.i32[Cmd.Instrument] = BTC;
    this.i32[Cmd.Owner] = owner(1, 1);
    this.i32[Cmd.PriceTicks] = ticks;
    this.i32[Cmd.OrderSlot] = slot;
    this.f64[CmdDouble.QtyLots] = lots;
  }

  private apply(): number {
    this.orders.apply(this.i32, this.f64, 0);
    return this.depth.apply(this.i32, this.f64, 0, this.orders);
  }
}

t.test('resting orders add up by price, best first on both sides', async (t) => {
  const tape = new Tape();
  tape.order(1, Side.Buy, 100, 5);
  tape.order(2, Side.Buy, 101, 7);
  t.equal(tape.order(3, Side.Buy, 100, 2), 1);
  t.strictSame(tape.changes(), [[100, 7, 2]]);
  tape.order(4, Side.Sell, 105, 1);
  tape.order(5, Side.Sell, 103, 3);
  t.strictSame(tape.book(Side.Buy), [
    [101, 7, 1],
    [100, 7, 2],
  ]);
  t.strictSame(tape.book(Side.Sell), [
    [103, 3, 1],
    [105, 1, 1],
  ]);
  t.strictSame(tape.book(Side.Sell, 1), [[103, 3, 1]]);
  t.equal(tape.depth.bestTicks(BTC, Side.Buy), 101);
  t.equal(tape.depth.bestLots(BTC, Side.Sell), 3);
  t.equal(tape.depth.bestTicks(2, Side.Sell), NO_PRICE);
});

t.test('a rejected order leaves no trace', async (t) => {
  const tape = new Tape();
  t.equal(tape.order(0, Side.Buy, 100, 5, true, Reason.UnknownInstrument), 0);
  t.strictSame(tape.book(Side.Buy), []);
});

t.test('a taker joins the depth with its rest when its group ends', async (t) => {
  const tape = new Tape();
  tape.order(1, Side.Sell, 100, 5);
  tape.order(2, Side.Sell, 100, 4);
  t.equal(tape.order(3, Side.Buy, 101, 12, false), 0);
  t.equal(tape.trade(1, 3, 100, 5, false), 1);
  t.strictSame(tape.changes(), [[100, 4, 1]]);
  t.equal(tape.trade(2, 3, 100, 4), 2, 'the level taken, and the rest shown');
  t.strictSame(tape.changes(), [
    [100, 0, 0],
    [101, 3, 1],
  ]);
  t.strictSame(tape.book(Side.Buy), [[101, 3, 1]]);
  t.strictSame(tape.book(Side.Sell), []);
});

t.test('cleared, it knows nothing of the orders that were there', async (t) => {
  const tape = new Tape();
  tape.order(1, Side.Sell, 100, 5);
  tape.order(2, Side.Buy, 99, 4, false);
  tape.orders.clear();
  tape.depth.clear();
  t.strictSame([tape.book(Side.Buy), tape.book(Side.Sell)], [[], []]);
  tape.order(1, Side.Buy, 98, 7, false);
  t.equal(tape.ended(1, 7), 0, 'nothing of it stood in the book');
  tape.order(2, Side.Sell, 101, 3);
  t.strictSame([tape.book(Side.Buy), tape.book(Side.Sell)], [[], [[101, 3, 1]]]);
});

t.test('a taker that is filled or whose remainder is cancelled never shows', async (t) => {
  const tape = new Tape();
  tape.order(1, Side.Sell, 100, 5);
  tape.order(2, Side.Buy, 100, 2, false);
  tape.trade(1, 2, 100, 2);
  tape.order(3, Side.Buy, 100, 9, false);
  tape.trade(1, 3, 100, 3, false);
  t.equal(tape.ended(3, 6), 0);
  t.strictSame([tape.book(Side.Buy), tape.book(Side.Sell)], [[], []]);
});

t.test('replace moves what is open: new total less executed, at the new price', async (t) => {
  const tape = new Tape();
  tape.order(1, Side.Sell, 100, 5);
  tape.order(2, Side.Buy, 100, 2, false);
  tape.trade(1, 2, 100, 2);
  t.equal(tape.replace(1, 102, 6), 2);
  t.strictSame(tape.book(Side.Sell), [[102, 4, 1]]);
  tape.order(3, Side.Buy, 99, 3);
  tape.replace(3, 102, 5, false);
  t.strictSame(tape.book(Side.Buy), [], 'in hand while it takes');
  tape.trade(1, 3, 102, 4);
  t.strictSame([tape.book(Side.Buy), tape.book(Side.Sell)], [[[102, 1, 1]], []]);
  tape.replace(3, 102, 3, false);
  tape.ended(3, 0);
  t.strictSame(tape.book(Side.Buy), [], 'replaced to what has executed');
});

t.test('cancelled orders leave; image orders come with what they have open', async (t) => {
  const tape = new Tape();
  tape.image(1, Side.Buy, 100, 9, 4);
  tape.image(2, Side.Buy, 100, 3, 0);
  t.strictSame(tape.book(Side.Buy), [[100, 8, 2]]);
  t.equal(tape.ended(1, 5), 1);
  t.strictSame(tape.changes(), [[100, 3, 1]]);
  tape.ended(2, 3);
  t.strictSame(tape.book(Side.Buy), []);
});

t.test('orders by price, and at a price as they came; only less quantity keeps the place', async (t) => {
  const tape = new Tape();
  const rows: [string, () => void, number[][], number[]][] = [
    ['first', () => tape.order(1, Side.Buy, 100, 5), [[BookAction.Add, 1, 5, 5]], [1]],
    ['second', () => tape.order(2, Side.Buy, 100, 6), [[BookAction.Add, 2, 6, 6]], [1, 2]],
    ['worse', () => tape.order(3, Side.Buy, 99, 7), [[BookAction.Add, 3, 7, 7]], [1, 2, 3]],
    ['better', () => tape.order(4, Side.Buy, 101, 8), [[BookAction.Add, 4, 8, 8]], [4, 1, 2, 3]],
    ['less', () => tape.replace(1, 100, 3), [[BookAction.Modify, 1, 3, -2]], [4, 1, 2, 3]],
    [
      'the same',
      () => tape.replace(1, 100, 3),
      [
        [BookAction.Delete, 1, 0, -3],
        [BookAction.Add, 1, 3, 3],
      ],
      [4, 2, 1, 3],
    ],
    [
      'another price, and less',
      () => tape.replace(4, 99, 2),
      [
        [BookAction.Delete, 4, 0, -8],
        [BookAction.Add, 4, 2, 2],
      ],
      [2, 1, 3, 4],
    ],
    ['in the middle', () => tape.ended(1, 3), [[BookAction.Delete, 1, 0, -3]], [2, 3, 4]],
  ];
  for (const [what, act, actions, queue] of rows) {
    act();
    t.strictSame(tape.actions(), actions, what);
    t.strictSame(tape.queue(Side.Buy), queue, what);
  }
  tape.order(5, Side.Sell, 99, 8, false);
  tape.trade(2, 5, 100, 6, false);
  t.strictSame(tape.actions(), [[BookAction.Execute, 2, 0, -6]]);
  tape.trade(3, 5, 99, 2);
  t.strictSame(tape.actions(), [[BookAction.Execute, 3, 5, -2]]);
  t.strictSame(tape.queue(Side.Buy), [3, 4]);
});

t.test('a trade of two orders that both rest takes from both', async (t) => {
  const tape = new Tape();
  tape.order(1, Side.Buy, 101, 5);
  tape.order(2, Side.Sell, 100, 8);
  t.equal(tape.trade(1, 2, 100, 5), 2);
  t.strictSame(tape.actions(), [
    [BookAction.Execute, 1, 0, -5],
    [BookAction.Execute, 2, 3, -5],
  ]);
  t.strictSame([tape.queue(Side.Buy), tape.queue(Side.Sell)], [[], [2]]);
});
