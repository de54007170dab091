/**
 * Sends what the ledger says is due, as market orders. What was definitely refused is tried again, a second apart and four times; what nobody knows about
 * is asked of the venue by the engine, and until it has answered nothing else is sent.
 */
import { type Context, type Order, reasonName, type SideName, type TradedInstrument } from '../sdk/index.js';
import type { HedgeLedger } from './hedge-ledger.js';

const RETRIES = 4;
const RETRY_MS = 1_000;

export interface HedgeRules {
  readonly side: SideName;
  readonly venue: string | undefined;
  readonly stepLots: number;
  readonly minimumLots: number;
  /** In the money of its price. */
  readonly minNotional: number;
}

export class Hedger {
  /** Before this moment nothing is sent. */
  notBeforeMs = 0;
  private readonly live: Set<Order>;
  private readonly route: number | undefined;
  /** In a row. */
  private failures = 0;
  private wasUp = false;

  /** Hedges of an earlier life that have not ended are its own now. */
  constructor(
    private readonly ctx: Context<unknown>,
    private readonly instrument: TradedInstrument,
    private readonly rules: HedgeRules,
  ) {
    this.live = new Set(ctx.orders.filter(({ symbol }) => symbol === instrument.symbol));
    this.route = rules.venue === undefined ? undefined : instrument.routeTo(rules.venue);
  }

  /** What those on their way may still execute. */
  get outLots(): number {
    let lots = 0;
    for (const order of this.live) lots += order.openLots;
    return lots;
  }

  get isUnknown(): boolean {
    for (const order of this.live) if (order.unknown) return true;
    return false;
  }

  /** It is given up until the venue comes back, or a person does something. */
  get isStuck(): boolean {
    return this.failures > RETRIES;
  }

  /** The venue is there, and somebody trades on the side that hedges take from. */
  get isUp(): boolean {
    return this.bestTicks !== undefined;
  }

  /** Less than this is carried. Undefined: the venue is down. */
  get minimumLots(): number | undefined {
    const ticks = this.bestTicks;
    if (ticks === undefined) return undefined;
    const { tick, lot, priceScale, quantityScale } = this.instrument.definition;
    const { minimumLots, minNotional } = this.rules;
    const lots = (minNotional * 10 ** (priceScale + quantityScale)) / (ticks * tick * lot);
    return Math.max(minimumLots, Math.ceil(lots));
  }

  hear(order: Order, nowMs: number): void {
    if (!this.live.has(order) || order.live) return;
    this.live.delete(order);
    this.ended(order, nowMs);
  }

  /** Hedges what is due, when it may. */
  work(ledger: HedgeLedger, nowMs: number): void {
    const minimum = this.minimumLots;
    if (minimum !== undefined && !this.wasUp) this.failures = 0;
    this.wasUp = minimum !== undefined;
    if (minimum === undefined || this.isUnknown || this.isStuck || nowMs < this.notBeforeMs) return;
    const lots = ledger.due(minimum, this.instrument.definition.maxQtyLots);
    if (lots > 0) this.send(lots, nowMs);
  }

  private send(lots: number, nowMs: number): void {
    const { symbol } = this.instrument;
    const order = this.ctx.send({ symbol, side: this.rules.side, lots, tif: 'ioc', route: this.route });
    if (order.live) this.live.add(order);
    else this.ended(order, nowMs);
  }

  /** Whoever executes something goes on; what executes nothing is tried again so often. */
  private ended({ executedLots, lots, reason }: Order, nowMs: number): void {
    this.failures = executedLots > 0 ? 0 : this.failures + 1;
    if (executedLots >= lots) return;
    this.notBeforeMs = nowMs + RETRY_MS;
    this.ctx.log(this.isStuck ? 'hedge refused, and given up' : 'hedge not executed', {
      lots,
      executedLots,
      reason: reasonName(reason),
    });
  }

  private get bestTicks(): number | undefined {
    const { bestBid, bestAsk } = this.instrument.bookAt(this.rules.venue);
    return (this.rules.side === 'buy' ? bestAsk : bestBid)?.ticks;
  }
}
