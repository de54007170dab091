/** How a client connects, and what it tells. */
import type { ReasonInfo } from './errors.js';
import type { EventIdentity, OrderReport, ReportType } from './report.js';
import type { TradeChange } from './trade-change.js';
import type { TransportFactory } from './transport.js';

export interface ConnectOptions {
  /** Names of the accounts to act for; absent = all of the key's. */
  readonly accounts?: readonly string[];
  /** The engine cancels this session's orders when it stays away longer than the grace time. */
  readonly cancelOnDisconnect?: boolean;
  /** Resume where an earlier client stopped: its `lastEvent` and `epoch`. */
  readonly lastEvent?: EventIdentity;
  readonly epoch?: number;
  /** The same of other engines, by name. */
  readonly others?: Readonly<Record<string, Pick<ConnectOptions, 'lastEvent' | 'epoch'>>>;
  /** Log on again after a lost connection (unless said). */
  readonly reconnect?: boolean;
  /** Requests that may wait for an answer. */
  readonly maxOutstanding?: number;
  readonly transport?: TransportFactory;
}

export interface MassCancelResult {
  readonly event: EventIdentity;
  /** The engine that has done it, among several: what others have stands. '' = the only one. */
  readonly engine: string;
  readonly cancelled: number;
}

/** Every report comes under its own type and as `report`; those of all engines that the client has gone to. */
export type ClientEvents = Record<ReportType | 'report', OrderReport> & {
  massCancel: MassCancelResult & { readonly reason: ReasonInfo | undefined };
  /** Market-maker protection was triggered: the session's quotes are gone until it sets its protection again. */
  quotesPulled: { readonly event: EventIdentity; readonly engine: string; readonly pulled: number };
  /** An execution of the session never happened after all, or had another price or quantity. */
  tradeBusted: TradeChange;
  tradeCorrected: TradeChange;
  connected: { readonly epoch: number; readonly session: number; readonly engine: string };
  /** The connection was lost; the client tries again. Of another engine: unless it may not reconnect. */
  disconnected: Error;
  /** Reports are missing that the engine cannot give again: look at the open orders. */
  gap: { readonly lastEvent: EventIdentity | undefined; readonly engine: string };
  /** The engine complained of something that no request stands for. */
  problem: ReasonInfo;
  /** For good: closed by `close`, or the logon was refused. */
  closed: Error | undefined;
};
