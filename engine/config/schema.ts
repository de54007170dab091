/**
 * What a configuration file may say. Every object is strict: a key that is not here is refused, because a misspelt
 * limit that is silently ignored is the worst kind. Prices and quantities are decimal text, never JSON numbers, so
 * that nothing is rounded on the way in.
 */
import { z } from 'zod';
import { engines } from './engines.js';
import { DEFAULT_LIMITS } from './limits.js';
import { redis } from './redis.js';
import { rest } from './rest.js';
import { venue } from './venues.js';
import { bound, compId, decimal, name, powerOfTwo, sessionLimits } from './words.js';

/** Like "2.5": two places, so that it comes out in whole basis points. */
const percent = z
  .string('write it as text in quotes, "2.5", so that it stays exact')
  .regex(/^\d{1,3}(\.\d{1,2})?$/, 'a percentage such as "10" or "2.5"');

const bands = z.strictObject({
  /** Limit prices outside are refused. Around the last auction price, before one the reference price. */
  staticPercent: percent.optional(),
  /** Executions end at it. Around the last trade, before one the reference price. */
  dynamicPercent: percent.optional(),
  /** What becomes of an order that would trade beyond the dynamic band. */
  onDynamic: z.enum(['reject', 'auction']).default('reject'),
  /** How long a volatility auction collects; 0 = until somebody ends it. */
  auctionMs: bound(0, 86_400_000).default(300_000),
});

const tickRow = z.strictObject({
  /** Lowest price of the range; the first row begins at "0". */
  from: decimal,
  tick: decimal,
});

export const PHASE_WORDS = [
  'pre-open',
  'opening-auction',
  'continuous',
  'closing-auction',
  'closed',
] as const;
const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

const calendar = z.strictObject({
  name,
  /** IANA name; times of day are local to it. */
  timeZone: z.string().refine(isTimeZone, 'no time zone such as "UTC" or "America/Sao_Paulo"').default('UTC'),
  weekdays: z.array(z.enum(WEEKDAYS)).min(1).default(['mon', 'tue', 'wed', 'thu', 'fri']),
  /** Closed from midnight on, and no phase begins. */
  holidays: z.array(z.string().refine(isDate, 'a date such as "2026-12-25"')).default([]),
  phases: z
    .array(
      z.strictObject({
        at: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/, 'a time of day such as "09:30"'),
        phase: z.enum(PHASE_WORDS),
        /** Where it is not on every weekday of the calendar. */
        weekdays: z.array(z.enum(WEEKDAYS)).min(1).optional(),
      }),
    )
    .min(1),
});

const instrument = z.strictObject({
  symbol: name,
  tick: decimal,
  lot: decimal,
  minPrice: decimal.optional(),
  maxPrice: decimal,
  /** Largest quantity of one order. */
  maxQuantity: decimal,
  /** Largest price × quantity of one order, in the quote currency. */
  maxNotional: decimal,
  /** Prices market orders for risk until there is a last trade. */
  referencePrice: decimal.optional(),
  marketMarginPercent: bound(0, 255).default(10),
  /** What it settles in; without one the ledger counts ticks × lots. */
  currency: name.optional(),
  contract: z.enum(['linear', 'inverse']).default('linear'),
  /** Linear: money of a price of 1 and a quantity of 1. Inverse: what a quantity of 1 is worth in what the price counts. */
  multiplier: decimal.default('1'),
  /** Of a fill's value; below zero is a rebate. */
  makerFeeMillionths: bound(-1_000_000, 1_000_000).default(0),
  takerFeeMillionths: bound(-1_000_000, 1_000_000).default(0),
  /** How far beyond the last trade, or the reference, a limit price may be. */
  collarTicks: bound(1, 2 ** 31 - 1).optional(),
  collarBasisPoints: bound(1, 1_000_000).optional(),
  /** Ticks beyond the best opposite price that a market order takes at most when it does not say. */
  protectionTicks: bound(1, 2 ** 31 - 1).optional(),
  /** Of each account that has no limit of its own, with its working orders. */
  maxPosition: decimal.optional(),
  maxExposure: decimal.optional(),
  /** On the firm's restricted list. */
  restricted: z.boolean().default(false),
  bands: bands.optional(),
  /** Coarser ticks by price range, multiples of `tick`; rows rise. */
  tickTable: z.array(tickRow).min(1).max(20).optional(),
  /** Name of the calendar that its trading phases follow; without one it trades always. */
  calendar: name.optional(),
});

const currency = z.strictObject({
  name,
  /** Decimal places of its smallest unit: cash is counted in it, fees are rounded to it. */
  scale: bound(0, 12).default(2),
  /** What one is worth in the money that all rates are given in. */
  rate: decimal.optional(),
});

const accountDefaults = z.strictObject({
  /** What positions and working orders may need beyond what the account owns. */
  credit: decimal.optional(),
  creditCurrency: name.optional(),
  maxOpenOrders: bound(1, 2 ** 31 - 1).optional(),
});

const accountLimits = accountDefaults.extend({
  account: name,
  makerFeeMillionths: bound(-1_000_000, 1_000_000).optional(),
  takerFeeMillionths: bound(-1_000_000, 1_000_000).optional(),
  positions: z
    .array(
      z.strictObject({
        symbol: name,
        maxPosition: decimal.optional(),
        maxExposure: decimal.optional(),
        restricted: z.boolean().default(false),
      }),
    )
    .default([]),
});

const key = z.strictObject({
  id: name,
  /** Ed25519 public key, as `pregao keygen` prints it. */
  publicKey: z.string().min(1),
  accounts: z.array(name).min(1),
  ...sessionLimits,
});

export const FIX_VERSIONS = ['FIX.4.2', 'FIX.4.4', 'FIX.5.0SP2'] as const;
const fixSession = z.strictObject({
  /** The client's: SenderCompID of what it sends. */
  compId,
  /** 5.0 SP2 goes over FIXT 1.1. */
  version: z.enum(FIX_VERSIONS).default('FIX.4.4'),
  /** Id of the key that signs its Logon. */
  key: name.optional(),
  /** Common name of the TLS certificate that it has to show; needs `clientCa`. */
  certificate: z.string().min(1).optional(),
  /** That it may act for, or whose reports it gets; without them those of its key. */
  accounts: z.array(name).min(1).optional(),
  cancelOnDisconnect: z.boolean().default(false),
  /** It gets a copy of every execution report of its accounts, and sends no orders. */
  dropCopy: z.boolean().default(false),
  ...sessionLimits,
});

const fix = z.strictObject({
  /** 0 takes a free one and prints it. */
  port: bound(0, 65_535).default(7071),
  /** Without it, where the other doors listen. */
  host: z.string().min(1).optional(),
  /** Ours: TargetCompID of what clients send. */
  compId: compId.default('PREGAO'),
  /** PEM files, relative to the configuration. */
  tls: z
    .strictObject({
      cert: z.string().min(1),
      key: z.string().min(1),
      /** Who signs clients' certificates: with it every client has to show one. */
      clientCa: z.string().min(1).optional(),
    })
    .optional(),
  sessions: z.array(fixSession).min(1),
});

/** A price that is none of our books': strategies that follow its instrument are told of it. */
const polled = {
  symbol: name,
  everyMs: bound(1_000, 3_600_000).optional(),
  restUrl: z.url().optional(),
};
const reference = z.discriminatedUnion('source', [
  z.strictObject({
    source: z.literal('binance-coinm'),
    symbol: name,
    /** What the venue calls it, such as BTCUSD_PERP. */
    venueSymbol: z.string().min(1).max(32),
    price: z.enum(['mark', 'last']).default('mark'),
    marketDataUrl: z.url().optional(),
    restUrl: z.url().optional(),
  }),
  z.strictObject({
    source: z.literal('coinbase-rates'),
    ...polled,
    base: z.string().min(1).max(16).default('USD'),
    quote: z.string().min(1).max(16).default('BRL'),
  }),
  z.strictObject({
    source: z.literal('hashdex-inav'),
    ...polled,
    /** Tickers of the fund and of the one abroad whose shares it holds, such as BITH11 and HBTC.BH. */
    onshore: z.string().min(1).max(16),
    offshore: z.string().min(1).max(16),
  }),
]);

const strategy = z.strictObject({
  name,
  /** A strategy that ships or stands in the folder `strategies`, the path of a module, or an npm package. */
  plugin: z.string().min(1),
  account: name,
  instruments: z.array(name).min(1),
  parameters: z.record(z.string(), z.unknown()).default({}),
  memoryMb: bound(16, 4_096).default(128),
  /** How long one handler may run before the strategy counts as hung. */
  handlerMs: bound(10, 60_000).default(1_000),
  /** How long it may take to stop when it is asked to; 2000 unless given. */
  stopMs: bound(10, 600_000).optional(),
  keepOrders: z.boolean().default(false),
  /** Else when somebody asks for it. */
  autoStart: z.boolean().default(true),
  ...sessionLimits,
});

/** Where threads may run, as `taskset` takes it; whoever is not named runs where `main` does. */
const cpuList = z.string().regex(/^\d+(-\d+)?(,\d+(-\d+)?)*$/, 'CPU numbers such as "1", "0,2" or "4-7"');
const cpus = z.strictObject({
  main: cpuList,
  core: cpuList,
  journal: cpuList,
  /** Gateway, feed and fan-out where they share a thread; the four below where they do not. */
  io: cpuList,
  gateway: cpuList,
  fix: cpuList,
  street: cpuList,
  feed: cpuList,
  fanout: cpuList,
});

const limits = z.strictObject({
  orders: bound(2, 1 << 24),
  instruments: bound(2, 1 << 16),
  accounts: bound(2, 1 << 16),
  sessions: bound(2, 1 << 16),
  levelChunks: bound(2, 1 << 22),
  clientIdHistory: bound(0, 1 << 16),
  positions: bound(2, 1 << 22),
  tradeHistory: powerOfTwo(1, 1 << 22),
  eventSlots: powerOfTwo(1 << 12, 1 << 22),
  laneSlots: powerOfTwo(16, 1 << 20),
  laneReserved: bound(1, 1 << 16),
  feedSlots: powerOfTwo(64, 1 << 20),
});

export const configSchema = z.strictObject({
  host: z.string().min(1).default('127.0.0.1'),
  /** 0 takes a free one and prints it. */
  port: bound(0, 65_535).default(7070),
  data: z.string().min(1).default('./data'),
  /** `sync`: an acknowledgement means that the order is on disk. `async`: it may come a moment earlier. */
  durability: z.enum(['sync', 'async']).default('sync'),
  threading: z.enum(['auto', 'shared', 'dedicated']).default('auto'),
  cpus: cpus.partial().default({}),
  logLevel: z.enum(['trace', 'debug', 'info', 'warn', 'error']).default('info'),
  /** How long a lost session has to come back before its cancel-on-disconnect orders are cancelled. */
  reconnectGraceMs: bound(0, 3_600_000).default(5_000),
  /** Venues' adapters that hold the engine up for longer are left behind, and begin anew. */
  venueDeadlineMs: bound(10, 60_000).default(250),
  /** A key made at first start, entitled to every account, for trying things out. */
  demoKey: z.boolean().default(false),
  accounts: z.array(name).min(1),
  /** Counter-accounts of what is traded at venues, one a venue; they give no orders. */
  streetAccounts: z.array(name).default([]),
  accountDefaults: accountDefaults.default({}),
  accountLimits: z.array(accountLimits).default([]),
  currencies: z.array(currency).default([]),
  keys: z.array(key).default([]),
  instruments: z.array(instrument).min(1),
  calendars: z.array(calendar).default([]),
  strategies: z.array(strategy).default([]),
  references: z.array(reference).default([]),
  fix: fix.optional(),
  rest: rest.optional(),
  venues: z.array(venue).default([]),
  redis: redis.optional(),
  engines: engines.optional(),
  limits: limits.partial().default({}),
});

export type ConfigFile = z.input<typeof configSchema>;
export type ParsedConfig = z.output<typeof configSchema>;
export type InstrumentEntry = ParsedConfig['instruments'][number];
export type KeyEntry = ParsedConfig['keys'][number];
export type CalendarEntry = ParsedConfig['calendars'][number];
export type VenueEntry = ParsedConfig['venues'][number];
export type ReferenceEntry = ParsedConfig['references'][number];
export type StrategyEntry = ParsedConfig['strategies'][number];
export type FixConfig = NonNullable<ParsedConfig['fix']>;
export type RedisConfig = NonNullable<ParsedConfig['redis']>;
export type RestConfig = NonNullable<ParsedConfig['rest']>;

export type CurrencyEntry = ParsedConfig['currencies'][number];
export type AccountLimits = ParsedConfig['accountDefaults'];
export type SessionLimits = Pick<KeyEntry, keyof typeof sessionLimits>;

export const withDefaultLimits = (given: ParsedConfig['limits']) => ({ ...DEFAULT_LIMITS, ...given });

function isTimeZone(text: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }) !== undefined;
  } catch {
    return false;
  }
}

function isDate(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return /^\d{4}-\d\d-\d\d$/.test(text) && new Date(time).toISOString().startsWith(text);
}
