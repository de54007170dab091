/**
 * A session's rules as dialogues, with a clock that stands still unless told. One line each:
 *
 *     < 35=A|34=1|98=0|108=30|     the counterparty sends; 49, 52 and 56 are put behind 34 unless they are given
 *     > 35=A|34=1|98=0|108=30|     the session must send this; 8, 9, 49, 52, 56 and 10 are left out
 *     << 8=FIX.4.4|9=5|…           these very bytes
 *     wait 36                      so many seconds pass, in ticks of half a second
 *     closes                       the session must have closed the connection
 *     drops, connects              the connection breaks; a new one is there
 *     send 35=D|11=ID|             the program sends; logout TEXT, reset: the program asks for that
 *     app 35=D|34=2|11=ID|         the application must have got this message
 *     in 5, out 7                  the next numbers, in and out
 *
 * What the session sent and no line expected is a failure at the next line that is none of `>`.
 */
import type { Test } from 'tap';
import type { FixMessage } from '../codec/message.js';
import { msgType } from '../codec/tags.js';
import { pipes, soh, wire } from '../codec/test-text.js';
import { BusinessReject } from '../dictionary/reject-reasons.js';
import { fixVersion, type VersionName } from '../dictionary/versions.js';
import { MemoryStore } from '../store/memory-store.js';
import type { Application } from './application.js';
import { Role, type SessionConfig } from './config.js';
import { Connection } from './connection.js';
import type { Link } from './link.js';
import { SessionRegistry } from './registry.js';
import { Session } from './session.js';

const START_MS = Date.UTC(2026, 10, 26, 12);
const TICK_MS = 500;
const OURS = /(?:^8=[^|]*\|9=\d+\|)|(?<=\|)(?:49|52|56)=[^|]*\||10=\d{3}\|$/g;

export interface DialogueOptions extends Partial<SessionConfig> {
  readonly versionName?: VersionName;
  readonly application?: Partial<Application>;
}

export function dialogue(t: Test, options: DialogueOptions, script: string): void {
  const run = new Dialogue(t, options);
  for (const line of script.trim().split('\n')) run.line(line.trim());
  run.line('ends');
}

class Dialogue {
  private nowMs = START_MS;
  private sent: string[] = [];
  private received: string[] = [];
  private isClosed = false;
  private readonly session: Session;
  private readonly begin: string;
  private connection!: Connection;

  constructor(
    private readonly t: Test,
    { versionName = 'FIX.4.4', application = {}, ...config }: DialogueOptions,
  ) {
    const version = fixVersion(versionName);
    this.begin = version.beginString;
    const identity = { role: Role.Acceptor, version, senderCompId: 'ISLD', targetCompId: 'TW' };
    const listening: Application = {
      onMessage: (_, message) => {
        this.received.push(shown(message));
        return BusinessReject.None;
      },
      ...application,
    };
    this.session = new Session({ ...identity, ...config }, new MemoryStore(), listening);
    this.connect();
  }

  line(line: string): void {
    const [word] = line.split(' ', 1);
    const rest = line.slice(word.length + 1);
    if (word === '' || word === '#') return;
    if (word === '>') return void this.t.equal(this.sent.shift() ?? 'nothing', rest, line);
    this.t.strictSame(this.sent, [], `nothing more before: ${line}`);
    this.sent = [];
    this.act(word, rest, line);
  }

  private act(word: string, rest: string, line: string): void {
    const { t, session, nowMs } = this;
    if (word === '<') this.connection.received(this.message(rest), nowMs);
    else if (word === '<<') this.connection.received(Buffer.from(soh(rest), 'latin1'), nowMs);
    else if (word === 'wait') this.pass(Number(rest));
    else if (word === 'closes') t.ok(this.isClosed, line);
    else if (word === 'drops') this.connection.closed(nowMs);
    else if (word === 'connects') this.connect();
    else if (word === 'send') this.send(rest);
    else if (word === 'logout') session.logout(rest, nowMs);
    else if (word === 'reset') session.resetSequences(nowMs);
    else if (word === 'app') t.equal(this.received.shift() ?? 'nothing', rest, line);
    else if (word === 'in') t.equal(session.store.nextIn, Number(rest), line);
    else if (word === 'out') t.equal(session.store.nextOut, Number(rest), line);
    else if (word === 'ends') t.strictSame(this.received, [], 'the application got nothing more');
    else throw new Error(`what is "${line}"?`);
  }

  private connect(): void {
    const link: Link = {
      write: (buffer, start, end) => {
        this.sent.push(pipes(buffer.subarray(start, end)).replace(OURS, ''));
      },
      close: () => {
        this.isClosed = true;
      },
    };
    this.isClosed = false;
    const { session, nowMs } = this;
    const find = new SessionRegistry().add(session).find;
    this.connection =
      session.settings.role === Role.Initiator
        ? Connection.initiated(link, session, nowMs)!
        : Connection.accepted(link, find, session.settings, nowMs);
  }

  /** `52=+121` is a SendingTime so many seconds from now, and so is `122`. */
  private message(text: string): Buffer {
    const timed = text.replace(
      /\|(52|122|60)=([+-]\d+)(?=\|)/g,
      (_, tag, seconds) => `|${tag}=${this.stamp(Number(seconds))}`,
    );
    const [, begin = this.begin, fields] = /^(?:8=([^|]*)\|)?(.*)$/.exec(timed)!;
    const header = ['49=TW|', `52=${this.stamp(0)}|`, '56=ISLD|'].filter(
      (each) => !fields.includes(`|${each.slice(0, 3)}`),
    );
    return wire(fields.replace(/^(35=[^|]*\|(?:34=[^|]*\|)?)/, `$1${header.join('')}`), begin);
  }

  private stamp(seconds: number): string {
    const iso = new Date(this.nowMs + seconds * 1000).toISOString();
    return `${iso.slice(0, 10).replaceAll('-', '')}-${iso.slice(11, 19)}`;
  }

  private send(text: string): void {
    const [type, ...fields] = text.split('|').filter((field) => field !== '');
    const message = this.session.begin(msgType(type.slice(3)), this.nowMs);
    for (const field of fields) {
      const [, tag, value] = /^(\d+)=(.*)$/.exec(field)!;
      message.text(Number(tag), value);
    }
    this.t.ok(this.session.send(), `sent ${text}`);
  }

  private pass(seconds: number): void {
    for (const endMs = this.nowMs + seconds * 1000; this.nowMs < endMs; ) {
      this.nowMs += TICK_MS;
      this.connection.tick(this.nowMs);
    }
  }
}

const shown = (message: FixMessage): string =>
  pipes(message.buffer.subarray(message.start, message.end)).replace(OURS, '');
