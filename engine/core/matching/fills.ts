/** One execution: written, remembered as the last price, and taken off what both orders have open. */
import type { OrderPool } from '../../book/order-pool.js';
import type { Instruments } from '../../risk/instruments.js';
import type { Bookkeeper } from '../bookkeeper.js';
import type { Closer } from '../closer.js';
import type { EventGroup } from '../event-group.js';
import type { CoreState } from '../state.js';

export class Fills {
  private readonly orders: OrderPool;
  private readonly instruments: Instruments;

  constructor(
    private readonly state: CoreState,
    private readonly group: Pick<EventGroup, 'trade' | 'cross'>,
    private readonly closer: Closer,
    private readonly bookkeeper: Pick<Bookkeeper, 'traded' | 'crossed'>,
  ) {
    this.orders = state.orders;
    this.instruments = state.instruments;
  }

  /** Of `lots[at]`, which both have, at the maker's price. A maker that is filled is gone; the taker stays in hand. */
  fill(maker: number, taker: number, lots: Float64Array, at: number): void {
    const { orders } = this;
    this.say(maker, taker, lots, at);
    const open = orders.f64;
    const makerAt = orders.openAt(maker);
    const takerAt = orders.openAt(taker);
    // `lots[at]` may be one of the two: it changes last.
    if (open[makerAt] === lots[at]) {
      this.state.book.remove(maker);
      open[takerAt] -= lots[at];
      open[makerAt] = 0;
      this.closer.filled(maker);
    } else {
      this.state.book.reduce(maker, lots, at);
      open[makerAt] -= lots[at];
      open[takerAt] -= lots[at];
    }
  }

  /** The same for orders that others are tied to: a maker that is filled is still there. `lots[at]` is not theirs. */
  fillTied(maker: number, taker: number, lots: Float64Array, at: number): void {
    const { orders } = this;
    this.say(maker, taker, lots, at);
    const open = orders.f64;
    const makerAt = orders.openAt(maker);
    if (open[makerAt] === lots[at]) this.state.book.remove(maker);
    else this.state.book.reduce(maker, lots, at);
    open[makerAt] -= lots[at];
    open[orders.openAt(taker)] -= lots[at];
  }

  /** Two orders that both rested, at the price of an uncross. Filled ones are still there. `lots[at]` is not theirs. */
  cross(buy: number, sell: number, priceTicks: number, lots: Float64Array, at: number): void {
    this.group.cross(buy, sell, priceTicks, lots, at);
    this.bookkeeper.crossed(buy, sell, priceTicks, lots, at);
    this.take(buy, lots, at);
    this.take(sell, lots, at);
  }

  private take(slot: number, lots: Float64Array, at: number): void {
    const open = this.orders.openAt(slot);
    if (this.orders.f64[open] === lots[at]) this.state.book.remove(slot);
    else this.state.book.reduce(slot, lots, at);
    this.orders.f64[open] -= lots[at];
  }

  private say(maker: number, taker: number, lots: Float64Array, at: number): void {
    const instrument = this.orders.instrument(taker);
    this.instruments.traded(instrument, this.orders.priceTicks(maker));
    this.group.trade(maker, taker, lots, at);
    this.bookkeeper.traded(maker, taker, this.orders.priceTicks(maker), lots, at);
  }
}
