/** CME's part of a FIXP connection: the first message of iLink 3 names the line by session and firm. */
import { Establish503, MESSAGES, Negotiate500, SCHEMA } from '../../../protocol/messages/generated/ilink3.js';
import { ENCODING_CME, SofhFramer } from '../../../protocol/sofh/framer.js';
import { SbeFault, SbeMessages } from '../../../protocol/views/sbe-message.js';
import type { FixpPart } from '../fixp/session.js';
import { IlinkDesk } from './desk.js';
import type { IlinkLine } from './line.js';
import type { CmeVenue } from './venue.js';

const MAX_MESSAGE_BYTES = 8_192;

export const ilinkPart = (venue: CmeVenue): FixpPart<IlinkLine> => ({
  lineOf: (chunk) => venue.lines.get(nameIn(chunk)),
  desk: (line) => {
    const desk = new IlinkDesk(venue, line);
    return (message, seqNum) => desk.request(message, seqNum);
  },
  joined: (line, session) => line.joined(session),
  left: (line) => line.left(),
});

/** @returns '' when the first message is another one */
function nameIn(chunk: Buffer): string {
  const messages = new SbeMessages(SCHEMA, MESSAGES);
  let name = '';
  new SofhFramer(ENCODING_CME, MAX_MESSAGE_BYTES, (bytes, start, end) => {
    if (messages.read(bytes, start, end) !== SbeFault.None) return false;
    const { message } = messages;
    if (message instanceof Negotiate500 || message instanceof Establish503)
      name = `${message.session}${message.firm}`;
    return false;
  }).feed(chunk);
  return name;
}
