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
  /** Log on again after a lost connection (unless said). */
  readonly reconnect?: boolean;
  /** Requests that may wait for an answer. */
  readonly maxOutstanding?: number;
  readonly transport?: TransportFactory;
}

export interface MassCancelResult {
  readonly event: EventIdentity;
  readonly cancelled: number;
}

/** Every report comes under its own type and as `report`. */
export type ClientEvents = Record<ReportType | 'report', OrderReport> & {
  massCancel: MassCancelResult & { readonly reason: ReasonInfo | undefined };
  /** Market-maker protection was triggered: the session's quotes are gone until it sets its protection again. */
  quotesPulled: { readonly event: EventIdentity; readonly pulled: number };
  /** An execution of the session never happened after all, or had another price or quantity. */
  tradeBusted: TradeChange;
  tradeCorrected: TradeChange;
  connected: { readonly epoch: number; readonly session: number };
  /** The connection was lost; the client tries again. */
  disconnected: Error;
  /** Reports are missing that the engine cannot give again: look at the open orders. */
  gap: { readonly lastEvent: EventIdentity | undefined };
  /** The engine complained of something that no request stands for. */
  problem: ReasonInfo;
  /** For good: closed by `close`, or the logon was refused. */
  closed: Error | undefined;
};
