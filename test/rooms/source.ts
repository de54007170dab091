/**
 * A TypeScript file as the room rules need it: its code without comments and without the inside of strings, and what
 * it imports. Not a parser: it only knows where comments, strings, templates and regular expressions begin and end.
 * Offsets into `code` name the same line as in the file.
 */

export interface Import {
  readonly specifier: string;
  readonly line: number;
}

export interface Source {
  readonly code: string;
  readonly imports: readonly Import[];
}

const IMPORT = /\bfrom\s*['"](\d+)['"]|\bimport\s*\(?\s*['"`](\d+)['"`]|\brequire\(\s*['"`](\d+)['"`]/g;
const REGEX = /\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\/[a-z]*/y;
/** A slash after one of these begins a regular expression; after anything else it divides. */
const BEFORE_REGEX = /(?:^|[(,=:[!&|?{};+\-*%<>~^]|\b(?:return|typeof|case|in|of))\s*$/;

export function readSource(text: string): Source {
  const strings: string[] = [];
  const code = strip(text, strings);
  const imports = [...code.matchAll(IMPORT)].map((match) => ({
    specifier: strings[Number(match[1] ?? match[2] ?? match[3])],
    line: lineAt(code, match.index),
  }));
  return { code, imports };
}

export const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;

/** Comments become blanks; a string's inside becomes its number in `strings`. */
function strip(text: string, strings: string[]): string {
  const out: string[] = [];
  let tail = '';
  const put = (piece: string) => {
    out.push(piece);
    if (piece.trim() !== '') tail = (tail + piece).slice(-40);
  };
  for (let at = 0; at < text.length; ) {
    const end = endOf(text, at, tail);
    const piece = text.slice(at, end);
    if (end === at + 1) put(piece);
    else if (piece.startsWith('//') || piece.startsWith('/*')) out.push(blank(piece));
    else if (piece[0] === '`') put(template(piece, strings));
    else put(piece[0] + (strings.push(piece.slice(1, -1)) - 1) + piece[0]);
    at = end;
  }
  return out.join('');
}

/** Where the comment, string, template or regular expression that starts here ends; else the next character. */
function endOf(text: string, at: number, before: string): number {
  const [first, second] = [text[at], text[at + 1]];
  if (first === '/' && second === '/') return orEnd(text, text.indexOf('\n', at));
  if (first === '/' && second === '*') return orEnd(text, text.indexOf('*/', at + 2) + 2);
  if (first === "'" || first === '"') return closing(text, at);
  if (first === '`') return templateEnd(text, at);
  if (first === '/' && BEFORE_REGEX.test(before)) return regexEnd(text, at);
  return at + 1;
}

const orEnd = (text: string, end: number): number => (end < 2 ? text.length : end);
const blank = (piece: string): string => piece.replace(/[^\n]/g, ' ');

function closing(text: string, at: number): number {
  let end = at + 1;
  while (end < text.length && text[end] !== text[at] && text[end] !== '\n') end += text[end] === '\\' ? 2 : 1;
  return end + 1;
}

function regexEnd(text: string, at: number): number {
  REGEX.lastIndex = at;
  return at + (REGEX.exec(text)?.[0].length ?? 1);
}

function templateEnd(text: string, at: number): number {
  let end = at + 1;
  while (end < text.length && text[end] !== '`') {
    if (text.startsWith('${', end)) end = holeEnd(text, end);
    else end += text[end] === '\\' ? 2 : 1;
  }
  return end + 1;
}

/** Past the brace that closes the `${` at `at`. */
function holeEnd(text: string, at: number): number {
  let depth = 1;
  let end = at + 2;
  while (end < text.length && depth > 0) {
    if (text[end] === '{') depth++;
    else if (text[end] === '}') depth--;
    end = endOf(text, end, '');
  }
  return end;
}

/** A template without holes is a string; of any other only the code in its holes is left. */
function template(piece: string, strings: string[]): string {
  if (!piece.includes('${')) {
    const number = strings.push(piece.slice(1, -1)) - 1;
    return `\`${number}\`${blank(piece).replace(/ /g, '')}`;
  }
  let out = '`';
  for (let at = 1; at < piece.length - 1; ) {
    const hole = piece.startsWith('${', at);
    const end = hole ? holeEnd(piece, at) : at + (piece[at] === '\\' ? 2 : 1);
    out += hole ? `(${strip(piece.slice(at + 2, end - 1), strings)})` : blank(piece.slice(at, end));
    at = end;
  }
  return `${out}\``;
}
