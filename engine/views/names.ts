/** Numbers as readers outside see them: symbols, account names, decimal text, and ids as text, exact to the last digit. */
import { formatFixed } from '../../protocol/fixed.js';
import type { Account, InstrumentUnits } from '../../protocol/instrument.js';

export class Names {
  private readonly instruments: (InstrumentUnits | undefined)[] = [];
  private readonly accounts: string[] = [];

  constructor(instruments: readonly InstrumentUnits[], accounts: readonly Account[]) {
    for (const instrument of instruments) this.instruments[instrument.id] = instrument;
    for (const { id, name } of accounts) this.accounts[id] = name;
  }

  /** A number that no name was given for is shown as it is. */
  symbol(instrument: number): string {
    return this.instruments[instrument]?.symbol ?? String(instrument);
  }

  account(account: number): string {
    return this.accounts[account] ?? String(account);
  }

  /** Empty when the instrument is not known: there is no scale to write it in. */
  price(instrument: number, ticks: number): string {
    const known = this.instruments[instrument];
    return known ? decimal(ticks, known.tick, known.priceScale) : '';
  }

  quantity(instrument: number, lots: number): string {
    const known = this.instruments[instrument];
    return known ? decimal(lots, known.lot, known.quantityScale) : '';
  }
}

function decimal(count: number, unit: number, scale: number): string {
  const value = count * unit;
  return formatFixed(Number.isSafeInteger(value) ? value : BigInt(count) * BigInt(unit), scale);
}

/** Nanoseconds since 1970. */
export function timeText(seconds: number, nanos: number): string {
  const whole = seconds >>> 0;
  return whole === 0 ? String(nanos) : whole + String(nanos).padStart(9, '0');
}
