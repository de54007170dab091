/** Dialogues with the door as tables: `DESK> 35=D|…` is sent, `DESK< 35=8|…` has to come, in the fields that it names. */
import type { Test } from 'tap';
import type { FixParty, Message } from './party.js';

const LINE = /^(\w+)([<>]) (.*)$/;

/** Runs the lines in their order. `$NAME=37` at the end of a line that comes keeps that field for lines with `$NAME`. */
export async function dialogue(
  t: Test,
  parties: Readonly<Record<string, FixParty>>,
  lines: readonly string[],
): Promise<void> {
  const kept = new Map<string, string>();
  for (const line of lines) {
    const [, who, way, text] = LINE.exec(line)!;
    const party = parties[who];
    if (way === '>') party.send(fill(text, kept));
    else expect(t, await party.next(), line, text, kept);
  }
  for (const [who, { inbox }] of Object.entries(parties))
    t.equal(inbox.length, 0, `${who} is told nothing more`);
}

function expect(t: Test, came: Message, line: string, text: string, kept: Map<string, string>): void {
  const fields = text.split('|').filter((field) => !field.startsWith('$'));
  const wanted = fill(fields.join('|'), kept);
  const shown = fields
    .map((field) => field.split('=', 1)[0])
    .map((tag) => `${tag}=${came.get(Number(tag)) ?? ''}`);
  t.equal(shown.join('|'), wanted, line);
  const keep = /\$(\w+)=(\d+)$/.exec(text);
  if (keep) kept.set(keep[1], came.get(Number(keep[2])) ?? '');
}

const fill = (text: string, kept: ReadonlyMap<string, string>): string =>
  text.replace(/\$(\w+)/g, (_, name: string) => kept.get(name) ?? `$${name}`);
