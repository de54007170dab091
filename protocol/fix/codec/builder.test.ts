/** What the builder writes, byte for byte, and that it reads back. */
import t from 'tap';
import { FixBuilder } from './builder.js';
import { FixMessage, Parsed } from './message.js';
import { msgType } from './tags.js';
import { pipes, wire } from './test-text.js';

const NOW_MS = Date.UTC(2026, 10, 26, 3, 16, 22, 5);
const IDENTITY = { beginString: 'FIX.4.4', senderCompId: 'US', targetCompId: 'THEM' };
const builder = new FixBuilder(IDENTITY, 512);
const HEADER = '34=7|49=US|52=20261126-03:16:22.005|56=THEM|';

function built(): Buffer {
  t.ok(builder.finish());
  return builder.buffer.subarray(builder.start, builder.end);
}

t.test('each kind of field', async (t) => {
  builder
    .begin(msgType('AE'), 7, NOW_MS)
    .int(1, 0)
    .int(2, -12)
    .int(3, 2 ** 53 - 1)
    .int(4, 2_147_483_648);
  builder
    .decimal(44, 6_400_050, 2)
    .decimal(45, -5, 2)
    .decimal(46, 7, 0)
    .decimal(47, 2 ** 53 - 1, 8);
  builder
    .char(54, 0x31)
    .flag(43, true)
    .text(55, 'BTC-USD')
    .utcMs(60, NOW_MS + 59_995);
  builder.bytes(11, Buffer.from('xIDx'), 1, 2).data(95, 96, Buffer.from('a\x01b'));
  const numbers = '1=0|2=-12|3=9007199254740991|4=2147483648|44=64000.50|45=-0.05|46=7|47=90071992.54740991|';
  const others = '54=1|43=Y|55=BTC-USD|60=20261126-03:17:22.000|11=ID|95=3|96=a|b|';
  t.equal(pipes(built()), pipes(wire(`35=AE|${HEADER}${numbers}${others}`)));
});

t.test('the time once written is not written again, until it changes', async (t) => {
  for (const nowMs of [NOW_MS, NOW_MS + 1, NOW_MS + 994, NOW_MS + 995, NOW_MS + 86_400_000, NOW_MS]) {
    builder.begin(msgType('0'), 1, nowMs);
    const iso = new Date(nowMs).toISOString();
    t.match(pipes(built()), `|52=${iso.slice(0, 10).replaceAll('-', '')}-${iso.slice(11, 23)}|`);
  }
});

t.test('BodyLengths of every number of digits', async (t) => {
  const message = new FixMessage();
  for (const length of [0, 37, 38, 400]) {
    builder.begin(msgType('0'), 1, NOW_MS).text(58, 'x'.repeat(length));
    const bytes = built();
    t.equal(message.parse(bytes, 0, bytes.length), Parsed.Ok, `${length} more bytes`);
  }
});

t.test('a message that does not fit says so, and the next one is good', async (t) => {
  builder.begin(msgType('0'), 1, NOW_MS).text(58, 'x'.repeat(600));
  t.notOk(builder.finish());
  builder.begin(msgType('0'), 7, NOW_MS);
  t.equal(pipes(built()), pipes(wire(`35=0|${HEADER}`)));
});
