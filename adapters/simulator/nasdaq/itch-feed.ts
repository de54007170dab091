/** The day of the market as TotalView-ITCH 5.0 tells it: every order that rests, by its reference, in one log that all lines are fed from. */

import { MessageLog } from '../../../protocol/message-log.js';
import * as itch from '../../../protocol/messages/generated/itch.js';
import type { FlatMessage } from '../../../protocol/views/flat-message.js';
import type { Clock } from '../kit/agenda.js';
import type { MarketEvent } from '../market/event.js';
import type { Market } from '../market/market.js';
import { leavesOf, type Order } from '../market/order.js';

const LONGEST = 64;
const DAY_MS = 86_400_000;
const UNITS_A_TICK = 100;
const ROUND_LOT = 100;
const SIDES = { buy: code('B'), sell: code('S') };
const STATES = { open: code('T'), halt: code('H'), closed: code('H') };

/** Of every message. */
type Told = FlatMessage & { stockLocate: number; timestamp: number };

export class ItchFeed {
  readonly log: MessageLog;
  /** The log is full: no more is told this day. */
  hasEnded = false;
  private readonly buffer = Buffer.alloc(LONGEST);
  private readonly locates: ReadonlyMap<string, number>;
  private readonly references = new Map<Order, number>();
  private lastReference = 0;
  /** An order that a replace has taken off the book: where it rests next, if it does, is not known yet. */
  private moving: Order | undefined;

  constructor(
    private readonly clock: Clock,
    market: Market,
    messages: number,
  ) {
    this.log = new MessageLog(messages, messages * LONGEST);
    this.locates = new Map(market.symbols.map((symbol, i) => [symbol, i + 1]));
    for (const event of 'OSQ') this.system(event);
    for (const symbol of market.symbols) this.list(symbol);
    market.listen((event) => this.heard(event));
  }

  private heard(event: MarketEvent): void {
    if (this.moving !== undefined && event.type !== 'opened') this.takeOff(this.moving);
    switch (event.type) {
      case 'opened':
        return event.order === this.moving ? this.replaced(event.order) : this.opened(event.order);
      case 'trade':
        return this.executed(event.trade.maker, event.trade.lots, event.trade.id);
      case 'decremented':
        return this.reduced(event.order, event.lots);
      case 'replaced':
        if (event.hasKeptPriority) this.reduced(event.order, event.oldLeavesLots - leavesOf(event.order));
        else if (this.references.has(event.order)) this.moving = event.order;
        return;
      case 'done':
        return this.takeOff(event.order);
      case 'busted':
        return this.tell(
          itch.BrokenTrade,
          event.trade.symbol,
          (message) => (message.matchNumber = event.trade.id),
        );
      case 'phase':
        return this.trading(event.symbol, STATES[event.phase]);
    }
  }

  private system(event: string): void {
    this.tell(itch.SystemEvent, undefined, (message) => (message.eventCode = code(event)));
  }

  private list(symbol: string): void {
    this.tell(itch.StockDirectory, symbol, (message) => {
      Object.assign(message, {
        stock: symbol,
        marketCategory: code('Q'),
        financialStatus: code('N'),
        roundLotSize: ROUND_LOT,
      });
      Object.assign(message, {
        roundLotsOnly: code('N'),
        issueClassification: code('C'),
        issueSubType: 'Z',
        authenticity: code('T'),
      });
      Object.assign(message, {
        shortSaleThreshold: code('N'),
        ipoFlag: code('N'),
        luldTier: code('1'),
        etpFlag: code('N'),
        inverseIndicator: code('N'),
      });
    });
    this.trading(symbol, STATES.open);
  }

  private trading(symbol: string, tradingState: number): void {
    this.tell(itch.TradingAction, symbol, (message) =>
      Object.assign(message, { stock: symbol, tradingState, reserved: code(' '), reason: '' }),
    );
  }

  private opened(order: Order): void {
    this.references.set(order, ++this.lastReference);
    this.tell(itch.AddOrder, order.symbol, (message) => {
      message.reference = this.lastReference;
      message.side = SIDES[order.side];
      message.shares = leavesOf(order);
      message.stock = order.symbol;
      message.price = order.priceTicks * UNITS_A_TICK;
    });
  }

  /** An order that a replace has moved, and that has traded nothing on its way. */
  private replaced(order: Order): void {
    this.moving = undefined;
    const originalReference = this.references.get(order)!;
    this.references.set(order, ++this.lastReference);
    this.tell(itch.OrderReplace, order.symbol, (message) => {
      message.originalReference = originalReference;
      message.newReference = this.lastReference;
      message.shares = leavesOf(order);
      message.price = order.priceTicks * UNITS_A_TICK;
    });
  }

  private executed(maker: Order, lots: number, matchNumber: number): void {
    const reference = this.references.get(maker);
    if (reference === undefined) return;
    this.tell(itch.OrderExecuted, maker.symbol, (message) =>
      Object.assign(message, { reference, executedShares: lots, matchNumber }),
    );
    if (leavesOf(maker) === 0) this.references.delete(maker);
  }

  private reduced(order: Order, lots: number): void {
    const reference = this.references.get(order);
    if (reference === undefined || lots === 0) return;
    this.tell(itch.OrderCancel, order.symbol, (message) =>
      Object.assign(message, { reference, cancelledShares: lots }),
    );
  }

  private takeOff(order: Order): void {
    this.moving = undefined;
    const reference = this.references.get(order);
    if (reference === undefined) return;
    this.references.delete(order);
    this.tell(itch.OrderDelete, order.symbol, (message) => (message.reference = reference));
  }

  private tell<T extends Told>(
    Class: new () => T,
    symbol: string | undefined,
    fill: (message: T) => void,
  ): void {
    const message = new Class();
    const end = message.encode(this.buffer, 0);
    message.stockLocate = symbol === undefined ? 0 : this.locates.get(symbol)!;
    message.timestamp = (this.clock.nowMs % DAY_MS) * 1_000_000;
    fill(message);
    this.hasEnded ||= !this.log.append(this.buffer, 0, end);
  }
}

function code(text: string): number {
  return text.charCodeAt(0);
}
