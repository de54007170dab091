/** Market streams of USD-M and COIN-M as they are written since 2026-06-30: with `ps` and `st`. */
import { formatUnits } from '../../kit/grid.js';
import type { LevelChange } from '../../market/event.js';
import type { Trade } from '../../market/order.js';
import type { DepthUpdate } from '../depth.js';
import type { Aggregate, Best, StreamFormat } from '../stream-hub.js';
import { DELIVERY_MS, type FuturesSymbol, ONBOARD_MS } from './symbols.js';
import type { FuturesVenue } from './venue.js';

const FUNDING_EVERY_MS = 28_800_000;
const EIGHT = 8;

export class FuturesFormat implements StreamFormat {
  constructor(private readonly venue: FuturesVenue) {}

  depth(name: string, { first, last, before, changes }: DepthUpdate): object {
    const symbol = this.venue.symbol(name);
    const { nowMs } = this.venue.agenda;
    return {
      e: 'depthUpdate',
      E: nowMs,
      T: nowMs,
      s: name,
      ps: symbol.options.pair,
      st: symbol.st,
      U: first,
      u: last,
      pu: before,
      ...sides(symbol, changes),
    };
  }

  partialDepth(name: string, levels: number): object {
    const book = this.venue.market.book(name);
    const { nowMs } = this.venue.agenda;
    const changes = [...book.depth('buy', levels), ...book.depth('sell', levels)];
    const symbol = this.venue.symbol(name);
    return {
      e: 'depthUpdate',
      E: nowMs,
      T: nowMs,
      s: name,
      ps: symbol.options.pair,
      st: symbol.st,
      ...sides(symbol, changes),
    };
  }

  best(name: string, { updateId, bid, ask }: Best): object {
    const symbol = this.venue.symbol(name);
    const { nowMs } = this.venue.agenda;
    return {
      e: 'bookTicker',
      u: updateId,
      E: nowMs,
      T: nowMs,
      s: name,
      ps: symbol.options.pair,
      ...one(symbol, 'b', 'B', bid),
      ...one(symbol, 'a', 'A', ask),
      st: symbol.st,
    };
  }

  trade({ symbol: name, id, priceTicks, lots, timeMs, maker }: Trade): object {
    const symbol = this.venue.symbol(name);
    return {
      e: 'trade',
      E: this.venue.agenda.nowMs,
      T: timeMs,
      s: name,
      t: id,
      p: symbol.priceText(priceTicks),
      q: symbol.qtyText(lots),
      X: 'MARKET',
      m: maker.side === 'buy',
      st: symbol.st,
    };
  }

  aggregate(name: string, trade: Aggregate): object {
    const symbol = this.venue.symbol(name);
    return {
      e: 'aggTrade',
      E: this.venue.agenda.nowMs,
      a: trade.id,
      s: name,
      p: symbol.priceText(trade.priceTicks),
      q: symbol.qtyText(trade.lots),
      nq: symbol.qtyText(trade.lots),
      f: trade.firstTradeId,
      l: trade.lastTradeId,
      T: trade.timeMs,
      m: trade.isBuyerMaker,
      st: symbol.st,
    };
  }

  /** The index is the mark here: there is no other market to take it from. */
  mark(name: string): object {
    const symbol = this.venue.symbol(name);
    const { nowMs } = this.venue.agenda;
    const price = markText(symbol, this.venue.markTicks(name));
    return {
      e: 'markPriceUpdate',
      E: nowMs,
      s: name,
      p: price,
      i: price,
      P: price,
      r: '0.00010000',
      T: (Math.floor(nowMs / FUNDING_EVERY_MS) + 1) * FUNDING_EVERY_MS,
      st: symbol.st,
    };
  }

  contract(name: string): object {
    const symbol = this.venue.symbol(name);
    return {
      e: 'contractInfo',
      E: this.venue.agenda.nowMs,
      s: name,
      ps: symbol.options.pair,
      ct: 'PERPETUAL',
      dt: DELIVERY_MS,
      ot: ONBOARD_MS,
      cs: this.venue.stateOf(name),
      st: symbol.st,
    };
  }
}

/** REST `depth`. */
export function depthJson(
  venue: FuturesVenue,
  symbol: FuturesSymbol,
  limit: number,
  lastUpdateId: number,
): object {
  const book = venue.market.book(symbol.name);
  const { nowMs } = venue.agenda;
  const rows = (side: 'buy' | 'sell'): string[][] =>
    book
      .depth(side, limit)
      .map(({ priceTicks, lots }) => [symbol.priceText(priceTicks), symbol.qtyText(lots)]);
  const more = symbol.options.product === 'cm' ? { symbol: symbol.name, pair: symbol.options.pair } : {};
  return { lastUpdateId, E: nowMs, T: nowMs, ...more, bids: rows('buy'), asks: rows('sell') };
}

export const markText = (symbol: FuturesSymbol, ticks: number): string =>
  formatUnits(symbol.price.units(ticks), symbol.price.scale, EIGHT);

function sides(symbol: FuturesSymbol, changes: readonly LevelChange[]): { b: string[][]; a: string[][] } {
  const of = (side: 'buy' | 'sell'): string[][] =>
    changes
      .filter((change) => change.side === side)
      .map(({ priceTicks, lots }) => [symbol.priceText(priceTicks), symbol.qtyText(lots)]);
  return { b: of('buy'), a: of('sell') };
}

const one = (symbol: FuturesSymbol, price: string, qty: string, level: LevelChange | undefined) => ({
  [price]: symbol.priceText(level?.priceTicks ?? 0),
  [qty]: symbol.qtyText(level?.lots ?? 0),
});
