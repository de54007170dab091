/** What a case of the conformance suite for orders is, and what all of them play with. */
import type t from 'tap';
import type { OrderFields } from '../../engine/core/test-commands.js';
import { Side } from '../../protocol/codes/enums.js';
import type { Fault } from '../simulator/kit/fault.js';

/** One venue with an engine before it. Lots are 100 in every case; the prices are its own. */
export interface OrderRig {
  /** A price at which nobody trades, in ticks. */
  readonly buyTicks: number;
  /** What replaces ask for: where a venue can only make an order smaller, the price that it has. */
  readonly replaceTicks: number;
  /** What an order is that says nothing else. */
  readonly lives: 'gtc' | 'day';
  order(side: Side, lots: number, price: number, more?: Partial<OrderFields>): void;
  /** Of the order that was sent last. */
  cancel(): void;
  /** All orders of account 1. */
  massCancel(): void;
  replace(lots: number, price: number): void;
  /** Somebody else. */
  others(side: 'buy' | 'sell', priceTicks: number, lots: number): void;
  fault(fault: Fault): void;
  /** Another session of our account, or the venue itself, sends an order. */
  foreign(side: 'buy' | 'sell', priceTicks: number, lots: number, clientId: string): void;
  /** What the venue calls orders by which it closes positions itself; undefined: it has none. */
  readonly closeOutId: string | undefined;
  /** The venue's name for the order of ours that stands there, the last of them; '' = none does. */
  readonly clientId: string;
  run(ms: number): void;
  /** So much time passes at the venue, while the engine does nothing at all. */
  standStill(ms: number): void;
  words(): string[];
  readonly notices: string[];
  readonly isUp: boolean;
  readonly counters: {
    readonly duplicates: number;
    readonly foreign: number;
    readonly closeOuts: number;
    readonly lateFills: number;
    readonly overfills: number;
    readonly massCancels: number;
  };
  /** Of our last trade, at the venue. */
  readonly tradeId: number;
  /** In the venue's text. */
  lotsText(lots: number): string;
  priceText(priceTicks: number): string;
  readonly symbol: string;
  /** The adapters stood still for too long: the engine has gone on without them. */
  leaveBehind(): void;
  /** The adapter fails and begins anew. */
  beginAnew(): void;
  /** Position of account 1 in lots, and what its orders may still add. */
  position(): { readonly net: number; readonly open: number };
  close(): void;
}

export interface OrderCase {
  readonly number: number;
  readonly title: string;
  readonly play: (rig: OrderRig, t: Tap) => void;
  /** Played on `startCancelling`. */
  readonly isCancelling?: true;
}

export type Tap = typeof t;

export const LOTS = 100;
/** Long enough for requests, answers and reports. */
export const SOON = 200;
/** Longer than any time-out, query and reconnect. */
export const LATER = 60_000;

export const buy = (rig: OrderRig, more: Partial<OrderFields> = {}): void => {
  rig.order(Side.Buy, LOTS, rig.buyTicks, more);
  rig.run(SOON);
};
export const sent = (rig: OrderRig): string =>
  `child #1 of #2 at venue0 ${LOTS}@${rig.buyTicks} ${rig.lives}`;
export const fill = (rig: OrderRig, lots: number): string => `fill #1 ${lots}@${rig.buyTicks}`;
