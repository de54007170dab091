/** Who else is there on the day, by a seed: makers of the hedge's book who follow a price, takers of the fund's order, and the inputs as they are told. */

import type { B3 } from '../../adapters/simulator/b3/simulator.js';
import type { BinanceFutures } from '../../adapters/simulator/binance/futures/simulator.js';
import type { Agenda } from '../../adapters/simulator/kit/agenda.js';
import { Random } from '../../adapters/simulator/kit/random.js';
import type { Order } from '../../adapters/simulator/market/order.js';
import { AT_B3, FUND, HEDGE, PER_SHARE, PRICE, RATE } from './world.js';

const START_PRICE = 64_000;
const START_RATE = 5.4;
/** In ticks of 10⁻¹⁰ bitcoin. */
export const START_PER_SHARE = 2_928_241;
const TENTHS = 10;
export const QUOTES_MS = 5_000;
const PRICE_MS = 1_000;
const RATE_MS = 5_000;
const PER_SHARE_MS = 600_000;
/** Of a step of the price, and how strongly it goes back to where the day began. */
const STEP = 0.0002;
const BACK = 0.001;
const DEEP_LOTS = 400;

/** What is told of a reference. */
export type Tell = (symbol: string, ticks: number) => void;

export interface CrowdOptions {
  readonly seed: number;
  /** Milliseconds between takers, at most; the least is a tenth of it. */
  readonly takesMs: number;
  /** Shares that a taker takes at most; half of them take one. */
  readonly takesShares: number;
  /** The path that the price takes instead of a random one, a step each `QUOTES_MS`: there and back again until the day is over. */
  readonly prices?: readonly number[];
}

export class Crowd {
  perShareTicks = START_PER_SHARE;
  /** Whose inputs are told. */
  readonly silent = new Set<string>();
  /** Lots a level: how deep the hedge's book is. */
  depthLots = DEEP_LOTS;
  takes = true;
  private readonly random: Random;
  private price = START_PRICE;
  private step = 0;
  private rate = START_RATE;
  private quotes: Order[] = [];

  constructor(
    private readonly agenda: Agenda,
    private readonly futures: BinanceFutures,
    private readonly b3: B3,
    private readonly tell: Tell,
    private readonly options: CrowdOptions,
  ) {
    this.random = new Random(options.seed);
    this.quote();
    agenda.every(QUOTES_MS, () => this.quote());
    agenda.every(PRICE_MS, () => this.say(PRICE, Math.round(this.price * TENTHS)));
    agenda.every(RATE_MS, () => this.say(RATE, Math.round(this.rate * 10_000)));
    agenda.every(PER_SHARE_MS, () => this.sayPerShare());
    this.takeLater();
  }

  /** As the first of each are told when an engine has begun. */
  sayAll(): void {
    this.say(PRICE, Math.round(this.price * TENTHS));
    this.say(RATE, Math.round(this.rate * 10_000));
    this.sayPerShare();
  }

  sayPerShare(): void {
    this.say(PER_SHARE, this.perShareTicks);
  }

  /** Somebody takes so many shares from our order; 0 = it does not stand. */
  take(shares: number): number {
    const standing = this.b3.market.open(AT_B3, FUND);
    if (standing.length === 0) return 0;
    const ours = this.random.pick(standing);
    const side = ours.side === 'buy' ? 'sell' : 'buy';
    return this.b3.venue.place(
      {
        ...{
          account: 'taker',
          session: 'taker',
          clientId: '',
          symbol: FUND,
          side,
          kind: 'limit',
          tif: 'ioc',
        },
        ...{ priceTicks: ours.priceTicks, qtyLots: shares },
      },
      [],
    ).filledLots;
  }

  private say(symbol: string, ticks: number): void {
    if (!this.silent.has(symbol)) this.tell(symbol, ticks);
  }

  /** The price goes on, and makers follow. */
  private quote(): void {
    const { random } = this;
    this.price = this.recordedPrice() ?? this.randomPrice();
    this.rate = START_RATE * (1 + (random.next() - 0.5) * 0.0002);
    const { market } = this.futures;
    for (const order of this.quotes) market.cancel(order);
    const ticks = Math.round(this.price * TENTHS);
    this.quotes = [this.place('buy', ticks - 5), this.place('sell', ticks + 5)];
  }

  private randomPrice(): number {
    return this.price * (1 + (this.random.next() - 0.5) * 2 * STEP + (START_PRICE / this.price - 1) * BACK);
  }

  /** As the recording moves, from where the day begins. */
  private recordedPrice(): number | undefined {
    const { prices } = this.options;
    if (prices === undefined) return undefined;
    const way = 2 * (prices.length - 1);
    const place = this.step++ % way;
    return (START_PRICE * prices[Math.min(place, way - place)]) / prices[0];
  }

  private place(side: 'buy' | 'sell', priceTicks: number): Order {
    return this.futures.market.place({
      ...{ account: 'maker', session: 'maker', clientId: '', symbol: HEDGE, side, kind: 'limit', tif: 'gtc' },
      ...{ priceTicks, qtyLots: this.depthLots, echo: { positionSide: 'BOTH' } },
    });
  }

  private takeLater(): void {
    const { takesMs, takesShares } = this.options;
    this.agenda.after(this.random.int(takesMs / 10, takesMs), () => {
      if (this.takes) this.take(this.random.isOnce(2) ? 1 : this.random.int(1, takesShares));
      this.takeLater();
    });
  }
}
