/**
 * A market maker against a real engine: a mass quote over the socket, protection that pulls it, and what of both is left after
 * the engine was killed, after an orderly stop, and after the session stayed away.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { type OrderReport, PregaoClient, type Quote, RequestRejected } from '../protocol/client/index.js';
import { groundConfig, KEYS, type Name } from './crash/ground.js';
import { Scene } from './crash/scene.js';

const GRACE_MS = 400;
const WAIT_MS = 20_000;
/** Both sides of each are open; more than fit into one frame. */
const QUOTES = 200;

t.setTimeout(120_000);

const scene = new Scene(groundConfig({ reconnectGraceMs: 60_000 }), 'sync');
t.teardown(() => scene.engine?.kill('SIGKILL'));

async function join(name: Name): Promise<PregaoClient> {
  const client = await PregaoClient.connect(await scene.address(), KEYS[name], { reconnect: false });
  t.teardown(() => client.close());
  return client;
}

/** Name of the reason, '' = it was not refused. */
async function refusal(request: Promise<unknown>): Promise<string> {
  try {
    await request;
    return '';
  } catch (error) {
    return error instanceof RequestRejected ? error.why.name : String(error);
  }
}

async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + WAIT_MS;
  while (!condition() && Date.now() < deadline) await sleep(5);
  if (!condition()) throw new Error('it never came to that');
}

/** Layer by layer away from 10,000, half of them in each instrument. */
const quoteOf = (number: number, quantity = '5'): Quote => ({
  symbol: number % 2 === 0 ? 'ONE' : 'TWO',
  quoteId: number,
  bid: { price: `${9_990 - number}`, quantity },
  offer: { price: `${10_010 + number}`, quantity },
});
const ALL = Array.from({ length: QUOTES }, (_, i) => quoteOf(i + 1));

const openOrders = (): number => Number(/(\d+) open orders/.exec(scene.engine.output)?.[1]);
const leftHash = (): string | undefined => /stopped.*state hash ([0-9a-f]+)/.exec(scene.engine.output)?.[1];

t.test('a mass quote is answered entry by entry, and each side reported', async (t) => {
  await scene.start();
  const maker = await join('ann');
  const reports: OrderReport[] = [];
  maker.on('report', (report) => reports.push(report));
  const bad: Quote = { ...quoteOf(7), bid: { price: '11000', quantity: '1' } };
  const answers = await maker.massQuote([...ALL, bad, { ...quoteOf(2), symbol: 'TWO' }]);
  t.same(new Set(answers.slice(0, QUOTES).map(({ status }) => status)), new Set(['fulfilled']));
  t.match(
    answers.slice(QUOTES).map((answer) => (answer.status === 'rejected' ? answer.reason.why.name : '')),
    ['QuoteCrossed', 'QuoteInOtherInstrument'],
  );
  t.match(answers[1], {
    value: { quoteId: 2n, symbol: 'ONE', bidRefused: undefined, offerRefused: undefined },
  });
  t.equal(reports.length, 2 * QUOTES);
  t.match(reports[2], { type: 'accepted', ordType: 'quoted', clientOrderId: 2n, side: 'buy', price: '9988' });
  const half = await maker.quote({ ...quoteOf(2), bid: { price: '9988', quantity: '2000000' } });
  t.match(half, { bidRefused: { name: 'MaxQuantityExceeded' }, offerRefused: undefined });
  await maker.quote(quoteOf(2));
  t.equal(await refusal(maker.quoteProtection({ executions: 129, windowMs: 1 })), 'InvalidQuoteProtection');
  t.match(await maker.quoteProtection({ executions: 3, windowMs: 60_000 }), {
    executions: 3,
    windowMs: 60_000,
  });
});

t.test('killed and started again, quotes and what was counted are as they were', async (t) => {
  const taker = await join('cat');
  await taker.newOrder({ symbol: 'ONE', side: 'sell', type: 'market', quantity: '7' });
  await scene.kill();
  await scene.start();
  t.equal(openOrders(), 2 * QUOTES - 1, 'two executions, one side gone');
  const maker = await join('ann');
  let pulled = 0;
  maker.on('quotesPulled', (event) => (pulled = event.pulled));
  const again = await join('cat');
  await again.newOrder({ symbol: 'TWO', side: 'buy', type: 'market', quantity: '1' });
  await until(() => pulled > 0);
  t.equal(pulled, 2 * QUOTES - 1, 'the third execution pulls all of them, in both instruments');
  t.equal(await refusal(maker.quote(quoteOf(1))), 'QuoteProtectionTriggered');
});

let maker: PregaoClient;

t.test('after an orderly stop the session still has to reset it', async (t) => {
  await scene.stop();
  const { stateHash: replayed, recoveredStateHash } = scene.verify();
  t.same(
    [replayed, recoveredStateHash],
    [leftHash(), leftHash()],
    'as it says, from zero and from the image',
  );
  await scene.start(groundConfig({ reconnectGraceMs: GRACE_MS }));
  t.equal(openOrders(), 0);
  maker = await join('ann');
  t.equal(await refusal(maker.quote(quoteOf(1))), 'QuoteProtectionTriggered');
  await maker.quoteProtection({ executions: 3, windowMs: 60_000 });
  t.match(await maker.quote(quoteOf(1)), { quoteId: 1n, bidRefused: undefined, offerRefused: undefined });
});

t.test('a session that stays away loses its quotes, whatever its logon said', async (t) => {
  const taker = await join('cat');
  const view = taker.subscribe('TWO').book;
  await until(() => view.bids().length > 0);
  maker.close();
  await until(() => view.bids().length === 0 && view.asks().length === 0);
  taker.close();
  await scene.stop();
  t.equal(scene.verify().stateHash, leftHash());
});
