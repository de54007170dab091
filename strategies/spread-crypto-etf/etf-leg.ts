/**
 * The fund's order: one at a time, put where it is wanted, moved, and pulled at once when it is not wanted. Knows whether its end was asked for here, because
 * every other end is that of the run.
 */
import { type Context, type Order, type OrderEvent, Reason, type SideName } from '../sdk/index.js';
import { RunEnd } from './run-record.js';

/** What was refused is asked for again after so long, and so is a cancel that has led to nothing. */
const AGAIN_MS = 1_000;
const CANCEL_AGAIN_MS = 5_000;
/** The order has not come to the venue, or was cancelled because this strategy's life has ended: by no decision of anybody. */
const NOBODYS: readonly Reason[] = [
  Reason.VenueDown,
  Reason.NotListedAtVenue,
  Reason.Overloaded,
  Reason.TooManyOpenOrders,
  Reason.NotKnownAtVenue,
  Reason.StrategyStopped,
  Reason.StrategyFailed,
];

/** Somebody wanted it cancelled. Any other reason is a venue's refusal: an order that was sent out is not rejected any more, but ends. */
const CANCELS: readonly Reason[] = [
  Reason.CancelledByUser,
  Reason.VenueCancelled,
  Reason.MassCancelled,
  Reason.CancelOnDisconnect,
  Reason.KillSwitchCancel,
];

export interface LegRules {
  readonly symbol: string;
  readonly side: SideName;
  readonly route: number | undefined;
  readonly repriceThreshold: number;
}

export class EtfLeg {
  private order: Order | undefined;
  /** A cancel of it was asked for here: whenever it is cancelled now, it was us. */
  private isPulled = false;
  private pulledMs = 0;
  private notBeforeMs = 0;

  /** What an earlier life had open is its own now; more than one there cannot be, and would be pulled. */
  constructor(
    private readonly ctx: Context<unknown>,
    private readonly rules: LegRules,
  ) {
    for (const order of ctx.orders.filter(({ symbol }) => symbol === rules.symbol))
      if (this.order === undefined) this.order = order;
      else ctx.cancel(order);
  }

  get isLive(): boolean {
    return this.order?.live ?? false;
  }

  /** Before this moment nothing is asked for. */
  get nextMs(): number {
    return this.isLive && this.isPulled ? this.pulledMs + CANCEL_AGAIN_MS : this.notBeforeMs;
  }

  /** @param ticks undefined = it is not to stand now, @param lots what a new one is for */
  keep(ticks: number | undefined, lots: number, nowMs: number): void {
    if (nowMs < this.nextMs) return;
    if (!this.isLive) this.put(ticks, lots, nowMs);
    else if (ticks === undefined) this.pull(nowMs);
    else if (!this.isPulled) this.move(ticks);
  }

  /** Why the run has ended with the order; Not = it has not. */
  hear(order: Order, { kind }: OrderEvent, nowMs: number): RunEnd {
    if (order !== this.order) return RunEnd.Not;
    if (kind === 'replaceRejected') this.notBeforeMs = nowMs + AGAIN_MS;
    return order.live ? RunEnd.Not : this.endOf(order, nowMs);
  }

  private endOf({ state, reason }: Order, nowMs: number): RunEnd {
    this.order = undefined;
    if (state === 'filled') return RunEnd.Filled;
    if (NOBODYS.includes(reason)) {
      this.notBeforeMs = nowMs + AGAIN_MS;
      return RunEnd.Not;
    }
    if (state === 'expired') return RunEnd.Expired;
    if (state === 'rejected' || !CANCELS.includes(reason)) return RunEnd.Rejected;
    return this.isPulled ? RunEnd.Not : RunEnd.Cancelled;
  }

  private pull(nowMs: number): void {
    this.pulledMs = nowMs;
    if (this.ctx.cancel(this.order!) === Reason.None) this.isPulled = true;
  }

  private put(ticks: number | undefined, lots: number, nowMs: number): void {
    if (ticks === undefined) return;
    const { symbol, side, route } = this.rules;
    this.isPulled = false;
    const order = this.ctx.send({ symbol, side, lots, ticks, tif: 'day', route });
    if (order.live) this.order = order;
    else this.notBeforeMs = nowMs + AGAIN_MS;
  }

  private move(ticks: number): void {
    const order = this.order!;
    if (order.state !== 'open' || order.unknown || order.requests > 0) return;
    if (Math.abs(ticks - order.ticks) > this.rules.repriceThreshold * order.ticks)
      this.ctx.replace(order, { ticks });
  }
}
