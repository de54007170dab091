/** What the business messages of one Binary EntryPoint session do, and how each is refused: one reject message serves new, cancel and replace. */
import * as entrypoint from '../../../../protocol/messages/generated/entrypoint.js';
import type { SbeMessage } from '../../../../protocol/views/sbe-message.js';
import { leavesOf, type Order, type OrderRequest, type Prevention, type Tif } from '../../market/order.js';
import type { Instrument } from '../instruments.js';
import { OrderRefusal } from '../order-fields.js';
import type { B3Venue } from '../venue.js';
import type { BinaryLine } from './line.js';
import { massCancelled } from './mass-action.js';
import { CL_ORD_ID_AT, code, idOf, lotOf, setId, setTime } from './reports.js';

const UNITS_A_TICK = 100;
const DAY_MS = 86_400_000;
const TIFS: Readonly<Record<string, Tif>> = { '0': 'day', '1': 'gtc', '3': 'ioc', '4': 'fok', '6': 'gtd' };
const PREVENTIONS: readonly Prevention[] = ['none', 'taker', 'maker', 'both'];
const WRONG_SESSION = 33_003;
const THROTTLED = 99;
/** `cxlRejResponseTo` of the reject. */
const enum ResponseTo {
  New = 0,
  Cancel = 1,
  Replace = 2,
}

type NewOrder = entrypoint.SimpleNewOrder | entrypoint.NewOrderSingle;
type Replace = entrypoint.SimpleModifyOrder | entrypoint.OrderCancelReplaceRequest;
type OnOrder = Replace | entrypoint.OrderCancelRequest;

const rejected = new entrypoint.ExecutionReportReject();
const businessReject = new entrypoint.BusinessMessageReject();
const massActionReport = new entrypoint.OrderMassActionReport();

export class BinaryDesk {
  constructor(
    private readonly venue: B3Venue,
    private readonly line: BinaryLine,
  ) {}

  request(message: SbeMessage, seqNum: number): void {
    if (message.lowOf(0, true) >>> 0 !== this.line.options.sessionId)
      return this.refuseBusiness(seqNum, WRONG_SESSION, 'Invalid sessionID');
    if (message instanceof entrypoint.SimpleNewOrder || message instanceof entrypoint.NewOrderSingle)
      this.place(message, seqNum);
    else if (message instanceof entrypoint.OrderCancelRequest) this.onOrder(message, 'cancel', seqNum);
    else if (
      message instanceof entrypoint.SimpleModifyOrder ||
      message instanceof entrypoint.OrderCancelReplaceRequest
    )
      this.onOrder(message, 'replace', seqNum);
    else if (message instanceof entrypoint.OrderMassActionRequest) this.massAction(message, seqNum);
    else this.refuseBusiness(seqNum, 3, 'Unsupported message type');
  }

  private place(message: NewOrder, seqNum: number): void {
    const clientId = clientIdIn(message);
    if (!this.isServed('new', clientId, undefined, seqNum)) return;
    try {
      const order = this.orderOf(message, clientId);
      const taken = this.venue.market.find(order.account, clientId);
      if (taken !== undefined && taken.state !== 'done') throw new OrderRefusal('Duplicate order', 6);
      this.venue.place(order, []);
    } catch (error) {
      if (!(error instanceof OrderRefusal)) throw error;
      this.reject(message, ResponseTo.New, undefined, error);
    }
  }

  /** @throws OrderRefusal */
  private orderOf(message: NewOrder, clientId: string): OrderRequest {
    const instrument = this.instrumentOf(message.securityID);
    if (this.venue.market.phase(instrument.symbol) !== 'open')
      throw new OrderRefusal('Instrument is not in a tradable state', 2);
    const [ordType, timeInForce] = [char(message.ordType), char(message.timeInForce)];
    if (!'1234K'.includes(ordType)) throw new OrderRefusal('OrdType is not supported for this instrument');
    if (message instanceof entrypoint.NewOrderSingle && (message.hasMinQty || message.hasMaxFloor))
      throw new OrderRefusal('MinQty and MaxFloor are not supported');
    const tif = TIFS[timeInForce];
    if (tif === undefined) throw new OrderRefusal('TimeInForce is for auctions, and there is none');
    const side = char(message.side) === '1' ? 'buy' : 'sell';
    const isStop = '34'.includes(ordType) && message instanceof entrypoint.NewOrderSingle;
    return {
      account: this.line.options.firm,
      session: this.line.name,
      clientId,
      symbol: instrument.symbol,
      side,
      kind: '13'.includes(ordType) ? 'market' : 'limit',
      tif,
      priceTicks: this.priceOf(message, ordType, side, instrument),
      qtyLots: lotsOf(message.orderQty, instrument),
      prevention: PREVENTIONS[message.selfTradePreventionInstruction] ?? 'none',
      trigger: isStop
        ? { priceTicks: ticksOf(message.stopPx, instrument), direction: side === 'buy' ? 'up' : 'down' }
        : undefined,
      expireMs:
        tif === 'gtd' && message instanceof entrypoint.NewOrderSingle
          ? (message.expireDate + 1) * DAY_MS
          : undefined,
      echo: {
        ordType,
        timeInForce,
        account: String(message.account),
        investor: `${message.investorIDPrefix}:${message.investorIDDocument}`,
        selfTrade: String(message.selfTradePreventionInstruction),
        memo: message.memo.text(),
      },
    };
  }

  /** What a market order with leftover does not find at the best price rests there. */
  private priceOf(message: NewOrder, ordType: string, side: 'buy' | 'sell', instrument: Instrument): number {
    if ('24'.includes(ordType)) return ticksOf(message.price, instrument);
    if (ordType !== 'K') return 0;
    const best = this.venue.market.book(instrument.symbol)[side === 'buy' ? 'sell' : 'buy'].best;
    if (best === undefined) throw new OrderRefusal('There is nothing on the other side');
    return best.priceTicks;
  }

  private onOrder(message: OnOrder, kind: 'cancel' | 'replace', seqNum: number): void {
    const { market } = this.venue;
    const order = message.hasOrderID
      ? market
          .all(this.line.options.firm)
          .find((each) => this.venue.orderId(each) === String(message.orderID))
      : market.find(this.line.options.firm, idIn(message, origClOrdIdAt(message)));
    if (!this.isServed(kind, order?.clientId ?? clientIdIn(message), order, seqNum)) return;
    const responseTo = kind === 'cancel' ? ResponseTo.Cancel : ResponseTo.Replace;
    if (order === undefined)
      return this.reject(message, responseTo, order, new OrderRefusal('Unknown order', 1));
    if (order.state === 'done')
      return this.reject(message, responseTo, order, new OrderRefusal('Too late to cancel', 0));
    try {
      if (message instanceof entrypoint.OrderCancelRequest) this.cancel(order, message);
      else this.replace(order, message);
    } catch (error) {
      if (!(error instanceof OrderRefusal)) throw error;
      this.reject(message, responseTo, order, error);
    }
  }

  private cancel(order: Order, message: entrypoint.OrderCancelRequest): void {
    order.echo = { ...order.echo, requestId: clientIdIn(message), origId: order.clientId };
    this.venue.cancel(order, 'user');
  }

  /** The quantity is the new total. */
  private replace(order: Order, message: Replace): void {
    const instrument = this.venue.instruments.get(order.symbol)!;
    const priceTicks = order.kind === 'limit' ? ticksOf(message.price, instrument) : undefined;
    const qtyLots = lotsOf(message.orderQty, instrument);
    if (qtyLots <= order.filledLots) throw new OrderRefusal('OrderQty is executed already');
    const clientId = clientIdIn(message);
    const echo = { requestId: clientId, origId: order.clientId, memo: message.memo.text() };
    this.venue.market.replace(order, { priceTicks, qtyLots, clientId, echo });
  }

  private massAction(message: entrypoint.OrderMassActionRequest, seqNum: number): void {
    const { massActionType, massActionScope, securityID, side } = message;
    const clientId = clientIdIn(message);
    if (!this.isServed('massCancel', clientId, undefined, seqNum)) return;
    const { orders, refusal } = massCancelled(message, this.line.openOrders(), this.venue);
    const reportId = idOf(this.venue.newExecId());
    this.venue.outbox.push(() =>
      this.line.say(massActionReport, 'answer', clientId, (report) => {
        Object.assign(report, { massActionType, massActionReportID: reportId, securityID, side });
        setId(report, CL_ORD_ID_AT, clientId);
        if (massActionScope > 0) report.massActionScope = massActionScope;
        report.massActionResponse = code(refusal ? '0' : '1');
        setTime(report, entrypoint.OrderMassActionReport.transactTimeAt, this.venue.agenda.nowMs);
        if (refusal === undefined) return;
        report.massActionRejectReason = refusal.reason;
        report.text.write(report, Buffer.from(refusal.text));
      }),
    );
    for (const order of orders) this.venue.cancel(order, 'massCancel');
  }

  private reject(
    message: NewOrder | OnOrder,
    responseTo: ResponseTo,
    order: Order | undefined,
    { reason, message: why }: OrderRefusal,
  ): void {
    const { securityID, side } = message;
    const clientId = clientIdIn(message);
    const execID = idOf(this.venue.newExecId());
    const kind = responseTo === ResponseTo.New ? 'rejected' : 'cancelRejected';
    this.venue.outbox.push(() =>
      this.line.say(rejected, kind, order?.clientId ?? clientId, (report) => {
        Object.assign(report, {
          side,
          cxlRejResponseTo: responseTo,
          securityID,
          ordRejReason: reason,
          execID,
        });
        setId(report, CL_ORD_ID_AT, clientId);
        setTime(report, entrypoint.ExecutionReportReject.transactTimeAt, this.venue.agenda.nowMs);
        if (order) report.orderID = Number(this.venue.orderId(order));
        if (order) setId(report, entrypoint.ExecutionReportReject.origClOrdIDAt, order.clientId);
        report.text.write(report, Buffer.from(why));
      }),
    );
  }

  private refuseBusiness(seqNum: number, reason: number, why: string): void {
    this.venue.outbox.push(() =>
      this.line.say(businessReject, 'rejected', '', (report) => {
        report.refSeqNum = seqNum;
        report.businessRejectReason = reason;
        report.text.write(report, Buffer.from(why));
      }),
    );
  }

  /** @returns false when a fault has it that nothing is done */
  private isServed(kind: string, clientId: string, order: Order | undefined, seqNum: number): boolean {
    const { faults, market } = this.venue;
    const fault = faults.incoming({ session: this.line.name, kind, clientId });
    if (fault?.do === 'ignore' || (fault?.do === 'unknown' && !fault.executed)) return false;
    if (fault?.do === 'throttle') this.refuseBusiness(seqNum, THROTTLED, 'Throttle limit exceeded');
    if (fault?.do === 'unknown') faults.inject({ do: 'lose', clientId });
    if (fault?.do === 'fillFirst' && order)
      market.fill(order, fault.qty === undefined ? leavesOf(order) : Number(fault.qty));
    return fault?.do !== 'throttle';
  }

  /** @throws OrderRefusal */
  private instrumentOf(securityId: number): Instrument {
    for (const instrument of this.venue.instruments.values())
      if (instrument.options.securityId === String(securityId)) return instrument;
    throw new OrderRefusal('Unknown security', 1);
  }
}

const idIn = (message: SbeMessage, at: number): string => String(message.bigOf(at, true, false));
const clientIdIn = (message: SbeMessage): string => idIn(message, CL_ORD_ID_AT);
const origClOrdIdAt = (message: OnOrder): number =>
  message instanceof entrypoint.OrderCancelRequest
    ? entrypoint.OrderCancelRequest.origClOrdIDAt
    : entrypoint.SimpleModifyOrder.origClOrdIDAt;

const char = (value: number): string => String.fromCharCode(value);

/** @throws OrderRefusal */
function ticksOf(units: number, instrument: Instrument): number {
  const ticks = units / UNITS_A_TICK;
  if (!(Number.isInteger(ticks) && ticks > 0))
    throw new OrderRefusal(`Price has to be a multiple of ${instrument.options.tick}`);
  const [low, high] = instrument.tunnel;
  if (ticks > high || ticks < low) throw new OrderRefusal('Price exceeds the rejection tunnel');
  return ticks;
}

/** @throws OrderRefusal */
function lotsOf(quantity: number, instrument: Instrument): number {
  const lots = quantity / lotOf(instrument);
  if (!(Number.isInteger(lots) && lots > 0))
    throw new OrderRefusal(`OrderQty has to be a multiple of ${instrument.options.lot}`);
  if (lots > instrument.maxLots)
    throw new OrderRefusal(`OrderQty exceeds the maximum ${instrument.options.maxQty}`);
  return lots;
}
