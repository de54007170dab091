/** What is asked of CME: messages that are filled anew each time. */
import { OrdType, Side, TimeInForce } from '../../../protocol/codes/enums.js';
import {
  NewOrderSingle514,
  OrderCancelReplaceRequest515,
  OrderCancelRequest516,
} from '../../../protocol/messages/generated/ilink3.js';
import type { SbeMessage } from '../../../protocol/views/sbe-message.js';
import type { FixpRequests } from '../../fixp-orders/fixp-form.js';
import type { ChildOrder } from '../../kit/orders/child-order.js';
import type { CmeContract } from '../contract.js';
import type { CmeOrderOptions } from './options.js';

const TIMES_IN_FORCE: Readonly<Record<number, number>> = {
  [TimeInForce.Day]: 0,
  [TimeInForce.GoodTillCancel]: 1,
  [TimeInForce.ImmediateOrCancel]: 3,
  [TimeInForce.FillOrKill]: 4,
};
const MARKET_WITH_PROTECTION = '1'.charCodeAt(0);
const LIMIT = '2'.charCodeAt(0);
const BUY = 1;
const SELL = 2;
const AUTOMATED = 0;
const MOST_CONTRACTS = 99_999;
const TOO_MANY = `an order at CME has at most ${MOST_CONTRACTS} contracts`;
const NANOS_PER_MS = 1_000_000;

type Begin = <T extends SbeMessage>(message: T) => T;
type Change = OrderCancelReplaceRequest515 | OrderCancelRequest516;

export class IlinkRequests implements FixpRequests {
  private readonly placing = new NewOrderSingle514();
  private readonly replacing = new OrderCancelReplaceRequest515();
  private readonly cancelling = new OrderCancelRequest516();
  private lastRequest = 0;

  constructor(
    private readonly options: CmeOrderOptions,
    private readonly contracts: ReadonlyMap<number, CmeContract>,
    private readonly begin: Begin,
  ) {}

  unfit({ terms, totalLots }: ChildOrder): string | undefined {
    if (terms.postOnly) return 'CME knows no post-only orders';
    if (TIMES_IN_FORCE[terms.timeInForce] === undefined) return 'this time in force is not known at CME';
    return totalLots > MOST_CONTRACTS ? TOO_MANY : undefined;
  }

  unfitReplace({ pendingLots }: ChildOrder): string | undefined {
    return pendingLots > MOST_CONTRACTS ? TOO_MANY : undefined;
  }

  newOrder(order: ChildOrder, nowMs: number): SbeMessage {
    const contract = this.contractOf(order);
    const message = this.begin(this.placing);
    this.common(message, order, contract, nowMs);
    this.terms(message, order, order.priceTicks, order.totalLots, contract);
    return message;
  }

  /** OrderQty is the total, with what has executed. */
  replace(order: ChildOrder, nowMs: number): SbeMessage {
    const contract = this.contractOf(order);
    const message = this.begin(this.replacing);
    this.common(message, order, contract, nowMs);
    this.terms(message, order, order.pendingTicks, order.pendingLots, contract);
    this.name(message, order, OrderCancelReplaceRequest515.orderIDAt);
    return message;
  }

  cancel(order: ChildOrder, nowMs: number): SbeMessage {
    const message = this.begin(this.cancelling);
    this.common(message, order, this.contractOf(order), nowMs);
    this.name(message, order, OrderCancelRequest516.orderIDAt);
    return message;
  }

  private common(
    message: NewOrderSingle514 | Change,
    { clientId, terms }: ChildOrder,
    { securityId }: CmeContract,
    nowMs: number,
  ): void {
    const { operatorId, location, partyDetailsListReqId } = this.options;
    message.clOrdID = clientId;
    message.side = terms.side === Side.Buy ? BUY : SELL;
    message.securityID = securityId;
    message.senderID = operatorId;
    message.location = location;
    message.partyDetailsListReqID = partyDetailsListReqId;
    message.orderRequestID = ++this.lastRequest;
    message.sendingTimeEpoch = nowMs * NANOS_PER_MS;
    message.manualOrderIndicator = AUTOMATED;
  }

  private terms(
    message: NewOrderSingle514 | OrderCancelReplaceRequest515,
    { terms }: ChildOrder,
    priceTicks: number,
    lots: number,
    { mantissaPerTick }: CmeContract,
  ): void {
    const isLimit = terms.ordType === OrdType.Limit;
    message.orderQty = lots;
    message.ordType = isLimit ? LIMIT : MARKET_WITH_PROTECTION;
    if (isLimit) message.price = priceTicks * mantissaPerTick;
    message.timeInForce = TIMES_IN_FORCE[terms.timeInForce];
  }

  /** The exchange's own, once it is known. */
  private name(message: Change, { venueId }: ChildOrder, at: number): void {
    if (venueId !== '') message.setBig(at, BigInt(venueId), true);
  }

  private contractOf({ terms }: ChildOrder): CmeContract {
    return this.contracts.get(terms.instrument)!;
  }
}
