/**
 * What the FIX door is made of. `FixOptions` can be structured-cloned, so it travels to the thread that runs the door; `FixParts`
 * are made there.
 */
import type { VersionName } from '../../../protocol/fix/dictionary/versions.js';
import type {
  Account,
  ElsewhereInstrument,
  Instrument,
  InstrumentUnits,
} from '../../../protocol/instrument.js';
import type { Limits } from '../../config/limits.js';
import type { BroadcastMemory } from '../../rings/broadcast.js';
import type { LaneMemory } from '../../rings/lane.js';
import type { CounterMemory } from '../../telemetry/counters.js';
import type { Clock } from '../../threads/agent.js';
import type { JournalSource } from '../journal-source.js';
import type { GatewayKey } from '../keys.js';
import type { Credentials } from './logon-check.js';

/** A FIX session of the configuration. */
export interface FixSessionEntry extends Credentials {
  /** The client's: SenderCompID of what it sends. */
  readonly compId: string;
  readonly version: VersionName;
  /** The engine's number for it. */
  readonly session: number;
  /** That it may act for; of a drop copy, those whose reports it gets. */
  readonly accounts: readonly Account[];
  readonly cancelOnDisconnect: boolean;
  readonly dropCopy: boolean;
}

/** PEM texts. */
export interface FixTls {
  readonly cert: string;
  readonly key: string;
  /** Who signs clients' certificates. With it every client has to show one. */
  readonly clientCa?: string;
}

export interface FixOptions {
  readonly host: string;
  readonly port: number;
  /** Ours. */
  readonly compId: string;
  readonly tls?: FixTls;
  readonly sessions: readonly FixSessionEntry[];
  readonly keys: readonly GatewayKey[];
  /** Where sessions keep what they have sent and what their orders are called. */
  readonly directory: string;
  /** `sync`: names are on disk before the core sees their orders. */
  readonly durability: 'sync' | 'async';
  readonly accounts: readonly Account[];
  readonly instruments: readonly Instrument[];
  /** What other engines trade. */
  readonly elsewhere: readonly ElsewhereInstrument[];
  readonly retired: readonly InstrumentUnits[];
  /** By number. */
  readonly venueNames: readonly (string | undefined)[];
  readonly graceMs: number;
  readonly limits: Pick<Limits, 'orders'>;
  readonly lane: LaneMemory;
  readonly events: BroadcastMemory;
  readonly reader: number;
  readonly counters: CounterMemory<'fix'>;
}

export interface FixParts {
  readonly clock: Clock;
  readonly journal: JournalSource;
  /** For people: what clients do that they should not. */
  readonly log: (line: string) => void;
  /** Called after input was taken: takes the event loop's runner out of its park. */
  readonly wake?: () => void;
}
