/** Decimal text of a venue ↔ our ticks and lots, exactly. Not for paths where a string is too much: those read bytes (`JsonCursor`). */
import type { Scale } from './json/cursor.js';

const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?$/;

/** @throws RangeError it is no whole number of steps */
export function unitsOf(text: string, { places, step }: Scale): number {
  const match = DECIMAL.exec(text);
  const decimals = (match?.[3] ?? '').replace(/0+$/, '');
  const units = Number((match?.[2] ?? '') + decimals.padEnd(places, '0'));
  if (!match || decimals.length > places || !Number.isSafeInteger(units) || units % step !== 0)
    throw new RangeError(`"${text}" is no whole number of steps of ${step} at ${places} decimal places`);
  return (match[1] === '-' ? -units : units) / step;
}

export function unitsText(units: number, { places, step }: Scale): string {
  const digits = product(Math.abs(units), step).padStart(places + 1, '0');
  const whole = digits.slice(0, digits.length - places);
  const sign = units < 0 ? '-' : '';
  return places === 0 ? sign + whole : `${sign}${whole}.${digits.slice(-places)}`;
}

const product = (units: number, step: number): string =>
  units * step <= Number.MAX_SAFE_INTEGER ? String(units * step) : String(BigInt(units) * BigInt(step));

/** How many of our steps one of the venue's is. @throws RangeError ours do not fit into it: `what` says of what */
export function stepsOf(venueStep: string, scale: Scale, what: string): number {
  try {
    const steps = unitsOf(venueStep, scale);
    if (steps > 0) return steps;
  } catch {
    // Said below in the words of the configuration.
  }
  throw new RangeError(
    `the ${what} is ${venueStep} at the venue, which is no multiple of ${unitsText(1, scale)} as configured here`,
  );
}
