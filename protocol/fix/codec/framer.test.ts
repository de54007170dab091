/** Messages out of a stream, however it is cut; and what happens to bytes that are none. */
import t from 'tap';
import { Framer } from './framer.js';
import { FixMessage, Parsed } from './message.js';
import { seeded } from './test-random.js';
import { pipes, soh, wire } from './test-text.js';

const MAX = 1024;

function framed(stream: Buffer, pieceBytes: number): string[] {
  const frames: string[] = [];
  const framer = new Framer(MAX, (buffer, start, end) => {
    frames.push(pipes(buffer.subarray(start, end)));
    return true;
  });
  for (let at = 0; at < stream.length; at += pieceBytes) framer.feed(stream.subarray(at, at + pieceBytes));
  return frames;
}

const A = wire('35=A|34=1|98=0|108=30|');
const D = wire('35=D|34=2|95=8|96=8=FIX.4|10=|11=ID|');
const ZERO = wire('35=0|34=3|');
const text = (...messages: Buffer[]): string[] => messages.map(pipes);

t.test('cut anywhere', async (t) => {
  const stream = Buffer.concat([A, D, ZERO]);
  for (let bytes = 1; bytes <= stream.length; bytes++)
    t.strictSame(framed(stream, bytes), text(A, D, ZERO), `pieces of ${bytes}`);
});

t.test('what is no message is passed over', async (t) => {
  const cases: [string, string, string[]][] = [
    ['noise before', `38=FIX|noise|${pipes(A)}`, text(A)],
    ['two noises', `8=FIX.4.4|35=0|8=FIX.4.4|9=x|${pipes(A)}`, text(A)],
    ['a BeginString that does not end', `8=FIX.4.4.4.4.4.4.4.4.4|${pipes(A)}`, text(A)],
    ['a BodyLength beyond all bounds', `8=FIX.4.4|9=999999|35=0|10=000|${pipes(A)}`, text(A)],
    [
      'a BodyLength too small',
      `8=FIX.4.4|9=5|35=0|34=1|10=000|${pipes(A)}`,
      ['8=FIX.4.4|9=5|35=0|34=1|10=000|', ...text(A)],
    ],
    [
      'a BodyLength too large takes the next with it',
      `8=FIX.4.4|9=30|35=0|34=1|10=000|${pipes(ZERO)}${pipes(A)}`,
      [`8=FIX.4.4|9=30|35=0|34=1|10=000|${pipes(ZERO)}`, ...text(A)],
    ],
  ];
  for (const [what, stream, expected] of cases)
    for (const bytes of [1, 7, 10_000])
      t.strictSame(framed(Buffer.from(soh(stream)), bytes), expected, `${what}, pieces of ${bytes}`);
});

t.test('a message that never ends does not stop those behind it for ever', async (t) => {
  const endless = `8=FIX.4.4|9=500|35=0|${'58=xxxxxxxx|'.repeat(200)}${pipes(A)}`;
  for (const bytes of [1, 100, 10_000])
    t.strictSame(framed(Buffer.from(soh(endless)), bytes).slice(-1), text(A), `pieces of ${bytes}`);
});

t.test('a listener that has gone hears no more', async (t) => {
  let heard = 0;
  const framer = new Framer(MAX, () => ++heard < 2);
  framer.feed(Buffer.concat([A, D, ZERO]));
  t.equal(heard, 2);
});

t.test('damaged streams: nothing throws, nothing hangs, no wrong CheckSum passes', async (t) => {
  const random = seeded(t);
  const message = new FixMessage();
  let good = 0;
  for (let round = 0; round < 20_000; round++) {
    const stream = damaged(Buffer.concat([A, D, ZERO, A]), random);
    const framer = new Framer(MAX, (buffer, start, end) => {
      if (message.parse(buffer, start, end) === Parsed.Ok) {
        good++;
        if (!isWhole(buffer.subarray(start, end))) t.fail(`passed: ${pipes(buffer.subarray(start, end))}`);
      }
      return true;
    });
    for (let at = 0; at < stream.length; ) {
      const bytes = 1 + Math.floor(random() * 80);
      framer.feed(stream.subarray(at, at + bytes));
      at += bytes;
    }
  }
  t.ok(good > 20_000, `${good} undamaged messages came through`);
});

const WHOLE = new RegExp(soh('^8=[^|]*|9=(\\d+)|([\\s\\S]*)10=(\\d{3})|$'));

/** BodyLength and CheckSum, reckoned in another way. */
function isWhole(bytes: Uint8Array): boolean {
  const match = WHOLE.exec(Buffer.from(bytes).toString('latin1'));
  if (!match) return false;
  const sum = bytes.subarray(0, -7).reduce((total, byte) => total + byte, 0) % 256;
  return Number(match[1]) === match[2].length && Number(match[3]) === sum;
}

function damaged(stream: Buffer, random: () => number): Buffer {
  const bytes = Buffer.from(stream);
  for (let flips = Math.floor(random() * 3); flips > 0; flips--)
    bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
  const from = random() < 0.3 ? Math.floor(random() * bytes.length) : 0;
  const to = random() < 0.3 ? Math.floor(random() * bytes.length) : bytes.length;
  return random() < 0.2
    ? Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)])
    : bytes.subarray(Math.min(from, to), Math.max(from, to));
}
