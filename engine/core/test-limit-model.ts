/**
 * Exposure and credit as docs/risk.md words them, in BigInt and from what people see of positions: `reasonsFor` says what a
 * new order or a replace may be answered. Credit is compared as fractions; where rounding may decide, both answers are right.
 */
import { ContractKind, Side } from '../../protocol/codes/enums.js';
import { Reason } from '../../protocol/codes/reasons.js';
import type { PositionRow } from '../ledger/position-rows.js';

export interface ModelContract {
  readonly kind: ContractKind;
  readonly unitValue: number;
  readonly currency: number;
  readonly lowest: number;
  readonly highest: number;
}

export interface ModelState {
  readonly contracts: ReadonlyMap<number, ModelContract>;
  readonly rows: readonly PositionRow[];
  /** Absent = neither a last trade nor a reference says anything. */
  readonly marks: ReadonlyMap<number, number>;
  readonly exposure: ReadonlyMap<number, number>;
  readonly credit: ReadonlyMap<number, { readonly value: number; readonly currency: number }>;
  readonly rates: ReadonlyMap<number, { readonly units: number; readonly per: number }>;
}

/** What an order, or a replace of one, is to become. */
export interface Wanted {
  readonly account: number;
  readonly instrument: number;
  readonly side: Side;
  /** Its own price, or the worst that it can get. */
  readonly ticks: number;
  /** What it was before a replace. */
  readonly oldTicks?: number;
  /** Open then, and by how much that is more than before. */
  readonly openLots: number;
  readonly moreLots: number;
}

export function reasonsFor(state: ModelState, wanted: Wanted): readonly Reason[] {
  if (!addsSomething(state, wanted)) return [Reason.None];
  if (isOverExposure(state, wanted)) return [Reason.ExposureLimitExceeded];
  return creditReasons(state, wanted);
}

/** Lots, or a price that makes more of them than the old one and the mark did. */
function addsSomething(state: ModelState, { instrument, ticks, oldTicks, moreLots }: Wanted): boolean {
  if (moreLots > 0 || oldTicks === undefined) return true;
  // Far more than one lot, so that what rounds off an inverse contract's value does not hide a difference.
  const lots = 10n ** 12n;
  const before = [oldTicks, ...markOf(state, instrument)].map((each) => worth(state, instrument, each, lots));
  return before.every((each) => worth(state, instrument, ticks, lots) > each);
}

function isOverExposure(state: ModelState, wanted: Wanted): boolean {
  const { instrument, ticks } = wanted;
  const limit = state.exposure.get(instrument) ?? 0;
  const lots = BigInt(ownSide(state, wanted) + wanted.moreLots);
  if (limit === 0 || lots <= 0n) return false;
  return [ticks, ...markOf(state, instrument)].some(
    (each) => worth(state, instrument, each, lots) > BigInt(limit),
  );
}

function creditReasons(state: ModelState, wanted: Wanted): readonly Reason[] {
  const credit = state.credit.get(wanted.account);
  const lots = ownSide(state, wanted) + wanted.moreLots;
  if (credit === undefined || credit.value === 0) return [Reason.None];
  if (lots <= ownSide(state, { ...wanted, side: Side.Buy + Side.Sell - wanted.side })) return [Reason.None];
  const others = state.rows.filter(
    (row) => row.account === wanted.account && row.instrument !== wanted.instrument && !isIdle(row),
  );
  const currencyOf = (instrument: number) => state.contracts.get(instrument)!.currency;
  const uncounted = [...others, wanted].some(({ instrument }) => {
    const currency = currencyOf(instrument);
    return currency !== credit.currency && !(state.rates.has(currency) && state.rates.has(credit.currency));
  });
  if (uncounted) return [Reason.NoCurrencyRate];
  const [factor, common] = inCommonUnits(state);
  const valued = valuer(state);
  let left = BigInt(credit.value) * factor(credit.currency);
  for (const row of others) {
    const most = Math.max(row.netLots + row.openBuyLots, row.openSellLots - row.netLots);
    left += (owned(state, row) - valued(row.instrument, BigInt(most))) * factor(currencyOf(row.instrument));
  }
  const row = rowOf(state, wanted.account, wanted.instrument);
  const open = BigInt(wanted.openLots);
  const dearer = worth(state, wanted.instrument, wanted.ticks, open) - valued(wanted.instrument, open);
  const needed = valued(wanted.instrument, BigInt(lots)) + (dearer > 0n ? dearer : 0n);
  left += ((row === undefined ? 0n : owned(state, row)) - needed) * factor(currencyOf(wanted.instrument));
  const slack = BigInt(2 * others.length + 4) * common;
  if (left < 0n) return [Reason.CreditLimitExceeded];
  return left >= slack ? [Reason.None] : [Reason.None, Reason.CreditLimitExceeded];
}

/** What a unit of a currency counts for, and a common unit. */
function inCommonUnits({ rates }: ModelState): [factor: (currency: number) => bigint, common: bigint] {
  const common = [...rates.values()].reduce((product, { per }) => product * BigInt(per), 1n);
  const factor = (currency: number) => {
    const rate = rates.get(currency);
    return rate === undefined ? common : (common / BigInt(rate.per)) * BigInt(rate.units);
  };
  return [factor, common];
}

/** Cash less fees, and the lots at the mark. */
function owned(state: ModelState, row: PositionRow): bigint {
  const lots = BigInt(row.netLots);
  const mark = creditMark(state, row.instrument);
  const value = signedWorth(state, row.instrument, mark, lots < 0n ? -lots : lots);
  return row.realized - row.cost - row.fees + (lots < 0n ? -value : value);
}

const valuer =
  (state: ModelState) =>
  (instrument: number, lots: bigint): bigint =>
    worth(state, instrument, creditMark(state, instrument), lots);

const markOf = ({ marks }: ModelState, instrument: number): number[] =>
  marks.has(instrument) ? [marks.get(instrument)!] : [];

/** Without a mark the price that makes most of a lot. */
function creditMark(state: ModelState, instrument: number): number {
  const [mark] = markOf(state, instrument);
  if (mark !== undefined) return mark;
  const { lowest, highest } = state.contracts.get(instrument)!;
  const lots = 10n ** 12n;
  return worth(state, instrument, lowest, lots) > worth(state, instrument, highest, lots) ? lowest : highest;
}

function worth(state: ModelState, instrument: number, ticks: number, lots: bigint): bigint {
  const value = signedWorth(state, instrument, ticks, lots);
  return value < 0n ? -value : value;
}

function signedWorth({ contracts }: ModelState, instrument: number, ticks: number, lots: bigint): bigint {
  const { kind, unitValue } = contracts.get(instrument)!;
  if (kind === ContractKind.Linear) return BigInt(ticks) * BigInt(unitValue) * lots;
  return -((BigInt(unitValue) * lots) / BigInt(ticks));
}

/** Lots long, or short, if all working orders of the side execute. */
function ownSide(state: ModelState, { account, instrument, side }: Wanted): number {
  const row = rowOf(state, account, instrument);
  if (row === undefined) return 0;
  return side === Side.Buy ? row.netLots + row.openBuyLots : row.openSellLots - row.netLots;
}

const rowOf = ({ rows }: ModelState, account: number, instrument: number): PositionRow | undefined =>
  rows.find((row) => row.account === account && row.instrument === instrument);

const isIdle = (row: PositionRow): boolean =>
  row.netLots === 0 &&
  row.openBuyLots === 0 &&
  row.openSellLots === 0 &&
  row.realized === row.cost &&
  row.fees === 0n;
