/**
 * Client order ids that a door makes of its session's and its message's number, where clients do not choose numbers of their own
 * (FIX, REST): nothing is counted or looked up to make one. The low half is the number of the message.
 */

/** Each of them has this bit; what clients of the other doors choose should not. */
const DOOR_BIT = 1 << 31;

/** High half of the client order ids of a session's orders. */
export const clientIdHigh = (session: number): number => DOOR_BIT | session;

/** 0 = the client chose the number. */
export const sessionOfClientId = (high: number): number => (high < 0 ? high & 0xffff : 0);
