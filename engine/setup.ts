/**
 * Everything that a start needs before the first thread runs: configuration, data directory with its lock, this start's
 * epoch, numbers for names, and all shared memory. On the main thread; whatever is wrong is thrown with what to do.
 */
import { mkdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { InstrumentUnits } from '../protocol/instrument.js';
import { Identities } from './config/identities.js';
import { toUnits } from './config/instruments.js';
import type { Limits } from './config/limits.js';
import { checkConfig, loadConfig } from './config/load.js';
import { paperConfig } from './config/paper.js';
import { type Registry, register } from './config/registry.js';
import { type ParsedConfig, withDefaultLimits } from './config/schema.js';
import { demoKey } from './demo-key.js';
import type { RedisTls } from './fanout/redis-client.js';
import type { FixTls } from './gateway/fix/options.js';
import { type DataLock, lockDataDirectory } from './journal/data-lock.js';
import { nextEpoch } from './journal/epoch.js';
import { NodeFiles } from './journal/node-files.js';
import { JOURNAL_DIRECTORY } from './journal/verify-command.js';
import { createEngineMemory, type EngineMemory, OPTIONAL_AGENTS } from './memory.js';
import { createMeters, type Meters } from './meters.js';
import { chooseThreading, type Threading, type WaitPolicies, waitPolicies } from './threading.js';
import { readFixTls, readRedisTls } from './tls-files.js';

/** What the command line may say; it goes before the configuration file. */
export interface StartOptions {
  readonly config?: string;
  readonly data?: string;
  readonly host?: string;
  readonly port?: number;
  readonly durability?: 'sync' | 'async';
}

export interface Setup {
  readonly config: ParsedConfig;
  /** For people: where it came from. */
  readonly configFile: string;
  /** Where relative paths in the configuration begin. */
  readonly configDirectory: string;
  readonly dataDirectory: string;
  readonly journalDirectory: string;
  readonly lock: DataLock;
  readonly epoch: number;
  readonly registry: Registry;
  readonly retired: Retired;
  readonly limits: Limits;
  readonly cores: number;
  readonly threading: Threading;
  readonly policies: WaitPolicies;
  readonly memory: EngineMemory;
  readonly meters: Meters;
  readonly demoKeyFile: string | undefined;
  readonly fixTls: FixTls | undefined;
  readonly redisTls: RedisTls | undefined;
}

/** What the journal may know and the configuration no longer names. */
export interface Retired {
  readonly instruments: readonly InstrumentUnits[];
  readonly accounts: readonly number[];
}

export function prepare(options: StartOptions): Setup {
  const config = readConfig(options);
  const dataDirectory = resolve(config.data);
  const journalDirectory = join(dataDirectory, JOURNAL_DIRECTORY);
  const lock = lockDataDirectory(dataDirectory);
  try {
    mkdirSync(journalDirectory, { recursive: true });
    const epoch = nextEpoch(new NodeFiles(dataDirectory), new NodeFiles(journalDirectory));
    const shared = sharedParts(config, dataDirectory);
    const configFile = options.config ?? 'none (paper instruments)';
    const configDirectory = options.config === undefined ? process.cwd() : dirname(resolve(options.config));
    const fixTls = readFixTls(config.fix, configDirectory);
    const redisTls = readRedisTls(config.redis, configDirectory);
    const places = { configFile, configDirectory, dataDirectory, journalDirectory };
    return { config, ...places, lock, epoch, ...shared, fixTls, redisTls };
  } catch (error) {
    lock.release();
    throw error;
  }
}

function readConfig({ config: file, ...given }: StartOptions): ParsedConfig {
  const paper = () => checkConfig(paperConfig(given.host), () => 'paper configuration');
  const config = file === undefined ? paper() : loadConfig(file);
  const said = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return checkConfig({ ...config, ...said }, ([key]) => `command line, --${String(key)}`);
}

function sharedParts(config: ParsedConfig, dataDirectory: string) {
  const demo = demoKey(config, dataDirectory);
  const identities = new Identities(dataDirectory);
  const registry = register(config, demo ? [...config.keys, demo.entry] : config.keys, identities);
  identities.save();
  const limits = withDefaultLimits(config.limits);
  const cores = availableParallelism();
  const optional = OPTIONAL_AGENTS.filter((agent) =>
    agent === 'fix' ? config.fix !== undefined : config.venues.length + config.references.length > 0,
  );
  const threading = chooseThreading(config.threading, cores, config.strategies.length + optional.length);
  return {
    registry,
    retired: retired(identities, registry),
    limits,
    cores,
    threading,
    policies: waitPolicies(threading, config.durability),
    memory: createEngineMemory({
      ...{ limits, durability: config.durability, threading, optional },
      venues: Array.from(registry.venues, ({ number }) => number),
    }),
    meters: createMeters(registry),
    demoKeyFile: demo?.file,
  };
}

/** One that another engine trades is retired here only if it was ever traded here. */
function retired(identities: Identities, registry: Registry): Retired {
  const { instruments, elsewhere, accounts, streetAccounts } = registry;
  const neverHere = elsewhere.filter(({ symbol }) => identities.unitsOf(symbol) === undefined);
  const left = (kind: 'instruments' | 'accounts', named: readonly { id: number }[]): number[] => {
    const ids = new Set(named.map(({ id }) => id));
    return identities.namesOf(kind).flatMap((_, i) => (ids.has(i + 1) ? [] : [i + 1]));
  };
  const units = (id: number): InstrumentUnits => {
    const symbol = identities.namesOf('instruments')[id - 1];
    return toUnits({ symbol, ...(identities.unitsOf(symbol) ?? { tick: '1', lot: '1' }) }, id);
  };
  return {
    instruments: left('instruments', [...instruments, ...neverHere]).map(units),
    accounts: left('accounts', [...accounts, ...streetAccounts]),
  };
}
