/** What an adapter knows of an instrument of its venue, and how the venue's decimals become the engine's ticks and lots. */
import type { Scale } from './json/cursor.js';

/** As the venue defines it, decimal text as it came. */
export interface Definition {
  readonly symbol: string;
  readonly tick: string;
  readonly lot: string;
  /** Of market orders, where they have one of their own. */
  readonly marketLot?: string;
  readonly minQty: string;
  /** Of an order, in the quote currency; "0" = none. */
  readonly minNotional: string;
  /** True when orders can be entered now. */
  readonly isTrading: boolean;
  /** The venue's own word for its state. */
  readonly status: string;
}

/** As a session takes it. */
export interface VenueInstrument {
  /** The engine's number of it. */
  readonly id: number;
  /** The venue's name, as its messages write it. */
  readonly symbol: string;
  readonly price: Scale;
  readonly qty: Scale;
}

const DECIMAL = /^(\d+)(?:\.(\d+))?$/;

/** The scale of which one step is this decimal: "0.10" is a step of 1 at 1 place, "0.25" of 25 at 2. @throws RangeError */
export function scaleOfStep(text: string): Scale {
  const match = DECIMAL.exec(text);
  const rest = (match?.[2] ?? '').replace(/0+$/, '');
  const step = Number((match?.[1] ?? '') + rest);
  if (!match || step === 0 || !Number.isSafeInteger(step) || rest.length > 15)
    throw new RangeError(
      `a tick or lot of "${text}" is no step: it has to be a decimal above zero of at most 15 places`,
    );
  return { places: rest.length, step };
}

/** @param id the engine's number of the instrument */
export function instrumentOf(id: number, { symbol, tick, lot }: Definition): VenueInstrument {
  return { id, symbol, price: scaleOfStep(tick), qty: scaleOfStep(lot) };
}
