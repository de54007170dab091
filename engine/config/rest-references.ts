/** What the schema cannot say of REST: names that must exist, or stand once, and doors that must not stand open. */
import type { Complaint } from './complaint.js';
import { isLoopback, OWN_BOOK, SMART } from './rest.js';
import type { ParsedConfig, RestConfig } from './schema.js';

export function unfitRest(config: ParsedConfig): Complaint[] {
  const { rest } = config;
  return rest === undefined
    ? []
    : [
        ...unfitDoor(config, rest),
        ...unfitKeys(config, rest),
        ...unfitExchanges(config, rest),
        ...unfitAlgos(config, rest),
      ];
}

function unfitDoor({ host, accounts }: ParsedConfig, { open, origins }: RestConfig): Complaint[] {
  if (open === undefined) return [];
  const path = ['rest', 'open'];
  return [
    ...complain(!isLoopback(host), path, `only where the doors listen on loopback, and "host" is "${host}"`),
    ...complain(origins.includes('*'), path, 'any web page could send orders; name the origins'),
    ...unknownAccount(accounts, open.account, [...path, 'account']),
  ];
}

function unfitKeys({ accounts }: ParsedConfig, { keys }: RestConfig): Complaint[] {
  const twice = (field: 'id' | 'sha256', k: number) =>
    keys.findIndex((other) => other[field] === keys[k][field]) < k;
  return keys.flatMap(({ accounts: own }, k) => {
    const at = (...path: PropertyKey[]) => ['rest', 'keys', k, ...path];
    return [
      ...complain(twice('id', k), at('id'), `"${keys[k].id}" stands here twice`),
      ...complain(twice('sha256', k), at('sha256'), 'the same key stands here twice'),
      ...own.flatMap((name, i) => unknownAccount(accounts, name, at('accounts', i))),
    ];
  });
}

function unfitExchanges({ accounts, instruments, venues }: ParsedConfig, { exchanges }: RestConfig) {
  const symbols = instruments.map(({ symbol }) => symbol);
  const places = [OWN_BOOK, SMART, ...venues.map(({ name }) => name)];
  const nameOf = ({ exchange, strategy }: RestConfig['exchanges'][number]) => `${exchange} ${strategy}`;
  const names = exchanges.map(nameOf);
  return exchanges.flatMap((entry, e): Complaint[] => {
    const at = (...path: PropertyKey[]) => ['rest', 'exchanges', e, ...path];
    return [
      ...complain(names.indexOf(names[e]) < e, at('strategy'), `"${names[e]}" stands here twice`),
      ...complain(
        !places.includes(entry.route),
        at('route'),
        `"${entry.route}" is none of ${places.join(', ')}`,
      ),
      ...Object.entries(entry.symbols).flatMap(([theirs, ours]) =>
        complain(
          !symbols.includes(ours),
          at('symbols', theirs),
          `no instrument "${ours}"; add it to "instruments"`,
        ),
      ),
      ...Object.entries(entry.accounts).flatMap(([theirs, ours]) =>
        unknownAccount(accounts, ours, at('accounts', theirs)),
      ),
    ];
  });
}

/** Each strategy runs one algorithm, and only when it is asked to. */
function unfitAlgos({ strategies }: ParsedConfig, { algos }: RestConfig): Complaint[] {
  const names = algos.map(({ name }) => name);
  const taken: string[] = [];
  return algos.flatMap((entry, a) => [
    ...complain(
      names.indexOf(entry.name) < a,
      ['rest', 'algos', a, 'name'],
      `"${entry.name}" stands here twice`,
    ),
    ...entry.strategies.flatMap((name, i) => {
      const path = ['rest', 'algos', a, 'strategies', i];
      const strategy = strategies.find((each) => each.name === name);
      const isTaken = taken.includes(name);
      taken.push(name);
      return [
        ...complain(strategy === undefined, path, `no strategy "${name}"; add it to "strategies"`),
        ...complain(strategy?.autoStart === true, path, `"${name}" must have "autoStart": false`),
        ...complain(isTaken, path, `"${name}" stands here twice`),
      ];
    }),
  ]);
}

const unknownAccount = (accounts: readonly string[], name: string, path: PropertyKey[]): Complaint[] =>
  complain(!accounts.includes(name), path, `no account "${name}"; add it to "accounts"`);

const complain = (isWrong: boolean, path: PropertyKey[], message: string): Complaint[] =>
  isWrong ? [{ path, message }] : [];
