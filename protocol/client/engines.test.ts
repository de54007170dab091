/** The client among several engines, over real sockets: it goes where an instrument is, and not in circles. */
import t, { type Test } from 'tap';
import { TinyEngine } from '../../test/client/tiny-engine.js';
import { Reason } from '../codes/reasons.js';
import { Body } from '../generated/pregao/wire.js';
import { ConnectionError, EngineLoop, LogonError, PregaoClient, RequestRejected } from './index.js';
import { createKey } from './key-file.js';
import type { OrderReport } from './report.js';

const KEY = createKey('desk');
const order = (symbol: string) => ({ symbol, side: 'buy', price: '10', quantity: '1' }) as const;

/** So many engines, each trading the instrument of its name. */
async function floor(t: Test, ...names: string[]): Promise<TinyEngine[]> {
  const engines: TinyEngine[] = [];
  for (const name of names) engines.push(await new TinyEngine(name, name.toUpperCase()).start());
  t.teardown(() => {
    for (const engine of engines) engine.stop();
  });
  for (const engine of engines)
    for (const other of engines) if (other !== engine) engine.knows(other.symbol, other.name!, other.url);
  return engines;
}

async function connect(t: Test, engine: TinyEngine): Promise<PregaoClient> {
  const client = await PregaoClient.connect(engine.url, KEY);
  t.teardown(() => client.close());
  return client;
}

const typesOf = ({ processed }: TinyEngine): string[] => processed.map(({ type }) => Body[type]);

t.test('orders, replaces, cancels and mass cancels go to the engine of their symbol', async (t) => {
  const [one, two, three] = await floor(t, 'one', 'two', 'three');
  const client = await connect(t, one);
  t.equal(client.engine, 'one');
  t.same([...client.securities.keys()], ['ONE']);
  t.match(client.elsewhere.get('TWO'), { engine: 'two', address: two.url });
  const reports: OrderReport[] = [];
  client.on('report', (report) => reports.push(report));
  const atTwo = await client.newOrder(order('TWO'));
  t.match(atTwo, { type: 'accepted', symbol: 'TWO', engine: 'two' });
  t.match(await client.newOrder(order('ONE')), { symbol: 'ONE', engine: 'one' });
  const { orderId } = atTwo;
  await client.replace({ symbol: 'TWO', orderId, price: '11', quantity: '2' });
  await client.cancel({ symbol: 'TWO', orderId });
  t.match(await client.massCancel({ symbol: 'THREE' }), { engine: 'three', cancelled: 2 });
  t.match(await client.massCancel(), { engine: 'one' }, 'without a symbol at the first engine alone');
  t.same(typesOf(one), ['NewOrder', 'MassCancel']);
  t.same(typesOf(two), ['NewOrder', 'ReplaceOrder', 'CancelOrder']);
  t.same(typesOf(three), ['MassCancel']);
  t.same([...client.others.keys()], ['two', 'three']);
  t.equal(two.logons.length, 1, 'one connection');
  t.same(
    reports.map(({ engine, type, symbol }) => `${engine} ${type} ${symbol}`),
    [
      'two accepted TWO',
      'one accepted ONE',
      'two replaced TWO',
      'two cancelled TWO',
      'three cancelled THREE',
      'one cancelled ONE',
    ],
    'events of all come as one',
  );
});

t.test('orders that are sent while the connection is being made arrive in their order', async (t) => {
  const [one, two] = await floor(t, 'one', 'two');
  const client = await connect(t, one);
  const prices = ['10', '11', '12', '13'];
  await Promise.all(prices.map((price) => client.newOrder({ ...order('TWO'), price })));
  t.same(
    two.processed.map(({ price }) => price / 100),
    prices.map(Number),
  );
  t.equal(two.logons.length, 1);
});

t.test('a map that has changed since: the refusal says where to go', async (t) => {
  const [one, two, three] = await floor(t, 'one', 'two', 'three');
  const client = await connect(t, one);
  await client.newOrder(order('TWO'));
  two.moved(three);
  t.match(await client.newOrder(order('TWO')), { engine: 'three', symbol: 'TWO' });
  t.same(typesOf(three), ['NewOrder']);
  await client.newOrder(order('TWO'));
  t.equal(two.processed.length, 2, 'and is remembered');
});

t.test('two maps that contradict each other end in an error, not in a circle', async (t) => {
  const [one, two] = await floor(t, 'one', 'two');
  one.knows('LOST', 'two', two.url);
  two.knows('LOST', 'one', one.url);
  const client = await connect(t, one);
  const error = await client.newOrder(order('LOST')).catch((error) => error);
  t.type(error, EngineLoop);
  t.match(error.message, /no engine trades "LOST": .*\(one → two → one\)/);
  await t.rejects(client.engineOf('LOST'), EngineLoop);
  t.match(await client.newOrder(order('TWO')), { engine: 'two' }, 'all else goes on');
});

t.test('an engine that calls itself otherwise, or is not there', async (t) => {
  const [one, two] = await floor(t, 'one', 'two');
  one.knows('SELF', 'three', one.url);
  one.knows('FALSE', 'three', two.url);
  one.knows('GONE', 'four', 'ws://127.0.0.1:1/v1/orders');
  const client = await connect(t, one);
  await t.rejects(client.newOrder(order('FALSE')), { message: /calls itself "two", not "three"/ });
  await t.rejects(client.newOrder(order('GONE')), ConnectionError);
  t.match(await client.newOrder(order('ONE')), { engine: 'one' });
  t.equal(two.processed.length, 0);
  one.oneSession = true;
  const error = await client.newOrder(order('SELF')).catch((error) => error);
  t.type(error, ConnectionError);
  t.match(error.message, /calls itself "one", not "three"/);
  t.same([one.logons.length, two.logons.length], [1, 0], 'before anything is signed');
});

t.test('one engine is lost: it is told, resumed, and the others go on', async (t) => {
  const [one, two] = await floor(t, 'one', 'two');
  const client = await connect(t, one);
  await client.newOrder(order('TWO'));
  const lost = client.once('disconnected');
  const back = client.once('connected');
  two.before = (number) => (number === 2 && two.logons.length === 1 ? 'lose' : 'go');
  const waiting = client.newOrder(order('TWO'));
  t.match((await lost).message, /^engine two: /);
  t.match(await client.newOrder(order('ONE')), { engine: 'one' });
  t.match(await back, { engine: 'two' });
  t.match(await waiting, { engine: 'two', type: 'accepted' });
  t.equal(two.processed.length, 2, 'nothing twice');
  t.ok(client.connected);
});

t.test('market data is where the instrument is', async (t) => {
  const [one, two] = await floor(t, 'one', 'two');
  const client = await connect(t, one);
  t.throws(() => client.subscribe('TWO'), RequestRejected);
  t.match(client.elsewhere.get('TWO'), { engine: 'two' });
  const engine = await client.engineOf('TWO');
  const book = engine.subscribe('TWO').once('book');
  for (let i = 0; i < 500 && two.subscribes.length === 0; i++)
    await new Promise((done) => setTimeout(done, 2));
  two.book(Body.BookSnapshot, 1, [[1_000, 1]], []);
  t.match((await book).bids(1), [{ price: '10.00' }]);
  t.equal(await client.engineOf('ONE'), await client.engineOf('ONE'));
  await t.rejects(client.engineOf('NONE'), { message: /no instrument "NONE"/ });
});

t.test(
  'an engine that does not know the key: said with its name, and asked again with the next request',
  async (t) => {
    const [one, two] = await floor(t, 'one', 'two');
    const client = await connect(t, one);
    two.refuseLogon = Reason.UnknownKey;
    const error = await client.newOrder(order('TWO')).catch((error) => error);
    t.type(error, LogonError);
    t.match(error.message, /UnknownKey \(105\): .* \(engine two\)/);
    two.refuseLogon = Reason.None;
    t.match(await client.newOrder(order('TWO')), { engine: 'two' });
  },
);

t.test('an engine that comes back with another map is asked for it', async (t) => {
  const [one, two] = await floor(t, 'one', 'two');
  const client = await connect(t, one);
  await client.newOrder(order('TWO'));
  two.moved(one);
  const back = client.once('connected');
  one.restart(100, 1);
  await back;
  t.match(await client.newOrder(order('TWO')), { engine: 'one', symbol: 'TWO' });
  t.match(await client.newOrder(order('TWO')), { engine: 'one' });
  t.equal(client.elsewhere.size, 0);
});

t.test('closing closes all', async (t) => {
  const [one] = await floor(t, 'one', 'two');
  const client = await connect(t, one);
  await client.newOrder(order('TWO'));
  client.close();
  t.ok(client.others.get('two')?.closed);
  await t.rejects(client.newOrder(order('TWO')), ConnectionError);
});
