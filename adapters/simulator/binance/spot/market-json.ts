/** Spot market data: streams, depth snapshots, exchangeInfo. */
import type { LevelChange } from '../../market/event.js';
import type { Trade } from '../../market/order.js';
import type { Params } from '../accounts.js';
import { invalid } from '../api-error.js';
import type { DepthUpdate } from '../depth.js';
import { Request } from '../request.js';
import type { Aggregate, Best, StreamFormat, StreamHub } from '../stream-hub.js';
import type { SpotSymbol } from './symbols.js';
import type { SpotVenue } from './venue.js';

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 5_000;
const STATES = { open: 'TRADING', halt: 'HALT', closed: 'BREAK' } as const;

export class SpotFormat implements StreamFormat {
  constructor(
    private readonly venue: SpotVenue,
    private readonly lastUpdateId: (symbol: string) => number,
  ) {}

  depth(name: string, { first, last, changes }: DepthUpdate): object {
    const symbol = this.venue.symbol(name);
    const of = (side: 'buy' | 'sell'): string[][] =>
      rows(
        symbol,
        changes.filter((change) => change.side === side),
      );
    return {
      e: 'depthUpdate',
      E: this.venue.agenda.nowMs,
      s: name,
      U: first,
      u: last,
      b: of('buy'),
      a: of('sell'),
    };
  }

  partialDepth(name: string, levels: number): object {
    const symbol = this.venue.symbol(name);
    const book = this.venue.market.book(name);
    return {
      lastUpdateId: this.lastUpdateId(name),
      bids: rows(symbol, book.depth('buy', levels)),
      asks: rows(symbol, book.depth('sell', levels)),
    };
  }

  /** No `e`, no times: unlike the futures. */
  best(name: string, { updateId, bid, ask }: Best): object {
    const symbol = this.venue.symbol(name);
    return {
      u: updateId,
      s: name,
      b: symbol.priceText(bid?.priceTicks ?? 0),
      B: symbol.qtyText(bid?.lots ?? 0),
      a: symbol.priceText(ask?.priceTicks ?? 0),
      A: symbol.qtyText(ask?.lots ?? 0),
    };
  }

  trade({ symbol: name, id, priceTicks, lots, timeMs, maker }: Trade): object {
    const symbol = this.venue.symbol(name);
    return {
      e: 'trade',
      E: this.venue.agenda.nowMs,
      s: name,
      t: id,
      p: symbol.priceText(priceTicks),
      q: symbol.qtyText(lots),
      T: timeMs,
      m: maker.side === 'buy',
      M: true,
    };
  }

  aggregate(name: string, trade: Aggregate): object {
    const symbol = this.venue.symbol(name);
    return {
      e: 'aggTrade',
      E: this.venue.agenda.nowMs,
      s: name,
      a: trade.id,
      p: symbol.priceText(trade.priceTicks),
      q: symbol.qtyText(trade.lots),
      f: trade.firstTradeId,
      l: trade.lastTradeId,
      T: trade.timeMs,
      m: trade.isBuyerMaker,
      M: true,
    };
  }
}

export function depthJson(venue: SpotVenue, hub: StreamHub, params: Params): object {
  const request = new Request(params);
  const symbol = venue.symbol(request.required('symbol'));
  const limit = Math.min(request.int('limit') ?? DEFAULT_LIMIT, MAX_LIMIT);
  const book = venue.market.book(symbol.name);
  return {
    lastUpdateId: hub.lastUpdateId(symbol.name),
    bids: rows(symbol, book.depth('buy', limit)),
    asks: rows(symbol, book.depth('sell', limit)),
  };
}

export function exchangeInfo(venue: SpotVenue, params: Params): object {
  const request = new Request(params);
  const wanted = wantedIn(request)?.map((name) => venue.symbol(name)) ?? [...venue.symbols.values()];
  return {
    timezone: 'UTC',
    serverTime: venue.agenda.nowMs,
    rateLimits: venue.limits.described(),
    exchangeFilters: [],
    symbols: wanted.map((symbol) => symbol.described(STATES[venue.market.phase(symbol.name)!])),
  };
}

/** One `symbol`, or `symbols` as a JSON list; undefined = all of them. */
function wantedIn(request: Request): readonly string[] | undefined {
  const [one, list] = [request.text('symbol'), request.text('symbols')];
  if (list === undefined) return one === undefined ? undefined : [one];
  try {
    const names = JSON.parse(list) as unknown;
    if (Array.isArray(names) && names.every((name) => typeof name === 'string')) return names;
  } catch {
    // Said below.
  }
  throw invalid('symbols');
}

const rows = (symbol: SpotSymbol, levels: readonly LevelChange[]): string[][] =>
  levels.map(({ priceTicks, lots }) => [symbol.priceText(priceTicks), symbol.qtyText(lots)]);
