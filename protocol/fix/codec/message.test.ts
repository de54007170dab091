/** What makes a message whole, and how its fields read as numbers. */
import t from 'tap';
import { FixMessage, Parsed } from './message.js';
import { msgType } from './tags.js';
import { sealed, wire } from './test-text.js';

const message = new FixMessage();
const parse = (bytes: Buffer): Parsed => message.parse(bytes, 0, bytes.length);

t.test('a message or not', async (t) => {
  const good = wire('35=D|34=2|11=ID|');
  const shorter = Buffer.from(good.toString('latin1').replace('9=16', '9=15'), 'latin1');
  const cases: [string, Buffer, Parsed][] = [
    ['good', good, Parsed.Ok],
    ['BodyLength too small', sealed(shorter.toString('latin1').slice(0, -7)), Parsed.BadBodyLength],
    [
      'CheckSum of another message',
      Buffer.concat([good.subarray(0, -7), Buffer.from('10=000\x01')]),
      Parsed.BadCheckSum,
    ],
    ['CheckSum of two digits', Buffer.from('8=FIX.4.4\x019=5\x0135=0\x0110=63\x01'), Parsed.BadCheckSum],
    ['CheckSum above 255', Buffer.from('8=FIX.4.4\x019=5\x0135=0\x0110=419\x01'), Parsed.BadCheckSum],
    ['MsgType not third', sealed('8=FIX.4.4|9=10|34=2|35=0|'), Parsed.OutOfOrder],
    ['BodyLength not second', sealed('8=FIX.4.4|35=0|9=5|'), Parsed.OutOfOrder],
    ['CheckSum twice', sealed('8=FIX.4.4|9=5|35=0|10=163|'), Parsed.OutOfOrder],
    ['a tag that is no number', wire('35=0|4x9=TW|'), Parsed.BadTag],
    ['a field without =', wire('35=0|49|'), Parsed.BadTag],
    ['no tag', wire('35=0|=TW|'), Parsed.BadTag],
    ['a tag of ten digits', wire('35=0|1234567890=TW|'), Parsed.BadTag],
    ['a negative tag is a number', wire('35=0|-1=HI|'), Parsed.Ok],
    ['too many fields', wire(`35=0|${'58=x|'.repeat(20_000)}`), Parsed.TooManyFields],
  ];
  for (const [what, bytes, expected] of cases) t.equal(parse(bytes), expected, what);
});

t.test('fields are found by tag, in their order', async (t) => {
  t.equal(parse(wire('35=XCN|34=17|55=A|55=BB|40=2|43=Y|-1=z|')), Parsed.Ok);
  t.equal(message.type, msgType('XCN'));
  t.equal(message.uint(message.find(34)), 17);
  t.equal(message.text(message.find(55)), 'A');
  t.equal(message.text(message.findFrom(55, message.find(55) + 1)), 'BB');
  t.equal(message.char(message.find(40)), 0x32);
  t.ok(message.isYes(message.find(43)));
  t.equal(message.find(99), -1);
  t.equal(message.text(-1), '');
  t.equal(message.text(message.find(-1)), 'z');
});

t.test('data fields are taken by length, SOH and = in them', async (t) => {
  t.equal(parse(wire('35=A|95=9|96=a|10=1|b=|98=0|')), Parsed.Ok);
  t.equal(message.text(message.find(96)), 'a\x0110=1\x01b=');
  t.equal(message.uint(message.find(98)), 0);
  t.equal(message.badLengthTag, 0);
  t.equal(parse(wire('35=A|95=3|96=ab|98=0|')), Parsed.Ok, 'too long');
  t.equal(message.badLengthTag, 95);
  t.equal(parse(wire('35=A|95=1|96=ab|98=0|')), Parsed.Ok, 'too short');
  t.equal(message.badLengthTag, 95);
  t.equal(parse(wire('35=A|95=9999|96=ab|98=0|')), Parsed.Ok, 'beyond the message');
  t.equal(message.badLengthTag, 95);
});

t.test('numbers and times', async (t) => {
  const fields = (value: string) => {
    t.equal(parse(wire(`35=D|44=${value}|`)), Parsed.Ok);
    return message.find(44);
  };
  const decimals: [string, number, number][] = [
    ['64000.5', 2, 6_400_050],
    ['64000.50', 1, 640_005],
    ['-0.05', 2, -5],
    ['.5', 1, 5],
    ['5.', 1, 50],
    ['00023.23', 2, 2323],
    ['90071992547409.91', 2, Number.MAX_SAFE_INTEGER],
    ['90071992547409.92', 2, Number.NaN],
    ['1.05', 1, Number.NaN],
    ['+5', 0, Number.NaN],
    ['1e5', 0, Number.NaN],
    ['1.2.3', 2, Number.NaN],
    ['.', 2, Number.NaN],
    ['-', 2, Number.NaN],
    ['', 2, Number.NaN],
  ];
  for (const [text, scale, expected] of decimals)
    t.same(message.decimal(fields(text), scale), expected, text);
  const ints: [string, number][] = [
    ['0', 0],
    ['-15', -15],
    ['007', 7],
    ['9007199254740992', Number.NaN],
    ['+1', Number.NaN],
    ['1.0', Number.NaN],
    ['-', Number.NaN],
  ];
  for (const [text, expected] of ints) t.same(message.int(fields(text)), expected, text);
  const times: [string, number, number][] = [
    ['20261126-03:16:22', Date.UTC(2026, 10, 26, 3, 16, 22), 0],
    ['20261126-03:16:22.123', Date.UTC(2026, 10, 26, 3, 16, 22, 123), 123_000_000],
    ['20240229-23:59:59.999999999', Date.UTC(2024, 1, 29, 23, 59, 59, 999), 999_999_999],
    ['20161231-23:59:60', Date.UTC(2017, 0, 1), 0],
    ['20230229-00:00:00', Number.NaN, 0],
    ['20261126 03:16:22', Number.NaN, 0],
    ['20261126-24:00:00', Number.NaN, 0],
    ['20261126-03:16', Number.NaN, Number.NaN],
    ['20261126-03:16:22.', Number.NaN, Number.NaN],
    ['20261126-03:16:22,1', Number.NaN, Number.NaN],
  ];
  for (const [text, ms, nanos] of times) {
    t.same(message.utcMs(fields(text)), ms, text);
    t.same(message.utcNanos(message.find(44)), nanos, `${text} below the second`);
  }
});
