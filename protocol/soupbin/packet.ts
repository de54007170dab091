/**
 * SoupBinTCP 3.00 and 4.00 on the wire: two bytes of length (big endian, without themselves), one of type, and the payload. Sequence numbers are ASCII decimals,
 * padded on the left; names are padded on the right, the session of a Login Accepted on the left.
 */
export const enum Packet {
  Debug = 0x2b,
  LoginAccepted = 0x41,
  ServerHeartbeat = 0x48,
  LoginRejected = 0x4a,
  LoginRequest = 0x4c,
  Logout = 0x4f,
  ClientHeartbeat = 0x52,
  SequencedData = 0x53,
  UnsequencedData = 0x55,
  EndOfSession = 0x5a,
}

export const enum LoginReject {
  NotAuthorized = 0x41,
  SessionNotAvailable = 0x53,
}

/** From the type byte on. */
export const enum LoginRequestAt {
  Username = 1,
  Password = 7,
  Session = 17,
  SequenceNumber = 27,
  /** Version 4: how long the server may wait for a heartbeat, in milliseconds. */
  HeartbeatTimeout = 47,
}
export const enum LoginAcceptedAt {
  Session = 1,
  SequenceNumber = 11,
}
/** Of the fields of both. */
export const USERNAME_BYTES = 6;
export const PASSWORD_BYTES = 10;
export const SESSION_BYTES = 10;
export const SEQUENCE_NUMBER_BYTES = 20;
export const HEARTBEAT_TIMEOUT_BYTES = 5;
/** Of the packets, with the type byte. */
export const LOGIN_REQUEST_BYTES = 47;
export const LOGIN_REQUEST_BYTES_OF_4 = 52;
export const LOGIN_ACCEPTED_BYTES = 31;
export const LOGIN_REJECTED_BYTES = 2;

export const LENGTH_BYTES = 2;
/** Length and type. */
export const HEADER_BYTES = 3;
/** The length counts the type byte. */
export const MAX_PAYLOAD_BYTES = 0xffff - 1;

const SPACE = 0x20;
const ZERO = 0x30;
const NINE = 0x39;

/** An ASCII decimal with spaces around it. @returns NaN when it is none, or beyond what a double holds exactly */
export function readNumber(bytes: Uint8Array, start: number, size: number): number {
  let at = start;
  let end = start + size;
  while (at < end && bytes[at] === SPACE) at++;
  while (end > at && bytes[end - 1] === SPACE) end--;
  if (at === end) return Number.NaN;
  let value = 0;
  for (; at < end; at++) {
    if (bytes[at] < ZERO || bytes[at] > NINE) return Number.NaN;
    value = value * 10 + bytes[at] - ZERO;
  }
  return value <= Number.MAX_SAFE_INTEGER ? value : Number.NaN;
}

/** Without the spaces around it. */
export const readText = (bytes: Buffer, start: number, size: number): string =>
  bytes.toString('latin1', start, start + size).trim();

export function writePadded(bytes: Buffer, start: number, size: number, text: string): void {
  bytes.write(text.padEnd(size).slice(0, size), start, 'latin1');
}

export function writePaddedLeft(bytes: Buffer, start: number, size: number, text: string): void {
  bytes.write(text.padStart(size).slice(-size), start, 'latin1');
}
