/**
 * Tells the indicative price of auctions whose book a command has changed: once at the end of the command, and only when
 * price, volume or surplus differ from what was told last. A book with more crossing levels than one command may look
 * through is put off until time passes; then it is looked through in as many steps as it takes.
 */
import { Crossing, UncrossPrice } from '../market/uncross-price.js';
import type { EventGroup } from './event-group.js';
import { LEVELS_PER_STEP, referenceOf } from './phase-desk.js';
import type { CoreState } from './state.js';

export class Indicative {
  private readonly price: UncrossPrice;
  /** Instrument whose book is being looked through; 0 = none. */
  private instrument = 0;
  /** What was put off is looked through to the end in this command. */
  private thorough = false;

  constructor(
    private readonly state: CoreState,
    private readonly group: Pick<EventGroup, 'spent' | 'indicativePrice'>,
  ) {
    this.price = new UncrossPrice(state.book, state.market.ticks);
  }

  /** Time has passed: what was put off comes now. */
  catchUp(): void {
    const { market } = this.state;
    this.thorough = market.lateCount > 0;
    for (let instrument = 1; market.lateCount > 0; instrument++) {
      if (market.late[instrument] === 0) continue;
      market.setLate(instrument, 0);
      market.touch(instrument);
    }
  }

  /** As much as one step may. Something is left while instruments are due. */
  step(): void {
    const { market } = this.state;
    while (market.dueCount > 0) {
      if (this.group.spent || !this.look(market.due[market.dueCount - 1])) return;
      market.untouchLast();
    }
    this.thorough = false;
  }

  /** True: done with the instrument. */
  private look(instrument: number): boolean {
    const { market } = this.state;
    if (!market.collects(instrument)) return true;
    if (this.instrument !== instrument) this.price.begin(instrument, referenceOf(this.state, instrument));
    this.instrument = instrument;
    const isFound = this.price.step(LEVELS_PER_STEP);
    if (!isFound && this.thorough) return false;
    this.instrument = 0;
    market.setLate(instrument, isFound ? 0 : 1);
    if (isFound && this.isNews(instrument)) this.tell(instrument);
    return true;
  }

  private isNews(instrument: number): boolean {
    const { price } = this;
    const { market } = this.state;
    return (
      market.indicativeTicks[instrument] !== price.priceTicks ||
      market.indicativeLots[instrument] !== price.lots[Crossing.Volume] ||
      market.surplusLots[instrument] !== price.lots[Crossing.Surplus] ||
      market.surplusSide[instrument] !== price.surplusSide
    );
  }

  private tell(instrument: number): void {
    const { price } = this;
    const { market } = this.state;
    market.indicativeTicks[instrument] = price.priceTicks;
    market.indicativeLots[instrument] = price.lots[Crossing.Volume];
    market.surplusLots[instrument] = price.lots[Crossing.Surplus];
    market.surplusSide[instrument] = price.surplusSide;
    this.group.indicativePrice(instrument, market);
  }
}
