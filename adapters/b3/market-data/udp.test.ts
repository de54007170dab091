/** Binary UMDF over real datagrams. */
import t from 'tap';
import type { Tap } from '../../conformance/test-market-data-case.js';
import { overLoopback } from '../../conformance/test-udp.js';
import { INSTRUMENTS as SIMULATED } from '../../simulator/b3/instruments.js';
import { startB3 } from '../../simulator/b3/simulator.js';
import { B3MarketData } from './agent.js';
import { UMDF_DEFAULTS } from './options.js';
import { INSTRUMENTS, LINES } from './test-bench.js';

t.test('over loopback', (t) =>
  overLoopback(t as unknown as Tap, {
    lines: LINES.map((_, line) => line),
    instruments: INSTRUMENTS.length,
    symbol: SIMULATED[0].symbol,
    start: (datagramPort) => startB3({ datagramPort, snapshotMs: 200, definitionMs: 200 }),
    make: (outside) =>
      new B3MarketData(
        { ...UMDF_DEFAULTS, orders: 1 << 12, lines: LINES, instruments: INSTRUMENTS },
        outside,
      ),
  }),
);
