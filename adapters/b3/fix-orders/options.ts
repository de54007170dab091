/**
 * What orders at B3 are told at start. B3 gives addresses, credentials and the parties that an order has to name to each customer, so all of
 * it is configuration.
 */
import type { BackOffRule } from '../../../engine/threads/back-off.js';
import type { SessionStore } from '../../../protocol/fix/session/store.js';
import type { VenueInstrument } from '../../kit/instrument.js';
import type { MessageBudget } from '../../kit/orders/message-tokens.js';

/** One of the group 453: PartyRole(452) 7 is the entering firm, 36 the entering trader, 54 the sender location, 5 the investor. */
export interface Party {
  readonly role: number;
  readonly id: string;
}

/** Whom orders of one of our accounts are for at B3. */
export interface B3Client {
  readonly parties: readonly Party[];
  /** Account(1), where it is wanted. */
  readonly account?: string;
  /** AccountType(581), where it is wanted. */
  readonly accountType?: number;
}

/** CancelOnDisconnectType(35002). */
export const enum CancelOn {
  Nothing = 0,
  Disconnect = 1,
  Logout = 2,
  Either = 3,
}

/** Which tag of the Logon carries the password: the dictionary allows both. */
export type PasswordTag = 554 | 96;

export interface B3OrderOptions {
  readonly senderCompId: string;
  readonly targetCompId: string;
  readonly username?: string;
  readonly password: string;
  readonly passwordTag: PasswordTag;
  readonly prefix: string;
  readonly instruments: readonly VenueInstrument[];
  /** By number of our account; others have no orders here. */
  readonly clients: ReadonlyMap<number, B3Client>;
  /** Numbers live for the trading day. @param day as `20261126` */
  readonly store: (day: string) => SessionStore;
  /** Of B3 before UTC. */
  readonly utcOffsetMinutes: number;
  readonly cancelOn: CancelOn;
  readonly cancelWindowMs: number;
  /** SelfTradePrevention(35539): 1 cancels the aggressor, 2 the resting order, 3 both; undefined = not asked for. */
  readonly selfTrade?: 1 | 2 | 3;
  readonly heartBtIntSeconds: number;
  readonly answerMs: number;
  readonly settleMs: number;
  readonly budget: MessageBudget;
  readonly openMs: number;
  readonly backOff: BackOffRule;
}

export const B3_ORDER_DEFAULTS = {
  passwordTag: 554,
  utcOffsetMinutes: -180,
  cancelOn: CancelOn.Nothing,
  cancelWindowMs: 0,
  heartBtIntSeconds: 30,
  answerMs: 5_000,
  settleMs: 5_000,
  budget: { messages: 90, perMs: 1_000, forCancels: 20 },
  openMs: 10_000,
  backOff: { firstMs: 1_000, longestMs: 30_000, restarts: Number.POSITIVE_INFINITY, calmMs: 60_000 },
} as const satisfies Partial<B3OrderOptions>;
