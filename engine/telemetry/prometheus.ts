/**
 * What `GET /metrics` answers: all shared counter blocks and histograms, and what prom-client knows of the process and
 * of the event loop of the thread that this runs on (CPU, memory, collections, loop delay). Reading is all it does to
 * the blocks; made once by whoever serves the door.
 */
import { collectDefaultMetrics, Registry } from 'prom-client';
import type { CounterMemory } from './counters.js';
import { counterText, histogramText } from './exposition.js';
import type { HistogramMemory } from './histogram.js';

/** How often the event loop's delay is sampled. Each sample wakes the loop: seldom enough to cost nothing when idle. */
const LOOP_SAMPLE_MS = 50;

export class Prometheus {
  static readonly CONTENT_TYPE = Registry.PROMETHEUS_CONTENT_TYPE;

  private readonly process = new Registry();

  constructor(
    private readonly counters: readonly CounterMemory[],
    private readonly histograms: readonly HistogramMemory[],
  ) {
    collectDefaultMetrics({ register: this.process, eventLoopMonitoringPrecision: LOOP_SAMPLE_MS });
  }

  async text(): Promise<string> {
    const process = await this.process.metrics();
    return counterText(this.counters) + histogramText(this.histograms) + process;
  }
}
