/** The account's own stream: a listen key is got, kept alive, and got anew when it has expired; what comes is told as it came. */
import type { Call, Dial, Notice } from '../../kit/feed/outside.js';
import { type LinkOwner, StreamLink } from '../../kit/feed/stream-link.js';
import type { FuturesOrderOptions } from './options.js';

export interface OrderUpdate {
  readonly s: string;
  readonly c: string;
  readonly S: string;
  /** Execution type and order status. */
  readonly x: string;
  readonly X: string;
  readonly i: number;
  readonly p: string;
  readonly q: string;
  /** Quantity and price of this execution, quantity of all. */
  readonly l: string;
  readonly L: string;
  readonly z: string;
  readonly m: boolean;
  /** Trade id. */
  readonly t: number;
}

/** Asked for again after a refusal. */
const AGAIN_MS = 1_000;

export class UserStream implements LinkOwner {
  isOpen = false;
  private link: StreamLink | undefined;
  private isAsking = false;
  private askAtMs = 0;
  private keepAtMs = 0;
  private nowMs = 0;

  constructor(
    private readonly options: FuturesOrderOptions,
    private readonly dial: Dial,
    private readonly call: Call,
    private readonly notice: Notice,
    private readonly onUpdate: (update: OrderUpdate) => void,
    private readonly onChange: (isUp: boolean, why: string) => void,
  ) {}

  tick(nowMs: number): number {
    this.nowMs = nowMs;
    if (this.link === undefined) return this.askWhenDue();
    if (this.isOpen && nowMs >= this.keepAtMs) this.keepAlive();
    return this.link.tick(nowMs);
  }

  end(): void {
    this.link?.end();
  }

  opened(_link: StreamLink, nowMs: number): void {
    this.isOpen = true;
    this.keepAtMs = nowMs + this.options.keepAliveMs;
    this.onChange(true, '');
  }

  received(link: StreamLink, bytes: Uint8Array, start: number, end: number): void {
    link.heard();
    const text = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString();
    try {
      const event = JSON.parse(text) as { e?: string; o?: OrderUpdate };
      if (event.e === 'ORDER_TRADE_UPDATE' && event.o !== undefined) this.onUpdate(event.o);
      else if (event.e === 'listenKeyExpired') this.renew('the listen key has expired');
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      link.drop('an event was no JSON');
    }
  }

  /** Events in between are lost: orders are asked for. The key may have died with the connection. */
  closed(): void {
    this.renew('the user stream was lost');
  }

  private askWhenDue(): number {
    if (this.isAsking || this.nowMs < this.askAtMs) return 0;
    this.isAsking = true;
    this.listenKey('POST', (status, body) => {
      this.isAsking = false;
      this.askAtMs = this.nowMs + AGAIN_MS;
      const key = status === 200 ? keyOf(body) : undefined;
      if (key !== undefined) this.connect(key);
    });
    return 1;
  }

  private connect(key: string): void {
    const url = `${this.options.streamUrl}/ws?listenKey=${key}`;
    this.link = new StreamLink(
      'binance-usdm user data',
      url,
      this.dial,
      this.options.link,
      this,
      this.notice,
    );
  }

  private keepAlive(): void {
    this.keepAtMs = this.nowMs + this.options.keepAliveMs;
    this.listenKey('PUT', (status) => {
      if (status === 400 || status === 401) this.renew(`the listen key is not known any more (${status})`);
    });
  }

  private renew(why: string): void {
    const { link } = this;
    this.link = undefined;
    this.askAtMs = this.nowMs + AGAIN_MS;
    link?.end();
    if (this.isOpen) {
      this.isOpen = false;
      this.onChange(false, why);
    }
  }

  private listenKey(method: string, answered: (status: number, body: Uint8Array | undefined) => void): void {
    const headers = { 'X-MBX-APIKEY': this.options.apiKey };
    this.call({ method, url: `${this.options.restUrl}/fapi/v1/listenKey`, headers }, answered);
  }
}

function keyOf(body: Uint8Array | undefined): string | undefined {
  try {
    const { listenKey } = JSON.parse(Buffer.from(body ?? []).toString()) as { listenKey?: string };
    return listenKey;
  } catch {
    return undefined;
  }
}
