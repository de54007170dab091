/** The cursor against JSON.parse: what one takes the other takes; and numbers against exact arithmetic. */
import fc from 'fast-check';
import t from 'tap';
import { holds, mustEqual } from '../../../engine/book/test-property.js';
import { parseFixed } from '../../../protocol/fixed.js';
import { JsonCursor } from './cursor.js';
import { FAULT_NAMES, Fault } from './fault.js';
import { Names } from './names.js';

const RUNS = 3_000;

const FIELDS = ['e', 'price', 'U', 'levels'];
const NAMES = new Names(FIELDS);
const json = new JsonCursor();

function open(text: string | Uint8Array): JsonCursor {
  const bytes = Buffer.from(text as string);
  // In the middle of other bytes: nothing before or behind the message may count.
  const around = Buffer.concat([Buffer.from('{"e":['), bytes, Buffer.from(',1]}"9')]);
  json.open(around, 6, 6 + bytes.length);
  return json;
}

function skips(text: string | Uint8Array): Fault {
  open(text).skip();
  return json.close();
}

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** With space behind its marks. */
function loose(text: string, between: readonly string[]): string {
  let i = 0;
  return text.replace(/[{}[\],:]/g, (mark) => mark + (between[i++ % between.length] ?? ''));
}

const document = fc.jsonValue({ maxDepth: 5 }).map((value) => JSON.stringify(value) ?? 'null');

holds('what is JSON is passed over', RUNS, document, (text) => mustEqual(skips(text), Fault.None, text));

const marks = fc.constantFrom(...'"\\{}[],:0-.e \u0001\0', 'tru', '\\u00');
const change = fc.record({
  at: fc.nat(),
  remove: fc.nat({ max: 3 }),
  put: fc.oneof(fc.string({ maxLength: 3 }), marks),
});
const changes = fc.array(change, { minLength: 1, maxLength: 3 });
const spaces = fc.array(fc.constantFrom(' ', '\n', '\t\r', ''));
let refused = 0;
holds(
  'after any change of its bytes it is taken exactly when JSON.parse takes it',
  RUNS,
  fc.tuple(document, changes, spaces),
  ([text, list, between]) => {
    const changed = list.reduce(changedBy, loose(text, between));
    // Lone halves of surrogate pairs do not survive as bytes.
    const whole = Buffer.from(changed).toString();
    const fault = skips(whole);
    if (fault !== Fault.None) refused++;
    mustEqual(fault === Fault.None, parses(whole), whole);
  },
);
t.test('and some of them were no JSON any more', async (t) => t.ok(refused > 0, `${refused}`));

function changedBy(text: string, { at, remove, put }: { at: number; remove: number; put: string }): string {
  const place = at % (text.length + 1);
  return text.slice(0, place) + put + text.slice(place + remove);
}

const field = fc.tuple(
  fc.constantFrom('e', 'price', 'U', 'other', 'pric', 'levels2'),
  fc.jsonValue({ maxDepth: 2 }),
);
holds(
  'fields: any order, unknown ones between, the last one of a name counts',
  RUNS,
  fc.array(field, { maxLength: 8 }),
  (fields) => {
    const text = `{${fields.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`)}}`;
    const seen = readFields(text);
    mustEqual(json.close(), Fault.None, text);
    const expected = JSON.parse(text);
    for (const name of ['e', 'price', 'U'])
      mustEqual(
        seen[name],
        name in expected ? JSON.stringify(expected[name]) : undefined,
        `${name} of ${text}`,
      );
  },
);

function readFields(text: string): Record<string, string> {
  const seen: Record<string, string> = {};
  for (open(text).object(); json.nextField(NAMES); ) {
    const name = FIELDS[json.field];
    json.peek();
    const start = json.at;
    json.skip();
    if (name) seen[name] = Buffer.from(json.bytes.subarray(start, json.at)).toString();
  }
  return seen;
}

const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength: 18 });
const places = fc.option(fc.string({ unit: fc.constantFrom(...'000123456789'), maxLength: 17 }));
holds(
  'decimals: exact, or refused where exact arithmetic refuses',
  RUNS * 3,
  fc.tuple(fc.constantFrom('', '', '-'), digits, places, fc.nat({ max: 15 })),
  ([sign, whole, rest, scale]) => {
    const text = `${sign}${whole}${rest === null ? '' : `.${rest}`}`;
    const value = readOne(`["${text}"]`, () => json.decimal(scale));
    mustEqual(
      json.fault === Fault.None ? value : undefined,
      exact(text, scale),
      `${text} at ${scale} places`,
    );
  },
);

function exact(text: string, scale: number): number | undefined {
  try {
    return parseFixed(text, scale);
  } catch {
    return undefined;
  }
}

function readOne<Value>(text: string, read: () => Value): Value {
  open(text).array();
  json.nextItem();
  const value = read();
  while (json.nextItem()) json.skip();
  json.close();
  return value;
}

const step = fc.integer({ min: 1, max: 1_000 });
holds(
  'whole steps, or off them',
  RUNS,
  fc.tuple(fc.nat({ max: 2 ** 31 - 1 }), step, fc.nat({ max: 999 })),
  ([count, step, off]) => {
    const steps = readOne(`[${count * step + (off % step)}]`, () => json.steps({ places: 0, step }));
    mustEqual(json.fault, off % step === 0 ? Fault.None : Fault.OffStep);
    if (json.fault === Fault.None) mustEqual(steps, count);
  },
);

t.test('refused, with its reason', async (t) => {
  const decimal = () => json.decimal(2);
  for (const [text, read, fault] of [
    ['["1.25"]', decimal, Fault.None],
    ['[1.25]', decimal, Fault.None],
    ['["1.250000"]', decimal, Fault.None],
    ['["1.255"]', decimal, Fault.OffStep],
    ['["NaN"]', decimal, Fault.NotDecimal],
    ['[NaN]', decimal, Fault.WrongType],
    ['["Infinity"]', decimal, Fault.NotDecimal],
    ['["1e5"]', decimal, Fault.NotDecimal],
    ['[1e5]', decimal, Fault.NotDecimal],
    ['[""]', decimal, Fault.NotDecimal],
    ['["."]', decimal, Fault.NotDecimal],
    ['["5."]', decimal, Fault.NotDecimal],
    ['["-"]', decimal, Fault.NotDecimal],
    ['["0x10"]', decimal, Fault.NotDecimal],
    ['[" 1"]', decimal, Fault.NotDecimal],
    ['[01]', decimal, Fault.NotDecimal],
    ['[null]', decimal, Fault.NotDecimal],
    ['[true]', decimal, Fault.WrongType],
    ['[{}]', decimal, Fault.WrongType],
    ['["90071992547409.92"]', decimal, Fault.OutOfRange],
    ['["90071992547409.91"]', decimal, Fault.None],
    ['["123456789012345678901234567890"]', decimal, Fault.OutOfRange],
    ['["1.25', decimal, Fault.Truncated],
    ['[-1]', () => json.uint(), Fault.OutOfRange],
    ['[9007199254740991]', () => json.uint(), Fault.None],
    ['[9007199254740992]', () => json.uint(), Fault.OutOfRange],
    ['[1.5]', () => json.uint(), Fault.OffStep],
    ['[1]', () => json.text(), Fault.WrongType],
    ['["a\\"b"]', () => json.text(), Fault.None],
    ['["a\\x"]', () => json.text(), Fault.Syntax],
    ['["a', () => json.text(), Fault.Truncated],
    ['[true]', () => json.bool(), Fault.None],
    ['[tru]', () => json.bool(), Fault.Syntax],
    ['["true"]', () => json.bool(), Fault.WrongType],
    ['[1] 2', decimal, Fault.Syntax],
    ['[1]\0', decimal, Fault.Syntax],
    ['[1,]', decimal, Fault.Syntax],
  ] as [string, () => unknown, Fault][]) {
    readOne(text, read);
    t.equal(FAULT_NAMES[json.fault], FAULT_NAMES[fault], text);
  }
  t.equal(skips('['.repeat(64) + ']'.repeat(64)), Fault.None, 'as deep as it may be');
  t.equal(skips('['.repeat(65) + ']'.repeat(65)), Fault.TooDeep, 'deeper');
  t.equal(skips('['.repeat(100_000)), Fault.TooDeep, 'very deep');
  open('{"\\u0065":1}').object();
  t.notOk(json.nextField(NAMES));
  t.equal(json.close(), Fault.EscapedName, 'a name with escapes');
  t.equal(FAULT_NAMES.length, Fault.Count, 'every fault has a name');
});

t.test('names', async (t) => {
  const list = Array.from({ length: 500 }, (_, i) => `SYM${i}USDT`);
  const names = new Names(list);
  for (const [i, name] of list.entries())
    t.equal(names.find(Buffer.from(`x${name}y`), 1, name.length + 1), i);
  for (const name of ['', 'SYM', 'SYM500USDT', 'SYM1USDTX'])
    t.equal(names.find(Buffer.from(name), 0, name.length), -1, `"${name}"`);
  t.throws(() => new Names(['a', 'b', 'a']), /"a" stands twice/);
});
