/**
 * Suite `wire`: from an order sent to its acknowledgement received over a loopback WebSocket, through the real engine in a
 * process of its own (risk-checked, matched, journaled), beside a bare uWebSockets.js server that takes and sends frames of
 * the same sizes. Client and server share one core, the engine's core thread and its journal have the other. Closed loop
 * and open loop, 1 and 64 connections, durability async and sync, in interleaved rounds; all of it with the cores kept
 * awake, and again as the machine is (`_asleep`). The percentiles are also drawn: `bench-report/wire.svg`.
 */
import { availableParallelism } from 'node:os';
import type { ConfigFile } from '../../engine/config/schema.js';
import { withCoresAwake } from '../kit/cores-awake.js';
import { interleave } from '../kit/rounds.js';
import type { BenchOptions, Suite } from '../kit/suite.js';
import { casesOf, type WireCase } from './wire-cases.js';
import { drawReport } from './wire-chart.js';
import { EchoServer, LoadGenerator } from './wire-children.js';
import { WireEngine } from './wire-engine.js';
import { WireMeasurements } from './wire-measurements.js';
import { TARGETS } from './wire-shared.js';

export interface WireSizes {
  readonly rounds: number;
  /** Connections where there are many. */
  readonly connections: number;
  readonly runMs: number;
  /** Of each target before the first round: what is compiled only when it has been seen often shall be. */
  readonly warmUpOrders: number;
  readonly ratesPerS: readonly number[];
}

const FULL: WireSizes = {
  rounds: 10,
  connections: 64,
  runMs: 400,
  warmUpOrders: 100_000,
  ratesPerS: [1_000, 10_000],
};
const WARM_UP_STEP_MS = 250;
const WARM_UP_STEPS_MAX = 60;
const REPORT = 'bench-report/wire.svg';

/** Both sides alike: what carries a message from the client and back is on one core. */
const CLIENT_CPU = '0';
const ENGINE_CPUS: ConfigFile['cpus'] = { main: '0', io: '0', core: '1', journal: '1' };

export const suite: Suite = wireSuite(FULL);

export function wireSuite(sizes: WireSizes, report = REPORT): Suite {
  return {
    title: 'orders over the wire beside a bare echo',
    async run({ say, ...options }) {
      const cases = casesOf(sizes.connections, options.ratesPerS ?? sizes.ratesPerS);
      const bench = await WireBench.start(sizes.connections, say);
      try {
        say('warming up');
        await bench.warmUp(sizes);
        const awake = await withCoresAwake(say, () => bench.measure(sizes, cases, say));
        const asleep = await bench.measure(sizes, cases, say);
        say(`percentiles drawn: ${drawReport(report, cases, { awake, asleep })}`);
        return [...awake.results(''), ...asleep.results('_asleep')];
      } finally {
        await bench.stop();
      }
    },
  };
}

/** All processes of a run. */
class WireBench {
  static async start(connections: number, say: BenchOptions['say']): Promise<WireBench> {
    const pinned = availableParallelism() > 1;
    if (!pinned) say('one core only: nothing is pinned, and the ratios say little');
    const cpus = pinned ? ENGINE_CPUS : undefined;
    const cpu = pinned ? CLIENT_CPU : undefined;
    const [async, sync] = await Promise.all(
      (['async', 'sync'] as const).map((durability) => WireEngine.start({ durability, connections, cpus })),
    );
    const echo = await EchoServer.start(async.place.terms, cpu);
    const places = { async: async.place, sync: sync.place, echo: echo.place };
    return new WireBench([async, sync], echo, new LoadGenerator(places, cpu));
  }

  private constructor(
    private readonly engines: readonly WireEngine[],
    private readonly echo: EchoServer,
    private readonly generator: LoadGenerator,
  ) {}

  async warmUp({ warmUpOrders, connections: many }: WireSizes): Promise<void> {
    for (const target of TARGETS) {
      let left = warmUpOrders;
      for (let step = 0; left > 0 && step < WARM_UP_STEPS_MAX; step++) {
        const connections = step % 2 === 0 ? 1 : many;
        const load = { target, connections, milliseconds: WARM_UP_STEP_MS };
        left -= (await this.generator.run(load)).acknowledged;
      }
    }
  }

  async measure(
    sizes: WireSizes,
    cases: readonly WireCase[],
    say: BenchOptions['say'],
  ): Promise<WireMeasurements> {
    const measurements = new WireMeasurements(cases);
    const contenders = cases.flatMap((wireCase) =>
      TARGETS.map((target) => {
        const { connections, ratePerS } = wireCase;
        const load = { target, connections, ratePerS, milliseconds: sizes.runMs };
        const run = async () => measurements.add(wireCase, target, await this.generator.run(load));
        return [wireCase.nameOf(target), run] as const;
      }),
    );
    await interleave(sizes.rounds, Object.fromEntries(contenders), say);
    return measurements;
  }

  async stop(): Promise<void> {
    this.generator.stop();
    this.echo.stop();
    for (const engine of this.engines) await engine.stop();
  }
}
