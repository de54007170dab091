/**
 * What a venue's adapter fills in for orders. The kit keeps the orders, their states, time-outs, reconciliation and what the core is
 * told; a form turns requests into the venue's messages and its messages into calls of the desk. No clock, no socket of its own.
 */
import type { Liquidity, Side } from '../../../protocol/codes/enums.js';
import type { Reason } from '../../../protocol/codes/reasons.js';
import type { Definition } from '../instrument.js';
import type { ChildOrder } from './child-order.js';

export interface OrderForm {
  /** No answer for so long: the outcome is unknown. */
  readonly answerMs: number;
  /** A request that has not arrived after so long never will: the venue refuses it as too old. */
  readonly settleMs: number;
  /** Turns, on the desk's thread. Returns work done. */
  doWork(nowMs: number): number;
  /** Each of them: false = no token is left or nobody is there; it is asked again. */
  newOrder(order: ChildOrder, nowMs: number): boolean;
  cancel(order: ChildOrder, nowMs: number): boolean;
  replace(order: ChildOrder, nowMs: number): boolean;
  /**
   * Ends all that we have at the venue, or all of one instrument, by one message, where the venue has such a one. The answer comes later, never inside the call: each end by itself, or `desk.massCancelRefused`.
   * @param orders that it is asked for
   */
  readonly massCancel?:
    | ((instrument: number | undefined, orders: readonly ChildOrder[], nowMs: number) => boolean)
    | undefined;
  /** The answer is `desk.stands` or `desk.notFound`. */
  query(order: ChildOrder, nowMs: number): boolean;
  close(): void;
}

/** An execution that a query has found. */
export interface FoundFill {
  readonly lots: number;
  readonly priceTicks: number;
  readonly liquidity: Liquidity;
  /** The venue's own. */
  readonly executionId: string;
}

export type FoundStatus = 'open' | 'filled' | 'cancelled' | 'expired' | 'rejected';

/** What a query has found of an order. */
export interface Found {
  readonly status: FoundStatus;
  readonly venueId: string;
  readonly cumLots: number;
  /** All executions, in the order in which they happened; none where `cumLots` is what we know. */
  readonly fills: readonly FoundFill[];
  /** As they are there now. */
  readonly priceTicks: number;
  readonly totalLots: number;
}

/** What a form tells. `OrderDesk` implements it. */
export interface FormEvents {
  /** Connected, logged on, and all listings are told: orders that are unknown are asked for now. */
  ready(): void;
  /** Orders cannot go out any more. */
  lost(why: string): void;
  /** What the venue says of an instrument that is listed here. */
  listed(
    instrument: number,
    definition: Definition,
    minLots: number,
    stepLots: number,
    stepTicks: number,
  ): void;
  find(clientId: string): ChildOrder | undefined;
  findByVenueId(venueId: string): ChildOrder | undefined;
  /** One that is over; only executions are heeded. */
  findEnded(clientId: string): ChildOrder | undefined;
  accepted(order: ChildOrder, venueId: string): void;
  rejected(order: ChildOrder, reason: Reason, text: string): void;
  /** @param cumLots executed in all with this one, as the venue counts. @param executionId the venue's, for busts */
  executed(
    order: ChildOrder,
    lots: number,
    priceTicks: number,
    cumLots: number,
    liquidity: Liquidity,
    executionId: string,
  ): void;
  /** The venue takes an execution back. The order stays as it is. */
  busted(executionId: string, text: string): void;
  /** An execution was of so much at that price. */
  corrected(executionId: string, lots: number, priceTicks: number, text: string): void;
  ended(order: ChildOrder, how: 'cancelled' | 'expired' | 'rejected', cumLots: number, reason: Reason): void;
  replaced(order: ChildOrder, priceTicks: number, totalLots: number): void;
  restated(order: ChildOrder, priceTicks: number, totalLots: number): void;
  cancelRejected(order: ChildOrder, reason: Reason, text: string): void;
  replaceRejected(order: ChildOrder, reason: Reason, text: string): void;
  /** Nothing was cancelled by it. */
  massCancelRefused(orders: readonly ChildOrder[], text: string): void;
  /** Whether it arrived, nobody knows. */
  outcomeUnknown(order: ChildOrder, text: string): void;
  stands(order: ChildOrder, found: Found): void;
  notFound(order: ChildOrder): void;
  /** A report of an order that is not ours. `closesOut`: the venue itself moved our position. */
  foreign(instrument: number, side: Side, text: string, closesOut: boolean): void;
}
