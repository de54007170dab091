/** Draws what the suite `wire` measured: a panel a case, a curve a target, whole with the cores awake and dashed without. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname } from 'node:path';
import { type Panel, percentileChart, type Series } from '../kit/percentile-chart.js';
import type { WireCase } from './wire-cases.js';
import type { WireMeasurements } from './wire-measurements.js';
import { TARGETS, type Target } from './wire-shared.js';

const LABELS: Readonly<Record<Target, string>> = {
  echo: 'bare echo',
  async: 'engine, async',
  sync: 'engine, sync',
};
const COLOURS: Readonly<Record<Target, string>> = { echo: '#6b7280', async: '#2563eb', sync: '#ea580c' };
const NS_PER_US = 1_000;

export interface Measured {
  readonly awake: WireMeasurements;
  readonly asleep: WireMeasurements;
}

/** Answers the file's name. */
export function drawReport(file: string, cases: readonly WireCase[], measured: Measured): string {
  const cores = cpus();
  const text = {
    title: 'Order sent to acknowledgement received, loopback WebSocket',
    subtitle: `${cores[0]?.model.trim()} × ${cores.length}, Node ${process.versions.node}; closed loop from sent, open loop from when it was due`,
  };
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(
    file,
    percentileChart(
      text,
      cases.map((each) => panelOf(each, measured)),
    ),
  );
  return file;
}

function panelOf(wireCase: WireCase, { awake, asleep }: Measured): Panel {
  const series = (measurements: WireMeasurements, dashed: boolean) =>
    TARGETS.map((target) => seriesOf(measurements, wireCase, target, dashed));
  return { title: wireCase.title, series: [...series(awake, false), ...series(asleep, true)] };
}

function seriesOf(
  measurements: WireMeasurements,
  wireCase: WireCase,
  target: Target,
  dashed: boolean,
): Series {
  const times = measurements.merged(wireCase, target);
  return {
    label: `${LABELS[target]}${dashed ? ', cores asleep' : ''}`,
    colour: COLOURS[target],
    dashed,
    samples: times.totalCount,
    valueUs: (percentile) => times.getValueAtPercentile(percentile) / NS_PER_US,
  };
}
