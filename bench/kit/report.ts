/** Shows results: one JSON object for programs, a table for people. */
import { cpus } from 'node:os';
import type { BenchResult } from './suite.js';

export interface Report {
  readonly suite: string;
  readonly node: string;
  readonly cpu: string;
  readonly results: readonly BenchResult[];
}

export function report(suite: string, results: readonly BenchResult[]): Report {
  const cores = cpus();
  return { suite, node: process.version, cpu: `${cores[0]?.model.trim()} × ${cores.length}`, results };
}

const COLUMNS = ['name', 'value', 'unit', 'p50', 'p99', 'p999', 'max'] as const;

export function table({ node, cpu, results }: Report, title: string): string {
  const rows = [
    COLUMNS as readonly string[],
    ...results.map((each) => COLUMNS.map((key) => cell(each[key]))),
  ];
  const widths = COLUMNS.map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const lines = rows.map((row) =>
    row
      .map((text, column) => pad(text, widths[column], column))
      .join('  ')
      .trimEnd(),
  );
  return [title, `${node}, ${cpu}`, '', ...lines, ''].join('\n');
}

/** Words to the left, numbers to the right. */
function pad(text: string, width: number, column: number): string {
  return COLUMNS[column] === 'name' || COLUMNS[column] === 'unit' ? text.padEnd(width) : text.padStart(width);
}

function cell(value: string | number | undefined): string {
  if (value === undefined) return '';
  if (typeof value === 'string') return value;
  const digits = Math.abs(value) >= 100 ? 0 : 2;
  return value.toLocaleString('en-US', { maximumFractionDigits: digits, minimumFractionDigits: 0 });
}
