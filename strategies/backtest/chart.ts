/** A back-test as an SVG file: profit after fees with its drawdown, the price with the position below. */
import type { Point } from './curve.js';

export interface ChartText {
  readonly title: string;
  readonly subtitle: string;
}

const WIDTH = 1_240;
const LEFT = 96;
const RIGHT = 24;
const HEAD = 112;
const FOOT = 40;
const PANEL = { height: 200, gap: 44 };
const TICKS = 4;
const INK = '#1f2937';
const FAINT = '#e5e7eb';
const GREY = '#6b7280';

interface Panel {
  readonly title: string;
  readonly colour: string;
  readonly values: readonly number[];
  /** As a step: it stays until it changes. */
  readonly stepped?: boolean;
  /** Filled down to zero. */
  readonly area?: boolean;
}

/** @param price of a tick, in the money of the price; panels of one instrument only where there is only one */
export function backtestChart(text: ChartText, points: readonly Point[], price: number | undefined): string {
  const panels = panelsOf(points, price);
  const height = HEAD + panels.length * (PANEL.height + PANEL.gap) + FOOT;
  const times = points.map(({ ns }) => ns / 1e9);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" font-family="Inter, Helvetica, Arial, sans-serif" font-size="13" fill="${INK}">`,
    `<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>`,
    label(24, 38, text.title, 'font-size="22" font-weight="600"'),
    label(24, 62, text.subtitle, `fill="${GREY}"`),
    ...panels.map((panel, i) => drawPanel(panel, times, HEAD + i * (PANEL.height + PANEL.gap))),
    ...timeAxis(times, height - FOOT),
    '</svg>',
    '',
  ].join('\n');
}

function panelsOf(points: readonly Point[], price: number | undefined): Panel[] {
  let peak = 0;
  const drawdown = points.map(({ equity }) => equity - (peak = Math.max(peak, equity)));
  const panels: Panel[] = [
    { title: 'profit after fees', colour: '#2563eb', values: points.map(({ equity }) => equity) },
    { title: 'drawdown', colour: '#dc2626', values: drawdown, area: true },
  ];
  if (price === undefined) return panels;
  return [
    ...panels,
    { title: 'price', colour: '#6b7280', values: points.map(({ markTicks }) => markTicks * price) },
    {
      title: 'position, lots',
      colour: '#059669',
      values: points.map(({ position }) => position),
      stepped: true,
    },
  ];
}

function drawPanel(
  { title, colour, values, stepped, area }: Panel,
  times: readonly number[],
  top: number,
): string {
  const known = values.filter((value) => !Number.isNaN(value));
  const low = Math.min(...known, area ? 0 : Number.POSITIVE_INFINITY);
  const high = Math.max(...known, area ? 0 : Number.NEGATIVE_INFINITY);
  const span = high - low || 1;
  const yOf = (value: number) => top + PANEL.height - ((value - low) / span) * PANEL.height;
  const xOf = xScale(times);
  let path = '';
  values.forEach((value, i) => {
    if (Number.isNaN(value)) return;
    const [x, y] = [xOf(times[i]).toFixed(1), yOf(value).toFixed(1)];
    if (path === '') path = `M${x} ${y}`;
    else path += stepped ? `H${x}V${y}` : `L${x} ${y}`;
  });
  const ends = [xOf(times.at(-1) ?? 0), xOf(times[0] ?? 0)].map(
    (x) => `L${x.toFixed(1)} ${yOf(0).toFixed(1)}`,
  );
  return [
    label(LEFT, top - 10, title, 'font-size="15" font-weight="600"'),
    ...Array.from({ length: TICKS + 1 }, (_, i) => {
      const value = low + (span * i) / TICKS;
      return `${rule(LEFT, yOf(value), WIDTH - RIGHT, yOf(value))}${label(LEFT - 8, yOf(value) + 4, short(value), 'text-anchor="end"')}`;
    }),
    area ? `<path d="${path}${ends.join('')}Z" fill="${colour}" opacity="0.2"/>` : '',
    `<path d="${path}" fill="none" stroke="${colour}" stroke-width="1.5" stroke-linejoin="round"/>`,
  ].join('\n');
}

function timeAxis(times: readonly number[], y: number): string[] {
  const xOf = xScale(times);
  const [first = 0, last = 0] = [times[0], times.at(-1)];
  return Array.from({ length: TICKS + 1 }, (_, i) => {
    const at = first + ((last - first) * i) / TICKS;
    return label(
      xOf(at),
      y,
      `${short(at)} s`,
      `text-anchor="${i === TICKS ? 'end' : 'middle'}" fill="${GREY}"`,
    );
  });
}

function xScale(times: readonly number[]): (seconds: number) => number {
  const [first = 0, last = 0] = [times[0], times.at(-1)];
  return (seconds) => LEFT + ((seconds - first) / (last - first || 1)) * (WIDTH - LEFT - RIGHT);
}

const short = (value: number): string => String(Number(value.toPrecision(6)));

const rule = (x1: number, y1: number, x2: number, y2: number): string =>
  `<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}" stroke="${FAINT}"/>`;

const label = (x: number, y: number, text: string, more = ''): string =>
  `<text x="${x}" y="${y}" ${more}>${text.replace(/&/g, '&amp;').replace(/</g, '&lt;')}</text>`;
