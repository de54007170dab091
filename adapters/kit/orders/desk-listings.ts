/** The instruments of one venue as the core knows them: what may be ordered there, and whether orders are taken now. */
import { ListingStatus } from '../../../protocol/codes/enums.js';
import type { Notice } from '../feed/outside.js';
import type { Definition } from '../instrument.js';
import type { DeskOptions } from './order-life.js';
import type { ListingTerms, VenueLane } from './venue-lane.js';

export class DeskListings {
  private readonly told = new Map<number, ListingTerms>();

  constructor(
    private readonly options: DeskOptions,
    private readonly lane: VenueLane,
    private readonly notice: Notice,
  ) {}

  listed(
    instrument: number,
    { symbol, isTrading, status }: Definition,
    minLots: number,
    stepLots: number,
    stepTicks: number,
  ): void {
    const { makerRate = 0, takerRate = 0 } = this.options.fees.get(instrument) ?? {};
    const terms = { status: statusOf(isTrading), minLots, stepLots, stepTicks, makerRate, takerRate };
    if (!isTrading) this.say(symbol, isTrading, status);
    this.tell(instrument, terms);
  }

  /** Whether orders are taken for it now. Of an instrument that is not listed yet nothing is known to change. @param word the venue's own */
  trading(instrument: number, isTrading: boolean, symbol: string, word: string): void {
    const terms = this.told.get(instrument);
    const status = statusOf(isTrading);
    if (terms === undefined || terms.status === status) return;
    this.say(symbol, isTrading, word);
    this.tell(instrument, { ...terms, status });
  }

  /** Instruments that the venue takes no orders for. */
  get halted(): number {
    return [...this.told.values()].filter(({ status }) => status === ListingStatus.Halted).length;
  }

  private say(symbol: string, isTrading: boolean, word: string): void {
    const what = isTrading ? 'is traded again' : 'is halted: no orders go there';
    this.notice(`${this.options.name}: ${symbol} ${what} (${word})`);
  }

  private tell(instrument: number, terms: ListingTerms): void {
    this.told.set(instrument, terms);
    this.lane.listing(this.options.venue, instrument, terms);
  }
}

const statusOf = (isTrading: boolean): ListingStatus =>
  isTrading ? ListingStatus.Trading : ListingStatus.Halted;
