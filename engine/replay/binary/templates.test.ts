/** Every template of every schema, with random fields, in a capture: `replay pcap` shows each by its name with all that it says, read here a second time by the layout alone. */
import { stripVTControlCharacters } from 'node:util';
import t from 'tap';
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

const OPTIONS = { orders: 1 << 10, books: 0, levels: 1, show: 1, progress: SILENT };
const PRINTABLE = 94;

/** Schemas, and how a message of each comes. */
const SBE: readonly [string, readonly (new () => SbeMessage)[], (message: Buffer) => Buffer][] = [
  ['MDP 3.0', mdp3.MESSAGES, (message) => datagram(mdp3Packet(1, message))],
  ['MDP 3.0 requests', requests.MESSAGES, (message) => segment(1, conflated(message))],
  ['UMDF', umdf.MESSAGES, (message) => datagram(umdfPacket(1, message))],
  ['iLink 3', ilink3.MESSAGES, (message) => segment(1, sofh(message))],
  ['EntryPoint', entrypoint.MESSAGES, (message) => segment(1, sofh(message, 0xeb50))],
];
const FLAT: readonly [string, readonly (new () => FlatMessage)[], (message: Buffer) => Buffer][] = [
  ['ITCH 5.0', itch.MESSAGES, (message) => datagram(moldPacket('DAY', 1, [message]))],
  ['OUCH 5.0 in', inbound.MESSAGES, (message) => segment(1, soupBin('U', message))],
  ['OUCH 5.0 out', outbound.MESSAGES, (message) => segment(1, soupBin('S', message))],
];

for (const [protocol, classes, packet] of SBE)
  t.test(`${protocol}: all ${classes.length} templates`, async (t) => {
    const random = seeded(t);
    const files = new TestFiles(t);
    for (const Class of classes) {
      let says: Says = {};
      const bytes = sbe(Class, (message) => {
        says = fill(message, random);
      });
      await isShown(files, packet(bytes), new Class().name, says);
    }
    t.ok(classes.length > 0);
  });

for (const [protocol, classes, packet] of FLAT)
  t.test(`${protocol}: all ${classes.length} types`, async (t) => {
    const random = seeded(t);
    const files = new TestFiles(t);
    for (const Class of classes) {
      const message = new Class();
      const block = Buffer.alloc(message.blockLength);
      const says = randomFields(block, 0, message.layout, random, false);
      block[0] = message.messageType;
      await isShown(files, packet(appended(block, says)), message.name, says);
    }
    t.ok(classes.length > 0);
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

async function isShown(files: TestFiles, packet: Buffer, name: string, says: Says): Promise<void> {
  const { agree, lines } = await replayPcap({ ...OPTIONS, file: files.write('one.pcap', pcapOf([packet])) });
  const line = lines.map((each) => stripVTControlCharacters(each)).find((each) => each.startsWith('message'));
  const [, shownName, json] = /^message +(\w+) (.*)$/.exec(line ?? '') ?? [];
  if (!agree || shownName !== name) throw new Error(`${name}: ${lines.join('\n')}`);
  t.strictSame(JSON.parse(json), JSON.parse(JSON.stringify(says)), name);
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

const randomText = (length: number, random: Random): string =>
  String.fromCharCode(...Array.from({ length }, () => 33 + Math.floor(random() * PRINTABLE)));

function decimal(value: bigint, places: number): string {
  const unit = 10n ** BigInt(places);
  const size = value < 0n ? -value : value;
  return `${value < 0n ? '-' : ''}${size / unit}.${String(size % unit).padStart(places, '0')}`;
}
