/** Prices and quantities: decimal text, as a JSON number may write it, to whole units of the instrument's fixed point, or not at all. */
import { Reason } from '../../../protocol/codes/reasons.js';
import { parseFixed } from '../../../protocol/fixed.js';
import { Refusal } from './refusal.js';

/** A JSON number. */
export const AMOUNT = /^-?\d{1,32}(\.\d{1,32})?([eE][+-]?\d{1,2})?$/;

interface Rank {
  readonly scale: number;
  /** More decimal places than that. */
  readonly tooFine: Reason;
  /** Beyond 2^53 units. */
  readonly tooLarge: Reason;
}

export const priceUnits = (text: string, scale: number): number =>
  units(text, { scale, tooFine: Reason.PriceOffTick, tooLarge: Reason.PriceOutOfRange });

export const quantityUnits = (text: string, scale: number): number =>
  units(text, { scale, tooFine: Reason.QuantityOffLot, tooLarge: Reason.QuantityOutOfRange });

function units(text: string, { scale, tooFine, tooLarge }: Rank): number {
  const decimal = withoutExponent(text);
  const places = /\.(\d*?)0*$/.exec(decimal)?.[1] ?? '';
  if (places.length > scale) throw new Refusal(tooFine);
  try {
    return parseFixed(decimal, scale);
  } catch {
    throw new Refusal(tooLarge);
  }
}

/** 1e-05 is 0.00001: programs write small numbers like this. */
export function withoutExponent(text: string): string {
  const [, sign, whole, places = '', exponent] = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text)!;
  if (exponent === undefined) return text;
  const shift = Number(exponent);
  const digits = whole + places;
  const point = whole.length + shift;
  const padded = point > 0 ? digits.padEnd(point, '0') : '0'.repeat(1 - point) + digits;
  const at = Math.max(point, 1);
  const rest = padded.slice(at);
  return `${sign}${padded.slice(0, at).replace(/^0+(?=\d)/, '')}${rest === '' ? '' : `.${rest}`}`;
}
