/** Decodes captures of the collection for tests: which protocol a capture holds, its path says. */
import { readFileSync } from 'node:fs';
import { Mdp3Packet, PacketFault, TCP_PREFIX_BYTES, tcpPacketBytes } from '../mdp3/packet.js';
import { MoldFault, MoldPacket } from '../moldudp64/packet.js';
import { hear } from '../pcap/test-captures.js';
import { ENCODING_CME, ENCODING_SBE_LITTLE, FrameFault, SofhFramer } from '../sofh/framer.js';
import { UmdfPacket } from '../umdf/packet.js';
import { type Described, describe } from '../views/describe.js';
import { FlatMessages } from '../views/flat-message.js';
import { SbeMessages } from '../views/sbe-message.js';
import * as entrypoint from './generated/entrypoint.js';
import * as ilink3 from './generated/ilink3.js';
import * as itch from './generated/itch.js';
import * as mdp3 from './generated/mdp3.js';
import * as requests from './generated/mdp3-requests.js';
import * as umdf from './generated/umdf.js';

export interface Decoded {
  readonly name: string;
  readonly fields: Described;
  readonly bytes: Buffer;
}

const MAX_MESSAGE_BYTES = 8_192;

const ILINK3 = new SbeMessages(ilink3.SCHEMA, ilink3.MESSAGES);
const MDP3 = new SbeMessages(mdp3.SCHEMA, mdp3.MESSAGES);
const REQUESTS = new SbeMessages(requests.SCHEMA, requests.MESSAGES);
const ENTRYPOINT = new SbeMessages(entrypoint.SCHEMA, entrypoint.MESSAGES);
const UMDF = new SbeMessages(umdf.SCHEMA, umdf.MESSAGES);
const ITCH = new FlatMessages(itch.MESSAGES);

type Decode = (
  payload: Buffer,
  take: (messages: SbeMessages | FlatMessages, bytes: Buffer, start: number, end: number) => void,
) => void;

/** By how a path in the collection begins. */
const DECODERS: readonly (readonly [prefix: string, decode: Decode])[] = [
  ['B3/BinaryEntryPoint', framed(ENCODING_SBE_LITTLE, ENTRYPOINT)],
  ['Cme/iLink3', framed(ENCODING_CME, ILINK3)],
  ['Cme/Mdp3', decodeMdp3],
  ['B3/BinaryUmdf', decodeUmdf],
  ['Nasdaq/Nasdaq.Equities.TotalView.Itch', decodeItch],
];

export const decodes = (name: string): boolean => DECODERS.some(([prefix]) => name.startsWith(prefix));

/** @throws when anything of the capture does not decode; what ends within a message is left out */
export function decodeCapture(path: string, name: string): Decoded[] {
  const [, decode] = DECODERS.find(([prefix]) => name.startsWith(prefix))!;
  const decoded: Decoded[] = [];
  for (const payload of hear(readFileSync(path)).payloads)
    decode(payload, (messages, bytes, start, end) => {
      check(messages.read(bytes, start, end), name);
      const message = messages.message!;
      decoded.push({
        name: message.name,
        fields: describe(message),
        bytes: Buffer.from(bytes.subarray(start, end)),
      });
    });
  return decoded;
}

function framed(encoding: number, messages: SbeMessages): Decode {
  return (payload, take) => {
    const framer = new SofhFramer(encoding, MAX_MESSAGE_BYTES, (bytes, start, end) => {
      take(messages, bytes, start, end);
      return true;
    });
    check(framer.feed(payload) - FrameFault.None, 'frame');
  };
}

function decodeMdp3(payload: Buffer, take: Parameters<Decode>[1]): void {
  const isTcp = tcpPacketBytes(payload, 0, payload.length) === payload.length;
  const packet = new Mdp3Packet();
  check(packet.read(payload, isTcp ? TCP_PREFIX_BYTES : 0, payload.length) - PacketFault.None, 'packet');
  while (packet.next()) {
    const isRequest = payload.readUInt16LE(packet.messageStart + 4) === requests.SCHEMA.schemaId;
    take(isRequest ? REQUESTS : MDP3, payload, packet.messageStart, packet.messageEnd);
  }
}

function decodeUmdf(payload: Buffer, take: Parameters<Decode>[1]): void {
  const packet = new UmdfPacket();
  check(packet.read(payload, 0, payload.length), 'packet');
  while (packet.next()) take(UMDF, payload, packet.messageStart, packet.messageEnd);
}

function decodeItch(payload: Buffer, take: Parameters<Decode>[1]): void {
  const packet = new MoldPacket();
  check(packet.read(payload, 0, payload.length) - MoldFault.None, 'packet');
  while (packet.next()) take(ITCH, payload, packet.messageStart, packet.messageEnd);
}

function check(fault: number, what: string): void {
  if (fault !== 0) throw new Error(`${what}: fault ${fault}`);
}
