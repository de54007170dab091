/** Captures: the recorded ones whole, made ones in every shape, and whatever else is given as one. */
import { readFileSync } from 'node:fs';
import t from 'tap';
import { corpus, fuzz } from '../test-fuzz.js';
import { CaptureFault } from './capture-reader.js';
import { PacketFault, TcpFlag } from './ip-packet.js';
import {
  capture,
  captures,
  ethernet,
  hear,
  ipv4,
  ipv6,
  type MadeSegment,
  pcapOf,
  tcp,
  udp,
  withCaptures,
} from './test-captures.js';

const HELLO = Buffer.from('hello');

withCaptures(t, 'every recorded packet has its payload, in whatever pieces the file comes', async (t) => {
  t.ok(captures().length >= 33, `${captures().length} files`);
  for (const path of captures()) {
    const file = readFileSync(path);
    const whole = hear(file);
    t.equal(whole.fault, CaptureFault.None, path);
    t.ok(whole.payloads.length > 0 && whole.payloads.every(({ length }) => length > 0), path);
    t.strictSame([...whole.capture.counts.keys()], [PacketFault.None]);
    t.strictSame(hear(file, 7).payloads, whole.payloads, 'the same in pieces');
  }
});

withCaptures(t, 'times, addresses and VLAN tags', async (t) => {
  const cme = hear(readFileSync(capture('Cme/Mdp3.Sbe.v1.9/MdIncrementalRefreshBook.pcap')));
  t.same(cme.routes, ['69.50.112.95:14361 > 224.0.28.20:14361']);
  t.match(cme.capture.reader, { seconds: 1536760535, nanos: 679_530_000 });
  const nasdaq = hear(
    readFileSync(capture('Nasdaq/Nasdaq.Equities.TotalView.Itch.v5.0/OrderDeleteMessage.pcap')),
  );
  t.same(nasdaq.routes, ['206.200.127.138:49653 > 233.54.12.111:26477'], 'behind a VLAN tag');
  t.match(nasdaq.capture.reader, { seconds: 1_692_711_000, nanos: 59_938 }, 'nanoseconds');
});

t.test('link layers and networks', async (t) => {
  const rows: [name: string, packet: Buffer, linkType: number, fault: PacketFault][] = [
    ['Ethernet', ethernet(ipv4(17, udp(HELLO))), 1, PacketFault.None],
    ['two VLAN tags', ethernet(ipv4(17, udp(HELLO)), 2), 1, PacketFault.None],
    [
      'padding behind',
      Buffer.concat([ethernet(ipv4(17, udp(HELLO))), Buffer.alloc(20)]),
      1,
      PacketFault.None,
    ],
    ['IPv6 with an extension', ethernet(ipv6(17, udp(HELLO))), 1, PacketFault.None],
    ['raw IP', ipv4(17, udp(HELLO)), 101, PacketFault.None],
    ['raw IPv6', ipv6(17, udp(HELLO)), 101, PacketFault.None],
    ['loopback', Buffer.concat([Buffer.from([2, 0, 0, 0]), ipv4(17, udp(HELLO))]), 0, PacketFault.None],
    [
      'Linux cooked',
      Buffer.concat([Buffer.alloc(14), Buffer.from([8, 0]), ipv4(17, udp(HELLO))]),
      113,
      PacketFault.None,
    ],
    [
      'Linux cooked 2',
      Buffer.concat([Buffer.from([8, 0]), Buffer.alloc(18), ipv4(17, udp(HELLO))]),
      276,
      PacketFault.None,
    ],
    ['another link layer', HELLO, 9, PacketFault.UnknownLink],
    ['ARP', Buffer.concat([Buffer.alloc(12), Buffer.from([8, 6]), HELLO]), 1, PacketFault.NotIp],
    ['ICMP', ethernet(ipv4(1, HELLO)), 1, PacketFault.NotUdpOrTcp],
    ['a fragment', ethernet(ipv4(17, udp(HELLO), 0x2000)), 1, PacketFault.Fragment],
    ['cut within IP', ethernet(ipv4(17, udp(HELLO))).subarray(0, 40), 1, PacketFault.Malformed],
    [
      'an IP header of no length',
      ethernet(withByte(ipv4(17, udp(HELLO)), 0, 0x40)),
      1,
      PacketFault.Malformed,
    ],
    ['a UDP length beyond IP', ethernet(withByte(ipv4(17, udp(HELLO)), 25, 200)), 1, PacketFault.Malformed],
    [
      'a TCP header beyond IP',
      ethernet(withByte(ipv4(6, tcp({ sequence: 1 })), 32, 0xf0)),
      1,
      PacketFault.Malformed,
    ],
    ['nothing', Buffer.alloc(0), 1, PacketFault.Malformed],
  ];
  for (const [name, packet, linkType, fault] of rows) {
    const heard = hear(pcapOf([packet], linkType));
    t.strictSame([...heard.capture.counts.keys()], [fault], name);
    if (fault === PacketFault.None) t.same(heard.payloads.map(String), ['hello'], name);
  }
  const cut = pcapOf([ethernet(ipv4(17, udp(HELLO))).subarray(0, 40)]);
  cut.writeUInt32LE(47, 24 + 12);
  t.strictSame([...hear(cut).capture.counts.keys()], [PacketFault.CutOff], 'captured in part');
});

t.test('TCP in order', async (t) => {
  const near = 2 ** 32 - 3;
  const rows: [name: string, segments: MadeSegment[], text: string, gaps: number[]][] = [
    [
      'in order',
      [
        { sequence: 1, text: 'ab' },
        { sequence: 3, text: 'cd' },
      ],
      'abcd',
      [],
    ],
    [
      'early',
      [
        { sequence: 1, text: 'ab' },
        { sequence: 5, text: 'ef' },
        { sequence: 3, text: 'cd' },
      ],
      'abcdef',
      [],
    ],
    [
      'twice',
      [
        { sequence: 1, text: 'ab' },
        { sequence: 1, text: 'ab' },
        { sequence: 3, text: 'c' },
      ],
      'abc',
      [],
    ],
    [
      'overlapping',
      [
        { sequence: 1, text: 'abc' },
        { sequence: 2, text: 'bcd' },
      ],
      'abcd',
      [],
    ],
    [
      'overlapping early',
      [
        { sequence: 1, text: 'a' },
        { sequence: 3, text: 'cd' },
        { sequence: 2, text: 'bcde' },
      ],
      'abcde',
      [],
    ],
    [
      'from SYN',
      [
        { sequence: 9, flags: TcpFlag.Syn },
        { sequence: 12, text: 'c' },
        { sequence: 10, text: 'ab' },
      ],
      'abc',
      [],
    ],
    [
      'around the end of numbers',
      [
        { sequence: near, text: 'abcd' },
        { sequence: 3, text: 'gh' },
        { sequence: 1, text: 'ef' },
      ],
      'abcdefgh',
      [],
    ],
    [
      'missing',
      [
        { sequence: 1, text: 'ab' },
        { sequence: 6, text: 'f' },
        { sequence: 7, text: 'g' },
      ],
      'abfg',
      [3],
    ],
    [
      'a second connection',
      [
        { sequence: 1, text: 'ab' },
        { sequence: 70, flags: TcpFlag.Syn },
        { sequence: 71, text: 'c' },
      ],
      'abc',
      [],
    ],
  ];
  for (const [name, segments, text, gaps] of rows) {
    const heard = hear(pcapOf(segments.map((segment) => ethernet(ipv4(6, tcp(segment))))));
    t.equal(heard.payloads.join(''), text, name);
    t.same(heard.gaps, gaps, name);
  }
});

t.test('pcapng: sections of either byte order, interfaces with clocks of their own', async (t) => {
  const packet = ethernet(ipv4(17, udp(HELLO)));
  for (const isBig of [false, true]) {
    const ng = new NgFile(isBig);
    const file = Buffer.concat([
      ng.section(),
      ng.block(5, Buffer.alloc(8)),
      ng.described(1, 9),
      ng.enhanced(0, 1_700_000_000_000_000_123n, packet),
      ng.simple(packet),
      new NgFile(!isBig).section(),
      new NgFile(!isBig).described(1, 0x80 | 10),
      new NgFile(!isBig).enhanced(0, 1_700_000_000n * 1024n + 512n, packet),
    ]);
    for (const piece of [file.length, 5]) {
      const heard = hear(file, piece);
      t.equal(heard.fault, CaptureFault.None);
      t.same(heard.payloads.map(String), ['hello', 'hello', 'hello']);
      t.match(heard.capture.reader, { seconds: 1_700_000_000, nanos: 500_000_000 });
    }
  }
  const ng = new NgFile(false);
  t.equal(
    hear(Buffer.concat([ng.section(), ng.enhanced(0, 1n, packet)])).fault,
    CaptureFault.UnknownInterface,
  );
});

t.test('what is no capture, or ends too early, is said', async (t) => {
  const good = pcapOf([ethernet(ipv4(17, udp(HELLO)))]);
  t.equal(hear(good).fault, CaptureFault.None);
  t.equal(hear(Buffer.from('8=FIX.4.4|9=5|')).fault, CaptureFault.NotACapture);
  t.equal(hear(Buffer.alloc(0)).fault, CaptureFault.NotACapture);
  t.equal(hear(good.subarray(0, good.length - 1)).fault, CaptureFault.CutOff);
  const long = Buffer.from(good);
  long.writeUInt32LE(0xfffffff0, 24 + 8);
  t.equal(hear(long).fault, CaptureFault.RecordTooLong);
});

t.test('anything', async (t) => {
  fuzz(
    t,
    corpus('protocol/pcap'),
    (bytes, start, end) => {
      const { fault, payloads, gaps } = hear(bytes.subarray(start, end), 11);
      const heardBytes = payloads.reduce((sum, { length }) => sum + length, 0);
      if (heardBytes > end - start) t.fail(`${heardBytes} bytes out of ${end - start}`);
      return { isSound: fault === CaptureFault.None, result: `${fault} ${payloads.join()} ${gaps}` };
    },
    4_000,
  );
});

function withByte(bytes: Buffer, at: number, value: number): Buffer {
  const changed = Buffer.from(bytes);
  changed[at] = value;
  return changed;
}

class NgFile {
  constructor(private readonly isBig: boolean) {}

  block(type: number, body: Buffer): Buffer {
    const padded = Buffer.concat([body, Buffer.alloc((4 - (body.length % 4)) % 4)]);
    const size = this.u32(12 + padded.length);
    return Buffer.concat([this.u32(type), size, padded, size]);
  }

  section(): Buffer {
    return this.block(
      0x0a0d0d0a,
      Buffer.concat([this.u32(0x1a2b3c4d), this.u16(1), this.u16(0), Buffer.alloc(8, 255)]),
    );
  }

  described(linkType: number, resolution: number): Buffer {
    const option = Buffer.concat([
      this.u16(9),
      this.u16(1),
      Buffer.from([resolution, 0, 0, 0]),
      Buffer.alloc(4),
    ]);
    return this.block(1, Buffer.concat([this.u16(linkType), this.u16(0), this.u32(0), option]));
  }

  enhanced(interfaceId: number, units: bigint, packet: Buffer): Buffer {
    const time = [this.u32(Number(units >> 32n)), this.u32(Number(units & 0xffffffffn))];
    const sizes = [this.u32(packet.length), this.u32(packet.length)];
    return this.block(6, Buffer.concat([this.u32(interfaceId), ...time, ...sizes, packet]));
  }

  simple(packet: Buffer): Buffer {
    return this.block(3, Buffer.concat([this.u32(packet.length), packet]));
  }

  private u16(value: number): Buffer {
    const bytes = Buffer.alloc(2);
    if (this.isBig) bytes.writeUInt16BE(value);
    else bytes.writeUInt16LE(value);
    return bytes;
  }

  private u32(value: number): Buffer {
    const bytes = Buffer.alloc(4);
    if (this.isBig) bytes.writeUInt32BE(value);
    else bytes.writeUInt32LE(value);
    return bytes;
  }
}
