/** A ResendRequest about very many messages: in steps, as much as the link takes, and everything in its order. */
import t from 'tap';
import { FixMessage } from '../codec/message.js';
import { Tag } from '../codec/tags.js';
import { wire } from '../codec/test-text.js';
import { UtcWriter } from '../codec/utc-writer.js';
import { BusinessReject } from '../dictionary/reject-reasons.js';
import { fixVersion } from '../dictionary/versions.js';
import { MemoryStore } from '../store/memory-store.js';
import { Role } from './config.js';
import { Session } from './session.js';

const MESSAGES = 10_000;
const NEWS = 0x42;
const NOW_MS = 1_790_000_000_000;

/** Counts what is unread; the test reads it. */
class SlowLink {
  readonly numbers: number[] = [];
  readonly types: number[] = [];
  waitingBytes = 0;
  closed = false;
  private readonly message = new FixMessage();

  write(buffer: Buffer, start: number, end: number): void {
    this.message.parse(buffer, start, end);
    this.numbers.push(this.message.uint(this.message.find(Tag.MsgSeqNum)));
    this.types.push(this.message.type);
    this.waitingBytes += end - start;
  }

  close(): void {
    this.closed = true;
  }
}

function connected(): { session: Session; link: SlowLink; store: MemoryStore } {
  const store = new MemoryStore();
  const config = {
    role: Role.Acceptor,
    version: fixVersion('FIX.4.4'),
    senderCompId: 'V',
    targetCompId: 'C',
  };
  const session = new Session(config, store, { onMessage: () => BusinessReject.None });
  const link = new SlowLink();
  for (let i = 0; i < MESSAGES; i++) say(session, `old ${i}`);
  session.connect(link, NOW_MS);
  hear(session, '35=A|34=1|98=0|108=30|');
  return { session, link, store };
}

function say(session: Session, text: string): void {
  session.begin(NEWS, NOW_MS).text(148, 'news').int(33, 1).text(58, text);
  session.sendOrKeep();
}

function hear(session: Session, text: string): void {
  const time = Buffer.alloc(24);
  const length = new UtcWriter().write(time, 0, NOW_MS);
  const stamp = time.toString('latin1', 0, length);
  const bytes = wire(text.replace(/(34=\d+\|)/, `$149=C|52=${stamp}|56=V|`));
  const message = new FixMessage();
  message.parse(bytes, 0, bytes.length);
  session.receive(message, NOW_MS);
}

t.test('step by step, and what is said meanwhile behind it', async (t) => {
  const { session, link, store } = connected();
  hear(session, `35=2|34=2|7=1|16=0|`);
  t.ok(link.numbers.length < MESSAGES / 2, `${link.numbers.length} at once`);
  for (let i = 0; i < 10; i++) say(session, `new ${i}`);
  link.waitingBytes = 1 << 30;
  const before = link.numbers.length;
  t.notOk(session.tick(NOW_MS), 'it waits for who does not read');
  t.equal(link.numbers.length, before);
  link.waitingBytes = 0;
  let turns = 0;
  while (session.tick(NOW_MS)) link.waitingBytes = turns++;
  t.ok(turns > 2, `${turns} turns`);
  say(session, 'the last');
  const [, ...sent] = link.numbers;
  const all = Array.from({ length: store.nextOut - 1 }, (_, i) => i + 1).filter(
    (seq) => seq !== MESSAGES + 1,
  );
  t.same(
    sent.filter((_, i) => link.types[i + 1] === NEWS),
    all,
    'each news once, in its order',
  );
});

t.test('a Logout and a reset do not wait; a lost connection ends it', async (t) => {
  for (const end of ['logout', 'drop'] as const) {
    const { session, link } = connected();
    hear(session, `35=2|34=2|7=1|16=0|`);
    if (end === 'logout') {
      session.logout('enough', NOW_MS);
      t.equal(link.types.at(-1), 0x35, 'the Logout is out');
      hear(session, '35=5|34=3|');
      t.ok(link.closed);
    } else session.disconnected(NOW_MS);
    const { length } = link.numbers;
    t.notOk(session.tick(NOW_MS));
    t.equal(link.numbers.length, length, `${end}: nothing more`);
  }
});
