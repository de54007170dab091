/** Whether a venue takes orders for the instruments of a session, as it said last; passed on when it says otherwise. */
import type { VenueInstrument } from '../instrument.js';
import type { TopSink } from './sink.js';

export class TradingStates {
  private readonly states: (boolean | undefined)[];

  constructor(
    private readonly instruments: readonly VenueInstrument[],
    private readonly sink: TopSink,
  ) {
    this.states = instruments.map(() => undefined);
  }

  /** @param instrument its place in the list. @param word the venue's own */
  said(instrument: number, isTrading: boolean, word: string): void {
    if (this.states[instrument] === isTrading) return;
    this.states[instrument] = isTrading;
    this.sink.trading(this.instruments[instrument].id, isTrading, word);
  }
}
