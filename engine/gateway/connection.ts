/**
 * One WebSocket connection as the session agent knows it: who it is, what waits to be sent, how often it erred. Belongs
 * to the gateway's thread; gone with its socket, while its session stays.
 */
import type { Subscription } from './market-data/subscription.js';
import type { Outbox } from './outbox.js';
import type { Session } from './session.js';
import type { Transport } from './transport.js';

export class Connection {
  session: Session | undefined;
  closed = false;
  /** In the list of those that have something to send. */
  queued = false;
  faults = 0;
  logonFailures = 0;
  heardMs: number;
  sentMs: number;
  /** Its session's missed reports are being read; live ones do not go out directly. */
  resuming = false;
  /** By instrument: one for each channel that it listens to. */
  readonly subscriptions = new Map<number, readonly Subscription[]>();

  constructor(
    readonly transport: Transport,
    readonly outbox: Outbox,
    readonly challenge: Uint8Array,
    readonly openedMs: number,
  ) {
    this.heardMs = openedMs;
    this.sentMs = openedMs;
  }
}
