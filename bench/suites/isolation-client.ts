/** The client of the isolation suite, in a thread of its own: an order and its acknowledgement, one after the other. */
import { parentPort, workerData } from 'node:worker_threads';
import { PregaoClient } from '../../protocol/client/index.js';
import { readKeyFile } from '../../protocol/client/key-file.js';
import { CLIENT_SYMBOL, type ClientData, FAR_PRICE, type Measure } from './isolation-shared.js';

const { url, keyFile } = workerData as ClientData;
const { accounts: _, ...key } = readKeyFile(keyFile);
const client = await PregaoClient.connect(url, key, { accounts: ['demo'] });

async function measure({ forMs }: Measure): Promise<Float64Array> {
  const micros: number[] = [];
  const end = performance.now() + forMs;
  while (performance.now() < end) {
    const sent = performance.now();
    const { orderId } = await client.newOrder({
      symbol: CLIENT_SYMBOL,
      side: 'buy',
      price: FAR_PRICE,
      quantity: '1',
      postOnly: true,
    });
    micros.push((performance.now() - sent) * 1_000);
    await client.cancel({ symbol: CLIENT_SYMBOL, orderId });
  }
  return Float64Array.from(micros);
}

parentPort!.on('message', async (order: Measure) => parentPort!.postMessage(await measure(order)));
parentPort!.postMessage('ready');
