/**
 * What our orders are called at a venue: a prefix of the engine, the epoch and the number, as `PG1-3-2s`. A number lost with the
 * end of the journal is used again only in another epoch, so no name is ever used twice.
 */
const RADIX = 36;
/** 32 bits and an epoch of as many make 14 digits; the shortest venue takes 18. */
export const PREFIX = /^[A-Z]{1,3}\d?$/;

export const clientIdOf = (prefix: string, epoch: number, number: number): string =>
  `${prefix}-${(epoch >>> 0).toString(RADIX)}-${(number >>> 0).toString(RADIX)}`;

/** Is it one of this engine's? Others share the account: other engines, people, the venue itself. */
export const isOurs = (prefix: string, clientId: string): boolean => clientId.startsWith(`${prefix}-`);
