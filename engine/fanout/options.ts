/** What the fan-out needs to be told, and every bound it keeps, with the reason. */
import type { Account, InstrumentUnits } from '../../protocol/instrument.js';
import type { Limits } from '../config/limits.js';
import type { JournalFiles } from '../journal/files.js';
import type { BroadcastMemory } from '../rings/broadcast.js';
import type { CounterMemory } from '../telemetry/counters.js';
import type { HistogramMemory } from '../telemetry/histogram.js';
import type { InavEntry } from './inav.js';
import type { RedisAddress } from './redis-client.js';

export interface FanoutLog {
  info(text: string): void;
  warn(text: string): void;
  error(text: string): void;
}

export interface FanoutOptions extends RedisAddress {
  readonly events: BroadcastMemory;
  /** Cursor of the event ring that is the fan-out's; a lossy one. */
  readonly reader?: number;
  /** The journal's directory, its mark of what is on disk, and its id. */
  readonly journal: JournalFiles;
  readonly durable: SharedArrayBuffer;
  readonly journalId: string;
  readonly limits: Pick<Limits, 'orders' | 'instruments'>;
  readonly instruments: readonly InstrumentUnits[];
  readonly accounts: readonly Account[];
  readonly prefix: string;
  /** Which one of several engines this is: part of every name in Redis. */
  readonly name?: string | undefined;
  /** Also the channels and streams of the Python services. */
  readonly orderService?: boolean;
  readonly inav?: readonly InavEntry[];
  readonly log: FanoutLog;
  readonly counters?: CounterMemory<'fanout'>;
  /** `fanout_append`. */
  readonly appendTimes?: HistogramMemory;
  readonly settings?: Partial<FanoutSettings>;
  /** Monotonic milliseconds. */
  readonly nowMs?: () => number;
}

export interface FanoutSettings {
  /** Entries that a stream keeps, about; Redis drops the oldest. 0 = all of them. */
  readonly retainTrades: number;
  readonly retainOrders: number;
  /** Entries of one stream that wait for an answer or to be sent; then nothing is read until answers come. */
  readonly windowEntries: number;
  /** Entries of one call, and calls of one stream under way at once. */
  readonly batchEntries: number;
  readonly batchesInFlight: number;
  /** Pub/Sub messages that wait to be sent. */
  readonly windowMessages: number;
  /** A book's top is published at most this often; what changes in between is folded together. */
  readonly topsMs: number;
  /** Rest between two turns that catch up out of the journal, for those who share the thread and the processor. */
  readonly catchUpRestMs: number;
  /** A connection that owes an answer for so long is given up. */
  readonly answerMs: number;
  /** Time between two attempts to connect: doubles from the first to the second. */
  readonly retryMs: number;
  readonly retryMsMax: number;
  /** How long an orderly stop waits for what is still to be sent. */
  readonly closeMs: number;
}

export const DEFAULT_SETTINGS: FanoutSettings = {
  retainTrades: 1_000_000,
  retainOrders: 1_000_000,
  windowEntries: 1_024,
  batchEntries: 64,
  batchesInFlight: 4,
  windowMessages: 256,
  topsMs: 10,
  catchUpRestMs: 1,
  answerMs: 5_000,
  retryMs: 50,
  retryMsMax: 5_000,
  closeMs: 2_000,
};
