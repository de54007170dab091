/**
 * The shared blocks as Prometheus text (exposition format 0.0.4). A family's lines stand together under one HELP and
 * TYPE, however many blocks (one a strategy) share the name; counters end in `_total`, durations are seconds.
 */
import { type BlockName, metricsOf } from './counter-table.js';
import { type CounterMemory, Counters, type Labels } from './counters.js';
import { Histogram, type HistogramMemory } from './histogram.js';
import { HISTOGRAM_TABLE, type HistogramName } from './histogram-table.js';

const PREFIX = 'pregao';
const NS_PER_SECOND = 1e9;

/** Upper bounds of the exposed buckets: 1-2-5 steps from 100 ns to 10 s. The full resolution stays in memory. */
const BOUNDS_NS = [100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9].flatMap((ns) => [ns, 2 * ns, 5 * ns]).concat(1e10);

export function counterText(blocks: readonly CounterMemory[]): string {
  return groupBy(blocks, ({ block }) => block)
    .flatMap(([block, group]) => blockLines(block, group))
    .join('');
}

export function histogramText(histograms: readonly HistogramMemory[]): string {
  return groupBy(histograms, ({ histogram }) => histogram)
    .map(([name, group]) => histogramFamily(name, group))
    .join('');
}

function blockLines(block: BlockName, group: readonly CounterMemory[]): string[] {
  const values = group.map((memory) => new Counters(memory).read() as Record<string, number>);
  return Object.entries(metricsOf(block)).map(([name, { kind, help }]) => {
    const family = `${PREFIX}_${block}_${name}${kind === 'counter' ? '_total' : ''}`;
    const samples = group.map(({ labels }, i) => sample(family, labels, values[i][name]));
    return header(family, kind, help) + samples.join('');
  });
}

function histogramFamily(name: HistogramName, group: readonly HistogramMemory[]): string {
  const family = `${PREFIX}_${name}_seconds`;
  const lines = group.map((memory) => histogramSamples(family, memory));
  return header(family, 'histogram', HISTOGRAM_TABLE[name]) + lines.join('');
}

function histogramSamples(family: string, memory: HistogramMemory): string {
  const shot = new Histogram(memory).snapshot();
  const { labels } = memory;
  const buckets = BOUNDS_NS.map((ns) =>
    sample(`${family}_bucket`, { ...labels, le: seconds(ns) }, shot.countUpTo(ns)),
  );
  return [
    ...buckets,
    sample(`${family}_bucket`, { ...labels, le: '+Inf' }, shot.count),
    sample(`${family}_sum`, labels, shot.sumNs / NS_PER_SECOND),
    sample(`${family}_count`, labels, shot.count),
  ].join('');
}

const seconds = (ns: number): string => String(ns / NS_PER_SECOND);

const header = (family: string, type: string, help: string): string =>
  `# HELP ${family} ${help}\n# TYPE ${family} ${type}\n`;

function sample(name: string, labels: Labels, value: number): string {
  const pairs = Object.entries(labels).map(([key, text]) => `${key}="${escapeLabel(text)}"`);
  return `${name}${pairs.length > 0 ? `{${pairs.join(',')}}` : ''} ${value}\n`;
}

const escapeLabel = (text: string): string =>
  text.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n');

function groupBy<T, K>(items: readonly T[], keyOf: (item: T) => K): [K, T[]][] {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return [...groups];
}
