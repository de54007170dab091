/**
 * Which number stands for which name, and how much a tick and a lot of an instrument are, kept in the data directory: the
 * journal holds numbers only, so they must mean the same for as long as the journal lives, whatever is added to or
 * removed from the configuration. Numbers start at 1 and are never given twice.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { parseFixed, scaleOf } from '../../protocol/fixed.js';
import { ConfigError } from './load.js';
import { replaceFile } from './synced-file.js';

const FILE = 'identities.json';
const KINDS = ['instruments', 'accounts', 'sessions', 'currencies', 'venues'] as const;
type Kind = (typeof KINDS)[number];

/** As the configuration wrote them. */
interface Units {
  readonly tick: string;
  readonly lot: string;
  /** What it settles in and how; undefined where a version before this one has written it. */
  readonly contract?: string;
}

const fileSchema = z.strictObject({
  instruments: z.array(z.string()),
  accounts: z.array(z.string()),
  sessions: z.array(z.string()),
  currencies: z.array(z.string()).default([]),
  venues: z.array(z.string()).default([]),
  units: z
    .array(
      z.tuple([
        z.string(),
        z.strictObject({ tick: z.string(), lot: z.string(), contract: z.string().optional() }),
      ]),
    )
    .default([]),
});
type File = z.output<typeof fileSchema>;

const nothingKnown = (): File => ({
  instruments: [],
  accounts: [],
  sessions: [],
  currencies: [],
  venues: [],
  units: [],
});

export class Identities {
  private readonly names: Record<Kind, string[]>;
  private readonly units: Map<string, Units>;
  private readonly numbers: Record<Kind, Map<string, number>>;
  private changed = false;

  /** @param dataDirectory where they are kept; without one they are not */
  constructor(private readonly dataDirectory?: string) {
    const { units, ...names } =
      dataDirectory === undefined ? nothingKnown() : readFile(join(dataDirectory, FILE));
    this.names = names;
    this.units = new Map(units);
    this.numbers = {
      instruments: numbered(this.names.instruments),
      accounts: numbered(this.names.accounts),
      sessions: numbered(this.names.sessions),
      currencies: numbered(this.names.currencies),
      venues: numbered(this.names.venues),
    };
  }

  /** The name's number, a fresh one when it has none yet. */
  numberOf(kind: Kind, name: string): number {
    const known = this.numbers[kind].get(name);
    if (known !== undefined) return known;
    const number = this.names[kind].push(name);
    this.numbers[kind].set(name, number);
    this.changed = true;
    return number;
  }

  /** All names ever given of a kind; the name of number n stands at n - 1. */
  namesOf(kind: Kind): readonly string[] {
    return this.names[kind];
  }

  /** @throws ConfigError the journal counts the instrument in other ticks, lots or money */
  keepUnits(symbol: string, { tick, lot, contract }: Units): void {
    const kept = this.units.get(symbol);
    if (kept !== undefined && !(sameNumber(kept.tick, tick) && sameNumber(kept.lot, lot)))
      throw new ConfigError(
        `${symbol} has tick ${tick} and lot ${lot}, but the journal in ${this.dataDirectory} counts its orders in ticks of ` +
          `${kept.tick} and lots of ${kept.lot}: give the new instrument another symbol, or use a fresh data directory`,
      );
    if (kept?.contract !== undefined && contract !== undefined && kept.contract !== contract)
      throw new ConfigError(
        `${symbol} is ${contract}, but the journal in ${this.dataDirectory} counts its positions as ${kept.contract}: ` +
          'give the new instrument another symbol, or use a fresh data directory',
      );
    if (kept !== undefined && kept.contract === contract) return;
    this.units.set(symbol, { tick, lot, ...(contract !== undefined && { contract }) });
    this.changed = true;
  }

  /** Undefined for a name that a version before this one has written. */
  unitsOf(symbol: string): Units | undefined {
    return this.units.get(symbol);
  }

  /** On disk before the first record that uses a new number. */
  save(): void {
    if (!this.changed || this.dataDirectory === undefined) return;
    const file = join(this.dataDirectory, FILE);
    const content = { ...this.names, units: [...this.units] } satisfies File;
    replaceFile(file, `${JSON.stringify(content, null, 2)}\n`);
    this.changed = false;
  }
}

function numbered(names: readonly string[]): Map<string, number> {
  return new Map(names.map((name, i) => [name, i + 1]));
}

const sameNumber = (a: string, b: string): boolean =>
  scaleOf(a) === scaleOf(b) && parseFixed(a, scaleOf(a)) === parseFixed(b, scaleOf(b));

function readFile(file: string): File {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return nothingKnown();
    throw error;
  }
  try {
    return fileSchema.parse(JSON.parse(text));
  } catch (error) {
    throw new ConfigError(
      `${file} is damaged (${(error as Error).message}); it says which number in the journal means which name: restore it from a backup`,
    );
  }
}
