/** Where the recorded packets stand, and captures that tests make for themselves. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Test } from 'tap';
import { Capture, type CaptureListener } from './capture.js';
import type { CaptureFault } from './capture-reader.js';
import type { IpPacket } from './ip-packet.js';

const DIRECTORY = join(process.env.PREGAO_DATA ?? '../shared/data', 'pcap');

export const NO_CAPTURES = !existsSync(DIRECTORY) && 'the captures are not at $PREGAO_DATA or ../shared/data';

/** Paths of all recorded captures whose path within the collection begins so. */
export function captures(prefix = ''): string[] {
  if (NO_CAPTURES) return [];
  return (readdirSync(DIRECTORY, { recursive: true }) as string[])
    .filter((name) => name.startsWith(prefix) && statSync(join(DIRECTORY, name)).isFile())
    .sort()
    .map((name) => join(DIRECTORY, name));
}

/** The one recorded capture of this name. */
export const capture = (name: string): string => join(DIRECTORY, name);

export interface Heard {
  readonly fault: CaptureFault;
  readonly capture: Capture;
  /** Payloads of datagrams and of stream pieces, in the order of their coming. */
  readonly payloads: Buffer[];
  readonly routes: string[];
  readonly gaps: number[];
  /** Routes of connections that are over. */
  readonly ends: string[];
}

/** Everything that a capture holds, the file given in pieces of this size. */
export function hear(file: Buffer, pieceBytes = file.length): Heard {
  const payloads: Buffer[] = [];
  const routes: string[] = [];
  const gaps: number[] = [];
  const ends: string[] = [];
  const take = (bytes: Buffer, start: number, end: number) =>
    void payloads.push(Buffer.from(bytes.subarray(start, end)));
  const listener: CaptureListener = {
    datagram: ({ bytes, start, end, route }: IpPacket) => {
      routes.push(route);
      take(bytes, start, end);
    },
    stream: ({ route }: IpPacket) => {
      routes.push(route);
      return { bytes: take, gap: (missing) => void gaps.push(missing), ended: () => void ends.push(route) };
    },
  };
  const heard = new Capture(listener);
  for (let at = 0; at < file.length; at += pieceBytes) heard.feed(file.subarray(at, at + pieceBytes));
  return { fault: heard.finish(), capture: heard, payloads, routes, gaps, ends };
}

/** The payloads of a recorded capture. */
export const payloadsOf = (name: string): Buffer[] => hear(readFileSync(capture(name))).payloads;

/** Runs a test on the recorded captures, or says by name that they are not there. */
export function withCaptures(t: Test, name: string, body: (t: Test) => Promise<void>): void {
  t.test(name, { skip: NO_CAPTURES }, body);
}

export interface MadeSegment {
  readonly sequence: number;
  readonly flags?: number;
  readonly text?: string;
}

/** A pcap file (little endian, microseconds) of these packets. */
export function pcapOf(packets: readonly Buffer[], linkType = 1, magic = 0xa1b2c3d4): Buffer {
  const header = Buffer.alloc(24);
  header.writeUInt32LE(magic, 0);
  header.writeUInt16LE(2, 4);
  header.writeUInt16LE(4, 6);
  header.writeUInt32LE(0x40000, 16);
  header.writeUInt32LE(linkType, 20);
  return Buffer.concat([header, ...packets.flatMap((packet, i) => [recordHeader(packet, i), packet])]);
}

function recordHeader(packet: Buffer, i: number): Buffer {
  const header = Buffer.alloc(16);
  header.writeUInt32LE(1_700_000_000 + i, 0);
  header.writeUInt32LE(i, 4);
  header.writeUInt32LE(packet.length, 8);
  header.writeUInt32LE(packet.length, 12);
  return header;
}

/** An Ethernet frame with VLAN tags around this IP packet. */
export function ethernet(ip: Buffer, tags = 0): Buffer {
  const type = ip[0] >> 4 === 6 ? [0x86, 0xdd] : [0x08, 0x00];
  const vlans = Array.from({ length: tags }, () => [0x81, 0x00, 0x00, 0x07]).flat();
  return Buffer.concat([Buffer.alloc(12, 2), Buffer.from([...vlans, ...type]), ip]);
}

export function ipv4(protocol: number, payload: Buffer, fragment = 0): Buffer {
  const header = Buffer.alloc(20);
  header[0] = 0x45;
  header.writeUInt16BE(20 + payload.length, 2);
  header.writeUInt16BE(fragment, 6);
  header[9] = protocol;
  header.set([10, 0, 0, 1, 10, 0, 0, 2], 12);
  return Buffer.concat([header, payload]);
}

/** With a hop-by-hop extension header before the payload. */
export function ipv6(protocol: number, payload: Buffer): Buffer {
  const header = Buffer.alloc(48);
  header[0] = 0x60;
  header.writeUInt16BE(8 + payload.length, 4);
  header[40] = protocol;
  header[23] = 1;
  header[39] = 2;
  return Buffer.concat([header, payload]);
}

export function udp(payload: Buffer): Buffer {
  const header = Buffer.alloc(8);
  header.writeUInt16BE(1000, 0);
  header.writeUInt16BE(2000, 2);
  header.writeUInt16BE(8 + payload.length, 4);
  return Buffer.concat([header, payload]);
}

export function tcp({ sequence, flags = 0x10, text = '' }: MadeSegment): Buffer {
  const header = Buffer.alloc(20);
  header.writeUInt16BE(1000, 0);
  header.writeUInt16BE(2000, 2);
  header.writeUInt32BE(sequence >>> 0, 4);
  header[12] = 0x50;
  header[13] = flags;
  return Buffer.concat([header, Buffer.from(text, 'latin1')]);
}
