/**
 * A trading day by the calendar, on the whole engine and the machine's clock: opening auction, trading, closing auction, close, with the
 * engine killed before it opens. Clients, a strategy and a reader of Redis hear of the same phases, and both auctions
 * uncross what stood in them.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { PAPER_CONFIG } from '../engine/config/paper.js';
import type { ConfigFile } from '../engine/config/schema.js';
import { type OrderReport, PregaoClient } from '../protocol/client/index.js';
import { readKeyFile } from '../protocol/client/key-file.js';
import { EngineProcess, freshDirectory } from './support/engine.js';
import { freePort } from './support/ports.js';
import { RedisServer } from './support/redis.js';

const SYMBOL = 'PETR4';
const DAY = ['pre-open', 'opening-auction', 'continuous', 'closing-auction', 'closed'] as const;
/** Seconds from now at which they begin, when an engine starts at once. One has to start before the second, and once more before the third. */
const BEGIN = [-60, 8, 16, 26, 32];
/** A start may take so many times as long as one that was measured just before. */
const STARTS = 3;
const WAIT_MS = 300_000;

t.setTimeout(600_000);

/** A place on earth where it is about noon, so that no phase falls behind midnight. */
function timeZoneAtNoon(): { timeZone: string; hours: number } {
  const hours = 12 - new Date().getUTCHours();
  return { timeZone: hours === 0 ? 'Etc/GMT' : `Etc/GMT${hours > 0 ? '-' : '+'}${Math.abs(hours)}`, hours };
}

/** What a start takes on this machine now: the day's plan must leave room for two. */
async function secondsOfAStart(): Promise<number> {
  const begin = performance.now();
  const engine = await EngineProcess.start({ args: ['--port', String(await freePort())] });
  const seconds = (performance.now() - begin) / 1_000;
  await engine.stop();
  return seconds;
}

function calendar(seconds: number): NonNullable<ConfigFile['calendars']>[number] {
  const { timeZone, hours } = timeZoneAtNoon();
  const at = (i: number) => {
    const later = BEGIN[i] + STARTS * seconds * Math.min(i, 2);
    return new Date(Date.now() + hours * 3_600_000 + later * 1_000).toISOString().slice(11, 19);
  };
  return {
    name: 'day',
    timeZone,
    weekdays: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
    phases: DAY.map((phase, i) => ({ at: at(i), phase })),
  };
}

/** Each phase once, as it was heard of. */
class Heard {
  readonly phases: string[] = [];

  add(phase: string | undefined | null): void {
    if (phase && this.phases.at(-1) !== phase) this.phases.push(phase);
  }

  async until(phase: string): Promise<void> {
    for (const deadline = Date.now() + WAIT_MS; !this.phases.includes(phase); await sleep(20))
      if (Date.now() > deadline) throw new Error(`${phase} was not heard of, only ${this.phases}`);
  }
}

function configOf(redis: RedisServer, folder: string, seconds: number): ConfigFile {
  const plugin = join(folder, 'listens.mjs');
  writeFileSync(
    plugin,
    `export default {
      name: 'listens',
      start: (ctx) => {
        ctx.log('hears ' + ctx.phase('${SYMBOL}').phase);
        return { onPhase: ({ phase }) => ctx.log('hears ' + phase) };
      },
    };`,
  );
  const instruments = PAPER_CONFIG.instruments!.map((each) => ({ ...each, calendar: 'day' }));
  const listens = { name: 'listens', plugin, account: 'demo', instruments: [SYMBOL] };
  return {
    ...PAPER_CONFIG,
    calendars: [calendar(seconds)],
    instruments,
    strategies: [listens],
    redis: { url: redis.url, prefix: 'day' },
  };
}

const executed = (reports: readonly OrderReport[]): (string | undefined)[][] =>
  reports
    .filter(({ type }) => type === 'executed')
    .map(({ clientOrderId, last, execution }) => [String(clientOrderId), last, execution?.price]);

t.test('opening auction, trading, closing auction, close', async (t) => {
  const redis = await RedisServer.start();
  t.teardown(() => redis.close());
  const folder = freshDirectory();
  const data = join(folder, 'data');
  const config = configOf(redis, folder, await secondsOfAStart());
  const args = ['--port', String(await freePort())];
  let engine = await EngineProcess.start({ data, config, args });
  t.teardown(() => engine.kill('SIGKILL'));

  const subscriber = redis.client();
  t.teardown(() => subscriber.disconnect());
  const overRedis = new Heard();
  const indicative: { price: string | null; quantity: string }[] = [];
  subscriber.on('message', (channel: string, text: string) => {
    if (channel.includes(':phase:')) overRedis.add(JSON.parse(text).phase);
    else indicative.push(JSON.parse(text));
  });
  await subscriber.subscribe(`day:phase:${SYMBOL}`, `day:indicative:${SYMBOL}`);

  const client = await PregaoClient.connect(engine.url, readKeyFile(engine.keyFile), { accounts: ['demo'] });
  t.teardown(() => client.close());
  const reports: OrderReport[] = [];
  client.on('report', (report) => reports.push(report));
  const toClient = new Heard();
  const market = client.subscribe(SYMBOL, { levels: 5 });
  market.on('phase', ({ phase }) => toClient.add(phase));

  const order = { symbol: SYMBOL };
  const buy = await client.newOrder({ ...order, side: 'buy', quantity: '1000', price: '38.60', tif: 'gtc' });
  await client.newOrder({ ...order, side: 'buy', quantity: '300', tif: 'at-open' });
  await client.newOrder({ ...order, side: 'sell', quantity: '400', price: '38.50' });
  await client.newOrder({ ...order, side: 'sell', quantity: '200', price: '38.50', tif: 'at-close' });
  const day = await client.newOrder({ ...order, side: 'buy', quantity: '100', price: '38.00', tif: 'day' });
  t.same(executed(reports), [], 'before it opens nothing trades');

  await toClient.until('opening-auction');
  await engine.kill('SIGKILL');
  const firstLog = engine.log;
  engine = await EngineProcess.start({ data, config, args });
  await toClient.until('continuous');
  await client.newOrder({ ...order, side: 'sell', quantity: '100', price: '38.60' });
  await toClient.until('closed');
  await overRedis.until('closed');
  await sleep(500);

  t.same(toClient.phases, DAY);
  const logged = new Heard();
  for (const [, phase] of `${firstLog}${engine.log}`.matchAll(/hears ([a-z-]+)/g)) logged.add(phase);
  t.same(logged.phases, DAY, 'so the strategy has heard, in both of its lives');
  t.same(overRedis.phases.slice(-3), DAY.slice(-3), 'and who reads Redis');
  t.ok(
    indicative.some(({ price, quantity }) => price === '38.60' && quantity === '400'),
    'with the price to be',
  );

  const bought = executed(reports).filter(([id]) => id === String(buy.clientOrderId));
  t.same(
    bought.map(([, last, price]) => [last, price]),
    [
      ['100', '38.60'],
      ['100', '38.60'],
      ['200', '38.60'],
    ],
    'in the opening auction behind the order at market, in continuous trading, in the closing auction',
  );
  const ends = reports.filter(({ type }) => type === 'expired').map(({ clientOrderId }) => clientOrderId);
  t.same(ends, [day.clientOrderId], 'the order of the day has ended with it, and no other');
  t.match(await engine.stop(), { code: 0 });
});
