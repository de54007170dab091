/** What the schema alone cannot say: names that must be unique, and names that must exist. */

import { toInstrument } from './instruments.js';
import type { ParsedConfig } from './schema.js';
import { withDefaultLimits } from './schema.js';

interface Complaint {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

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
    ...unknownAccounts(config),
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

function repeated(section: string, names: readonly string[], field?: string): Complaint[] {
  return names.flatMap((name, i) =>
    names.indexOf(name) < i
      ? [{ path: field ? [section, i, field] : [section, i], message: `"${name}" stands here twice` }]
      : [],
  );
}

function unknownAccounts({ accounts, keys, strategies }: ParsedConfig): Complaint[] {
  const missing = (name: string, path: PropertyKey[]): Complaint[] =>
    accounts.includes(name) ? [] : [{ path, message: `no account "${name}"; add it to "accounts"` }];
  return [
    ...keys.flatMap((key, k) => key.accounts.flatMap((name, i) => missing(name, ['keys', k, 'accounts', i]))),
    ...strategies.flatMap((entry, i) => missing(entry.account, ['strategies', i, 'account'])),
  ];
}

function unknownInstruments({ instruments, strategies }: ParsedConfig): Complaint[] {
  const symbols = new Set(instruments.map((entry) => entry.symbol));
  return strategies.flatMap((entry, s) =>
    entry.instruments.flatMap((symbol, i) =>
      symbols.has(symbol)
        ? []
        : [
            {
              path: ['strategies', s, 'instruments', i],
              message: `no instrument "${symbol}"; add it to "instruments"`,
            },
          ],
    ),
  );
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

function unfitInstruments({ instruments }: ParsedConfig): Complaint[] {
  return instruments.flatMap((entry, i) => {
    try {
      toInstrument(entry, 1);
      return [];
    } catch (error) {
      return [{ path: ['instruments', i], message: (error as Error).message }];
    }
  });
}

function unfitLimits(config: ParsedConfig): Complaint[] {
  const limits = withDefaultLimits(config.limits);
  const tooMany = (section: string, count: number, most: number): Complaint[] =>
    count < most
      ? []
      : [{ path: [section], message: `${count} are more than limits.${section} = ${most} leaves room for` }];
  return [
    ...tooMany('instruments', config.instruments.length, limits.instruments),
    ...tooMany('accounts', config.accounts.length, limits.accounts),
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
