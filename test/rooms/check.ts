/** The room rules, on one file at a time: who may import whom, and what a pure room may not say. */
import { posix } from 'node:path';
import { lineAt, readSource, type Source } from './source.js';
import { BANS, PURE_ROOMS, ROOMS } from './table.js';

export interface Complaint {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

const TABLE = 'test/rooms/table.ts';
const MAP_OR_SET = /(\w+)\??\s*:\s*(?:Readonly)?(?:Map|Set)<|(\w+)\s*=\s*new (?:Map|Set)\b/g;

/** @param file path from the root of the tree, with forward slashes */
export function checkFile(file: string, text: string): Complaint[] {
  if (isTest(file)) return [];
  const room = roomOf(file);
  if (!room) return [{ file, line: 1, message: `stands in no room; add its folder to ${TABLE}` }];
  const source = readSource(text);
  const complaints = checkImports(file, room, source);
  return PURE_ROOMS.includes(room) ? [...complaints, ...checkPurity(file, room, source)] : complaints;
}

/** Tests (`book.test.ts`), and what only they use (`test-rig.ts`), look anywhere; nothing of the engine may use them. */
export const isTest = (file: string): boolean => /\.test\.[tj]s$|(?:^|\/)test-[^/]+\.[tj]s$/.test(file);

/** The room that a file belongs to: the longest entry of the table that its path begins with. */
export function roomOf(file: string): string | undefined {
  const path = file.replace(/\.(?:d\.)?[tj]s$/, '');
  return Object.keys(ROOMS)
    .filter((room) => (ROOMS[room].flat ? posix.dirname(path) === room : holds(room, path)))
    .sort((a, b) => b.length - a.length)[0];
}

const holds = (room: string, path: string): boolean => path === room || path.startsWith(`${room}/`);

function checkImports(file: string, room: string, source: Source): Complaint[] {
  return source.imports.flatMap(({ specifier, line }) => {
    const message = specifier.startsWith('.')
      ? wrongRoom(room, posix.join(posix.dirname(file), specifier))
      : wrongPackage(room, specifier);
    return message ? [{ file, line, message }] : [];
  });
}

function wrongRoom(room: string, target: string): string | undefined {
  if (isTest(target) && room !== 'test') return `imports ${target}, which is there for tests only`;
  const other = roomOf(target);
  if (!other) return `imports ${target}, which stands in no room; add its folder to ${TABLE}`;
  const { rooms } = ROOMS[room];
  if (other === room || rooms.includes('*') || rooms.includes(other)) return undefined;
  return `${room} may not import ${other}: a room imports only rooms below it. Pass the thing in, or move it down (${TABLE})`;
}

function wrongPackage(room: string, specifier: string): string | undefined {
  const name = specifier.startsWith('node:') ? 'node' : packageName(specifier);
  const { packages = [] } = ROOMS[room];
  if (packages.includes('*') || packages.includes(name)) return undefined;
  return `${room} may not import ${specifier}: the table lists what a room may use (${TABLE})`;
}

const packageName = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

function checkPurity(file: string, room: string, { code }: Source): Complaint[] {
  const bans = [...BANS, ...walkedCollections(code)];
  return bans.flatMap(({ what, pattern, instead }) =>
    [...code.matchAll(new RegExp(pattern.source, 'g'))].map((match) => ({
      file,
      line: lineAt(code, match.index),
      message: `${room} may not use ${what} (${match[0].trim()}): ${instead}`,
    })),
  );
}

/** A Map or Set remembers the order of insertion, which an image does not bring back: look up, never walk. */
function walkedCollections(code: string) {
  const names = new Set([...code.matchAll(MAP_OR_SET)].map((match) => match[1] ?? match[2]));
  return [...names].map((name) => ({
    what: 'the order of a Map or Set',
    pattern: new RegExp(`(?:\\bof\\s+|\\.\\.\\.)(?:this\\.)?${name}\\b(?!\\s*[.[])|\\b${name}\\.forEach\\(`),
    instead: 'walk an array or a linked list whose order is itself state and stands in the image',
  }));
}
