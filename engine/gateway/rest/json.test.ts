/** Bodies read as they were written, and everything else refused with a sentence. */
import t from 'tap';
import { Reason } from '../../../protocol/codes/reasons.js';
import { asNumber, asText, readObject, readQuery } from './json.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

t.test('numbers keep their digits', async (t) => {
  const body = '{"a": 9007199254740993, "b": 0.10, "c": 1e-05, "d": -0, "e": "0.10", "f": true, "g": null}';
  t.strictSame(readObject(bytes(body), asText), {
    a: '9007199254740993',
    b: '0.10',
    c: '1e-05',
    d: '-0',
    e: '0.10',
    f: true,
    g: null,
  });
  t.strictSame(readObject(bytes('{"a": [1, {"b": 2.5}]}'), asNumber), { a: [1, { b: 2.5 }] });
});

t.test('a key that would be a prototype is a key', async (t) => {
  const read = readObject(bytes('{"__proto__": {"side": "BUY"}, "constructor": 1}'), asText);
  t.strictSame(Object.keys(read), ['__proto__', 'constructor']);
  t.equal(read.side, undefined);
});

const REFUSED: readonly (readonly [what: string, body: Uint8Array | string, why: RegExp])[] = [
  ['nothing', '', /no JSON/],
  ['NaN', '{"a": NaN}', /no JSON at character 7/],
  ['Infinity', '{"a": -Infinity}', /no JSON/],
  ['a comment', '{"a": 1 /* one */}', /no JSON/],
  ['a trailing comma', '{"a": 1,}', /no JSON/],
  ['more behind it', '{"a": 1} {}', /no JSON/],
  ['an open string', '{"a": "', /no JSON/],
  ['a number with a zero before it', '{"a": 01}', /no JSON/],
  ['a list', '[1]', /no object/],
  ['a string', '"a"', /no object/],
  ['a key that stands twice', '{"a": 1, "b": 2, "a": 1}', /"a" stands in it twice/],
  ['one that stands twice further in', '{"a": {"b": 1, "b": 1}}', /"b" stands in it twice/],
  ['what is no UTF-8', Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x7d), /not UTF-8/],
  ['16,000 lists', '['.repeat(16_000), /no JSON|too deeply/],
  ['objects in objects', `${'{"a":'.repeat(3_000)}1${'}'.repeat(3_000)}`, /too deeply|^$/],
];

t.test('what cannot be read', async (t) => {
  for (const [what, body, why] of REFUSED) {
    try {
      readObject(typeof body === 'string' ? bytes(body) : body, asText);
      t.match('', why, `${what} is read`);
    } catch (error) {
      t.match(error, { reason: Reason.MalformedBody, status: 400, message: why }, what);
    }
  }
});

t.test('a number beyond 2^53 is not taken for another one', async (t) => {
  t.throws(() => readObject(bytes('{"a": 9007199254740993}'), asNumber), { message: /beyond 2\^53/ });
  t.throws(() => readObject(bytes('{"a": 1e999}'), asNumber), { message: /beyond 2\^53/ });
});

t.test('a query', async (t) => {
  t.strictSame(readQuery('a=1&b=x%20y&c='), { a: '1', b: 'x y', c: '' });
  t.throws(() => readQuery('a=1&b=2&a=1'), { message: /^a: / });
});
