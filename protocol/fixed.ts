/**
 * Decimal text ↔ fixed point: `"64000.5"` at scale 2 is 6400050. Exact or refused, never rounded. A value is a
 * safe integer (below 2^53); anything else throws RangeError with what was wrong.
 */
const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?$/;

/** @throws RangeError not a plain decimal number, more decimal places than `scale`, or 2^53 and beyond */
export function parseFixed(text: string, scale: number): number {
  const match = DECIMAL.exec(text);
  if (!match) throw new RangeError(`"${text}" is not a decimal number`);
  const [, sign, whole, rest = ''] = match;
  const places = rest.replace(/0+$/, '');
  if (places.length > scale) throw new RangeError(`"${text}" has more than ${scale} decimal places`);
  const value = Number(whole + places.padEnd(scale, '0'));
  if (!Number.isSafeInteger(value)) throw new RangeError(`"${text}" is out of range`);
  return sign && value !== 0 ? -value : value;
}

/** The shortest text is not wanted here: all `scale` places are written, as price columns show them. */
export function formatFixed(value: number | bigint, scale: number): string {
  const negative = value < 0;
  const digits = String(negative ? -value : value).padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  return (negative ? '-' : '') + whole + (scale > 0 ? `.${digits.slice(digits.length - scale)}` : '');
}

/** Decimal places that a decimal text has, without trailing zeros. */
export function scaleOf(text: string): number {
  const match = DECIMAL.exec(text);
  if (!match) throw new RangeError(`"${text}" is not a decimal number`);
  return (match[3] ?? '').replace(/0+$/, '').length;
}
