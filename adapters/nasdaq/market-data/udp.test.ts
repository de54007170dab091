/** ITCH over real datagrams: the books of a reader of the ring are the exchange's own, with datagrams left out on the way. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import t from 'tap';
import { SystemClock } from '../../../engine/threads/system-clock.js';
import { udpDial } from '../../kit/datagrams/udp.js';
import { TestOutside } from '../../kit/feed/test-outside.js';
import { startNasdaq } from '../../simulator/nasdaq/simulator.js';
import { NasdaqMarketData } from './agent.js';
import { MOLD_SOURCE_DEFAULTS, MoldSource } from './mold-source.js';
import { NASDAQ_MARKET_DEFAULTS } from './options.js';
import { INSTRUMENTS } from './test-bench.js';

const HOST = '127.0.0.1';
const PATIENCE_MS = 20_000;
const TURN_MS = 5;

async function freePort(): Promise<number> {
  const socket = createSocket('udp4');
  socket.bind(0, HOST);
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  await once(socket, 'close');
  return port;
}

t.test('over loopback', async (t) => {
  const port = await freePort();
  const simulator = await startNasdaq({ datagramPort: port });
  const outside = new TestOutside(INSTRUMENTS.length);
  const { ring, sink, notice } = outside;
  const lines = [{ address: HOST, port }];
  const requests = { host: HOST, port: simulator.ports.requests! };
  const dial = udpDial({ lines, requests, wake: () => {} });
  const agent = new NasdaqMarketData(
    {
      ...NASDAQ_MARKET_DEFAULTS,
      orders: 1 << 14,
      levels: 1 << 12,
      timeZone: 'UTC',
      instruments: INSTRUMENTS,
    },
    {
      clock: new SystemClock(),
      ring,
      sink,
      notice,
      source: (listener) => new MoldSource(MOLD_SOURCE_DEFAULTS, dial, listener, notice),
    },
  );
  t.teardown(async () => {
    agent.close();
    await simulator.close();
  });
  const isRight = (): boolean => {
    const book = outside.books[1];
    if (book === undefined) return false;
    const bids = Array.from({ length: book.bids.count }, (_, i) => [book.bids.keyAt(i), book.bids.lotsAt(i)]);
    const levels = simulator.market.book('AAPL').depth('buy');
    return JSON.stringify(bids) === JSON.stringify(levels.map(({ priceTicks, lots }) => [priceTicks, lots]));
  };
  const until = async (isSo: () => boolean): Promise<boolean> => {
    for (let ms = 0; ms < PATIENCE_MS && !isSo(); ms += TURN_MS) {
      await new Promise((resolve) => setTimeout(resolve, TURN_MS));
      agent.doWork();
      outside.ringBooks.read();
    }
    return isSo();
  };
  t.ok(await until(isRight));
  simulator.faults.inject({ do: 'gap', stream: 'itch', by: 2 });
  t.ok(await until(() => outside.statuses.includes('1 gap')), 'a gap is seen');
  t.ok(await until(() => outside.statuses.at(-1)!.endsWith('live') && isRight()), 'and made good');
  t.ok(agent.feeds[0].sync.gaps >= 1);
  t.equal(outside.crossed, 0);
});
