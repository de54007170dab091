/** The tables suite × venue in `adapters/README.md`: written out of a run, and read again to see that they are still true. */
import { readFileSync } from 'node:fs';

export const TABLE_FILE = 'adapters/README.md';
const END = '<!-- /conformance -->';
const PASSED = '✓';
const NONE = '–';

/** A table each. */
export type SuiteName = 'orders' | 'market data';

export interface CaseResult {
  readonly venue: string;
  readonly number: number;
  readonly title: string;
  /** Why the venue cannot come into it. */
  readonly why?: string;
}

/** The file with a new table in it. */
export function withTable(text: string, suite: SuiteName, results: readonly CaseResult[]): string {
  const [from, to] = placeOf(text, suite);
  return `${text.slice(0, from)}\n${tableOf(results)}\n${text.slice(to)}`;
}

/** @returns what the table says of a venue's cases, by number: passed, or the reason why there is none */
export function tableSays(suite: SuiteName, venue: string): Map<number, string> {
  const text = readFileSync(TABLE_FILE, 'utf8');
  const lines = text.slice(...placeOf(text, suite)).split('\n');
  const rows = lines
    .filter((line) => line.startsWith('| '))
    .map((line) => line.split('|').map((cell) => cell.trim()));
  const column = rows.find((cells) => cells.includes(venue))?.indexOf(venue) ?? -1;
  const reasons = new Map(lines.flatMap((line) => reasonIn(line, venue)));
  const cases = rows.filter(([, number]) => /^\d+$/.test(number));
  return new Map(
    cases.map((cells) => {
      const number = Number(cells[1]);
      return [number, cells[column] === PASSED ? 'passed' : (reasons.get(number) ?? 'missing')];
    }),
  );
}

/** What stands between the marks. */
function placeOf(text: string, suite: SuiteName): [from: number, to: number] {
  const begin = `<!-- conformance: ${suite} -->`;
  const at = text.indexOf(begin);
  const from = at + begin.length;
  const to = text.indexOf(END, from);
  if (at < 0 || to < 0) throw new Error(`${TABLE_FILE} has no ${begin} … ${END}`);
  return [from, to];
}

function tableOf(results: readonly CaseResult[]): string {
  const venues = [...new Set(results.map(({ venue }) => venue))];
  const numbers = [...new Set(results.map(({ number }) => number))].sort((a, b) => a - b);
  const find = (venue: string, number: number) =>
    results.find((result) => result.venue === venue && result.number === number)!;
  const row = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;
  const reasons = results.filter(({ why }) => why !== undefined);
  return [
    row(['', 'case', ...venues]),
    `|${'---|'.repeat(venues.length + 2)}`,
    ...numbers.map((number) =>
      row([
        number,
        find(venues[0], number).title,
        ...venues.map((venue) => (find(venue, number).why === undefined ? PASSED : NONE)),
      ]),
    ),
    '',
    'Not applicable:',
    '',
    ...reasons.map(({ venue, number, why }) => `- ${venue} ${number}: ${why}`),
  ].join('\n');
}

function reasonIn(line: string, venue: string): [number, string][] {
  const [, name, number, why] = /^- (\S+) (\d+): (.*)$/.exec(line) ?? [];
  return name === venue ? [[Number(number), why]] : [];
}
