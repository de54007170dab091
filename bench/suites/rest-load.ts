/**
 * Callers of REST for the rest suite, in a process of their own: orders at a steady rate over a few connections, each sent, looked at and
 * cancelled. `elsewhere` they call a server of their own instead, which answers at once: what the callers themselves cost the machine.
 */
import { once } from 'node:events';
import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Pacer } from '../kit/pacer.js';
import { CLIENT_SYMBOL, FAR_PRICE } from './isolation-shared.js';
import type { RestCalls, RestNews } from './rest-shared.js';

const ORDERS_PER_S = 100;
const CONNECTIONS = 8;
const WHERE = 'exchange_name=pregao&strategy=simple-order';
const ORDER = JSON.stringify({
  symbol: CLIENT_SYMBOL,
  side: 'BUY',
  quantity: '1',
  order_type: 'LIMIT',
  price: FAR_PRICE,
});

const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
const pacer = new Pacer();
const idle = createServer((incoming, response) => {
  incoming.resume();
  incoming.on('end', () => response.setHeader('Content-Type', 'application/json').end('"4294967297"'));
});
idle.listen(0, '127.0.0.1');
await once(idle, 'listening');
const elsewhere = `http://127.0.0.1:${(idle.address() as AddressInfo).port}`;

function call(method: string, url: string, body?: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers =
      body === undefined ? {} : { 'Content-Type': 'application/json', 'Content-Length': body.length };
    const sent = request(url, { method, agent, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => (text += chunk));
      response.on('end', () =>
        response.statusCode === 200 ? resolve(text) : reject(new Error(`${response.statusCode} ${text}`)),
      );
    });
    sent.on('error', reject).end(body);
  });
}

async function life(base: string, dueMs: number): Promise<number> {
  const id = JSON.parse(await call('POST', `${base}/api/v1/send-order?${WHERE}`, ORDER));
  const micros = (performance.now() - dueMs) * 1_000;
  await call('GET', `${base}/api/v1/get-order?${WHERE}&order_id=${id}`);
  await call('DELETE', `${base}/api/v1/cancel-order?${WHERE}&order_id=${id}`);
  return micros;
}

/** Times of the sends, in microseconds from when they were due. */
async function load({ url = elsewhere, forMs }: RestCalls): Promise<Float64Array> {
  const lives: Promise<number>[] = [];
  const count = Math.floor((forMs * ORDERS_PER_S) / 1_000);
  await new Promise<void>((resolve) => {
    const stop = pacer.start(count, 1_000 / ORDERS_PER_S, (_, dueMs) => {
      lives.push(life(url, dueMs));
      if (lives.length < count) return;
      stop();
      resolve();
    });
  });
  return Float64Array.from(await Promise.all(lives));
}

process.on('message', async (calls: RestCalls) => {
  process.send!({ micros: await load(calls) } satisfies RestNews);
});
process.on('disconnect', () => process.exit());
