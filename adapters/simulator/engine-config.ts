/**
 * A configuration of the engine with the venues that are simulated here, and the secrets that it names, as files in a directory: `npm run simulator -- all --engine DIR`, then
 * `npm start -- --config DIR/pregao.config.json`.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ACCOUNT, DOORS, type Door, type Keep, type RunningVenue } from './doors.js';

const FILE = 'pregao.config.json';

/** @returns the file, which is for its owner only, as are the secrets beside it */
export function writeEngineConfig(running: readonly RunningVenue[], directory: string): string {
  mkdirSync(directory, { recursive: true });
  const write = (name: string, text: string): string => {
    const file = resolve(join(directory, name));
    writeFileSync(file, text, { mode: 0o600 });
    return file;
  };
  const config = { demoKey: true, accounts: [ACCOUNT], ...engineVenues(running, write) };
  return write(FILE, `${JSON.stringify(config, null, 2)}\n`);
}

/** What the configuration says of them: a venue each door, and what is listed at several of them once. */
export function engineVenues(
  running: readonly RunningVenue[],
  keep: Keep,
): {
  readonly streetAccounts: readonly string[];
  readonly instruments: readonly object[];
  readonly venues: readonly object[];
} {
  const doors = running.flatMap((venue) =>
    DOORS[venue.name].map(({ name, listed }) => ({ name, ...listed(venue, keep) })),
  );
  const limits = { maxPrice: '10000000', maxQuantity: '1000000', maxNotional: '900000' };
  const instruments = new Map(
    doors.map(({ symbol, tick, lot }) => [symbol, { symbol, tick, lot, ...limits }]),
  );
  return {
    streetAccounts: doors.map(({ name }) => `street-${name}`),
    instruments: [...instruments.values()],
    venues: doors.map(({ name, adapter, symbol, venueSymbol }) => ({
      name,
      ...adapter,
      streetAccount: `street-${name}`,
      listings: [{ symbol, venueSymbol }],
    })),
  };
}

/** @throws RangeError there is no such door */
export function doorNamed(name: string): Door {
  const door = Object.values(DOORS)
    .flat()
    .find((each) => each.name === name);
  if (door === undefined) throw new RangeError(`no door ${name}`);
  return door;
}
