/** What the schema alone cannot say: names that must be unique, and names that must exist. */

import { parseFixed } from '../../protocol/fixed.js';
import type { Complaint } from './complaint.js';
import { checkPrices, toContract, toRate } from './contracts.js';
import { elsewhere, noInstrument, unfitEngines } from './engines.js';
import { lotsOf, toInstrument } from './instruments.js';
import { CURRENCIES } from './limits.js';
import { unfitRedis } from './redis.js';
import { unfitRest } from './rest-references.js';
import type { AccountLimits, InstrumentEntry, ParsedConfig } from './schema.js';
import { withDefaultLimits } from './schema.js';
import { sharedAccounts } from './strategy-references.js';
import { unfitVenues } from './venue-references.js';

export function checkReferences(config: ParsedConfig): Complaint[] {
  return [
    ...repeated('accounts', config.accounts),
    ...repeated(
      'keys',
      config.keys.map((key) => key.id),
      'id',
    ),
    ...repeated(
      'instruments',
      config.instruments.map((entry) => entry.symbol),
      'symbol',
    ),
    ...repeated(
      'strategies',
      config.strategies.map((entry) => entry.name),
      'name',
    ),
    ...repeated(
      'currencies',
      config.currencies.map((entry) => entry.name),
      'name',
    ),
    ...repeated(
      'accountLimits',
      config.accountLimits.map((entry) => entry.account),
      'account',
    ),
    ...repeated(
      'streetAccounts',
      [...config.accounts, ...config.streetAccounts],
      undefined,
      config.accounts.length,
    ),
    ...repeated(
      'venues',
      config.venues.map((entry) => entry.name),
      'name',
    ),
    ...repeated(
      'references',
      config.references.map((entry) => entry.symbol),
      'symbol',
    ),
    ...unknownReferences(config),
    ...unfitVenues(config),
    ...unknownAccounts(config),
    ...unknownCurrencies(config),
    ...unfitFixSessions(config),
    ...unfitRest(config),
    ...unfitEngines(config),
    ...sharedAccounts(config),
    ...unfitRedis(
      config.redis,
      config.instruments.map(({ symbol }) => symbol),
    ),
    ...unfitCurrencies(config),
    ...unfitLimitsOf(config),
    ...unknownInstruments(config),
    ...repeated(
      'calendars',
      config.calendars.map((entry) => entry.name),
      'name',
    ),
    ...unknownCalendars(config),
    ...unorderedPhases(config),
    ...unfitInstruments(config),
    ...unfitLimits(config),
  ];
}

/** @param before names of another section that may not be repeated here either */
function repeated(section: string, names: readonly string[], field?: string, before = 0): Complaint[] {
  return names.flatMap((name, i) =>
    i >= before && names.indexOf(name) < i
      ? [
          {
            path: field ? [section, i, field] : [section, i - before],
            message: `"${name}" stands here twice`,
          },
        ]
      : [],
  );
}

function unknownAccounts({ accounts, keys, strategies, accountLimits }: ParsedConfig): Complaint[] {
  const missing = (name: string, path: PropertyKey[]): Complaint[] =>
    accounts.includes(name) ? [] : [{ path, message: `no account "${name}"; add it to "accounts"` }];
  return [
    ...keys.flatMap((key, k) => key.accounts.flatMap((name, i) => missing(name, ['keys', k, 'accounts', i]))),
    ...strategies.flatMap((entry, i) => missing(entry.account, ['strategies', i, 'account'])),
    ...accountLimits.flatMap((entry, i) => missing(entry.account, ['accountLimits', i, 'account'])),
  ];
}

const DEMO_KEY = 'demo';

/** Who they are, how they prove it, and for which accounts. */
function unfitFixSessions({ fix, keys, accounts, demoKey }: ParsedConfig): Complaint[] {
  const sessions = fix?.sessions ?? [];
  const names = sessions.map(({ version, compId }) => `${version} ${compId}`);
  const ids = new Set([...keys.map(({ id }) => id), ...(demoKey ? [DEMO_KEY] : [])]);
  return sessions.flatMap((entry, i) => {
    const complain = (isWrong: boolean, field: string, message: string): Complaint[] =>
      isWrong ? [{ path: ['fix', 'sessions', i, field], message }] : [];
    const { key, certificate, accounts: own } = entry;
    const stranger = own?.find((name) => !accounts.includes(name));
    return [
      ...complain(names.indexOf(names[i]) < i, 'compId', `"${names[i]}" stands here twice`),
      ...complain(key === undefined && certificate === undefined, 'key', 'give a key or a certificate'),
      ...complain(key !== undefined && !ids.has(key), 'key', `no key "${key}"; add it to "keys"`),
      ...complain(
        certificate !== undefined && fix?.tls?.clientCa === undefined,
        'certificate',
        'needs fix.tls.clientCa',
      ),
      ...complain(
        key === undefined && own === undefined,
        'accounts',
        'give the accounts; there is no key to take them from',
      ),
      ...complain(stranger !== undefined, 'accounts', `no account "${stranger}"; add it to "accounts"`),
    ];
  });
}

function unknownInstruments(config: ParsedConfig): Complaint[] {
  const { instruments, strategies, accountLimits } = config;
  const symbols = new Set(instruments.map((entry) => entry.symbol));
  const missing = (symbol: string, path: PropertyKey[]): Complaint[] =>
    symbols.has(symbol) ? [] : [{ path, message: noInstrument(config, symbol) }];
  return [
    ...strategies.flatMap((entry, s) =>
      entry.instruments.flatMap((symbol, i) => missing(symbol, ['strategies', s, 'instruments', i])),
    ),
    ...accountLimits.flatMap((entry, a) =>
      entry.positions.flatMap(({ symbol }, i) =>
        missing(symbol, ['accountLimits', a, 'positions', i, 'symbol']),
      ),
    ),
  ];
}

function unknownReferences({ references, instruments }: ParsedConfig): Complaint[] {
  return references.flatMap(({ symbol }, i) =>
    instruments.some((entry) => entry.symbol === symbol)
      ? []
      : [{ path: ['references', i, 'symbol'], message: `no instrument "${symbol}"` }],
  );
}

function unknownCurrencies({
  currencies,
  instruments,
  accountDefaults,
  accountLimits,
}: ParsedConfig): Complaint[] {
  const names = new Set(currencies.map((entry) => entry.name));
  const missing = (name: string | undefined, path: PropertyKey[]): Complaint[] =>
    name === undefined || names.has(name)
      ? []
      : [{ path, message: `no currency "${name}"; add it to "currencies"` }];
  return [
    ...instruments.flatMap((entry, i) => missing(entry.currency, ['instruments', i, 'currency'])),
    ...missing(accountDefaults.creditCurrency, ['accountDefaults', 'creditCurrency']),
    ...accountLimits.flatMap((entry, i) =>
      missing(entry.creditCurrency, ['accountLimits', i, 'creditCurrency']),
    ),
  ];
}

function unfitCurrencies({ currencies }: ParsedConfig): Complaint[] {
  return currencies.flatMap((entry, i) => fits(['currencies', i, 'rate'], () => toRate(entry, i)));
}

/** Limits in steps and units that come out whole, and pairs of keys of which one stands alone. */
function unfitLimitsOf(config: ParsedConfig): Complaint[] {
  const { accountDefaults, accountLimits, instruments, currencies } = config;
  const scaleOfCurrency = (name: string) => currencies.find((entry) => entry.name === name)?.scale;
  const credit = ({ credit, creditCurrency }: AccountLimits, path: PropertyKey[]): Complaint[] => {
    if (credit === undefined) return [];
    if (creditCurrency === undefined) return [{ path, message: 'give the creditCurrency as well' }];
    const scale = scaleOfCurrency(creditCurrency);
    return scale === undefined ? [] : fits(path, () => parseFixed(credit, scale));
  };
  const sized = (entry: InstrumentEntry | undefined, own: SizedEntry, path: PropertyKey[]): Complaint[] => {
    if (entry === undefined) return [];
    const { maxPosition, maxExposure } = own;
    const scale = entry.currency === undefined ? undefined : scaleOfCurrency(entry.currency);
    const needsCurrency = {
      path: [...path, 'maxExposure'],
      message: 'give the currency of the instrument as well',
    };
    return [
      ...(maxPosition === undefined
        ? []
        : fits([...path, 'maxPosition'], () => lotsOf(entry, 'maxPosition', maxPosition))),
      ...(maxExposure === undefined
        ? []
        : entry.currency === undefined
          ? [needsCurrency]
          : scale === undefined
            ? []
            : fits([...path, 'maxExposure'], () => parseFixed(maxExposure, scale))),
    ];
  };
  return [
    ...credit(accountDefaults, ['accountDefaults', 'credit']),
    ...instruments.flatMap((entry, i) => sized(entry, entry, ['instruments', i])),
    ...accountLimits.flatMap((entry, i) => [
      ...credit({ ...accountDefaults, ...entry }, ['accountLimits', i, 'credit']),
      ...((entry.makerFeeMillionths === undefined) === (entry.takerFeeMillionths === undefined)
        ? []
        : [
            {
              path: ['accountLimits', i],
              message: 'give both makerFeeMillionths and takerFeeMillionths, or neither',
            },
          ]),
      ...entry.positions.flatMap((own, p) =>
        sized(
          instruments.find(({ symbol }) => symbol === own.symbol),
          own,
          ['accountLimits', i, 'positions', p],
        ),
      ),
    ]),
  ];
}

function unknownCalendars({ instruments, calendars }: ParsedConfig): Complaint[] {
  return instruments.flatMap(({ calendar }, i) =>
    calendar === undefined || calendars.some(({ name }) => name === calendar)
      ? []
      : [
          {
            path: ['instruments', i, 'calendar'],
            message: `no calendar "${calendar}"; add it to "calendars"`,
          },
        ],
  );
}

/** In the order of the day, so that what is read is what happens. */
function unorderedPhases({ calendars }: ParsedConfig): Complaint[] {
  return calendars.flatMap(({ phases }, c) =>
    phases.flatMap(({ at }, i) =>
      i > 0 && at <= phases[i - 1].at
        ? [{ path: ['calendars', c, 'phases', i, 'at'], message: `"${at}" is not after the phase above it` }]
        : [],
    ),
  );
}

type SizedEntry = Pick<InstrumentEntry, 'maxPosition' | 'maxExposure'>;

function fits(path: readonly PropertyKey[], attempt: () => unknown): Complaint[] {
  try {
    attempt();
    return [];
  } catch (error) {
    return [{ path, message: (error as Error).message }];
  }
}

function unfitInstruments({ instruments, currencies }: ParsedConfig): Complaint[] {
  return instruments.flatMap((entry, i) => {
    const currency = currencies.find(({ name }) => name === entry.currency);
    if (entry.currency !== undefined && currency === undefined) return [];
    return fits(['instruments', i], () => {
      checkPrices(toContract(entry, currency && { ...currency, id: 1 }), toInstrument(entry, 1));
    });
  });
}

function unfitLimits(config: ParsedConfig): Complaint[] {
  const limits = withDefaultLimits(config.limits);
  const tooMany = (section: string, count: number, most: number): Complaint[] =>
    count < most
      ? []
      : [{ path: [section], message: `${count} are more than limits.${section} = ${most} leaves room for` }];
  return [
    ...tooMany('instruments', config.instruments.length + elsewhere(config).length, limits.instruments),
    ...tooMany('accounts', config.accounts.length + config.streetAccounts.length, limits.accounts),
    ...(config.currencies.length < CURRENCIES
      ? []
      : [{ path: ['currencies'], message: `at most ${CURRENCIES - 1} currencies fit` }]),
    ...(limits.laneReserved < limits.laneSlots
      ? []
      : [
          {
            path: ['limits', 'laneReserved'],
            message: `must be below limits.laneSlots = ${limits.laneSlots}`,
          },
        ]),
  ];
}
