/**
 * What the last test run came to, as one line alone: `N passed, N failed`, and `, N skipped` when some were. Counts
 * assertions, as tap does in the closing comment of its results; a run without that comment did not finish, and counts
 * as failed. Exit 1 where anything failed or nothing ran.
 */
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

export const RESULTS = '.tap/results.tap';

export interface Count {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

const TOTALS = /^# \{ (total: \d+[^}]*) \}$/gm;

export function countResults(tap: string): Count {
  const totals = [...tap.matchAll(TOTALS)].at(-1)?.[1];
  if (totals === undefined) return { passed: 0, failed: 1, skipped: 0 };
  const of = (name: string): number => Number(new RegExp(`\\b${name}: (\\d+)`).exec(totals)?.[1] ?? 0);
  return { passed: of('pass'), failed: of('fail'), skipped: of('skip') + of('todo') };
}

export const line = ({ passed, failed, skipped }: Count): string =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;

function main(): void {
  const count = countResults(readFileSync(RESULTS, 'utf8'));
  console.log(line(count));
  process.exitCode = count.failed > 0 || count.passed === 0 ? 1 : 0;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) main();
