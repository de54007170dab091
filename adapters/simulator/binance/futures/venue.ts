/**
 * The futures exchange behind WebSocket API, user data streams and REST: orders of USD-M, positions by average cost, position mode, countdowns. Requests are
 * done at once, and what they refuse is thrown as `ApiError`.
 */
import type { Agenda, Job } from '../../kit/agenda.js';
import { Faults } from '../../kit/faults.js';
import { Outbox } from '../../kit/outbox.js';
import { Market } from '../../market/market.js';
import { leavesOf, type Order, type Trade } from '../../market/order.js';
import { Accounts, type Params } from '../accounts.js';
import { ApiError, badSymbol, invalid, mandatory, noSuchOrder, unknownOrder } from '../api-error.js';
import { guarded } from '../guard.js';
import { RateLimits } from '../rate-limits.js';
import { Reporter } from '../reporter.js';
import { Request } from '../request.js';
import { fillOf } from '../venue-faults.js';
import { MODE_IS_SO, MODE_WITH_ORDERS, MODE_WITH_POSITIONS } from './errors.js';
import { ListenKeys } from './listen-keys.js';
import { type Context, futuresOrder, limitPrice, lotsOf, sideOf } from './new-order.js';
import type { FuturesOptions } from './options.js';
import { type PositionSide, Positions } from './positions.js';
import { FuturesSymbol } from './symbols.js';

const MAX_MODIFIES = 10_000;
const STATES = { open: 'TRADING', halt: 'SETTLING', closed: 'CLOSE' } as const;

export interface Asker {
  readonly account: string;
  readonly session: string;
}

export class FuturesVenue {
  readonly faults = new Faults();
  readonly outbox = new Outbox();
  readonly symbols: ReadonlyMap<string, FuturesSymbol>;
  readonly market: Market;
  readonly accounts: Accounts;
  readonly limits: RateLimits;
  readonly positions: Positions;
  readonly listenKeys: ListenKeys;
  readonly reporter: Reporter;
  private readonly hedged = new Map<string, boolean>();
  private readonly countdowns = new Map<string, Job>();
  private readonly profits = new WeakMap<Trade, Map<Order, string>>();
  private lastClientId = 0;

  constructor(
    readonly agenda: Agenda,
    readonly options: FuturesOptions,
  ) {
    this.symbols = new Map(options.symbols.map((each) => [each.symbol, new FuturesSymbol(each)]));
    this.market = new Market(agenda, [...this.symbols.keys()], options.firstOrderId);
    this.accounts = new Accounts(options.accounts, agenda);
    this.limits = new RateLimits(options.limits, agenda);
    this.positions = new Positions(this.symbols, options.feeBps, options.usdt);
    this.listenKeys = new ListenKeys(agenda, options.listenKeyMs, options.seed);
    this.reporter = new Reporter(this.market, agenda, this.outbox, {
      traded: (order, trade) => this.booked(order, trade),
    });
  }

  /** @throws ApiError for a symbol that is none */
  symbol(name: string | undefined): FuturesSymbol {
    const symbol = name === undefined ? undefined : this.symbols.get(name);
    if (symbol === undefined) throw badSymbol();
    return symbol;
  }

  isHedged(account: string): boolean {
    return this.hedged.get(account) ?? this.options.isHedged;
  }

  /** @throws ApiError while there is anything that the mode matters to */
  setHedged(account: string, isHedged: boolean): void {
    if (this.isHedged(account) === isHedged) throw MODE_IS_SO;
    if (this.market.open(account).length > 0) throw MODE_WITH_ORDERS;
    if (this.positions.all(account).some(({ lots }) => lots !== 0)) throw MODE_WITH_POSITIONS;
    this.hedged.set(account, isHedged);
  }

  /** Its contract status: halted is settling, closed is closed. */
  stateOf(name: string): string {
    return STATES[this.market.phase(name)!];
  }

  /** The middle of the best prices, or the last one there was. */
  markTicks(name: string): number {
    const book = this.market.book(name);
    const [bid, ask] = [book.buy.best?.priceTicks, book.sell.best?.priceTicks];
    if (bid !== undefined && ask !== undefined) return Math.round((bid + ask) / 2);
    return book.lastTicks || this.symbol(name).startTicks;
  }

  /** @returns undefined when the request is to stay without an answer */
  place(asker: Asker, params: Params): Order | undefined {
    const request = new Request(params);
    const label = { session: asker.session, kind: 'new', clientId: request.text('newClientOrderId') };
    return guarded(this.faults, label, ignored, () => {
      const symbol = this.symbol(request.required('symbol'));
      this.limits.takeOrder(asker.account);
      return this.market.place(futuresOrder(request, symbol, this.context(asker, symbol)));
    });
  }

  /** Price and quantity together; always to the back of the queue. */
  modify(asker: Asker, params: Params): Order | undefined {
    const request = new Request(params);
    const symbol = this.symbol(request.required('symbol'));
    const order = this.target(asker.account, request);
    const label = { session: asker.session, kind: 'replace', clientId: order?.clientId };
    return guarded(
      this.faults,
      label,
      ({ qty }) => fillOf(this, order, qty),
      () => {
        this.limits.takeOrder(asker.account);
        return this.modifyNow(order, request, symbol);
      },
    );
  }

  cancel(asker: Asker, params: Params): Order | undefined {
    const request = new Request(params);
    this.symbol(request.required('symbol'));
    const order = this.target(asker.account, request);
    const label = { session: asker.session, kind: 'cancel', clientId: order?.clientId };
    return guarded(
      this.faults,
      label,
      ({ qty }) => fillOf(this, order, qty),
      () => {
        if (order === undefined || order.state === 'done') throw unknownOrder();
        this.market.cancel(order);
        return order;
      },
    );
  }

  cancelAll(asker: Asker, params: Params): boolean | undefined {
    const { name } = this.symbol(new Request(params).required('symbol'));
    return guarded(this.faults, { session: asker.session, kind: 'massCancel' }, ignored, () => {
      this.pull(asker.account, name);
      return true;
    });
  }

  /** @throws ApiError when there is none */
  find(account: string, params: Params): Order {
    const request = new Request(params);
    this.symbol(request.required('symbol'));
    const order = this.target(account, request);
    if (order === undefined) throw noSuchOrder();
    return order;
  }

  /** All orders of the symbol are cancelled when this time has passed without another call; 0 stops it. */
  countdown(account: string, params: Params): { symbol: string; countdownTime: string } {
    const request = new Request(params);
    const { name } = this.symbol(request.required('symbol'));
    const timeMs = request.int('countdownTime');
    if (timeMs === undefined) throw mandatory('countdownTime');
    const key = `${account} ${name}`;
    this.countdowns.get(key)?.cancel();
    if (timeMs > 0)
      this.countdowns.set(
        key,
        this.agenda.after(timeMs, () => this.pull(account, name)),
      );
    return { symbol: name, countdownTime: String(timeMs) };
  }

  /** What the order's side of a trade has realized. */
  profitOf(order: Order, trade: Trade): string {
    return this.profits.get(trade)?.get(order) ?? '0';
  }

  /** Arrow, so that faults can be handed it. */
  readonly lotsOf = (symbol: string, qty: string): number => this.symbol(symbol).qty.parse(qty);

  private pull(account: string, symbol: string): void {
    for (const order of this.market.open(account, symbol)) this.market.cancel(order, 'massCancel');
  }

  private modifyNow(order: Order | undefined, request: Request, symbol: FuturesSymbol): Order {
    const side = sideOf(request);
    const qtyLots = lotsOf(request, symbol, true);
    const priceTicks = limitPrice(request, symbol, side, this.markTicks(symbol.name));
    if (order === undefined || order.state === 'done') throw noSuchOrder();
    if (order.side !== side) throw invalid('side');
    if (order.priceTicks === priceTicks && order.qtyLots === qtyLots)
      throw new ApiError(-5027, 'No need to modify the order.');
    const modifies = Number(order.echo.modifies ?? 0) + 1;
    if (modifies >= MAX_MODIFIES) throw new ApiError(-5026, 'Exceed maximum modify order limit.');
    order.prevention = 'none';
    const echo = {
      prevention: 'NONE',
      modifies: String(modifies),
      modifyId: request.text('modifyId') ?? '0',
    };
    this.market.replace(order, { priceTicks, qtyLots, echo, losesPriority: true });
    return order;
  }

  private target(account: string, request: Request): Order | undefined {
    const id = request.int('orderId');
    const clientId = request.text('origClientOrderId');
    if (id === undefined && clientId === undefined)
      throw new ApiError(
        -1102,
        "Param 'origClientOrderId' or 'orderId' must be sent, but both were empty/null!",
      );
    const order = id === undefined ? this.market.find(account, clientId!) : this.market.order(id);
    return order?.account === account && order.symbol === request.text('symbol') ? order : undefined;
  }

  private context({ account, session }: Asker, symbol: FuturesSymbol): Context {
    const { market, positions, agenda } = this;
    const newId = (): string => `sim${String(++this.lastClientId).padStart(19, '0')}`;
    const markTicks = this.markTicks(symbol.name);
    return {
      account,
      session,
      newId,
      market,
      positions,
      isHedged: this.isHedged(account),
      nowMs: agenda.nowMs,
      markTicks,
    };
  }

  private booked(order: Order, trade: Trade) {
    if (leavesOf(order) === 0) this.limits.giveOrderBack(order.account);
    const { commission, profit } = this.positions.traded(
      order,
      trade,
      order.echo.positionSide as PositionSide,
    );
    this.profits.set(trade, (this.profits.get(trade) ?? new Map<Order, string>()).set(order, profit));
    return { commission, profit, asset: this.symbol(order.symbol).options.margin };
  }
}

const ignored = (): void => {};
