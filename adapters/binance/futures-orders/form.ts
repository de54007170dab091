/**
 * Orders at Binance USD-M futures: requests over the WebSocket API, reports over the user data stream, queries over both. One-way mode
 * is checked before anything goes out. Futures know no DAY: it is sent as GTC and ended by the engine.
 */
import { ChildStatus, Liquidity, OrdType, Side, TimeInForce } from '../../../protocol/codes/enums.js';
import { Reason } from '../../../protocol/codes/reasons.js';
import type { Call, Dial, Notice } from '../../kit/feed/outside.js';
import { TokenBucket } from '../../kit/feed/token-bucket.js';
import type { VenueInstrument } from '../../kit/instrument.js';
import type { ChildOrder } from '../../kit/orders/child-order.js';
import { isOurs } from '../../kit/orders/client-ids.js';
import type { FormEvents, OrderForm } from '../../kit/orders/order-form.js';
import { unitsOf, unitsText } from '../../kit/units.js';
import type { Params } from '../ws-api/signing.js';
import { type Answer, WsApi } from '../ws-api/ws-api.js';
import { isNoSuchOrder, isUnknownOutcome, reasonOf } from './error-codes.js';
import type { FuturesOrderOptions } from './options.js';
import { OrderFinder } from './order-finder.js';
import { StartCheck } from './start-check.js';
import { type OrderUpdate, UserStream } from './user-stream.js';

export interface FuturesOutside {
  readonly dial: Dial;
  readonly call: Call;
  readonly notice: Notice;
}

/** Client ids that the venue gives to orders of its own: liquidation, deleveraging, settlement. */
const CLOSE_OUT = /^(?:autoclose-|adl_autoclose|settlement_autoclose-|delivery_autoclose-)/;

const TIME_IN_FORCE: Readonly<Record<number, string>> = {
  [TimeInForce.Day]: 'GTC',
  [TimeInForce.GoodTillCancel]: 'GTC',
  [TimeInForce.ImmediateOrCancel]: 'IOC',
  [TimeInForce.FillOrKill]: 'FOK',
};

export class FuturesForm implements OrderForm {
  readonly answerMs: number;
  readonly settleMs: number;
  private readonly api: WsApi;
  private readonly stream: UserStream;
  private readonly finder: OrderFinder;
  private readonly check: StartCheck;
  private readonly byId = new Map<number, VenueInstrument>();
  private readonly bySymbol = new Map<string, VenueInstrument>();
  private readonly orderTokens: readonly TokenBucket[];
  private readonly weight: TokenBucket;
  private readonly cancelWeight: TokenBucket;
  private isUp = false;
  private nowMs = 0;

  constructor(
    private readonly options: FuturesOrderOptions,
    private readonly desk: FormEvents,
    outside: FuturesOutside,
  ) {
    const { instruments, weightPerMinute, weightForCancels } = options;
    for (const instrument of instruments) {
      this.byId.set(instrument.id, instrument);
      this.bySymbol.set(instrument.symbol, instrument);
    }
    this.answerMs = options.answerMs;
    // The venue's clock may be a second off, and a request is good until its window has passed there.
    this.settleMs = options.recvWindowMs + 1_000;
    this.api = new WsApi('binance-usdm orders', options, outside.dial, outside.notice, (isUp, why) =>
      this.changed(isUp, why),
    );
    this.stream = new UserStream(
      options,
      outside.dial,
      outside.call,
      outside.notice,
      (update) => this.update(update),
      (isUp, why) => this.changed(isUp, why),
    );
    this.finder = new OrderFinder(options, this.api, outside.call, desk, (id) => this.byId.get(id)!);
    this.check = new StartCheck(options, outside.call, outside.notice, desk);
    this.orderTokens = [
      new TokenBucket(options.ordersPerTenSeconds, 10_000),
      new TokenBucket(options.ordersPerMinute, 60_000),
    ];
    this.weight = new TokenBucket(weightPerMinute - weightForCancels, 60_000);
    this.cancelWeight = new TokenBucket(weightForCancels, 60_000);
  }

  doWork(nowMs: number): number {
    this.nowMs = nowMs;
    let work = this.api.tick(nowMs) + this.stream.tick(nowMs);
    if (this.isConnected) work += this.check.tick(nowMs);
    if (!this.isUp && this.isConnected && this.check.isPassed) {
      this.isUp = true;
      this.desk.ready();
      work++;
    }
    return work;
  }

  newOrder(order: ChildOrder, nowMs: number): boolean {
    if (!this.takeOrderTokens(nowMs)) return false;
    this.api.request('order.place', this.placeParams(order, nowMs), (answer) => this.placed(order, answer));
    return true;
  }

  cancel(order: ChildOrder, nowMs: number): boolean {
    if (!this.weight.take(1, nowMs) && !this.cancelWeight.take(1, nowMs)) return false;
    this.api.request('order.cancel', this.nameParams(order, nowMs), (answer) => {
      if (answer.status === 200) return;
      if (isNoSuchOrder(answer.code)) return this.finder.find(order, this.nowMs);
      if (isUnclear(answer)) return this.desk.outcomeUnknown(order, textOf(answer));
      this.desk.cancelRejected(order, Reason.CancelRefusedByVenue, textOf(answer));
    });
    return true;
  }

  replace(order: ChildOrder, nowMs: number): boolean {
    if (!this.takeOrderTokens(nowMs)) return false;
    const { price, qty } = this.byId.get(order.terms.instrument)!;
    const params = {
      ...this.nameParams(order, nowMs),
      side: sideOf(order),
      price: unitsText(order.pendingTicks, price),
      quantity: unitsText(order.pendingLots, qty),
    };
    this.api.request('order.modify', params, (answer) => {
      if (answer.status === 200) return;
      if (isNoSuchOrder(answer.code)) return this.finder.find(order, this.nowMs);
      if (isUnclear(answer)) return this.desk.outcomeUnknown(order, textOf(answer));
      this.desk.replaceRejected(order, Reason.ReplaceRefusedByVenue, textOf(answer));
    });
    return true;
  }

  query(order: ChildOrder, nowMs: number): boolean {
    if (!this.isConnected || !this.weight.take(6, nowMs)) return false;
    this.finder.find(order, nowMs);
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
    this.check.again();
    this.desk.lost(why);
  }

  private takeOrderTokens(nowMs: number): boolean {
    if (!this.isConnected) return false;
    const [perTenSeconds, perMinute] = this.orderTokens;
    return perTenSeconds.has(1, nowMs) && perMinute.take(1, nowMs) && perTenSeconds.take(1, nowMs);
  }

  private placeParams(order: ChildOrder, nowMs: number): Params {
    const { terms } = order;
    const { symbol, price, qty } = this.byId.get(terms.instrument)!;
    const isLimit = terms.ordType === OrdType.Limit;
    return {
      symbol,
      side: sideOf(order),
      type: isLimit ? 'LIMIT' : 'MARKET',
      quantity: unitsText(order.totalLots, qty),
      newClientOrderId: order.clientId,
      newOrderRespType: 'RESULT',
      recvWindow: this.options.recvWindowMs,
      timestamp: nowMs,
      ...(isLimit && {
        price: unitsText(order.priceTicks, price),
        timeInForce: terms.postOnly ? 'GTX' : TIME_IN_FORCE[terms.timeInForce],
      }),
    };
  }

  private nameParams(order: ChildOrder, nowMs: number): Params {
    const { symbol } = this.byId.get(order.terms.instrument)!;
    const { recvWindowMs: recvWindow } = this.options;
    return { symbol, origClientOrderId: order.clientId, recvWindow, timestamp: nowMs };
  }

  /** What has executed is told by the user stream, also when the answer says it first. */
  private placed(order: ChildOrder, answer: Answer): void {
    if (answer.status === 200) this.desk.accepted(order, String(answer.result.orderId ?? ''));
    else if (isUnclear(answer)) this.desk.outcomeUnknown(order, textOf(answer));
    else this.desk.rejected(order, reasonOf(answer.code), textOf(answer));
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

const sideOf = ({ terms }: ChildOrder): string => (terms.side === Side.Buy ? 'BUY' : 'SELL');

/** No answer, or one that says that nobody knows. */
const isUnclear = ({ status, code }: Answer): boolean =>
  status === 0 || status === 408 || isUnknownOutcome(code);

const textOf = ({ code, text }: Answer): string => (code === 0 ? text : `${code} ${text}`);

const expiryReason = (status: string): Reason =>
  status === 'EXPIRED_IN_MATCH' ? Reason.SelfTradePrevented : Reason.None;
