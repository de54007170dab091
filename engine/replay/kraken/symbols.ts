/**
 * The pass over a Kraken recording before it is replayed: pairs, their decimal places and the depth that was subscribed to. The
 * checksum is over the digits as they are written, so the zeros at their ends count.
 */
import type { WrittenZeros } from '../../../adapters/kraken/market-data/checksum.js';
import type { Recording } from '../venues/recording.js';
import { Symbols } from '../venues/survey.js';

type Levels = readonly (readonly string[])[];
type Part = Readonly<Record<string, Levels | string>>;
type Status = { readonly subscription?: { readonly depth?: number }; readonly pair?: unknown };

export class KrakenSurvey {
  readonly symbols = new Symbols();
  depth = 0;
  private readonly written = new Map<string, { price: number; qty: number }>();

  readonly look = (_: Recording, parsed: unknown): void => {
    if (Array.isArray(parsed)) this.data(parsed);
    else if (parsed !== undefined) this.status(parsed as Status);
  };

  /** Of each instrument. */
  zeros(): WrittenZeros[] {
    return this.symbols.names.map((name) => {
      const { pricePlaces, qtyPlaces } = this.symbols.of(name);
      const { price, qty } = this.written.get(name) ?? { price: pricePlaces, qty: qtyPlaces };
      return { price: price - pricePlaces, qty: qty - qtyPlaces };
    });
  }

  /** @throws InputError */
  finish(recording: Recording): void {
    if (this.symbols.names.length === 0 || this.depth === 0)
      recording.fail('there is no subscription to a book of Kraken in it');
  }

  private status({ subscription, pair }: Status): void {
    if (subscription?.depth) this.depth = Math.max(this.depth, subscription.depth);
    if (typeof pair === 'string') this.symbols.of(pair);
  }

  private data(message: readonly unknown[]): void {
    const name = message.at(-1) as string;
    for (const part of message.slice(1, -2) as Part[])
      for (const [field, rows] of Object.entries(part)) if (field !== 'c') this.levels(name, rows as Levels);
  }

  private levels(name: string, rows: Levels): void {
    this.symbols.of(name).levels(rows);
    const written = this.written.get(name) ?? { price: 0, qty: 0 };
    for (const [price, qty] of rows) {
      written.price = Math.max(written.price, writtenPlaces(price));
      written.qty = Math.max(written.qty, writtenPlaces(qty));
    }
    this.written.set(name, written);
  }
}

const writtenPlaces = (text: string): number => (text.split('.')[1] ?? '').length;
