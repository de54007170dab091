/**
 * What our orders are called at a venue: a prefix of the engine, the epoch and the number, as `PG1-3-2s`. A number lost with the
 * end of the journal is used again only in another epoch, so no name is ever used twice. Requests about an order that need a name of
 * their own have the order's in theirs, so that a report that bears it leads to the order, also after a restart.
 */
const RADIX = 36;
/** 32 bits and an epoch of as many make 14 digits; the shortest venue takes 18. */
export const PREFIX = /^[A-Z]{1,3}\d?$/;

/** How one venue wants ids to look. */
export interface ClientIds {
  of(epoch: number, number: number): string;
  /** A request about the order. @param stamp never the same twice for an order: milliseconds since 1970 */
  request(clientId: string, stamp: number): string;
  /** The order that it names, itself or a request about it; '' = none of this engine. */
  orderOf(id: string): string;
}

export const clientIdOf = (prefix: string, epoch: number, number: number): string =>
  `${prefix}-${(epoch >>> 0).toString(RADIX)}-${(number >>> 0).toString(RADIX)}`;

/** Is it one of this engine's? Others share the account: other engines, people, the venue itself. */
export const isOurs = (prefix: string, clientId: string): boolean => clientId.startsWith(`${prefix}-`);

/** As they are, for venues that take letters, digits and a dash. */
export const textIds = (prefix: string): ClientIds => ({
  of: (epoch, number) => clientIdOf(prefix, epoch, number),
  request: (clientId, stamp) => `${named(clientId)}-${stamp.toString(RADIX)}`,
  orderOf: (id) => (isOurs(prefix, id) ? named(id) : ''),
});

const named = (id: string): string => id.split('-', 3).join('-');

/** Bits of an epoch and of a stamp: 28. */
const LOW = 0x0fff_ffff;

/**
 * UUIDs of version 4 whose random bits say the same: prefix (32), epoch (28), stamp (12 and 16), number (32). The stamp wraps after
 * three days, which no two requests of one order meet in.
 */
export function uuidIds(prefix: string): ClientIds {
  const first = Buffer.from(prefix.padEnd(4, '.')).toString('hex');
  const make = (epochDigits: string, stamp: number, numberDigits: string): string =>
    `${first}-${epochDigits.slice(0, 4)}-4${epochDigits.slice(4)}-8${hex(stamp >>> 16, 3)}-${hex(stamp & 0xffff, 4)}${numberDigits}`;
  return {
    of: (epoch, number) => make(hex(epoch & LOW, 7), 0, hex(number >>> 0, 8)),
    request: (clientId, stamp) => make(epochOf(clientId), (stamp % (LOW + 1)) | 0, clientId.slice(-8)),
    orderOf: (id) => (id.startsWith(`${first}-`) ? make(epochOf(id), 0, id.slice(-8)) : ''),
  };
}

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** Digits of an epoch, which wraps after 14 million starts, and of a number. */
const SHORT_EPOCH = 4;
const SHORT_NUMBER = 6;

/** 14 letters and digits and no more: the prefix, the epoch and the number. A request about an order bears the order's own. */
export function shortIds(prefix: string): ClientIds {
  const length = prefix.length + SHORT_EPOCH + SHORT_NUMBER;
  return {
    of: (epoch, number) => prefix + inDigits(epoch >>> 0, SHORT_EPOCH) + inDigits(number >>> 0, SHORT_NUMBER),
    request: (clientId) => clientId,
    orderOf: (id) => (id.length === length && id.startsWith(prefix) ? id : ''),
  };
}

/** Bits of a number and of a stamp; an epoch has the 16 above them, so that ids stay below 2^63. */
const NUMBER_BITS = 32n;
const STAMP_BITS = 15n;
const STAMPS = 2 ** Number(STAMP_BITS) - 1;
const EPOCH = 0xffff;
const LONGEST_NUMBER = 19;

/**
 * Numbers, for venues that take nothing else: epoch, number, stamp. There is no prefix in them: such a venue tells a session of its own orders alone. Stamps that are counted
 * wrap after 32,767 requests.
 */
export function numberIds(): ClientIds {
  const orderOf = (id: string): bigint => (BigInt(id) >> STAMP_BITS) << STAMP_BITS;
  return {
    of: (epoch, number) =>
      String(((BigInt(epoch & EPOCH) << NUMBER_BITS) | BigInt(number >>> 0)) << STAMP_BITS),
    request: (clientId, stamp) => String(orderOf(clientId) + BigInt((stamp % STAMPS) + 1)),
    orderOf: (id) => (id.length <= LONGEST_NUMBER && /^[1-9]\d*$/.test(id) ? String(orderOf(id)) : ''),
  };
}

/** The lowest so many digits. */
function inDigits(value: number, digits: number): string {
  let text = '';
  for (let left = value; text.length < digits; left = Math.floor(left / DIGITS.length))
    text = DIGITS[left % DIGITS.length] + text;
  return text;
}

const epochOf = (uuid: string): string => uuid.slice(9, 13) + uuid.slice(15, 18);

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');
