/** Binance's FIX order entry, spoken raw: the document's own messages, and the rules of the session as rows. */
import { sign } from 'node:crypto';
import t from 'tap';
import { pipes, sealed } from '../../../../protocol/fix/codec/test-text.js';
import { Agenda } from '../../kit/agenda.js';
import { limitOf } from '../../kit/limiter.js';
import { BinanceSpot } from './simulator.js';
import {
  API_KEY,
  fixClient,
  type LogonWords,
  loggedOn,
  logon,
  PRIVATE_KEY,
  rest,
  spot,
} from './test-spot.js';

t.test("the document's Logon is let in, byte for byte", async (t) => {
  const venue = new BinanceSpot(new Agenda(Date.UTC(2024, 5, 27, 11, 17, 25, 300)), { hasCrowd: false });
  const payload = 'A\x01EXAMPLE\x01SPOT\x011\x0120240627-11:17:25.223';
  const signature = sign(null, Buffer.from(payload), PRIVATE_KEY).toString('base64');
  t.equal(
    signature,
    '4MHXelVVcpkdwuLbl6n73HQUXUf1dse2PCgT1DYqW9w8AVZ1RACFGM+5UdlGPrQHrgtS3CvsRURC1oj73j8gCA==',
  );
  const client = fixClient(venue, 'EXAMPLE');
  const text = `8=FIX.4.4|9=247|35=A|34=1|49=EXAMPLE|52=20240627-11:17:25.223|56=SPOT|95=88|96=${signature}|98=0|108=30|141=Y|553=${API_KEY}|25035=2|`;
  const bytes = sealed(text);
  t.match(pipes(bytes), /10=227\|$/, "the document's checksum");
  client.sendRaw(bytes);
  const [answer] = client.take();
  t.match(
    answer,
    /^8=FIX\.4\.4\|9=\d+\|35=A\|34=1\|49=SPOT\|52=20240627-11:17:25\.300000\|56=EXAMPLE\|98=0\|108=30\|25037=[0-9a-f-]{36}\|10=\d{3}\|$/,
  );
});

t.test("the document's order, report, cancel and refusal", async (t) => {
  const venue = spot({ firstOrderId: 76 });
  const client = loggedOn(venue, 'qNXO12fH');
  client.send('35=D|11=1718096506197867067|38=5|40=2|44=10|54=1|55=LTCBNB|59=4|');
  rest(venue, 'LTCBNB', 'sell', '10', '5');
  const [placed, expired] = client.got();
  t.equal(
    placed,
    '35=8|34=2|11=1718096506197867067|14=0.00000000|17=1|32=0.00000000|37=76|38=5.00000000|39=0|40=2|44=10.00000000|54=1|55=LTCBNB|59=4|60=20240611-09:01:46.228000|150=0|151=5.00000000|636=Y|1057=Y|25001=3|25017=0.00000000|25018=20240611-09:01:46.228000|25023=20240611-09:01:46.228000|',
    'as in the document, but for its own numbers and STP mode',
  );
  t.match(expired, /\|39=C\|.*\|150=C\|/, 'fill or kill found nothing');
  client.send('35=F|11=1718241161272843932|37=999|55=LTCBNB|');
  t.strictSame(client.got(), [
    '35=9|34=4|11=1718241161272843932|37=999|55=LTCBNB|58=Unknown order sent.|434=1|25016=-1013|',
  ]);
});

t.test('the life of an order', async (t) => {
  const venue = spot();
  const client = loggedOn(venue);
  const order = (id: string, qty: string, more = ''): void =>
    client.send(`35=D|11=${id}|38=${qty}|40=2|44=64000|54=1|55=BTCUSDT|59=1|${more}`);
  const brief = (): string[] =>
    client
      .fields()
      .map(
        (f) =>
          `${f[35]} ${f[150] ?? ''} ${f[39] ?? ''} ${f[11]} ${f[14] ?? ''} ${f[32] ?? ''}@${f[31] ?? ''}`,
      );
  rest(venue, 'BTCUSDT', 'sell', '64000', '0.3');
  order('a', '1');
  t.strictSame(brief(), ['8 0 0 a 0.00000000 0.00000000@', '8 F 1 a 0.30000000 0.30000000@64000.00000000']);
  client.send('35=XAK|11=a2|41=a|38=0.9|55=BTCUSDT|');
  t.strictSame(brief(), ['8 5 1 a2 0.30000000 0.00000000@'], 'amended');
  client.send('35=XAK|11=a3|41=a2|38=0.9|55=BTCUSDT|');
  t.match(
    client.got()[0],
    /^35=XAR\|.*\|25016=-2038\|58=The requested action would change no state; rejecting\.\|/,
  );
  client.send('35=XCN|25033=1|41=a2|25034=c1|11=b|38=0.5|40=2|44=63000|54=1|55=BTCUSDT|59=1|');
  t.strictSame(
    brief(),
    ['8 4 4 c1 0.30000000 0.00000000@', '8 0 0 b 0.00000000 0.00000000@'],
    'cancel, then new',
  );
  order('d', '0.1');
  client.take();
  client.send('35=q|11=m|55=BTCUSDT|530=1|');
  t.strictSame(
    client
      .got()
      .map((text) => text.replace(/\|34=\d+/, ''))
      .at(-1),
    '35=r|11=m|55=BTCUSDT|530=1|531=1|533=2|',
  );
  client.send('35=XLQ|6136=limits|');
  t.match(
    client.got()[0],
    /^35=XLR\|34=\d+\|6136=limits\|25003=3\|25004=2\|25005=7\|25006=10000\|25007=10\|25008=S\|/i,
  );
  client.send('35=5|');
  t.match(client.got()[0], /^35=5\|34=\d+\|58=Logout acknowledgment\.\|/);
  t.ok(client.isClosed);
});

const REFUSED: readonly (readonly [name: string, words: LogonWords, code: string])[] = [
  ['signature of another time', { fields: { 96: 'AAAA', 95: '4' } }, '-1022'],
  ['unknown key', { fields: { 553: 'nobody' } }, '-2015'],
  ['sequence goes on', { fields: { 141: 'N' } }, '-1175'],
  ['no ResetSeqNumFlag', { fields: { 141: '' } }, '-1175'],
  ['no MessageHandling', { fields: { 25035: '' } }, '-1102'],
  ['heartbeat of 4', { fields: { 108: '4' } }, '-1130'],
  ['heartbeat of 61', { fields: { 108: '61' } }, '-1130'],
  ['number 2', { fields: { 34: '2' } }, '-1179'],
  ['long CompID', { sender: 'TOOLONGID' }, '-1178'],
  ['drop copy', { fields: { 9406: 'Y' } }, '-1184'],
  ['sent 6 s ago', { sentMs: -6_000 }, '-1021'],
  ['sent 1 s ahead', { sentMs: 1_000 }, '-1021'],
  ['a narrower RecvWindow', { sentMs: -200, fields: { 25000: '100' } }, '-1021'],
];

for (const [name, words, code] of REFUSED)
  t.test(`Logon refused: ${name}`, async (t) => {
    const venue = spot();
    const client = fixClient(venue, words.sender);
    logon(client, venue, { ...words, sentMs: venue.agenda.nowMs + (words.sentMs ?? 0) });
    const [reject] = client.fields();
    t.match(reject, { 35: '3', 25016: code, 372: 'A' });
    t.ok(client.isClosed);
  });

const WRONG: readonly (readonly [name: string, message: string, expected: Record<string, string>])[] = [
  ['no such symbol', '35=D|11=a|38=1|40=2|44=1|54=1|55=NOPE|59=1|', { 35: '3', 25016: '-1121' }],
  ['no price', '35=D|11=a|38=1|40=2|54=1|55=BTCUSDT|59=1|', { 35: '3', 25016: '-1102', 371: '44' }],
  [
    'unknown tag',
    '35=D|11=a|38=1|40=2|44=1|54=1|55=BTCUSDT|59=1|9999=1|',
    { 35: '3', 25016: '-1169', 371: '9999' },
  ],
  ['tag twice', '35=D|11=a|11=b|38=1|40=2|44=1|54=1|55=BTCUSDT|59=1|', { 35: '3', 25016: '-1171' }],
  ['DAY', '35=D|11=a|38=1|40=2|44=1|54=1|55=BTCUSDT|59=0|', { 35: '3', 25016: '-1130', 371: '59' }],
  ['no message of Binance', '35=G|11=a|55=BTCUSDT|', { 35: '3', 373: '11' }],
  [
    'off the tick',
    '35=D|11=a|38=1|40=2|44=64000.001|54=1|55=BTCUSDT|59=1|',
    { 35: '8', 150: '8', 25016: '-1013', 58: 'Filter failure: PRICE_FILTER' },
  ],
  [
    'off the lot',
    '35=D|11=a|38=0.000001|40=2|44=64000|54=1|55=BTCUSDT|59=1|',
    { 35: '8', 25016: '-1013', 58: 'Filter failure: LOT_SIZE' },
  ],
  [
    'too small',
    '35=D|11=a|38=0.00001|40=2|44=64000|54=1|55=BTCUSDT|59=1|',
    { 35: '8', 25016: '-1013', 58: 'Filter failure: NOTIONAL' },
  ],
  [
    'far away',
    '35=D|11=a|38=1|40=2|44=400000|54=1|55=BTCUSDT|59=1|',
    { 35: '8', 25016: '-1013', 58: 'Filter failure: PERCENT_PRICE_BY_SIDE' },
  ],
  ['no money', '35=D|11=a|38=1000|40=2|44=64000|54=1|55=BTCUSDT|59=1|', { 35: '8', 39: '8', 25016: '-2010' }],
  [
    'maker that takes',
    '35=D|11=a|38=1|40=2|18=6|44=65000|54=1|55=BTCUSDT|',
    { 35: '8', 25016: '-2010', 58: 'Order would immediately match and take.' },
  ],
  [
    'a ClOrdID with a blank',
    '35=D|11=a b|38=1|40=2|44=64000|54=1|55=BTCUSDT|59=1|',
    { 35: '3', 25016: '-1100' },
  ],
];

for (const [name, message, expected] of WRONG)
  t.test(`refused: ${name}`, async (t) => {
    const venue = spot();
    rest(venue, 'BTCUSDT', 'sell', '64500', '1');
    const client = loggedOn(venue);
    client.send(message);
    const [answer] = client.fields();
    t.match(answer, expected);
    t.notOk(client.isClosed);
  });

t.test('the rules of the session', async (t) => {
  t.test('a gap is refused and ends it', async (t) => {
    const client = loggedOn(spot());
    client.seq = 5;
    client.send('35=0|');
    const [reject, logout] = client.fields();
    t.match(reject, { 35: '3', 25016: '-1179', 45: '5' });
    t.match(logout, { 35: '5' });
    t.ok(client.isClosed);
  });
  t.test('a ResendRequest is not supported', async (t) => {
    const client = loggedOn(spot());
    client.send('35=2|7=1|16=0|');
    t.match(client.fields()[0], { 35: '3', 373: '11' });
  });
  t.test('RecvWindow of a request', async (t) => {
    const venue = spot();
    const client = loggedOn(venue);
    client.send('35=D|52=20240611-09:01:40.000|25000=5000|11=a|38=1|40=2|44=64000|54=1|55=BTCUSDT|59=1|');
    t.match(client.fields()[0], { 35: '3', 25016: '-1021', 373: '10' });
  });
  t.test('too many messages', async (t) => {
    const client = loggedOn(spot({ fixMessages: limitOf('MESSAGE', 10, 'SECOND', 3) }));
    for (let i = 0; i < 3; i++) client.send('35=0|');
    for (let i = 0; i < 9; i++) client.send('35=0|112=answer|');
    t.strictSame(client.fields(), [], 'answers are not counted');
    client.send('35=0|');
    t.match(client.fields()[0], {
      35: '5',
      58: "Too many messages; current limit is '3' messages per '10 s'.",
    });
    t.ok(client.isClosed);
  });
  t.test(
    'a CompID stays taken for two heartbeats after an unclean end, and is free after a Logout',
    async (t) => {
      const venue = spot();
      const again = (): Record<string, string> => {
        const client = fixClient(venue);
        logon(client, venue);
        const [answer] = client.fields();
        if (answer[35] === 'A') client.send('35=5|');
        return answer;
      };
      loggedOn(venue).breaks();
      venue.agenda.advance(59_000);
      t.match(again(), { 35: '3', 25016: '-1033' });
      venue.agenda.advance(1_000);
      t.match(again(), { 35: 'A' });
      t.match(again(), { 35: 'A' });
    },
  );
  t.test('silence: TestRequest, then the end', async (t) => {
    const venue = spot();
    const client = loggedOn(venue);
    const told: string[] = [];
    for (let i = 0; i < 65; i++) {
      venue.agenda.advance(1_000);
      client.peer.tick();
      told.push(...client.fields().map((f) => `${i + 1} ${f[35]}`));
    }
    t.strictSame(told, ['30 1', '60 5']);
    t.ok(client.isClosed);
  });
  t.test('a TestRequest wants its own answer', async (t) => {
    for (const isRight of [true, false]) {
      const venue = spot();
      const client = loggedOn(venue);
      for (let i = 0; i < 62; i++) {
        venue.agenda.advance(1_000);
        client.peer.tick();
        const asked = client.fields().find((f) => f[35] === '1');
        if (asked) client.send(`35=0|112=${isRight ? asked[112] : 'other'}|`);
      }
      t.equal(client.isClosed, !isRight);
    }
  });
  t.test('reports of other sessions, unless only acks are wanted', async (t) => {
    const venue = spot();
    const [one, two] = [loggedOn(venue, 'ONE'), loggedOn(venue, 'TWO', { fields: { 25036: '2' } })];
    two.send('35=D|11=t|38=1|40=2|44=60000|54=1|55=BTCUSDT|59=1|');
    t.match(one.fields()[0], { 35: '8', 11: 't' });
    t.match(two.fields()[0], { 35: '8', 11: 't' }, 'its own answer');
    one.send('35=F|11=c|41=t|55=BTCUSDT|');
    t.match(one.fields()[0], { 35: '8', 150: '4', 11: 'c', 41: 't' });
    t.strictSame(two.fields(), []);
  });
  t.test('maintenance: News with a countdown', async (t) => {
    const venue = spot();
    const client = loggedOn(venue);
    venue.faults.inject({ do: 'maintenance', seconds: 20 });
    venue.agenda.advance(20_000);
    t.strictSame(
      client.fields().map((f) => `${f[35]} ${f[148]}`),
      [
        "B You'll be disconnected in 20 seconds. Please reconnect.",
        "B You'll be disconnected in 10 seconds. Please reconnect.",
        'B Your connection is about to be closed. Please reconnect.',
      ],
    );
    t.ok(client.isClosed);
  });
  t.test('unordered: a cancel overtakes its order, when told', async (t) => {
    for (const [handling, expected] of [
      ['1', ['9 c', '8 a']],
      ['2', ['8 a', '8 c']],
    ] as const) {
      const venue = spot();
      const client = loggedOn(venue, 'TRADER1', { fields: { 25035: handling } });
      venue.faults.inject({ do: 'overtake', kind: 'new' });
      client.send('35=D|11=a|38=1|40=2|44=60000|54=1|55=BTCUSDT|59=1|');
      client.send('35=F|11=c|41=a|55=BTCUSDT|');
      t.strictSame(
        client.fields().map((f) => `${f[35]} ${f[11]}`),
        expected,
      );
    }
  });
  t.test('BodyLength is zero-padded now and then', async (t) => {
    const client = loggedOn(spot());
    for (let i = 0; i < 5; i++) client.send('35=1|112=x|');
    t.ok(client.take().some((text) => text.startsWith('8=FIX.4.4|9=00000')));
  });
});
