/**
 * Everybody else: a seeded participant that quotes around a drifting price and now and then takes, so that a market has a book, trades and
 * movement without a venue behind it. Acts on the agenda's time, so a test sees the same day each time.
 */
import type { Agenda, Job } from '../kit/agenda.js';
import { Random } from '../kit/random.js';
import { CROWD, type Market } from './market.js';
import type { Order, Side } from './order.js';

export interface CrowdOptions {
  readonly symbol: string;
  readonly seed: number;
  readonly priceTicks: number;
  /** Between two actions. */
  readonly periodMs: number;
  /** Prices on each side. */
  readonly levels: number;
  /** Between two of its prices, and its distance from the middle. */
  readonly stepTicks: number;
  readonly maxLots: number;
  /** One action in so many takes. */
  readonly takesOnceIn: number;
}

export class Crowd {
  private readonly random: Random;
  private readonly quotes: Order[] = [];
  private readonly job: Job;
  private middleTicks: number;

  constructor(
    private readonly market: Market,
    agenda: Agenda,
    private readonly options: CrowdOptions,
  ) {
    this.random = new Random(options.seed);
    this.middleTicks = options.priceTicks;
    this.fillUp();
    this.job = agenda.every(options.periodMs, () => this.act());
  }

  stop(): void {
    this.job.cancel();
  }

  private act(): void {
    if (this.market.phase(this.options.symbol) !== 'open') return;
    this.middleTicks += this.random.int(-1, 1) * this.options.stepTicks;
    this.middleTicks = Math.max(this.middleTicks, this.options.stepTicks * (this.options.levels + 1));
    if (this.random.isOnce(this.options.takesOnceIn)) this.take();
    this.withdraw();
    this.fillUp();
  }

  /** Quotes that the middle has passed, or that it has left behind. */
  private withdraw(): void {
    const { levels, stepTicks } = this.options;
    for (const quote of this.quotes.splice(0)) {
      const distance = (quote.side === 'buy' ? 1 : -1) * (this.middleTicks - quote.priceTicks);
      const isStale = distance < stepTicks || distance > stepTicks * (levels + 1);
      if (isStale) this.market.cancel(quote);
      else if (quote.state === 'open') this.quotes.push(quote);
    }
  }

  private fillUp(): void {
    for (const side of ['buy', 'sell'] as const)
      for (let i = 1; i <= this.options.levels; i++) this.quote(side, i);
  }

  private quote(side: Side, i: number): void {
    const { symbol, stepTicks } = this.options;
    const priceTicks = this.middleTicks - (side === 'buy' ? 1 : -1) * i * stepTicks;
    if (this.quotes.some((quote) => quote.side === side && quote.priceTicks === priceTicks)) return;
    const order = this.market.place({
      ...this.own(symbol, side),
      kind: 'limit',
      tif: 'gtc',
      priceTicks,
      postOnly: true,
      qtyLots: this.random.int(1, this.options.maxLots),
    });
    if (order.state === 'open') this.quotes.push(order);
  }

  private take(): void {
    const { symbol, maxLots } = this.options;
    const side = this.random.pick<Side>(['buy', 'sell']);
    const qtyLots = this.random.int(1, maxLots);
    this.market.place({ ...this.own(symbol, side), kind: 'market', tif: 'ioc', priceTicks: 0, qtyLots });
  }

  private own(symbol: string, side: Side) {
    return { account: CROWD, session: CROWD, clientId: '', symbol, side, prevention: 'none' as const };
  }
}
