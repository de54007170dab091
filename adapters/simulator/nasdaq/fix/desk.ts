/** What the requests of Nasdaq's FIX 4.2 do, how each is refused, and what is met with silence: a ClOrdID that was used before. */
import type { FixMessage } from '../../../../protocol/fix/codec/message.js';
import { msgType } from '../../../../protocol/fix/codec/tags.js';
import { fields, utc } from '../../fix/fields.js';
import type { MarketEvent } from '../../market/event.js';
import { leavesOf, type Order, type OrderRequest, type Tif, type Trade } from '../../market/order.js';
import type { NasdaqVenue } from '../venue.js';
import { FixLine } from './line.js';
import { CENTS, orderId, type Reported, reportFields } from './reports.js';

const SHARES_MAX = 999_999;
const ROUND_LOT = 100;
/** Tags that requests have to have, by MsgType. */
export const REQUIRED: Readonly<Record<string, readonly number[]>> = {
  D: [11, 21, 55, 54, 38, 40],
  F: [41, 11, 55, 54, 38],
  G: [41, 11, 21, 55, 54, 38, 40],
};
const SIDES: Readonly<Record<string, 'buy' | 'sell'>> = { '1': 'buy', '2': 'sell', '5': 'sell', '6': 'sell' };
const TIFS: Readonly<Record<string, Tif>> = { '0': 'day', '': 'day', '1': 'day', '3': 'ioc', '5': 'day' };
const SHORT = ['5', '6'];
/** Kept of an order, and given back in its reports. */
const ECHOED = [54, 40, 59, 47, 1];
const TOO_LATE = 0;
const UNKNOWN = 1;

/** The letter of Text, and ExtendedReasonCode(22204) as OUCH numbers it. */
class Refusal extends Error {
  constructor(
    text: string,
    readonly code: number,
  ) {
    super(text);
  }
}

export class FixDesk {
  /** By the client's CompID. */
  readonly lines: ReadonlyMap<string, FixLine>;
  private readonly execIds = new WeakMap<Trade, Map<Order, string>>();
  private lastExecId = 0;

  constructor(readonly venue: NasdaqVenue) {
    const { agenda, options } = venue;
    this.lines = new Map(options.fixLines.map((each) => [each.compId, new FixLine(each, agenda)]));
    venue.market.listen((event) => this.heard(event));
  }

  request(line: FixLine, message: FixMessage): void {
    switch (message.type) {
      case msgType('D'):
        return this.place(line, message);
      case msgType('F'):
        return this.onOrder(line, message, 'cancel', (order) => this.cancel(order, message));
      case msgType('G'):
        return this.onOrder(line, message, 'replace', (order) => this.replace(order, message));
    }
  }

  /** A connection is gone. */
  left({ options }: FixLine): void {
    if (!this.venue.options.cancelsOnDisconnect) return;
    for (const order of this.venue.market.open(options.account))
      this.venue.market.cancel(order, 'disconnect');
  }

  // ---- requests ---------------------------------------------------------------------------------------------

  private place(line: FixLine, message: FixMessage): void {
    const text = (tag: number): string => message.text(message.find(tag));
    const clientId = text(11);
    const { market } = this.venue;
    if (market.find(line.options.account, clientId) !== undefined) return;
    const fault = this.faultOf(line, 'new', clientId, undefined);
    if (fault === 'ignored') return;
    try {
      if (fault === 'throttled') throw new Refusal('Port message rate', 0x29);
      market.place(orderOf(line, message, this.venue));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.refuse(line, message, error);
    }
  }

  private onOrder(
    line: FixLine,
    message: FixMessage,
    kind: 'cancel' | 'replace',
    act: (order: Order) => void,
  ): void {
    const order = this.venue.market.find(line.options.account, message.text(message.find(41)));
    const fault = this.faultOf(line, kind, order?.clientId ?? '', order);
    if (fault === 'ignored') return;
    if (fault === 'throttled') return this.refuseChange(line, message, order, undefined, 'Port message rate');
    if (order === undefined) return this.refuseChange(line, message, order, UNKNOWN, 'Unknown order');
    if (order.state === 'done') return this.refuseChange(line, message, order, TOO_LATE, 'Too late');
    try {
      act(order);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.refuseChange(line, message, order, undefined, error.message);
    }
  }

  /** All that is left of it. */
  private cancel(order: Order, message: FixMessage): void {
    order.echo = { ...order.echo, requestId: message.text(message.find(11)), origId: order.clientId };
    this.venue.market.cancel(order, 'user');
  }

  /** Priority is kept by a smaller quantity alone. */
  private replace(order: Order, message: FixMessage): void {
    const text = (tag: number): string => message.text(message.find(tag));
    const qtyLots = Number(text(38));
    if (text(54) !== order.echo['54']) throw new Refusal('I: Side does not match', 0x09);
    if (text(40) !== order.echo['40']) throw new Refusal('V: Order type cannot be changed', 0x24);
    if (!(qtyLots > order.filledLots && qtyLots <= SHARES_MAX))
      throw new Refusal('Q: Invalid quantity', 0x13);
    const priceTicks = order.kind === 'limit' ? ticksOf(text(44)) : undefined;
    const echo = { requestId: text(11), origId: order.clientId };
    this.venue.market.replace(order, { priceTicks, qtyLots, clientId: text(11), echo });
  }

  /** @returns what a fault has done to the request */
  private faultOf(
    line: FixLine,
    kind: string,
    clientId: string,
    order: Order | undefined,
  ): 'ignored' | 'throttled' | undefined {
    const { faults, market } = this.venue;
    const fault = faults.incoming({ session: line.options.compId, kind, clientId });
    if (fault?.do === 'ignore' || (fault?.do === 'unknown' && !fault.executed)) return 'ignored';
    if (fault?.do === 'unknown') faults.inject({ do: 'lose', clientId });
    if (fault?.do === 'fillFirst' && order !== undefined)
      market.fill(order, fault.qty === undefined ? leavesOf(order) : Number(fault.qty));
    return fault?.do === 'throttle' ? 'throttled' : undefined;
  }

  // ---- answers ----------------------------------------------------------------------------------------------

  private refuse(line: FixLine, message: FixMessage, { message: why, code }: Refusal): void {
    const echo = (tag: number): readonly [number, string] => [tag, message.text(message.find(tag))];
    const body = fields(
      [37, 'NONE'],
      echo(11),
      [17, this.newExecId()],
      [20, 0],
      [39, '8'],
      [150, '8'],
      [22_204, `0x${code.toString(16).toUpperCase().padStart(4, '0')}`],
      ...[76, 55, 54, 38, 40, 44, 59].map(echo),
      ...[32, 31, 151, 14, 6].map((tag) => [tag, 0] as const),
      [60, utc(this.venue.agenda.nowMs)],
      [58, why],
    );
    this.venue.outbox.push(() => line.say('8', body, 'rejected', message.text(message.find(11))));
  }

  private refuseChange(
    line: FixLine,
    message: FixMessage,
    order: Order | undefined,
    reason: number | undefined,
    why: string,
  ): void {
    const text = (tag: number): string => message.text(message.find(tag));
    const orig = text(41);
    const body = fields(
      [37, order === undefined ? 'Unknown' : orderId(order)],
      [11, text(11)],
      [41, orig],
      [39, order === undefined || order.state === 'done' ? '8' : order.filledLots > 0 ? '1' : '0'],
      [102, reason],
      [434, message.type === msgType('F') ? 1 : 2],
      [58, why],
    );
    this.venue.outbox.push(() => line.say('9', body, 'cancelRejected', orig));
  }

  // ---- from the market --------------------------------------------------------------------------------------

  private heard(event: MarketEvent): void {
    switch (event.type) {
      case 'accepted':
        this.report(event.order, { execType: '0', kind: 'ack' });
        return;
      case 'replaced':
        this.report(event.order, { execType: '5', kind: 'replaced' });
        return;
      case 'decremented':
        this.report(event.order, { execType: 'D', kind: 'restated' });
        return;
      case 'trade':
        for (const order of [event.trade.maker, event.trade.taker]) this.executed(order, event.trade);
        return;
      case 'busted':
        for (const order of [event.trade.maker, event.trade.taker]) this.busted(order, event.trade);
        return;
      case 'done':
        if (event.why !== 'filled')
          this.report(event.order, { execType: '4', kind: 'cancelled', why: event.why });
        return;
    }
  }

  private executed(order: Order, trade: Trade): void {
    const execType = order.filledLots >= order.qtyLots ? '2' : '1';
    const execId = this.report(order, { execType, kind: 'fill', trade });
    const ids = this.execIds.get(trade) ?? new Map<Order, string>();
    if (execId !== undefined) this.execIds.set(trade, ids.set(order, execId));
  }

  private busted(order: Order, trade: Trade): void {
    const bustOf = this.execIds.get(trade)?.get(order);
    if (bustOf !== undefined) this.report(order, { execType: '1', kind: 'busted', trade, bustOf });
  }

  /** Orders of others are nobody's here. @returns its ExecID */
  private report(order: Order, reported: Reported): string | undefined {
    const line = this.lines.get(order.session);
    if (line === undefined) return undefined;
    const execId = this.newExecId();
    const body = reportFields(order, reported, execId, this.venue.agenda.nowMs);
    const { clientId } = order;
    this.venue.outbox.push(() => line.say('8', body, reported.kind, clientId));
    return execId;
  }

  private newExecId(): string {
    return `X${String(++this.lastExecId).padStart(9, '0')}`;
  }
}

/** @throws Refusal */
function orderOf({ options }: FixLine, message: FixMessage, { market }: NasdaqVenue): OrderRequest {
  const text = (tag: number): string => message.text(message.find(tag));
  const symbol = text(55);
  const side = SIDES[text(54)];
  const qtyLots = Number(text(38));
  const isMarket = text(40) === '1';
  if (!market.has(symbol)) throw new Refusal('S: Invalid stock', 0x17);
  if (side === undefined) throw new Refusal('I: Invalid side', 0x09);
  if (SHORT.includes(text(54)) && text(114) !== 'N') throw new Refusal('Y: Locate required', 0x27);
  if (!(Number.isInteger(qtyLots) && qtyLots >= 1 && qtyLots <= SHARES_MAX))
    throw new Refusal('Z: Invalid size', 0x13);
  if (!isMarket && text(40) !== '2') throw new Refusal('V: Order type is not supported', 0x24);
  const tif = tifOf(text(59), text(110), qtyLots);
  if (market.phase(symbol) !== 'open') throw new Refusal('H: Halted', 0x07);
  return {
    account: options.account,
    session: options.compId,
    clientId: text(11),
    symbol,
    side,
    kind: isMarket ? 'market' : 'limit',
    tif,
    priceTicks: isMarket ? 0 : ticksOf(text(44)),
    qtyLots,
    postOnly: text(9_140) === 'P',
    echo: Object.fromEntries(ECHOED.map((tag) => [String(tag), text(tag)])),
  };
}

/** Of minimum quantities only the whole is served, and only at once. @throws Refusal */
function tifOf(timeInForce: string, minQty: string, qtyLots: number): Tif {
  const tif = TIFS[timeInForce];
  if (tif === undefined) throw new Refusal('V: TimeInForce is not supported', 0x24);
  if (minQty === '') return tif;
  if (Number(minQty) % ROUND_LOT !== 0 || Number(minQty) !== qtyLots || tif !== 'ioc')
    throw new Refusal('K: Invalid minimum quantity', 0x0d);
  return 'fok';
}

/** @throws Refusal */
function ticksOf(price: string): number {
  const ticks = CENTS.parse(price);
  if (!(ticks > 0)) throw new Refusal('X: Invalid price', 0x1d);
  return ticks;
}
