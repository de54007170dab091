/** What the tests read out of documents: links, tables, and blocks of code. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

export interface Block {
  /** All that stands behind the three ticks. */
  readonly info: string;
  readonly text: string;
}

const FENCE = /^```(\S.*)?\n([\s\S]*?)^```$/gm;
const LINK = /\]\(([^)\s]+)\)/g;

/** Every document of the tree that git has or would take. */
export function documents(): string[] {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', '*.md'];
  return execFileSync('git', args, { encoding: 'utf8' })
    .split('\n')
    .filter((file) => file !== '' && existsSync(file));
}

export const blocksOf = (document: string): Block[] =>
  [...document.matchAll(FENCE)].map(([, info = '', text]) => ({ info, text }));

/** Targets of the links, without those in code. */
export const linksOf = (document: string): string[] =>
  [
    ...document
      .replace(FENCE, '')
      .replace(/`[^`\n]*`/g, '')
      .matchAll(LINK),
  ].map(([, target]) => target);

/** The part under a heading, up to the next one of its rank or above. Empty: there is no such heading. */
export function section(document: string, heading: string): string {
  const lines = document.replace(FENCE, '').split('\n');
  const start = lines.findIndex((line) => rankOf(line) > 0 && namesOf(line).includes(heading));
  if (start < 0) return '';
  const rank = rankOf(lines[start]);
  const length = lines.slice(start + 1).findIndex((line) => rankOf(line) > 0 && rankOf(line) <= rank);
  return lines.slice(start, length < 0 ? undefined : start + 1 + length).join('\n');
}

/** Cells of every row whose first cell is code, by what stands in it: `| `key` | … |`. */
export function rowsOf(part: string): Map<string, string[]> {
  const rows = new Map<string, string[]>();
  for (const line of part.split('\n')) {
    const [first, ...rest] = cellsOf(line);
    if (first !== undefined && /^`[^`]+`$/.test(first)) rows.set(first.slice(1, -1), rest);
  }
  return rows;
}

/** As GitHub names the heading's anchor. */
export const anchorsOf = (document: string): string[] =>
  document
    .replace(FENCE, '')
    .split('\n')
    .filter((line) => rankOf(line) > 0)
    .map((line) =>
      titleOf(line)
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, '')
        .replace(/ /g, '-'),
    );

const cellsOf = (line: string): string[] =>
  line.startsWith('|')
    ? line
        .slice(1, line.lastIndexOf('|'))
        .split(/(?<!\\)\|/)
        .map((cell) => cell.trim())
    : [];

const rankOf = (line: string): number => /^#{1,6}(?= )/.exec(line)?.[0].length ?? 0;
const titleOf = (line: string): string => line.replace(/^#+ /, '');
/** A heading may be about several things: `### OrderAccepted, OrderReplaced`. */
function namesOf(line: string): string[] {
  const title = titleOf(line).replaceAll('`', '');
  return [title, ...title.split(', ')];
}
