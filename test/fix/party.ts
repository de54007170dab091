/**
 * A FIX client for tests of the door: our own initiator, with a Logon signed as the door wants it. Messages are written and read
 * as text, fields with `|` between; what came in is kept until the test has asked for it.
 */
import { createPrivateKey, type KeyObject, sign } from 'node:crypto';
import type { ConnectionOptions as TlsConnectionOptions } from 'node:tls';
import type { FixBuilder } from '../../protocol/fix/codec/builder.js';
import {
  type Application,
  BusinessReject,
  FixInitiator,
  type FixMessage,
  fixVersion,
  type LogonStamp,
  MemoryStore,
  msgType,
  Role,
  Session,
  type SessionStore,
  type VersionName,
} from '../../protocol/fix/index.js';

const WAIT_MS = 60_000;
const LOOK_MS = 5;

export interface PartyOptions {
  readonly port: number;
  readonly compId: string;
  readonly version?: VersionName;
  readonly tls?: TlsConnectionOptions;
  readonly key?: { readonly id: string; readonly privateKey: string };
  readonly store?: SessionStore;
  /** After a lost connection; never, unless it is said. */
  readonly reconnectMs?: number;
  readonly heartBtIntSeconds?: number;
}

/** What came in: its fields by tag, the first of each. */
export type Message = ReadonlyMap<number, string>;

export class FixParty implements Application {
  readonly session: Session;
  readonly inbox: Message[] = [];
  /** Why the session has ended, each time it has. */
  readonly farewells: string[] = [];
  private readonly initiator: FixInitiator;
  private readonly privateKey: KeyObject | undefined;

  private constructor(private readonly options: PartyOptions) {
    const { compId, version = 'FIX.4.4', key, store = new MemoryStore(), heartBtIntSeconds = 30 } = options;
    this.privateKey =
      key && createPrivateKey({ key: Buffer.from(key.privateKey, 'base64'), format: 'der', type: 'pkcs8' });
    const identity = { senderCompId: compId, targetCompId: 'PREGAO' };
    const settings = { role: Role.Initiator, version: fixVersion(version), heartBtIntSeconds, ...identity };
    this.session = new Session({ ...settings, rules: { allowUserTags: true } }, store, this);
    const { port, tls, reconnectMs = 2 ** 30 } = options;
    this.initiator = new FixInitiator(this.session, { host: '127.0.0.1', port, tls, reconnectMs });
  }

  /** Connects; logged on or not. */
  static dial(options: PartyOptions): FixParty {
    return new FixParty(options);
  }

  static async logOn(options: PartyOptions): Promise<FixParty> {
    const party = new FixParty(options);
    await party.until(() => party.session.isLoggedOn || party.farewells.length > 0);
    if (party.session.isLoggedOn) return party;
    party.cut();
    throw new Error(`no logon: ${party.farewells}`);
  }

  /** `35=D|11=A|…`: header, trailer and TransactTime are added. */
  send(text: string): void {
    const [[, type], ...fields] = text.split('|').map((field) => field.split('=', 2) as [string, string]);
    const nowMs = Date.now();
    const message = this.session.begin(msgType(type), nowMs);
    for (const [tag, value] of fields) message.text(Number(tag), value);
    if (type !== 'H') message.utcMs(60, nowMs);
    if (!this.session.send()) throw new Error('not logged on');
  }

  /** The next message that came in, `WAIT_MS` at most. */
  async next(): Promise<Message> {
    await this.until(() => this.inbox.length > 0);
    return this.inbox.shift()!;
  }

  /** The next ones as text, of each the fields asked for and there: `35=8|150=0`. */
  async reads(count: number, ...tags: number[]): Promise<string[]> {
    const texts: string[] = [];
    while (texts.length < count) texts.push(show(await this.next(), tags));
    return texts;
  }

  /** As a broken network would. */
  cut(): void {
    this.initiator.close();
  }

  /** The orderly way. */
  async logOut(): Promise<void> {
    this.session.logout('', Date.now());
    await this.until(() => !this.session.isLoggedOn && this.farewells.length > 0);
    this.cut();
  }

  async until(condition: () => boolean): Promise<void> {
    const deadline = Date.now() + WAIT_MS;
    while (!condition()) {
      if (Date.now() > deadline) throw new Error(`it did not come: ${this.farewells} ${this.session.phase}`);
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
  }

  buildLogon(_session: Session, logon: FixBuilder, { msgSeqNum, sendingTime }: LogonStamp): void {
    const { compId, key, version } = this.options;
    if (this.privateKey === undefined || key === undefined) return;
    const signed = ['A', compId, 'PREGAO', msgSeqNum, sendingTime].join('\x01');
    const signature = sign(null, Buffer.from(signed, 'latin1'), this.privateKey).toString('base64');
    logon.data(95, 96, Buffer.from(signature));
    if (version !== 'FIX.4.2') logon.text(553, key.id);
  }

  onMessage(_session: Session, message: FixMessage): BusinessReject {
    this.inbox.push(fieldsOf(message));
    return BusinessReject.None;
  }

  onReject(_session: Session, message: FixMessage): void {
    this.inbox.push(fieldsOf(message));
  }

  onLogout(_session: Session, text: string): void {
    this.farewells.push(text);
  }

  onEvent(_session: Session, text: string): void {
    this.farewells.push(text);
  }
}

function fieldsOf(message: FixMessage): Message {
  const fields = new Map<number, string>();
  for (let i = 0; i < message.count; i++)
    if (!fields.has(message.tags[i])) fields.set(message.tags[i], message.text(i));
  return fields;
}

export const show = (message: Message, tags: readonly number[]): string =>
  tags
    .filter((tag) => message.has(tag))
    .map((tag) => `${tag}=${message.get(tag)}`)
    .join('|');
