/**
 * What one venue's FIX order entry is filled in with: its session, how its requests look, how it refuses, how it is asked what became
 * of an order. `FixForm` does the rest. A capability table of each stands in its README.
 */

import type { Liquidity } from '../../protocol/codes/enums.js';
import type { Reason } from '../../protocol/codes/reasons.js';
import type { FixBuilder } from '../../protocol/fix/codec/builder.js';
import type { FixMessage } from '../../protocol/fix/codec/message.js';
import type { VenueInstrument } from '../kit/instrument.js';
import type { ChildOrder } from '../kit/orders/child-order.js';
import type { ClientIds } from '../kit/orders/client-ids.js';
import type { MessageBudget } from '../kit/orders/message-tokens.js';
import type { Refusal } from '../kit/orders/refusal.js';
import type { LineRules } from './fix-line.js';

/** Kept by whoever decides when orders may go out: definitions are asked for, what was missed has come. */
export interface Readiness {
  readonly isPassed: boolean;
  /** From the beginning: the connection was lost. */
  again(): void;
  /** While logged on. Returns work done. */
  tick(nowMs: number): number;
  heartbeat?(message: FixMessage): void;
  /** The terms of a report that the venue has sent again. @returns whether it was taken: it may not be the last one */
  replayed?(order: ChildOrder, terms: ReplayedTerms): boolean;
}

export interface ReplayedTerms {
  readonly venueId: string;
  readonly priceTicks: number;
  readonly totalLots: number;
}

/** What became of an order: answers by `FormEvents.stands` or `notFound`. */
export interface Finder {
  /** False: no token, or nobody to ask. */
  find(order: ChildOrder, nowMs: number): boolean;
  /** An ExecutionReport that answers a status request. */
  status?(order: ChildOrder, message: FixMessage): void;
  /** A status request was refused. */
  statusRefused?(order: ChildOrder): void;
  /** Of a cancel that was a question. @returns whether it was one */
  cancelRejected?(order: ChildOrder, message: FixMessage): boolean;
  heartbeat?(message: FixMessage): void;
  /** The connection is lost, and what was asked on it. */
  forget?(): void;
  /** A connection of its own. Returns work done. */
  tick?(nowMs: number): number;
  end?(): void;
}

export interface FixVenue {
  readonly line: LineRules;
  readonly ids: ClientIds;
  readonly budget: MessageBudget;
  readonly instruments: readonly VenueInstrument[];
  readonly answerMs: number;
  readonly settleMs: number;
  /** MsgTypes. */
  readonly replaceType: number;
  /** Whether a cancel and a replace have ClOrdIDs of their own: a replaced order then has the replace's. */
  readonly renames: boolean;
  /** What of an order the venue has no words for; undefined = it can go out. */
  unfit(order: ChildOrder): string | undefined;
  unfitReplace(order: ChildOrder): string | undefined;
  newOrder(to: FixBuilder, order: ChildOrder, instrument: VenueInstrument, nowMs: number): void;
  /** @param name ClOrdID of the request */
  cancel(to: FixBuilder, order: ChildOrder, name: string, instrument: VenueInstrument, nowMs: number): void;
  replace(to: FixBuilder, order: ChildOrder, name: string, instrument: VenueInstrument, nowMs: number): void;
  /** What a report means, where that is not what its ExecType(150) says. @returns one of `ExecType` */
  execType?(message: FixMessage): number;
  /** Of an execution, where that is not what AggressorIndicator(1057) says. */
  liquidity?(message: FixMessage): Liquidity;
  /** Of a report or reject that says no. */
  refusal(message: FixMessage): Refusal;
  /** Why a report ended an order without being asked to. */
  endReason(message: FixMessage): Reason;
}
