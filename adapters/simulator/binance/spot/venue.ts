/**
 * The spot exchange behind FIX, WebSocket API and REST: accounts, orders, balances, and what is told to whom. Requests are done at once, and what
 * they refuse is thrown as `ApiError`.
 */
import type { Agenda } from '../../kit/agenda.js';
import type { Fault } from '../../kit/fault.js';
import { Faults } from '../../kit/faults.js';
import { formatUnits } from '../../kit/grid.js';
import { Outbox } from '../../kit/outbox.js';
import type { MarketEvent } from '../../market/event.js';
import { CROWD, HOUSE, Market } from '../../market/market.js';
import { leavesOf, type Order, type Side, type Trade, type Why } from '../../market/order.js';
import { Accounts, type Params } from '../accounts.js';
import { ApiError, badSymbol, noSuchOrder, rejected, unknownOrder } from '../api-error.js';
import { guarded } from '../guard.js';
import { RateLimits } from '../rate-limits.js';
import { Request } from '../request.js';
import { Balances, type Commission } from './balances.js';
import { clientIdOf, lotsOf, spotOrder } from './new-order.js';
import type { SpotOptions } from './options.js';
import { type Exec, execOfEnd, type Report, statusOf } from './report.js';
import { PLACES, SpotSymbol } from './symbols.js';

export type ReportListener = (report: Report) => void;

/** Who asks, and through which session. */
export interface Asker {
  readonly account: string;
  readonly session: string;
}

export class SpotVenue {
  readonly faults = new Faults();
  readonly outbox = new Outbox();
  readonly market: Market;
  readonly accounts: Accounts;
  readonly limits: RateLimits;
  readonly balances: Balances;
  readonly symbols: ReadonlyMap<string, SpotSymbol>;
  private readonly listeners = new Map<string, Set<ReportListener>>();
  private lastExecId = 0;
  private lastClientId = 0;

  constructor(
    readonly agenda: Agenda,
    readonly options: SpotOptions,
  ) {
    this.symbols = new Map(options.symbols.map((each) => [each.symbol, new SpotSymbol(each)]));
    this.market = new Market(agenda, [...this.symbols.keys()], options.firstOrderId);
    this.accounts = new Accounts(options.accounts, agenda);
    this.limits = new RateLimits(options.limits, agenda);
    this.balances = new Balances(this.market, this.symbols, options.feeBps, options.balances);
    this.market.listen((event) => this.heard(event));
  }

  /** @throws ApiError for a symbol that is none */
  symbol(name: string | undefined): SpotSymbol {
    const symbol = name === undefined ? undefined : this.symbols.get(name);
    if (symbol === undefined) throw badSymbol();
    return symbol;
  }

  /** Hears every report of the account's orders, wherever they came from. @returns how to stop */
  listen(account: string, listener: ReportListener): () => void {
    const set = this.listeners.get(account) ?? new Set();
    this.listeners.set(account, set.add(listener));
    return () => set.delete(listener);
  }

  /** @returns undefined when the request is to stay without an answer */
  place(asker: Asker, params: Params): Order | undefined {
    const request = new Request(params);
    const label = { session: asker.session, kind: 'new', clientId: request.text('newClientOrderId') };
    return guarded(this.faults, label, ignored, () => this.placeNow(asker, request));
  }

  cancel(asker: Asker, params: Params): Order | undefined {
    const request = new Request(params);
    this.symbol(request.required('symbol'));
    const order = this.target(asker.account, request, 'orderId', 'origClientOrderId');
    const label = { session: asker.session, kind: 'cancel', clientId: order?.clientId };
    return guarded(this.faults, label, this.filling(order), () =>
      this.cancelNow(order, request, 'newClientOrderId'),
    );
  }

  /** A smaller quantity, at the same place in the queue. */
  amend(asker: Asker, params: Params): Order | undefined {
    const request = new Request(params);
    const symbol = this.symbol(request.required('symbol'));
    const order = this.target(asker.account, request, 'orderId', 'origClientOrderId');
    const label = { session: asker.session, kind: 'replace', clientId: order?.clientId };
    return guarded(this.faults, label, this.filling(order), () => {
      if (order === undefined || order.state === 'done') throw new ApiError(-2038, 'Unknown order sent.');
      const qtyLots = lotsOf(request, 'newQty', symbol);
      if (qtyLots >= order.qtyLots || qtyLots <= order.filledLots)
        throw new ApiError(-2038, 'The requested action would change no state; rejecting.');
      const clientId = clientIdOf(request, 'newClientOrderId') ?? order.clientId;
      this.market.replace(order, { qtyLots, clientId, echo: { origClientId: order.clientId } });
      return order;
    });
  }

  /** Every open order of the symbol. */
  cancelAll(asker: Asker, params: Params): Order[] | undefined {
    const { name } = this.symbol(new Request(params).required('symbol'));
    return guarded(this.faults, { session: asker.session, kind: 'massCancel' }, ignored, () => {
      const orders = this.market.open(asker.account, name);
      for (const order of orders) this.market.cancel(order, 'massCancel');
      return orders;
    });
  }

  /** @throws ApiError when there is none */
  find(account: string, params: Params): Order {
    const request = new Request(params);
    this.symbol(request.required('symbol'));
    const order = this.target(account, request, 'orderId', 'origClientOrderId');
    if (order === undefined) throw noSuchOrder();
    return order;
  }

  newClientId(): string {
    return `sim${String(++this.lastClientId).padStart(19, '0')}`;
  }

  /** The order that a cancel-replace or cancel is about; both ids have to match when both are given. */
  target(account: string, request: Request, idName: string, clientIdName: string): Order | undefined {
    const id = request.int(idName);
    const clientId = request.text(clientIdName);
    if (id === undefined && clientId === undefined)
      throw new ApiError(
        -1102,
        `Param '${clientIdName}' or '${idName}' must be sent, but both were empty/null!`,
      );
    const order = id === undefined ? this.market.find(account, clientId!) : this.market.order(id);
    if (order === undefined || order.account !== account || order.symbol !== request.text('symbol'))
      return undefined;
    return clientId === undefined || order.clientId === clientId ? order : undefined;
  }

  /** @throws ApiError when there is nothing to cancel, or not under these restrictions */
  cancelNow(order: Order | undefined, request: Request, idName: string): Order {
    const restrictions = request.oneOf('cancelRestrictions', ['ONLY_NEW', 'ONLY_PARTIALLY_FILLED']);
    if (order === undefined || order.state === 'done') throw unknownOrder();
    const wanted = restrictions === 'ONLY_NEW' ? 'NEW' : 'PARTIALLY_FILLED';
    if (restrictions !== undefined && statusOf(order) !== wanted)
      throw new ApiError(-2011, 'Order was not canceled due to cancel restrictions.');
    order.echo = { ...order.echo, cancelId: clientIdOf(request, idName) ?? this.newClientId() };
    this.market.cancel(order);
    return order;
  }

  placeNow(asker: Asker, request: Request): Order {
    const symbol = this.symbol(request.required('symbol'));
    this.limits.takeOrder(asker.account);
    const order = spotOrder(request, symbol, this.market, { ...asker, newId: () => this.newClientId() });
    if (!this.balances.covers(order))
      throw rejected('Account has insufficient balance for requested action.');
    return this.market.place(order);
  }

  filling(order: Order | undefined): (fault: Fault) => void {
    return ({ qty }) => {
      if (order === undefined) return;
      const lots = qty === undefined ? leavesOf(order) : this.symbols.get(order.symbol)!.qty.parse(qty);
      this.market.fill(order, lots);
    };
  }

  private heard(event: MarketEvent): void {
    switch (event.type) {
      case 'accepted':
        return this.report(event.order, 'NEW');
      case 'triggered':
        return this.report(event.order, 'NEW');
      case 'replaced':
        return this.report(event.order, 'REPLACED');
      case 'trade':
        return this.traded(event.trade);
      case 'done':
        return this.ended(event.order, event.why);
      case 'decremented':
        return this.report(event.order, 'TRADE_PREVENTION');
    }
  }

  private traded(trade: Trade): void {
    for (const order of [trade.maker, trade.taker]) {
      if (!this.isTold(order)) continue;
      this.report(order, 'TRADE', trade, this.balances.traded(order, trade));
      if (leavesOf(order) === 0) this.limits.giveOrderBack(order.account);
    }
  }

  private ended(order: Order, why: Why): void {
    if (why !== 'filled') this.report(order, execOfEnd(why));
  }

  private report(order: Order, exec: Exec, trade?: Trade, commission?: Commission): void {
    if (!this.isTold(order)) return;
    const listeners = this.listeners.get(order.account);
    const report: Report = {
      exec,
      status: statusOf(order),
      order,
      execId: ++this.lastExecId,
      timeMs: this.agenda.nowMs,
      clientId: exec === 'CANCELED' ? (order.echo.cancelId ?? this.newClientId()) : order.clientId,
      origClientId: exec === 'CANCELED' ? order.clientId : exec === 'REPLACED' ? order.echo.origClientId : '',
      qtyLots: order.qtyLots,
      leavesLots: leavesOf(order),
      filledLots: order.filledLots,
      filledQuote: order.filledQuote,
      fill: trade && commission ? fillOf(order, trade, commission) : undefined,
      isWorking:
        order.state === 'open' || order.state === 'new'
          ? order.trigger === undefined || order.isTriggered
          : false,
    };
    this.outbox.push(() => listeners?.forEach((listener) => void listener(report)));
  }

  private isTold({ account }: Order): boolean {
    return account !== HOUSE && account !== CROWD;
  }
}

const fillOf = (order: Order, trade: Trade, commission: Commission) => ({
  tradeId: trade.id,
  priceTicks: trade.priceTicks,
  lots: trade.lots,
  isMaker: order === trade.maker,
  commission: formatUnits(commission.units, PLACES, PLACES),
  asset: commission.asset,
});

const ignored = (): void => {};

export const sideText = (side: Side): string => side.toUpperCase();
