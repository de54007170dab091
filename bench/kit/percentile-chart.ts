/**
 * Latency percentiles as an SVG file for people: panels side by side, each with a curve per contender. The percentile axis
 * is logarithmic towards 100 % (each step another nine), because the tail is what matters; so is the latency axis, which
 * all panels share.
 */

export interface Series {
  readonly label: string;
  readonly colour: string;
  readonly dashed: boolean;
  /** How many samples there are: a curve ends where less than one of them lies above. */
  readonly samples: number;
  /** Microseconds at a percentile. */
  valueUs(percentile: number): number;
}

export interface Panel {
  readonly title: string;
  readonly series: readonly Series[];
}

export interface ChartText {
  readonly title: string;
  readonly subtitle: string;
}

const WIDTH = 1_240;
const COLUMNS = 2;
const PANEL = { width: 600, height: 320, left: 64, right: 16, top: 44, bottom: 52 };
const HEAD = 112;
const FOOT = 20;
const PERCENTILES = [0, 50, 90, 99, 99.9, 99.99];
const NINES = 4;
const STEPS = 160;
const INK = '#1f2937';
const FAINT = '#e5e7eb';
const GREY = '#6b7280';

interface Scale {
  /** Decades of microseconds at the bottom and the top. */
  readonly bottom: number;
  readonly top: number;
}

export function percentileChart(text: ChartText, panels: readonly Panel[]): string {
  const height = HEAD + Math.ceil(panels.length / COLUMNS) * PANEL.height + FOOT;
  const scale = commonScale(panels.flatMap(({ series }) => series));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" font-family="Inter, Helvetica, Arial, sans-serif" font-size="13" fill="${INK}">`,
    `<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>`,
    label(24, 38, text.title, 'font-size="22" font-weight="600"'),
    label(24, 62, text.subtitle, `fill="${GREY}"`),
    ...legend(panels[0].series),
    ...panels.map((panel, index) => drawPanel(panel, scale, index)),
    '</svg>',
    '',
  ].join('\n');
}

/** Whole halves of decades that hold every curve. */
function commonScale(series: readonly Series[]): Scale {
  const ends = series.flatMap((each) => [each.valueUs(0), each.valueUs(percentileAt(lastNine(each)))]);
  const half = (value: number, round: (value: number) => number) => round(Math.log10(value) * 2) / 2;
  return { bottom: half(Math.min(...ends), Math.floor), top: half(Math.max(...ends), Math.ceil) };
}

function legend(series: readonly Series[]): string[] {
  let x = 24;
  return series.map((each) => {
    const entry = `${stroke(`M${x} 88 h34`, each)}${label(x + 42, 92, each.label)}`;
    x += 62 + each.label.length * 7;
    return entry;
  });
}

function drawPanel({ title, series }: Panel, scale: Scale, index: number): string {
  const x = 16 + (index % COLUMNS) * (PANEL.width + 8);
  const y = HEAD + Math.floor(index / COLUMNS) * PANEL.height;
  return [
    `<g transform="translate(${x} ${y})">`,
    label(PANEL.left, 28, title, 'font-size="15" font-weight="600"'),
    ...latencyAxis(scale),
    ...percentileAxis(),
    ...series.map((each) => stroke(curve(each, scale), each)),
    '</g>',
  ].join('\n');
}

function latencyAxis(scale: Scale): string[] {
  const lines: string[] = [];
  for (let decade = Math.ceil(scale.bottom); decade <= scale.top; decade++) {
    const y = yOf(10 ** decade, scale);
    lines.push(
      rule(PANEL.left, y, PANEL.width - PANEL.right, y),
      label(PANEL.left - 8, y + 4, latencyText(10 ** decade), 'text-anchor="end"'),
    );
  }
  return lines;
}

function percentileAxis(): string[] {
  const floor = PANEL.height - PANEL.bottom;
  const marks = PERCENTILES.flatMap((percentile) => {
    const x = xOf(nineOf(percentile));
    return [rule(x, PANEL.top, x, floor), label(x, floor + 18, `${percentile} %`, 'text-anchor="middle"')];
  });
  const middle = (PANEL.left + PANEL.width - PANEL.right) / 2;
  return [...marks, label(middle, floor + 38, 'percentile', `text-anchor="middle" fill="${GREY}"`)];
}

function curve(series: Series, scale: Scale): string {
  const last = lastNine(series);
  const points = Array.from({ length: STEPS + 1 }, (_, step) => {
    const nine = (step / STEPS) * last;
    return `${xOf(nine).toFixed(1)} ${yOf(series.valueUs(percentileAt(nine)), scale).toFixed(1)}`;
  });
  return `M${points.join('L')}`;
}

/** Nines: 90 % is one, 99 % two. */
const nineOf = (percentile: number): number => -Math.log10(1 - percentile / 100);
const percentileAt = (nine: number): number => 100 * (1 - 10 ** -nine);
const lastNine = ({ samples }: Series): number => Math.min(NINES, Math.log10(samples));

const xOf = (nine: number): number => PANEL.left + (nine / NINES) * (PANEL.width - PANEL.left - PANEL.right);

function yOf(us: number, { bottom, top }: Scale): number {
  const part = (Math.log10(us) - bottom) / (top - bottom);
  return PANEL.height - PANEL.bottom - part * (PANEL.height - PANEL.top - PANEL.bottom);
}

function latencyText(us: number): string {
  if (us >= 1e6) return `${us / 1e6} s`;
  return us >= 1e3 ? `${us / 1e3} ms` : `${us} µs`;
}

const stroke = (path: string, { colour, dashed }: Series): string =>
  `<path d="${path}" fill="none" stroke="${colour}" stroke-width="${dashed ? 1.5 : 2.5}" stroke-linejoin="round"${dashed ? ' stroke-dasharray="5 4" opacity="0.75"' : ''}/>`;

const rule = (x1: number, y1: number, x2: number, y2: number): string =>
  `<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}" stroke="${FAINT}"/>`;

const label = (x: number, y: number, text: string, more = ''): string =>
  `<text x="${x}" y="${y}" ${more}>${text.replace(/&/g, '&amp;').replace(/</g, '&lt;')}</text>`;
