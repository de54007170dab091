/** The exchange behind the FIX lines: what the market does becomes reports with B3's ids, for the line that the order came from. */

import type { Field } from '../fix/fields.js';
import type { Agenda } from '../kit/agenda.js';
import { Faults } from '../kit/faults.js';
import { Outbox } from '../kit/outbox.js';
import type { MarketEvent } from '../market/event.js';
import { CROWD, HOUSE, Market } from '../market/market.js';
import { leavesOf, type Order, type Trade, type Why } from '../market/order.js';
import { Instrument } from './instruments.js';
import type { B3Options } from './options.js';

/** ExecType; `F` for executions whatever is written for them. */
export type ExecType = '0' | '4' | '5' | 'C' | 'D' | 'F' | 'G' | 'H';

export interface Report {
  readonly execType: ExecType;
  readonly order: Order;
  readonly orderId: string;
  readonly secondaryOrderId: string;
  /** Of the request that it answers, or of the order. */
  readonly clientId: string;
  readonly origClientId: string;
  readonly execId: string;
  readonly execRefId?: string;
  readonly status: string;
  /** ExecRestatementReason. */
  readonly restatement?: number;
  readonly parties: readonly Field[];
  readonly trade?: Trade;
  readonly correctedPrice?: string;
  readonly priceTicks: number;
  readonly qtyLots: number;
  readonly leavesLots: number;
  readonly filledLots: number;
  readonly filledQuote: bigint;
  readonly timeMs: number;
  readonly text?: string;
}

interface Extra {
  readonly trade?: Trade;
  readonly execRefId?: string;
  readonly restatement?: number;
  readonly correctedPrice?: string;
  readonly text?: string;
}

const EXPIRES: readonly Why[] = ['dayEnd', 'expired', 'ioc', 'fok', 'noLiquidity'];
const ID_DIGITS = 6;
const MARKET_OPTION = 8;
const SELF_TRADE_AGGRESSOR = 103;
const SELF_TRADE_RESTING = 107;
const BY_MASS_ACTION = 202;
const OPERATIONAL = 204;

export class B3Venue {
  readonly faults = new Faults();
  readonly outbox = new Outbox();
  readonly market: Market;
  readonly instruments: ReadonlyMap<string, Instrument>;
  /** What an order's reports carry and the market does not know. */
  private readonly details = new WeakMap<Order, { parties: readonly Field[]; secondaryId: string }>();
  private readonly execIds = new WeakMap<Trade, Map<Order, string>>();
  private readonly listeners = new Map<string, (report: Report) => void>();
  private lastId = 0;
  /** Of the order that is being placed. */
  private arriving: readonly Field[] = [];
  /** Of the cancel that is being done. */
  private reason: number | undefined;

  constructor(
    readonly agenda: Agenda,
    readonly options: B3Options,
  ) {
    this.instruments = new Map(options.instruments.map((each) => [each.symbol, new Instrument(each)]));
    this.market = new Market(agenda, [...this.instruments.keys()]);
    this.market.listen((event) => this.heard(event));
  }

  /** The line's reports, also while it is not connected. */
  listen(line: string, listener: (report: Report) => void): void {
    this.listeners.set(line, listener);
  }

  place(request: Parameters<Market['place']>[0], parties: readonly Field[]): Order {
    this.arriving = parties;
    return this.market.place(request);
  }

  setParties(order: Order, parties: readonly Field[]): void {
    this.details.get(order)!.parties = parties;
  }

  /** @param reason ExecRestatementReason, when it is not the client who asked for this one order */
  cancel(order: Order, why: Why, reason?: number): boolean {
    this.reason = reason;
    const isDone = this.market.cancel(order, why);
    this.reason = undefined;
    return isDone;
  }

  orderId(order: Order): string {
    return this.idOf(order.id);
  }

  /** It changes when an order loses its priority. */
  secondaryId(order: Order): string {
    return this.details.get(order)!.secondaryId;
  }

  newExecId(): string {
    return `E${this.idOf(++this.lastId)}`;
  }

  /** An order changes without anybody asking. */
  restate(order: Order): void {
    this.report(order, 'D', { restatement: MARKET_OPTION });
  }

  /** @throws when there is no such trade */
  correct(tradeId: number, price: string): void {
    const trade = this.market.trade(tradeId);
    if (trade === undefined) throw new Error(`no trade ${tradeId}`);
    for (const order of [trade.maker, trade.taker])
      this.report(order, 'G', { trade, execRefId: this.execIdOf(trade, order), correctedPrice: price });
  }

  private heard(event: MarketEvent): void {
    switch (event.type) {
      case 'accepted':
        this.details.set(event.order, { parties: this.arriving, secondaryId: this.idOf(++this.lastId) });
        return this.report(event.order, '0', {});
      case 'replaced':
        if (!event.hasKeptPriority) this.details.get(event.order)!.secondaryId = this.idOf(++this.lastId);
        return this.report(event.order, '5', {});
      case 'decremented':
        return this.restate(event.order);
      case 'trade':
        for (const order of [event.trade.maker, event.trade.taker])
          this.report(order, 'F', { trade: event.trade });
        return;
      case 'busted':
        return this.busted(event.trade);
      case 'done':
        return this.ended(event.order, event.why, event.wasOpen);
    }
  }

  private busted(trade: Trade): void {
    for (const order of [trade.maker, trade.taker])
      this.report(order, 'H', { trade, execRefId: this.execIdOf(trade, order), text: 'Trade busted' });
  }

  private ended(order: Order, why: Why, wasOpen: boolean): void {
    if (why === 'filled') return;
    if (EXPIRES.includes(why)) return this.report(order, 'C', { text: 'Order expired' });
    if (why === 'selfTrade')
      return this.report(order, '4', { restatement: wasOpen ? SELF_TRADE_RESTING : SELF_TRADE_AGGRESSOR });
    const restatement = why === 'massCancel' ? BY_MASS_ACTION : why === 'venue' ? OPERATIONAL : this.reason;
    this.report(order, '4', { restatement });
  }

  private report(order: Order, execType: ExecType, extra: Extra): void {
    const listener = this.listeners.get(order.session);
    if (listener === undefined || order.account === CROWD || order.account === HOUSE) return;
    const { parties, secondaryId } = this.details.get(order)!;
    const execId = this.newExecId();
    if (extra.trade && execType === 'F') this.keepExecId(extra.trade, order, execId);
    const report: Report = {
      ...extra,
      execType,
      order,
      orderId: this.orderId(order),
      ...idsOf(order, execType),
      secondaryOrderId: secondaryId,
      execId,
      status: statusOf(order, execType),
      parties,
      priceTicks: order.priceTicks,
      qtyLots: order.qtyLots,
      leavesLots: leavesOf(order),
      filledLots: order.filledLots,
      filledQuote: order.filledQuote,
      timeMs: this.agenda.nowMs,
    };
    this.outbox.push(() => listener(report));
  }

  private keepExecId(trade: Trade, order: Order, execId: string): void {
    const ids = this.execIds.get(trade) ?? new Map<Order, string>();
    this.execIds.set(trade, ids.set(order, execId));
  }

  private execIdOf(trade: Trade, order: Order): string | undefined {
    return this.execIds.get(trade)?.get(order);
  }

  /** The day, then a number: `20261126000001`. */
  private idOf(n: number): string {
    const day = new Date(this.agenda.nowMs).toISOString().slice(0, 10).replaceAll('-', '');
    return `${day}${String(n).padStart(ID_DIGITS, '0')}`;
  }
}

/** A replace and a cancel that was asked for carry the request's id and the one before it. */
function idsOf(order: Order, execType: ExecType): Pick<Report, 'clientId' | 'origClientId'> {
  const { requestId, origId } = order.echo;
  const isAnswer = execType === '5' || (execType === '4' && order.why === 'user');
  return isAnswer && requestId !== undefined
    ? { clientId: requestId, origClientId: origId }
    : { clientId: order.clientId, origClientId: '' };
}

function statusOf(order: Order, execType: ExecType): string {
  if (execType === '4' || execType === 'C') return execType;
  if (execType === '5' && order.filledLots === 0) return '5';
  if (order.state === 'done' && order.why !== 'filled') return '4';
  if (order.filledLots === 0) return '0';
  return leavesOf(order) === 0 || order.why === 'filled' ? '2' : '1';
}
