/** Engines that are lost, replaced, moved or closed while a client trades at them, over real sockets: nothing hangs, nothing is lost unsaid. */
import { createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import t, { type Test } from 'tap';
import { TinyEngine } from '../../test/client/tiny-engine.js';
import { Reason } from '../codes/reasons.js';
import { Body } from '../generated/pregao/wire.js';
import { ConnectionError, type ConnectOptions, LogonError, PregaoClient } from './index.js';
import { createKey } from './key-file.js';
import type { OrderReport } from './report.js';

const KEY = createKey('desk');
const WAIT_MS = 8_000;
const order = (symbol: string) => ({ symbol, side: 'buy', price: '10', quantity: '1' }) as const;

async function start(t: Test, name: string, symbol: string): Promise<TinyEngine> {
  const engine = await new TinyEngine(name, symbol).start();
  t.teardown(() => engine.stop());
  return engine;
}

/** Engines `one`, `two` and `three` with an instrument each; the first knows where the others are. */
async function floor(t: Test): Promise<[TinyEngine, TinyEngine, TinyEngine]> {
  const one = await start(t, 'one', 'ONE');
  const two = await start(t, 'two', 'TWO');
  const three = await start(t, 'three', 'THREE');
  for (const other of [two, three]) one.knows(other.symbol, other.name!, other.url);
  return [one, two, three];
}

async function connect(t: Test, engine: TinyEngine, options: ConnectOptions = {}): Promise<PregaoClient> {
  const client = await PregaoClient.connect(engine.url, KEY, options);
  t.teardown(() => client.close());
  return client;
}

async function until(what: string, is: () => boolean | undefined): Promise<void> {
  for (const end = Date.now() + WAIT_MS; !is(); await sleep(2))
    if (Date.now() > end) throw new Error(`${what}: never`);
}

/** What comes of it, 'nothing' if nothing does. */
const soon = <T>(what: Promise<T>): Promise<T | 'nothing' | Error> =>
  Promise.race([what.catch((error: Error) => error), sleep(WAIT_MS, 'nothing' as const, { ref: false })]);

/** The first engine comes back with the map that it has now. */
async function mapChanged(client: PregaoClient, one: TinyEngine, symbol: string): Promise<void> {
  const before = client.elsewhere.get(symbol);
  one.restart(100, 1);
  await until('the new map', () => client.elsewhere.get(symbol) !== before);
}

for (const [how, options] of [
  ['may not reconnect', { reconnect: false }],
  ['is refused when it comes back', {}],
] as const)
  t.test(`a connection that ${how} is replaced once, and what happened meanwhile is told`, async (t) => {
    const [one, two] = await floor(t);
    two.oneSession = true;
    const client = await connect(t, one, options);
    await client.newOrder(order('TWO'));
    const reports: OrderReport[] = [];
    client.on('report', (report) => reports.push(report));
    two.refuseLogon = Reason.UnknownKey;
    two.loseAll();
    await until('it is over', () => client.others.get('two')?.closed);
    two.publish(Body.OrderCancelled, { instrument: 1, orderIdLow: 1, orderIdHigh: 1 });
    t.type(await soon(client.newOrder(order('TWO'))), LogonError, 'and asked again with the next request');
    two.refuseLogon = Reason.None;
    const logons = two.logons.length;
    const three = await Promise.all([1, 2, 3].map(() => soon(client.newOrder(order('TWO')))));
    t.match(three, Array(3).fill({ type: 'accepted', engine: 'two' }));
    t.equal(two.logons.length, logons + 1, 'one connection for all of them');
    t.match(two.logons.at(-1), { lastSequence: 101, epoch: 1 }, 'it resumes where the other one ended');
    t.same(
      reports.map(({ type }) => type),
      ['cancelled', 'accepted', 'accepted', 'accepted'],
    );
    t.match(await client.newOrder(order('TWO')), { engine: 'two' }, 'and it stays');
    t.equal(two.logons.length, logons + 1);
  });

t.test('a replacement of an engine that has lost what happened meanwhile says so', async (t) => {
  const [one, two] = await floor(t);
  const client = await connect(t, one, { reconnect: false });
  await client.newOrder(order('TWO'));
  two.restart(100, 1);
  await until('it is over', () => client.others.get('two')?.closed);
  const gap = client.once('gap');
  await client.newOrder(order('TWO'));
  t.match(await soon(gap), { engine: 'two', lastEvent: { sequence: 101 } });
});

t.test('an instrument that went from a dead engine to another one is found there', async (t) => {
  const [one, two, three] = await floor(t);
  const client = await connect(t, one);
  await client.newOrder(order('TWO'));
  two.stop();
  three.also = 'TWO';
  one.knows('TWO', 'three', three.url);
  await mapChanged(client, one, 'TWO');
  t.match(await soon(client.newOrder(order('TWO'))), { engine: 'three', symbol: 'TWO' });
});

for (const dies of [true, false])
  t.test(
    `an engine has a new address while the old one ${dies ? 'is dead' : 'still answers'}: it is used`,
    async (t) => {
      const [one, old] = await floor(t);
      const client = await connect(t, one);
      await client.newOrder(order('TWO'));
      const again = await start(t, 'two', 'TWO');
      again.takeOver(old);
      if (dies) old.stop();
      one.knows('TWO', 'two', again.url);
      await mapChanged(client, one, 'TWO');
      t.match(await soon(client.newOrder(order('TWO'))), { engine: 'two', symbol: 'TWO' });
      t.equal(old.processed.length, 1);
      t.equal(again.processed.length, 1);
    },
  );

t.test('a refusal with a new address helps a connection that is down', async (t) => {
  const [one, old, three] = await floor(t);
  old.also = 'THREE';
  const client = await connect(t, one);
  await client.newOrder(order('TWO'));
  old.stop();
  await until('it is down', () => !client.others.get('two')?.connected);
  const again = await start(t, 'two', 'TWO');
  again.takeOver(old);
  again.also = 'THREE';
  three.moved(again);
  t.match(await soon(client.newOrder(order('THREE'))), { engine: 'two', symbol: 'THREE' });
});

t.test('another engine answers at the address after a reconnect: no order gets there', async (t) => {
  const [one, two] = await floor(t);
  const client = await connect(t, one);
  await client.newOrder(order('TWO'));
  for (const [engine, symbol] of [
    [two, 'TWO'],
    [one, 'ONE'],
  ] as const) {
    const { name, logons, processed } = engine;
    const before = [logons.length, processed.length];
    engine.name = 'other';
    const lost: string[] = [];
    const off = client.on('disconnected', ({ message }) => lost.push(message));
    engine.loseAll();
    await until('it is told', () =>
      lost.some((each) => each.includes(`calls itself "other", not "${name}"`)),
    );
    const waiting = client.newOrder(order(symbol));
    t.same([logons.length, processed.length], before, `${name}: nothing was signed or sent`);
    engine.name = name;
    t.match(await soon(waiting), { engine: name, symbol }, 'the right one gets it');
    off();
  }
});

t.test(
  'a subscription of another engine is ended there, and one of the same number here goes on',
  async (t) => {
    const [one, two] = await floor(t);
    const client = await connect(t, one);
    const here = client.subscribe('ONE');
    const there = (await client.engineOf('TWO')).subscribe('TWO');
    t.equal(here.security.instrument, there.security.instrument);
    client.unsubscribe(there);
    const book = here.once('book');
    await until('it is asked for', () => one.subscribes.length === 1);
    one.book(Body.BookSnapshot, 1, [[1_000, 1]], []);
    const shown = await soon(book);
    t.match(shown !== 'nothing' && !(shown instanceof Error) && shown.bids(1), [{ price: '10.00' }]);
    t.throws(() => client.subscribe('ONE'), /subscribed already/);
    t.ok((await client.engineOf('TWO')).subscribe('TWO'), 'it was ended there');
    client.unsubscribe(there);
    t.throws(
      () => client.others.get('two')!.subscribe('TWO'),
      /subscribed already/,
      'an old one ends no new one',
    );
    t.equal(two.processed.length, 0);
  },
);

t.test('closing ends a redirect that is under way, its socket, and all later ones', async (t) => {
  const [one, two] = await floor(t);
  const sockets = new Set<Socket>();
  let connections = 0;
  const silent = createServer((socket) => {
    connections++;
    sockets.add(socket.on('close', () => sockets.delete(socket)).on('error', () => {}));
    socket.resume();
  });
  await new Promise<void>((listening) => silent.listen(0, '127.0.0.1', listening));
  t.teardown(() => {
    for (const socket of sockets) socket.destroy();
    silent.close();
  });
  one.knows('SILENT', 'four', `ws://127.0.0.1:${(silent.address() as { port: number }).port}/v1/orders`);
  const client = await connect(t, one);
  const waiting = soon(client.newOrder(order('SILENT')));
  await until('it connects', () => sockets.size === 1);
  client.close();
  const started = Date.now();
  t.type(await waiting, ConnectionError);
  await until('its socket is closed', () => sockets.size === 0);
  t.ok(Date.now() - started < WAIT_MS / 2, 'at once');
  for (const symbol of ['SILENT', 'TWO', 'ONE'])
    t.match(await soon(client.newOrder(order(symbol))), { message: 'the client is closed' });
  await t.rejects(client.engineOf('TWO'), { message: 'the client is closed' });
  t.equal(connections, 1);
  t.equal(two.logons.length, 0);
});

t.test('a mass cancel that finds its instrument gone goes where it is', async (t) => {
  const [one, two] = await floor(t);
  const client = await connect(t, one);
  // The connection is lost with the request on it; when the engine is back it has another map.
  one.before = () => {
    one.before = () => 'go';
    one.moved(two);
    one.epoch++;
    return 'lose';
  };
  t.match(await soon(client.massCancel({ symbol: 'ONE' })), { engine: 'two', cancelled: 2 });
  t.match(one.processed, [{ type: Body.MassCancel }], 'it was asked first');
});

t.test('a list that is given again stands in the place of the one before', async (t) => {
  const [one, two] = await floor(t);
  one.venues = ['first', 'second'];
  const client = await connect(t, one);
  const known = () => {
    const error = (() => {
      try {
        client.subscribe('ONE', { venue: 'none' });
      } catch (error) {
        return error as Error;
      }
      throw new Error('there is no such venue');
    })();
    return error.message.split('there are: ')[1];
  };
  t.equal(known(), 'ONE at first, ONE at second');
  const { securities } = client;
  await mapChanged(client, one, 'TWO');
  t.equal(known(), 'ONE at first, ONE at second');
  one.venues = ['second'];
  await mapChanged(client, one, 'TWO');
  t.equal(known(), 'ONE at second');
  t.same([...securities.keys()], ['ONE']);
  t.same([...client.elsewhere.keys()], [two.symbol, 'THREE']);
});
