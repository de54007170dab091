/**
 * Market data of a real engine in a process of its own, against what its journal says: icebergs, pegs, stops, quotes, orders with an end,
 * all phases, and `kill -9`. One client reads everything, one stops reading for long, one subscribes anew again and again, strangers
 * leave in the middle of a snapshot. Whenever things are quiet all have the book that a replay of the journal has, order by order.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import t, { type Test } from 'tap';
import { WebSocket } from 'ws';
import { callAdmin } from '../engine/cli/admin-call.js';
import { PAPER_CONFIG } from '../engine/config/paper.js';
import type { Core } from '../engine/core/core.js';
import { NodeFiles } from '../engine/journal/node-files.js';
import { realVerifyOptions } from '../engine/journal/real-core.js';
import { verifyJournal } from '../engine/journal/verify.js';
import { JOURNAL_DIRECTORY } from '../engine/journal/verify-command.js';
import { Random } from '../engine/threads/random.js';
import { PregaoClient, type SubscribeOptions, type Subscription } from '../protocol/client/index.js';
import type { Instrument } from '../protocol/instrument.js';
import {
  clientLevels,
  clientOrders,
  clientTop,
  engineLevels,
  engineOrders,
  engineTop,
} from './gateway/engine-book.js';
import { BTC } from './gateway/rig.js';
import { encoded, Stranger } from './hostile/stranger.js';
import { EngineProcess, freshDirectory } from './support/engine.js';
import { freePort } from './support/ports.js';

const SEED = Number(process.env.SEED ?? Date.now() % 2 ** 31);
const COMMANDS = 720;
const AT_ONCE = 40;
const KILLS = 1;
const ALL = { levels: 5, trades: true, top: true, orders: true };
const SYMBOLS = ['BTC-USD', 'ETH-USD'] as const;
/** What of their definitions makes prices and quantities text. */
const SCALES = { 'BTC-USD': { quantityScale: 5 }, 'ETH-USD': { quantityScale: 4 } };
const MIDDLE = { 'BTC-USD': 6_400_000, 'ETH-USD': 320_000 };

t.setTimeout(300_000);
t.comment(`seed ${SEED}`);

const data = join(freshDirectory(), 'data');
const random = new Random(SEED);
let engine: EngineProcess;

/** The core as a replay of the journal from its beginning leaves it. */
function replayed(): Core {
  let core: Core | undefined;
  const { makeCore, ...options } = realVerifyOptions();
  verifyJournal({
    ...options,
    files: new NodeFiles(join(data, JOURNAL_DIRECTORY)),
    makeCore: (limits) => {
      const made = makeCore(limits);
      core ??= made.core as Core;
      return made;
    },
  });
  return core!;
}

class Watcher {
  readonly subscriptions: Subscription[] = [];
  gaps = 0;
  socket: WebSocket | undefined;
  private client: PregaoClient | undefined;

  constructor(readonly name: string) {}

  async open(): Promise<this> {
    this.client = await PregaoClient.connect(engine.url, undefined, {
      transport: (url, handlers) => {
        const socket = new WebSocket(url, { perMessageDeflate: false });
        this.socket = socket;
        socket.binaryType = 'arraybuffer';
        socket.on('open', () => handlers.opened());
        socket.on('message', (frame: ArrayBuffer) => handlers.received(new Uint8Array(frame)));
        socket.on('error', () => {});
        socket.on('close', (_code, why) => handlers.closed(`${why}`));
        return { send: (frame) => socket.send(frame), close: () => socket.close() };
      },
    });
    for (const symbol of SYMBOLS) this.subscriptions.push(this.subscribe(symbol, ALL));
    return this;
  }

  /** In the place of what there is. */
  again(options: SubscribeOptions): void {
    for (const [i, symbol] of SYMBOLS.entries()) {
      this.client!.unsubscribe(this.subscriptions[i]);
      this.subscriptions[i] = this.subscribe(symbol, { ...ALL, ...options });
    }
  }

  close(): void {
    this.client?.close();
  }

  /** Undefined: it has what the engine has. */
  difference(core: Core): string | undefined {
    for (const mine of this.subscriptions) {
      const { symbol, instrument: id } = mine.security;
      const instrument: Instrument = { ...BTC, ...SCALES[symbol as keyof typeof SCALES], id, symbol };
      const found = JSON.stringify([
        mine.live,
        clientOrders(mine),
        clientLevels(mine),
        clientTop(mine).slice(0, 2),
      ]);
      const top = engineTop(core, instrument).slice(0, 2);
      const wanted = JSON.stringify([
        ...[true, engineOrders(core, instrument)],
        ...[engineLevels(core, instrument, mine.levels), top.map((each) => each ?? null)],
      ]);
      if (found !== wanted) return `${this.name}, ${symbol}\nfound  ${found}\nwanted ${wanted}`;
    }
    return undefined;
  }

  private subscribe(symbol: string, options: SubscribeOptions): Subscription {
    const subscription = this.client!.subscribe(symbol, options);
    subscription.on('gap', () => this.gaps++);
    return subscription;
  }
}

let lastId = 0n;

/** A random command; what is refused does not matter. */
function command(client: PregaoClient): Promise<unknown> {
  const symbol = SYMBOLS[random.below(2)];
  const ticks = MIDDLE[symbol] + random.below(24) - 12;
  const at = (more: number) => ((ticks + more) / 100).toFixed(2);
  const [price, quantity] = [at(0), ((1 + random.below(60)) / 1_000).toFixed(3)];
  const side = random.below(2) === 0 ? ('buy' as const) : ('sell' as const);
  const one = { symbol, clientOrderId: BigInt(Math.max(1, Number(lastId) - random.below(80))) };
  const what = random.below(100);
  if (what < 12) return client.replace({ ...one, price, quantity });
  if (what < 26) return client.cancel(one);
  if (what < 27) return client.massCancel({ symbol });
  if (what < 34) {
    const [bid, offer] = [at(-4), at(4)].map((price) => ({ price, quantity }));
    return client.quote({ symbol, quoteId: 1 + random.below(5), bid, offer });
  }
  const order = { symbol, side, quantity, clientOrderId: ++lastId };
  if (what < 44) return client.newOrder({ ...order, price, quantity: '0.060', displayQuantity: '0.007' });
  if (what < 52)
    return client.newOrder({ ...order, price, peg: random.below(2) === 0 ? 'midpoint' : 'primary' });
  if (what < 56) return client.newOrder({ ...order, price, triggerPrice: price });
  if (what < 60)
    return client.newOrder({ ...order, price, tif: 'gtd', expireTime: new Date(Date.now() + 500) });
  if (what < 64) return client.newOrder({ ...order });
  if (what < 68) return client.newOrder({ ...order, price, tif: random.below(2) === 0 ? 'ioc' : 'fok' });
  if (what < 70)
    return client.newOrder({ ...order, price: at(side === 'buy' ? 30 : -30), quantity: '1.000' });
  return client.newOrder({ ...order, price });
}

async function flow(client: PregaoClient, commands = COMMANDS): Promise<void> {
  for (let i = 0; i < commands; i += AT_ONCE)
    await Promise.allSettled(Array.from({ length: AT_ONCE }, () => command(client)));
}

/** Orders may still end by themselves: it is looked at until all have the same. */
async function same(t: Test, what: string, watchers: readonly Watcher[]): Promise<void> {
  const differences = () => {
    const core = replayed();
    return watchers.map((watcher) => watcher.difference(core)).filter((found) => found !== undefined);
  };
  let found = differences();
  for (let i = 0; i < 60 && found.length > 0; i++) {
    await sleep(200);
    found = differences();
  }
  t.strictSame(found, [], what);
}

t.test('whoever listens has the book that the journal has', async (t) => {
  const args = ['--port', `${await freePort()}`];
  const config = { ...PAPER_CONFIG, strategies: [], limits: { orders: 1 << 14 } };
  const start = () => EngineProcess.start({ data, args, config });
  engine = await start();
  t.teardown(() => engine.kill('SIGKILL'));
  const key = JSON.parse(readFileSync(engine.keyFile, 'utf8'));
  const trader = await PregaoClient.connect(engine.url, key, { accounts: key.accounts });
  const [quick, slow, restless] = ['quick', 'slow', 'restless'].map((name) => new Watcher(name));
  const watchers = [quick, slow, restless];
  t.teardown(() => [trader, ...watchers].forEach((each) => void each.close()));
  for (const watcher of watchers) await watcher.open();

  slow.socket!.pause();
  let busy = true;
  const trading = flow(trader, 5 * COMMANDS).finally(() => {
    busy = false;
  });
  while (busy) {
    restless.again({ levels: 1 + random.below(20) });
    const stranger = await Stranger.open(engine.url);
    stranger.send(encoded((encoder, out) => encoder.subscribe(out, 1, ALL)));
    stranger.drop();
  }
  await trading;
  slow.socket!.resume();
  await same(t, 'after the flow', watchers);

  for (const phase of ['opening-auction', 'continuous', 'halt', 'continuous', 'closed', 'continuous']) {
    const trading = flow(trader, COMMANDS / 3);
    await callAdmin(data, 'POST', '/trading-phase', JSON.stringify({ phase }));
    await trading;
    const late = await new Watcher('late').open();
    await same(t, phase, [...watchers, late]);
    t.strictSame(
      [...watchers, late].map(({ subscriptions: [{ market }] }) => market.phase),
      Array.from({ length: 4 }, () => phase),
    );
    late.close();
  }

  for (let kill = 1; kill <= KILLS; kill++) {
    const trading = flow(trader);
    await sleep(random.below(200));
    await engine.kill('SIGKILL');
    engine = await start();
    await trading;
    await flow(trader, COMMANDS / 3);
    await same(t, `after kill ${kill}`, watchers);
  }
  t.comment(`${slow.gaps} gaps of the slow one`);
  t.equal(quick.gaps + restless.gaps, 0, 'nobody but the slow one may have missed anything');
});
