/** The limits that a configuration gives, in the numbers of the core. What is not given is not limited. */
import { LimitKind } from '../../protocol/codes/enums.js';
import { parseFixed } from '../../protocol/fixed.js';
import type { LimitSetting } from '../../protocol/instrument.js';
import { lotsOf } from './instruments.js';
import type { AccountLimits, InstrumentEntry, ParsedConfig, SessionLimits } from './schema.js';

/** Numbers by name. */
export interface Numbers {
  instrument(symbol: string): number;
  account(name: string): number;
  currency(name: string): number;
  key(id: string): number;
  strategy(name: string): number;
  fix(version: string, compId: string): number;
  /** Of a REST key, or of who has none. */
  rest(id: string | undefined): number;
}

/** @throws RangeError naming the field that does not fit */
export function initialLimits(config: ParsedConfig, numbers: Numbers): LimitSetting[] {
  const ofAccounts = config.accounts.flatMap((name) => {
    const own = config.accountLimits.find(({ account }) => account === name);
    const account = numbers.account(name);
    return [
      ...accountLimits(config, { ...config.accountDefaults, ...own }, account, numbers),
      ...(own?.positions ?? []).flatMap((entry) => positionLimits(config, entry, account, numbers)),
    ];
  });
  return [
    ...config.instruments.flatMap((entry) => instrumentLimits(config, entry, numbers)),
    ...ofAccounts,
    ...config.keys.flatMap((entry) => sessionLimits(entry, numbers.key(entry.id))),
    ...config.strategies.flatMap((entry) => sessionLimits(entry, numbers.strategy(entry.name))),
    ...orderSessions(config).flatMap((entry) =>
      sessionLimits(entry, numbers.fix(entry.version, entry.compId)),
    ),
    ...(config.rest?.keys ?? []).flatMap((entry) => sessionLimits(entry, numbers.rest(entry.id))),
    ...(config.rest?.open === undefined ? [] : sessionLimits(config.rest.open, numbers.rest(undefined))),
  ];
}

/** FIX sessions that send orders. */
const orderSessions = ({ fix }: ParsedConfig) => (fix?.sessions ?? []).filter(({ dropCopy }) => !dropCopy);

function instrumentLimits(config: ParsedConfig, entry: InstrumentEntry, numbers: Numbers): LimitSetting[] {
  const instrument = numbers.instrument(entry.symbol);
  return [
    ...given(LimitKind.CollarTicks, entry.collarTicks, { instrument }),
    ...given(LimitKind.CollarBasisPoints, entry.collarBasisPoints, { instrument }),
    ...given(LimitKind.ProtectionTicks, entry.protectionTicks, { instrument }),
    ...given(LimitKind.Position, entry.maxPosition && lotsOf(entry, 'maxPosition', entry.maxPosition), {
      instrument,
    }),
    ...given(LimitKind.Exposure, entry.maxExposure && settlement(config, entry, entry.maxExposure), {
      instrument,
    }),
    ...given(LimitKind.Restricted, Number(entry.restricted), { instrument }),
  ];
}

type PositionEntry = ParsedConfig['accountLimits'][number]['positions'][number];

function positionLimits(
  config: ParsedConfig,
  { symbol, maxPosition, maxExposure, restricted }: PositionEntry,
  account: number,
  numbers: Numbers,
): LimitSetting[] {
  const entry = config.instruments.find((each) => each.symbol === symbol)!;
  const scope = { account, instrument: numbers.instrument(symbol) };
  return [
    ...given(LimitKind.Position, maxPosition && lotsOf(entry, 'maxPosition', maxPosition), scope),
    ...given(LimitKind.Exposure, maxExposure && settlement(config, entry, maxExposure), scope),
    ...given(LimitKind.Restricted, Number(restricted), scope),
  ];
}

function accountLimits(
  config: ParsedConfig,
  { credit, creditCurrency, maxOpenOrders }: AccountLimits,
  account: number,
  numbers: Numbers,
): LimitSetting[] {
  const open = given(LimitKind.OpenOrders, maxOpenOrders, { account });
  if (credit === undefined || creditCurrency === undefined) return open;
  const currency = numbers.currency(creditCurrency);
  return [...open, ...given(LimitKind.Credit, money(config, creditCurrency, credit), { account, currency })];
}

function sessionLimits(
  { ordersPerSecond, cancelsPerSecond, maxExecutions }: SessionLimits,
  session: number,
): LimitSetting[] {
  return [
    ...given(LimitKind.OrdersPerSecond, ordersPerSecond, { session }),
    ...given(LimitKind.CancelsPerSecond, cancelsPerSecond, { session }),
    ...given(LimitKind.Executions, maxExecutions, { session }),
  ];
}

/** In the currency that the instrument settles in; `references.ts` has seen to it that there is one. */
function settlement(config: ParsedConfig, { currency = '' }: InstrumentEntry, amount: string): number {
  return money(config, currency, amount);
}

function money({ currencies }: ParsedConfig, currency: string, amount: string): number {
  return parseFixed(amount, currencies.find(({ name }) => name === currency)!.scale);
}

function given(
  kind: LimitKind,
  value: number | '' | undefined,
  scope: Omit<LimitSetting, 'kind' | 'value'>,
): LimitSetting[] {
  return value ? [{ kind, value, ...scope }] : [];
}
