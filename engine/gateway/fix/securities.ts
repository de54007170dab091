/** Instruments, accounts and venues by the names that FIX messages carry, and the names of those that reports speak of. Of what other engines trade, where. */
import { Route } from '../../../protocol/codes/enums.js';
import { REASON_TEXT, Reason } from '../../../protocol/codes/reasons.js';
import type {
  Account,
  ElsewhereInstrument,
  Instrument,
  InstrumentUnits,
} from '../../../protocol/instrument.js';
import { elsewhereText } from '../../../protocol/wire/elsewhere.js';

/** No record can hold it: an account that nobody has. */
const NO_ACCOUNT = 0x10000;
const NO_INSTRUMENT = 0;
/** ExDestination: wherever it is best after fees. */
const SMART = 'SMART';

export class Securities {
  private readonly bySymbol = new Map<string, Instrument>();
  private readonly byId = new Map<number, InstrumentUnits>();
  private readonly accountNames = new Map<number, string>();
  private readonly accountIds = new Map<string, number>();
  private readonly routes = new Map<string, number>([[SMART, Route.Smart]]);

  constructor(
    instruments: readonly Instrument[],
    retired: readonly InstrumentUnits[],
    accounts: readonly Account[],
    venueNames: readonly (string | undefined)[] = [],
    private readonly elsewhere: readonly ElsewhereInstrument[] = [],
  ) {
    for (const instrument of instruments) this.bySymbol.set(instrument.symbol, instrument);
    for (const units of [...retired, ...instruments]) this.byId.set(units.id, units);
    for (const { id, name } of accounts) {
      this.accountNames.set(id, name);
      this.accountIds.set(name, id);
    }
    for (const [venue, name] of venueNames.entries())
      if (name !== undefined) this.routes.set(name, Route.Venue + venue);
  }

  ofSymbol(symbol: string): Instrument | undefined {
    return this.bySymbol.get(symbol);
  }

  /** Its number where orders name it; 0 for a symbol that nobody trades. */
  numberOf(symbol: string): number {
    const found = this.bySymbol.get(symbol) ?? this.elsewhere.find((each) => each.symbol === symbol);
    return found?.id ?? NO_INSTRUMENT;
  }

  isElsewhere(symbol: string): boolean {
    return this.elsewhere.some((each) => each.symbol === symbol);
  }

  /** What a report about the instrument says of a reason. */
  textOf(reason: Reason, instrument: number): string {
    const isElsewhere = reason === Reason.InstrumentElsewhere;
    const place = isElsewhere ? this.elsewhere.find(({ id }) => id === instrument) : undefined;
    return place === undefined ? REASON_TEXT[reason] : elsewhereText(place);
  }

  /** Also one that is no longer traded. */
  ofId(id: number): InstrumentUnits | undefined {
    return this.byId.get(id);
  }

  /** `Route`; our own book for no name. @returns undefined there is no such venue */
  route(exDestination: string): number | undefined {
    return exDestination === '' ? Route.OwnBook : this.routes.get(exDestination);
  }

  accountName(id: number): string {
    return this.accountNames.get(id) ?? '';
  }

  /** 0 for no name: the session's only account. */
  accountId(name: string): number {
    return name === '' ? 0 : (this.accountIds.get(name) ?? NO_ACCOUNT);
  }
}
