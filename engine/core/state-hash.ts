/**
 * A hash over the logical state: what the next command's outcome can depend on, in a fixed order, and nothing of how it
 * is stored. Two lanes of 32 bits, mixed word by word; not for secrets, only to tell states apart.
 */
import { rankOf, Sides } from '../book/rank.js';
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
  for (const value of [sequence, state.seconds, state.nanos, state.epoch, state.risk.firmKilled])
    mixer.number(value);
  mixInstruments(mixer, state);
  mixAccounts(mixer, state);
  mixSessions(mixer, state);
  mixSlots(mixer, state);
  return mixer.hex();
}

function mixInstruments(mixer: Mixer, state: CoreState): void {
  const { instruments: all } = state;
  for (let id = 1; id < all.capacity; id++) {
    if (all.defined[id] === 0) continue;
    for (const value of [id, all.open[id], all.killed[id], all.minPriceTicks[id], all.maxPriceTicks[id]])
      mixer.int(value);
    for (const value of [all.referenceTicks[id], all.marginPercent[id], all.lastTicks[id], all.traded[id]])
      mixer.int(value);
    mixer.number(all.maxQtyLots[id]);
    mixer.number(all.maxNotional[id]);
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
  mixer.int(orders.shelf(slot));
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

function mixAccounts(mixer: Mixer, { accounts, clientIds }: CoreState): void {
  for (let id = 1; id < accounts.capacity; id++) {
    if (accounts.defined[id] === 0) continue;
    for (const value of [id, accounts.enabled[id], accounts.killed[id]]) mixer.int(value);
    for (const half of clientIds.endedIds(id)) mixer.int(half);
  }
}

function mixSessions(mixer: Mixer, { sessions }: CoreState): void {
  for (let id = 1; id < sessions.capacity; id++) {
    for (const value of [sessions.open[id], sessions.lastMessage[id], sessions.waiting[id]]) mixer.int(value);
    if (sessions.waiting[id] === 0) continue;
    mixer.number(sessions.deadlineSeconds[id]);
    mixer.int(sessions.deadlineNanos[id]);
  }
}

/** The ids that the next orders will get. */
function mixSlots(mixer: Mixer, { orders }: CoreState): void {
  mixer.int(orders.highWater);
  for (const slot of orders.freeSlots()) {
    mixer.int(slot);
    mixer.int(orders.generation(slot));
  }
}
