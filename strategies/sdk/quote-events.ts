/** The feed's records of quotes → the strategy's quotes, and the events that its handlers get. */
import { Side } from '../../protocol/codes/enums.js';
import { detailOf, Fd, FdDouble, FeedKind } from '../../protocol/records/feed.js';
import { byteA, byteB, kindOf } from '../../protocol/records/layout.js';
import { liquidityWord } from '../../protocol/words.js';
import { sideName } from './order.js';
import type { Orders } from './orders.js';
import type { Quote, QuotedSide, QuoteEvent } from './quote.js';
import { QUOTE_ANSWERS, type Quotes } from './quotes.js';

const EVENT_KINDS: Readonly<Partial<Record<FeedKind, QuoteEvent['kind']>>> = {
  [FeedKind.QuoteStands]: 'stands',
  [FeedKind.QuoteRefused]: 'refused',
  [FeedKind.QuoteExecuted]: 'executed',
  [FeedKind.QuoteEnded]: 'ended',
  [FeedKind.QuoteAccepted]: 'accepted',
  [FeedKind.QuoteRejected]: 'rejected',
};

export const isOfQuotes = (kind: FeedKind): boolean =>
  (kind >= FeedKind.QuoteAccepted && kind <= FeedKind.QuoteProtectionRejected) ||
  (kind >= FeedKind.QuoteStands && kind <= FeedKind.QuotesPulled);

export class QuoteEvents {
  constructor(
    private readonly quotes: Quotes,
    private readonly orders: Orders,
  ) {}

  /** Adds a side that the strategy starts with. */
  open(symbol: string, i32: Int32Array, f64: Float64Array, at: number): void {
    stands(this.quotes.enter(symbol, idOf(i32, at)), i32, f64, at);
  }

  /** Brings the quote up to date. Undefined: it is about none that this life of the strategy knows. */
  apply(i32: Int32Array, f64: Float64Array, at: number): Quote | undefined {
    const kind: FeedKind = kindOf(i32[at]);
    this.orders.inFlight -= answers(kind);
    if (!isOfOne(kind)) return undefined;
    const quote = this.quotes.find(idOf(i32, at));
    if (quote !== undefined) change(quote, kind, i32, f64, at);
    return quote;
  }
}

export function quoteEventOf(i32: Int32Array, f64: Float64Array, at: number): QuoteEvent {
  const kind: FeedKind = kindOf(i32[at]);
  const isExecution = kind === FeedKind.QuoteExecuted;
  const side = byteA(i32[at]);
  return {
    kind: EVENT_KINDS[kind]!,
    side: side === 0 ? undefined : sideName(side),
    reason: isExecution ? 0 : detailOf(i32[at]),
    ticks: i32[at + Fd.PriceTicks],
    lots: f64[(at >> 1) + FdDouble.Lots],
    liquidity: isExecution ? liquidityWord(byteB(i32[at])) : undefined,
    sequence: f64[(at >> 1) + FdDouble.Sequence],
    index: i32[at + Fd.Index],
  };
}

/** What it answers of all that is in flight. */
function answers(kind: FeedKind): number {
  if (kind === FeedKind.QuoteAccepted || kind === FeedKind.QuoteRejected) return QUOTE_ANSWERS;
  return kind === FeedKind.QuoteProtectionAccepted || kind === FeedKind.QuoteProtectionRejected ? 1 : 0;
}

const isOfOne = (kind: FeedKind): boolean => EVENT_KINDS[kind] !== undefined;

function change(quote: Quote, kind: FeedKind, i32: Int32Array, f64: Float64Array, at: number): void {
  switch (kind) {
    case FeedKind.QuoteStands:
      return stands(quote, i32, f64, at);
    case FeedKind.QuoteExecuted:
      return executed(sideOf(quote, i32, at), f64[(at >> 1) + FdDouble.Lots]);
    case FeedKind.QuoteEnded:
      return sideOf(quote, i32, at).stands(0, 0);
    case FeedKind.QuoteAccepted:
    case FeedKind.QuoteRejected:
      quote.requests--;
  }
}

function stands(quote: Quote, i32: Int32Array, f64: Float64Array, at: number): void {
  const open = f64[(at >> 1) + FdDouble.Lots] - f64[(at >> 1) + FdDouble.ExecutedLots];
  sideOf(quote, i32, at).stands(i32[at + Fd.PriceTicks], open);
}

const executed = (side: QuotedSide, lots: number): void => side.stands(side.ticks, side.lots - lots);

const sideOf = (quote: Quote, i32: Int32Array, at: number): QuotedSide =>
  byteA(i32[at]) === Side.Buy ? quote.bid : quote.offer;

/** Those of a strategy have no upper half. */
const idOf = (i32: Int32Array, at: number): number => i32[at + Fd.ClientIdLow] >>> 0;
