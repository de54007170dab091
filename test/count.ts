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

/** The line of what failed, and the block of details under it if there is one. */
const FAILURE = /^( *)not ok .*(?:\n\1 {2}---\n[\s\S]*?\n\1 {2}\.\.\.)?/gm;
const TOTALS = /^# \{ (total: \d+[^}]*) \}$/gm;

export function countResults(tap: string): Count {
  const totals = [...tap.matchAll(TOTALS)].at(-1)?.[1];
  if (totals === undefined) return { passed: 0, failed: 1, skipped: 0 };
  const of = (name: string): number => Number(new RegExp(`\\b${name}: (\\d+)`).exec(totals)?.[1] ?? 0);
  return { passed: of('pass'), failed: of('fail'), skipped: of('skip') + of('todo') };
}

/** What failed, with what was found and wanted: the run's own output may be out of sight by then. */
export const failures = (tap: string): string[] => tap.match(FAILURE) ?? [];

export const line = ({ passed, failed, skipped }: Count): string =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;

function main(): void {
  const results = readFileSync(RESULTS, 'utf8');
  const count = countResults(results);
  for (const failure of failures(results)) console.log(failure);
  console.log(line(count));
  process.exitCode = count.failed > 0 || count.passed === 0 ? 1 : 0;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) main();
