/**
 * A hash over the logical state: what the next command's outcome can depend on, in a fixed order, and nothing of how it
 * is stored. Two lanes of 32 bits, mixed word by word; not for secrets, only to tell states apart.
 */
import { NOTE_NUMBERS } from '../../protocol/records/note.js';
import { TermSize } from '../book/order-terms.js';
import { rankOf, Sides } from '../book/rank.js';
import { PosSize } from '../ledger/positions.js';
import { HistSize } from '../ledger/trade-history.js';
import { InsSize } from '../risk/instruments.js';
import type { Limit } from '../risk/limit.js';
import type { SessionLimits } from '../risk/session-limits.js';
import { NO_PRICE } from './matching/references.js';
import { eachWaiting } from './matching/waiting.js';
import type { CoreState } from './state.js';

class Mixer {
  private a = 0x6a09e667;
  private b = 0xbb67ae85 | 0;
  private readonly double = new Float64Array(1);
  private readonly halves = new Int32Array(this.double.buffer);

  int(value: number): void {
    this.a = Math.imul(this.a ^ value, 0x9e3779b1);
    this.a ^= this.a >>> 15;
    this.b = Math.imul((this.b ^ value ^ this.a) + 0x7f4a7c15, 0x85ebca6b);
    this.b ^= this.b >>> 13;
  }

  number(value: number): void {
    this.double[0] = value;
    this.int(this.halves[0]);
    this.int(this.halves[1]);
  }

  hex(): string {
    return word(this.a) + word(this.b);
  }
}

const word = (value: number): string => (value >>> 0).toString(16).padStart(8, '0');

export function hashState(state: CoreState, sequence: number): string {
  const mixer = new Mixer();
  for (const value of [
    sequence,
    state.seconds,
    state.nanos,
    state.epoch,
    state.risk.firmFlags,
    state.expiries.nearestSeconds,
  ])
    mixer.number(value);
  mixInstruments(mixer, state);
  mixAccounts(mixer, state);
  mixSessions(mixer, state);
  mixNotes(mixer, state);
  mixLedger(mixer, state);
  mixSlots(mixer, state);
  mixWaiting(mixer, state);
  mixQuotes(mixer, state);
  mixVenues(mixer, state);
  return mixer.hex();
}

function mixInstruments(mixer: Mixer, state: CoreState): void {
  const { instruments: all } = state;
  for (let id = 1; id < all.capacity; id++) {
    if (!all.isDefined(id)) continue;
    mixer.int(id);
    for (const word of all.i32.subarray(id << InsSize.Shift, (id + 1) << InsSize.Shift)) mixer.int(word);
    for (const limit of all.limits) mixLimit(mixer, limit, id);
    mixContract(mixer, state, id);
    mixMarket(mixer, state, id);
    for (let side = 0; side < Sides.PerInstrument; side++)
      state.book.walk((id << Sides.Shift) | side, (slot) => mixOrder(mixer, state, slot));
  }
}

function mixMarket(mixer: Mixer, { market }: CoreState, id: number): void {
  for (const column of market.columns()) {
    const width = column.length / market.capacity;
    for (let i = id * width; i < (id + 1) * width; i++) mixer.number(column[i]);
  }
}

function mixOrder(mixer: Mixer, { orders }: CoreState, slot: number): void {
  mixer.int(slot);
  mixer.int(orders.generation(slot));
  mixer.int(orders.head(slot));
  mixer.int(orders.flags(slot));
  mixer.int(orders.instrument(slot));
  mixer.int(orders.owner(slot));
  mixer.int(rankOf(orders.side(slot), orders.priceTicks(slot)));
  mixer.int(orders.clientIdLow(slot));
  mixer.int(orders.clientIdHigh(slot));
  mixer.number(orders.totalLots(slot));
  mixer.number(orders.openLots(slot));
}

function mixAccounts(mixer: Mixer, { accounts, clientIds, ledger }: CoreState): void {
  const { own, makerRate, takerRate } = ledger.accountFees;
  for (let id = 1; id < accounts.capacity; id++) {
    if (!accounts.isDefined(id)) continue;
    mixer.int(id);
    mixer.int(accounts.isEnabled(id) ? 1 : 0);
    mixer.int(accounts.kind(id));
    mixer.int(accounts.flags.of(id));
    for (const value of [own[id], makerRate[id], takerRate[id], accounts.creditCurrency[id]])
      mixer.int(value);
    mixLimit(mixer, accounts.maxOpenOrders, id);
    mixLimit(mixer, accounts.credit, id);
    for (const half of clientIds.endedIds(id)) mixer.int(half);
  }
}

function mixSessions(mixer: Mixer, { sessions, risk }: CoreState): void {
  for (let id = 1; id < sessions.capacity; id++) {
    for (const value of [sessions.open[id], sessions.lastMessage[id], sessions.waiting[id]]) mixer.int(value);
    mixSessionLimits(mixer, risk.sessions, id);
    if (sessions.waiting[id] === 0) continue;
    mixer.number(sessions.deadlineSeconds[id]);
    mixer.int(sessions.deadlineNanos[id]);
  }
}

/** Who has kept none has no numbers here. */
function mixNotes(mixer: Mixer, { notes }: CoreState): void {
  for (let row = 0; row < notes.written.length; row++) {
    if (notes.written[row] === 0) continue;
    mixer.int(row);
    for (const each of notes.numbers.subarray(row * NOTE_NUMBERS, (row + 1) * NOTE_NUMBERS))
      mixer.number(each);
  }
}

function mixSessionLimits(mixer: Mixer, all: SessionLimits, id: number): void {
  mixer.int(all.flags.of(id));
  for (const limit of [all.ordersPerSecond, all.cancelsPerSecond, all.maxExecutions])
    mixLimit(mixer, limit, id);
  for (const value of [all.second[id], all.orders[id], all.cancels[id], all.executions[id]])
    mixer.number(value);
}

function mixLimit(mixer: Mixer, { values, byHand }: Limit, id: number): void {
  mixer.number(values[id]);
  mixer.int(byHand[id]);
}

function mixContract(mixer: Mixer, { ledger }: CoreState, id: number): void {
  const { contracts } = ledger;
  for (const value of [contracts.kind(id), contracts.currency(id)]) mixer.int(value);
  for (const value of [contracts.makerRate(id), contracts.takerRate(id)]) mixer.int(value);
  mixer.number(contracts.f64[contracts.unitValueAt(id)]);
}

/** Rates, the rows of positions as they were given, and the trades that can be taken back. */
function mixLedger(mixer: Mixer, { ledger, risk }: CoreState): void {
  const { positions, trades } = ledger;
  for (const value of risk.currencies.units) mixer.number(value);
  for (const value of risk.currencies.per) mixer.number(value);
  const rows = positions.i32.subarray(PosSize.Words, (positions.count + 1) << PosSize.Shift);
  for (const word of rows) mixer.int(word);
  mixer.number(trades.count);
  for (const at of trades.offsets())
    for (const word of trades.i32.subarray(at, at + HistSize.Words)) mixer.int(word);
}

/** The ids that the next orders will get. */
function mixSlots(mixer: Mixer, { orders }: CoreState): void {
  mixer.int(orders.highWater);
  for (const slot of orders.freeSlots()) {
    mixer.int(slot);
    mixer.int(orders.generation(slot));
  }
}

/** What orders have beyond their line, and the order in which those wait that stand in no book. */
function mixWaiting(mixer: Mixer, state: CoreState): void {
  const { orders, terms, venuePrices } = state;
  for (let slot = 1; slot < orders.highWater; slot++) {
    if (!orders.isOpen(slot) || !orders.hasTerms(slot)) continue;
    if (!orders.isResting(slot)) mixOrder(mixer, state, slot);
    mixer.int(slot);
    const at = slot << TermSize.Shift;
    for (let word = 0; word < TermSize.Words; word++) mixer.int(terms.i32[at | word]);
  }
  eachWaiting(state, (slot) => mixer.int(slot));
  for (const ticks of venuePrices.ticks) if (ticks !== NO_PRICE) mixer.int(ticks);
}

/** Venues, what they list, and what is known of their prices. Who has none has no numbers here. */
function mixVenues(mixer: Mixer, { venues, listings }: CoreState): void {
  for (const column of venues.columns()) for (const value of column) mixer.number(value);
  mixer.number(venues.sent[0]);
  for (const value of listings.save()) mixer.number(value);
}

/** Who has protection and how far its executions have come; the quotes in the order in which they would be pulled. */
function mixQuotes(mixer: Mixer, { quotes, protection, sessions }: CoreState): void {
  for (let id = 1; id < sessions.capacity; id++) {
    if (protection.executions[id] === 0) continue;
    for (const value of [id, protection.executions[id], protection.triggered[id]]) mixer.int(value);
    mixer.number(protection.windowNs[id]);
    for (const part of protection.counted(id)) mixer.int(part);
  }
  for (const slot of quotes.slots()) mixer.int(slot);
}
