/**
 * The client of the fan-out suite, in a process of its own: it trades with itself, and reads Redis beside the binary door, so that all
 * times are of one clock.
 */
import { Redis } from 'ioredis';
import { PregaoClient } from '../../protocol/client/index.js';
import { readKeyFile } from '../../protocol/client/key-file.js';
import { Pacer } from '../kit/pacer.js';
import { type FanoutOrder, type Followed, PREFIX, SYMBOL } from './fanout-shared.js';

const PRICE = '64000.00';
/** Orders under way in a flood. */
const WINDOW = 256;
const TRADES_PER_S = 100;
/** What Redis has not told by then is not waited for. */
const LAST_MS = 2_000;

/** When each trade was sent and heard of, by the execution's id. */
type Times = Map<string, number>;

const pacer = new Pacer();
const sent: Times = new Map();
const reported: Times = new Map();
const inChannel: Times = new Map();
const inStream: Times = new Map();
let client: PregaoClient;
let lastSentMs = 0;

async function connect({ url, keyFile, redis }: Extract<FanoutOrder, { kind: 'connect' }>): Promise<string> {
  const { accounts: _, ...key } = readKeyFile(keyFile);
  client = await PregaoClient.connect(url, key, { accounts: ['demo'] });
  client.on('executed', ({ execution }) => {
    const id = `${execution!.id.sequence}-${execution!.id.index}`;
    if (reported.has(id)) return;
    sent.set(id, lastSentMs);
    reported.set(id, performance.now());
  });
  await listen(redis);
  void follow(redis);
  return 'ready';
}

async function listen(url: string): Promise<void> {
  const redis = new Redis(url);
  redis.on('message', (_, text: string) => void inChannel.set(JSON.parse(text).event, performance.now()));
  await redis.subscribe(`${PREFIX}:trade:${SYMBOL}`);
}

async function follow(url: string): Promise<void> {
  const redis = new Redis(url);
  const journal = await redis.get(`${PREFIX}:journal`);
  for (let last = '$'; ; ) {
    const answer = await redis.xread('BLOCK', 0, 'STREAMS', `${PREFIX}:${journal}:trades`, last);
    const now = performance.now();
    for (const [, entries] of answer ?? [])
      for (const [id] of entries) {
        inStream.set(id, now);
        last = id;
      }
  }
}

async function flood(orders: number): Promise<string> {
  let next = 0;
  const worker = async () => {
    while (next < orders) await trade(next++);
  };
  await Promise.all(Array.from({ length: WINDOW }, worker));
  await client.massCancel();
  return 'done';
}

const trade = (i: number) =>
  client.newOrder({ symbol: SYMBOL, side: i % 2 === 0 ? 'buy' : 'sell', price: PRICE, quantity: '0.01' });

async function trades(forMs: number): Promise<Followed> {
  for (const times of [sent, reported, inChannel, inStream]) times.clear();
  const count = Math.floor((forMs * TRADES_PER_S) / 1_000);
  await new Promise<void>((resolve, reject) => {
    let left = count;
    const stop = pacer.start(count, 1_000 / TRADES_PER_S, () => {
      one().then(() => {
        if (--left > 0) return;
        stop();
        resolve();
      }, reject);
    });
  });
  const all = () => [...sent.keys()].every((id) => inChannel.has(id) && inStream.has(id));
  for (const end = performance.now() + LAST_MS; !all() && performance.now() < end; )
    await new Promise((resolve) => setTimeout(resolve, 10));
  return { report: since(reported), channel: since(inChannel), stream: since(inStream) };
}

async function one(): Promise<void> {
  await client.newOrder({ symbol: SYMBOL, side: 'sell', price: PRICE, quantity: '0.01' });
  lastSentMs = performance.now();
  await client.newOrder({ symbol: SYMBOL, side: 'buy', price: PRICE, quantity: '0.01', tif: 'ioc' });
}

/** @throws Error an event was not heard of */
function since(times: Times): Float64Array {
  return Float64Array.from(
    [...sent].filter(([id]) => times.has(id)),
    ([id, ms]) => (times.get(id)! - ms) * 1_000,
  );
}

process.on('message', async (order: FanoutOrder) => {
  switch (order.kind) {
    case 'connect':
      return void process.send!(await connect(order));
    case 'flood':
      return void process.send!(await flood(order.orders));
    default:
      return void process.send!(await trades(order.forMs));
  }
});
process.on('disconnect', () => process.exit());
