/**
 * Takes a little from the best price at regular times, one of its instruments after the other: buys until it holds as
 * much as it may, then sells until it is short as much, and so on. Nothing of it rests in the book.
 */
import { z } from 'zod';
import { defineStrategy, type SideName, type TradedInstrument } from '../sdk/index.js';

export default defineStrategy({
  name: 'taker',
  parameters: z.strictObject({
    everyMs: z.int().min(1).default(1_000).describe('between two orders'),
    value: z.number().positive().default(8_000).describe('of one order, in the quote currency'),
    maxOrders: z.int().min(1).default(5).describe('largest position, in orders'),
  }),
  start(ctx) {
    const { everyMs, value, maxOrders } = ctx.parameters;
    const instruments = ctx.symbols.map((symbol) => ctx.instrument(symbol));
    const sides = new Map<TradedInstrument, SideName>();
    let turn = 0;

    const take = (instrument: TradedInstrument): void => {
      const side = sides.get(instrument) ?? 'buy';
      const { book, position, symbol } = instrument;
      const best = side === 'buy' ? book.bestAsk : book.bestBid;
      if (best === undefined) return;
      const size = Math.max(1, instrument.lotsWorth(value, best.ticks));
      const room = size * maxOrders - (side === 'buy' ? position : -position);
      const lots = Math.min(size, room, best.lots);
      if (lots > 0) ctx.send({ symbol, side, lots, ticks: best.ticks, tif: 'ioc' });
      else sides.set(instrument, side === 'buy' ? 'sell' : 'buy');
    };

    ctx.setTimer('take', everyMs);
    return {
      onTimer(name) {
        take(instruments[turn++ % instruments.length]);
        ctx.setTimer(name, everyMs);
      },
    };
  },
});
