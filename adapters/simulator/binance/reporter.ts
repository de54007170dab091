/** Turns what happens on the market into reports of an account's orders, and tells them to whoever listens for that account. */
import type { Clock } from '../kit/agenda.js';
import type { Outbox } from '../kit/outbox.js';
import type { MarketEvent } from '../market/event.js';
import { CROWD, HOUSE, type Market } from '../market/market.js';
import { leavesOf, type Order, type Trade } from '../market/order.js';
import { type Exec, execOfEnd, type Fill, type Report, statusOf } from './report.js';

export type ReportListener = (report: Report) => void;

export interface ReporterHooks {
  /** Books a fill. */
  readonly traded: (order: Order, trade: Trade) => Pick<Fill, 'commission' | 'asset' | 'profit'>;
  /** Where cancels have client ids of their own. */
  readonly newCancelId?: () => string;
}

export class Reporter {
  private readonly listeners = new Map<string, Set<ReportListener>>();
  private lastExecId = 0;

  constructor(
    market: Market,
    private readonly clock: Clock,
    private readonly outbox: Outbox,
    private readonly hooks: ReporterHooks,
  ) {
    market.listen((event) => this.heard(event));
  }

  /** Every report of the account's orders, wherever they came from. @returns how to stop */
  listen(account: string, listener: ReportListener): () => void {
    const set = this.listeners.get(account) ?? new Set();
    this.listeners.set(account, set.add(listener));
    return () => set.delete(listener);
  }

  private heard(event: MarketEvent): void {
    switch (event.type) {
      case 'accepted':
      case 'triggered':
        return this.report(event.order, 'NEW');
      case 'replaced':
        return this.report(event.order, 'REPLACED');
      case 'decremented':
        return this.report(event.order, 'TRADE_PREVENTION');
      case 'trade':
        return this.traded(event.trade);
      case 'done':
        if (event.why !== 'filled') this.report(event.order, execOfEnd(event.why));
    }
  }

  private traded(trade: Trade): void {
    for (const order of [trade.maker, trade.taker]) {
      if (isNobody(order)) continue;
      const { id: tradeId, priceTicks, lots } = trade;
      const fill = { tradeId, priceTicks, lots, isMaker: order === trade.maker };
      this.report(order, 'TRADE', { ...fill, ...this.hooks.traded(order, trade) });
    }
  }

  private report(order: Order, exec: Exec, fill?: Fill): void {
    if (isNobody(order)) return;
    const report: Report = {
      exec,
      status: statusOf(order),
      order,
      execId: ++this.lastExecId,
      timeMs: this.clock.nowMs,
      ...this.ids(order, exec),
      priceTicks: order.priceTicks,
      qtyLots: order.qtyLots,
      leavesLots: leavesOf(order),
      filledLots: order.filledLots,
      filledQuote: order.filledQuote,
      fill,
      isWorking: order.state !== 'done' && (order.trigger === undefined || order.isTriggered),
    };
    const listeners = this.listeners.get(order.account);
    if (listeners) this.outbox.push(() => [...listeners].forEach((listener) => void listener(report)));
  }

  private ids(order: Order, exec: Exec): Pick<Report, 'clientId' | 'origClientId'> {
    const { clientId, echo } = order;
    if (exec === 'REPLACED') return { clientId, origClientId: echo.origClientId ?? '' };
    if (exec !== 'CANCELED' || !this.hooks.newCancelId) return { clientId, origClientId: '' };
    return { clientId: echo.cancelId ?? this.hooks.newCancelId(), origClientId: clientId };
  }
}

const isNobody = ({ account }: Order): boolean => account === HOUSE || account === CROWD;
