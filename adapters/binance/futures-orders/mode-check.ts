/** Before orders go out: the account is in one-way mode. Asked for anew after each connect, because it may have been changed while nobody looked. */
import type { Call, Notice } from '../../kit/feed/outside.js';
import { signedQuery } from '../ws-api/signing.js';
import type { FuturesOrderOptions } from './options.js';

/** After a failure. */
const AGAIN_MS = 5_000;

export class ModeCheck {
  isPassed = false;
  private isAsking = false;
  private askAtMs = 0;

  constructor(
    private readonly options: FuturesOrderOptions,
    private readonly call: Call,
    private readonly notice: Notice,
  ) {}

  again(): void {
    this.isPassed = false;
  }

  tick(nowMs: number): number {
    if (this.isPassed || this.isAsking || nowMs < this.askAtMs) return 0;
    this.isAsking = true;
    this.askAtMs = nowMs + AGAIN_MS;
    const { restUrl, apiKey, privateKey } = this.options;
    const query = signedQuery({ timestamp: nowMs }, privateKey);
    const url = `${restUrl}/fapi/v1/positionSide/dual?${query}`;
    this.call({ method: 'GET', url, headers: { 'X-MBX-APIKEY': apiKey } }, (status, body) => {
      this.isAsking = false;
      const text = Buffer.from(body ?? []).toString();
      if (status === 200 && isOneWay(text)) this.isPassed = true;
      else if (status === 200)
        this.failed('the account is in hedge mode; switch it to one-way mode, then it goes on');
      else this.failed(`position mode: status ${status} ${text}`);
    });
    return 1;
  }

  private failed(why: string): void {
    this.notice(`binance-usdm orders: not ready (${why})`);
  }
}

function isOneWay(text: string): boolean {
  try {
    return (JSON.parse(text) as { dualSidePosition?: boolean }).dualSidePosition === false;
  } catch {
    return false;
  }
}
