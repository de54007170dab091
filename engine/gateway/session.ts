/**
 * Sessions: one a key, for as long as the key exists, whether connected or not. Message numbers and what the core knows
 * of a session (open or gone) belong here; what belongs to a socket stands in `connection.ts`.
 */
import type { Connection } from './connection.js';
import type { GatewayKey } from './keys.js';

export class Session {
  readonly number: number;
  connection: Connection | undefined;
  /** The number that the client's next numbered message must carry: every one before is in the lane or sequenced. */
  nextMessage = 1;
  /** New orders are marked CancelOnDisconnect. */
  cancelOnDisconnect = false;
  /** What the lane has been told: SessionOpen written, and no SessionClosed after it. Orders only flow then. */
  announced = false;
  /** Newest event that concerned this session; sequence 0 = none since start. */
  lastSequence = 0;
  lastIndex = 0;
  /** The account that 0 stands for: the only one of the logon, else 0. */
  defaultAccount = 0;
  private readonly entitled = new Set<number>();

  constructor(readonly key: GatewayKey) {
    this.number = key.session;
  }

  /** Replaces the accounts that this logon may act for. */
  entitle(accounts: readonly number[]): void {
    this.entitled.clear();
    for (const account of accounts) this.entitled.add(account);
    this.defaultAccount = accounts.length === 1 ? accounts[0] : 0;
  }

  mayActFor(account: number): boolean {
    return this.entitled.has(account);
  }
}

export class SessionTable {
  private readonly byNumber: (Session | undefined)[];
  private readonly byKey = new Map<string, Session>();

  constructor(keys: readonly GatewayKey[]) {
    this.byNumber = new Array(keys.reduce((most, { session }) => Math.max(most, session), 0) + 1).fill(
      undefined,
    );
    for (const key of keys) {
      const session = new Session(key);
      this.byNumber[session.number] = session;
      this.byKey.set(key.id, session);
    }
  }

  /** Undefined for sessions of other doors (strategies). */
  find(number: number): Session | undefined {
    return number < this.byNumber.length ? this.byNumber[number] : undefined;
  }

  ofKey(id: string): Session | undefined {
    return this.byKey.get(id);
  }

  all(): Iterable<Session> {
    return this.byKey.values();
  }
}
