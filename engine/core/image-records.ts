/**
 * Shows the core's state on the event ring after recovery: definitions, sessions, positions, then every open order in
 * priority order, between ImageBegin and ImageEnd. Readers build their own tables from it; it is never journaled.
 */
import { OrdType, Route, TradingPhase } from '../../protocol/codes/enums.js';
import {
  Cmd,
  CmdDouble,
  CommandFlag,
  ContractDouble,
  ContractWord,
  Define,
  DefineDouble,
} from '../../protocol/records/command.js';
import {
  End,
  EventKind,
  Img,
  ImgDouble,
  ImgPosDouble,
  ImgTerms,
  ImgTermsDouble,
  Ind,
  IndDouble,
  Phs,
} from '../../protocol/records/event.js';
import {
  Double,
  head,
  LAST_IN_GROUP,
  owner,
  RECORD_WORDS,
  Word,
  withOrdType,
} from '../../protocol/records/layout.js';
import { NOTES, NoteDouble } from '../../protocol/records/note.js';
import { Terms, TermsDouble } from '../../protocol/records/order-terms.js';
import { Child, ChildDouble, whereWord } from '../../protocol/records/routing.js';
import { OrderFlag } from '../book/order-pool.js';
import { ChildTerm, ParentTerm, Term, TermDouble, Waits } from '../book/order-terms.js';
import { Sides } from '../book/rank.js';
import * as exact from '../ledger/exact.js';
import { PosDouble, PosSize } from '../ledger/positions.js';
import type { BroadcastWriter } from '../rings/broadcast.js';
import type { CoreState } from './state.js';

type Record = (at: number) => void;

export class ImageRecords {
  private readonly records: Iterator<Record>;
  private waiting: Record | undefined;
  private index = 0;

  constructor(
    private readonly state: CoreState,
    private readonly events: BroadcastWriter,
    private readonly sequence: number,
  ) {
    this.records = this.all();
  }

  /** Writes as much as there is room for. True when all is written. */
  step(): boolean {
    for (;;) {
      this.waiting ??= this.records.next().value;
      if (this.waiting === undefined) return true;
      if (!this.events.room(1)) return false;
      this.write(this.waiting);
      this.waiting = undefined;
    }
  }

  private write(record: Record): void {
    const at = this.events.claim();
    this.events.i32.fill(0, at, at + RECORD_WORDS);
    this.events.i32[at + Word.Flags] = this.index++ & 0xffffff;
    record(at);
    this.events.f64[(at >> 1) + Double.Sequence] = this.sequence;
  }

  private *all(): Generator<Record, undefined> {
    const { i32 } = this.events;
    yield (at) => {
      i32[at] = head(EventKind.ImageBegin);
      this.stamp(at);
    };
    yield* this.instruments();
    yield* this.markets();
    yield* this.contracts();
    yield* this.accounts();
    yield* this.sessions();
    yield* this.notes();
    yield* this.positions();
    yield* this.orders();
    yield (at) => {
      i32[at] = head(EventKind.ImageEnd);
      i32[at + Word.Flags] |= LAST_IN_GROUP;
    };
    return undefined;
  }

  private *instruments(): Generator<Record> {
    const { i32, f64 } = this.events;
    const { instruments: all } = this.state;
    for (let id = 1; id < all.capacity; id++) {
      if (!all.isDefined(id)) continue;
      yield (at) => {
        i32[at] = head(EventKind.ImageInstrument, all.marginPercent(id));
        i32[at + Cmd.Instrument] = id;
        i32[at + Define.Open] = all.isOpen(id) ? 1 : 0;
        i32[at + Define.ReferenceTicks] = all.referenceTicks(id);
        i32[at + Define.MinPriceTicks] = all.minPriceTicks(id);
        i32[at + Define.MaxPriceTicks] = all.maxPriceTicks(id);
        f64[(at >> 1) + DefineDouble.MaxQtyLots] = all.maxQtyLots(id);
        f64[(at >> 1) + DefineDouble.MaxNotional] = all.maxNotional(id);
      };
    }
  }

  /** Phases other than continuous trading, and indicative prices. */
  private *markets(): Generator<Record> {
    const { i32, f64 } = this.events;
    const { market: all, instruments } = this.state;
    for (let id = 1; id < all.capacity; id++) {
      if (!instruments.isDefined(id) || all.isIn(id, TradingPhase.Continuous)) continue;
      yield (at) => {
        i32[at] = head(EventKind.ImagePhase, all.phase[id]);
        i32[at + Phs.Instrument] = id;
        i32[at + Phs.UntilSeconds] = all.untilSeconds[id];
        i32[at + Phs.UntilNanos] = all.untilNanos[id];
      };
      if (all.indicativeLots[id] === 0) continue;
      yield (at) => {
        i32[at] = head(EventKind.ImageIndicative, all.surplusSide[id]);
        i32[at + Ind.Instrument] = id;
        i32[at + Ind.PriceTicks] = all.indicativeTicks[id];
        f64[(at >> 1) + IndDouble.VolumeLots] = all.indicativeLots[id];
        f64[(at >> 1) + IndDouble.SurplusLots] = all.surplusLots[id];
      };
    }
  }

  private *contracts(): Generator<Record> {
    const { i32, f64 } = this.events;
    const { instruments, ledger } = this.state;
    const { contracts } = ledger;
    for (let id = 1; id < instruments.capacity; id++) {
      if (!instruments.isDefined(id)) continue;
      yield (at) => {
        i32[at] = head(EventKind.ImageContract, contracts.kind(id));
        i32[at + Cmd.Instrument] = id;
        i32[at + ContractWord.Currency] = contracts.currency(id);
        i32[at + ContractWord.MakerRate] = contracts.makerRate(id);
        i32[at + ContractWord.TakerRate] = contracts.takerRate(id);
        f64[(at >> 1) + ContractDouble.UnitValue] = contracts.f64[contracts.unitValueAt(id)];
      };
    }
  }

  /** Two records each: what it holds, and the fees it has paid. */
  private *positions(): Generator<Record> {
    const { f64 } = this.events;
    const { positions } = this.state.ledger;
    for (let row = 1; row <= positions.count; row++) {
      const base = row << PosSize.DoubleShift;
      yield (at) => {
        this.nameOfPosition(at, EventKind.ImagePosition, row);
        f64[(at >> 1) + ImgPosDouble.NetLots] = positions.netLots(row);
        exact.copy(f64, (at >> 1) + ImgPosDouble.Cost, positions.f64, base | PosDouble.Cost);
        exact.copy(f64, (at >> 1) + ImgPosDouble.Cash, positions.f64, base | PosDouble.Cash);
      };
      yield (at) => {
        this.nameOfPosition(at, EventKind.ImageFees, row);
        exact.copy(f64, (at >> 1) + ImgPosDouble.Cost, positions.f64, base | PosDouble.Fees);
      };
    }
  }

  private nameOfPosition(at: number, kind: EventKind, row: number): void {
    const { i32 } = this.events;
    const { positions } = this.state.ledger;
    i32[at] = head(kind);
    i32[at + Cmd.Instrument] = positions.instrument(row);
    i32[at + Cmd.Owner] = owner(positions.account(row), 0);
  }

  private *accounts(): Generator<Record> {
    const { i32 } = this.events;
    const { accounts } = this.state;
    for (let id = 1; id < accounts.capacity; id++) {
      if (!accounts.isDefined(id)) continue;
      yield (at) => {
        i32[at] = head(EventKind.ImageAccount, accounts.isEnabled(id) ? 1 : 0);
        i32[at + Cmd.Owner] = owner(id, 0);
      };
    }
  }

  private *sessions(): Generator<Record> {
    const { i32 } = this.events;
    const { sessions } = this.state;
    for (let id = 1; id < sessions.capacity; id++) {
      if (sessions.open[id] === 0 && sessions.lastMessage[id] === 0) continue;
      yield (at) => {
        i32[at] = head(EventKind.ImageSession, sessions.open[id]);
        i32[at + Cmd.Owner] = owner(0, id);
        i32[at + Cmd.Message] = sessions.lastMessage[id];
      };
    }
  }

  private *notes(): Generator<Record> {
    const { i32, f64 } = this.events;
    const { notes, sessions } = this.state;
    for (let id = 1; id < sessions.capacity; id++)
      for (let place = 0; place < NOTES; place++) {
        if (!notes.has(id, place)) continue;
        yield (at) => {
          i32[at] = head(EventKind.ImageNote, place);
          i32[at + Cmd.Owner] = owner(0, id);
          notes.read(id, place, f64, (at >> 1) + NoteDouble.First);
        };
      }
  }

  private *orders(): Generator<Record> {
    for (let side = 0; side < this.state.limits.instruments * Sides.PerInstrument; side++) {
      const slots: number[] = [];
      this.state.book.walk(side, (slot) => slots.push(slot));
      for (const slot of slots) yield* this.orderAndTerms(slot);
    }
    for (let slot = 1; slot < this.state.orders.highWater; slot++)
      if (this.state.orders.isOpen(slot) && !this.state.orders.isResting(slot))
        yield* this.orderAndTerms(slot);
  }

  private *orderAndTerms(slot: number): Generator<Record> {
    yield (at) => this.order(at, slot);
    if (!this.state.orders.hasTerms(slot)) return;
    yield (at) => this.terms(at, slot);
    if ((this.state.orders.flags(slot) & OrderFlag.Child) !== 0) yield (at) => this.child(at, slot);
  }

  private terms(at: number, slot: number): void {
    const { i32, f64 } = this.events;
    const { terms, orders } = this.state;
    const waits = terms.get(slot, Term.Waits);
    i32[at] = (terms.get(slot, Term.Head) & ~0xff) | EventKind.ImageTerms;
    i32[at + Terms.TriggerTicks] = terms.get(slot, Term.TriggerTicks);
    i32[at + Terms.OffsetTicks] = terms.get(slot, Term.OffsetTicks);
    i32[at + Terms.ExpireSeconds] = terms.get(slot, Term.ExpireSeconds);
    i32[at + Terms.ProtectionTicks] = terms.get(slot, Term.ProtectionTicks);
    i32[at + ImgTerms.Waits] = waits === Waits.Not ? 0 : 1;
    const isRouted = (orders.flags(slot) & OrderFlag.Routed) !== 0;
    i32[at + ImgTerms.Route] = isRouted ? terms.get(slot, ParentTerm.Route) : Route.OwnBook;
    i32[at + End.OrderSlot] = slot;
    i32[at + End.OrderGeneration] = orders.generation(slot);
    f64[(at >> 1) + TermsDouble.DisplayLots] = terms.f64[terms.doubleAt(slot, TermDouble.DisplayLots)];
    f64[(at >> 1) + ImgTermsDouble.ShownLots] = terms.f64[terms.doubleAt(slot, TermDouble.ShownLots)];
  }

  private child(at: number, slot: number): void {
    const { i32, f64 } = this.events;
    const { terms, orders } = this.state;
    const parent = terms.get(slot, ChildTerm.Parent);
    const flags = orders.flags(slot) & 0xffff;
    i32[at] = (orders.head(slot) & ~0xff) | EventKind.ImageChild;
    i32[at + Cmd.Instrument] = orders.instrument(slot);
    i32[at + Cmd.Owner] = orders.owner(slot);
    i32[at + Cmd.PriceTicks] = orders.priceTicks(slot);
    i32[at + Child.Where] = whereWord(
      terms.get(slot, ChildTerm.Route),
      terms.get(slot, ChildTerm.Status),
      flags,
    );
    i32[at + Child.ParentSlot] = parent;
    i32[at + Child.ParentGeneration] = orders.generation(parent);
    i32[at + Cmd.OrderSlot] = slot;
    i32[at + Cmd.OrderGeneration] = orders.generation(slot);
    i32[at + Child.Number] = terms.get(slot, ChildTerm.Number);
    i32[at + Child.Epoch] = terms.get(slot, ChildTerm.Epoch);
    f64[(at >> 1) + ChildDouble.TotalLots] = orders.totalLots(slot);
  }

  private order(at: number, slot: number): void {
    const { i32, f64 } = this.events;
    const { orders } = this.state;
    i32[at] = (this.headOf(slot) & ~0xff) | EventKind.ImageOrder;
    i32[at + Cmd.Instrument] = orders.instrument(slot);
    i32[at + Cmd.Owner] = orders.owner(slot);
    i32[at + Img.Flags] = orders.flags(slot) & 0xffff;
    i32[at + Cmd.PriceTicks] = orders.priceTicks(slot);
    i32[at + Cmd.ClientIdLow] = orders.clientIdLow(slot);
    i32[at + Cmd.ClientIdHigh] = orders.clientIdHigh(slot);
    i32[at + Cmd.OrderSlot] = slot;
    i32[at + Cmd.OrderGeneration] = orders.generation(slot);
    f64[(at >> 1) + CmdDouble.QtyLots] = orders.totalLots(slot);
    f64[(at >> 1) + ImgDouble.ExecutedLots] = orders.executedLots(slot);
  }

  /** Readers know sides of quotes by their type. */
  private headOf(slot: number): number {
    const { orders } = this.state;
    const isQuoted = (orders.flags(slot) & CommandFlag.QuoteSide) !== 0;
    return isQuoted ? withOrdType(orders.head(slot), OrdType.Quoted) : orders.head(slot);
  }

  private stamp(at: number): void {
    this.events.i32[at + Cmd.Seconds] = this.state.seconds;
    this.events.i32[at + Cmd.Nanos] = this.state.nanos;
  }
}
