/** Every template of every schema, with random fields, in a capture: `replay pcap` shows each by its name with all that it says, read here a second time by the layout alone. */
import { stripVTControlCharacters } from 'node:util';
import t, { type Test } from 'tap';
import { seeded } from '../../../protocol/fix/codec/test-random.js';
import * as entrypoint from '../../../protocol/messages/generated/entrypoint.js';
import * as ilink3 from '../../../protocol/messages/generated/ilink3.js';
import * as itch from '../../../protocol/messages/generated/itch.js';
import * as mdp3 from '../../../protocol/messages/generated/mdp3.js';
import * as requests from '../../../protocol/messages/generated/mdp3-requests.js';
import * as inbound from '../../../protocol/messages/generated/ouch-inbound.js';
import * as outbound from '../../../protocol/messages/generated/ouch-outbound.js';
import * as umdf from '../../../protocol/messages/generated/umdf.js';
import { OptionTag, OuchOptionsWriter } from '../../../protocol/ouch/options.js';
import { pcapOf } from '../../../protocol/pcap/test-captures.js';
import type { FlatMessage } from '../../../protocol/views/flat-message.js';
import { type Field, fieldsOf } from '../../../protocol/views/notation.js';
import type { SbeMessage } from '../../../protocol/views/sbe-message.js';
import { SILENT, TestFiles } from '../test-files.js';
import { replayPcap } from './pcap.js';
import {
  conflated,
  datagram,
  mdp3Packet,
  moldPacket,
  sbe,
  segment,
  sofh,
  soupBin,
  umdfPacket,
} from './test-packets.js';

type Random = () => number;
type Says = Record<string, unknown>;

const OPTIONS = { orders: 1 << 10, books: 0, levels: 1, progress: SILENT };
const PRINTABLE = 94;

/** How messages come: each in a datagram, or one behind the other in a stream. */
type Carry = (messages: readonly Buffer[]) => Buffer[];

const datagrams =
  (packet: (message: Buffer, sequence: number) => Buffer): Carry =>
  (messages) =>
    messages.map((message, i) => datagram(packet(message, 1 + i)));

const stream =
  (frame: (message: Buffer) => Buffer): Carry =>
  (messages) => {
    let next = 1;
    return messages.map(frame).map((bytes) => {
      const packet = segment(next, bytes);
      next += bytes.length;
      return packet;
    });
  };

const SBE: readonly [string, readonly (new () => SbeMessage)[], Carry][] = [
  ['MDP 3.0', mdp3.MESSAGES, datagrams((message, sequence) => mdp3Packet(sequence, message))],
  ['MDP 3.0 requests', requests.MESSAGES, stream(conflated)],
  ['UMDF', umdf.MESSAGES, datagrams((message, sequence) => umdfPacket(sequence, message))],
  ['iLink 3', ilink3.MESSAGES, stream((message) => sofh(message))],
  ['EntryPoint', entrypoint.MESSAGES, stream((message) => sofh(message, 0xeb50))],
];
const FLAT: readonly [string, readonly (new () => FlatMessage)[], Carry][] = [
  ['ITCH 5.0', itch.MESSAGES, datagrams((message, sequence) => moldPacket('DAY', sequence, [message]))],
  ['OUCH 5.0 in', inbound.MESSAGES, stream((message) => soupBin('U', message))],
  ['OUCH 5.0 out', outbound.MESSAGES, stream((message) => soupBin('S', message))],
];

interface Made {
  readonly name: string;
  readonly bytes: Buffer;
  readonly says: Says;
}

for (const [protocol, classes, carry] of SBE)
  t.test(`${protocol}: all ${classes.length} templates`, async (t) => {
    const random = seeded(t);
    const made = classes.map((Class): Made => {
      let says: Says = {};
      const bytes = sbe(Class, (message) => {
        says = fill(message, random);
      });
      return { name: new Class().name, bytes, says };
    });
    await areShown(t, carry, made);
  });

for (const [protocol, classes, carry] of FLAT)
  t.test(`${protocol}: all ${classes.length} types`, async (t) => {
    const random = seeded(t);
    const made = classes.map((Class): Made => {
      const message = new Class();
      const block = Buffer.alloc(message.blockLength);
      const says = randomFields(block, 0, message.layout, random, false);
      block[0] = message.messageType;
      return { name: message.name, bytes: appended(block, says), says };
    });
    await areShown(t, carry, made);
  });

/** With options behind it, where a message has such. */
function appended(block: Buffer, says: Says): Buffer {
  if (!('appendageBytes' in says)) return block;
  const bytes = Buffer.alloc(64);
  const options = new OuchOptionsWriter().begin(bytes, 0);
  options.text(OptionTag.Firm, 4, 'LIME').number(OptionTag.DisplayPrice, 8, 1_234_500);
  options.number(OptionTag.PegOffset, 4, -5).number(99 as OptionTag, 1, 65);
  block.writeUInt16BE(options.end, block.length - 2);
  says.appendageBytes = options.end;
  says.options = [{ firm: 'LIME' }, { displayPrice: '123.4500' }, { pegOffset: '-0.0005' }, { tag99: 'A' }];
  return Buffer.concat([block, bytes.subarray(0, options.end)]);
}

async function areShown(t: Test, carry: Carry, made: readonly Made[]): Promise<void> {
  const file = new TestFiles(t).write('all.pcap', pcapOf(carry(made.map(({ bytes }) => bytes))));
  const { agree, lines } = await replayPcap({ ...OPTIONS, show: made.length, file });
  t.ok(agree, lines.join('\n'));
  const shown = lines
    .map((line) => /^message +(\w+) (.*)$/.exec(stripVTControlCharacters(line)))
    .filter((match) => match !== null)
    .map(([, name, json]) => ({ name, says: JSON.parse(json) }));
  t.strictSame(
    shown,
    made.map(({ name, says }) => ({ name, says: JSON.parse(JSON.stringify(says)) })),
  );
}

/** Block, groups of none to three entries, data: all at random. */
function fill(message: SbeMessage, random: Random): Says {
  const says = randomFields(message.bytes as Buffer, message.start, message.layout, random, true);
  for (const group of message.groups) {
    const entries: Says[] = [];
    group.begin(message, Math.floor(random() * 4));
    while (group.next())
      entries.push(randomFields(group.bytes as Buffer, group.start, group.layout, random, true));
    says[group.name] = entries;
  }
  for (const data of message.data) {
    const text = randomText(Math.floor(random() * 20), random);
    data.write(message, Buffer.from(text));
    says[data.name] = text;
  }
  return says;
}

function randomFields(bytes: Buffer, start: number, layout: string, random: Random, isLittle: boolean): Says {
  return Object.fromEntries(
    fieldsOf(layout).map((field) => [field.name, randomField(bytes, start, field, random, isLittle)]),
  );
}

function randomField(bytes: Buffer, start: number, field: Field, random: Random, isLittle: boolean): unknown {
  const { offset, bytes: size, kind, isChar, exponent, nullValue } = field;
  const at = start + offset;
  if (kind === 'text' || isChar) {
    const text = randomText(size, random);
    bytes.write(text, at, 'latin1');
    return isChar && nullValue === BigInt(text.charCodeAt(0)) ? null : text;
  }
  const raw = Buffer.from(Array.from({ length: size }, () => Math.floor(random() * 256)));
  let unsigned = 0n;
  for (const [i, byte] of raw.entries())
    unsigned |= BigInt(byte) << BigInt(8 * (isLittle ? i : size - 1 - i));
  raw.copy(bytes, at);
  const value = kind[0] === 'i' ? BigInt.asIntN(8 * size, unsigned) : unsigned;
  if (value === nullValue) return null;
  if (exponent !== 0) return decimal(value, -exponent);
  return value >= -(2n ** 53n) && value <= 2n ** 53n ? Number(value) : String(value);
}

function randomText(length: number, random: Random): string {
  const codes = Array.from({ length }, () => 33 + Math.floor(random() * PRINTABLE));
  return String.fromCharCode(...codes);
}

function decimal(value: bigint, places: number): string {
  const unit = 10n ** BigInt(places);
  const size = value < 0n ? -value : value;
  return `${value < 0n ? '-' : ''}${size / unit}.${String(size % unit).padStart(places, '0')}`;
}
