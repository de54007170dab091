/** The configuration that a back-test runs by: the recording's instruments, the strategy, and the recorded market's accounts. */

import { Identities } from '../../engine/config/identities.js';
import { checkConfig, loadConfig } from '../../engine/config/load.js';
import { PAPER_CONFIG } from '../../engine/config/paper.js';
import { type Registry, register } from '../../engine/config/registry.js';
import type { ConfigFile, InstrumentEntry, ParsedConfig } from '../../engine/config/schema.js';
import { formatFixed, parseFixed, scaleOf } from '../../protocol/fixed.js';
import type { TapeInstrument } from './tapes/tape.js';
import { type Worth, worthsOf } from './worth.js';

export const STRATEGY_ACCOUNT = 'strategy';
/** Ids of recorded orders are an instrument's own, so each has its own account for them. */
export const ordersAccount = (index: number): string => `recorded-orders-${index}`;
export const levelsAccount = (index: number): string => `recorded-levels-${index}`;

const DECIMALS_MAX = 12;
const TICKS_MAX = 2n ** 31n - 1n;
const TICK_LOTS_MAX = 2n ** 53n - 1n;

export interface SetupOptions {
  /** Of the configuration's, else a plugin. */
  readonly strategy: string;
  readonly config?: string;
  readonly parameters?: Readonly<Record<string, unknown>>;
  readonly symbols?: readonly string[];
  readonly makerFeeMillionths?: number;
  readonly takerFeeMillionths?: number;
}

export interface BacktestSetup {
  readonly registry: Registry;
  /** As the configuration names it. */
  readonly plugin: string;
  /** Place in the tape of each of the registry's instruments. */
  readonly places: readonly number[];
  /** Instrument by instrument. */
  readonly worths: readonly Worth[];
}

/** @throws RangeError, ConfigError what does not fit */
export function setUp(tape: readonly TapeInstrument[], options: SetupOptions): BacktestSetup {
  const given =
    options.config === undefined ? checkConfig(PAPER_CONFIG, () => 'paper') : loadConfig(options.config);
  const entry = given.strategies.find(({ name }) => name === options.strategy);
  const places = chosen(tape, options.symbols ?? entry?.instruments ?? [], options.symbols !== undefined);
  const instruments = places.map((place) => tape[place]);
  const symbols = instruments.map(({ symbol }) => symbol);
  const {
    plugin = options.strategy,
    parameters = {},
    ordersPerSecond,
    cancelsPerSecond,
    maxExecutions,
  } = entry ?? {};
  const config: ConfigFile = {
    accounts: [STRATEGY_ACCOUNT, ...instruments.flatMap((_, i) => [ordersAccount(i), levelsAccount(i)])],
    currencies: given.currencies,
    instruments: instruments.map((each) => instrumentEntry(each, given, options)),
    accountLimits: [accountEntry(symbols, entry?.account, given, options)],
    strategies: [
      {
        ...{ name: entry?.name ?? 'strategy', plugin, account: STRATEGY_ACCOUNT },
        ...{ ordersPerSecond, cancelsPerSecond, maxExecutions },
        instruments: symbols,
        parameters: { ...parameters, ...options.parameters },
      },
    ],
  };
  const registry = register(
    checkConfig(config, () => 'back-test'),
    [],
    new Identities(),
  );
  return { registry, plugin, places, worths: worthsOf(registry, instruments) };
}

/** Those that are wanted and recorded; where nobody says, all that are recorded. */
function chosen(tape: readonly TapeInstrument[], wanted: readonly string[], strictly: boolean): number[] {
  const all = tape.map((_, place) => place);
  const found = all.filter((place) => wanted.includes(tape[place].symbol));
  const missing = wanted.filter((symbol) => !tape.some((each) => each.symbol === symbol));
  const recorded = tape.map(({ symbol }) => symbol).join(', ');
  if (strictly && missing.length > 0)
    throw new RangeError(`${missing.join(', ')} is not in the recording, which has ${recorded}`);
  return found.length > 0 ? found : all;
}

/** The strategy's own limits and fees, as its account or its instruments have them; the recorded market has none. */
function accountEntry(
  symbols: readonly string[],
  account: string | undefined,
  { accountLimits, instruments }: ParsedConfig,
  { makerFeeMillionths, takerFeeMillionths }: SetupOptions,
) {
  // What the command line says goes before all, and stands with the instrument.
  const isSaid = makerFeeMillionths !== undefined || takerFeeMillionths !== undefined;
  const own = accountLimits.find((each) => each.account === account);
  const positions = symbols.map((symbol) => {
    const limits = own?.positions.find((each) => each.symbol === symbol);
    const known = instruments.find((each) => each.symbol === symbol);
    return {
      symbol,
      maxPosition: limits?.maxPosition ?? known?.maxPosition,
      maxExposure: limits?.maxExposure ?? known?.maxExposure,
    };
  });
  return {
    account: STRATEGY_ACCOUNT,
    maxOpenOrders: own?.maxOpenOrders,
    ...(isSaid
      ? {}
      : { makerFeeMillionths: own?.makerFeeMillionths, takerFeeMillionths: own?.takerFeeMillionths }),
    positions: positions.filter(({ maxPosition, maxExposure }) => maxPosition ?? maxExposure),
  };
}

function instrumentEntry(
  { symbol, tick, lot }: TapeInstrument,
  { instruments }: ParsedConfig,
  options: SetupOptions,
): InstrumentEntry {
  const known: Partial<InstrumentEntry> = instruments.find((each) => each.symbol === symbol) ?? {};
  const {
    makerFeeMillionths = known.makerFeeMillionths ?? 0,
    takerFeeMillionths = known.takerFeeMillionths ?? 0,
  } = options;
  const scales = [scaleOf(tick), scaleOf(lot)];
  const [tickUnits, lotUnits] = [tick, lot].map((text, i) => BigInt(parseFixed(text, scales[i])));
  const places = scales[0] + scales[1];
  return {
    ...{ symbol, tick, lot, makerFeeMillionths, takerFeeMillionths },
    ...(known.referencePrice !== undefined && { referencePrice: known.referencePrice }),
    ...{
      contract: known.contract ?? 'linear',
      multiplier: known.multiplier ?? '1',
      currency: known.currency,
    },
    ...{ marketMarginPercent: 10, restricted: false },
    maxPrice: formatFixed(TICKS_MAX * tickUnits, scales[0]),
    maxQuantity: formatFixed((TICK_LOTS_MAX / lotUnits) * lotUnits, scales[1]),
    maxNotional: decimalText(TICK_LOTS_MAX * tickUnits * lotUnits, places),
  };
}

/** Rounded down to what a configuration may say. */
function decimalText(value: bigint, places: number): string {
  const cut = Math.max(0, places - DECIMALS_MAX);
  return formatFixed(value / 10n ** BigInt(cut), places - cut);
}
