/** docs/fanout.md against a real Redis: its commands work, its names are there, and entries have the fields that it lists. */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import t, { type Test } from 'tap';
import { askAdmin } from '../engine/cli/admin-call.js';
import { PAPER_CONFIG } from '../engine/config/paper.js';
import { PregaoClient } from '../protocol/client/index.js';
import { readKeyFile } from '../protocol/client/key-file.js';
import { blocksOf, rowsOf, section } from './documents/markdown.js';
import { EngineProcess } from './support/engine.js';
import { RedisServer } from './support/redis.js';

const DOCUMENT = readFileSync('docs/fanout.md', 'utf8');
const FIELDS = section(DOCUMENT, 'Fields');
const ROWS = rowsOf(FIELDS);
const HEAD = ['type', 'time', 'instrument'];
const WAIT_MS = 20_000;

const codesIn = (text: string): string[] => [...text.matchAll(/`(\w+)`/g)].map(([, code]) => code);
const ORDER = codesIn(/\*The order\*([\s\S]*?)\n\n/.exec(FIELDS)![1]);

/** Each type of order event at least once. */
async function trade(t: Test, client: PregaoClient, data: string): Promise<void> {
  const symbol = 'ETH-USD';
  const trades = new Set<string>();
  client.on('executed', ({ execution }) => trades.add(`${execution!.id.sequence}-${execution!.id.index}`));
  const buy = (price: string, quantity = '1') => client.newOrder({ symbol, side: 'buy', price, quantity });
  const { orderId } = await buy('3000');
  await client.replace({ symbol, orderId, price: '3001', quantity: '2' });
  await client.newOrder({ symbol, side: 'sell', price: '3001', quantity: '0.5' });
  await client.cancel({ symbol, orderId });
  await t.rejects(client.cancel({ symbol, orderId }));
  await t.rejects(client.replace({ symbol, orderId, price: '1', quantity: '1' }));
  await t.rejects(buy('3000', '999999'));
  const crossed = { bid: { price: '3001', quantity: '1' }, offer: { price: '3000', quantity: '1' } };
  await t.rejects(client.quote({ symbol, quoteId: 1n, ...crossed }));
  await client.newOrder({ symbol, side: 'sell', price: '3002', quantity: '2', displayQuantity: '1' });
  await client.newOrder({ symbol, side: 'buy', triggerPrice: '3002', quantity: '0.1' });
  await buy('3002');
  await buy('2999');
  const [first] = trades;
  await askAdmin(data, '/correct', { trade: first, symbol, price: '3000', quantity: '0.4' });
  await askAdmin(data, '/bust', { trade: first });
  await client.massCancel();
}

/** Fields that an entry of this type has, as the document lists them. */
function listed(type: string): Set<string> {
  const cell = ROWS.get(type)?.[0] ?? '';
  const own = codesIn(cell).filter((code) => !code.endsWith('_'));
  const prefixes = codesIn(cell).filter((code) => code.endsWith('_'));
  const order = /the order(?!s)/.test(cell) ? ORDER : [];
  return new Set([
    ...HEAD,
    ...own,
    ...order,
    ...prefixes.flatMap((prefix) => ORDER.map((field) => prefix + field)),
  ]);
}

async function until(what: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + WAIT_MS; Date.now() < deadline && !(await what()); ) await sleep(20);
}

/** The document's own command lines, with the journal's id put in. */
async function runCommands(redis: Redis, journal: string): Promise<Map<string, unknown>> {
  const answers = new Map<string, unknown>();
  for (const { info, text } of blocksOf(DOCUMENT)) {
    if (info !== 'sh run=redis') continue;
    for (const line of text.trim().split('\n')) {
      const [, command, ...args] = line.replaceAll('JOURNAL', journal).replaceAll("'", '').split(' ');
      answers.set(line, await redis.call(command, ...args));
    }
  }
  return answers;
}

t.test('names, commands and fields are as the document says', async (t) => {
  const server = await RedisServer.start();
  t.teardown(() => server.close());
  const redis = server.client();
  const live: [channel: string, fields: string[]][] = [];
  const listener = server.client();
  t.teardown(() => {
    redis.disconnect();
    listener.disconnect();
  });
  listener.on('pmessage', (_pattern, channel, text) => live.push([channel, Object.keys(JSON.parse(text))]));
  await listener.psubscribe('pregao:*');

  const config = { ...PAPER_CONFIG, strategies: [], redis: { url: server.url } };
  const engine = await EngineProcess.start({ config });
  t.teardown(() => engine.kill('SIGKILL'));
  const key = readKeyFile(engine.keyFile);
  const client = await PregaoClient.connect(engine.url, key, { accounts: ['demo'] });
  t.teardown(() => client.close());
  await trade(t, client, engine.data);

  const journal = String(await redis.get('pregao:journal'));
  const orders = `pregao:${journal}:orders`;
  const hasReport = async () =>
    JSON.stringify(await redis.xrevrange(orders, '+', '-')).includes('MassCancelReport');
  await until(hasReport);
  const names = (await redis.keys('pregao:*')).map((name) => name.replace(journal, 'JOURNAL')).sort();
  t.strictSame(names, ['pregao:JOURNAL:orders', 'pregao:JOURNAL:trades', 'pregao:journal']);

  const entries = (await redis.xrange(orders, '-', '+')).map(([, words]) =>
    words.filter((_, i) => i % 2 === 0),
  );
  const types = (await redis.xrange(orders, '-', '+')).map(([, words]) => words[1]);
  const unlisted = types.map((type, i) => [type, entries[i].filter((field) => !listed(type).has(field))]);
  t.strictSame(
    unlisted,
    types.map((type) => [type, []]),
    'every field of every entry is listed',
  );
  const seen = new Set(types);
  t.strictSame(
    [...ROWS.keys()].filter((type) => !seen.has(type)),
    ['OrderExpired'],
    'every type but the end of the day',
  );

  for (const [line, answer] of await runCommands(redis, journal)) t.ok(answer, line);

  await until(async () => live.length >= 4);
  const [top, trades] = blocksOf(DOCUMENT)
    .filter(({ info }) => info === 'json')
    .map(({ text }) => Object.keys(JSON.parse(text)));
  t.strictSame(
    new Set(live.map(([channel]) => channel)),
    new Set(['pregao:top:ETH-USD', 'pregao:trade:ETH-USD']),
  );
  for (const [channel, fields] of live)
    t.strictSame(fields, channel.includes('top') ? top : trades, `a message on ${channel}`);
});
