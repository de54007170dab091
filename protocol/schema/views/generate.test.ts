/** The committed views are what the schemas give now; what the generator reads, and what it refuses. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { emitViews } from './emit.js';
import { generateViews, isThere, MESSAGES_DIR, SOURCES } from './generate.js';
import { readLayouts } from './layout-schema.js';
import { camel } from './model.js';
import { readSbeSchema } from './sbe-schema.js';
import { parseXml } from './xml.js';

for (const source of SOURCES) {
  const skip =
    !isThere(source) && `there is no ${source.path}: the schema is the exchange's, and not in the tree`;
  t.test(`${source.name} is fresh`, { skip }, async (t) => {
    const committed = readFileSync(join(MESSAGES_DIR, `${source.name}.ts`), 'utf8');
    t.ok(committed === generateViews(source), 'else run `npm run generate`');
  });
}

const TYPES = `
  <composite name="messageHeader">
    <type name="blockLength" primitiveType="uint16"/><type name="templateId" primitiveType="uint16"/>
    <type name="schemaId" primitiveType="uint16"/><type name="version" primitiveType="uint16"/>
  </composite>
  <composite name="Pair"><type name="a" primitiveType="uint16"/><type name="b" primitiveType="uint32" offset="4"/></composite>
  <composite name="Price"><type name="mantissa" primitiveType="int64" presence="optional"/><type name="exponent" primitiveType="int8" presence="constant">-4</type></composite>
  <composite name="Size"><type name="blockLength" primitiveType="uint16"/><type name="numInGroup" primitiveType="uint8"/></composite>
  <type name="Fixed" primitiveType="char" length="3" presence="constant">abc</type>
  <type name="Id" primitiveType="char" length="5"/>
  <enum name="Side" encodingType="char"><validValue name="BUY">1</validValue></enum>`;
const schemaOf = (body: string, types = TYPES): string =>
  `<?xml version="1.0"?><!-- a -- b --><sbe:messageSchema package="p" id="7" version="3" byteOrder="littleEndian"><types>${types}</types>${body}</sbe:messageSchema>`;
const message = (fields: string): string => schemaOf(`<sbe:message name="M" id="9">${fields}</sbe:message>`);

t.test('offsets follow one another, constants take no room, composites become their members', async (t) => {
  const fields = [
    '<field name="id" type="Id"/>',
    '<field name="fixed" type="Fixed"/>',
    '<field name="pair" type="Pair"/>',
    '<field name="px" type="Price" sinceVersion="2"/>',
    '<field name="side" type="Side"/>',
    '<field name="far" type="uint8" offset="40"/>',
  ];
  const [{ blockLength, fields: found }] = readSbeSchema(message(fields.join('')), 'p').messages;
  t.same(
    found.map(({ name, offset, bytes }) => `${name}@${offset}:${bytes}`),
    ['id@0:5', 'pair_a@5:2', 'pair_b@9:4', 'px@13:8', 'side@21:1', 'far@40:1'],
  );
  t.equal(blockLength, 41);
  t.match(found[3], { exponent: -4, nullValue: -(2n ** 63n), since: 2 });
});

t.test('what is not read is refused', async (t) => {
  const rows: [name: string, xml: string, error: RegExp][] = [
    ['big endian', message('').replace('littleEndian', 'bigEndian'), /only little endian/],
    ['another header', schemaOf('', TYPES.replace('templateId', 'template')), /header is not the usual/],
    ['an unknown type', message('<field name="a" type="Nothing"/>'), /no type Nothing/],
    [
      'a group within a group',
      message('<group name="G" dimensionType="Size"><group name="H"/></group>'),
      /group within a group/,
    ],
    ['open elements', '<a><b></b>', /not closed/],
    ['crossed elements', '<a><b></a></b>', /<\/a> ends <b>/],
    ['no XML', 'nonsense <', /cannot read/],
  ];
  for (const [name, xml, error] of rows) t.throws(() => readSbeSchema(xml, 'p'), error, name);
  t.throws(() => readLayouts('A Order 9: a@1:u64, b@8:u8', 'x', 'x'), /overlaps/);
  t.throws(() => readLayouts('A Order 8: a@1:u64', 'x', 'x'), /end at 9/);
  t.throws(() => readLayouts('A Order 9: a@1:u63', 'x', 'x'), /no field: a@1:u63/);
});

t.test('XML: attributes, entities, comments, namespaces', async (t) => {
  const { name, attributes, children } = parseXml(
    `\uFEFF<?xml?><x:a b='1' y:c = "&lt;&#65;&#x42;&quot;"><!-- <z> --><d/>text &amp; more</x:a>`,
  );
  t.match({ name, attributes }, { name: 'a', attributes: { b: '1', c: '<AB"' } });
  t.equal(children[0].name, 'd');
});

t.test('names', async (t) => {
  const rows = [
    ['MDEntryPx', 'mdEntryPx'],
    ['mDEntryPx', 'mdEntryPx'],
    ['UUID', 'uuid'],
    ['ClOrdID', 'clOrdID'],
    ['clOrdID', 'clOrdID'],
    ['NoMDEntries', 'noMDEntries'],
    ['HMACSignature', 'hmacSignature'],
    ['Side', 'side'],
    ['IDMShortCode', 'idmShortCode'],
  ];
  for (const [from, to] of rows) t.equal(camel(from), to);
});

t.test('a change of a layout changes the code', async (t) => {
  const emit = (text: string) => emitViews(readLayouts(text, 'x', 'x'));
  t.not(emit('A Order 9: a@1:u64'), emit('A Order 9: a@1:i64'));
});
