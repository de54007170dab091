/** Medians of rounds and percentiles of samples. */
import type { HistogramSnapshot } from '../../engine/telemetry/histogram.js';
import type { BenchResult } from './suite.js';

export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('no values, no median');
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

export interface Percentiles {
  readonly p50: number;
  readonly p99: number;
  readonly p999: number;
  readonly max: number;
}

/** Sorts the samples in place. */
export function percentiles(samples: Float64Array): Percentiles {
  if (samples.length === 0) throw new RangeError('no samples, no percentiles');
  samples.sort();
  const at = (part: number) => samples[Math.min(samples.length - 1, Math.floor(samples.length * part))];
  return { p50: at(0.5), p99: at(0.99), p999: at(0.999), max: samples[samples.length - 1] };
}

/** What one of the engine's own histograms has seen, in microseconds. */
export function microsOf(times: HistogramSnapshot): Percentiles {
  const [p50, p99, p999, max] = [50, 99, 99.9, 100].map((percent) => times.percentileNs(percent) / 1_000);
  return { p50, p99, p999, max };
}

/** Of several rounds the median of each percentile; of the maxima the largest. */
export function medianPercentiles(rounds: readonly Percentiles[]): Percentiles {
  const of = (pick: (round: Percentiles) => number) => median(rounds.map(pick));
  return {
    p50: of((round) => round.p50),
    p99: of((round) => round.p99),
    p999: of((round) => round.p999),
    max: Math.max(...rounds.map((round) => round.max)),
  };
}

export function latency(name: string, unit: string, figures: Percentiles): BenchResult {
  return { name, value: figures.p50, unit, higher_is_better: false, ...figures };
}
