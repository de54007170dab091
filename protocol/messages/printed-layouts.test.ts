/** The generated views stand where the exchanges' own documents say that the fields stand. */
import { readFileSync } from 'node:fs';
import t, { type Test } from 'tap';
import { fieldsOf } from '../views/notation.js';
import type { SbeGroup, SbeMessage } from '../views/sbe-message.js';
import * as entrypoint from './generated/entrypoint.js';
import * as ilink3 from './generated/ilink3.js';
import * as mdp3 from './generated/mdp3.js';
import * as umdf from './generated/umdf.js';

const SCHEMAS: Readonly<Record<string, readonly (new () => SbeMessage)[]>> = {
  ilink3: ilink3.MESSAGES,
  mdp3: mdp3.MESSAGES,
  entrypoint: entrypoint.MESSAGES,
  umdf: umdf.MESSAGES,
};
const LINE = /^(\w+) (\w+) (\d+) (\d+): (.*)$/;
const GROUP = /GROUP (\w+)\[(\w+), block (\d+)\]\{([^}]*)\}/g;
const PRINTED = readFileSync('protocol/messages/test-printed-layouts.txt', 'utf8')
  .split('\n')
  .filter((line) => LINE.test(line));

t.test('every message that is printed', async (t) => {
  t.ok(PRINTED.length > 60, `${PRINTED.length} messages`);
  for (const line of PRINTED) {
    const [, schema, name, template, block, text] = LINE.exec(line)!;
    const messages = SCHEMAS[schema].map((each) => new each());
    const message = messages.find(({ templateId }) => templateId === Number(template));
    t.test(`${schema} ${name}`, async (t) => {
      if (message === undefined) return t.fail('there is no such template');
      t.equal(message.blockLength, Number(block), 'block length');
      compareFields(t, text.replace(GROUP, '').replaceAll(/DATA \w+/g, ''), message.layout);
      compareGroups(t, [...text.matchAll(GROUP)], message.groups);
      const data = [...text.matchAll(/DATA (\w+)/g)].map(([, each]) => each.toLowerCase());
      t.same(
        message.data.map((each) => each.name.toLowerCase()),
        data,
        'data',
      );
    });
  }
});

/** Each printed field is there, at its offset, of its size; and no other is but the members of composites. */
function compareFields(t: Test, printed: string, layout: string): void {
  const fields = fieldsOf(layout);
  let known = 0;
  for (const text of printed
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '')) {
    const [, name, offset, type, isOptional] = /^(\w+)@(\d+):([\w-]+)(\??)$/.exec(text)!;
    const members = fields.filter((field) => field.offset === Number(offset) || isMember(field.name, name));
    const first = members.find((field) => field.offset === Number(offset));
    if (first === undefined || !first.name.toLowerCase().startsWith(name.toLowerCase())) {
      t.fail(`${name} does not stand at ${offset}`);
      continue;
    }
    known += isComposite(type) ? members.length : 1;
    if (isComposite(type)) continue;
    const { kind, isChar, bytes, exponent, nullValue } = first;
    const found =
      kind === 'text' ? `c${bytes}` : isChar ? 'c' : `${kind}${exponent === 0 ? '' : `e${exponent}`}`;
    if (found !== type) t.fail(`${name}: ${found} is printed as ${type}`);
    if (isOptional === '?' && nullValue === undefined) t.fail(`${name} has no null value`);
  }
  t.equal(known, fields.length, 'no field more than is printed');
}

function compareGroups(t: Test, printed: RegExpMatchArray[], groups: readonly SbeGroup[]): void {
  t.equal(groups.length, printed.length, 'groups');
  for (const [i, [, name, dimension, block, fields]] of printed.entries()) {
    const group = groups[i];
    t.equal(group.name.toLowerCase(), name.toLowerCase());
    t.equal(group.entryLength, Number(block), `${name}: block length`);
    t.equal(group.dimension.bytes, dimension === 'groupSize8Byte' ? 8 : 3, `${name}: dimension`);
    compareFields(t, fields, group.layout);
  }
}

function isComposite(type: string): boolean {
  return !/^(?:c\d*|[ui]\d+(?:e-\d+)?)$/.test(type);
}

function isMember(field: string, composite: string): boolean {
  return (
    field.toLowerCase().startsWith(composite.toLowerCase()) && /^[A-Z]/.test(field.slice(composite.length))
  );
}
