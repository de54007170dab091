/** Coinbase's FIX order entry, spoken raw: logon, orders and what is told of them, the rules of the session as rows. */
import t from 'tap';
import { coinbase, fixClient, KEYS, limit, loggedOn, logon, rest, uuid } from './test-coinbase.js';

const brief = (all: readonly Record<string, string>[]): string[] =>
  all.map((f) =>
    `${f[35]} ${f[150] ?? ''}/${f[39] ?? ''} ${f[14] ?? ''}+${f[151] ?? ''} ${f[58] ?? ''}`.trim(),
  );

t.test('Logon is signed over SendingTime, type, number, names and passphrase', async (t) => {
  const venue = coinbase();
  const client = fixClient(venue);
  logon(client, venue);
  t.match(
    client.take()[0],
    /^8=FIXT\.1\.1\|9=\d+\|35=A\|34=1\|49=Coinbase\|52=20230822-20:43:30\.000\|56=myapikey\|98=0\|108=10\|141=Y\|1137=9\|/,
  );
});

const REFUSED: readonly (readonly [name: string, replaced: Record<number, string>, text: string])[] = [
  ['two digits below the second', { 52: '20230822-20:43:30.00' }, 'SendingTime must have milliseconds'],
  ['no digits below the second', { 52: '20230822-20:43:30' }, 'SendingTime must have milliseconds'],
  ['a leading zero', { 34: '01' }, 'MsgSeqNum must be 1'],
  ['another signature', { 96: 'AAAA', 95: '4' }, 'Invalid signature'],
  ['another passphrase', { 554: 'wrong' }, 'Invalid passphrase'],
  ['FIX 5.0', { 1137: '7' }, 'DefaultApplVerID must be 9'],
  ['a heartbeat of 31', { 108: '31' }, 'HeartBtInt must be at most 30'],
  ['an old time', { 52: '20230822-20:42:30.000' }, 'SendingTime is out of range'],
];
for (const [name, replaced, text] of REFUSED)
  t.test(`Logon refused: ${name}`, async (t) => {
    const venue = coinbase();
    const client = fixClient(venue);
    logon(client, venue, 'myapikey', replaced);
    t.match(client.fields()[0], { 35: '5', 58: text });
    t.ok(client.isClosed);
  });

t.test('the life of an order', async (t) => {
  const venue = coinbase();
  const client = loggedOn(venue);
  rest(venue, 'sell', '64000', '0.25');
  client.send(limit(1));
  const [placed, filled] = client.fields();
  t.match(placed, {
    35: '8',
    150: '0',
    39: '0',
    11: uuid(1),
    14: '0.00000000',
    151: '1.00000000',
    7928: 'D',
    1430: 'E',
  });
  t.match(filled, {
    150: 'F',
    39: '1',
    31: '64000.00',
    32: '0.25000000',
    1057: 'Y',
    6: '64000',
    136: '1',
    137: '96.0000000000',
    138: 'USD',
    139: '4',
    891: '0',
  });
  t.equal(filled[37], placed[37]);
  t.not(filled[17], placed[17]);
  t.equal(Number(filled[83]), Number(placed[83]) + 1, 'RptSeq follows the feed');
  client.send(`35=G|11=${uuid(2)}|37=${placed[37]}|41=${uuid(1)}|38=0.5|44=63000|55=BTC-USD|40=2|`);
  const [replaced] = client.fields();
  t.match(
    replaced,
    { 150: '5', 39: '1', 11: uuid(2), 41: uuid(1), 37: placed[37], 38: '0.50000000', 151: '0.25000000' },
    'what is filled comes off the new total',
  );
  client.send(`35=H|37=${placed[37]}|`);
  t.match(client.fields()[0], { 35: '8', 150: 'I', 39: '1', 14: '0.25000000' });
  client.send(`35=F|11=${uuid(3)}|37=${placed[37]}|55=BTC-USD|`);
  t.match(client.fields()[0], { 150: '4', 39: '4', 11: uuid(3), 41: uuid(2), 151: '0' });
  client.send(`35=F|11=${uuid(4)}|37=${placed[37]}|55=BTC-USD|`);
  t.match(client.fields()[0], { 35: '9', 39: '8', 102: '1', 434: '1', 58: 'Unknown order' });
});

t.test('ends that nobody asked for', async (t) => {
  const venue = coinbase();
  const client = loggedOn(venue);
  const ioc = limit(1).replace('59=1', '59=3');
  client.send(ioc);
  t.strictSame(brief(client.fields()), [
    '8 0/0 0.00000000+1.00000000',
    '8 C/C 0.00000000+0 101:Time In Force',
  ]);
  venue.venue.market.setPhase('BTC-USD', 'open');
  client.send(`35=D|11=${uuid(2)}|55=BTC-USD|54=1|40=1|59=3|152=100|`);
  t.match(
    brief(client.fields()),
    ['8 0/0 0.00000000+', '8 C/C 0.00000000+0 106:Insufficient Liquidity'],
    'a market order for money',
  );
  client.send(limit(3, '126=20230822-20:43:40.000|').replace('59=1', '59=6'));
  client.take();
  venue.agenda.advance(11_000);
  t.match(brief(client.fields()), ['8 C/C 0.00000000+0 101:Time In Force'], 'within a second of its time');
  client.send(limit(4, '', '64000', '1', '2'));
  client.send(limit(5, '', '64000', '0.4'));
  t.strictSame(brief(client.fields()), [
    '8 0/0 0.00000000+1.00000000',
    '8 0/0 0.00000000+0.40000000',
    '8 D/0 0.00000000+0.60000000',
    '8 4/4 0.00000000+0 102:Self Trade Prevention',
  ]);
  const fresh = coinbase();
  rest(fresh, 'sell', '64000', '0.5');
  const spender = loggedOn(fresh);
  spender.send(limit(6, '152=64100|', '64100').replace('38=1|', ''));
  t.match(spender.fields()[0], { 150: '0', 152: '64100', 38: undefined }, 'a limit order for money');
  t.equal(
    fresh.market.find('demo', uuid(6))?.qtyLots,
    50_000_000 + 50_078_003,
    'the rest of it at the limit',
  );
  const older = coinbase({ iocEndsAs: '4', omitsClOrdId: true });
  const strict = loggedOn(older);
  strict.send(ioc);
  t.match(strict.fields()[1], { 150: '4', 39: '4', 11: undefined }, 'as the older samples have it');
});

const REJECTED: readonly (readonly [name: string, message: string, expected: Record<string, string>])[] = [
  [
    'a ClOrdID in capitals',
    limit(1).replace('a79d', 'A79D'),
    { 35: '8', 150: '8', 39: '8', 58: 'ClOrdID must be a lowercase UUID version 4' },
  ],
  ['a UUID of version 1', limit(1).replace('-4948', '-1948'), { 35: '8', 150: '8' }],
  ['unknown product', limit(1).replace('BTC-USD', 'NO-PE'), { 35: '8', 103: '1' }],
  ['off the increment', limit(1, '', '64000.001'), { 35: '8', 103: '0' }],
  ['both quantities', limit(1, '152=100|'), { 35: '8', 103: '0' }],
  [
    'post only that takes',
    limit(1, '18=A|', '65000'),
    { 35: '8', 58: 'post only order would take liquidity' },
  ],
  ['too small', limit(1, '', '64000', '0.00000001'), { 35: '8', 58: 'order notional is below 1' }],
  ['DAY', limit(1).replace('59=1', '59=0'), { 35: '3', 371: '59', 373: '5' }],
  ['no side', limit(1).replace('54=1|', ''), { 35: '3', 371: '54', 373: '1' }],
  ['a message that is not served', '35=R|131=x|', { 35: '3' }],
];
for (const [name, message, expected] of REJECTED)
  t.test(`refused: ${name}`, async (t) => {
    const venue = coinbase();
    rest(venue, 'sell', '64500', '1');
    const client = loggedOn(venue);
    client.send(message);
    t.match(client.fields()[0], expected);
  });

t.test('who may change an order, and whose end with a session', async (t) => {
  const venue = coinbase();
  const [one, two] = [loggedOn(venue), loggedOn(venue, 'other', { 8013: 'Y' })];
  one.send(limit(1));
  const [{ 37: id }] = one.fields();
  two.send(`35=G|11=${uuid(2)}|37=${id}|41=${uuid(1)}|38=0.5|44=63000|55=BTC-USD|40=2|`);
  t.match(two.fields()[0], { 35: '9', 434: '2', 102: '2' }, 'G from another connection');
  const third = loggedOn(venue, 'third', { 8013: '' });
  third.send(limit(3, '', '62000'));
  third.breaks();
  t.equal(venue.market.open('demo').length, 2, 'not asked for');
  one.breaks();
  t.strictSame(
    venue.market.open('demo').map(({ session }) => session),
    ['third'],
    "S: the session's own",
  );
  two.breaks();
  t.strictSame(venue.market.open('demo'), [], "Y: the profile's");
});

t.test('a connection that a report ends cancels its orders too', async (t) => {
  const venue = coinbase();
  const client = loggedOn(venue);
  client.send(limit(1));
  client.send(limit(2, '', '63000'));
  venue.faults.inject({ do: 'dropAfter', messages: 1 });
  rest(venue, 'sell', '64000', '0.5');
  t.ok(client.isClosed);
  venue.agenda.advance(0);
  t.strictSame(venue.market.open('demo'), []);
});

t.test('mass cancel and batches', async (t) => {
  const venue = coinbase();
  const client = loggedOn(venue);
  client.send(
    `35=U6|8014=b|55=BTC-USD|73=2|11=${uuid(1)}|54=1|40=2|59=1|38=1|44=60000|11=${uuid(2)}|54=1|40=2|59=1|38=2|44=61000|`,
  );
  t.strictSame(brief(client.fields()), ['8 0/0 0.00000000+1.00000000', '8 0/0 0.00000000+2.00000000']);
  client.send(`35=U4|8014=c|55=BTC-USD|73=2|11=${uuid(3)}|41=${uuid(1)}|11=${uuid(4)}|41=${uuid(9)}|`);
  t.match(client.fields(), [
    { 150: '4', 41: uuid(1) },
    { 35: '9', 41: uuid(9) },
  ]);
  client.send(`35=q|11=${uuid(5)}|530=6|`);
  t.match(client.fields(), [
    { 35: 'r', 531: '6' },
    { 35: '8', 150: '4' },
  ]);
});

t.test('everybody is logged out on Saturday at 18:00 UTC', async (t) => {
  const venue = coinbase();
  const untilMs = Date.UTC(2023, 7, 26, 18) - venue.agenda.nowMs;
  venue.agenda.advance(untilMs - 1_000);
  const client = loggedOn(venue);
  venue.agenda.advance(999);
  t.notOk(client.isClosed);
  venue.agenda.advance(1);
  t.match(client.fields()[0], { 35: '5' });
  venue.agenda.advance(1_000);
  const again = loggedOn(venue);
  venue.agenda.advance(7 * 86_400_000);
  t.ok(again.isClosed);
});

t.test('rates', async (t) => {
  const venue = coinbase();
  const client = loggedOn(venue);
  for (let i = 0; i < 101; i++) client.send(`35=H|37=${uuid(i)}|`);
  t.match(client.fields().at(-1), { 35: 'j', 58: 'Rate limit exceeded' });
  for (let i = 0; i < 100; i++) client.send('35=0|');
  t.match(client.fields().at(-1), { 35: '5', 58: 'Message rate exceeded' });
  t.ok(client.isClosed);
});

t.test('numbers', async (t) => {
  t.test('too high or too low ends it', async (t) => {
    for (const [seq, text] of [
      [9, 'MsgSeqNum too high, expecting 2 but received 9'],
      [1, 'MsgSeqNum too low, expecting 2 but received 1'],
    ] as const) {
      const client = loggedOn(coinbase());
      client.seq = seq;
      client.send('35=0|');
      t.match(client.fields()[0], { 35: '5', 58: text });
    }
  });
  t.test('gone on with: SequenceReset, then asked for', async (t) => {
    const venue = coinbase();
    const first = loggedOn(venue, 'myapikey', { 8013: '' });
    first.send(limit(1));
    first.send(limit(2, '', '61000'));
    first.breaks();
    const again = fixClient(venue);
    logon(again, venue, 'myapikey', { 141: 'N' });
    const [answer, reset] = again.fields();
    t.match(answer, { 35: 'A', 34: '1' });
    t.match(reset, { 35: '4', 123: 'Y', 36: '4', 43: undefined });
    again.send('35=2|7=2|16=4|');
    t.match(again.fields(), [
      { 35: '8', 34: '2', 43: 'Y', 11: uuid(1) },
      { 35: '8', 34: '3', 43: 'Y', 11: uuid(2) },
    ]);
    again.send(limit(3, '', '62000'));
    t.match(again.fields()[0], { 35: '8', 34: '4' });
  });
  t.test('one session a key, two logons a second', async (t) => {
    const venue = coinbase();
    loggedOn(venue);
    const text = (): string => {
      const client = fixClient(venue);
      logon(client, venue);
      return client.fields()[0][58];
    };
    t.equal(text(), 'API key is in use by another session');
    t.equal(text(), 'Too many logons');
    t.equal(KEYS.length, 3);
  });
});

t.test('faults', async (t) => {
  const venue = coinbase();
  const client = loggedOn(venue);
  const { faults } = venue;
  faults.inject({ do: 'lose', clientId: uuid(1), kind: 'ack' });
  client.send(limit(1));
  t.strictSame(client.fields(), [], 'executed, and not told');
  t.equal(venue.market.open('demo').length, 1);
  faults.inject({ do: 'fillFirst', kind: 'cancel', qty: '0.3' });
  client.send(`35=F|11=${uuid(2)}|41=${uuid(1)}|55=BTC-USD|`);
  t.strictSame(brief(client.fields()), ['8 F/1 0.30000000+0.70000000', '8 4/4 0.30000000+0']);
  rest(venue, 'sell', '64000', '1');
  faults.inject({ do: 'hold', kind: 'ack', clientId: uuid(3), messages: 1 });
  client.send(limit(3, '', '64000', '0.1'));
  t.match(
    client.fields(),
    [
      { 150: 'F', 34: '4' },
      { 150: '0', 34: '5' },
    ],
    'fill before acknowledgement, numbers in order',
  );
  faults.inject({ do: 'repeat', kind: 'ack' });
  client.send(limit(4, '', '60000'));
  const [one, two] = client.fields();
  t.equal(one[17], two[17], 'the same report again');
  t.not(one[34], two[34]);
  faults.inject({ do: 'gap', by: 3 });
  client.send(limit(5, '', '60000'));
  t.match(client.fields()[0], { 34: '11' });
  faults.inject({ do: 'cancel', clientId: uuid(5) });
  t.match(client.fields()[0], { 150: '4', 58: '103:Admin' });
  faults.inject({ do: 'delay', ms: 500 });
  client.send(limit(6, '', '60000'));
  t.strictSame(client.fields(), []);
  venue.agenda.advance(500);
  t.match(client.fields()[0], { 150: '0' });
  faults.inject({ do: 'dropAfter', messages: 2 });
  client.send(limit(7, '', '60000'));
  client.send(limit(8, '', '60000'));
  t.ok(client.isClosed);
  const other = loggedOn(venue, 'other');
  faults.inject({ do: 'cut' });
  other.send(limit(9, '', '60000'));
  const [half] = other.take();
  t.match(half, /^8=FIXT/);
  t.notMatch(half, /10=\d{3}\|$/);
  t.ok(other.isClosed);
  t.throws(() => faults.inject({ do: 'bust', tradeId: 1 }), /Coinbase has no/);
  const third = loggedOn(venue, 'third');
  third.send(limit(10, '', '59000'));
  third.take();
  faults.inject({ do: 'restate', clientId: uuid(10) });
  t.match(third.fields()[0], { 150: 'D', 378: '5', 39: '0' });
  faults.inject({ do: 'maintenance', seconds: 1 });
  venue.agenda.advance(1_000);
  t.match(third.fields()[0], { 35: '5', 58: 'Server is shutting down' });
});
