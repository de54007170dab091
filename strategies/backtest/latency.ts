/** How long orders take to the core, and market data and reports back: a fixed part, and a random one out of a seed. */
import { Random } from '../../engine/threads/random.js';
import type { Latency } from '../rig/lockstep-engine.js';

const MILLISECOND_NS = 1e6;

export interface LatencyOptions {
  readonly orderMs: number;
  readonly dataMs: number;
  /** Beside each of them, evenly from 0 to this. */
  readonly jitterMs: number;
  readonly seed: number;
}

export function latencyOf({ orderMs, dataMs, jitterMs, seed }: LatencyOptions): Latency {
  const wire = (fixedMs: number, random: Random) => () =>
    Math.round((fixedMs + jitterMs * random.fraction()) * MILLISECOND_NS);
  return { ordersNs: wire(orderMs, new Random(seed)), marketDataNs: wire(dataMs, new Random(~seed)) };
}
