/** Networks that are rare in a capture: other link layers, extension headers of IPv6, and packets in fragments. */
import t from 'tap';
import { seeded } from '../fix/codec/test-random.js';
import { PacketFault } from './ip-packet.js';
import { ethernet, hear, ipv4, ipv6, pcapOf, udp } from './test-captures.js';

const HELLO = Buffer.from('hello');
const PACKET = ipv4(17, udp(HELLO));
const HEADER_BYTES = 40;
const [DESTINATION, AUTHENTICATION, FRAGMENT, UDP] = [60, 51, 44, 17];

/** With these headers between IPv6 and UDP, each saying what follows it. */
function extended(headers: readonly [type: number, header: Buffer][], payload: Buffer): Buffer {
  const ip = Buffer.from(ipv6(UDP, NOTHING).subarray(0, HEADER_BYTES));
  const types = [...headers.map(([type]) => type), UDP];
  ip[6] = types[0];
  for (const [i, [, header]] of headers.entries()) header[0] = types[i + 1];
  const behind = Buffer.concat([...headers.map(([, header]) => header), payload]);
  ip.writeUInt16BE(behind.length, 4);
  return ethernet(Buffer.concat([ip, behind]));
}

const NOTHING = Buffer.alloc(0);

function header(bytes: number, lengthByte: number): Buffer {
  const made = Buffer.alloc(bytes);
  made[1] = lengthByte;
  return made;
}

function fragmentHeader(id: number, at: number, isLast: boolean): Buffer {
  const made = Buffer.alloc(8);
  made.writeUInt16BE(at | (isLast ? 0 : 1), 2);
  made.writeUInt32BE(id, 4);
  return made;
}

function ipv4Piece(id: number, payload: Buffer, at: number, size: number): Buffer {
  const isLast = at + size >= payload.length;
  const ip = ipv4(UDP, payload.subarray(at, at + size), (isLast ? 0 : 0x2000) | (at / 8));
  ip.writeUInt16BE(id, 4);
  return ethernet(ip);
}

const ipv6Piece = (id: number, payload: Buffer, at: number, size: number): Buffer =>
  extended(
    [[FRAGMENT, fragmentHeader(id, at, at + size >= payload.length)]],
    payload.subarray(at, at + size),
  );

t.test('link layers, and what extends IPv6', async (t) => {
  const cookedVlan = Buffer.concat([Buffer.from([0x81, 0]), Buffer.alloc(18), Buffer.from([0, 7, 8, 0])]);
  const rows: [name: string, packet: Buffer, linkType: number][] = [
    ['raw IP of a BSD', PACKET, 12],
    ['raw IP of OpenBSD', PACKET, 14],
    ['loopback of OpenBSD', Buffer.concat([Buffer.from([0, 0, 0, 2]), PACKET]), 108],
    ['Linux cooked 2 with a VLAN tag', Buffer.concat([cookedVlan, PACKET]), 276],
    ['an authentication header', extended([[AUTHENTICATION, header(24, 4)]], udp(HELLO)), 1],
    ['a fragment that is the whole', extended([[FRAGMENT, fragmentHeader(7, 0, true)]], udp(HELLO)), 1],
    [
      'one behind another header',
      extended(
        [
          [DESTINATION, header(16, 1)],
          [FRAGMENT, fragmentHeader(7, 0, true)],
        ],
        udp(HELLO),
      ),
      1,
    ],
  ];
  for (const [name, packet, linkType] of rows) {
    const heard = hear(pcapOf([packet], linkType));
    t.same(heard.payloads.map(String), ['hello'], name);
    t.strictSame([...heard.capture.counts], [[PacketFault.None, 1]], name);
  }
});

t.test('packets in fragments, in any order, and some of them twice', async (t) => {
  const random = seeded(t);
  for (const piece of [ipv4Piece, ipv6Piece]) {
    const sent = Array.from({ length: 50 }, (_, i) =>
      Buffer.alloc(100 + Math.floor(random() * 5_000), 65 + i),
    );
    const pieces = sent.flatMap((payload, id) => {
      const whole = udp(payload);
      // Two at the least: one that is whole comes as often as it is sent.
      const size = 8 * (1 + Math.floor(random() * Math.min(60, whole.length / 16 - 1)));
      const made: Buffer[] = [];
      for (let at = 0; at < whole.length; at += size) made.push(piece(id, whole, at, size));
      return made.flatMap((each) => (random() < 0.2 ? [each, each] : [each]));
    });
    const shuffled = pieces
      .map((each, i) => ({ each, place: i + random() * 20 }))
      .sort((a, b) => a.place - b.place)
      .map(({ each }) => each);
    const heard = hear(pcapOf(shuffled));
    t.same(
      heard.payloads.toSorted((a, b) => a[0] - b[0]),
      sent,
      piece.name,
    );
    t.strictSame([...heard.capture.counts], [[PacketFault.None, sent.length]]);
  }
});

t.test('pieces that are missing, overlap, or are of a number that comes again', async (t) => {
  const whole = udp(Buffer.alloc(100, 65));
  const rows: [name: string, packets: Buffer[], payloads: number, fragments: number][] = [
    ['missing', [ipv4Piece(1, whole, 0, 40)], 0, 1],
    [
      'overlapping',
      [ipv4Piece(1, whole, 0, 56), ipv4Piece(1, whole, 48, 8), ipv4Piece(1, whole, 64, 80)],
      0,
      3,
    ],
    [
      'the same number again',
      [0, 1].flatMap((letter) => {
        const other = udp(Buffer.alloc(100, 65 + letter));
        return [ipv4Piece(1, other, 0, 48), ipv4Piece(1, other, 48, 80)];
      }),
      2,
      0,
    ],
    [
      'more that wait than there is room for',
      Array.from({ length: 400 }, (_, id) => ipv4Piece(id, whole, 0, 40)).concat(ipv4Piece(0, whole, 40, 80)),
      0,
      401,
    ],
  ];
  for (const [name, packets, payloads, fragments] of rows) {
    const heard = hear(pcapOf(packets));
    t.equal(heard.payloads.length, payloads, name);
    t.equal(heard.capture.counts.get(PacketFault.Fragment) ?? 0, fragments, name);
  }
});
