/** The engine's instruments, by symbol and by number, and their markets at venues; and where those of other engines are. */

import type { SecurityDefinition } from '../generated/pregao/wire.js';
import { type EngineAddress, livesElsewhere } from './errors.js';
import { marketName, readSecurity, type Security } from './security.js';

export class Securities {
  readonly bySymbol = new Map<string, Security>();
  /** By symbol. */
  readonly elsewhere = new Map<string, EngineAddress>();
  /** The whole list has been received once. */
  complete = false;
  private readonly byNumber = new Map<number, Security>();
  private readonly atVenues: Security[] = [];

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

  /** One that reports may speak of although it is not in the list shows raw numbers. */
  ofNumber(instrument: number): Security {
    return this.byNumber.get(instrument) ?? unlisted(instrument);
  }

  private addOwn(definition: SecurityDefinition): void {
    const security = readSecurity(definition);
    if (security.venue !== undefined) {
      this.atVenues.push(security);
      return;
    }
    this.elsewhere.delete(security.symbol);
    this.bySymbol.set(security.symbol, security);
    this.byNumber.set(security.instrument, security);
  }

  private addElsewhere(definition: SecurityDefinition, place: EngineAddress): void {
    const symbol = definition.symbol() ?? '';
    this.elsewhere.set(symbol, place);
    this.bySymbol.delete(symbol);
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
