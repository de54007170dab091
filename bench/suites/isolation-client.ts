/** The client of the isolation suite, in a process of its own: orders at a steady rate, each until its acknowledgement. */
import { PregaoClient } from '../../protocol/client/index.js';
import { readKeyFile } from '../../protocol/client/key-file.js';
import { Pacer } from '../kit/pacer.js';
import { CLIENT_SYMBOL, type ClientData, FAR_PRICE, type Measure } from './isolation-shared.js';

const RATE_PER_S = 500;

const pacer = new Pacer();
let client: PregaoClient;

async function connect({ url, keyFile }: ClientData): Promise<string> {
  const { accounts: _, ...key } = readKeyFile(keyFile);
  client = await PregaoClient.connect(url, key, { accounts: ['demo'] });
  return 'ready';
}

/** Orders are sent when they are due, whatever is outstanding, and their time counts from then. */
function measure({ forMs }: Measure): Promise<Float64Array> {
  const micros = new Float64Array((forMs * RATE_PER_S) / 1_000);
  return new Promise((resolve, reject) => {
    let left = micros.length;
    const timed = (index: number, took: number) => {
      micros[index] = took;
      if (--left > 0) return;
      stop();
      resolve(micros);
    };
    const stop = pacer.start(left, 1_000 / RATE_PER_S, (index, dueMs) => {
      timeOrder(dueMs).then((took) => timed(index, took), reject);
    });
  });
}

async function timeOrder(dueMs: number): Promise<number> {
  const { orderId } = await client.newOrder({
    symbol: CLIENT_SYMBOL,
    side: 'buy',
    price: FAR_PRICE,
    quantity: '1',
    postOnly: true,
  });
  const micros = (performance.now() - dueMs) * 1_000;
  await client.cancel({ symbol: CLIENT_SYMBOL, orderId });
  return micros;
}

process.on('message', async (order: ClientData | Measure) => {
  process.send!(await ('url' in order ? connect(order) : measure(order)));
});
process.on('disconnect', () => process.exit());
