/** Instruments as the engine announces them, and the way between decimal text and their fixed point. */
import { Route } from '../codes/enums.js';
import { formatFixed, parseFixed } from '../fixed.js';
import type { SecurityDefinition } from '../generated/pregao/wire.js';

export interface Security {
  readonly instrument: number;
  readonly symbol: string;
  /** Decimal places of the fixed point. */
  readonly priceScale: number;
  readonly quantityScale: number;
  /** As decimal text. */
  readonly tick: string;
  readonly lot: string;
  readonly minPrice: string;
  readonly maxPrice: string;
  readonly maxQuantity: string;
  /** Coarser steps of prices, ascending: from the price `from` on they are multiples of `tick`. */
  readonly tickRules?: readonly TickRule[];
  /** It is the market at a venue: what is subscribed to there. */
  readonly venue?: VenueName;
}

/** As decimal text. */
export interface TickRule {
  readonly from: string;
  readonly tick: string;
}

export interface VenueName {
  readonly name: string;
  /** What the venue calls the instrument. */
  readonly symbol: string;
  /** For orders: the venue's number, or the best of all. */
  readonly route: number | 'smart';
}

export function readSecurity(found: SecurityDefinition): Security {
  const priceScale = found.priceScale();
  const quantityScale = found.quantityScale();
  return {
    instrument: found.instrument(),
    symbol: found.symbol() ?? '',
    priceScale,
    quantityScale,
    tick: formatFixed(found.tick(), priceScale),
    lot: formatFixed(found.lot(), quantityScale),
    minPrice: formatFixed(found.minPrice(), priceScale),
    maxPrice: formatFixed(found.maxPrice(), priceScale),
    maxQuantity: formatFixed(found.maxQuantity(), quantityScale),
    ...tickRulesOf(found, priceScale),
    ...venueOf(found),
  };
}

function tickRulesOf(found: SecurityDefinition, scale: number): { tickRules?: TickRule[] } {
  const count = found.tickRulesLength();
  if (count === 0) return {};
  const rules = Array.from({ length: count }, (_, i) => found.tickRules(i)!);
  return {
    tickRules: rules.map((rule) => ({
      from: formatFixed(rule.from(), scale),
      tick: formatFixed(rule.tick(), scale),
    })),
  };
}

function venueOf(found: SecurityDefinition): { venue?: VenueName } {
  const name = found.venue();
  if (name === null) return {};
  const route = found.route() === Route.Smart ? 'smart' : found.route() - Route.Venue;
  return { venue: { name, symbol: found.venueSymbol() ?? '', route } };
}

/** `BTC-USD`, or `BTC-USD at binance`. */
export const marketName = ({ symbol, venue }: Security): string =>
  venue === undefined ? symbol : `${symbol} at ${venue.name}`;

/** @throws RangeError not a decimal number, too many places, or 2^53 and beyond */
export const toPrice = (security: Security, text: string): number => parseFixed(text, security.priceScale);
export const toQuantity = (security: Security, text: string): number =>
  parseFixed(text, security.quantityScale);

export const priceText = (security: Security, value: number | bigint): string =>
  formatFixed(value, security.priceScale);
export const quantityText = (security: Security, value: number | bigint): string =>
  formatFixed(value, security.quantityScale);
