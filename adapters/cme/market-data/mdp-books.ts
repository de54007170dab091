/** What the books of a session are to whoever reads the channel: by price (`price-books.ts`) or by order (`order-books.ts`). */
import type { Side } from '../../../protocol/codes/enums.js';
import type { BlockView } from '../../../protocol/views/block-view.js';
import type { SbeFault } from '../../../protocol/views/sbe-message.js';
import { Fault } from '../../kit/json/fault.js';

/** MDUpdateAction, OrderUpdateAction. */
export const enum Action {
  New = 0,
  Change = 1,
  Delete = 2,
  /** From the best level through this one. */
  DeleteThru = 3,
  /** From this level on. */
  DeleteFrom = 4,
  /** Another price in this place. */
  Overlay = 5,
}

/** MDEntryType. Implied levels (E, F) are of a book of their own, which is not read. */
export const enum EntryType {
  Bid = 0x30,
  Offer = 0x31,
  EmptyBook = 0x4a,
}

/** In the SBE header. */
export const TEMPLATE_AT = 2;

/** Templates of the incremental feed that are read. */
export const enum Template {
  ChannelReset = 4,
  Heartbeat = 12,
  SecurityStatus = 30,
  Book = 46,
  OrderBook = 47,
  TradeSummary = 48,
  /** As Book and TradeSummary, with quantities of 64 bits. */
  BookLong = 64,
  TradeSummaryLong = 65,
}

/** Whom books tell what has become of them. */
export interface BookHost {
  /** @returns the place of the instrument in the list; -1: what is said is not for its book, now */
  placeOf(securityId: number): number;
  /** A level has so many lots now, 0 = it is gone. */
  level(place: number, side: Side, ticks: number, lots: number): void;
  /** The book is not the venue's any more. */
  wrong(place: number, fault: Fault): void;
}

const HIGH = 2 ** 32;

/** No price: `priceFault` says why. */
export const NO_TICKS = -(2 ** 31);

/**
 * A price of an entry, in ticks: read in halves, so that what leaves this function is a small number, for which nothing is made.
 * @param at of the mantissa in the entry
 */
export function ticksIn(entry: BlockView, at: number, mantissaPerTick: Float64Array, place: number): number {
  const ticks = (entry.highOf(at, true) * HIGH + (entry.lowOf(at, true) >>> 0)) / mantissaPerTick[place];
  return (ticks | 0) === ticks ? ticks | 0 : NO_TICKS;
}

/** It is no whole number of ticks, or more than int32 holds. */
export function priceFault(
  entry: BlockView,
  at: number,
  mantissaPerTick: Float64Array,
  place: number,
): Fault {
  const mantissa = entry.highOf(at, true) * HIGH + (entry.lowOf(at, true) >>> 0);
  return Number.isInteger(mantissa / mantissaPerTick[place]) ? Fault.OutOfRange : Fault.OffStep;
}

/** Of an int32 that is not there. */
const NULL_SIZE = 2 ** 31 - 1;

export const isSize = (lots: number): boolean => lots > 0 && lots < NULL_SIZE;

/** An entry with a quantity of 32 or of 64 bits. */
interface Sized {
  readonly mdEntrySize: number;
  readonly hasMdEntrySize: boolean;
}

/** Lots of an entry; 0: it has none, or more than a double holds exactly. */
export const lotsIn = (entry: Sized): number =>
  entry.hasMdEntrySize && entry.mdEntrySize > 0 && entry.mdEntrySize <= Number.MAX_SAFE_INTEGER
    ? entry.mdEntrySize
    : 0;

/** A snapshot says nothing of it. */
const NO_STATUS = 255;

/** What a snapshot says of itself. */
export interface SnapshotHead {
  securityId: number;
  /** The last packet of the incremental feed that is in it. */
  lastSequence: number;
  /** Of so many pieces this is which, from 1 on. */
  piece: number;
  pieces: number;
  /** SecurityTradingStatus; 255 = it says nothing of it. */
  status: number;
}

export abstract class MdpBooks {
  /** Of the last snapshot that `readSnapshot` has read. */
  readonly head: SnapshotHead = { securityId: 0, lastSequence: 0, piece: 1, pieces: 1, status: NO_STATUS };

  constructor(
    private readonly mantissaPerTick: Float64Array,
    protected readonly host: BookHost,
  ) {}

  /** @param depth levels that the venue tells of a side */
  abstract define(place: number, depth: number): void;
  abstract clear(place: number): void;
  /** Whether the template is one that the books follow. */
  abstract follows(template: number): boolean;
  /** One message of a template that they follow, its header first. Nothing of an unsound one is used. */
  abstract take(template: number, bytes: Buffer, start: number, end: number): SbeFault;
  /** Reads a snapshot's head; `takeSnapshot` tells its levels. @returns a fault when it is none of ours */
  abstract readSnapshot(bytes: Buffer, start: number, end: number): SbeFault;
  abstract takeSnapshot(place: number): void;

  /** @returns NO_TICKS: it is no price, and the host has been told */
  protected ticksOf(entry: BlockView, at: number, place: number): number {
    const ticks = ticksIn(entry, at, this.mantissaPerTick, place);
    if (ticks === NO_TICKS) this.host.wrong(place, priceFault(entry, at, this.mantissaPerTick, place));
    return ticks;
  }
}
