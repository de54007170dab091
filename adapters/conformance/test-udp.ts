/** A market-data adapter and its venue's simulator over real datagrams on loopback: the books of a reader of the ring are the exchange's own, with lines that lose. */
import { SystemClock } from '../../engine/threads/system-clock.js';
import { freePorts } from '../../test/support/udp-ports.js';
import type { DatagramDial } from '../kit/datagrams/datagrams.js';
import { udpDial } from '../kit/datagrams/udp.js';
import { TestOutside } from '../kit/feed/test-outside.js';
import type { Simulator } from '../simulator/shell/venue.js';
import type { Tap } from './test-market-data-case.js';
import type { MarketDataAdapter, MarketDataOutside } from './test-market-data-rig.js';

const HOST = '127.0.0.1';
const PATIENCE_MS = 20_000;
const TURN_MS = 5;

export interface UdpVenue {
  /** Lines of the simulator, in the order in which the adapter joins them. */
  readonly lines: readonly number[];
  readonly instruments: number;
  /** Of the first one, at the simulator. */
  readonly symbol: string;
  /** Levels of a side that the venue tells; else all. */
  readonly depth?: number;
  /** @param datagramPort of its first line */
  start(datagramPort: number): Promise<Simulator>;
  make(outside: MarketDataOutside & { readonly dial: DatagramDial }): MarketDataAdapter;
}

export async function overLoopback(t: Tap, venue: UdpVenue): Promise<void> {
  const port = await freePorts(Math.max(...venue.lines) + 1);
  const simulator = await venue.start(port);
  const outside = new TestOutside(venue.instruments);
  const { ring, sink, notice } = outside;
  const lines = venue.lines.map((line) => ({ address: HOST, port: port + line }));
  const agent = venue.make({
    ...{ clock: new SystemClock(), ring, sink, notice },
    dial: udpDial({ lines, wake: () => {} }),
  });
  t.teardown(async () => {
    agent.close();
    await simulator.close();
  });
  const isRight = (): boolean => {
    const book = outside.books[1];
    if (book === undefined) return false;
    const bids = Array.from({ length: book.bids.count }, (_, i) => [book.bids.keyAt(i), book.bids.lotsAt(i)]);
    const levels = simulator.market.book(venue.symbol).depth('buy', venue.depth);
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
  t.ok(await until(isRight), 'right out of a snapshot');
  simulator.faults.inject({ do: 'gap', stream: 'incremental-a', by: 3 });
  simulator.faults.inject({ do: 'gap', stream: 'incremental', by: 2 });
  t.ok(await until(() => outside.statuses.includes('1 gap')), 'a gap is seen');
  t.ok(await until(() => outside.statuses.at(-1)!.endsWith('live') && isRight()), 'and made good');
  t.equal(outside.crossed, 0);
}
