/**
 * Cancel on disconnect at Binance USD-M: a countdown a symbol, begun anew while orders can go out; when it runs out the venue cancels
 * whatever stands there for the account. It counts as running only for as long as it surely does at the venue.
 */
import type { Call, Notice } from '../../kit/feed/outside.js';
import type { RateBudget } from '../../kit/feed/rate-budget.js';
import { signedQuery } from '../ws-api/signing.js';
import type { FuturesOrderOptions } from './options.js';

/** Begun anew after this part of it, so that one lost request does not end it. */
const PART = 3;
/** After a failure. */
const AGAIN_MS = 1_000;
const WEIGHT = 10;

interface Running {
  readonly symbol: string;
  untilMs: number;
  askAtMs: number;
  isAsking: boolean;
}

export class Countdown {
  private readonly symbols: readonly Running[];
  private nowMs = 0;

  constructor(
    private readonly options: FuturesOrderOptions,
    private readonly weight: RateBudget,
    private readonly call: Call,
    private readonly notice: Notice,
  ) {
    const { countdownMs, instruments } = options;
    this.symbols = (countdownMs === 0 ? [] : instruments).map(({ symbol }) => ({
      symbol,
      untilMs: 0,
      askAtMs: 0,
      isAsking: false,
    }));
  }

  /** For every symbol; always, where none is asked for. */
  isRunning(nowMs: number): boolean {
    for (const { untilMs } of this.symbols) if (untilMs <= nowMs) return false;
    return true;
  }

  /** While orders can go out. Returns requests made. */
  tick(nowMs: number): number {
    this.nowMs = nowMs;
    let asked = 0;
    for (const each of this.symbols) {
      if (each.isAsking || nowMs < each.askAtMs || !this.weight.take(WEIGHT, nowMs)) continue;
      this.begin(each, nowMs);
      asked++;
    }
    return asked;
  }

  private begin(each: Running, sentMs: number): void {
    const { restUrl, apiKey, privateKey, countdownMs } = this.options;
    const { symbol } = each;
    each.isAsking = true;
    const query = signedQuery({ symbol, countdownTime: countdownMs, timestamp: sentMs }, privateKey);
    const url = `${restUrl}/fapi/v1/countdownCancelAll?${query}`;
    this.call({ method: 'POST', url, headers: { 'X-MBX-APIKEY': apiKey } }, (status, body) => {
      each.isAsking = false;
      if (status === 200) {
        each.untilMs = sentMs + countdownMs;
        each.askAtMs = sentMs + countdownMs / PART;
      } else this.failed(each, `status ${status} ${Buffer.from(body ?? []).toString()}`);
    });
  }

  private failed(each: Running, why: string): void {
    each.askAtMs = this.nowMs + AGAIN_MS;
    this.notice(`binance-usdm orders: the countdown of ${each.symbol} was not begun (${why})`);
  }
}
