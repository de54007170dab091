/** What the configuration says of other engines: each trades instruments of its own, and an order for one of those is sent to it. */
import { z } from 'zod';
import type { Complaint } from './complaint.js';
import type { ParsedConfig } from './schema.js';
import { name } from './words.js';

/** Long enough for any host name; it goes out in every refusal. */
const ADDRESS_MAX = 255;

/** Clients without a key read it, and FIX puts it into a text field. */
function isAddress(text: string): boolean {
  if (text.length > ADDRESS_MAX || !/^wss?:\/\/[\x21-\x7e]+$/.test(text) || !URL.canParse(text)) return false;
  const { hostname, username, password, hash, port } = new URL(text);
  return (
    hostname !== '' &&
    hostname !== '0.0.0.0' &&
    username === '' &&
    password === '' &&
    hash === '' &&
    port !== '0'
  );
}

const address = z.string().refine(isAddress, {
  error: `ws://… or wss://…, where that engine's binary door is: at most ${ADDRESS_MAX} characters, without user, password and #`,
});

const other = z.strictObject({
  name,
  /** Of its binary door, as clients reach it. */
  address,
  /** Symbols that it trades, and we do not. */
  instruments: z.array(name).min(1),
});

export const engines = z.strictObject({
  /** Our name among them. */
  self: name,
  others: z.array(other).min(1),
});

/** What the schema cannot say: that every instrument has one place, and every engine one name. */
export function unfitEngines(config: ParsedConfig): Complaint[] {
  const { engines: given, redis } = config;
  if (given === undefined) return [];
  const own = new Set(config.instruments.map(({ symbol }) => symbol));
  const taken = new Map<string, string>();
  return [
    ...given.others.flatMap((entry, o) => {
      const at = (...path: PropertyKey[]) => ['engines', 'others', o, ...path];
      return [
        ...complain(entry.name === given.self, at('name'), `"${entry.name}" is this engine: leave it out`),
        ...complain(isRepeated(given.others, o, 'name'), at('name'), `"${entry.name}" stands here twice`),
        ...complain(isRepeated(given.others, o, 'address'), at('address'), 'another engine has this address'),
        ...entry.instruments.flatMap((symbol, i) => {
          const path = at('instruments', i);
          const before = taken.get(symbol);
          taken.set(symbol, entry.name);
          if (own.has(symbol)) return [{ path, message: `"${symbol}" is in "instruments": it trades here` }];
          if (before === undefined) return [];
          const where = before === entry.name ? 'stands here twice' : `lives on engine "${before}"`;
          return [{ path, message: `"${symbol}" ${where}` }];
        }),
      ];
    }),
    ...complain(
      redis?.orderService === true,
      ['redis', 'orderService'],
      'its channels bear order ids alone, and several engines give the same ones',
    ),
  ];
}

/** Every symbol that another engine trades, and which one. */
export const elsewhere = ({ engines: given }: Pick<ParsedConfig, 'engines'>) =>
  (given?.others ?? []).flatMap(({ name: engine, address, instruments }) =>
    instruments.map((symbol) => ({ symbol, engine, address })),
  );

/** What to say of a symbol that is none of ours. */
export function noInstrument(config: Pick<ParsedConfig, 'engines'>, symbol: string): string {
  const place = elsewhere(config).find((each) => each.symbol === symbol);
  return place === undefined
    ? `no instrument "${symbol}"; add it to "instruments"`
    : `"${symbol}" lives on engine "${place.engine}": nothing here can trade it`;
}

const isRepeated = (
  others: NonNullable<ParsedConfig['engines']>['others'],
  o: number,
  field: 'name' | 'address',
): boolean => others.findIndex((each) => same(each[field]) === same(others[o][field])) < o;

/** Of an address, whatever the case of its host. */
const same = (text: string): string => (URL.canParse(text) ? new URL(text).href : text);

const complain = (isWrong: boolean, path: PropertyKey[], message: string): Complaint[] =>
  isWrong ? [{ path, message }] : [];
