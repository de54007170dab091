/** A session of Binance market data by itself, with a clock moved by hand and a recorder in place of the venue. */
import { TestOutside } from '../../kit/feed/test-outside.js';
import { instrumentOf } from '../../kit/instrument.js';
import { BinanceMarketData } from './agent.js';
import { BINANCE_DEFAULTS, type BinanceOptions } from './options.js';
import { SPOT } from './product.js';
import { TestBinanceRecorder } from './test-recorder.js';

export const definition = (symbol: string) => ({
  symbol,
  tick: '0.01',
  lot: '0.001',
  minQty: '0.001',
  minNotional: '5',
  isTrading: true,
  status: 'TRADING',
});

/** Not connected yet. */
export function session(changes: Partial<BinanceOptions> = {}, symbols = ['AAAUSDT']) {
  const outside = new TestOutside(symbols.length);
  const instruments = symbols.map((symbol, i) => instrumentOf(i + 1, definition(symbol)));
  const options: BinanceOptions = {
    ...BINANCE_DEFAULTS,
    product: SPOT,
    levelsPerSide: 256,
    instruments,
    ...changes,
  };
  return { outside, agent: new BinanceMarketData(options, outside) };
}

/** Up to a live book of a test market. */
export function live(changes: Partial<BinanceOptions> = {}, isLinked = false) {
  const { outside, agent } = session(changes);
  const venue = new TestBinanceRecorder('AAAUSDT', 5, isLinked);
  const feed = () => {
    for (const message of venue.messages.splice(0)) outside.link.say(message);
  };
  outside.pass(agent, 100);
  outside.link.open();
  outside.pass(agent, 100);
  venue.run(3);
  feed();
  outside.pass(agent, 100);
  outside.answer(venue.snapshot());
  venue.run(3);
  feed();
  outside.pass(agent, 100);
  return { outside, agent, venue, feed };
}

/** Best bid, its lots, best ask, its lots, as a reader of the ring has them. */
export const bestOf = (outside: TestOutside): (number | undefined)[] => {
  const book = outside.books[1];
  return book ? [book.bids.keyAt(0), book.bids.lotsAt(0), -book.asks.keyAt(0), book.asks.lotsAt(0)] : [];
};
