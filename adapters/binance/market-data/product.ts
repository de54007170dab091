/**
 * Binance's three products as its market data knows them: where they are, how they number updates, what a snapshot costs. Sources:
 * Binance's spot and derivatives documentation, "How to manage a local order book correctly"; what no source says is configuration.
 */
import { CONSECUTIVE, LINKED, type SequenceRule } from '../../kit/book/sequence-rule.js';

/** What a stream of a symbol tells. A session's subscription is (symbol, stream). */
export const enum Stream {
  Depth = 0,
  Top = 1,
  Trades = 2,
  MarkPrice = 3,
  Count = 4,
}

/** A connection of its own: since 2026 USD-M has books and prices on different endpoints, and the wrong one stays silent. */
export interface Tier {
  readonly name: string;
  /** Behind the base URL. */
  readonly path: string;
  readonly streams: readonly Stream[];
  /** Of no symbol: in the address as well. */
  readonly others?: readonly string[];
}

export interface Product {
  readonly name: string;
  readonly streamUrl: string;
  readonly restUrl: string;
  readonly depthPath: string;
  readonly definitionsPath: string;
  readonly definitionsWeight: number;
  /** Definitions of single symbols can be asked for. */
  readonly definitionsOfSymbols: boolean;
  /** They are asked for so often, to see what is halted; Infinity: once a connection, because the stream `!contractInfo` says what changes. */
  readonly definitionsMs: number;
  /** Levels of a snapshot, and its weight in the request budget. */
  readonly depthLimit: number;
  readonly depthWeight: number;
  /** Of the request budget a minute; half of what the venue gives, the rest is left to orders. */
  readonly weightPerMinute: number;
  /** Messages to the venue in a second: subscribing, pings and pongs. */
  readonly messagesPerSecond: number;
  readonly rule: SequenceRule;
  readonly tiers: readonly Tier[];
  /** `st` of its messages on streams that carry more than one product; 0 = they have none. */
  readonly productCode: number;
  /** Streams by their suffix. */
  readonly suffixes: Readonly<Record<Stream, string>>;
}

const CONTRACTS = ['!contractInfo'];
/** Futures give the definitions of all symbols or of none. */
const STATES_ON_THE_STREAM = {
  definitionsWeight: 1,
  definitionsOfSymbols: false,
  definitionsMs: Number.POSITIVE_INFINITY,
};
const ALL = [Stream.Depth, Stream.Top, Stream.Trades, Stream.MarkPrice];

export const SPOT: Product = {
  name: 'binance-spot',
  streamUrl: 'wss://stream.binance.com:9443',
  restUrl: 'https://api.binance.com',
  depthPath: '/api/v3/depth',
  definitionsPath: '/api/v3/exchangeInfo',
  definitionsWeight: 20,
  definitionsOfSymbols: true,
  definitionsMs: 10_000,
  depthLimit: 5_000,
  depthWeight: 250,
  weightPerMinute: 3_000,
  messagesPerSecond: 4,
  rule: CONSECUTIVE,
  tiers: [{ name: 'all', path: '', streams: [Stream.Depth, Stream.Top, Stream.Trades] }],
  productCode: 0,
  suffixes: suffixes('@depth@100ms', '@trade'),
};

export const USD_M: Product = {
  name: 'binance-usdm',
  streamUrl: 'wss://fstream.binance.com',
  restUrl: 'https://fapi.binance.com',
  depthPath: '/fapi/v1/depth',
  definitionsPath: '/fapi/v1/exchangeInfo',
  ...STATES_ON_THE_STREAM,
  depthLimit: 1_000,
  depthWeight: 20,
  weightPerMinute: 1_200,
  messagesPerSecond: 8,
  rule: LINKED,
  tiers: [
    { name: 'public', path: '/public', streams: [Stream.Depth, Stream.Top] },
    { name: 'market', path: '/market', streams: [Stream.Trades, Stream.MarkPrice], others: CONTRACTS },
  ],
  productCode: 1,
  suffixes: suffixes('@depth@100ms', '@aggTrade'),
};

export const COIN_M: Product = {
  name: 'binance-coinm',
  streamUrl: 'wss://dstream.binance.com',
  restUrl: 'https://dapi.binance.com',
  depthPath: '/dapi/v1/depth',
  definitionsPath: '/dapi/v1/exchangeInfo',
  ...STATES_ON_THE_STREAM,
  depthLimit: 1_000,
  depthWeight: 20,
  weightPerMinute: 1_200,
  messagesPerSecond: 8,
  rule: LINKED,
  tiers: [{ name: 'all', path: '', streams: ALL, others: CONTRACTS }],
  productCode: 2,
  suffixes: suffixes('@depth@100ms', '@aggTrade'),
};

function suffixes(depth: string, trades: string): Product['suffixes'] {
  return {
    [Stream.Depth]: depth,
    [Stream.Top]: '@bookTicker',
    [Stream.Trades]: trades,
    [Stream.MarkPrice]: '@markPrice@1s',
    [Stream.Count]: '',
  };
}
