/** Packets of the binary protocols that the tests of `replay pcap` put into captures of their own. */
import { ethernet, ipv4, tcp, udp } from '../../../protocol/pcap/test-captures.js';
import { ENCODING_CME, SOFH_BYTES, writeSofh } from '../../../protocol/sofh/framer.js';
import type { SbeMessage } from '../../../protocol/views/sbe-message.js';

const MOST_BYTES = 1 << 16;

export const datagram = (payload: Buffer): Buffer => ethernet(ipv4(17, udp(payload)));

export const segment = (sequence: number, payload: Buffer, flags = 0x10): Buffer =>
  ethernet(ipv4(6, tcp({ sequence, flags, text: payload.toString('latin1') })));

/** With its SBE header. */
export function sbe<T extends SbeMessage>(Class: new () => T, fill: (message: T) => void = () => {}): Buffer {
  const message = new Class();
  const bytes = Buffer.alloc(MOST_BYTES);
  message.encode(bytes, 0);
  fill(message);
  return Buffer.from(bytes.subarray(0, message.finish()));
}

export function sofh(message: Buffer, encoding = ENCODING_CME): Buffer {
  const bytes = Buffer.concat([Buffer.alloc(SOFH_BYTES), message]);
  writeSofh(bytes, 0, bytes.length, encoding);
  return bytes;
}

export function mdp3Packet(sequence: number, ...messages: Buffer[]): Buffer {
  const header = Buffer.alloc(12);
  header.writeUInt32LE(sequence);
  return Buffer.concat([header, ...messages.flatMap((each) => [u16le(each.length + 2), each])]);
}

/** Over TCP, with one message. */
export const conflated = (message: Buffer): Buffer =>
  Buffer.concat([u16le(ENCODING_CME), mdp3Packet(1, message)]);

export function umdfPacket(sequence: number, ...messages: Buffer[]): Buffer {
  const header = Buffer.alloc(16);
  header[0] = 50;
  header.writeUInt16LE(1, 2);
  header.writeUInt32LE(sequence, 4);
  return Buffer.concat([header, ...messages.map((each) => sofh(each, 0xeb50))]);
}

/** @param count when it is not that of the messages */
export function moldPacket(
  session: string,
  sequence: number,
  messages: readonly Buffer[],
  count = messages.length,
): Buffer {
  const header = Buffer.alloc(20);
  header.write(session.padEnd(10), 0, 'latin1');
  header.writeBigUInt64BE(BigInt(sequence), 10);
  header.writeUInt16BE(count, 18);
  return Buffer.concat([header, ...messages.flatMap((each) => [u16be(each.length), each])]);
}

export const soupBin = (type: string, payload: Buffer): Buffer =>
  Buffer.concat([u16be(payload.length + 1), Buffer.from(type), payload]);

function u16le(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function u16be(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}
