/** Nasdaq's FIX 4.2, spoken raw: execution types of its own, silences, what ends a connection, numbers that outlive it. */
import t from 'tap';
import { TestFixClient } from '../../fix/test-client.js';
import { Agenda } from '../../kit/agenda.js';
import type { NasdaqOptions } from '../options.js';
import { Nasdaq } from '../simulator.js';

const START_MS = Date.UTC(2026, 10, 27, 15);

const nasdaq = (options: Partial<NasdaqOptions> = {}): Nasdaq =>
  new Nasdaq(new Agenda(START_MS), { hasCrowd: false, ...options });

const client = (venue: Nasdaq): TestFixClient =>
  new TestFixClient((wire) => venue.connectFix(wire), venue.agenda, {
    sender: 'PREG',
    target: 'INET',
    begin: 'FIX.4.2',
  });

function loggedOn(venue: Nasdaq): TestFixClient {
  const fix = client(venue);
  fix.send('35=A|98=0|108=30|141=Y|');
  fix.take();
  return fix;
}

const order = (id: string, more = '40=2|44=190.00|59=0|', qty = '100', side = '1'): string =>
  `35=D|11=${id}|21=1|55=AAPL|54=${side}|38=${qty}|${more}`;

const brief = (all: readonly Record<string, string>[]): string[] =>
  all.map(
    (f) => `${f[35]} ${f[20] ?? ''} ${f[150] ?? ''}/${f[39] ?? ''} ${f[11]} ${f[14] ?? ''}+${f[151] ?? ''}`,
  );

function others(venue: Nasdaq, side: 'buy' | 'sell', priceTicks: number, qtyLots: number): void {
  const who = { account: 'else', session: 'else', clientId: '', symbol: 'AAPL' };
  venue.market.place({ ...who, side, kind: 'limit', tif: 'day', priceTicks, qtyLots });
}

t.test('the life of an order: fills are 1 and 2, replaces and cancels name both ids', async (t) => {
  const venue = nasdaq();
  const fix = loggedOn(venue);
  fix.send(order('a'));
  others(venue, 'sell', 19_000, 40);
  fix.send('35=G|11=b|41=a|21=1|55=AAPL|54=1|38=120|40=2|44=189.90|');
  others(venue, 'sell', 18_990, 80);
  t.same(brief(fix.fields()), ['8 0 0/0 a 0+100', '8 0 1/1 a 40+60', '8 0 5/5 b 40+80', '8 0 2/2 b 120+0']);
  fix.send(order('c'));
  fix.send('35=F|11=d|41=c|55=AAPL|54=1|38=100|');
  const [, cancelled] = fix.fields();
  t.match(cancelled, { 150: '4', 39: '4', 11: 'd', 41: 'c', 58: /^U/ });
});

t.test('silences: a ClOrdID that was used, tags that nobody knows, ResetSeqNumFlag', async (t) => {
  const venue = nasdaq();
  const fix = loggedOn(venue);
  fix.send(order('a', '40=2|44=190.00|59=0|7777=x|'));
  t.equal(fix.fields().length, 1);
  fix.send(order('a', '40=2|44=191.00|59=0|43=Y|97=Y|'));
  t.same(fix.take(), []);
  t.equal(venue.market.open('PREGFIX').length, 1);
  fix.breaks();
  const again = client(venue);
  again.send('35=A|34=1|98=0|108=30|141=Y|');
  t.match(again.fields()[0], { 35: '5', 58: /MsgSeqNum too low, expecting 4/ });
});

t.test('a Text that is too long ends the connection; a tag that is missing is rejected', async (t) => {
  const fix = loggedOn(nasdaq());
  fix.send('35=D|11=a|21=1|55=AAPL|54=1|38=100|');
  t.match(fix.fields()[0], { 35: '3', 371: '40', 372: 'D' });
  fix.send(order('b', `40=2|44=190.00|58=${'x'.repeat(128)}|`));
  t.match(fix.fields()[0], { 150: '0' });
  fix.send(order('c', `40=2|44=190.00|58=${'x'.repeat(129)}|`));
  t.same(fix.take(), []);
  t.ok(fix.isClosed);
});

t.test('refusals have a letter and a code', async (t) => {
  const fix = loggedOn(nasdaq());
  for (const [text, code, letter] of [
    [order('a', '40=2|44=190.005|59=0|'), '0x001D', /^X/],
    [order('b').replace('AAPL', 'NONE'), '0x0017', /^S/],
    [order('c', '40=2|44=190.00|59=0|', '0'), '0x0013', /^Z/],
    [order('d', '40=2|44=190.00|59=0|', '100', '5'), '0x0027', /^Y/],
    [order('e', '40=2|44=190.00|59=3|110=50|', '50'), '0x000D', /^K/],
    [order('f', '40=P|59=0|'), '0x0024', /^V/],
    [order('g', '40=2|44=190.00|59=6|'), '0x0024', /^V/],
  ] as const) {
    fix.send(text);
    t.match(fix.fields()[0], { 35: '8', 20: '0', 150: '8', 39: '8', 22204: code, 58: letter }, text);
  }
  fix.send('35=F|11=h|41=nobody|55=AAPL|54=1|38=100|');
  t.match(fix.fields()[0], { 35: '9', 37: 'Unknown', 102: '1', 434: '1' });
});

t.test('a broken trade, a restatement, and the end of the day', async (t) => {
  const venue = nasdaq();
  const fix = loggedOn(venue);
  fix.send(order('a'));
  others(venue, 'sell', 19_000, 40);
  const [, filled] = fix.fields();
  venue.faults.inject({ do: 'bust', tradeId: 1 });
  t.match(fix.fields()[0], { 20: '1', 19: filled[17], 32: '40' });
  venue.faults.inject({ do: 'restate', clientId: 'a', qty: '10' });
  t.match(fix.fields()[0], { 150: 'D', 39: '0', 378: '5', 38: '90', 151: '50' });
  venue.faults.inject({ do: 'close', symbol: 'AAPL' });
  t.match(fix.fields()[0], { 150: '4', 58: /^E/ });
});

t.test('what was said while nobody was connected is asked for', async (t) => {
  const venue = nasdaq();
  const fix = loggedOn(venue);
  fix.send(order('a'));
  fix.take();
  fix.breaks();
  others(venue, 'sell', 19_000, 100);
  const again = client(venue);
  again.seq = 3;
  again.send('35=A|98=0|108=30|');
  again.send('35=2|7=3|16=0|');
  t.match(
    again.fields().map((f) => [f[35], f[150], f[43]]),
    [
      ['A', undefined, undefined],
      ['8', '2', 'Y'],
      ['4', undefined, 'Y'],
    ],
  );
});

t.test('who may not log on', async (t) => {
  for (const [sender, logon, why] of [
    ['NOBODY', '98=0|108=30|', /SenderCompID/],
    ['PREG', '98=1|108=30|', /Encryption/],
    ['PREG', '98=0|108=0|', /HeartBtInt/],
  ] as const) {
    const venue = nasdaq();
    const fix = new TestFixClient((wire) => venue.connectFix(wire), venue.agenda, {
      ...{ sender, target: 'INET', begin: 'FIX.4.2' },
    });
    fix.send(`35=A|${logon}`);
    t.match(fix.fields()[0], { 35: '5', 58: why });
    t.ok(fix.isClosed);
  }
});
