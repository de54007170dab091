/**
 * The same over real sockets: the engine's agents behind uWebSockets.js, the TypeScript client in front of `ws`. One client
 * stops reading until its market data is left out, one loses messages on the way; both have the engine's books in the end.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { WebSocket } from 'ws';
import { GATEWAY_LIMITS } from '../../engine/config/limits.js';
import { openShell } from '../../engine/gateway/shell.js';
import { Random } from '../../engine/threads/random.js';
import { PregaoClient, type Subscription, type TransportFactory } from '../../protocol/client/index.js';
import { FrameDecoder } from '../../protocol/wire/decoder.js';
import { ENGINE_MESSAGES, MAX_ENGINE_FRAME_BYTES } from '../../protocol/wire/protocol.js';
import {
  clientLevels,
  clientOrders,
  clientTop,
  engineLevels,
  engineOrders,
  engineTop,
} from './engine-book.js';
import { ALL, MARKET_MESSAGES } from './feed-client.js';
import { ALICE, BTC, CAROL, ETH, Rig, type TestKey } from './rig.js';

const SEED = Number(process.env.SEED ?? Date.now() % 2 ** 31);
t.comment(`seed ${SEED}`);

const INSTRUMENTS = [BTC, ETH];
/** Enough to fill a loopback connection several times; the run ends as soon as something was left out. */
const MOST_COMMANDS = 60_000;
const LEAST_COMMANDS = 3_000;
const COMMANDS_A_TURN = 50;

/** Frames pass through `edit`; the socket can be told to stop reading. */
class Tap {
  socket: WebSocket | undefined;
  edit: (frame: Uint8Array) => Uint8Array = (frame) => frame;

  readonly transport: TransportFactory = (url, handlers) => {
    const socket = new WebSocket(url, { perMessageDeflate: false });
    this.socket = socket;
    socket.binaryType = 'arraybuffer';
    socket.on('open', () => handlers.opened());
    socket.on('message', (data: ArrayBuffer) => {
      const frame = this.edit(new Uint8Array(data));
      if (frame.length > 0) handlers.received(frame);
    });
    socket.on('error', () => {});
    socket.on('close', (_code, why) => handlers.closed(`${why}`));
    return { send: (frame) => socket.send(frame), close: () => socket.close() };
  };
}

/** Takes random messages of market data out of frames. */
class Loss {
  lost = 0;
  losing = false;
  private readonly decoder = new FrameDecoder(ENGINE_MESSAGES, MAX_ENGINE_FRAME_BYTES);

  constructor(private readonly random: Random) {}

  edit(frame: Uint8Array): Uint8Array {
    const { decoder } = this;
    const view = new DataView(frame.buffer, frame.byteOffset, frame.length);
    const kept: Uint8Array[] = [];
    decoder.open(frame);
    for (let at = 0; decoder.next(); ) {
      const bytes = 4 + view.getUint32(at, true);
      if (this.losing && MARKET_MESSAGES.has(decoder.type) && this.random.below(20) === 0) this.lost++;
      else kept.push(frame.subarray(at, at + bytes));
      at += bytes;
    }
    return Buffer.concat(kept);
  }
}

class Watcher {
  subscriptions: readonly Subscription[] = [];
  readonly gaps: string[] = [];
  readonly tap = new Tap();

  constructor(readonly name: string) {}

  async open(url: string): Promise<void> {
    const client = await PregaoClient.connect(url, undefined, { transport: this.tap.transport });
    t.teardown(() => client.close());
    client.on('problem', ({ name }) => t.fail(`${this.name} was told ${name}`));
    this.subscriptions = INSTRUMENTS.map(({ symbol }) => client.subscribe(symbol, { ...ALL, levels: 50 }));
    for (const each of this.subscriptions) each.on('gap', ({ channel }) => this.gaps.push(channel));
    await until(() => this.subscriptions.every(({ live }) => live));
  }

  /** Where its books are not the engine's. */
  difference({ core }: Rig): string | undefined {
    for (const [i, instrument] of INSTRUMENTS.entries()) {
      const mine = this.subscriptions[i];
      for (const [what, found, wanted] of [
        ['orders', clientOrders(mine), engineOrders(core, instrument)],
        ['levels', clientLevels(mine), engineLevels(core, instrument, 50)],
        ['top', clientTop(mine), engineTop(core, instrument)],
        ['live', mine.live, true],
      ] as const)
        if (JSON.stringify(found) !== JSON.stringify(wanted))
          return `${this.name}: ${what} of ${instrument.symbol}\n${JSON.stringify(found)}\n${JSON.stringify(wanted)}`;
    }
    return undefined;
  }
}

async function until(condition: () => boolean): Promise<void> {
  for (let i = 0; i < 5_000 && !condition(); i++) await sleep(2);
}

function keyOf({ id, publicKey, privateKey }: TestKey) {
  return {
    id,
    publicKey,
    privateKey: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
  };
}

/** A random order, replace, cancel or mass cancel; what is refused does not matter. */
function command(client: PregaoClient, random: Random, ids: bigint[]): Promise<unknown> {
  const { symbol, tick, lot } = INSTRUMENTS[random.below(2)];
  const price = (((990 + random.below(21)) * tick) / 100).toFixed(2);
  const quantity = (((1 + random.below(60)) * lot) / 1_000).toFixed(3);
  const clientOrderId = ids[Math.max(0, ids.length - 1 - random.below(60))] ?? 1n;
  const what = random.below(100);
  if (what < 70)
    return client.newOrder({
      symbol,
      price,
      quantity,
      side: random.below(2) === 0 ? 'buy' : 'sell',
      clientOrderId: next(ids),
    });
  if (what < 85) return client.cancel({ symbol, clientOrderId });
  if (what < 99) return client.replace({ symbol, clientOrderId, price, quantity });
  return client.massCancel({ symbol });
}

let lastId = 0n;
function next(ids: bigint[]): bigint {
  ids.push(++lastId);
  return lastId;
}

t.test('quick, slow and lossy clients over real sockets', { timeout: 60_000 }, async (t) => {
  const door = { conflateAboveBytes: 20_000, conflateBelowBytes: 10_000 };
  const rig = new Rig({ seed: SEED, durability: 'async', laneSlots: 4_096, door });
  const options = { host: '127.0.0.1', port: 0, door: GATEWAY_LIMITS } as Parameters<typeof openShell>[1];
  const shell = await openShell(rig.gateway, options, { clock: rig.clock, metrics: () => '' });
  let running = true;
  const turn = () => {
    rig.runner.run(12);
    if (running) setImmediate(turn);
  };
  turn();
  t.teardown(() => {
    running = false;
    shell.close();
  });

  const url = `ws://127.0.0.1:${shell.port}/v1/orders`;
  const random = new Random(SEED);
  const loss = new Loss(new Random(SEED + 1));
  const [quick, slow, lossy] = ['quick', 'slow', 'lossy'].map((name) => new Watcher(name));
  const watchers = [quick, slow, lossy];
  lossy.tap.edit = (frame) => loss.edit(frame);
  const traders = await Promise.all([ALICE, CAROL].map((key) => PregaoClient.connect(url, keyOf(key))));
  for (const trader of traders) t.teardown(() => trader.close());
  for (const watcher of watchers) await watcher.open(url);

  loss.losing = true;
  slow.tap.socket!.pause();
  const ids = traders.map((): bigint[] => []);
  let commands = 0;
  const leftOut = () => rig.counters.read().conflated > 0;
  while (commands < MOST_COMMANDS && (commands < LEAST_COMMANDS || !leftOut())) {
    const sent: Promise<unknown>[] = [];
    for (let i = 0; i < COMMANDS_A_TURN; i++, commands++) {
      const who = random.below(2);
      sent.push(command(traders[who], random, ids[who]));
    }
    await Promise.allSettled(sent);
  }
  t.comment(`${commands} commands, ${loss.lost} messages lost, ${rig.counters.read().conflated} left out`);
  t.ok(leftOut(), 'something was left out for the slow one');
  t.ok(loss.lost > 100);

  loss.losing = false;
  slow.tap.socket!.resume();
  await traders[0].massCancel({ symbol: 'BTC-USD' });
  for (const { symbol } of INSTRUMENTS)
    for (const side of ['buy', 'sell', 'buy'] as const)
      await traders[0].newOrder({ symbol, side, price: '9.00', quantity: '0.500' }).catch(() => {});
  await until(() => watchers.every((watcher) => watcher.difference(rig) === undefined));
  for (const watcher of watchers) t.equal(watcher.difference(rig), undefined, watcher.name);
  t.strictSame(quick.gaps, [], 'nobody else noticed');
  t.ok(slow.gaps.length > 0);
  t.ok(lossy.gaps.length > 0);
});
