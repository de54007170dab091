/**
 * The dictionaries that QuickFIX holds our messages against: those of another project (jspurefix), written from the standard and
 * not by us. Of FIXT 1.1 it has none, so that one is written out of our tables.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Item, readTable } from '../../protocol/fix/dictionary/notation.js';
import { FIXT11 } from '../../protocol/fix/dictionary/tables/fixt11.js';
import type { VersionName } from '../../protocol/fix/index.js';

const FOLDER = fileURLToPath(new URL('../../../node_modules/jspurefix/data', import.meta.url));
const FILES: Readonly<Record<VersionName, string>> = {
  'FIX.4.2': 'FIX42.xml',
  'FIX.4.4': 'FIX44.xml',
  'FIX.5.0SP2': 'FIX50SP2.xml',
};

/** Lines of a QuickFIX session. */
export function dictionaryLines(version: VersionName, folder: string): string[] {
  const file = join(FOLDER, FILES[version]);
  if (!existsSync(file)) throw new Error(`${file} is not there: npm ci`);
  if (version !== 'FIX.5.0SP2') return [`DataDictionary=${file}`];
  const transport = join(folder, 'FIXT11.xml');
  writeFileSync(transport, fixt11());
  return [`TransportDataDictionary=${transport}`, `AppDataDictionary=${file}`];
}

function fixt11(): string {
  const { types, values, header, trailer, messages } = readTable(FIXT11);
  const enumerated = (tag: number) =>
    (values.get(tag) ?? []).map((value) => `<value enum='${value}' description='V${value}'/>`).join('');
  const fields = [...types].map(
    ([tag, type]) => `<field number='${tag}' name='F${tag}' type='${type}'>${enumerated(tag)}</field>`,
  );
  const bodies = [...messages].map(
    ([type, items]) =>
      `<message name='M${type}' msgtype='${type}' msgcat='admin'>${items().map(item).join('')}</message>`,
  );
  return [
    "<fix type='FIXT' major='1' minor='1'>",
    `<header>${header.map(item).join('')}</header>`,
    `<messages>${bodies.join('\n')}</messages>`,
    `<trailer>${trailer.map(item).join('')}</trailer>`,
    `<components/><fields>${fields.join('\n')}</fields></fix>`,
  ].join('\n');
}

function item({ tag, isRequired, members }: Item): string {
  const named = `name='F${tag}' required='${isRequired ? 'Y' : 'N'}'`;
  return members ? `<group ${named}>${members.map(item).join('')}</group>` : `<field ${named}/>`;
}
