/**
 * Which instruments of a session Binance trades now: by the definitions, asked for when the connection opens and after that as often as
 * the product needs it. Between two of them the session says what a stream has told. Pure of clocks; time is given.
 */
import type { Fetch, Notice } from '../../kit/feed/outside.js';
import type { RateBudget } from '../../kit/feed/rate-budget.js';
import type { TopSink } from '../../kit/feed/sink.js';
import { TradingStates } from '../../kit/feed/trading-states.js';
import { binanceDefinitions, TRADING } from './definitions.js';
import type { BinanceOptions } from './options.js';

/** After a failure, or no answer. */
const AGAIN_MS = 10_000;
const OK = 200;

export class TradingWatch {
  private readonly states: TradingStates;
  private readonly url: string;
  private askAtMs = Number.POSITIVE_INFINITY;

  constructor(
    private readonly options: BinanceOptions,
    private readonly budget: RateBudget,
    private readonly fetch: Fetch,
    sink: TopSink,
    private readonly notice: Notice,
  ) {
    const { product, instruments } = options;
    this.states = new TradingStates(instruments, sink);
    const symbols = JSON.stringify(instruments.map(({ symbol }) => symbol));
    const query = product.definitionsOfSymbols ? `?symbols=${encodeURIComponent(symbols)}` : '';
    this.url = `${product.restUrl}${product.definitionsPath}${query}`;
  }

  /** A connection is there anew: what was said while there was none is not known. */
  begin(): void {
    if (this.options.watchesTrading) this.askAtMs = 0;
  }

  /** @returns 1 when something was asked for */
  tick(nowMs: number): number {
    const { product } = this.options;
    if (nowMs < this.askAtMs || !this.budget.take(product.definitionsWeight, nowMs)) return 0;
    this.askAtMs = nowMs + AGAIN_MS;
    this.fetch(this.url, (status, body) => {
      if (status !== OK || body === undefined) return this.failed(`HTTP ${status}`);
      if (this.take(body)) this.askAtMs = nowMs + product.definitionsMs;
    });
    return 1;
  }

  /** @param word a status of the venue's */
  said(instrument: number, word: string): void {
    this.states.said(instrument, word === TRADING, word);
  }

  private take(body: Uint8Array): boolean {
    try {
      const definitions = new Map(binanceDefinitions(body).map((each) => [each.symbol, each.status]));
      for (const [i, { symbol }] of this.options.instruments.entries())
        this.said(i, definitions.get(symbol) ?? 'not listed');
      return true;
    } catch (error) {
      this.failed((error as Error).message);
      return false;
    }
  }

  private failed(why: string): void {
    this.notice(
      `${this.options.product.name}: what is traded is not known (${this.url}: ${why}), again in ${AGAIN_MS} ms`,
    );
  }
}
