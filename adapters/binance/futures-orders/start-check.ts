/** Before orders go out: the account is in one-way mode, and every instrument is one that the venue lists, on ticks and lots of ours. */
import type { Call, Notice } from '../../kit/feed/outside.js';
import type { VenueInstrument } from '../../kit/instrument.js';
import type { FormEvents } from '../../kit/orders/order-form.js';
import { stepsOf } from '../../kit/units.js';
import { type BinanceDefinition, binanceDefinitions } from '../market-data/definitions.js';
import { signedQuery } from '../ws-api/signing.js';
import type { FuturesOrderOptions } from './options.js';

/** After a failure. */
const AGAIN_MS = 5_000;

export class StartCheck {
  isPassed = false;
  private isListed = false;
  private isAsking = false;
  private askAtMs = 0;
  private nowMs = 0;

  constructor(
    private readonly options: FuturesOrderOptions,
    private readonly call: Call,
    private readonly notice: Notice,
    private readonly desk: FormEvents,
  ) {}

  /** The mode may have been changed while nobody looked. */
  again(): void {
    this.isPassed = this.isListed = false;
  }

  tick(nowMs: number): number {
    this.nowMs = nowMs;
    if (this.isPassed || this.isAsking || nowMs < this.askAtMs) return 0;
    this.isAsking = true;
    if (this.isListed) this.askMode();
    else this.askDefinitions();
    return 1;
  }

  private askDefinitions(): void {
    const url = `${this.options.restUrl}/fapi/v1/exchangeInfo`;
    this.call({ method: 'GET', url, headers: {} }, (status, body) => {
      this.isAsking = false;
      try {
        if (status !== 200) throw new RangeError(`status ${status}`);
        const definitions = binanceDefinitions(body!);
        for (const instrument of this.options.instruments) this.list(instrument, definitions);
        this.isListed = true;
      } catch (error) {
        this.failed(`exchangeInfo: ${(error as Error).message}`);
      }
    });
  }

  private list(instrument: VenueInstrument, definitions: readonly BinanceDefinition[]): void {
    const { symbol, id, price, qty } = instrument;
    const definition = definitions.find((each) => each.symbol === symbol);
    if (definition === undefined) throw new RangeError(`the venue lists no "${symbol}"`);
    const stepLots = stepsOf(definition.lot, qty, `lot of ${symbol}`);
    const marketLots = stepsOf(definition.marketLot, qty, `lot of market orders of ${symbol}`);
    const minLots = stepsOf(definition.minQty, qty, `smallest quantity of ${symbol}`);
    const stepTicks = stepsOf(definition.tick, price, `tick of ${symbol}`);
    this.desk.listed(id, definition, minLots, Math.max(stepLots, marketLots), stepTicks);
  }

  private askMode(): void {
    const { restUrl, apiKey, privateKey } = this.options;
    const query = signedQuery({ timestamp: this.nowMs }, privateKey);
    const url = `${restUrl}/fapi/v1/positionSide/dual?${query}`;
    this.call({ method: 'GET', url, headers: { 'X-MBX-APIKEY': apiKey } }, (status, body) => {
      this.isAsking = false;
      if (status === 200 && isOneWay(body)) this.isPassed = true;
      else if (status === 200)
        this.failed('the account is in hedge mode; switch it to one-way mode, then it goes on');
      else this.failed(`position mode: status ${status} ${Buffer.from(body ?? []).toString()}`);
    });
  }

  private failed(why: string): void {
    this.askAtMs = this.nowMs + AGAIN_MS;
    this.notice(`binance-usdm orders: not ready (${why})`);
  }
}

function isOneWay(body: Uint8Array | undefined): boolean {
  try {
    return (
      (JSON.parse(Buffer.from(body ?? []).toString()) as { dualSidePosition?: boolean }).dualSidePosition ===
      false
    );
  } catch {
    return false;
  }
}
