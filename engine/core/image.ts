/**
 * The core's state as bytes, and back. Orders and columns are written as they stand, orders up to the highest slot used, then
 * the free slots in the order in which they will be given out, the queues of all books in priority order, and what each
 * account remembers; positions and trades as far as they are used. Books and hashes are built anew from that, so their layout may change without a new version.
 *
 * ```
 *  (byte length u32, padding u32, bytes padded to 8) per section
 * ```
 */

import { Contingency } from '../../protocol/codes/enums.js';
import { CommandFlag } from '../../protocol/records/command.js';
import { byteC } from '../../protocol/records/layout.js';
import { VENUES } from '../../protocol/records/routing.js';
import { Rest } from '../book/book.js';
import { Ord, OrderFlag, OrderSize, Rests } from '../book/order-pool.js';
import { Term, TermSize } from '../book/order-terms.js';
import { Sides } from '../book/rank.js';
import { PosSize } from '../ledger/positions.js';
import { HistSize } from '../ledger/trade-history.js';
import { eachOf, eachStop, restoreStop } from './matching/waiting.js';
import type { CoreState } from './state.js';

const MAGIC = 0x50524743; // "PRGC"
const VERSION = 9;
/** The oldest that is read: what came after it stands at the end, and there was room for fewer venues. */
const OLDEST = 7;
const WITH_PROTECTION = 8;
const WITH_ALL_VENUES = 9;
const VENUES_BEFORE = 5;

type Column = Int32Array | Uint32Array | Uint16Array | Uint8Array | Float64Array;

export function saveImage(state: CoreState, sequence: number): Uint8Array {
  const { orders } = state;
  return join([
    header(state, sequence),
    ...orderColumns(state, orders.highWater),
    orders.freeSlots(),
    queues(state),
    ...otherColumns(state),
    ...limitColumns(state),
    ...ledgerColumns(state, state.ledger.positions.count, state.ledger.trades.count),
    ...endedIds(state),
    ...waiting(state),
    state.quotes.slots(),
    ...state.venues.columns(),
    state.venues.sent,
    state.listings.save(),
    ...laterColumns(state),
  ]);
}

/** Into a fresh state. Returns the sequence. @throws RangeError */
export function loadImage(state: CoreState, image: Uint8Array): number {
  const sections = split(image);
  const [saved, ...rest] = sections;
  const numbers = new Float64Array(saved.slice().buffer);
  const expected = header(state, 0);
  if (numbers.length !== expected.length || numbers[0] !== MAGIC)
    throw new RangeError('this is no image of a core');
  if (!(numbers[1] >= OLDEST && numbers[1] <= VERSION))
    throw new RangeError(`the image has format ${numbers[1]}, this core reads ${OLDEST} to ${VERSION}`);
  for (let i = FIRST_LIMIT; i < numbers.length; i++)
    if (numbers[i] !== expected[i]) throw new RangeError('the image was written with other limits');
  const [, , sequence, seconds, nanos, epoch, firmFlags, highWater, nearest, positions, trades, nextTrade] =
    numbers;
  Object.assign(state, { seconds, nanos, epoch });
  state.risk.firmFlags = firmFlags;
  state.expiries.nearestSeconds = nearest;
  const next = () => {
    const section = rest.shift();
    if (section === undefined) throw new RangeError('the image is cut off');
    return section;
  };
  for (const column of orderColumns(state, highWater)) fill(column, next());
  state.orders.restoreFreeSlots(ints(next()), highWater);
  const queued = ints(next());
  const venues = numbers[1] < WITH_ALL_VENUES ? VENUES_BEFORE : VENUES;
  for (const column of otherColumns(state))
    if (column === state.venuePrices.ticks) fillByVenue(column, next(), state.limits.instruments, venues);
    else fill(column, next());
  state.venuePrices.restored();
  for (const column of limitColumns(state)) fill(column, next());
  for (const column of ledgerColumns(state, positions, trades)) fill(column, next());
  state.ledger.positions.restore(positions);
  Object.assign(state.ledger.trades, { count: trades, next: nextTrade });
  for (let account = 1; account < state.accounts.capacity; account++)
    if (state.accounts.isDefined(account)) state.clientIds.restoreEnded(account, ints(next()));
  restoreTerms(state, ints(next()));
  rebuild(state, queued);
  restoreWaiting(state, [ints(next()), ints(next()), ints(next())]);
  for (const slot of ints(next())) state.quotes.enter(slot);
  for (const column of state.venues.columns()) fillByVenue(column, next(), 1, venues);
  fill(state.venues.sent, next());
  state.venues.restored();
  state.listings.restore(new Float64Array(next().slice().buffer));
  if (numbers[1] >= WITH_PROTECTION) for (const column of laterColumns(state)) fill(column, next());
  return sequence;
}

const FIRST_LIMIT = 12;

/** The terms of those that have some, each after its slot; then who waits, in order: stops, pegs, trailing stops. */
function waiting(state: CoreState): Int32Array[] {
  const { orders, terms } = state;
  const rows: number[] = [];
  for (let slot = 1; slot < orders.highWater; slot++) {
    if (!orders.isOpen(slot) || !orders.hasTerms(slot)) continue;
    rows.push(slot, ...terms.i32.subarray(slot << TermSize.Shift, (slot + 1) << TermSize.Shift));
  }
  const stops: number[] = [];
  const pegs: number[] = [];
  const trailing: number[] = [];
  eachStop(state, (slot) => stops.push(slot));
  eachOf(state, state.pegs, (slot) => pegs.push(slot));
  eachOf(state, state.trailing, (slot) => trailing.push(slot));
  return [rows, stops, pegs, trailing].map((slots) => Int32Array.from(slots));
}

function restoreTerms(state: CoreState, rows: Int32Array): void {
  const { terms } = state;
  for (let at = 0; at < rows.length; at += 1 + TermSize.Words) {
    const slot = rows[at];
    terms.i32.set(rows.subarray(at + 1, at + 1 + TermSize.Words), slot << TermSize.Shift);
    if (terms.get(slot, Term.Watched) === 1) {
      terms.set(slot, Term.Watched, 0);
      state.watch(slot);
    }
  }
}

function restoreWaiting(state: CoreState, [stops, pegs, trailing]: readonly Int32Array[]): void {
  const { orders } = state;
  for (const slot of stops)
    if (!restoreStop(state, slot))
      throw new RangeError('the image holds more trigger prices than fit these limits');
  for (const slot of pegs) state.pegs.append(orders.instrument(slot), slot);
  for (const slot of trailing) state.trailing.append(orders.instrument(slot), slot);
}

function header(state: CoreState, sequence: number): Float64Array {
  const { seconds, nanos, epoch, risk, orders, ledger, expiries, limits } = state;
  const { instruments, accounts, sessions, clientIdHistory, positions, tradeHistory } = limits;
  const progress = [
    sequence,
    seconds,
    nanos,
    epoch,
    risk.firmFlags,
    orders.highWater,
    expiries.nearestSeconds,
  ];
  return Float64Array.of(
    MAGIC,
    VERSION,
    ...progress,
    ledger.positions.count,
    ledger.trades.count,
    ledger.trades.next,
    limits.orders,
    instruments,
    accounts,
    sessions,
    clientIdHistory,
    positions,
    tradeHistory,
  );
}

function orderColumns({ orders }: CoreState, highWater: number): Column[] {
  return [orders.i32.subarray(0, highWater << OrderSize.Shift)];
}

function otherColumns({
  instruments: i,
  accounts: a,
  sessions: s,
  market,
  venuePrices,
  protection,
  notes,
}: CoreState): Column[] {
  return [
    ...[i.i32, a.i32, venuePrices.ticks],
    ...market.columns(),
    ...[s.open, s.lastMessage, s.waiting, s.deadlineSeconds, s.deadlineNanos],
    ...protection.columns(),
    ...notes.columns(),
  ];
}

function limitColumns({ instruments: i, accounts: a, risk }: CoreState): Column[] {
  const { sessions: s, currencies } = risk;
  const limits = [
    ...[i.collarTicks, i.collarBasisPoints, i.restricted, i.maxPositionLots, i.maxExposure],
    ...[a.maxOpenOrders, a.credit, s.ordersPerSecond, s.cancelsPerSecond, s.maxExecutions],
  ];
  return [
    ...limits.flatMap(({ values, byHand }) => [values, byHand]),
    ...[a.creditCurrency, currencies.units, currencies.per],
    ...[s.flagWords.subarray(0, s.capacity), s.second, s.orders, s.cancels, s.executions],
  ];
}

/** Since format 8. */
const laterColumns = ({ instruments }: CoreState): Column[] => [
  instruments.protectionTicks.values,
  instruments.protectionTicks.byHand,
];

/** Rows and trades as far as they are used. */
function ledgerColumns({ ledger }: CoreState, rows: number, trades: number): Column[] {
  const { positions, contracts, accountFees, trades: history } = ledger;
  return [
    ...[contracts.f64, accountFees.own, accountFees.makerRate, accountFees.takerRate],
    positions.i32.subarray(PosSize.Words, (rows + 1) << PosSize.Shift),
    history.i32.subarray(0, trades << HistSize.Shift),
  ];
}

function queues(state: CoreState): Int32Array {
  const slots: number[] = [];
  for (let side = 0; side < state.limits.instruments * Sides.PerInstrument; side++)
    state.book.walk(side, (slot) => slots.push(slot));
  return Int32Array.from(slots);
}

function endedIds({ accounts, clientIds }: CoreState): Int32Array[] {
  const ids: Int32Array[] = [];
  for (let account = 1; account < accounts.capacity; account++)
    if (accounts.isDefined(account)) ids.push(clientIds.endedIds(account));
  return ids;
}

function rebuild(
  { orders, terms, book, clientIds, market, reduceOnlyOrders, linkedOrders }: CoreState,
  queued: Int32Array,
): void {
  market.rebuild();
  for (let slot = 1; slot < orders.highWater; slot++) {
    if (!orders.isOpen(slot)) continue;
    orders.i32[(slot << OrderSize.Shift) | Ord.Level] = Rests.Nowhere;
    if ((orders.flags(slot) & CommandFlag.ReduceOnly) !== 0) reduceOnlyOrders[orders.instrument(slot)]++;
    if (orders.hasTerms(slot) && byteC(terms.get(slot, Term.Head)) !== Contingency.None)
      linkedOrders[orders.instrument(slot)]++;
    if ((orders.flags(slot) & (CommandFlag.QuoteSide | OrderFlag.Child)) !== 0) continue;
    clientIds.add(orders.account(slot), orders.clientIdLow(slot), orders.clientIdHigh(slot), slot);
  }
  for (const slot of queued)
    if (book.rest(slot) !== Rest.Done)
      throw new RangeError('the image holds more price levels than fit these limits');
}

function join(columns: readonly Column[]): Uint8Array {
  const total = columns.reduce((sum, { byteLength }) => sum + 8 + padded(byteLength), 0);
  const out = new Uint8Array(total);
  const lengths = new DataView(out.buffer);
  let at = 0;
  for (const column of columns) {
    lengths.setUint32(at, column.byteLength, true);
    out.set(new Uint8Array(column.buffer, column.byteOffset, column.byteLength), at + 8);
    at += 8 + padded(column.byteLength);
  }
  return out;
}

function split(image: Uint8Array): Uint8Array[] {
  const lengths = new DataView(image.buffer, image.byteOffset, image.byteLength);
  const sections: Uint8Array[] = [];
  for (let at = 0; at + 8 <= image.length; ) {
    const length = lengths.getUint32(at, true);
    if (at + 8 + length > image.length) throw new RangeError('the image is cut off');
    sections.push(image.subarray(at + 8, at + 8 + length));
    at += 8 + padded(length);
  }
  if (sections.length === 0) throw new RangeError('this is no image of a core');
  return sections;
}

function fill(column: Column, bytes: Uint8Array): void {
  if (column.byteLength !== bytes.length) throw new RangeError('the image does not fit these limits');
  new Uint8Array(column.buffer, column.byteOffset, column.byteLength).set(bytes);
}

/** In rows of so many venues; more have room here. */
function fillByVenue(column: Column, bytes: Uint8Array, rows: number, venues: number): void {
  const width = column.byteLength / rows;
  const from = (width / VENUES) * venues;
  if (bytes.length !== from * rows) throw new RangeError('the image does not fit these limits');
  const into = new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
  for (let row = 0; row < rows; row++) into.set(bytes.subarray(row * from, (row + 1) * from), row * width);
}

const ints = (bytes: Uint8Array): Int32Array => new Int32Array(bytes.slice().buffer);
const padded = (bytes: number): number => (bytes + 7) & ~7;
