/** The exchange behind the iLink 3 sessions: what the market does becomes execution reports for the session that the order came from. */
import * as ilink from '../../../protocol/messages/generated/ilink3.js';
import type { Agenda } from '../kit/agenda.js';
import { Faults } from '../kit/faults.js';
import { Outbox } from '../kit/outbox.js';
import type { MarketEvent } from '../market/event.js';
import { Market } from '../market/market.js';
import { leavesOf, type Order, type OrderRequest, type Trade, type Why } from '../market/order.js';
import { Contract } from './contract.js';
import { IlinkLine } from './line.js';
import type { CmeOptions } from './options.js';

const NANOS_A_MS = 1_000_000;
const DAY_MS = 86_400_000;
const ELIMINATED: readonly Why[] = ['ioc', 'fok', 'noLiquidity', 'dayEnd', 'expired'];
/** ExecRestatementReason of cancels that the client did not ask for one by one. */
const EXCHANGE_OPTION = 8;
const CANCEL_ON_DISCONNECT = 100;
const TIMES_IN_FORCE: Readonly<Record<string, number>> = { day: 0, gtc: 1, ioc: 3, fok: 4, gtd: 6 };

const accepted = new ilink.ExecutionReportNew522();
const eliminated = new ilink.ExecutionReportElimination524();
const traded = new ilink.ExecutionReportTradeOutright525();
const modified = new ilink.ExecutionReportModify531();
const cancelled = new ilink.ExecutionReportCancel534();

interface Known {
  readonly line: IlinkLine;
  /** Of the request that is answered. */
  echo: Readonly<Record<string, unknown>>;
}

export class CmeVenue {
  readonly faults = new Faults();
  readonly outbox = new Outbox();
  readonly market: Market;
  readonly contracts: ReadonlyMap<number, Contract>;
  /** By session and firm. */
  readonly lines: ReadonlyMap<string, IlinkLine>;
  private readonly bySymbol: ReadonlyMap<string, Contract>;
  private readonly known = new WeakMap<Order, Known>();
  private arriving: Known | undefined;
  private lastId = 0;

  constructor(
    readonly agenda: Agenda,
    readonly options: CmeOptions,
  ) {
    const contracts = options.contracts.map((each) => new Contract(each));
    this.contracts = new Map(contracts.map((each) => [each.options.securityId, each]));
    this.bySymbol = new Map(contracts.map((each) => [each.options.symbol, each]));
    this.market = new Market(agenda, [...this.bySymbol.keys()]);
    this.market.listen((event) => this.heard(event));
    this.lines = new Map(
      options.sessions.map((each) => [`${each.session}${each.firm}`, new IlinkLine(each, this)]),
    );
  }

  place(line: IlinkLine, request: OrderRequest, echo: Known['echo']): void {
    this.arriving = { line, echo };
    this.market.place(request);
  }

  /** From now on the order's reports repeat what this request said. */
  answering(order: Order, echo: Known['echo']): void {
    this.known.get(order)!.echo = echo;
  }

  nextId(): number {
    return ++this.lastId;
  }

  /** What every report has of its own. */
  stamps() {
    const nanos = Math.floor(this.agenda.nowMs) * NANOS_A_MS;
    return { execID: `E${this.nextId()}`, transactTime: nanos, sendingTimeEpoch: nanos };
  }

  private heard(event: MarketEvent): void {
    switch (event.type) {
      case 'accepted':
        if (this.arriving !== undefined) this.known.set(event.order, this.arriving);
        this.arriving = undefined;
        return this.report(event.order, accepted, 'ack', {});
      case 'replaced':
        return this.report(event.order, modified, 'replaced', {});
      case 'decremented':
        return this.report(event.order, modified, 'restated', {});
      case 'trade':
        for (const order of [event.trade.maker, event.trade.taker]) this.fill(event.trade, order);
        return;
      case 'done':
        return this.ended(event.order, event.why);
    }
  }

  private fill(trade: Trade, order: Order): void {
    const contract = this.bySymbol.get(order.symbol)!;
    this.report(order, traded, 'fill', {
      lastPx: contract.mantissaOf(trade.priceTicks),
      lastQty: trade.lots,
      ordStatus: leavesOf(order) === 0 ? 2 : 1,
      aggressorIndicator: Number(trade.taker === order),
      secExecID: trade.id,
      sideTradeID: trade.id,
      mdTradeEntryID: trade.id,
      tradeDate: Math.floor(trade.timeMs / DAY_MS),
      ownership: 0,
    });
  }

  private ended(order: Order, why: Why): void {
    if (why === 'filled') return;
    if (ELIMINATED.includes(why)) return this.report(order, eliminated, 'expired', {});
    const reason =
      why === 'disconnect' ? CANCEL_ON_DISCONNECT : why === 'venue' ? EXCHANGE_OPTION : undefined;
    this.report(order, cancelled, 'cancelled', { execRestatementReason: reason });
  }

  private report(
    order: Order,
    message: Parameters<IlinkLine['say']>[0],
    kind: string,
    extra: Readonly<Record<string, unknown>>,
  ): void {
    const known = this.known.get(order);
    if (known === undefined) return;
    const contract = this.bySymbol.get(order.symbol)!;
    known.line.say(message, kind, order.clientId, {
      ...known.echo,
      ...this.stamps(),
      clOrdID: order.clientId,
      orderID: order.id,
      securityID: contract.options.securityId,
      price: order.priceTicks === 0 ? 0 : contract.mantissaOf(order.priceTicks),
      stopPx: order.trigger && contract.mantissaOf(order.trigger.priceTicks),
      orderQty: order.qtyLots,
      cumQty: order.filledLots,
      leavesQty: order.qtyLots - order.filledLots,
      ordType: ordTypeOf(order),
      side: order.side === 'buy' ? 1 : 2,
      timeInForce: TIMES_IN_FORCE[order.tif],
      possRetransFlag: 0,
      ...extra,
    });
  }
}

function ordTypeOf({ kind, trigger }: Order): number {
  if (trigger) return (kind === 'market' ? '3' : '4').charCodeAt(0);
  return (kind === 'market' ? '1' : '2').charCodeAt(0);
}
