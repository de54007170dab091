/** What a share of the fund is worth: underlying per share × crypto price × USD/BRL, rounded to cents, and undefined while any of them is too old. */
import type { EventTime, SideName, TradedInstrument } from '../sdk/index.js';

const CENTS = 100;
const NEVER = Number.NEGATIVE_INFINITY;

export const millisecondsOf = ({ seconds, nanos }: EventTime): number =>
  seconds * 1_000 + Math.floor(nanos / 1e6);

/** The newest value of one instrument's reference. */
export class Input {
  ticks = 0;
  private heardMs = NEVER;

  /** What was told before this life counts from when it was told. */
  constructor(
    readonly instrument: TradedInstrument,
    private readonly maxAgeMs: number,
  ) {
    const { reference } = instrument;
    if (reference !== undefined) this.hear(reference.ticks, millisecondsOf(reference));
  }

  hear(ticks: number, atMs: number): void {
    this.ticks = ticks;
    this.heardMs = atMs;
  }

  /** A price that is none is as old as none at all. */
  isFresh(nowMs: number): boolean {
    return this.ticks > 0 && nowMs <= this.expiresMs;
  }

  /** The last moment at which it may be used. */
  get expiresMs(): number {
    return this.heardMs + this.maxAgeMs;
  }

  get value(): number {
    const { tick, priceScale } = this.instrument.definition;
    return (this.ticks * tick) / 10 ** priceScale;
  }
}

export class FairPrice {
  private readonly inputs: readonly Input[];

  constructor(
    readonly underlying: Input,
    price: Input,
    rate: Input,
  ) {
    this.inputs = [underlying, price, rate];
  }

  /** False: nothing of it is about this instrument. */
  hear(symbol: string, ticks: number, atMs: number): boolean {
    const input = this.inputs.find(({ instrument }) => instrument.symbol === symbol);
    input?.hear(ticks, atMs);
    return input !== undefined;
  }

  /** iNAV, in reais. */
  at(nowMs: number): number | undefined {
    if (this.stale(nowMs) !== undefined) return undefined;
    return toCents(this.inputs.reduce((product, { value }) => product * value, 1));
  }

  /** Name of an input that is too old. */
  stale(nowMs: number): string | undefined {
    return this.inputs.find((input) => !input.isFresh(nowMs))?.instrument.symbol;
  }

  /** The next moment at which one of those that are fresh is so no more. */
  nextStaleMs(nowMs: number): number {
    const fresh = this.inputs.filter((input) => input.isFresh(nowMs));
    return Math.min(Number.POSITIVE_INFINITY, ...fresh.map(({ expiresMs }) => expiresMs + 1));
  }
}

/** Where the order stands, in ticks of the fund: a threshold below the fair price to buy, above it to sell, rounded to cents. */
export function orderTicks(fund: TradedInstrument, side: SideName, fair: number, threshold: number): number {
  const { tick, priceScale } = fund.definition;
  const price = toCents(fair * (side === 'buy' ? 1 - threshold : 1 + threshold));
  return Math.round((price * 10 ** priceScale) / tick);
}

const toCents = (value: number): number => Math.round(value * CENTS) / CENTS;
