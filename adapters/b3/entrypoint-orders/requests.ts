/** What is asked of B3: messages that are filled anew each time. The short ones know the day and immediate orders; what lives longer needs the long ones. */
import { OrdType, Side, TimeInForce } from '../../../protocol/codes/enums.js';
import {
  NewOrderSingle,
  OrderCancelReplaceRequest,
  OrderCancelRequest,
  OrderMassActionRequest,
  SimpleModifyOrder,
  SimpleNewOrder,
} from '../../../protocol/messages/generated/entrypoint.js';
import type { SbeMessage } from '../../../protocol/views/sbe-message.js';
import type { FixpRequests, MassCancelRequest } from '../../fixp-orders/fixp-form.js';
import type { ChildOrder } from '../../kit/orders/child-order.js';
import type { ClientIds } from '../../kit/orders/client-ids.js';
import type { B3Contract } from '../contract.js';
import type { EntryPointClient, EntryPointOptions } from './options.js';

const TIMES_IN_FORCE: Readonly<Record<number, string>> = {
  [TimeInForce.Day]: '0',
  [TimeInForce.GoodTillCancel]: '1',
  [TimeInForce.ImmediateOrCancel]: '3',
  [TimeInForce.FillOrKill]: '4',
  [TimeInForce.AtClose]: '7',
  [TimeInForce.GoodForAuction]: 'A',
};
const SIMPLE: readonly TimeInForce[] = [
  TimeInForce.Day,
  TimeInForce.ImmediateOrCancel,
  TimeInForce.FillOrKill,
];
const code = (text: string): number => text.charCodeAt(0);
const BUY = code('1');
const SELL = code('2');
const MARKET = code('1');
const LIMIT = code('2');
const CANCEL_ORDERS = 3;
const ALL_OF_THE_SESSION = 6;

type Begin = <T extends SbeMessage>(message: T) => T;
type NewOrder = SimpleNewOrder | NewOrderSingle;
type Replace = SimpleModifyOrder | OrderCancelReplaceRequest;

export class EntryPointRequests implements FixpRequests {
  private readonly simple = new SimpleNewOrder();
  private readonly full = new NewOrderSingle();
  private readonly simpleReplace = new SimpleModifyOrder();
  private readonly fullReplace = new OrderCancelReplaceRequest();
  private readonly cancelling = new OrderCancelRequest();
  private readonly massCancelling = new OrderMassActionRequest();
  private lastStamp = 0;

  constructor(
    private readonly options: EntryPointOptions,
    private readonly contracts: ReadonlyMap<number, B3Contract>,
    private readonly ids: ClientIds,
    private readonly begin: Begin,
  ) {}

  unfit(order: ChildOrder): string | undefined {
    if (this.clientOf(order) === undefined) return 'no client is configured for its account at B3';
    if (order.terms.postOnly) return 'B3 knows no post-only orders';
    return TIMES_IN_FORCE[order.terms.timeInForce] === undefined
      ? 'this time in force is not known at B3'
      : undefined;
  }

  unfitReplace(): string | undefined {
    return undefined;
  }

  newOrder(order: ChildOrder): SbeMessage {
    const message = this.begin(isSimple(order) ? this.simple : this.full);
    this.terms(message, order, order.priceTicks, order.totalLots);
    message.setBig(SimpleNewOrder.clOrdIDAt, BigInt(order.clientId), true);
    return message;
  }

  /** OrderQty is the total, with what has executed. */
  replace(order: ChildOrder, nowMs: number): SbeMessage {
    const message = this.begin(isSimple(order) ? this.simpleReplace : this.fullReplace);
    this.terms(message, order, order.pendingTicks, order.pendingLots);
    this.name(message, order, nowMs, SimpleModifyOrder.orderIDAt, SimpleModifyOrder.origClOrdIDAt);
    return message;
  }

  cancel(order: ChildOrder, nowMs: number): SbeMessage {
    const { marketSegmentId, senderLocation, enteringTrader } = this.options;
    const message = this.begin(this.cancelling);
    message.businessHeaderMarketSegmentID = marketSegmentId;
    message.senderLocation = senderLocation;
    message.enteringTrader = enteringTrader;
    message.securityID = this.contractOf(order).securityId;
    message.side = sideOf(order);
    this.name(message, order, nowMs, OrderCancelRequest.orderIDAt, OrderCancelRequest.origClOrdIDAt);
    return message;
  }

  /** All orders of the session, and of them those of the instrument. */
  massCancel(instrument: number | undefined, { clientId }: ChildOrder, nowMs: number): MassCancelRequest {
    const message = this.begin(this.massCancelling);
    const name = this.ids.request(clientId, this.nextStamp(nowMs));
    message.businessHeaderMarketSegmentID = this.options.marketSegmentId;
    message.massActionType = CANCEL_ORDERS;
    message.massActionScope = ALL_OF_THE_SESSION;
    message.setBig(OrderMassActionRequest.clOrdIDAt, BigInt(name), true);
    if (instrument !== undefined) message.securityID = this.contracts.get(instrument)!.securityId;
    return { name, message };
  }

  private terms(message: NewOrder | Replace, order: ChildOrder, priceTicks: number, lots: number): void {
    const { marketSegmentId, senderLocation, enteringTrader, selfTrade } = this.options;
    const { securityId, mantissaPerTick, unitsPerLot } = this.contractOf(order);
    const { account, investor } = this.clientOf(order)!;
    const isLimit = order.terms.ordType === OrdType.Limit;
    message.businessHeaderMarketSegmentID = marketSegmentId;
    message.senderLocation = senderLocation;
    message.enteringTrader = enteringTrader;
    message.selfTradePreventionInstruction = selfTrade;
    message.securityID = securityId;
    message.side = sideOf(order);
    message.ordType = isLimit ? LIMIT : MARKET;
    message.timeInForce = code(TIMES_IN_FORCE[order.terms.timeInForce]);
    message.orderQty = lots * unitsPerLot;
    if (isLimit) message.price = priceTicks * mantissaPerTick;
    if (account !== undefined) message.account = account;
    if (investor === undefined) return;
    message.investorIDPrefix = investor.prefix;
    message.investorIDDocument = investor.document;
  }

  /** By the exchange's own number once it is known: what the order is called after a replace that nobody has answered, nobody knows. */
  private name(
    message: Replace | OrderCancelRequest,
    { clientId, venueId }: ChildOrder,
    nowMs: number,
    orderIdAt: number,
    origClOrdIdAt: number,
  ): void {
    message.setBig(SimpleNewOrder.clOrdIDAt, BigInt(this.ids.request(clientId, this.nextStamp(nowMs))), true);
    if (venueId !== '') message.setBig(orderIdAt, BigInt(venueId), true);
    else message.setBig(origClOrdIdAt, BigInt(clientId), true);
  }

  /** They go on from the clock, so that a process that begins does not begin with those of the one before. */
  private nextStamp(nowMs: number): number {
    this.lastStamp = this.lastStamp === 0 ? nowMs : this.lastStamp + 1;
    return this.lastStamp;
  }

  private clientOf({ terms }: ChildOrder): EntryPointClient | undefined {
    return this.options.clients.get(terms.owner & 0xffff);
  }

  private contractOf({ terms }: ChildOrder): B3Contract {
    return this.contracts.get(terms.instrument)!;
  }
}

const isSimple = ({ terms }: ChildOrder): boolean => SIMPLE.includes(terms.timeInForce);

const sideOf = ({ terms }: ChildOrder): number => (terms.side === Side.Buy ? BUY : SELL);
