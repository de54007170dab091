/** Every recorded packet of these protocols, field by field; what was read, written again, gives the same bytes. */
import { existsSync, readFileSync } from 'node:fs';
import t, { type Test } from 'tap';
import { capture, captures, NO_CAPTURES } from '../pcap/test-captures.js';
import type { BlockView } from '../views/block-view.js';
import { describe } from '../views/describe.js';
import { fieldsOf } from '../views/notation.js';
import { Header, type SbeMessage } from '../views/sbe-message.js';
import * as entrypoint from './generated/entrypoint.js';
import * as ilink3 from './generated/ilink3.js';
import * as mdp3 from './generated/mdp3.js';
import * as umdf from './generated/umdf.js';
import { type Decoded, decodeCapture, decodes } from './test-decoding.js';

/** One message a line: the capture, and what each field says; BigInts as `123n`. */
interface Expected {
  readonly capture: string;
  readonly message: string;
  readonly fields: Record<string, unknown>;
}

const EXPECTED: readonly Expected[] = readFileSync('protocol/messages/test-recorded.jsonl', 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line));
const CLASSES: readonly (new () => SbeMessage)[] = [
  ...entrypoint.MESSAGES,
  ...ilink3.MESSAGES,
  ...mdp3.MESSAGES,
  ...umdf.MESSAGES,
];

const plain = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (_, each) => (typeof each === 'bigint' ? `${each}n` : each)));

for (const name of new Set(EXPECTED.map((each) => each.capture)))
  t.test(name, { skip: !existsSync(capture(name)) && 'not at $PREGAO_DATA or ../shared/data' }, async (t) => {
    const expected = EXPECTED.filter((each) => each.capture === name);
    const decoded = decodeCapture(capture(name), name);
    t.same(
      decoded.map((each) => each.name),
      expected.map(({ message }) => message),
    );
    for (const [i, { fields }] of decoded.entries())
      t.strictSame(plain(fields), expected[i].fields, expected[i].message);
    for (const each of decoded) if (!name.startsWith('Nasdaq')) writesTheSame(t, each);
  });

t.test('no capture of these protocols is left out', { skip: NO_CAPTURES }, async (t) => {
  const names = captures().map((path) =>
    path.slice(capture('').length + (capture('').endsWith('/') ? 0 : 1)),
  );
  const expected = new Set(EXPECTED.map((each) => each.capture));
  for (const name of names.filter(decodes))
    if (!expected.has(name)) t.ok(decodeCapture(capture(name), name).length > 0, name);
});

/** Through the setters, into a block of the length that the message came with. */
function writesTheSame(t: Test, { name, fields, bytes }: Decoded): void {
  const schemaId = bytes.readUInt16LE(Header.SchemaId);
  const Class = CLASSES.find((each) => isNamed(new each(), name, schemaId));
  if (Class === undefined) return;
  const read = new Class();
  read.wrap(bytes, 0, bytes.length);
  const target = Buffer.alloc(4_096);
  const written = new Class();
  written.encode(target, 0);
  copyFields(read, written, written.layout);
  for (const [i, group] of read.groups.entries()) {
    const copy = written.groups[i];
    copy.begin(written, group.entries);
    while (group.next() && copy.next()) copyFields(group, copy, group.layout);
  }
  for (const [i, data] of read.data.entries())
    written.data[i].write(written, bytes.subarray(data.start, data.end));
  const again = new Class();
  t.equal(again.wrap(target, 0, written.finish()), 0, `${name} written again`);
  t.equal(
    written.limit - written.blockLength,
    read.limit - read.blockBytes,
    'as long, but for what newer versions have',
  );
  t.strictSame(plain(fields), plain(describe(again)), 'and says the same');
}

/** The views' properties are named as the layout names them. */
function copyFields(source: BlockView, target: BlockView, layout: string): void {
  for (const { name, bytes, kind, offset } of fieldsOf(layout)) {
    const [from, to] = [source, target] as unknown as Record<string, number | string>[];
    if (!source.holds(offset, bytes)) continue;
    if (bytes === 8 && kind !== 'text')
      target.setHalves(offset, source.lowOf(offset, true), source.highOf(offset, true), true);
    else if (name in from) to[name] = from[name];
    else throw new Error(`no property ${name}`);
  }
}

function isNamed(message: SbeMessage, name: string, schemaId: number): boolean {
  return message.name === name && message.ids.schemaId === schemaId;
}
