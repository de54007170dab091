/** B3's part of a FIXP connection: the first message of Binary EntryPoint names the line by its number. */
import { Establish, Negotiate } from '../../../../protocol/messages/generated/entrypoint.js';
import { ENCODING_SBE_LITTLE, SofhFramer } from '../../../../protocol/sofh/framer.js';
import { Header } from '../../../../protocol/views/sbe-message.js';
import type { FixpPart } from '../../fixp/session.js';
import type { B3Venue } from '../venue.js';
import { BinaryDesk } from './desk.js';
import type { BinaryLine } from './line.js';

const FIRST = [Negotiate.templateId as number, Establish.templateId as number];
const MAX_MESSAGE_BYTES = 512;

export const binaryPart = (venue: B3Venue, lines: ReadonlyMap<number, BinaryLine>): FixpPart<BinaryLine> => ({
  lineOf: (chunk) => lines.get(sessionIdIn(chunk)),
  desk: (line) => {
    const desk = new BinaryDesk(venue, line);
    return (message, seqNum) => desk.request(message, seqNum);
  },
  joined: (line, session) => {
    const { cancelOnDisconnectType, codTimeoutWindow } = line.dialect.business as Establish;
    line.joined(session, cancelOnDisconnectType, codTimeoutWindow);
  },
  left: (line, isTerminated) => line.left(isTerminated),
});

/** @returns -1 when the first message is another one */
function sessionIdIn(chunk: Buffer): number {
  let sessionId = -1;
  new SofhFramer(ENCODING_SBE_LITTLE, MAX_MESSAGE_BYTES, (bytes, start, end) => {
    const isFirst =
      end - start >= Header.Bytes + 4 && FIRST.includes(bytes.readUInt16LE(start + Header.TemplateId));
    if (isFirst) sessionId = bytes.readUInt32LE(start + Header.Bytes);
    return false;
  }).feed(chunk);
  return sessionId;
}
