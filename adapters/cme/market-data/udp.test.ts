/** MDP 3.0 over real datagrams: the books of a reader of the ring are the exchange's own, by price and by order, with lines that lose. */
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import t from 'tap';
import { SystemClock } from '../../../engine/threads/system-clock.js';
import { udpDial } from '../../kit/datagrams/udp.js';
import { TestOutside } from '../../kit/feed/test-outside.js';
import { startCme } from '../../simulator/cme/simulator.js';
import { CmeMarketData } from './agent.js';
import { CME_MARKET_DEFAULTS } from './options.js';
import { INSTRUMENTS, LINES, SIMULATED } from './test-bench.js';

const HOST = '127.0.0.1';
const SIMULATED_LINES = 8;
const PATIENCE_MS = 20_000;
const TURN_MS = 5;

/** The first of so many ports that nobody has. */
async function freePorts(count: number): Promise<number> {
  for (;;) {
    const first = 20_000 + Math.floor(Math.random() * 20_000);
    const sockets: Socket[] = [];
    let isFree = true;
    for (let i = 0; i < count && isFree; i++) {
      const socket = createSocket('udp4');
      sockets.push(socket);
      socket.bind(first + i, HOST);
      isFree = await once(socket, 'listening').then(
        () => true,
        () => false,
      );
    }
    for (const socket of sockets) socket.close();
    if (isFree) return first;
  }
}

for (const book of ['price', 'orders'] as const)
  t.test(`over loopback, by ${book}`, async (t) => {
    const port = await freePorts(SIMULATED_LINES);
    const simulator = await startCme({ datagramPort: port, snapshotMs: 200, definitionMs: 200 });
    const outside = new TestOutside(INSTRUMENTS.length);
    const { ring, sink, notice } = outside;
    const dial = udpDial({
      lines: SIMULATED[book].map((line) => ({ address: HOST, port: port + line })),
      wake: () => {},
    });
    const agent = new CmeMarketData(
      { ...CME_MARKET_DEFAULTS, orders: 1 << 12, book, lines: LINES, instruments: INSTRUMENTS },
      { clock: new SystemClock(), ring, sink, notice, dial },
    );
    t.teardown(async () => {
      agent.close();
      await simulator.close();
    });
    const isRight = (): boolean => {
      const now = outside.books[1];
      if (now === undefined) return false;
      const bids = Array.from({ length: now.bids.count }, (_, i) => [now.bids.keyAt(i), now.bids.lotsAt(i)]);
      const levels = simulator.market.book('ESZ6').depth('buy', book === 'price' ? 10 : undefined);
      return (
        JSON.stringify(bids) === JSON.stringify(levels.map(({ priceTicks, lots }) => [priceTicks, lots]))
      );
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
    simulator.faults.inject({ do: 'gap', stream: 'incremental-a', by: 3 });
    simulator.faults.inject({ do: 'gap', stream: 'incremental', by: 2 });
    t.ok(await until(() => outside.statuses.includes('1 gap')), 'a gap is seen');
    t.ok(await until(() => outside.statuses.at(-1)!.endsWith('live') && isRight()), 'and made good');
    t.ok(agent.channel.arbiter.lines[0].lost >= 3);
    t.equal(outside.crossed, 0);
  });
