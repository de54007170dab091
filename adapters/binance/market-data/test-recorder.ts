/** What Binance would have sent of a test market: depth updates, bookTickers, trades and snapshots, as lines of a recording. */

import { Side } from '../../../protocol/codes/enums.js';
import { formatFixed } from '../../../protocol/fixed.js';
import { type TestChange, TestMarket } from '../../test-market.js';

export const TICK_PLACES = 2;
export const LOT_PLACES = 3;
/** More than there have to be, as the venue writes them. */
const WRITTEN = '00';

export const priceText = (ticks: number): string => formatFixed(ticks, TICK_PLACES) + WRITTEN;
export const qtyText = (lots: number): string => formatFixed(lots, LOT_PLACES) + WRITTEN;

export class TestBinanceRecorder {
  readonly market: TestMarket;
  /** Data of the streams, in order. */
  readonly messages: { stream: string; data: Record<string, unknown> }[] = [];
  id = 1_000;
  private previousId = 900;
  private tradeId = 5_000;
  private ms = 1_700_000_000_000;

  /** @param isLinked as futures number updates; else as spot does */
  constructor(
    readonly symbol: string,
    seed: number,
    private readonly isLinked: boolean,
  ) {
    this.market = new TestMarket(seed);
  }

  /** So many depth updates, and what happens between them. */
  run(updates: number): void {
    for (let i = 0; i < updates; i++) this.update(1 + this.market.random.below(8));
  }

  snapshot(): Record<string, unknown> {
    const rows = (side: Side) =>
      this.market.rows(side).map(([ticks, lots]) => [priceText(ticks), qtyText(lots)]);
    return { lastUpdateId: this.id, bids: rows(Side.Buy), asks: rows(Side.Sell) };
  }

  snapshotUrl(): string {
    return `https://api.binance.com/api/v3/depth?symbol=${this.symbol}&limit=1000`;
  }

  private update(steps: number): void {
    const changes = new Map<string, TestChange>();
    let firstId = 0;
    for (let i = 0; i < steps; i++) {
      const { change, trade, isTopChanged } = this.market.step();
      this.id += this.isLinked ? 1 + this.market.random.below(50) : 1;
      firstId ||= this.id;
      changes.set(`${change.side} ${change.ticks}`, change);
      if (trade) this.trade(trade.ticks, trade.lots, trade.makerSide === Side.Buy);
      if (isTopChanged) this.top();
    }
    this.depth(firstId, [...changes.values()]);
  }

  private depth(U: number, changes: readonly TestChange[]): void {
    const rows = (wanted: Side) =>
      changes
        .filter(({ side }) => side === wanted)
        .map(({ ticks, lots }) => [priceText(ticks), qtyText(lots)]);
    const { id: u, symbol: s, previousId: pu } = this;
    const link = this.isLinked ? { T: this.ms, s, U, u, pu } : { s, U, u };
    this.say('depth@100ms', { e: 'depthUpdate', E: this.ms, ...link, b: rows(Side.Buy), a: rows(Side.Sell) });
    this.previousId = u;
  }

  private top(): void {
    const [bid, bidLots, ask, askLots] = this.market.top();
    const data = {
      u: this.id,
      s: this.symbol,
      b: priceText(bid),
      B: qtyText(bidLots),
      a: priceText(ask),
      A: qtyText(askLots),
    };
    this.say('bookTicker', this.isLinked ? { e: 'bookTicker', ...data, T: this.ms, E: this.ms } : data);
  }

  private trade(ticks: number, lots: number, isBuyerMaker: boolean): void {
    const what = { p: priceText(ticks), q: qtyText(lots), T: this.ms, m: isBuyerMaker };
    const { symbol: s } = this;
    if (this.isLinked)
      this.say('aggTrade', { e: 'aggTrade', E: this.ms, s, a: ++this.tradeId, f: 1, l: 2, ...what });
    else this.say('trade', { e: 'trade', E: this.ms, s, t: ++this.tradeId, ...what, M: true });
  }

  private say(stream: string, data: Record<string, unknown>): void {
    this.ms += 1 + this.market.random.below(40);
    this.messages.push({ stream: `${this.symbol.toLowerCase()}@${stream}`, data });
  }
}

/** Lines of recordings, one a message, a time apart that counts up. */
export class TestLines {
  private at = 1_700_000_000;
  private fraction = 0;

  private time(): string {
    this.fraction += 1_000;
    if (this.fraction >= 1_000_000) {
      this.at++;
      this.fraction -= 1_000_000;
    }
    return `${this.at}.${String(this.fraction).padStart(6, '0')}`;
  }

  received(message: unknown): string {
    return `${this.time()}: ${JSON.stringify(message)}`;
  }

  answer(url: string, body: unknown): string {
    return `${url} -> ${this.time()}: ${JSON.stringify(body)}`;
  }

  connected(url: string): string {
    return `${url} <-> ${this.time()}`;
  }

  /** Of the other format. */
  nanos(message: unknown): string {
    return `${this.time().replace('.', '')}000 ${JSON.stringify(message)}`;
  }
}
