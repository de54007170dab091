/**
 * Logon: who is it, may it speak for these accounts, is its session free; then the session belongs to the connection.
 *
 * A key has one session and one connection at a time. A second logon is refused while the first connection is heard
 * from; when that has been silent for a heartbeat it is taken for dead, closed, and the new one has the session.
 */
import { Reason } from '../../protocol/codes/reasons.js';
import { EventId, Logon } from '../../protocol/generated/pregao/wire.js';
import type { Account } from '../../protocol/instrument.js';
import type { WireEventId } from '../../protocol/wire/built.js';
import type { FrameDecoder } from '../../protocol/wire/decoder.js';
import { PROTOCOL_VERSION } from '../../protocol/wire/protocol.js';
import { writeLogonAccepted, writeLogonRejected } from '../../protocol/wire/session-messages.js';
import type { GatewayLimits } from '../config/limits.js';
import type { EventGroup } from '../views/event-group.js';
import type { Announcer } from './announcer.js';
import type { Connection } from './connection.js';
import type { KeyRing } from './keys.js';
import type { GatewayMeter } from './meter.js';
import type { Now } from './now.js';
import type { ResumeDesk } from './resume-desk.js';
import type { SeenUpTo } from './resume-scan.js';
import type { Sender } from './sender.js';
import type { Session, SessionTable } from './session.js';

/** Each costs a signature check; a client that fails this often is cut off. */
const FAILURES = 3;
/** Above the index of any event. */
const LAST_INDEX = 0xffffff;

export class LogonDesk {
  private readonly logon = new Logon();
  private readonly event = new EventId();

  constructor(
    private readonly keys: KeyRing,
    private readonly sessions: SessionTable,
    private readonly announcer: Announcer,
    private readonly resume: ResumeDesk,
    private readonly live: EventGroup,
    private readonly sender: Sender,
    private readonly now: Now,
    private readonly meter: GatewayMeter,
    private readonly limits: GatewayLimits,
    private readonly epoch: number,
  ) {}

  receive(connection: Connection, decoder: FrameDecoder): void {
    const logon = decoder.body(this.logon);
    const session = this.sessions.ofKey(logon.keyId());
    const reason = this.check(connection, logon, session);
    const accounts = session && namedAccounts(logon, session);
    if (reason !== Reason.None) this.reject(connection, reason);
    else if (accounts === undefined) this.reject(connection, Reason.AccountNotEntitled);
    else this.accept(connection, logon, session!, accounts);
  }

  /** The connection is gone; its session stays. */
  release(connection: Connection): void {
    const { session } = connection;
    if (session?.connection !== connection) return;
    session.connection = undefined;
    this.meter.sessionsOpen.add(-1);
    this.announcer.changed(session);
  }

  private check(connection: Connection, logon: Logon, session: Session | undefined): Reason {
    if (logon.version() !== PROTOCOL_VERSION) return Reason.UnsupportedVersion;
    if (session === undefined) return Reason.UnknownKey;
    const signature = logon.signatureArray() ?? new Uint8Array(0);
    if (!this.keys.verifies(session.key.id, connection.challenge, signature)) return Reason.BadSignature;
    const other = session.connection;
    if (other !== undefined && this.now.ms - other.heardMs <= this.limits.heartbeatMs)
      return Reason.SessionInUse;
    return Reason.None;
  }

  private reject(connection: Connection, reason: Reason): void {
    this.meter.logonRejects.increment();
    this.sender.rare(connection, (out) => writeLogonRejected(out, reason));
    if (++connection.logonFailures >= FAILURES) this.sender.cut(connection, Reason.TooManyErrors);
  }

  private accept(connection: Connection, logon: Logon, session: Session, accounts: readonly Account[]): void {
    this.takeOver(session);
    session.connection = connection;
    connection.session = session;
    session.cancelOnDisconnect = logon.cancelOnDisconnect();
    session.entitle(accounts.map(({ id }) => id));
    this.meter.sessionsOpen.add(1);
    this.announcer.changed(session);
    const seen = this.seenBy(logon);
    this.welcome(connection, session, accounts, seen);
    if (seen !== undefined && this.resume.possible) this.resume.begin(connection, seen);
  }

  private takeOver(session: Session): void {
    const other = session.connection;
    if (other === undefined) return;
    this.release(other);
    this.sender.cut(other, Reason.SessionInUse);
  }

  private welcome(
    connection: Connection,
    session: Session,
    accounts: readonly Account[],
    seen: SeenUpTo | undefined,
  ): void {
    const { number, nextMessage } = session;
    this.sender.rare(connection, (out) =>
      writeLogonAccepted(out, {
        session: number,
        nextMessage,
        accounts,
        lastEvent: this.newestOf(session),
        heartbeatMs: this.limits.heartbeatMs,
        gap: seen !== undefined && this.resume.isGap(seen, this.epoch),
      }),
    );
  }

  /** A session without events since the start can resume from here just as well. */
  private newestOf({ lastSequence, lastIndex }: Session): WireEventId {
    if (lastSequence > 0) return { sequence: lastSequence, index: lastIndex };
    return { sequence: this.live.completed, index: LAST_INDEX };
  }

  /** Without an epoch the event is taken to be of this one. */
  private seenBy(logon: Logon): SeenUpTo | undefined {
    const event = logon.lastEvent(this.event);
    if (event === null) return undefined;
    return {
      sequence: Number(event.sequence()),
      index: event.index(),
      epoch: logon.epoch() === 0 ? this.epoch : logon.epoch(),
    };
  }
}

/** The key's accounts that the logon names, all where it names none; undefined: one of them is not the key's. */
function namedAccounts(logon: Logon, session: Session): readonly Account[] | undefined {
  const { accounts } = session.key;
  const count = logon.accountsLength();
  if (count === 0) return accounts;
  const named: Account[] = [];
  for (let i = 0; i < count; i++) {
    const account = accounts.find(({ name }) => name === logon.accounts(i));
    if (account === undefined) return undefined;
    named.push(account);
  }
  return named;
}
