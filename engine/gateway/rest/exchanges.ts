/** What clients say: an exchange with a strategy, its symbols and accounts, and where its orders go. */

import { Reason } from '../../../protocol/codes/reasons.js';
import type { Account, ElsewhereInstrument, Instrument } from '../../../protocol/instrument.js';
import { elsewhereText } from '../../../protocol/wire/elsewhere.js';
import { Refusal } from './refusal.js';

export interface NamedExchange {
  readonly exchange: string;
  readonly strategy: string;
  /** `Route` */
  readonly route: number;
  readonly answers: 'binance' | 'flowa';
  readonly symbols: readonly (readonly [theirs: string, ours: Instrument])[];
  readonly accounts: readonly (readonly [theirs: string, ours: Account])[];
}

/** What the engine trades and for whom, and what others trade. */
export interface Traded {
  readonly instruments: readonly Instrument[];
  readonly elsewhere: readonly ElsewhereInstrument[];
  readonly accounts: readonly Account[];
}

export class Exchange {
  readonly route: number;
  readonly answers: NamedExchange['answers'];
  /** What the client calls instruments, where it is not what we do. */
  readonly symbols: ReadonlyMap<number, string>;
  private readonly instruments: ReadonlyMap<string, Instrument>;
  private readonly accounts: ReadonlyMap<string, number>;
  private readonly elsewhere: readonly ElsewhereInstrument[];

  constructor(entry: NamedExchange, { instruments, elsewhere, accounts }: Traded) {
    this.elsewhere = elsewhere;
    this.route = entry.route;
    this.answers = entry.answers;
    const ours = instruments.map((instrument) => [instrument.symbol, instrument] as const);
    this.instruments = new Map([...ours, ...entry.symbols]);
    this.accounts = new Map([
      ...accounts.map(({ name, id }) => [name, id] as const),
      ...entry.accounts.map(([theirs, { id }]) => [theirs, id] as const),
    ]);
    // The last one of an instrument stays, and that is to be the first.
    this.symbols = new Map(entry.symbols.map(([theirs, { id }]) => [id, theirs] as const).reverse());
  }

  /** Other engines trade other instruments, and give their orders the same ids. */
  get isOneOfSeveral(): boolean {
    return this.elsewhere.length > 0;
  }

  /** @throws Refusal */
  instrument(symbol: string): Instrument {
    const found = this.instruments.get(symbol);
    if (found !== undefined) return found;
    const place = this.elsewhere.find((each) => each.symbol === symbol);
    if (place !== undefined) throw isElsewhere(place);
    throw new Refusal(Reason.UnknownInstrument, `there is no instrument "${symbol}"`);
  }

  /** 0, the session's only account, where none is named. @throws Refusal */
  account(name: string | undefined): number {
    if (name === undefined) return 0;
    const id = this.accounts.get(name);
    if (id === undefined) throw new Refusal(Reason.UnknownAccount, `there is no account "${name}"`);
    return id;
  }
}

export class Exchanges {
  private readonly byName: ReadonlyMap<string, Exchange>;

  constructor(entries: readonly NamedExchange[], traded: Traded) {
    this.byName = new Map(
      entries.map((entry) => [`${entry.exchange}\n${entry.strategy}`, new Exchange(entry, traded)]),
    );
  }

  /** @throws Refusal */
  find(exchange: string, strategy: string): Exchange {
    const found = this.byName.get(`${exchange}\n${strategy}`);
    if (found !== undefined) return found;
    throw new Refusal(
      Reason.UnknownExchange,
      `no exchange_name "${exchange}" with strategy "${strategy}" is configured`,
    );
  }
}

/** REST is on the port of the binary door. */
function isElsewhere({ engine, address: door }: ElsewhereInstrument): Refusal {
  const address = new URL(door.replace(/^ws/, 'http')).origin;
  const message = elsewhereText({ engine, address });
  return new Refusal(Reason.InstrumentElsewhere, message, undefined, undefined, { engine, address });
}
