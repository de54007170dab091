/** The instruments that venues list, each over all its markets. */
import { ConsolidatedMarket, type TakesOrders } from './consolidated-market.js';
import type { Market } from './market.js';
import type { VenueMarkets } from './venue-markets.js';

export class ConsolidatedMarkets {
  readonly all: readonly ConsolidatedMarket[];
  private readonly byInstrument: (ConsolidatedMarket | undefined)[] = [];

  /** @param levels most that are asked for, @param firstPlace of the first one among all markets */
  constructor(
    venues: VenueMarkets,
    own: (instrument: number) => Market,
    takesOrders: TakesOrders,
    levels: number,
    firstPlace: number,
  ) {
    this.all = venues.instruments.map(
      (id, i) => new ConsolidatedMarket(firstPlace + i, own(id), venues.of(id), takesOrders, levels),
    );
    for (const market of this.all) this.byInstrument[market.instrument] = market;
  }

  of(instrument: number): ConsolidatedMarket | undefined {
    return this.byInstrument[instrument];
  }

  find(number: number): ConsolidatedMarket | undefined {
    return this.all.find((market) => market.number === number);
  }
}
