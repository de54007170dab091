/**
 * The binary door's sessions, one a key; what belongs to a socket stands in `connection.ts`.
 */
import type { Connection } from './connection.js';
import { DoorSession } from './door-session.js';
import type { GatewayKey } from './keys.js';

export class Session extends DoorSession {
  connection: Connection | undefined;
  /** Newest event that concerned this session; sequence 0 = none since start. */
  lastSequence = 0;
  lastIndex = 0;

  constructor(readonly key: GatewayKey) {
    super(key.session);
  }

  get present(): boolean {
    return this.connection !== undefined;
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
