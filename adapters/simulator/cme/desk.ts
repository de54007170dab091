/** What the business messages of one iLink 3 session do, and how each is refused. */
import * as ilink from '../../../protocol/messages/generated/ilink3.js';
import type { SbeMessage } from '../../../protocol/views/sbe-message.js';
import { leavesOf, type Order, type OrderRequest, type Tif } from '../market/order.js';
import type { Contract } from './contract.js';
import type { IlinkLine } from './line.js';
import type { CmeVenue } from './venue.js';

/** Above it the message itself is refused. */
const QTY_MAX = 99_999;
const DAY_MS = 86_400_000;
const TIFS: Readonly<Record<number, Tif>> = { 0: 'day', 1: 'gtc', 3: 'ioc', 4: 'fok', 6: 'gtd', 99: 'day' };
/** MassActionScope. */
const INSTRUMENT = 1;
const ALL = 7;

/** The exchange's numbers of these are not public here: the text says what they are. */
const enum RejectReason {
  Other = 0,
  UnknownContract = 1,
  Closed = 2,
  Quantity = 3,
  Price = 4,
  UnknownOrder = 5,
  Duplicate = 6,
  TooLate = 7,
}

class Refusal extends Error {
  constructor(
    readonly reason: RejectReason,
    text: string,
  ) {
    super(text);
  }
}

const businessReject = new ilink.BusinessReject521();
const partyAck = new ilink.PartyDetailsDefinitionRequestAck519();
const rejected = new ilink.ExecutionReportReject523();
const cancelRejected = new ilink.OrderCancelReject535();
const replaceRejected = new ilink.OrderCancelReplaceReject536();
const massReport = new ilink.OrderMassActionReport562();

type NewOrder = ilink.NewOrderSingle514;
type Replace = ilink.OrderCancelReplaceRequest515;
type Cancel = ilink.OrderCancelRequest516;

export class IlinkDesk {
  constructor(
    private readonly venue: CmeVenue,
    private readonly line: IlinkLine,
  ) {}

  request(message: SbeMessage, seqNum: number): void {
    if (message instanceof ilink.NewOrderSingle514) this.place(message, seqNum);
    else if (message instanceof ilink.OrderCancelReplaceRequest515) this.onOrder(message, 'replace', seqNum);
    else if (message instanceof ilink.OrderCancelRequest516) this.onOrder(message, 'cancel', seqNum);
    else if (message instanceof ilink.OrderMassActionRequest529) this.massAction(message, seqNum);
    else if (message instanceof ilink.PartyDetailsDefinitionRequest518) this.define(message);
    else this.refuseMessage(message, seqNum, 'Unsupported message');
  }

  private place(message: NewOrder, seqNum: number): void {
    const clientId = message.clOrdID;
    if (!this.isServed('new', clientId, undefined, message, seqNum)) return;
    if (message.orderQty > QTY_MAX) return this.refuseMessage(message, seqNum, 'OrderQty is above 99999');
    try {
      const order = this.orderOf(message);
      const taken = this.venue.market.find(this.line.name, clientId);
      if (taken !== undefined && taken.state !== 'done')
        throw new Refusal(RejectReason.Duplicate, 'Duplicate ClOrdID');
      this.venue.place(this.line, order, echoOf(message));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { price, orderQty, securityID, ordType, side, timeInForce } = message;
      const fields = { price, orderQty, securityID, ordType, side, timeInForce, ordRejReason: error.reason };
      this.line.say(rejected, 'rejected', clientId, {
        ...echoOf(message),
        ...fields,
        ...this.venue.stamps(),
        text: error.message,
      });
    }
  }

  /** @throws Refusal */
  private orderOf(message: NewOrder): OrderRequest {
    const contract = this.contractOf(message.securityID);
    const { symbol, maxTradeVol } = contract.options;
    const ordType = String.fromCharCode(message.ordType);
    const tif = TIFS[message.timeInForce];
    if (this.venue.market.phase(symbol) !== 'open')
      throw new Refusal(RejectReason.Closed, 'Market is closed');
    if (!(message.orderQty >= 1 && message.orderQty <= maxTradeVol))
      throw new Refusal(RejectReason.Quantity, "OrderQty is beyond the instrument's limits");
    if (tif === undefined || !'1234'.includes(ordType) || message.hasMinQty || message.hasDisplayQty)
      throw new Refusal(RejectReason.Other, 'Order is not supported');
    if (message.side !== 1 && message.side !== 2)
      throw new Refusal(RejectReason.Other, 'Side has to be 1 or 2');
    const side = message.side === 1 ? 'buy' : 'sell';
    const isStop = ordType === '3' || ordType === '4';
    return {
      account: this.line.name,
      session: this.line.name,
      clientId: message.clOrdID,
      symbol,
      side,
      kind: ordType === '1' || ordType === '3' ? 'market' : 'limit',
      tif,
      priceTicks: ordType === '2' || ordType === '4' ? ticksOf(message.price, contract) : 0,
      qtyLots: message.orderQty,
      trigger: isStop
        ? { priceTicks: ticksOf(message.stopPx, contract), direction: side === 'buy' ? 'up' : 'down' }
        : undefined,
      expireMs: tif === 'gtd' ? (message.expireDate + 1) * DAY_MS : undefined,
    };
  }

  private onOrder(message: Replace | Cancel, kind: 'replace' | 'cancel', seqNum: number): void {
    const { market } = this.venue;
    const order = message.hasOrderID
      ? market.order(message.orderID)
      : market.find(this.line.name, message.clOrdID);
    const mine = order?.account === this.line.name ? order : undefined;
    if (!this.isServed(kind, mine?.clientId ?? message.clOrdID, mine, message, seqNum)) return;
    try {
      if (mine === undefined) throw new Refusal(RejectReason.UnknownOrder, 'Unknown order');
      if (mine.state === 'done') throw new Refusal(RejectReason.TooLate, 'Order is not in the book');
      this.venue.answering(mine, echoOf(message));
      if (message instanceof ilink.OrderCancelRequest516) market.cancel(mine, 'user');
      else this.replace(mine, message);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const answer = kind === 'cancel' ? cancelRejected : replaceRejected;
      const fields = { orderID: message.orderID, cxlRejReason: error.reason, text: error.message };
      this.line.say(answer, 'cancelRejected', mine?.clientId ?? message.clOrdID, {
        ...echoOf(message),
        ...this.venue.stamps(),
        ...fields,
      });
    }
  }

  /** OrderQty is the new total. */
  private replace(order: Order, message: Replace): void {
    const contract = this.contractOf(message.securityID);
    const qtyLots = message.orderQty;
    if (!(qtyLots > order.filledLots && qtyLots <= contract.options.maxTradeVol))
      throw new Refusal(RejectReason.Quantity, 'OrderQty is beyond what is possible');
    const priceTicks = order.kind === 'limit' ? ticksOf(message.price, contract) : undefined;
    this.venue.market.replace(order, { priceTicks, qtyLots, clientId: message.clOrdID });
  }

  private massAction(message: ilink.OrderMassActionRequest529, seqNum: number): void {
    const { massActionScope, securityID } = message;
    if (!this.isServed('massCancel', '', undefined, message, seqNum)) return;
    const contract = massActionScope === INSTRUMENT ? this.venue.contracts.get(securityID) : undefined;
    const isServed = massActionScope === ALL || contract !== undefined;
    const symbol = contract?.options.symbol;
    const orders = isServed ? this.venue.market.open(this.line.name, symbol) : [];
    const fields = {
      massActionResponse: Number(isServed),
      massActionScope,
      securityID,
      totalAffectedOrders: orders.length,
      lastFragment: 1,
      massActionReportID: this.venue.nextId(),
    };
    this.line.say(massReport, 'answer', '', { ...echoOf(message), ...this.venue.stamps(), ...fields });
    for (const order of orders) this.venue.market.cancel(order, 'massCancel');
  }

  private define({ partyDetailsListReqID, listUpdateAction }: ilink.PartyDetailsDefinitionRequest518): void {
    const fields = { partyDetailsListReqID, listUpdateAction, partyDetailRequestStatus: 0 };
    this.line.say(partyAck, 'answer', '', {
      ...fields,
      sendingTimeEpoch: this.venue.stamps().sendingTimeEpoch,
    });
  }

  private refuseMessage(message: SbeMessage, refSeqNum: number, text: string): void {
    const clientId = 'clOrdID' in message ? String(message.clOrdID) : '';
    this.line.say(businessReject, 'rejected', clientId, {
      ...echoOf(message),
      ...this.venue.stamps(),
      refSeqNum,
      businessRejectReason: RejectReason.Other,
      text,
    });
  }

  /** @returns false when a fault has it that nothing is done */
  private isServed(
    kind: string,
    clientId: string,
    order: Order | undefined,
    message: SbeMessage,
    seqNum: number,
  ): boolean {
    const { faults, market } = this.venue;
    const fault = faults.incoming({ session: this.line.name, kind, clientId });
    if (fault?.do === 'ignore' || (fault?.do === 'unknown' && !fault.executed)) return false;
    if (fault?.do === 'throttle') this.refuseMessage(message, seqNum, 'Messaging threshold exceeded');
    if (fault?.do === 'unknown') faults.inject({ do: 'lose', clientId });
    if (fault?.do === 'fillFirst' && order)
      market.fill(order, fault.qty === undefined ? leavesOf(order) : Number(fault.qty));
    return fault?.do !== 'throttle';
  }

  /** @throws Refusal */
  private contractOf(securityId: number): Contract {
    const contract = this.venue.contracts.get(securityId);
    if (contract === undefined) throw new Refusal(RejectReason.UnknownContract, 'Unknown SecurityID');
    return contract;
  }
}

/** What a request says and its answers repeat. */
function echoOf(message: SbeMessage): Record<string, unknown> {
  const source = message as unknown as Record<string, unknown>;
  const names = [
    'clOrdID',
    'senderID',
    'location',
    'orderRequestID',
    'partyDetailsListReqID',
    'manualOrderIndicator',
  ];
  return Object.fromEntries(names.filter((name) => name in message).map((name) => [name, source[name]]));
}

/** @throws Refusal */
function ticksOf(mantissa: number, contract: Contract): number {
  const ticks = contract.ticksOf(mantissa);
  if (Number.isNaN(ticks))
    throw new Refusal(RejectReason.Price, `Price has to be a multiple of ${contract.options.tick}`);
  return ticks;
}
