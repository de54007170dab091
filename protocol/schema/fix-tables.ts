/**
 * Writes `protocol/fix/dictionary/tables` from FIX dictionaries in QuickFIX's XML layout, once for a new dictionary and by
 * hand: `node dist/protocol/schema/fix-tables.js DIRECTORY`. Only facts are taken over (tag numbers, types, permitted
 * values, which message holds which field and whether it must), no names and no descriptions. The notation of the result
 * is described where it is read, in `protocol/fix/dictionary/notation.ts`.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const VERSIONS = ['FIX42', 'FIX44', 'FIXT11', 'FIX50SP2'];
const TARGET = resolve(dirname(fileURLToPath(import.meta.url)), '../../../protocol/fix/dictionary/tables');
const WIDTH = 108;
const ELEMENT = /<(\/?)(\w+)((?:\s+\w+\s*=\s*(?:'[^']*'|"[^"]*"))*)\s*(\/?)>/g;
const ATTRIBUTE = /(\w+)\s*=\s*(?:'([^']*)'|"([^"]*)")/g;

interface Element {
  readonly kind: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
}

/** One dictionary as lines of our notation. */
export function tableOf(xml: string): string[] {
  const root = parse(xml).children[0];
  const section = (name: string): Element[] =>
    root.children.find((each) => each.kind === name)?.children ?? [];
  const fields = section('fields');
  const tagOf = new Map(fields.map(({ attributes: a }) => [a.name, a.number]));
  const components = section('components');
  const numberOf = new Map(components.map(({ attributes: a }, i) => [a.name, String(i)]));
  const items = (list: readonly Element[]): string => itemsOf(list, tagOf, numberOf);
  return [
    ...typeLines(fields),
    ...fields.filter((each) => each.children.length > 0).map(valueLine),
    `header ${items(section('header'))}`,
    `trailer ${items(section('trailer'))}`,
    ...components.map((each, i) => `component ${i} ${items(each.children)}`),
    ...section('messages').map((each) => `message ${each.attributes.msgtype} ${items(each.children)}`),
  ];
}

function parse(xml: string): Element {
  const root: Element = { kind: '', attributes: {}, children: [] };
  const open = [root];
  for (const [, isEnd, kind, attributes, isEmpty] of xml.replace(/<!--[\s\S]*?-->/g, '').matchAll(ELEMENT)) {
    if (isEnd) {
      open.pop();
      continue;
    }
    const element: Element = { kind, attributes: attributesOf(attributes), children: [] };
    open[open.length - 1].children.push(element);
    if (!isEmpty) open.push(element);
  }
  return root;
}

const attributesOf = (text: string): Record<string, string> =>
  Object.fromEntries(
    [...text.matchAll(ATTRIBUTE)].map(([, name, single, double]) => [name, single ?? double]),
  );

function typeLines(fields: readonly Element[]): string[] {
  const byType = new Map<string, string[]>();
  for (const { attributes } of fields) {
    const tags = byType.get(attributes.type) ?? [];
    tags.push(attributes.number);
    byType.set(attributes.type, tags);
  }
  return [...byType].map(([type, tags]) => `type ${type} ${tags.join(' ')}`);
}

const valueLine = ({ attributes, children }: Element): string =>
  `values ${attributes.number} ${children.map((each) => each.attributes.enum).join(' ')}`;

/** `11!` required field, `@3` component 3, `453{ 448 447 }` group. */
function itemsOf(
  list: readonly Element[],
  tagOf: ReadonlyMap<string, string>,
  numberOf: ReadonlyMap<string, string>,
): string {
  return list
    .map(({ kind, attributes, children }) => {
      const mark = attributes.required === 'Y' ? '!' : '';
      if (kind === 'component') return `@${numberOf.get(attributes.name)}${mark}`;
      const tag = tagOf.get(attributes.name) + mark;
      return kind === 'group' ? `${tag}{ ${itemsOf(children, tagOf, numberOf)} }` : tag;
    })
    .join(' ');
}

/** A line that goes on begins with a blank. */
function wrapped(line: string): string {
  return line.replace(new RegExp(`(.{1,${WIDTH}})(?: |$)`, 'g'), '$1\n ').trimEnd();
}

async function main([directory]: readonly string[]): Promise<void> {
  if (directory === undefined)
    throw new Error('usage: fix-tables.js DIRECTORY, where FIX42.xml and so on are');
  for (const version of VERSIONS) {
    const lines = tableOf(await readFile(join(directory, `${version}.xml`), 'utf8'));
    const head =
      '/** Written by `protocol/schema/fix-tables.ts`; the notation stands in `../notation.ts`. */';
    const text = `${head}\nexport const ${version} = \`\n${lines.map(wrapped).join('\n')}\n\`;\n`;
    await writeFile(join(TARGET, `${version.toLowerCase()}.ts`), text);
    console.log(`${version}: ${lines.length} lines`);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(process.argv.slice(2));
