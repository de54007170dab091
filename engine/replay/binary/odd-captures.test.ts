/** `replay pcap` on captures as they come, and as they should not: cut where TCP likes, connections that end and begin again, packets twice, in pieces, of other networks; older and newer messages; and damage. */
import { readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import t from 'tap';
import { seeded } from '../../../protocol/fix/codec/test-random.js';
import * as ilink3 from '../../../protocol/messages/generated/ilink3.js';
import * as itch from '../../../protocol/messages/generated/itch.js';
import * as mdp3 from '../../../protocol/messages/generated/mdp3.js';
import * as umdf from '../../../protocol/messages/generated/umdf.js';
import { captures, ethernet, ipv4, pcapOf, udp, withCaptures } from '../../../protocol/pcap/test-captures.js';
import { SILENT, TestFiles } from '../test-files.js';
import { replayPcap } from './pcap.js';
import { encode } from './test-itch-day.js';
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

const OPTIONS = { orders: 1 << 12, books: 3, levels: 1, show: 0, progress: SILENT };
const [SYN, RST, FIN] = [2, 4, 0x11];
const DAMAGED = 150;
const NOTHING = Buffer.alloc(0);
const EVENT = encode(itch.SystemEvent, { eventCode: 0x4f });
const ILINK = sofh(sbe(ilink3.Sequence506));
const SIZE = ILINK.length;
const HEARTBEAT = sbe(mdp3.AdminHeartbeat12);
const BOOK = sbe(mdp3.MDIncrementalRefreshBook46, (message) => {
  message.noMDEntries.begin(message, 1);
  message.noMDEntries.next();
  message.noMDEntries.mdEntryPx = 5e9;
});

async function said(files: TestFiles, capture: Buffer, show = 0): Promise<{ agree: boolean; text: string }> {
  const { agree, lines } = await replayPcap({ ...OPTIONS, show, file: files.write('odd.pcap', capture) });
  return { agree, text: lines.map((line) => stripVTControlCharacters(line)).join('\n') };
}

const bytewise = (bytes: Buffer): Buffer[] =>
  [...bytes].map((byte, i) => segment(1 + i, Buffer.from([byte])));
/** A name, packets, whether all decode, and what is said. */
type Row = readonly [name: string, packets: readonly Buffer[], agree: boolean, text: RegExp];

async function tryAll(t: Parameters<typeof withCaptures>[0], rows: readonly Row[]): Promise<void> {
  const files = new TestFiles(t);
  for (const [name, packets, agree, text] of rows) {
    const heard = await said(files, pcapOf(packets));
    t.equal(heard.agree, agree, name);
    t.match(heard.text, text, name);
  }
}

t.test('TCP as it comes', async (t) => {
  await tryAll(t, [
    ['iLink 3 byte by byte', bytewise(ILINK), true, /Sequence506 1\b/],
    ['conflated MDP 3.0 byte by byte', bytewise(conflated(HEARTBEAT)), true, /AdminHeartbeat12 1\b/],
    ['a heartbeat of SoupBinTCP alone', [segment(1, soupBin('H', NOTHING))], true, /server heartbeat 1\b/],
    ['the same in two pieces', bytewise(soupBin('H', NOTHING)), true, /server heartbeat 1\b/],
    [
      'the end of a message from before the capture, shorter than any can be told by',
      [segment(1, Buffer.from([7, 7, 7])), segment(4, ILINK)],
      true,
      /Sequence506 1\n(.*\n)*note .*3 bytes passed over/,
    ],
    [
      'a connection that ends within a message, and another between the same ports',
      [
        segment(0, NOTHING, SYN),
        segment(1, ILINK.subarray(0, 9)),
        segment(10, NOTHING, RST),
        segment(500, NOTHING, SYN),
        segment(501, ILINK),
      ],
      true,
      /Sequence506 1\n(.*\n)*note .*ends within a message, 9 bytes/,
    ],
    [
      'the same without an end',
      [
        segment(0, NOTHING, SYN),
        segment(1, ILINK.subarray(0, 9)),
        segment(500, NOTHING, SYN),
        segment(501, ILINK),
      ],
      true,
      /Sequence506 1\b/,
    ],
    [
      'a SYN that comes again, late',
      [segment(0, NOTHING, SYN), segment(1, ILINK), segment(0, NOTHING, SYN), segment(1 + SIZE, ILINK)],
      true,
      /Sequence506 2\ngaps +none/,
    ],
    [
      'a SYN behind the bytes that follow it, and those again',
      [segment(1, ILINK), segment(0, NOTHING, SYN), segment(1, ILINK), segment(1 + SIZE, ILINK)],
      true,
      /Sequence506 2\ngaps +none/,
    ],
    [
      'bytes that come again when the connection is over',
      [segment(1, ILINK), segment(1 + SIZE, NOTHING, FIN), segment(1, ILINK), segment(2 + SIZE, NOTHING)],
      true,
      /Sequence506 1\ngaps +none/,
    ],
    [
      'an end that overtakes the last bytes',
      [segment(1, ILINK.subarray(0, 9)), segment(1 + SIZE, NOTHING, FIN), segment(10, ILINK.subarray(9))],
      true,
      /Sequence506 1\ngaps +none/,
    ],
    [
      'every packet twice',
      [segment(0, NOTHING, SYN), segment(1, ILINK), segment(1 + SIZE, ILINK)].flatMap((each) => [each, each]),
      true,
      /Sequence506 2\ngaps +none/,
    ],
  ]);
});

t.test('MoldUDP64 as it comes', async (t) => {
  const request = datagram(moldPacket('DAY', 5, [], 3));
  await tryAll(t, [
    ['a request', [datagram(moldPacket('DAY', 1, [EVENT])), request], true, /packet 1, request 1\b/],
    [
      'heartbeats and the end',
      [[0], [1], [0xffff]].map(([count]) =>
        datagram(moldPacket('DAY', count === 0xffff ? 2 : 1, count === 1 ? [EVENT] : [], count)),
      ),
      true,
      /heartbeat 1, packet 1, end of session 1/,
    ],
    [
      '256 messages, whose number says "schema 1" where MDP 3.0 has it',
      [datagram(moldPacket('DAY', 1, Array(256).fill(EVENT)))],
      true,
      /SystemEvent 256/,
    ],
    [
      'a session with zeros behind',
      [datagram(moldPacket('DAY\0\0\0\0\0\0\0', 1, [EVENT]))],
      true,
      /SystemEvent 1/,
    ],
    [
      'a heartbeat that knows of more than came',
      [datagram(moldPacket('DAY', 1, [EVENT])), datagram(moldPacket('DAY', 5, []))],
      true,
      /^gap +MoldUDP64 session DAY: 3 missing$/m,
    ],
  ]);
});

t.test('networks', async (t) => {
  const mold = moldPacket('DAY', 1, [EVENT, EVENT, EVENT, EVENT]);
  const whole = udp(mold);
  const first = ethernet(ipv4(17, whole.subarray(0, 40), 0x2000));
  const last = ethernet(ipv4(17, whole.subarray(40), 40 / 8));
  await tryAll(t, [
    ['a packet in two pieces', [first, last], true, /SystemEvent 4/],
    ['the last piece first, and each twice', [last, last, first, first], true, /SystemEvent 4/],
    ['a piece is missing', [first], false, /packets: 1 fragments of packets that are not whole/],
  ]);
  const files = new TestFiles(t);
  const link = await said(files, pcapOf([datagram(mold)], 9));
  t.match(link.text, /packets: 1 of a link layer that is not known here: number 9/);
  t.notOk(link.agree);
});

t.test('older and newer messages, and those that nobody knows', async (t) => {
  const unknown = Buffer.from(HEARTBEAT);
  unknown.writeUInt16LE(6_000, 2);
  const older = Buffer.from(sbe(umdf.SecurityStatus3).subarray(0, 8 + 12));
  older.writeUInt16LE(12, 0);
  await tryAll(t, [
    ['a longer block', [datagram(mdp3Packet(1, longer(BOOK)))], true, /MDIncrementalRefreshBook46 1\b/],
    ['a shorter one', [datagram(umdfPacket(1, older))], true, /SecurityStatus3 1\b/],
    [
      'several in a packet',
      [datagram(mdp3Packet(1, HEARTBEAT, BOOK, HEARTBEAT))],
      true,
      /Heartbeat12 2, .*Book46 1/,
    ],
    ['no entries', [datagram(mdp3Packet(1, sbe(mdp3.MDIncrementalRefreshBook46)))], true, /Book46 1\b/],
    [
      'an unknown template between known ones',
      [datagram(mdp3Packet(1, HEARTBEAT, unknown, BOOK))],
      false,
      /AdminHeartbeat12 1, MDIncrementalRefreshBook46 1\n(.*\n)*.*packet 1: MDP 3\.0 template 6000, .* no such template/,
    ],
    ['nothing at all', [], false, /^0 of 0 messages decode$/m],
  ]);
  const files = new TestFiles(t);
  const shown = await said(files, pcapOf([datagram(umdfPacket(1, older))]), 1);
  t.match(shown.text, /"transactTime":null/, 'a field that an older block does not have is null');
});

t.test('nothing that was recorded reaches a terminal but as text', async (t) => {
  const add = encode(itch.AddOrder, {
    stockLocate: 1,
    side: 0x42,
    shares: 1,
    price: 1,
    stock: '\x1b[2J\x9b',
  });
  const packets = [add, Buffer.from([0x9b]), EVENT].map((each, i) =>
    datagram(moldPacket('DAY', 1 + i, [each])),
  );
  const { lines } = await replayPcap({
    ...OPTIONS,
    show: 3,
    file: new TestFiles(t).write('odd.pcap', pcapOf(packets)),
  });
  const text = lines.map((line) => stripVTControlCharacters(line)).join('');
  t.match(text, /\\u001b\[2J\\u009b/);
  t.notOk([...lines.join('')].some((each) => each >= '\x7f' && each <= '\x9f'));
  t.notOk(lines.some((line) => line.includes('\x1b[2J')));
});

withCaptures(t, 'damaged captures: everything is said, nothing is thrown', async (t) => {
  const random = seeded(t);
  const files = new TestFiles(t);
  const recorded = captures().map((path) => readFileSync(path));
  let agreed = 0;
  for (let i = 0; i < DAMAGED; i++) {
    const bytes = Buffer.from(recorded[Math.floor(random() * recorded.length)]);
    for (let n = Math.floor(random() * 6); n > 0; n--)
      bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
    const end = random() < 0.2 ? Math.floor(random() * bytes.length) : bytes.length;
    const { agree, text } = await said(files, bytes.subarray(0, end), 1_000);
    t.match(text, /^\d+ of \d+ messages decode$/m) || t.comment(bytes.toString('hex'));
    if (agree) agreed++;
  }
  t.ok(agreed > 0 && agreed < DAMAGED, `${agreed} agree all the same`);
});

/** As the schema's next version may have it. */
function longer(message: Buffer): Buffer {
  const block = message.readUInt16LE(0);
  const bytes = Buffer.concat([
    message.subarray(0, 8 + block),
    Buffer.alloc(5, 0xaa),
    message.subarray(8 + block),
  ]);
  bytes.writeUInt16LE(block + 5, 0);
  bytes.writeUInt16LE(99, 6);
  return bytes;
}
