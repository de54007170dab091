/**
 * What a message makes of the engine's book, by commands: a new order rests, a cancel or deletion takes its size off, an
 * execution is an aggressor's order of that size that the engine matches. An order that came before the file, or was out of
 * sight, has no order of its own: it stands in the seed of its level, which is older than all that came later, as it was.
 */
import { accountOf, byteA } from '../../../protocol/records/layout.js';
import type { MarketBook } from '../market-book.js';
import { offTick, toTicks } from '../ticks.js';
import { FILE_ACCOUNT, SEED_ACCOUNT } from './accounts.js';
import { type LobsterMessage, MessageType } from './messages.js';

export class MessageFlow {
  /** Executions that the engine matched with the very order (or with the seed that it stands in). */
  hits = 0;
  /** Executions where another order of the same level was first. */
  misses = 0;
  /** Executions of an order that was not at the best price: no continuous matching; taken off without. */
  away = 0;
  /** Messages about an order that is not in the book; nothing is done, the row will tell. */
  unknown = 0;

  constructor(
    private readonly market: MarketBook,
    private readonly tick: number,
  ) {}

  /** @throws InputError the price is no tick; EngineRefusal */
  apply(message: LobsterMessage): void {
    if (!message.changesBook) return;
    const ticks = toTicks(message.price, this.tick);
    if (Number.isNaN(ticks)) message.wrongPrice(offTick(this.tick));
    if (message.type === MessageType.NewOrder) return this.enter(message, ticks);
    const slot = this.find(message, ticks);
    if (slot === 0) this.unknown++;
    else if (message.type === MessageType.Execution) this.execute(slot, message.lots);
    else this.market.takeOff(slot, message.lots);
  }

  private enter({ side, lots, idLow, idHigh }: LobsterMessage, ticks: number): void {
    const { market } = this;
    const before = market.engine.find(FILE_ACCOUNT, idLow, idHigh);
    if (before !== 0) market.takeOff(before, market.engine.orders.openLots(before));
    market.rest(FILE_ACCOUNT, side, ticks, lots, idLow, idHigh);
  }

  /** Slot of the order that the message is about, or of the seed that it stands in; 0 = neither. */
  private find({ type, side, idLow, idHigh }: LobsterMessage, ticks: number): number {
    const { engine } = this.market;
    const slot = engine.find(FILE_ACCOUNT, idLow, idHigh);
    if (slot === 0) return engine.find(SEED_ACCOUNT, ticks, side);
    // An execution may have a price of its own; a cancel that names another price means another order.
    const fits = type === MessageType.Execution || engine.orders.priceTicks(slot) === ticks;
    return fits && byteA(engine.orders.head(slot)) === side ? slot : 0;
  }

  private execute(slot: number, lots: number): void {
    const { market } = this;
    const { orders } = market.engine;
    const ticks = orders.priceTicks(slot);
    const id = [orders.clientIdLow(slot), orders.clientIdHigh(slot)] as const;
    const account = accountOf(orders.owner(slot));
    if (market.bestTicks(byteA(orders.head(slot))) !== ticks) this.away++;
    else if (market.hit(slot, ticks, lots)) {
      this.hits++;
      return;
    } else this.misses++;
    market.takeOff(market.engine.find(account, ...id), lots);
  }
}
