/** `replay pcap` and `replay itch`: recorded packets, made days, what is lost on the way, and what does not decode. */
import { stripVTControlCharacters } from 'node:util';
import t from 'tap';
import { seeded } from '../../../protocol/fix/codec/test-random.js';
import { MessageLog } from '../../../protocol/message-log.js';
import * as itch from '../../../protocol/messages/generated/itch.js';
import { MoldPublisher } from '../../../protocol/moldudp64/publisher.js';
import {
  capture,
  captures,
  ethernet,
  ipv4,
  pcapOf,
  tcp,
  udp,
  withCaptures,
} from '../../../protocol/pcap/test-captures.js';
import { SILENT, TestFiles } from '../test-files.js';
import { replayItch } from './itch.js';
import { replayPcap } from './pcap.js';
import { bestText, encode, framed, randomDay } from './test-itch-day.js';
import { soupBin } from './test-packets.js';

const OPTIONS = { orders: 1 << 14, books: 3, levels: 1, show: 0, progress: SILENT };
const STEPS = 2_000;
const plain = (line = ''): string => stripVTControlCharacters(line);

withCaptures(t, 'every recorded capture decodes', async (t) => {
  for (const file of captures()) {
    const { agree, lines } = await replayPcap({ ...OPTIONS, file });
    t.ok(agree, file);
    t.match(plain(lines.at(-1)), /^([1-9]\d*) of \1 messages decode$/);
  }
});

withCaptures(t, 'what a capture says', async (t) => {
  const file = capture('Nasdaq/Nasdaq.Equities.TotalView.Itch.v5.0/Multiple.Packets.pcap');
  const { lines } = await replayPcap({ ...OPTIONS, file, show: 1 });
  const text = lines.join('\n');
  t.match(text, /^ITCH 5\.0 +AddOrder 36, AddOrderMpid 2, OrderDelete 1$/m);
  t.match(text, /^gap +MoldUDP64 session 000010059B: 4,244,620 missing$/m);
  t.match(text, /^ +META +38 orders on 8 bid and 9 ask levels$/m);
  t.match(text, /^ +1 x 80\.5200 \| 357\.3300 x 100$/m);
  t.match(text, /^message +OrderDelete {"stockLocate":2737,.*"reference":23485802}$/m);
  const jnx = await replayPcap({
    ...OPTIONS,
    file: capture('Jnx/JnxEquities.Pts.Ouch.v1.11/OrderAcceptedMessage.pcap'),
  });
  t.match(jnx.lines.join('\n'), /not decoded +1 payloads of SoupBinTCP that are neither/);
});

t.test('a day of ITCH ends with the books that it must', async (t) => {
  const random = seeded(t);
  const { messages, books } = randomDay(random, STEPS);
  const files = new TestFiles(t);
  const raw = files.write('day.itch', Buffer.concat([framed(messages), Buffer.from([0, 0])]));
  const soup = files.write('day.soup', Buffer.concat(messages.map((message) => soupBin('S', message))));
  for (const file of [raw, soup]) {
    const { agree, lines } = await replayItch({ ...OPTIONS, file });
    t.ok(agree, file);
    for (const locate of [1, 2, 3])
      t.ok(lines.includes(`${' '.repeat(20)}${bestText(books, locate)}`), `book ${locate}`);
    t.match(
      lines.join('\n'),
      /did not fit: 0 of unknown orders, 0 twice, 0 of more than there is, 0 without room/,
    );
  }
});

t.test('two lines that each lose packets make one whole stream', async (t) => {
  const random = seeded(t);
  const { messages, books } = randomDay(random, STEPS);
  const log = new MessageLog(messages.length, 1 << 18);
  for (const message of messages) log.append(message, 0, message.length);
  const sent: Buffer[] = [];
  const publisher = new MoldPublisher({ session: 'DAY' }, log, (bytes, start, end) =>
    sent.push(Buffer.from(bytes.subarray(start, end))),
  );
  publisher.publish(0);
  publisher.endSession(0);
  const lost = sent.map(() => random() < 0.3);
  const lines = sent.flatMap((packet, i) => [
    ...(lost[i] ? [] : [packet]),
    ...(lost[i] || random() < 0.5 ? [packet] : []),
  ]);
  const files = new TestFiles(t);
  const whole = files.write('ab.pcap', pcapOf(lines.map((packet) => ethernet(ipv4(17, udp(packet))))));
  const first = await replayPcap({ ...OPTIONS, file: whole });
  t.ok(first.agree);
  t.match(first.lines.join('\n'), /^gaps +none$/m);
  for (const locate of [1, 2, 3])
    t.ok(first.lines.includes(`${' '.repeat(20)}${bestText(books, locate)}`), `book ${locate}`);
  const holed = files.write(
    'a.pcap',
    pcapOf(sent.filter((_, i) => i !== 2).map((packet) => ethernet(ipv4(17, udp(packet))))),
  );
  const second = await replayPcap({ ...OPTIONS, file: holed });
  t.match(second.lines.join('\n'), /^gap +MoldUDP64 session DAY: \d+ missing$/m);
});

t.test('what does not decode is said, with its place, and is no agreement', async (t) => {
  const files = new TestFiles(t);
  const good = encode(itch.SystemEvent, { eventCode: 0x4f });
  const rows: [name: string, file: Buffer, fault: RegExp][] = [
    [
      'an unknown type',
      framed([good, Buffer.from('?......')]),
      /message 2: no message of ITCH 5.0: type "\?", 7 bytes/,
    ],
    [
      'a message that is too short',
      framed([good, good.subarray(0, 11)]),
      /message 2: no message of ITCH 5.0: type "S", 11 bytes/,
    ],
    [
      'the end within a message',
      framed([good, good]).subarray(0, -1),
      /message 1: the file ends within a message: 13 bytes/,
    ],
    [
      'another type of packet',
      Buffer.concat([soupBin('S', good), soupBin('?', good)]),
      /message 2: no packet of SoupBinTCP/,
    ],
    ['nothing', Buffer.alloc(0), /0 of 0 messages decode/],
  ];
  for (const [name, bytes, fault] of rows) {
    const { agree, lines } = await replayItch({ ...OPTIONS, file: files.write('bad', bytes) });
    t.notOk(agree, name);
    t.match(lines.map(plain).join('\n'), fault, name);
  }
  const packets: [name: string, packet: Buffer, fault: RegExp][] = [
    [
      'a datagram of nobody',
      ipv4(17, udp(Buffer.from('hello'))),
      /packet 1: a datagram of 5 bytes of no protocol/,
    ],
    [
      'a Mold packet that does not add up',
      ipv4(17, udp(Buffer.from(`DAY       ${'\0'.repeat(7)}\x01\0\x01\0\x05abc`))),
      /packet 1: MoldUDP64: its messages do not add up/,
    ],
    ['a stream of nobody', ipv4(6, tcp({ sequence: 1, text: 'GET / HTTP/1.1' })), /14 bytes of no protocol/],
    [
      'an unknown template',
      ipv4(6, tcp({ sequence: 1, text: '\x0c\0\xfe\xca\0\0\x01\0\x08\0\x09\0' })),
      /iLink 3 template 1, schema 8 version 9: there is no such template/,
    ],
    [
      'a stream that loses its framing',
      ipv4(6, tcp({ sequence: 1, text: '\x0c\0\x50\xeb\x04\0\x09\0\x01\0\x06\0....\0\0\0\0' })),
      /the framing is lost|beyond its end/,
    ],
    ['IP cut short', ipv4(17, udp(Buffer.from('hello'))).subarray(0, 25), /packets: 1 malformed/],
  ];
  for (const [name, packet, fault] of packets) {
    const { agree, lines } = await replayPcap({
      ...OPTIONS,
      file: files.write('bad.pcap', pcapOf([ethernet(packet)])),
    });
    t.notOk(agree, name);
    t.match(lines.map(plain).join('\n'), fault, name);
  }
  const cut = pcapOf([ethernet(ipv4(6, tcp({ sequence: 1, text: 'x' })))]).subarray(0, -1);
  const { lines } = await replayPcap({ ...OPTIONS, file: files.write('cut.pcap', cut) });
  t.match(lines.join('\n'), /it ends within a record/);
});

t.test('books that have no room for all orders are no agreement', async (t) => {
  const { messages } = randomDay(seeded(t), STEPS);
  const file = new TestFiles(t).write('day', framed(messages));
  const { agree, lines } = await replayItch({ ...OPTIONS, orders: 16, file });
  t.notOk(agree);
  t.match(lines.join('\n'), /books: there is no room for all orders: give more by --orders/);
});
