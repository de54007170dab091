/**
 * Writes `docs/reason-codes.md` from the one table of reason codes and from the sources that give them, so that the page
 * cannot say anything else than the code does. `npm run generate` runs it; a test compares.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { REASON_TEXT, Reason } from '../../protocol/codes/reasons.js';
import { isTest, roomOf } from '../rooms/check.js';

export const PAGE = 'docs/reason-codes.md';

/** Where a reason can come from, and rooms that only read what others gave. */
const GIVERS = ['engine', 'protocol/wire', 'strategies', 'adapters'];
const READERS = ['engine/cli', 'engine/replay'];
/** Files that say the reasons of others in FIX's words. */
const TRANSLATORS = ['engine/gateway/fix/reject-codes.ts', 'engine/gateway/fix/execution-writer.ts'];

/** First code of each range and what it is about. */
const RANGES: readonly (readonly [first: number, about: string])[] = [
  [100, 'The doors: framing, logon, sessions'],
  [200, 'Risk'],
  [300, 'Orders and the book'],
  [400, 'Mass actions and switches'],
  [500, 'Strategies'],
];
const RANGE = 100;

/** Rooms by the reasons that their sources name. */
export function roomsByReason(): Map<string, string[]> {
  const rooms = new Map<string, Set<string>>();
  for (const file of GIVERS.filter((folder) => existsSync(folder)).flatMap(sourcesOf)) {
    const room = roomOf(file) ?? file;
    if (READERS.includes(room) || TRANSLATORS.includes(file)) continue;
    for (const [, reason] of readFileSync(file, 'utf8').matchAll(/\bReason\.([A-Z]\w*)/g))
      rooms.set(reason, (rooms.get(reason) ?? new Set()).add(room));
  }
  return new Map([...rooms].map(([reason, names]) => [reason, [...names].sort()]));
}

export function renderReasonCodes(): string {
  const rooms = roomsByReason();
  return [
    '# Reason codes',
    '',
    'Why something was refused or ended: the same number in records, on the wire, in metrics and in logs. The hundreds say',
    'where it came from. Written by `npm run generate` from `protocol/codes/reasons.ts`; 0 stands for "accepted".',
    ...RANGES.flatMap(([first, about]) => [
      '',
      `## ${first}–${first + RANGE - 1}: ${about}`,
      '',
      ...table(first, rooms),
    ]),
    '',
  ].join('\n');
}

function table(first: number, rooms: ReadonlyMap<string, readonly string[]>): string[] {
  const rows = allReasons()
    .filter((code) => code >= first && code < first + RANGE)
    .map((code) => {
      const givers = rooms.get(Reason[code]) ?? [];
      const given = givers.length > 0 ? givers.map((room) => `\`${room}\``).join(', ') : '—';
      return `| ${code} | \`${Reason[code]}\` | ${REASON_TEXT[code]} | ${given} |`;
    });
  return ['| code | name | what it says | rooms that give it |', '|---|---|---|---|', ...rows];
}

export const allReasons = (): Reason[] =>
  Object.values(Reason)
    .filter((code): code is Reason => typeof code === 'number')
    .sort((a, b) => a - b);

function sourcesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => join(folder, file))
    .filter((file) => file.endsWith('.ts') && !isTest(file));
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) writeFileSync(PAGE, renderReasonCodes());
