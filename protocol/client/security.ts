/** Instruments as the engine announces them, and the way between decimal text and their fixed point. */
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
  };
}

/** @throws RangeError not a decimal number, too many places, or 2^53 and beyond */
export const toPrice = (security: Security, text: string): number => parseFixed(text, security.priceScale);
export const toQuantity = (security: Security, text: string): number =>
  parseFixed(text, security.quantityScale);

export const priceText = (security: Security, value: number | bigint): string =>
  formatFixed(value, security.priceScale);
export const quantityText = (security: Security, value: number | bigint): string =>
  formatFixed(value, security.quantityScale);
