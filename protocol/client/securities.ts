/** The engine's instruments, by symbol and by number, and their markets at venues; and where those of other engines are. */

import { Reason } from '../codes/reasons.js';
import type { SecurityDefinition } from '../generated/pregao/wire.js';
import { type EngineAddress, livesElsewhere, RequestRejected } from './errors.js';
import { marketName, readSecurity, type Security } from './security.js';

export class Securities {
  readonly bySymbol = new Map<string, Security>();
  /** By symbol. */
  readonly elsewhere = new Map<string, EngineAddress>();
  /** The whole list has been received. */
  complete = false;
  /** Also those that are in no list any more: old reports speak of them. */
  private readonly byNumber = new Map<number, Security>();
  private atVenues: Security[] = [];
  /** What has come of the list that is on its way; until its end the one before stands. */
  private coming: (() => void)[] = [];

  /** A list has been asked for. */
  begin(): void {
    this.coming = [];
  }

  /** It is there, and stands in the place of the one before. */
  end(): void {
    this.bySymbol.clear();
    this.elsewhere.clear();
    this.atVenues = [];
    for (const put of this.coming) put();
    this.coming = [];
    this.complete = true;
  }

  add(definition: SecurityDefinition): void {
    const engine = definition.engine();
    if (engine === null) this.addOwn(definition);
    else this.addElsewhere(definition, { engine, address: definition.address() ?? '' });
  }

  /** @throws RequestRejected another engine trades it; Error no such symbol, naming those that there are */
  get(symbol: string): Security {
    const found = this.bySymbol.get(symbol);
    if (found) return found;
    const place = this.elsewhere.get(symbol);
    if (place) throw livesElsewhere(place);
    const known = [...this.bySymbol.keys()].slice(0, 20).join(', ');
    throw new Error(`no instrument "${symbol}"; there are: ${known || 'none'}`);
  }

  /** @throws Error no such market, naming those that there are */
  at(venue: string, symbol: string): Security {
    const found = this.atVenues.find((each) => each.symbol === symbol && each.venue!.name === venue);
    if (found) return found;
    const known = this.atVenues.slice(0, 20).map(marketName).join(', ');
    throw new Error(`no market "${symbol} at ${venue}"; there are: ${known || 'none'}`);
  }

  /** For a refusal that has no room for the place: says where the symbol lives, if that is why. */
  locate(symbol: string): (error: unknown) => never {
    return (error) => {
      const isElsewhere = error instanceof RequestRejected && error.why.code === Reason.InstrumentElsewhere;
      const place = isElsewhere ? this.elsewhere.get(symbol) : undefined;
      throw place ? livesElsewhere(place) : error;
    };
  }

  /** One that reports may speak of although it is not in the list shows raw numbers. */
  ofNumber(instrument: number): Security {
    return this.byNumber.get(instrument) ?? unlisted(instrument);
  }

  private addOwn(definition: SecurityDefinition): void {
    const security = readSecurity(definition);
    if (security.venue !== undefined) {
      this.coming.push(() => this.atVenues.push(security));
      return;
    }
    this.coming.push(() => this.bySymbol.set(security.symbol, security));
    this.byNumber.set(security.instrument, security);
  }

  private addElsewhere(definition: SecurityDefinition, place: EngineAddress): void {
    const symbol = definition.symbol() ?? '';
    this.coming.push(() => this.elsewhere.set(symbol, place));
    this.byNumber.set(definition.instrument(), readSecurity(definition));
  }
}

const unlisted = (instrument: number): Security => ({
  instrument,
  symbol: `#${instrument}`,
  priceScale: 0,
  quantityScale: 0,
  tick: '1',
  lot: '1',
  minPrice: '0',
  maxPrice: '0',
  maxQuantity: '0',
});
