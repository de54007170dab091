/**
 * What a recording does not say because a live session asks the venue for it: the symbols, and the steps of their prices and
 * quantities. Found in a pass of its own, as the fewest decimal places that all numbers of a symbol fit. Reads with JSON.parse,
 * because it is no part of what is proved, and so that the adapter's own reader is held against another one.
 */
import type { VenueInstrument } from '../../../adapters/kit/instrument.js';
import type { ProgressOutput } from '../progress.js';
import { Progress } from '../progress.js';
import type { Recording } from './recording.js';

export class SurveyedSymbol {
  pricePlaces = 0;
  qtyPlaces = 0;

  constructor(readonly symbol: string) {}

  price(text: string): void {
    this.pricePlaces = Math.max(this.pricePlaces, placesOf(text));
  }

  qty(text: string): void {
    this.qtyPlaces = Math.max(this.qtyPlaces, placesOf(text));
  }

  levels(rows: readonly (readonly string[])[] = []): void {
    for (const [price, qty] of rows) {
      this.price(price);
      this.qty(qty);
    }
  }
}

export class Symbols {
  private readonly all = new Map<string, SurveyedSymbol>();

  of(symbol: string): SurveyedSymbol {
    let found = this.all.get(symbol);
    if (found === undefined) this.all.set(symbol, (found = new SurveyedSymbol(symbol)));
    return found;
  }

  /** In order of appearance. */
  get names(): string[] {
    return [...this.all.keys()];
  }

  /** Numbered from 1 in order of appearance. */
  instruments(): VenueInstrument[] {
    return [...this.all.values()].map(({ symbol, pricePlaces, qtyPlaces }, i) => ({
      id: i + 1,
      symbol,
      price: { places: pricePlaces, step: 1 },
      qty: { places: qtyPlaces, step: 1 },
    }));
  }
}

/** @param look at each entry; the JSON of those that have one is parsed for it, and undefined where it is none */
export async function survey(
  recording: Recording,
  out: ProgressOutput,
  look: (recording: Recording, message: unknown) => void,
): Promise<void> {
  const progress = new Progress('symbols and steps', recording.progressInput, out);
  while (await recording.advance()) {
    look(recording, parsed(recording.json()));
    progress.row();
  }
  progress.done();
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Of a decimal, without trailing zeros. */
const placesOf = (text: string): number => (/\.(\d*[1-9])/.exec(text)?.[1] ?? '').length;
