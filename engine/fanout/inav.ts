/**
 * What a share of a fund is worth, as the data collectors of the Python services published it: underlying per share × price × rate, to the
 * cent, whenever that is another one. Out of the references that the engine's own sources bring, in the order of the journal.
 */
import type { InstrumentUnits } from '../../protocol/instrument.js';
import { Cmd, CommandKind, reasonOf } from '../../protocol/records/command.js';
import { kindOf } from '../../protocol/records/layout.js';
import type { MessageQueue } from './message-queue.js';

/** Symbols of instruments: the fund's, and of the references that make its value. */
export interface InavEntry {
  readonly etf: string;
  readonly perShare: string;
  readonly price: string;
  readonly rate: string;
  /** Who says the price, as the channel names it. */
  readonly provider: string;
}

const RATE_KEY = 'USD:BRL';
const CENT_PLACES = 2;

/** One reference, as it was told last. */
class Reference {
  ticks = 0;

  constructor(private readonly units: InstrumentUnits) {}

  /** In units of its fixed point. */
  get value(): bigint {
    return BigInt(this.ticks) * BigInt(this.units.tick);
  }

  get places(): number {
    return this.units.priceScale;
  }

  /** As a JSON number. */
  get text(): string {
    return decimal(this.value, this.places);
  }
}

class Fund {
  private shown: bigint | undefined;

  constructor(
    private readonly entry: InavEntry,
    private readonly perShare: Reference,
    private readonly price: Reference,
    private readonly rate: Reference,
  ) {}

  forget(): void {
    this.shown = undefined;
  }

  publish(messages: MessageQueue): number {
    const factors = [this.perShare, this.price, this.rate];
    if (factors.some(({ ticks }) => ticks <= 0)) return 0;
    const cents = toCents(factors);
    if (cents === this.shown) return 0;
    this.shown = cents;
    const { etf, provider } = this.entry;
    const inav = decimal(cents, CENT_PLACES);
    const message = `{"symbol":${JSON.stringify(etf)},"inav":${inav},"amount_of_underlying_asset":${this.perShare.text}}`;
    messages.publish(`inav-${etf}-${provider}`, message);
    messages.publish(`inav-${etf}`, message);
    messages.keep(`inav:${etf}`, message);
    return 1;
  }
}

export class Inav {
  private readonly references = new Map<number, Reference>();
  private readonly rates = new Set<number>();
  private readonly funds: readonly Fund[];

  /** Entries whose symbols are instruments; the configuration has seen to it that all are. */
  constructor(
    entries: readonly InavEntry[],
    instruments: readonly InstrumentUnits[],
    private readonly messages: MessageQueue,
  ) {
    const reference = (symbol: string): Reference => {
      const units = instruments.find((each) => each.symbol === symbol)!;
      const known = this.references.get(units.id) ?? new Reference(units);
      this.references.set(units.id, known);
      return known;
    };
    this.funds = entries.map((entry) => {
      const [perShare, price, rate] = [entry.perShare, entry.price, entry.rate].map(reference);
      this.rates.add(instruments.find(({ symbol }) => symbol === entry.rate)!.id);
      return new Fund(entry, perShare, price, rate);
    });
  }

  /** Readers may not have what was published: it is, once more, at the next change of a reference. */
  forget(): void {
    for (const fund of this.funds) fund.forget();
  }

  /** @param live else it is only taken in. Returns how many values it published */
  take(i32: Int32Array, at: number, live: boolean): number {
    if (kindOf(i32[at]) !== CommandKind.VenuePrice || reasonOf(i32[at + Cmd.Flags]) !== 0) return 0;
    const instrument = i32[at + Cmd.Instrument];
    const reference = this.references.get(instrument);
    if (reference === undefined) return 0;
    reference.ticks = i32[at + Cmd.PriceTicks];
    if (!live) return 0;
    if (this.rates.has(instrument)) this.messages.keep(RATE_KEY, reference.text);
    return this.funds.reduce((count, fund) => count + fund.publish(this.messages), 0);
  }
}

/** Half a cent goes up. */
function toCents(factors: readonly Reference[]): bigint {
  const product = factors.reduce((so, { value }) => so * value, 1n);
  const divisor = 10n ** BigInt(factors.reduce((sum, { places }) => sum + places, 0));
  return (product * 200n + divisor) / (2n * divisor);
}

/** Without zeros at its end. */
function decimal(value: bigint, places: number): string {
  const digits = String(value).padStart(places + 1, '0');
  const [whole, rest] = [digits.slice(0, digits.length - places), digits.slice(digits.length - places)];
  const kept = rest.replace(/0+$/, '');
  return kept === '' ? whole : `${whole}.${kept}`;
}
