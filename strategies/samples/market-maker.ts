/**
 * Quotes both sides of each of its instruments around a fair price: the middle of what others quote, where they quote both
 * sides, else the reference price; never far from the reference. Holding a position moves the quotes so that it is traded
 * away again, and the side that would add to a full one is withdrawn.
 */
import { z } from 'zod';
import type { Context, Level, Order, SideName, TradedInstrument } from '../sdk/index.js';
import { defineStrategy } from '../sdk/index.js';

const parameters = z.strictObject({
  spreadBps: z
    .number()
    .positive()
    .default(10)
    .describe('between bid and ask, in hundredths of a percent of the fair price'),
  value: z.number().positive().default(32_000).describe('of one quote, in the quote currency'),
  maxQuotes: z.number().min(1).default(5).describe('largest position, in quotes'),
  skewBps: z.number().min(0).default(10).describe('how far a full position moves the quotes'),
  maxDriftBps: z.number().min(0).default(500).describe('how far the fair price may be from the reference'),
  everyMs: z.int().min(1).default(250).describe('quotes are changed at most this often'),
});
type Parameters = z.output<typeof parameters>;

const BPS = 1e-4;

export default defineStrategy({
  name: 'market-maker',
  parameters,
  start(ctx) {
    const quoters = new Map(ctx.symbols.map((symbol) => [symbol, new Quoter(ctx, ctx.instrument(symbol))]));
    for (const quoter of quoters.values()) quoter.quote();
    return {
      onBook: ({ symbol }) => quoters.get(symbol)?.quoteSoon(),
      onOrder: ({ symbol }) => quoters.get(symbol)?.quoteSoon(),
      onTimer: (symbol) => quoters.get(symbol)?.quote(),
    };
  },
});

/** One instrument: a bid and an ask. */
class Quoter {
  private readonly quotes: Record<SideName, Order | undefined> = { buy: undefined, sell: undefined };
  private scheduled = false;

  constructor(
    private readonly ctx: Context<Parameters>,
    private readonly instrument: TradedInstrument,
  ) {
    for (const order of ctx.orders) if (order.symbol === instrument.symbol) this.adopt(order);
  }

  quoteSoon(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    this.ctx.setTimer(this.instrument.symbol, this.ctx.parameters.everyMs);
  }

  quote(): void {
    this.scheduled = false;
    const { spreadBps, skewBps, value, maxQuotes } = this.ctx.parameters;
    const fair = this.fairTicks();
    if (fair === undefined) return;
    const lots = Math.max(1, this.instrument.lotsWorth(value, fair));
    const most = Math.floor(lots * maxQuotes);
    const { position } = this.instrument;
    const middle = fair * (1 - (position / most) * skewBps * BPS);
    const half = (fair * spreadBps * BPS) / 2;
    this.put('buy', Math.floor(middle - half), Math.min(lots, most - position));
    this.put('sell', Math.ceil(middle + half), Math.min(lots, most + position));
  }

  /** What it had open when it was started: the first of each side becomes its quote. */
  private adopt(order: Order): void {
    const side = order.side === 'buy' ? 'buy' : 'sell';
    if (this.quotes[side] === undefined) this.quotes[side] = order;
    else this.ctx.cancel(order);
  }

  private put(side: SideName, ticks: number, lots: number): void {
    const { symbol } = this.instrument;
    const order = this.quotes[side];
    if (order === undefined || !order.live) {
      if (lots > 0 && ticks > 0)
        this.quotes[side] = this.ctx.send({ symbol, side, lots, ticks, postOnly: true });
    } else if (order.state === 'open' && order.requests === 0) this.move(order, ticks, lots);
  }

  private move(order: Order, ticks: number, lots: number): void {
    if (lots <= 0) this.ctx.cancel(order);
    else if (order.ticks !== ticks || order.openLots !== lots)
      this.ctx.replace(order, { ticks, lots: order.executedLots + lots });
  }

  private fairTicks(): number | undefined {
    const { bids, asks } = this.instrument.book;
    const bid = this.bestOfOthers(bids, 'buy');
    const ask = this.bestOfOthers(asks, 'sell');
    const middle = bid === undefined || ask === undefined ? undefined : (bid + ask) / 2;
    const reference = this.instrument.definition.referenceTicks;
    if (reference === 0) return middle;
    const drift = reference * this.ctx.parameters.maxDriftBps * BPS;
    return Math.min(reference + drift, Math.max(reference - drift, middle ?? reference));
  }

  private bestOfOthers(levels: readonly Level[], side: SideName): number | undefined {
    const own = this.quotes[side];
    return levels.find(({ ticks, lots }) => lots > (own?.ticks === ticks ? own.openLots : 0))?.ticks;
  }
}
