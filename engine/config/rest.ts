/** What the configuration says of REST: who may come in, and what the `exchange_name` and `strategy` of a request mean. */
import { z } from 'zod';
import { bound, name, sessionLimits } from './words.js';

/** Where orders are executed: our own book, wherever it is best, or a venue by its name. */
export const OWN_BOOK = 'own-book';
export const SMART = 'smart';

const exchange = z.strictObject({
  exchange: name,
  strategy: name.default('simple-order'),
  route: name.default(OWN_BOOK),
  /** Whose habits answers have: `binance` writes quantities as text, `flowa` adds the order's id. */
  answers: z.enum(['binance', 'flowa']).default('flowa'),
  /** What clients call instruments, where it is neither our symbol nor the venue's. */
  symbols: z.record(z.string().min(1).max(64), name).default({}),
  /** The same for accounts. */
  accounts: z.record(z.string().min(1).max(64), name).default({}),
});

const key = z.strictObject({
  id: name,
  /** SHA-256 of the key, as `pregao keygen --rest` prints it. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/, '64 hexadecimal digits'),
  accounts: z.array(name).min(1),
  /** It may start, stop and change the strategies of its accounts. */
  operator: z.boolean().default(false),
  ...sessionLimits,
});

const algo = z.strictObject({
  name,
  /** Strategies that run it, each one run at a time. */
  strategies: z.array(name).min(1),
});

export const rest = z.strictObject({
  /** Without a key, to whoever is on this machine; only where the doors listen on loopback. */
  open: z.strictObject({ account: name, ...sessionLimits }).optional(),
  keys: z.array(key).default([]),
  /** Of web pages that may call, such as "https://desk.example"; "*" = every one. */
  origins: z.array(z.string().min(1)).default([]),
  exchanges: z.array(exchange).default([]),
  algos: z.array(algo).default([]),
  /** How long a request waits for its outcome. */
  answerMs: bound(10, 60_000).default(5_000),
});

/** An address that nobody on another machine can reach. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
