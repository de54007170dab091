/**
 * Keeps a session with Redis: opens one, and after its end another one, waiting longer each time until entries go
 * through again. Says in the log what happened, once and not at every attempt.
 */
import type { FanoutLog, FanoutSettings } from './options.js';
import { RedisSession, type SessionOptions, SessionState } from './redis-session.js';

/** The same reason is logged again at most this often. */
const LOG_AGAIN_MS = 30_000;

export interface ConnectionOptions extends SessionOptions {
  readonly log: FanoutLog;
  readonly settings: Pick<FanoutSettings, 'retryMs' | 'retryMsMax'>;
}

export class RedisConnection {
  /** The session when it is ready. */
  session: RedisSession | undefined;
  /** Sessions that became ready. */
  sessions = 0;
  /** Sessions that ended. */
  failures = 0;
  private current: RedisSession | undefined;
  private waitMs: number;
  private nextAtMs = 0;
  private loggedReason = '';
  private loggedAtMs = 0;
  private lost = false;
  private closed = false;

  constructor(private readonly options: ConnectionOptions) {
    this.waitMs = options.settings.retryMs;
  }

  /** True when a session has just become ready, or has ended. */
  look(): boolean {
    if (this.closed) return false;
    if (this.current === undefined) return this.openWhenDue();
    this.current.look();
    if (this.current.state === SessionState.Over) return this.ended(this.current);
    if (this.current.state === SessionState.Ready && this.session === undefined)
      return this.ready(this.current);
    return false;
  }

  /** Entries go through: the next trouble is a new one. */
  works(): void {
    this.waitMs = this.options.settings.retryMs;
    if (!this.lost) return;
    this.lost = false;
    this.loggedReason = '';
    this.options.log.info(`fan-out: ${this.where()} takes entries again`);
  }

  close(): void {
    this.closed = true;
    this.session = undefined;
    this.current?.end('the engine stops');
  }

  private openWhenDue(): boolean {
    if (this.options.nowMs() < this.nextAtMs) return false;
    try {
      this.current = new RedisSession(this.options);
    } catch (error) {
      this.retryLater((error as Error).message);
    }
    return false;
  }

  private ready(session: RedisSession): boolean {
    this.session = session;
    if (this.sessions++ === 0) this.options.log.info(`fan-out: connected to ${this.where()}`);
    return true;
  }

  private ended(session: RedisSession): boolean {
    this.current = undefined;
    this.session = undefined;
    this.retryLater(session.reason);
    return true;
  }

  private retryLater(reason: string): void {
    const nowMs = this.options.nowMs();
    this.failures++;
    this.lost = true;
    this.nextAtMs = nowMs + this.waitMs;
    this.complain(reason, nowMs);
    this.waitMs = Math.min(this.waitMs * 2, this.options.settings.retryMsMax);
  }

  private complain(reason: string, nowMs: number): void {
    if (reason === this.loggedReason && nowMs - this.loggedAtMs < LOG_AGAIN_MS) return;
    this.loggedReason = reason;
    this.loggedAtMs = nowMs;
    this.options.log.warn(
      `fan-out: ${this.where()}: ${reason}; trying again (every ${this.options.settings.retryMsMax} ms at last), ` +
        'trading goes on, what is missing is read from the journal afterwards',
    );
  }

  /** Without user and password. */
  private where(): string {
    try {
      return `Redis at ${new URL(this.options.address.url).host}`;
    } catch {
      return 'Redis';
    }
  }
}
