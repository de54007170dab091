/**
 * Whatever comes over a connection: the session throws nothing, sends only whole messages with numbers one after the other,
 * counts no number twice, and goes on with a counterparty that behaves.
 */
import t from 'tap';
import { Framer } from '../codec/framer.js';
import { FixMessage, Parsed } from '../codec/message.js';
import { Msg, Tag } from '../codec/tags.js';
import { seeded } from '../codec/test-random.js';
import { wire } from '../codec/test-text.js';
import { BusinessReject } from '../dictionary/reject-reasons.js';
import { fixVersion } from '../dictionary/versions.js';
import { MemoryStore } from '../store/memory-store.js';
import { Role } from './config.js';
import { Connection } from './connection.js';
import { SessionRegistry } from './registry.js';
import { Session } from './session.js';

const NOW_MS = Date.UTC(2026, 10, 26, 12);
const ROUNDS = 3_000;
const FIELDS = [
  '43=Y|',
  '122=20261126-12:00:00|',
  '7=1|',
  '16=0|',
  '16=3|',
  '36=5|',
  '123=Y|',
  '141=Y|',
  '112=HI|',
  '98=0|',
  '108=30|',
  '148=x|',
  '33=1|',
  '58=x|',
  '453=2|',
  '448=A|',
  '95=4|',
  '96=a|b=|',
  '52=20261126-11:00:00|',
  '49=WT|',
  '34=99|',
  '-7=x|',
  '58=|',
];
const TYPES = ['0', '1', '2', '3', '4', '5', 'A', 'B', 'D', 'j', '8', '*', 'AE'];

class Party {
  readonly store = new MemoryStore();
  readonly session: Session;
  readonly numbers: number[] = [];
  received = 0;
  private readonly message = new FixMessage();
  private readonly framer = new Framer(65_536, (buffer, start, end) => this.take(buffer, start, end));
  private connection!: Connection;
  private isClosed = true;

  constructor() {
    const identity = {
      role: Role.Acceptor,
      version: fixVersion('FIX.4.4'),
      senderCompId: 'ISLD',
      targetCompId: 'TW',
    };
    this.session = new Session(identity, this.store, {
      onMessage: () => {
        this.received++;
        return BusinessReject.None;
      },
    });
  }

  feed(bytes: Buffer): void {
    if (this.isClosed) this.connect();
    this.connection.received(bytes, NOW_MS);
  }

  connect(): void {
    if (!this.isClosed) this.connection.closed(NOW_MS);
    this.isClosed = false;
    const close = () => {
      this.isClosed = true;
    };
    const write = (buffer: Buffer, start: number, end: number) =>
      this.framer.feed(buffer.subarray(start, end));
    const find = new SessionRegistry().add(this.session).find;
    this.connection = Connection.accepted({ write, close }, find, this.session.settings, NOW_MS);
  }

  private take(buffer: Uint8Array, start: number, end: number): boolean {
    const { message } = this;
    if (message.parse(buffer, start, end) !== Parsed.Ok)
      throw new Error('the session sent a garbled message');
    if (!message.isYes(message.find(Tag.PossDupFlag))) this.number(message.uint(message.find(Tag.MsgSeqNum)));
    return true;
  }

  private number(seq: number): void {
    const isReset =
      this.message.type === Msg.Logon && this.message.isYes(this.message.find(Tag.ResetSeqNumFlag));
    const last = isReset ? 0 : (this.numbers.at(-1) ?? 0);
    if (seq !== last + 1) throw new Error(`the session sent ${seq} after ${last}`);
    this.numbers.push(seq);
  }
}

t.test('anything', async (t) => {
  const random = seeded(t);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)];
  const party = new Party();
  for (let round = 0; round < ROUNDS; round++) {
    const { store } = party;
    const seq = Math.max(0, store.nextIn + Math.floor(random() * 5) - 2);
    const isNews = random() < 0.3;
    let text = `35=${isNews ? 'B' : pick(TYPES)}|34=${seq}|49=TW|52=20261126-12:00:00|56=ISLD|`;
    if (isNews) text += '148=x|33=1|58=x|';
    else for (let fields = Math.floor(random() * 6); fields > 0; fields--) text += pick(FIELDS);
    const bytes = wire(text);
    if (random() < 0.3) bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
    party.feed(random() < 0.1 ? bytes.subarray(0, Math.floor(random() * bytes.length)) : bytes);
    if (random() < 0.2) logOn(party);
  }
  t.ok(party.numbers.length > 100, `${party.numbers.length} messages sent`);
  t.ok(party.received > 0, `${party.received} messages taken`);
  party.connect();
  logOn(party);
  t.ok(party.session.isLoggedOn, 'goes on');
});

function logOn(party: Party): void {
  if (party.session.isLoggedOn) return;
  const header = `34=${party.store.nextIn}|49=TW|52=20261126-12:00:00|56=ISLD|`;
  party.connect();
  party.feed(wire(`35=A|${header}98=0|108=30|`));
}
