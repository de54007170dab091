/**
 * What all crash tests stand on: keys, accounts, two instruments whose ticks and lots are 1 (so that a price in a record,
 * on the wire and as text is the same number), and small pools, so that a start is quick.
 */
import type { ConfigFile } from '../../engine/config/schema.js';
import { createKey } from '../../protocol/client/key-file.js';

/** Two sessions share an account, so that they can reach each other's orders. */
const ACCOUNT_OF = { ann: 'house', ben: 'house', cat: 'desk', dan: 'fund' } as const;
export type Name = keyof typeof ACCOUNT_OF;
export const NAMES = Object.keys(ACCOUNT_OF) as Name[];

export const KEYS = Object.fromEntries(
  NAMES.map((name) => [name, createKey(name, [ACCOUNT_OF[name]])]),
) as unknown as Readonly<Record<Name, ReturnType<typeof createKey>>>;

export const SYMBOLS = ['ONE', 'TWO'] as const;
export type Symbol = (typeof SYMBOLS)[number];

/** Less than any seed's run uses; recovery must work at the smallest event ring. */
export const LIMITS = {
  orders: 1 << 13,
  instruments: 16,
  accounts: 16,
  sessions: 16,
  levelChunks: 1 << 9,
  clientIdHistory: 1 << 9,
  eventSlots: 1 << 12,
  laneSlots: 1 << 10,
} as const;

export function groundConfig(changes: Partial<ConfigFile> = {}): ConfigFile {
  return {
    accounts: ['house', 'desk', 'fund'],
    keys: NAMES.map((name) => ({ id: name, publicKey: KEYS[name].publicKey, accounts: [ACCOUNT_OF[name]] })),
    instruments: SYMBOLS.map((symbol) => ({
      symbol,
      tick: '1',
      lot: '1',
      maxPrice: '1000000',
      maxQuantity: '1000000',
      maxNotional: '1000000000000',
      referencePrice: '10000',
    })),
    threading: 'shared',
    limits: LIMITS,
    ...changes,
  };
}
