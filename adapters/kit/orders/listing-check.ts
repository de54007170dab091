/** Before orders go out: every instrument is one that the venue lists, on ticks and lots of ours. Asked for anew after each logon. */
import type { Call, Notice } from '../feed/outside.js';
import type { Definition, VenueInstrument } from '../instrument.js';
import { stepsOf } from '../units.js';
import type { FormEvents } from './order-form.js';

/** After a failure. */
const AGAIN_MS = 5_000;

export interface ListingSource {
  /** For a person. */
  readonly name: string;
  readonly url: string;
  /** @throws what is wrong with an answer */
  readonly definitions: (body: Uint8Array) => readonly Definition[];
  readonly instruments: readonly VenueInstrument[];
}

export class ListingCheck {
  isPassed = false;
  private isAsking = false;
  private askAtMs = 0;
  private nowMs = 0;

  constructor(
    private readonly source: ListingSource,
    private readonly call: Call,
    private readonly notice: Notice,
    private readonly desk: FormEvents,
  ) {}

  again(): void {
    this.isPassed = false;
  }

  tick(nowMs: number): number {
    this.nowMs = nowMs;
    if (this.isPassed || this.isAsking || nowMs < this.askAtMs) return 0;
    this.isAsking = true;
    this.call({ method: 'GET', url: this.source.url, headers: {} }, (status, body) => {
      this.isAsking = false;
      this.answered(status, body);
    });
    return 1;
  }

  private answered(status: number, body: Uint8Array | undefined): void {
    try {
      if (status !== 200) throw new RangeError(`status ${status}`);
      const definitions = this.source.definitions(body!);
      for (const instrument of this.source.instruments) this.list(instrument, definitions);
      this.isPassed = true;
    } catch (error) {
      this.askAtMs = this.nowMs + AGAIN_MS;
      this.notice(`${this.source.name}: not ready (${this.source.url}: ${(error as Error).message})`);
    }
  }

  private list({ symbol, id, price, qty }: VenueInstrument, definitions: readonly Definition[]): void {
    const definition = definitions.find((each) => each.symbol === symbol);
    if (definition === undefined) throw new RangeError(`the venue lists no "${symbol}"`);
    const lots = (text: string, what: string) => stepsOf(text, qty, `${what} of ${symbol}`);
    const stepTicks = stepsOf(definition.tick, price, `tick of ${symbol}`);
    const { lot, marketLot = lot, minQty } = definition;
    const stepLots = Math.max(lots(lot, 'lot'), lots(marketLot, 'lot of market orders'));
    this.desk.listed(id, definition, lots(minQty, 'smallest quantity'), stepLots, stepTicks);
  }
}
