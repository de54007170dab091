/** What the rounds of the suite `wire` brought: a histogram and a rate of each run, and the results made of them. */
import { build, decodeFromCompressedBase64, type Histogram } from 'hdr-histogram-js';
import { latency, median, medianPercentiles, type Percentiles } from '../kit/statistics.js';
import { type BenchResult, result } from '../kit/suite.js';
import { isClosed, type WireCase } from './wire-cases.js';
import { HISTOGRAM, type LoadDone, TARGETS, type Target } from './wire-shared.js';

interface Run {
  readonly times: Histogram;
  readonly perS: number;
}

const NS_PER_US = 1_000;

export class WireMeasurements {
  private readonly runs: ReadonlyMap<WireCase, Readonly<Record<Target, Run[]>>>;

  constructor(private readonly cases: readonly WireCase[]) {
    this.runs = new Map(cases.map((each) => [each, { echo: [], async: [], sync: [] }]));
  }

  /** Answers the run's figure: the median latency in microseconds. */
  add(wireCase: WireCase, target: Target, { histogram, acknowledged, seconds }: LoadDone): number {
    const times = decodeFromCompressedBase64(histogram, HISTOGRAM.bitBucketSize, HISTOGRAM.useWebAssembly);
    this.of(wireCase, target).push({ times, perS: acknowledged / seconds });
    return percentileUs(times, 50);
  }

  /** All rounds together. */
  merged(wireCase: WireCase, target: Target): Histogram {
    const all = build(HISTOGRAM);
    for (const { times } of this.of(wireCase, target)) all.add(times);
    return all;
  }

  /** @param suffix of every name */
  results(suffix: string): BenchResult[] {
    const [one, many] = this.cases.filter(isClosed);
    return [
      ...this.cases.flatMap((each) => TARGETS.map((target) => this.latency(each, target, suffix))),
      ...(['async', 'sync'] as const).flatMap((target) => this.ratios(one, many, target, suffix)),
      result(`echo_per_s${suffix}`, this.rate(many, 'echo'), 'messages/s'),
    ];
  }

  /** Names without a durability are those of `async`. */
  private ratios(one: WireCase, many: WireCase, target: 'async' | 'sync', suffix: string): BenchResult[] {
    const end = `${target === 'async' ? '' : `_${target}`}${suffix}`;
    return [
      result(`rtt_vs_echo_p50${end}`, this.latencyRatio(one, target, 50), 'times', false),
      result(`rtt_vs_echo_p99${end}`, this.latencyRatio(one, target, 99), 'times', false),
      result(`orders_per_s${end}`, this.rate(many, target), 'orders/s'),
      result(`orders_vs_echo${end}`, this.rateRatio(many, target), 'times'),
    ];
  }

  private latency(wireCase: WireCase, target: Target, suffix: string): BenchResult {
    const rounds = this.of(wireCase, target).map(({ times }) => percentilesOf(times));
    return latency(`${wireCase.nameOf(target)}_us${suffix}`, 'µs', medianPercentiles(rounds));
  }

  private latencyRatio(wireCase: WireCase, target: Target, percentile: number): number {
    return this.ratio(wireCase, target, ({ times }) => percentileUs(times, percentile));
  }

  private rateRatio(wireCase: WireCase, target: Target): number {
    return this.ratio(wireCase, target, ({ perS }) => perS);
  }

  /** The median of the rounds' ratios to the echo. */
  private ratio(wireCase: WireCase, target: Target, figure: (run: Run) => number): number {
    const echo = this.of(wireCase, 'echo');
    return median(this.of(wireCase, target).map((run, round) => figure(run) / figure(echo[round])));
  }

  private rate(wireCase: WireCase, target: Target): number {
    return median(this.of(wireCase, target).map(({ perS }) => perS));
  }

  private of(wireCase: WireCase, target: Target): Run[] {
    return this.runs.get(wireCase)![target];
  }
}

const percentileUs = (times: Histogram, percentile: number): number =>
  times.getValueAtPercentile(percentile) / NS_PER_US;

function percentilesOf(times: Histogram): Percentiles {
  return {
    p50: percentileUs(times, 50),
    p99: percentileUs(times, 99),
    p999: percentileUs(times, 99.9),
    max: times.maxValue / NS_PER_US,
  };
}
