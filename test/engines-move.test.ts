/** An instrument moves to another engine, and back: what is open is cancelled and told, orders are refused meanwhile, and the journal is whole. */
import { join } from 'node:path';
import t from 'tap';
import type { ConfigFile } from '../engine/config/schema.js';
import { NodeFiles } from '../engine/journal/node-files.js';
import { realVerifyOptions } from '../engine/journal/real-core.js';
import { verifyJournal } from '../engine/journal/verify.js';
import { JOURNAL_DIRECTORY } from '../engine/journal/verify-command.js';
import { ConnectionError, type OrderReport, PregaoClient } from '../protocol/client/index.js';
import { KEY } from './engines/ground.js';
import { EngineProcess, freshDirectory } from './support/engine.js';

t.setTimeout(120_000);

const data = freshDirectory();
const instrument = (symbol: string) => ({
  symbol,
  ...{ tick: '0.01', lot: '1', maxPrice: '1000', maxQuantity: '100000', maxNotional: '100000000' },
});
/** Nobody listens at port 1. */
const configOf = (ours: readonly string[], theirs: readonly string[]): ConfigFile => ({
  accounts: ['desk'],
  keys: [{ id: KEY.id, publicKey: KEY.publicKey, accounts: ['desk'] }],
  instruments: ours.map(instrument),
  engines: {
    self: 'one',
    others: [{ name: 'two', address: 'ws://127.0.0.1:1/v1/orders', instruments: [...theirs] }],
  },
});
const order = (symbol: string) => ({ symbol, side: 'buy', price: '10', quantity: '5', tif: 'gtc' }) as const;

t.test('there and back', async (t) => {
  let engine = await EngineProcess.start({ data, config: configOf(['AAA', 'BBB'], ['CCC']) });
  t.teardown(() => engine.kill('SIGKILL'));
  const before = await PregaoClient.connect(engine.url, KEY, { reconnect: false });
  await before.newOrder(order('AAA'));
  const { orderId } = await before.newOrder(order('BBB'));
  const { lastEvent, epoch } = before;
  await engine.kill('SIGKILL');

  engine = await EngineProcess.start({ data, config: configOf(['AAA'], ['BBB', 'CCC']) });
  const away = await PregaoClient.connect(engine.url, KEY, { reconnect: false, lastEvent, epoch });
  const cancelled: OrderReport[] = [];
  away.on('cancelled', (report) => cancelled.push(report));
  await away.newOrder(order('AAA'));
  t.match(cancelled, [
    { symbol: 'BBB', orderId, price: '10.00', last: '5', reason: { name: 'MassCancelled' } },
  ]);
  t.same([...away.elsewhere.keys()].sort(), ['BBB', 'CCC']);
  const error = await away.newOrder(order('BBB')).catch((error) => error);
  t.type(error, ConnectionError);
  t.match(error.message, /^engine two: /);
  away.close();
  await engine.stop();

  engine = await EngineProcess.start({ data, config: configOf(['AAA', 'BBB'], ['CCC']) });
  const back = await PregaoClient.connect(engine.url, KEY, { reconnect: false });
  t.match(await back.newOrder(order('BBB')), { type: 'accepted', symbol: 'BBB', price: '10.00' });
  t.match(await back.massCancel(), { cancelled: 3, engine: 'one' });
  back.close();
  await engine.stop();
  const files = new NodeFiles(join(data, JOURNAL_DIRECTORY));
  const { stateHash, recoveredStateHash } = verifyJournal({ ...realVerifyOptions(), files });
  t.equal(recoveredStateHash, stateHash);
});
