/**
 * Orders at Binance spot over the WebSocket API: one connection, logged on once and subscribed to the account's events, for requests,
 * answers, reports and queries. A replace is an amendment that keeps the order's place; the venue's cancel-and-new is none, because the
 * new order is another one. Spot knows no DAY: it is sent as GTC and ended by the engine.
 */
import { OrdType } from '../../../protocol/codes/enums.js';
import { Reason } from '../../../protocol/codes/reasons.js';
import { Inbox } from '../../kit/feed/inbox.js';
import type { Call, Dial, Notice } from '../../kit/feed/outside.js';
import { RateBudget } from '../../kit/feed/rate-budget.js';
import type { ChildOrder } from '../../kit/orders/child-order.js';
import { ListingCheck } from '../../kit/orders/listing-check.js';
import type { FormEvents, OrderForm } from '../../kit/orders/order-form.js';
import { unitsText } from '../../kit/units.js';
import { binanceDefinitions } from '../market-data/definitions.js';
import { OrderRequests } from '../ws-api/order-requests.js';
import { TIME_IN_FORCE } from '../ws-api/order-words.js';
import { type ApiEvent, WsApi } from '../ws-api/ws-api.js';
import { refusalOf } from './error-codes.js';
import { type ExecutionReport, ExecutionReports } from './execution-report.js';
import type { SpotOrderOptions } from './options.js';
import { QUERY_WEIGHT, spotTrades } from './trades.js';

export interface SpotOutside {
  readonly dial: Dial;
  readonly call: Call;
  readonly notice: Notice;
}

const NAME = 'binance-spot orders';
const AMEND_WEIGHT = 4;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

export class SpotForm implements OrderForm {
  readonly answerMs: number;
  readonly settleMs: number;
  private readonly inbox = new Inbox();
  private readonly api: WsApi;
  private readonly reports: ExecutionReports;
  private readonly requests: OrderRequests;
  private readonly listings: ListingCheck;
  private readonly perTenSeconds: RateBudget;
  private readonly perDay: RateBudget;
  private readonly weight: RateBudget;
  private readonly cancelWeight: RateBudget;
  private isSubscribed = false;
  private isUp = false;

  constructor(
    private readonly options: SpotOrderOptions,
    private readonly desk: FormEvents,
    { dial, call, notice }: SpotOutside,
  ) {
    const { instruments, prefix, restUrl, weightPerMinute, weightForCancels } = options;
    this.answerMs = options.answerMs;
    // The venue's clock may be a second off, and a request is good until its window has passed there.
    this.settleMs = options.recvWindowMs + 1_000;
    this.api = new WsApi(
      NAME,
      options,
      this.inbox.dial(dial),
      notice,
      (isUp, why) => this.changed(isUp, why),
      (event) => this.event(event),
    );
    const url = `${restUrl}/api/v3/exchangeInfo`;
    const source = { name: NAME, url, definitions: binanceDefinitions, instruments };
    this.listings = new ListingCheck(source, this.inbox.call(call), notice, desk);
    this.reports = new ExecutionReports(prefix, instruments, desk);
    this.requests = new OrderRequests(this.api, desk, options, refusalOf, spotTrades(this.api));
    this.perTenSeconds = new RateBudget(options.ordersPerTenSeconds, 10_000);
    this.perDay = new RateBudget(options.ordersPerDay, DAY_MS);
    this.weight = new RateBudget(weightPerMinute - weightForCancels, MINUTE_MS);
    this.cancelWeight = new RateBudget(weightForCancels, MINUTE_MS);
  }

  doWork(nowMs: number): number {
    this.requests.nowMs = nowMs;
    let work = this.inbox.work() + this.api.tick(nowMs);
    if (this.isSubscribed) work += this.listings.tick(nowMs);
    if (!this.isUp && this.isSubscribed && this.listings.isPassed) {
      this.isUp = true;
      this.desk.ready();
      work++;
    }
    return work;
  }

  newOrder(order: ChildOrder, nowMs: number): boolean {
    if (!this.takeOrder(nowMs)) return false;
    this.requests.place(order, this.placing(order));
    return true;
  }

  cancel(order: ChildOrder, nowMs: number): boolean {
    if (!this.weight.take(1, nowMs) && !this.cancelWeight.take(1, nowMs)) return false;
    this.requests.cancel(order);
    return true;
  }

  replace(order: ChildOrder, nowMs: number): boolean {
    if (!isAmendment(order)) {
      const why = 'an order can only be made smaller at Binance spot, at the price that it has';
      this.desk.replaceRejected(order, Reason.ReplaceRefusedByVenue, why);
      return true;
    }
    if (!this.isSubscribed || !this.weight.take(AMEND_WEIGHT, nowMs)) return false;
    const newQty = unitsText(order.pendingLots, this.requests.instrumentOf(order).qty);
    // Without a name the venue gives the order another one.
    const wanted = `"newClientOrderId":"${order.clientId}","newQty":"${newQty}"`;
    this.requests.replace('order.amend.keepPriority', order, wanted);
    return true;
  }

  query(order: ChildOrder, nowMs: number): boolean {
    if (!this.isSubscribed || !this.weight.take(QUERY_WEIGHT, nowMs)) return false;
    this.requests.find(order);
    return true;
  }

  close(): void {
    this.api.end();
  }

  private changed(isLoggedOn: boolean, why: string): void {
    if (isLoggedOn) return this.subscribe();
    this.isSubscribed = false;
    this.listings.again();
    if (!this.isUp) return;
    this.isUp = false;
    this.desk.lost(why);
  }

  private subscribe(): void {
    this.api.request('userDataStream.subscribe', {}, ({ status, code, text }) => {
      this.isSubscribed = status === 200;
      // Of 0 the connection knows itself.
      if (status !== 200 && status !== 0) this.api.drop(`no user data: ${code} ${text}`);
    });
  }

  private event(event: ApiEvent): void {
    if (event.e === 'executionReport') this.reports.take(event as ExecutionReport);
    else if (event.e === 'eventStreamTerminated') this.api.drop('the venue has ended the user data');
  }

  private takeOrder(nowMs: number): boolean {
    const { perTenSeconds, perDay, weight } = this;
    if (!this.isSubscribed || !perTenSeconds.has(1, nowMs) || !perDay.has(1, nowMs)) return false;
    return weight.take(1, nowMs) && perTenSeconds.take(1, nowMs) && perDay.take(1, nowMs);
  }

  private placing(order: ChildOrder): string {
    const { terms } = order;
    const common = `"newOrderRespType":"ACK","selfTradePreventionMode":"${this.options.selfTradeMode}"`;
    if (terms.ordType !== OrdType.Limit) return `"type":"MARKET",${common}`;
    const price = unitsText(order.priceTicks, this.requests.instrumentOf(order).price);
    if (terms.postOnly) return `"type":"LIMIT_MAKER","price":"${price}",${common}`;
    const timeInForce = TIME_IN_FORCE[terms.timeInForce];
    return `"type":"LIMIT","price":"${price}","timeInForce":"${timeInForce}",${common}`;
  }
}

const isAmendment = ({ pendingTicks, priceTicks, pendingLots, totalLots }: ChildOrder): boolean =>
  pendingTicks === priceTicks && pendingLots < totalLots;
