/** B3's FIX EntryPoint, spoken raw: what every order has to name, reports with their ids, busts, the day's end, numbers that outlive connections. */
import t from 'tap';
import { utc } from '../fix/fields.js';
import { TestFixClient } from '../fix/test-client.js';
import { Agenda } from '../kit/agenda.js';
import type { B3Options } from './options.js';
import { B3 } from './simulator.js';

const START_MS = Date.UTC(2026, 10, 26, 14);
const PARTIES = '453=4|448=308|447=D|452=7|448=TRD|447=D|452=36|448=SPO|447=D|452=54|448=123|447=D|452=5|';

const b3 = (options: Partial<B3Options> = {}): B3 =>
  new B3(new Agenda(START_MS), { hasCrowd: false, ...options });

function client(venue: B3): TestFixClient {
  return new TestFixClient((wire) => venue.connectFix(wire), venue.agenda, {
    sender: 'PREGAO',
    target: 'B3',
  });
}

function loggedOn(venue: B3, more = '141=Y|'): TestFixClient {
  const made = client(venue);
  made.send(`35=A|98=0|108=30|554=secret|${more}`);
  made.take();
  return made;
}

const order = (id: string, more = '40=2|44=101.20|59=0|', side = '1', qty = '10'): string =>
  `35=D|11=${id}|1=900|581=39|${PARTIES}55=BITH11|54=${side}|60=${utc(START_MS)}|38=${qty}|${more}`;

const cancel = (id: string, orig: string): string =>
  `35=F|11=${id}|41=${orig}|${PARTIES}55=BITH11|54=1|60=${utc(START_MS)}|38=10|`;

const replace = (id: string, orig: string, qty: string, price: string): string =>
  order(id, `41=${orig}|40=2|44=${price}|59=0|`, '1', qty).replace('35=D', '35=G');

const brief = (all: readonly Record<string, string>[]): string[] =>
  all.map((f) => `${f[35]} ${f[150] ?? ''}/${f[39] ?? ''} ${f[11]} ${f[14] ?? ''}+${f[151] ?? ''}`);

function rest(venue: B3, side: 'buy' | 'sell', price: string, qty: string) {
  const { price: prices, qty: lots } = venue.venue.instruments.get('BITH11')!;
  const request = {
    account: 'else',
    session: 'else',
    clientId: '',
    symbol: 'BITH11',
    side,
    kind: 'limit',
    tif: 'gtc',
  } as const;
  return venue.market.place({ ...request, priceTicks: prices.parse(price), qtyLots: lots.parse(qty) });
}

t.test('the life of an order: parties and account come back, ids are of the day', async (t) => {
  const venue = b3();
  const fix = loggedOn(venue);
  rest(venue, 'sell', '101.20', '4');
  fix.send(order('a'));
  const [placed, filled] = fix.fields();
  t.match(placed, {
    35: '8',
    150: '0',
    39: '0',
    37: /^20261126\d{6}$/,
    198: /^20261126\d{6}$/,
    17: /^E20261126\d{6}$/,
    1: '900',
    581: '39',
    48: '200001000001',
    22: '8',
    207: 'BVMF',
    453: '4',
    151: '10',
    14: '0',
    6: '0',
    59: '0',
    75: '20261126',
  });
  t.match(filled, {
    150: 'F',
    39: '1',
    32: '4',
    31: '101.20',
    14: '4',
    151: '6',
    6: '101.2000',
    1057: 'Y',
    6032: '1',
    37: placed[37],
  });
  fix.send(replace('b', 'a', '8', '101.20'));
  const [kept] = fix.fields();
  t.match(kept, { 150: '5', 39: '1', 11: 'b', 41: 'a', 38: '8', 151: '4', 37: placed[37], 198: placed[198] });
  fix.send(replace('c', 'b', '9', '101.10'));
  const [moved] = fix.fields();
  t.match(moved, { 150: '5', 11: 'c', 41: 'b', 151: '5' });
  t.not(moved[198], placed[198], 'priority lost: another secondary id');
  fix.send(cancel('d', 'c'));
  t.match(fix.fields()[0], { 150: '4', 39: '4', 11: 'd', 41: 'c', 151: '0' });
  fix.send(cancel('e', 'c'));
  t.match(fix.fields()[0], { 35: '9', 434: '1', 102: '0', 58: 'Too late to cancel' });
  fix.send(cancel('f', 'nope'));
  t.match(fix.fields()[0], { 35: '9', 37: 'NONE', 102: '1' });
});

const REFUSED: readonly (readonly [name: string, message: string, expected: Record<string, string>])[] = [
  ['no parties', order('a').replace(PARTIES, ''), { 35: '3', 373: '1', 371: '453' }],
  [
    'no investor id',
    order('a').replace(PARTIES, '453=3|448=308|447=D|452=7|448=TRD|447=D|452=36|448=SPO|447=D|452=54|'),
    { 35: '8', 39: '8', 103: '99', 58: 'PartyRole 5 is missing' },
  ],
  ['a source that is not proprietary', order('a').replaceAll('447=D', '447=B'), { 35: '3', 371: '447' }],
  ['no account', order('a').replace('1=900|', ''), { 35: '8', 58: 'tag 1 is missing' }],
  ['no account type', order('a').replace('581=39|', ''), { 35: '8', 58: 'tag 581 is missing' }],
  ['unknown symbol', order('a').replace('BITH11', 'NOPE3'), { 35: '8', 103: '1' }],
  [
    'above the tunnel',
    order('a', '40=2|44=111.33|59=0|'),
    { 35: '8', 58: 'Price exceeds the upper rejection tunnel 111.32' },
  ],
  [
    'below the tunnel',
    order('a', '40=2|44=91.00|59=0|'),
    { 35: '8', 58: 'Price exceeds the lower rejection tunnel 91.08' },
  ],
  [
    'off the tick',
    order('a', '40=2|44=101.205|59=0|'),
    { 35: '8', 58: 'Price has to be a multiple of 0.01' },
  ],
  [
    'an odd lot',
    order('a', '40=2|44=38.50|59=0|', '1', '150').replace('BITH11', 'PETR4'),
    { 35: '8', 58: 'OrderQty has to be a multiple of 100' },
  ],
  ['at the close without an auction', order('a', '40=2|44=101.20|59=7|'), { 35: '8', 39: '8' }],
  ['pegged', order('a', '40=P|59=0|'), { 35: '8', 39: '8' }],
  ['an unknown tag', order('a').concat('9999=1|'), { 35: '3', 371: '9999' }],
];
for (const [name, message, expected] of REFUSED)
  t.test(`refused: ${name}`, async (t) => {
    const fix = loggedOn(b3());
    fix.send(message);
    t.match(fix.fields()[0], expected);
  });

t.test('kinds of orders and their ends', async (t) => {
  const venue = b3();
  const fix = loggedOn(venue);
  fix.send(order('ioc', '40=2|44=101.20|59=3|'));
  t.strictSame(brief(fix.fields()), ['8 0/0 ioc 0+10', '8 C/C ioc 0+0']);
  fix.send(order('mkt', '40=1|59=3|'));
  t.strictSame(brief(fix.fields()), ['8 0/0 mkt 0+10', '8 C/C mkt 0+0']);
  rest(venue, 'sell', '101.30', '4');
  fix.send(order('mtl', '40=K|59=0|'));
  t.strictSame(
    brief(fix.fields()),
    ['8 0/0 mtl 0+10', '8 F/1 mtl 4+6'],
    'what is left rests at the best price',
  );
  fix.send(order('self', '40=2|44=101.30|59=0|35539=2|', '2'));
  const [, resting] = fix.fields();
  t.match(resting, { 150: '4', 378: '107', 11: 'mtl' }, 'prevention cancels the resting order');
  fix.send(order('gtd', '40=2|44=99.00|59=6|432=20261127|'));
  fix.send(order('day', '40=2|44=99.50|59=0|'));
  fix.send(order('gtc', '40=2|44=99.60|59=1|'));
  fix.take();
  venue.faults.inject({ do: 'close', symbol: 'BITH11' });
  t.match(
    fix.fields().map((f) => `${f[11]} ${f[150]}`),
    ['self C', 'day C'],
    "the day's orders end with it",
  );
  venue.agenda.advance(34 * 3_600_000);
  t.ok(fix.fields().some((f) => f[11] === 'gtd' && f[150] === 'C'));
  t.strictSame(
    venue.market.open('1234').map(({ clientId }) => clientId),
    ['gtc'],
  );
  const legacy = b3({ fillsAs: 'legacy' });
  const old = loggedOn(legacy);
  rest(legacy, 'sell', '101.20', '4');
  old.send(order('a'));
  t.match(old.fields()[1], { 150: '1', 39: '1' });
});

t.test('mass action, throttle, a duplicate', async (t) => {
  const venue = b3({ messagesPerSecond: 4 });
  const fix = loggedOn(venue);
  fix.send(order('a'));
  fix.send(order('a'));
  t.match(fix.fields()[1], { 39: '8', 103: '6' });
  fix.send(order('b'));
  fix.take();
  fix.send(`35=CA|11=m|1300=1|1373=3|1374=6|378=202|60=${utc(START_MS)}|`);
  t.match(fix.fields(), [
    { 35: 'BZ', 11: 'm', 1375: '1', 1373: '3', 1374: '6' },
    { 150: '4', 378: '202', 11: 'a' },
    { 150: '4', 378: '202', 11: 'b' },
  ]);
  fix.send(order('c'));
  t.match(fix.fields()[0], { 35: 'j', 372: 'D', 379: 'c', 58: 'Throttle limit exceeded' });
});

t.test('bust, correction, restatement, an unasked cancel, a halt', async (t) => {
  const venue = b3();
  const fix = loggedOn(venue);
  rest(venue, 'sell', '101.20', '4');
  fix.send(order('a'));
  const [, filled] = fix.fields();
  venue.faults.inject({ do: 'bust', tradeId: 1 });
  t.match(fix.fields()[0], { 150: 'H', 19: filled[17], 32: '4', 31: '101.20', 6032: '1', 14: '4' });
  venue.faults.inject({ do: 'correct', tradeId: 1, price: '101.15' });
  t.match(fix.fields()[0], { 150: 'G', 19: filled[17], 31: '101.15' });
  venue.faults.inject({ do: 'restate', clientId: 'a' });
  t.match(fix.fields()[0], { 150: 'D', 378: '8', 39: '1' });
  venue.faults.inject({ do: 'fillFirst', kind: 'replace', qty: '2' });
  fix.send(replace('b', 'a', '9', '101.20'));
  t.strictSame(
    brief(fix.fields()),
    ['8 F/1 a 6+4', '8 5/1 b 6+3'],
    'filled while the replace was on its way',
  );
  venue.faults.inject({ do: 'cancel', clientId: 'b' });
  t.match(fix.fields()[0], { 150: '4', 378: '204' });
  venue.faults.inject({ do: 'halt', symbol: 'BITH11' });
  fix.send(order('h'));
  t.match(fix.fields()[0], { 39: '8', 58: 'Instrument is not in a tradable state' });
});

t.test('logon', async (t) => {
  for (const [more, text] of [
    ['554=wrong|', 'Invalid credentials'],
    ['95=6|96=secret|', undefined],
    ['554=secret|', undefined],
  ] as const) {
    const fix = client(b3());
    fix.send(`35=A|98=0|108=30|${more}`);
    t.match(fix.fields()[0], text === undefined ? { 35: 'A' } : { 35: '5', 58: text });
  }
  const venue = b3();
  loggedOn(venue);
  const second = client(venue);
  second.send('35=A|98=0|108=30|554=secret|141=Y|');
  t.match(second.fields()[0], { 35: '5', 58: 'Session is already connected' });
});

t.test('numbers are of the day: what happened meanwhile is asked for', async (t) => {
  const venue = b3();
  const fix = loggedOn(venue);
  fix.send(order('a'));
  fix.breaks();
  rest(venue, 'sell', '101.20', '10');
  const again = client(venue);
  again.seq = fix.seq;
  again.send('35=A|98=0|108=30|554=secret|');
  t.match(again.fields(), [{ 35: 'A', 34: '4' }], 'one number further than the client has seen');
  again.send('35=2|7=3|16=0|');
  t.match(again.fields(), [
    { 35: '8', 34: '3', 43: 'Y', 150: 'F', 11: 'a', 122: utc(START_MS) },
    { 35: '4', 34: '4', 43: 'Y', 123: 'Y', 36: '5' },
  ]);
  again.seq += 2;
  again.send('35=0|');
  t.match(again.fields(), [{ 35: '2', 7: '5', 16: '0' }], 'our gap is asked for');
  again.seq -= 3;
  again.send('35=4|123=Y|36=7|');
  again.seq = 7;
  again.send(order('b'));
  t.match(again.fields().at(-1), { 35: '8', 11: 'b' });
  again.seq = 2;
  again.send('35=0|');
  t.match(again.fields(), [{ 35: '5', 58: 'MsgSeqNum too low, expecting 8 but received 2' }]);
});

t.test('cancel on disconnect, after its window, unless somebody is back', async (t) => {
  for (const [type, isClean, isCancelled] of [
    [0, false, false],
    [1, false, true],
    [1, true, false],
    [2, true, true],
    [3, false, true],
  ] as const) {
    const venue = b3();
    const fix = loggedOn(venue, `141=Y|35002=${type}|35003=500|`);
    fix.send(order('a'));
    if (isClean) fix.send('35=5|');
    else fix.breaks();
    venue.agenda.advance(499);
    t.equal(venue.market.open('1234').length, 1);
    venue.agenda.advance(1);
    t.equal(
      venue.market.open('1234').length,
      isCancelled ? 0 : 1,
      `type ${type}, ${isClean ? 'logout' : 'broken'}`,
    );
  }
  const venue = b3();
  const fix = loggedOn(venue, '141=Y|35002=1|35003=500|');
  fix.send(order('a'));
  fix.breaks();
  venue.agenda.advance(400);
  loggedOn(venue, '141=Y|35002=1|35003=500|');
  venue.agenda.advance(1_000);
  t.equal(venue.market.open('1234').length, 1);
});
