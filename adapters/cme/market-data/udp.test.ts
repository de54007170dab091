/** MDP 3.0 over real datagrams, by price and by order. */
import t from 'tap';
import type { Tap } from '../../conformance/test-market-data-case.js';
import { overLoopback } from '../../conformance/test-udp.js';
import { startCme } from '../../simulator/cme/simulator.js';
import { CmeMarketData } from './agent.js';
import { CME_MARKET_DEFAULTS } from './options.js';
import { INSTRUMENTS, LINES, SIMULATED } from './test-bench.js';

for (const book of ['price', 'orders'] as const)
  t.test(`over loopback, by ${book}`, (t) =>
    overLoopback(t as unknown as Tap, {
      lines: SIMULATED[book],
      instruments: INSTRUMENTS.length,
      symbol: 'ESZ6',
      ...(book === 'price' && { depth: 10 }),
      start: (datagramPort) => startCme({ datagramPort, snapshotMs: 200, definitionMs: 200 }),
      make: (outside) =>
        new CmeMarketData(
          { ...CME_MARKET_DEFAULTS, orders: 1 << 12, book, lines: LINES, instruments: INSTRUMENTS },
          outside,
        ),
    }),
  );
