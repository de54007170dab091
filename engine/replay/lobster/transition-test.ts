/**
 * What is proved: for every row i, the engine's book as row i-1 shows it, given message i, becomes the book of row i.
 * Orders rest in the engine at the levels of row i-1: those that the messages told of, with their own ids and in their
 * order of arrival, and for what stood there before one seed a level. Executions go through matching. Row i is compared
 * with the depth that a reader of the event ring derives. Then only what the window hides or reveals is corrected (see
 * `WindowSide`); after a difference the book is cleared and seeded from row i, so that each transition stands for itself.
 */
import { Side } from '../../../protocol/codes/enums.js';
import type { Differences } from '../differences.js';
import type { MarketBook } from '../market-book.js';
import { NO_DIFFERENCE } from '../recorded-side.js';
import { FILE_ACCOUNT, SEED_ACCOUNT } from './accounts.js';
import type { BookRow } from './book-row.js';
import { MessageFlow } from './message-flow.js';
import { type LobsterMessage, MessageType } from './messages.js';
import { WindowSide } from './window-side.js';

export class TransitionTest {
  transitions = 0;
  agreeing = 0;
  /** By message type. */
  readonly countOf = new Uint32Array(MessageType.TradingHalt + 1);
  readonly agreeingOf = new Uint32Array(MessageType.TradingHalt + 1);
  readonly flow: MessageFlow;
  private readonly asks: WindowSide;
  private readonly bids: WindowSide;

  /**
   * @param levels how many of the best levels decide
   * @param tick one tick in the file's units
   */
  constructor(
    private readonly market: MarketBook,
    private readonly message: LobsterMessage,
    row: BookRow,
    private readonly levels: number,
    tick: number,
    private readonly differences: Differences,
  ) {
    this.flow = new MessageFlow(market, tick);
    this.asks = new WindowSide(market, Side.Sell, row, tick);
    this.bids = new WindowSide(market, Side.Buy, row, tick);
  }

  get skipped(): number {
    return this.asks.skipped + this.bids.skipped;
  }

  /** The book as the row just read shows it. */
  seed(): void {
    this.market.clear(FILE_ACCOUNT);
    this.market.clear(SEED_ACCOUNT);
    this.asks.seedAll();
    this.bids.seedAll();
  }

  /** The message and the row just read. */
  step(): void {
    const { message } = this;
    this.transitions++;
    this.countOf[message.type]++;
    this.market.engine.setTime(message.seconds, message.nanos);
    this.flow.apply(message);
    const ask = this.asks.look();
    const bid = this.bids.look();
    if (this.judge(ask, bid)) {
      this.agreeing++;
      this.agreeingOf[message.type]++;
    }
    if (ask === NO_DIFFERENCE && bid === NO_DIFFERENCE) {
      this.asks.follow();
      this.bids.follow();
    } else this.seed();
  }

  /** True when the levels that decide agree. */
  private judge(ask: number, bid: number): boolean {
    const wrongAsk = ask !== NO_DIFFERENCE && ask < this.levels;
    const wrongBid = bid !== NO_DIFFERENCE && bid < this.levels;
    if (!wrongAsk && !wrongBid) return true;
    this.differences.add(() => {
      const where = wrongAsk ? describe('ask', this.asks, ask) : describe('bid', this.bids, bid);
      return `row ${this.message.rows.line} (${this.message}): ${where}`;
    });
    return false;
  }
}

function describe(name: string, side: WindowSide, level: number): string {
  const { recorded, view } = side;
  const expected = level < recorded.count ? `${recorded.price[level]} x ${recorded.lots[level]}` : 'no level';
  const found = level < view.count ? `${side.priceOf(level)} x ${view.lots[level]}` : 'no level';
  return `${name} level ${level + 1}: expected ${expected}, the engine has ${found}`;
}
