/**
 * Makes an order flow that looks like a market: most orders rest near a slowly moving fair price, many are cancelled, one
 * in ten takes liquidity, some move their price. Deterministic by seed. The book is kept at about its first depth, and
 * every command that the flow holds was run through the generator's own matcher, whose result goes with it.
 */
import { Random } from '../../engine/threads/random.js';
import { emptyFlow, FlowFlag, FlowOp, type OrderFlow } from './flow.js';
import { booksLeft, FlowBook, type FlowOrder } from './flow-book.js';
import { FlowTally } from './tally.js';

export interface FlowShape {
  readonly commands: number;
  readonly symbols: number;
  readonly seed: number;
  /** Orders a side of each symbol before the measured part, 500 unless given. */
  readonly depth?: number;
}

const OPENING_TICKS = 50_000;
const LOWEST_TICKS = 1_000;
const HIGHEST_TICKS = 99_000;

export function generateFlow(shape: FlowShape): OrderFlow {
  return new Generator(shape).run();
}

class Generator {
  private readonly random: Random;
  private readonly tally = new FlowTally();
  private readonly books: FlowBook[];
  private readonly fair: number[];
  private readonly gone: { order: FlowOrder; symbol: number }[] = [];
  private readonly flow: OrderFlow;
  private readonly depth: number;
  private written = 0;
  private lastId = 0;

  constructor(private readonly shape: FlowShape) {
    const { commands, symbols, seed, depth = 500 } = shape;
    this.random = new Random(seed);
    this.depth = depth;
    this.books = Array.from({ length: symbols }, () => new FlowBook(this.tally));
    this.fair = Array.from({ length: symbols }, () => OPENING_TICKS);
    const count = commands + symbols * depth * 2;
    this.flow = emptyFlow(`generated (${symbols} symbols, seed ${seed})`, count, symbols, 0);
  }

  run(): OrderFlow {
    for (let i = 0; i < this.depth * 2; i++)
      for (let symbol = 0; symbol < this.shape.symbols; symbol++)
        this.passive(symbol, i & 1, FlowFlag.Prefill);
    while (this.written < this.flow.count) this.command(this.pickSymbol());
    return { ...this.flow, maxOrderId: this.lastId, expected: this.tally.result(booksLeft(this.books)) };
  }

  private command(symbol: number): void {
    if (this.random.below(50) === 0) this.moveFair(symbol);
    const book = this.books[symbol];
    const draw = this.random.fraction();
    const crowded = Math.min(0.15, Math.max(-0.15, book.live.length / (this.depth * 2) - 1));
    if (draw < 0.1) this.aggressive(symbol);
    else if (draw < 0.15) this.replace(symbol);
    else if (draw < 0.55 + crowded) this.cancel(symbol);
    else this.passive(symbol, this.random.below(2), 0);
  }

  private passive(symbol: number, side: number, flags: number): void {
    this.newOrder(symbol, side, this.passivePrice(symbol, side), this.lots(), false, flags);
  }

  private aggressive(symbol: number): void {
    const side = this.random.below(2);
    const best = this.books[symbol].best(1 - side);
    if (best === undefined) return;
    const through = this.random.below(5);
    const price = clamp(side === 0 ? best + through : best - through);
    const lots = this.random.below(4) === 0 ? this.lots() * 3 : Math.max(1, this.lots() >> 1);
    this.newOrder(symbol, side, price, lots, this.random.below(2) === 0, 0);
  }

  private newOrder(
    symbol: number,
    side: number,
    price: number,
    lots: number,
    ioc: boolean,
    flags: number,
  ): void {
    const order: FlowOrder = { id: ++this.lastId, side, priceTicks: price, openLots: lots, place: -1 };
    this.write(FlowOp.New, symbol, order, price, flags, ioc);
    this.books[symbol].enter(order, ioc);
    if (order.place < 0) this.remember(order, symbol);
  }

  private cancel(symbol: number): void {
    if (this.random.below(50) === 0 && this.cancelGone()) return;
    const order = this.pickOrder(symbol);
    if (order === undefined) return;
    this.write(FlowOp.Cancel, symbol, order, order.priceTicks, 0);
    this.books[symbol].cancel(order);
    this.remember(order, symbol);
  }

  private cancelGone(): boolean {
    const last = this.gone.pop();
    if (last === undefined || last.order.place >= 0) return false;
    this.write(
      FlowOp.Cancel,
      last.symbol,
      { ...last.order, openLots: 0 },
      last.order.priceTicks,
      FlowFlag.AlreadyGone,
    );
    this.tally.rejects++;
    return true;
  }

  private replace(symbol: number): void {
    const order = this.pickOrder(symbol);
    if (order === undefined) return;
    const best = this.books[symbol].best(1 - order.side);
    const crosses = this.random.below(30) === 0 && best !== undefined;
    const price = crosses ? best : this.passivePrice(symbol, order.side);
    if (price === order.priceTicks) return;
    this.write(FlowOp.Replace, symbol, order, price, 0);
    this.books[symbol].replace(order, price);
    if (order.place < 0) this.remember(order, symbol);
  }

  private write(
    op: FlowOp,
    symbol: number,
    order: FlowOrder,
    price: number,
    flags: number,
    ioc = false,
  ): void {
    const { flow, written: i } = this;
    flow.op[i] = op;
    flow.side[i] = order.side;
    flow.tif[i] = ioc ? 1 : 0;
    flow.flags[i] = flags;
    flow.symbol[i] = symbol;
    flow.orderId[i] = order.id;
    flow.priceTicks[i] = price;
    flow.qtyLots[i] = order.openLots;
    this.written++;
  }

  /** A few of those that are gone, for cancels that come too late. */
  private remember(order: FlowOrder, symbol: number): void {
    if (this.gone.length < 64) this.gone.push({ order, symbol });
  }

  /** Low numbers far more often than high ones, as instruments are traded. */
  private pickSymbol(): number {
    return Math.floor(this.shape.symbols * this.random.fraction() ** 3);
  }

  /** Rather a young order than an old one. */
  private pickOrder(symbol: number): FlowOrder | undefined {
    const { live } = this.books[symbol];
    const young = this.random.below(2) === 0 ? Math.ceil(live.length / 8) : live.length;
    return live[live.length - 1 - this.random.below(Math.max(1, young))];
  }

  private passivePrice(symbol: number, side: number): number {
    const distance = 1 + Math.floor(-15 * Math.log(1 - this.random.fraction()));
    const best = this.books[symbol].best(1 - side);
    const price = side === 0 ? this.fair[symbol] - distance : this.fair[symbol] + distance;
    if (best === undefined) return clamp(price);
    return clamp(side === 0 ? Math.min(price, best - 1) : Math.max(price, best + 1));
  }

  private moveFair(symbol: number): void {
    this.fair[symbol] = clamp(this.fair[symbol] + (this.random.below(2) === 0 ? 1 : -1));
  }

  private lots(): number {
    return 1 + Math.floor(-40 * Math.log(1 - this.random.fraction()));
  }
}

function clamp(ticks: number): number {
  return Math.min(HIGHEST_TICKS, Math.max(LOWEST_TICKS, ticks));
}
