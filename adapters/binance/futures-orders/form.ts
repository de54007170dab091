/**
 * Orders at Binance USD-M futures: requests over the WebSocket API, reports over the user data stream, queries over both. One-way mode
 * is checked before anything goes out. Futures know no DAY: it is sent as GTC and ended by the engine.
 */
import { ChildStatus, Liquidity, OrdType, Side } from '../../../protocol/codes/enums.js';
import { Reason } from '../../../protocol/codes/reasons.js';
import { Inbox } from '../../kit/feed/inbox.js';
import type { Call, Dial, Notice } from '../../kit/feed/outside.js';
import { RateBudget } from '../../kit/feed/rate-budget.js';
import type { VenueInstrument } from '../../kit/instrument.js';
import type { ChildOrder } from '../../kit/orders/child-order.js';
import { isOurs } from '../../kit/orders/client-ids.js';
import { ListingCheck } from '../../kit/orders/listing-check.js';
import type { FormEvents, OrderForm } from '../../kit/orders/order-form.js';
import { unitsOf, unitsText } from '../../kit/units.js';
import { binanceDefinitions } from '../market-data/definitions.js';
import { OrderRequests } from '../ws-api/order-requests.js';
import { sideOf, TIME_IN_FORCE } from '../ws-api/order-words.js';
import { WsApi } from '../ws-api/ws-api.js';
import { Countdown } from './countdown.js';
import { refusalOf } from './error-codes.js';
import { ModeCheck } from './mode-check.js';
import type { FuturesOrderOptions } from './options.js';
import { futuresTrades } from './trades.js';
import { type OrderUpdate, UserStream } from './user-stream.js';

export interface FuturesOutside {
  readonly dial: Dial;
  readonly call: Call;
  readonly notice: Notice;
}

const NAME = 'binance-usdm orders';
/** Client ids that the venue gives to orders of its own: liquidation, deleveraging, settlement. */
const CLOSE_OUT = /^(?:autoclose-|adl_autoclose|settlement_autoclose-|delivery_autoclose-)/;

export class FuturesForm implements OrderForm {
  readonly answerMs: number;
  readonly settleMs: number;
  private readonly inbox = new Inbox();
  private readonly api: WsApi;
  private readonly stream: UserStream;
  private readonly requests: OrderRequests;
  private readonly listings: ListingCheck;
  private readonly mode: ModeCheck;
  private readonly countdown: Countdown;
  private readonly bySymbol = new Map<string, VenueInstrument>();
  private readonly orderTokens: readonly RateBudget[];
  private readonly weight: RateBudget;
  private readonly cancelWeight: RateBudget;
  private isUp = false;

  constructor(
    private readonly options: FuturesOrderOptions,
    private readonly desk: FormEvents,
    outside: FuturesOutside,
  ) {
    const { instruments, weightPerMinute, weightForCancels } = options;
    for (const instrument of instruments) this.bySymbol.set(instrument.symbol, instrument);
    this.answerMs = options.answerMs;
    // The venue's clock may be a second off, and a request is good until its window has passed there.
    this.settleMs = options.recvWindowMs + 1_000;
    const [dial, call] = [this.inbox.dial(outside.dial), this.inbox.call(outside.call)];
    const { notice } = outside;
    this.api = new WsApi(NAME, options, dial, notice, (isUp, why) => this.changed(isUp, why));
    this.stream = new UserStream(
      options,
      dial,
      call,
      notice,
      (update) => this.update(update),
      (isUp, why) => this.changed(isUp, why),
    );
    const trades = futuresTrades(options, call);
    this.requests = new OrderRequests(this.api, desk, options, refusalOf, trades);
    const url = `${options.restUrl}/fapi/v1/exchangeInfo`;
    const source = { name: NAME, url, definitions: binanceDefinitions, instruments };
    this.listings = new ListingCheck(source, call, notice, desk);
    this.mode = new ModeCheck(options, call, notice);
    this.orderTokens = [
      new RateBudget(options.ordersPerTenSeconds, 10_000),
      new RateBudget(options.ordersPerMinute, 60_000),
    ];
    this.weight = new RateBudget(weightPerMinute - weightForCancels, 60_000);
    this.cancelWeight = new RateBudget(weightForCancels, 60_000);
    this.countdown = new Countdown(options, this.weight, call, notice);
  }

  doWork(nowMs: number): number {
    this.requests.nowMs = nowMs;
    let work = this.inbox.work() + this.api.tick(nowMs) + this.stream.tick(nowMs);
    if (this.isConnected) work += this.checks(nowMs) + this.countdown.tick(nowMs);
    const isCounting = this.countdown.isRunning(nowMs);
    if (this.isUp && !isCounting) this.changed(false, 'the countdown has run out');
    if (this.isUp || !isCounting || !this.isConnected || !this.mode.isPassed) return work;
    this.isUp = true;
    this.desk.ready();
    return work + 1;
  }

  newOrder(order: ChildOrder, nowMs: number): boolean {
    if (!this.takeOrderTokens(nowMs)) return false;
    this.requests.place(order, this.placing(order));
    return true;
  }

  cancel(order: ChildOrder, nowMs: number): boolean {
    if (!this.weight.take(1, nowMs) && !this.cancelWeight.take(1, nowMs)) return false;
    this.requests.cancel(order);
    return true;
  }

  replace(order: ChildOrder, nowMs: number): boolean {
    if (!this.takeOrderTokens(nowMs)) return false;
    const { price, qty } = this.requests.instrumentOf(order);
    const wanted = `"price":"${unitsText(order.pendingTicks, price)}","quantity":"${unitsText(order.pendingLots, qty)}"`;
    this.requests.replace('order.modify', order, `"side":"${sideOf(order)}",${wanted}`);
    return true;
  }

  query(order: ChildOrder, nowMs: number): boolean {
    if (!this.isConnected || !this.weight.take(6, nowMs)) return false;
    this.requests.find(order);
    return true;
  }

  close(): void {
    this.api.end();
    this.stream.end();
  }

  private get isConnected(): boolean {
    return this.api.isLoggedOn && this.stream.isOpen;
  }

  private changed(isUp: boolean, why: string): void {
    if (isUp || !this.isUp) return;
    this.isUp = false;
    this.listings.again();
    this.mode.again();
    this.desk.lost(why);
  }

  /** What is listed, and then the mode. */
  private checks(nowMs: number): number {
    return this.listings.isPassed ? this.mode.tick(nowMs) : this.listings.tick(nowMs);
  }

  private takeOrderTokens(nowMs: number): boolean {
    if (!this.isConnected) return false;
    const [perTenSeconds, perMinute] = this.orderTokens;
    return perTenSeconds.has(1, nowMs) && perMinute.take(1, nowMs) && perTenSeconds.take(1, nowMs);
  }

  private placing(order: ChildOrder): string {
    const { terms } = order;
    if (terms.ordType !== OrdType.Limit) return '"type":"MARKET","newOrderRespType":"RESULT"';
    const price = unitsText(order.priceTicks, this.requests.instrumentOf(order).price);
    const timeInForce = terms.postOnly ? 'GTX' : TIME_IN_FORCE[terms.timeInForce];
    return `"type":"LIMIT","newOrderRespType":"RESULT","price":"${price}","timeInForce":"${timeInForce}"`;
  }

  private update(update: OrderUpdate): void {
    const instrument = this.bySymbol.get(update.s);
    if (instrument === undefined || !isOurs(this.options.prefix, update.c))
      return this.foreign(update, instrument);
    const order = this.desk.find(update.c) ?? this.lateFor(update);
    if (order !== undefined) this.ours(order, instrument, update);
  }

  /** Of an order that is over only executions matter. */
  private lateFor({ c, x }: OrderUpdate): ChildOrder | undefined {
    return x === 'TRADE' ? this.desk.findEnded(c) : undefined;
  }

  private ours(order: ChildOrder, { price, qty }: VenueInstrument, update: OrderUpdate): void {
    const cumLots = unitsOf(update.z, qty);
    order.venueId = String(update.i);
    switch (update.x) {
      case 'NEW':
        return this.desk.accepted(order, order.venueId);
      case 'TRADE': {
        const liquidity = update.m ? Liquidity.Maker : Liquidity.Taker;
        return this.desk.executed(
          order,
          unitsOf(update.l, qty),
          unitsOf(update.L, price),
          cumLots,
          liquidity,
          String(update.t),
        );
      }
      case 'CANCELED':
        return this.desk.ended(order, 'cancelled', cumLots, Reason.None);
      case 'EXPIRED':
        return this.desk.ended(order, 'expired', cumLots, expiryReason(update.X));
      case 'AMENDMENT':
        return this.amended(order, unitsOf(update.p, price), unitsOf(update.q, qty));
    }
  }

  private amended(order: ChildOrder, priceTicks: number, totalLots: number): void {
    if (order.status === ChildStatus.PendingReplace) this.desk.replaced(order, priceTicks, totalLots);
    else if (priceTicks !== order.priceTicks || totalLots !== order.totalLots)
      this.desk.restated(order, priceTicks, totalLots);
  }

  private foreign(update: OrderUpdate, instrument: VenueInstrument | undefined): void {
    const side = update.S === 'BUY' ? Side.Buy : Side.Sell;
    const text = `${update.c}: ${update.x} ${update.S} ${update.l} of ${update.q} ${update.s}`;
    const closesOut = CLOSE_OUT.test(update.c) && update.x === 'TRADE';
    this.desk.foreign(instrument?.id ?? 0, side, text, closesOut);
  }
}

const expiryReason = (status: string): Reason =>
  status === 'EXPIRED_IN_MATCH' ? Reason.SelfTradePrevented : Reason.None;
