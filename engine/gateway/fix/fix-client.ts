/**
 * What every FIX session of the door has, order entry or drop copy: its store and log of names in the data directory, its logon,
 * and the teller that speaks on it.
 */
import { join } from 'node:path';
import type { FixMessage } from '../../../protocol/fix/codec/message.js';
import type { BusinessReject } from '../../../protocol/fix/dictionary/reject-reasons.js';
import type { Application } from '../../../protocol/fix/session/application.js';
import { Role } from '../../../protocol/fix/session/config.js';
import { Session } from '../../../protocol/fix/session/session.js';
import { type Dialect, dialect } from './dialect.js';
import type { DoorRoom } from './door-room.js';
import { ExecutionWriter } from './execution-writer.js';
import { LogonCheck } from './logon-check.js';
import { MarkedStore } from './marked-store.js';
import type { FixSessionEntry } from './options.js';
import { type LogContent, type RequestLine, RequestLog } from './request-log.js';
import { SentExecutions } from './sent-executions.js';
import { Teller } from './teller.js';
import { Told } from './told.js';
import { TradeChangeWriter } from './trade-change-writer.js';

export abstract class FixClient implements Application {
  readonly session: Session;
  readonly teller: Teller;
  protected readonly log: RequestLog;
  protected readonly dialect: Dialect;
  private readonly store: MarkedStore;
  private readonly logons: LogonCheck;
  private readonly logPath: string;

  constructor(
    readonly entry: FixSessionEntry,
    protected readonly room: DoorRoom,
  ) {
    const file = join(room.options.directory, `${entry.version}-${entry.compId}`);
    this.logPath = `${file}.names`;
    this.dialect = dialect(entry.version);
    this.store = new MarkedStore(`${file}.fixlog`, () => this.forgetStore());
    this.log = new RequestLog(this.logPath, room.options.durability === 'sync');
    room.lane.logs.push(this.log);
    room.lane.stores.push(this.store);
    this.session = new Session(this.settings(), this.store, this);
    const writer = new ExecutionWriter(this.dialect, room.securities, room.averages, room.details);
    const changes = new TradeChangeWriter(this.dialect, room.securities);
    const sent = new SentExecutions(this.store);
    this.teller = new Teller(this.session, writer, changes, sent, entry.dropCopy, room.now, room.meter);
    this.logons = new LogonCheck(entry, room.keys);
  }

  abstract onMessage(session: Session, message: FixMessage): BusinessReject;

  checkLogon(session: Session, message: FixMessage): string | undefined {
    this.room.now.read();
    const objection = this.room.closedFor() ?? this.logons.check(message, session.link.certificateName);
    if (objection === undefined) return undefined;
    this.room.meter.logonRejects.increment();
    this.room.log(`FIX logon of ${this.entry.compId} refused: ${objection}`);
    return objection;
  }

  onLogon(_session: Session): void {
    this.room.meter.sessionsOpen.add(1);
  }

  onLogout(_session: Session, _text: string): void {
    this.room.meter.sessionsOpen.add(-1);
  }

  /** From what is on disk. @param end the last sequence that is left of the journal */
  recover(end: number): void {
    const content = RequestLog.read(this.logPath);
    this.teller.told = Told.from(this.store, content.mark, end);
    this.teller.sequence = end;
    this.remember(content);
  }

  /** All that was missed has been told. */
  caughtUp(): void {
    this.teller.told = undefined;
    this.log.rewrite(this.teller.mark(this.store.nextOut), this.remembered());
  }

  close(): void {
    this.store.count();
    this.store.close();
    this.log.close();
  }

  /** Names that a report may need. */
  protected remember(_content: LogContent): void {}

  protected remembered(): Iterable<RequestLine> {
    return [];
  }

  /** The sequences begin anew: what was told stands nowhere but here from now on. */
  private forgetStore(): void {
    this.log.add(this.teller.mark(1));
    this.log.flush();
  }

  private settings() {
    const { compId, version } = this.entry;
    return {
      role: Role.Acceptor,
      version: dialect(version).version,
      senderCompId: this.room.options.compId,
      targetCompId: compId,
      rules: { allowUserTags: true },
    };
  }
}
