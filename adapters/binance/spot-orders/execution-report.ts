/** What the account's events say of orders, as calls of the desk. Orders of others are told apart by the prefix of their client ids. */
import { ChildStatus, Liquidity, Side } from '../../../protocol/codes/enums.js';
import { Reason } from '../../../protocol/codes/reasons.js';
import type { VenueInstrument } from '../../kit/instrument.js';
import type { ChildOrder } from '../../kit/orders/child-order.js';
import { isOurs } from '../../kit/orders/client-ids.js';
import type { FormEvents } from '../../kit/orders/order-form.js';
import { unitsOf } from '../../kit/units.js';

export interface ExecutionReport {
  readonly e: 'executionReport';
  readonly s: string;
  /** Client id of the request, and of the order that it was about where that is another one. */
  readonly c: string;
  readonly C: string;
  readonly S: string;
  /** Execution type, order status, reason of a rejection. */
  readonly x: string;
  readonly X: string;
  readonly r: string;
  readonly i: number;
  readonly p: string;
  readonly q: string;
  /** Quantity and price of this execution, quantity of all, trade id. */
  readonly l: string;
  readonly L: string;
  readonly z: string;
  readonly t: number;
  /** What the prevention of self-trades has taken out of it so far. */
  readonly A?: string;
  readonly m: boolean;
}

const REJECTED: Readonly<Record<string, Reason>> = {
  INSUFFICIENT_BALANCES: Reason.CreditLimitExceeded,
  WOULD_MATCH_IMMEDIATELY: Reason.PostOnlyWouldTake,
};

const STILL_OPEN: ReadonlySet<string> = new Set(['NEW', 'PARTIALLY_FILLED']);

export class ExecutionReports {
  private readonly bySymbol: ReadonlyMap<string, VenueInstrument>;

  constructor(
    private readonly prefix: string,
    instruments: readonly VenueInstrument[],
    private readonly desk: FormEvents,
  ) {
    this.bySymbol = new Map(instruments.map((each) => [each.symbol, each]));
  }

  take(report: ExecutionReport): void {
    const instrument = this.bySymbol.get(report.s);
    const clientId = report.C === '' ? report.c : report.C;
    if (instrument === undefined || !isOurs(this.prefix, clientId)) return this.foreign(report, instrument);
    const order = this.desk.find(clientId) ?? this.lateFor(clientId, report);
    if (order !== undefined) this.ours(order, instrument, report);
  }

  /** Of an order that is over only executions matter. */
  private lateFor(clientId: string, { x }: ExecutionReport): ChildOrder | undefined {
    return x === 'TRADE' ? this.desk.findEnded(clientId) : undefined;
  }

  private ours(order: ChildOrder, instrument: VenueInstrument, report: ExecutionReport): void {
    const { price, qty } = instrument;
    switch (report.x) {
      case 'NEW':
        return this.desk.accepted(order, String(report.i));
      case 'TRADE':
        return this.executed(order, instrument, report);
      case 'REPLACED':
        return this.replaced(order, unitsOf(report.p, price), unitsOf(report.q, qty));
      case 'CANCELED':
        return this.desk.ended(order, 'cancelled', unitsOf(report.z, qty), Reason.None);
      case 'TRADE_PREVENTION':
        if (STILL_OPEN.has(report.X)) return this.decremented(order, instrument, report);
        return this.expired(order, unitsOf(report.z, qty), report.X);
      case 'EXPIRED':
        return this.expired(order, unitsOf(report.z, qty), report.X);
      case 'REJECTED':
        return this.desk.rejected(order, REJECTED[report.r] ?? Reason.VenueRejected, report.r);
    }
  }

  private executed(order: ChildOrder, { price, qty }: VenueInstrument, report: ExecutionReport): void {
    this.desk.executed(
      order,
      unitsOf(report.l, qty),
      unitsOf(report.L, price),
      unitsOf(report.z, qty),
      report.m ? Liquidity.Maker : Liquidity.Taker,
      String(report.t),
    );
  }

  private expired(order: ChildOrder, cumLots: number, status: string): void {
    const isPrevented = status === 'EXPIRED_IN_MATCH';
    this.desk.ended(order, 'expired', cumLots, isPrevented ? Reason.SelfTradePrevented : Reason.None);
  }

  private decremented(order: ChildOrder, { qty }: VenueInstrument, { q, A = '0' }: ExecutionReport): void {
    this.desk.restated(order, order.priceTicks, unitsOf(q, qty) - unitsOf(A, qty));
  }

  private replaced(order: ChildOrder, priceTicks: number, totalLots: number): void {
    if (order.status === ChildStatus.PendingReplace) this.desk.replaced(order, priceTicks, totalLots);
    else if (totalLots !== order.totalLots) this.desk.restated(order, priceTicks, totalLots);
  }

  private foreign(report: ExecutionReport, instrument: VenueInstrument | undefined): void {
    const side = report.S === 'BUY' ? Side.Buy : Side.Sell;
    const text = `${report.c}: ${report.x} ${report.S} ${report.l} of ${report.q} ${report.s}`;
    this.desk.foreign(instrument?.id ?? 0, side, text, false);
  }
}
