/**
 * The spot exchange behind FIX, WebSocket API and REST: accounts, orders, balances, and what is told to whom. Requests are done at once, and what
 * they refuse is thrown as `ApiError`.
 */
import type { Agenda } from '../../kit/agenda.js';
import type { Fault } from '../../kit/fault.js';
import { Faults } from '../../kit/faults.js';
import { formatUnits } from '../../kit/grid.js';
import { Outbox } from '../../kit/outbox.js';
import { Market } from '../../market/market.js';
import { leavesOf, type Order, type Trade } from '../../market/order.js';
import { Accounts, type Params } from '../accounts.js';
import { ApiError, badSymbol, noSuchOrder, rejected, unknownOrder } from '../api-error.js';
import { guarded } from '../guard.js';
import { RateLimits } from '../rate-limits.js';
import { statusOf } from '../report.js';
import { Reporter } from '../reporter.js';
import { Request } from '../request.js';
import { Balances } from './balances.js';
import { clientIdOf, lotsOf, spotOrder } from './new-order.js';
import type { SpotOptions } from './options.js';

import { PLACES, SpotSymbol } from './symbols.js';

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
  readonly reporter: Reporter;
  readonly symbols: ReadonlyMap<string, SpotSymbol>;
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
    this.reporter = new Reporter(this.market, agenda, this.outbox, {
      traded: (order, trade) => this.booked(order, trade),
      newCancelId: () => this.newClientId(),
    });
  }

  /** @throws ApiError for a symbol that is none */
  symbol(name: string | undefined): SpotSymbol {
    const symbol = name === undefined ? undefined : this.symbols.get(name);
    if (symbol === undefined) throw badSymbol();
    return symbol;
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
      if (orders.length === 0) throw unknownOrder();
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

  private booked(order: Order, trade: Trade) {
    if (leavesOf(order) === 0) this.limits.giveOrderBack(order.account);
    const { units, asset } = this.balances.traded(order, trade);
    return { commission: formatUnits(units, PLACES, PLACES), asset };
  }
}

const ignored = (): void => {};
