/**
 * Decimal texts on a grid of steps: tick or lot. Inside a simulator there are only whole numbers of steps; a text that is no decimal, or lies
 * between two steps, is told apart here, because venues answer the two with different errors. Exact: no floating point.
 */
const DECIMAL = /^\d+(?:\.\d+)?$/;

export const isDecimal = (text: string): boolean => DECIMAL.test(text);

export class Grid {
  /** Decimals of the step. */
  readonly scale: number;
  private readonly stepUnits: bigint;

  /** @param step as a venue writes it: `0.01`, `0.00100000`, `100` */
  constructor(readonly step: string) {
    const [, fraction = ''] = step.replace(/(\.\d*?)0+$/, '$1').split('.');
    this.scale = fraction.length;
    this.stepUnits = unitsOf(step, this.scale)!;
  }

  /** @returns whole steps; NaN when the text is none, lies between two, or is beyond what a number holds exactly */
  parse(text: string): number {
    const units = unitsOf(text, this.scale);
    if (units === undefined || units % this.stepUnits !== 0n) return Number.NaN;
    const count = Number(units / this.stepUnits);
    return Number.isSafeInteger(count) ? count : Number.NaN;
  }

  /** @returns whole steps, what lies between is cut off; NaN when the text is no decimal */
  floor(text: string): number {
    if (!isDecimal(text)) return Number.NaN;
    const [whole, fraction = ''] = text.split('.');
    const units = BigInt(whole + fraction.padEnd(this.scale, '0').slice(0, this.scale));
    return Number(units / this.stepUnits);
  }

  format(count: number, places = this.scale): string {
    return formatUnits(BigInt(count) * this.stepUnits, this.scale, places);
  }

  units(count: number): bigint {
    return BigInt(count) * this.stepUnits;
  }
}

/** A price's steps times a quantity's, as money. */
export class ProductGrid {
  constructor(
    readonly price: Grid,
    readonly qty: Grid,
  ) {}

  get scale(): number {
    return this.price.scale + this.qty.scale;
  }

  format(steps: bigint, places: number): string {
    return formatUnits(this.units(steps), this.scale, places);
  }

  units(steps: bigint): bigint {
    return steps * this.price.units(1) * this.qty.units(1);
  }

  /** A sum of money as steps, cut off; undefined when the text is no decimal. */
  floor(text: string): bigint | undefined {
    const units = unitsOf(text, this.scale);
    return units === undefined ? undefined : units / (this.price.units(1) * this.qty.units(1));
  }
}

/** @returns undefined when it is no decimal or finer than the scale */
export function unitsOf(text: string, scale: number): bigint | undefined {
  if (!isDecimal(text)) return undefined;
  const [whole, fraction = ''] = text.split('.');
  const kept = fraction.replace(/0+$/, '');
  return kept.length > scale ? undefined : BigInt(whole + kept.padEnd(scale, '0'));
}

/** Cuts off what does not fit into the places. */
export function formatUnits(units: bigint, scale: number, places: number): string {
  const sign = units < 0n ? '-' : '';
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const fraction = digits
    .slice(digits.length - scale)
    .padEnd(places, '0')
    .slice(0, places);
  return `${sign}${whole}${places > 0 ? `.${fraction}` : ''}`;
}

/** Without zeros at the end: `0.10` is `0.1`, `100.00` is `100`. */
export const trimmed = (text: string): string => (text.includes('.') ? text.replace(/\.?0+$/, '') : text);
