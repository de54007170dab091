/** The exchange behind the OUCH ports: what the market does becomes OUCH 5.0 messages for the account that the order is of. */
import * as ouch from '../../../protocol/messages/generated/ouch-outbound.js';
import type { Agenda } from '../kit/agenda.js';
import { Faults } from '../kit/faults.js';
import { Outbox } from '../kit/outbox.js';
import type { MarketEvent } from '../market/event.js';
import { Market } from '../market/market.js';
import { leavesOf, type Order, type OrderRequest, type Trade, type Why } from '../market/order.js';
import { ItchFeed } from './itch-feed.js';
import type { NasdaqOptions } from './options.js';
import { OuchPort, type Timed } from './port.js';

/** Of OUCH 5.0's list; the ones that the simulator gives. */
export const enum RejectReason {
  Display = 0x03,
  Halted = 0x07,
  Side = 0x09,
  MinQty = 0x0d,
  Quantity = 0x13,
  CrossOrder = 0x14,
  Symbol = 0x17,
  Price = 0x1d,
  OrderType = 0x24,
  PortRate = 0x29,
}

/** What an order's messages carry and the market does not know. */
export interface Details {
  side: string;
  timeInForce: number;
  display: number;
  capacity: number;
  intermarketSweep: number;
  crossType: number;
  clOrdId: string;
}

interface Known extends Details {
  readonly port: OuchPort;
  reference: number;
  userRefNum: number;
}

export interface Replacement {
  readonly priceTicks: number;
  readonly qtyLots: number;
  readonly userRefNum: number;
  readonly clOrdId: string;
  readonly display: number;
}

const UNITS_A_TICK = 100;
const CANCEL_REASONS: Partial<Record<Why, string>> = {
  user: 'U',
  ioc: 'I',
  fok: 'I',
  noLiquidity: 'I',
  postOnly: 'F',
  dayEnd: 'E',
  expired: 'T',
  venue: 'S',
  disconnect: 'Z',
  selfTrade: 'Q',
};
const BY_USER = 'U';
const LIVE = code('L');
const ADDED = code('A');
const REMOVED = code('R');
const SUPERVISORY = code('S');

interface Endable {
  endOfSession(): void;
}

export class NasdaqVenue {
  readonly faults = new Faults();
  readonly outbox = new Outbox();
  readonly market: Market;
  readonly ports: readonly OuchPort[];
  readonly feed: ItchFeed;
  /** Who listens to it over TCP. */
  readonly itchSessions = new Set<Endable>();
  private readonly known = new WeakMap<Order, Known>();
  private lastReference = 0;
  /** Of the order that is being placed. */
  private arriving: Known | undefined;
  /** Of the replace that is being done. */
  private replacing: Replacement | undefined;
  /** How it is told that shares are taken off an order; a Modify tells it itself. */
  private decreaseReason: string | undefined = BY_USER;

  constructor(
    readonly agenda: Agenda,
    readonly options: NasdaqOptions,
  ) {
    this.ports = options.accounts.map((each) => new OuchPort(each, agenda));
    this.market = new Market(
      agenda,
      options.stocks.map(({ symbol }) => symbol),
    );
    this.market.listen((event) => this.heard(event));
    this.feed = new ItchFeed(agenda, this.market, options.feedMessages);
    for (const port of this.ports)
      port.say(ouch.SystemEvent, 'admin', undefined, (message) => (message.eventCode = code('S')));
  }

  /** @returns undefined when there is no such port */
  enter(username: string, password: string): OuchPort | undefined {
    return this.ports.find(
      ({ options }) =>
        options.username.toLowerCase() === username.toLowerCase() &&
        options.password.toLowerCase() === password.toLowerCase(),
    );
  }

  place(port: OuchPort, request: OrderRequest, details: Details): void {
    this.arriving = { ...details, port, reference: 0, userRefNum: Number(request.clientId) };
    this.market.place(request);
  }

  replace(order: Order, replacement: Replacement): void {
    this.replacing = replacement;
    const { priceTicks, qtyLots, userRefNum } = replacement;
    this.market.replace(order, { priceTicks, qtyLots, clientId: String(userRefNum), losesPriority: true });
    this.replacing = undefined;
  }

  modify(order: Order, side: string, quantity: number): void {
    this.known.get(order)!.side = side;
    if (quantity < order.qtyLots) this.decrease(order, order.qtyLots - quantity, undefined);
    this.say(order, ouch.Modified, 'replaced', (message, known) => {
      message.userRefNum = known.userRefNum;
      message.side = code(side);
      message.quantity = leavesOf(order);
    });
  }

  /** @param reason of the Canceled that says so */
  decrease(order: Order, shares: number, reason: string | undefined): void {
    this.decreaseReason = reason;
    this.market.decrease(order, shares);
    this.decreaseReason = BY_USER;
  }

  /** All that OUCH has to refuse a cancel with. */
  rejectCancel(port: OuchPort, userRefNum: number): void {
    this.outbox.push(() =>
      port.say(
        ouch.CancelReject,
        'cancelRejected',
        String(userRefNum),
        (message) => (message.userRefNum = userRefNum),
      ),
    );
  }

  reject(port: OuchPort, userRefNum: number, reason: RejectReason, clOrdId: string): void {
    this.outbox.push(() =>
      port.say(ouch.Rejected, 'rejected', String(userRefNum), (message) =>
        Object.assign(message, { userRefNum, reason, clOrdId }),
      ),
    );
  }

  answerQuery(port: OuchPort): void {
    this.outbox.push(() =>
      port.say(
        ouch.AccountQueryResponse,
        'answer',
        undefined,
        (message) => (message.nextUserRefNum = port.nextUserRefNum),
      ),
    );
  }

  cancelAll(port: OuchPort): void {
    for (const order of this.market.open(port.options.account)) this.market.cancel(order, 'disconnect');
  }

  endDay(): void {
    for (const port of this.ports)
      port.say(ouch.SystemEvent, 'admin', undefined, (message) => (message.eventCode = code('E')));
  }

  sideOf(order: Order): string {
    return this.known.get(order)!.side;
  }

  private heard(event: MarketEvent): void {
    switch (event.type) {
      case 'accepted':
        return this.accepted(event.order);
      case 'replaced':
        return this.replaced(event.order);
      case 'trade':
        this.executed(event.trade, event.trade.maker, ADDED);
        return this.executed(event.trade, event.trade.taker, REMOVED);
      case 'decremented':
        if (this.decreaseReason !== undefined) this.cancelled(event.order, event.lots, this.decreaseReason);
        return;
      case 'busted':
        for (const order of [event.trade.maker, event.trade.taker]) this.broken(event.trade, order);
        return;
      case 'done':
        if (event.why === 'filled') return;
        return this.cancelled(
          event.order,
          event.order.qtyLots - event.order.filledLots,
          CANCEL_REASONS[event.why] ?? 'Z',
        );
    }
  }

  /** Orders of the crowd and the house are nobody's: only one that came through a port is arriving. */
  private accepted(order: Order): void {
    const known = this.arriving;
    this.arriving = undefined;
    if (known === undefined) return;
    known.reference = ++this.lastReference;
    this.known.set(order, known);
    this.say(order, ouch.Accepted, 'ack', (message) => this.fillOrder(message, order, known));
  }

  private replaced(order: Order): void {
    const known = this.known.get(order);
    const { replacing } = this;
    if (known === undefined || replacing === undefined) return;
    const origUserRefNum = known.userRefNum;
    known.reference = ++this.lastReference;
    known.userRefNum = replacing.userRefNum;
    known.clOrdId = replacing.clOrdId;
    known.display = replacing.display;
    this.say(order, ouch.Replaced, 'replaced', (message) => {
      this.fillOrder(message, order, known);
      message.origUserRefNum = origUserRefNum;
    });
  }

  private fillOrder(message: ouch.Accepted | ouch.Replaced, order: Order, known: Known): void {
    message.userRefNum = known.userRefNum;
    message.side = code(known.side);
    message.quantity = leavesOf(order);
    message.symbol = order.symbol;
    message.price = order.priceTicks * UNITS_A_TICK;
    message.timeInForce = known.timeInForce;
    message.display = known.display;
    message.orderReference = known.reference;
    message.capacity = known.capacity;
    message.intermarketSweep = known.intermarketSweep;
    message.crossType = known.crossType;
    message.orderState = LIVE;
    message.clOrdId = known.clOrdId;
  }

  private executed({ id, lots, priceTicks }: Trade, order: Order, liquidityFlag: number): void {
    this.say(order, ouch.Executed, 'fill', (message, known) => {
      message.userRefNum = known.userRefNum;
      message.quantity = lots;
      message.price = priceTicks * UNITS_A_TICK;
      message.liquidityFlag = liquidityFlag;
      message.matchNumber = id;
    });
  }

  private cancelled(order: Order, shares: number, reason: string): void {
    this.say(order, ouch.Canceled, 'cancelled', (message, known) => {
      message.userRefNum = known.userRefNum;
      message.quantity = shares;
      message.reason = code(reason);
    });
  }

  private broken({ id }: Trade, order: Order): void {
    this.say(order, ouch.BrokenTrade, 'busted', (message, known) => {
      message.userRefNum = known.userRefNum;
      message.matchNumber = id;
      message.reason = SUPERVISORY;
      message.clOrdId = known.clOrdId;
    });
  }

  /** What the message says is written down now; it goes when the request that caused it is done. */
  private say<T extends Timed>(
    order: Order,
    Class: new () => T,
    kind: string,
    fill: (message: T, known: Known) => void,
  ): void {
    const known = this.known.get(order);
    if (known === undefined) return;
    const message = new Class();
    message.encode(new Uint8Array(message.blockLength), 0);
    fill(message, known);
    const { bytes } = message;
    const clientId = String(known.userRefNum);
    this.outbox.push(() =>
      known.port.say(Class, kind, clientId, (copy) => copy.bytes.set(bytes.subarray(TIME_END), TIME_END)),
    );
  }
}

/** Behind the type and the time. */
const TIME_END = 9;

function code(text: string): number {
  return text.charCodeAt(0);
}
