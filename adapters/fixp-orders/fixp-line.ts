/**
 * One FIXP session with a venue on a connection that is kept. What the venue says is one numbered flow, which a process that begins has told from the first message on; our own numbers are taken from
 * the store by the thousand, so that none is used twice: those that a process has left over the venue calls not applied, and goes on.
 */
import { FixpClient } from '../../protocol/fixp/client.js';
import type { FixpClientListener } from '../../protocol/fixp/client-options.js';
import type { FixpDialect } from '../../protocol/fixp/dialect.js';
import type { ByteLink } from '../../protocol/link.js';
import type { SbeMessage } from '../../protocol/views/sbe-message.js';
import type { Inbox } from '../kit/feed/inbox.js';
import type { Notice } from '../kit/feed/outside.js';
import { type ConnectionRules, KeptConnection } from '../kit/line/kept-connection.js';
import type { ByteDial } from '../kit/line/outside.js';

/** What a session has to remember for the process that comes after. */
export interface FixpRecord {
  /** Of the last negotiation. */
  readonly versionId: bigint;
  /** None of our numbers from here on has been used. */
  readonly nextOut: number;
}

export interface FixpStore {
  load(): FixpRecord | undefined;
  save(record: FixpRecord): void;
}

export interface FixpRules extends ConnectionRules {
  readonly keepAliveMs: number;
  readonly store: FixpStore;
}

export interface FixpOwner {
  /** Lent for the call. */
  message(message: SbeMessage, isRetransmitted: boolean): void;
  established(): void;
  /** The venue has not got these of ours. */
  notApplied(from: number, count: number): void;
  ended(why: string): void;
}

const NUMBERS_AT_ONCE = 1_000;

export class FixpLine {
  private readonly kept: KeptConnection;
  private readonly client: FixpClient;
  private savedOut: number;
  private savedId: bigint;
  private rewinds = false;

  constructor(
    private readonly rules: FixpRules,
    dialect: FixpDialect,
    dial: ByteDial,
    private readonly owner: FixpOwner,
    private readonly notice: Notice,
    inbox: Inbox,
  ) {
    const record = rules.store.load();
    const memory = record && { ...record, isNegotiated: true, nextIn: 1 };
    this.savedOut = record?.nextOut ?? 1;
    this.savedId = record?.versionId ?? 0n;
    this.client = new FixpClient(dialect, this.listener(), { keepAliveMs: rules.keepAliveMs }, memory);
    const connection = {
      opened: (link: ByteLink) => void this.client.connect(link, this.nowMs),
      received: (chunk: Buffer) => this.client.received(chunk, this.nowMs),
      closed: () => this.closed(),
    };
    this.kept = new KeptConnection(rules, dial, connection, notice, inbox);
  }

  get canSend(): boolean {
    return this.client.canSend;
  }

  /** All that the venue has said is here. */
  get isCaughtUp(): boolean {
    return this.client.isCaughtUp;
  }

  /** What has come that says how far the venue's numbers have gone. */
  get signs(): number {
    return this.client.signs;
  }

  /** @returns false: nobody is there */
  askForSign(): boolean {
    return this.client.askForSign(this.nowMs);
  }

  /** Returns work done. */
  tick(nowMs: number): number {
    const work = this.kept.tick(nowMs);
    this.client.tick(nowMs);
    return work;
  }

  /** Begins a business message with all optional fields null; fill it, then `send`. */
  begin<T extends SbeMessage>(message: T): T {
    return this.client.begin(message);
  }

  /** @returns its number; 0: nobody is there */
  send(message: SbeMessage): number {
    if (this.client.nextOut >= this.savedOut) this.save();
    return this.client.send(message, this.nowMs);
  }

  /** Ends the connection with a goodbye; another one follows. @param fromFirst with all that the venue has said once more */
  drop(why: string, fromFirst = false): void {
    this.notice(`${this.rules.name}: begins anew (${why})`);
    this.rewinds ||= fromFirst;
    this.client.terminate(this.nowMs);
  }

  /** Ends it for good. */
  stop(): void {
    this.kept.end();
    this.client.terminate(this.nowMs);
  }

  private get nowMs(): number {
    return this.kept.nowMs;
  }

  private listener(): FixpClientListener {
    const { owner, notice, rules } = this;
    return {
      onMessage: (message, _, isRetransmitted) => owner.message(message, isRetransmitted),
      onEstablished: () => {
        if (this.client.versionId !== this.savedId) this.save();
        owner.established();
      },
      onReject: (_, code, reason) => notice(`${rules.name}: logon refused (code ${code} ${reason})`),
      onNotApplied: (from, count) => owner.notApplied(from, count),
      onStandby: (standsBy) =>
        notice(
          standsBy
            ? `${rules.name}: the other side stands by for another one: no orders go out`
            : `${rules.name}: the other side takes orders again`,
        ),
      onLost: (from, count) => notice(`${rules.name}: ${count} messages from ${from} on cannot be had`),
      onDisconnect: (why) => owner.ended(why),
    };
  }

  private closed(): void {
    this.client.disconnected(this.nowMs);
    if (this.rewinds) this.client.rewind();
    this.rewinds = false;
  }

  private save(): void {
    this.savedId = this.client.versionId;
    this.savedOut = this.client.nextOut + NUMBERS_AT_ONCE;
    this.rules.store.save({ versionId: this.savedId, nextOut: this.savedOut });
  }
}
