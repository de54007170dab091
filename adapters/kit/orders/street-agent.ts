/**
 * All venues' order desks on one thread: reads from the event ring what goes out, but never before it is on disk, and lets each
 * desk work. A gating reader, so a venue's order is never overrun; but one with a deadline. Who was detached throws, and the
 * agent that is made in its place starts from what the core says is open.
 */
import type { BroadcastReader } from '../../../engine/rings/broadcast.js';
import type { Agent, Clock } from '../../../engine/threads/agent.js';
import { Route, VenueStatus } from '../../../protocol/codes/enums.js';
import { reasonName } from '../../../protocol/codes/reasons.js';
import {
  Cmd,
  CmdDouble,
  CommandFlag,
  CommandKind,
  reasonOf,
  sideOf,
  Venue as VenueWords,
} from '../../../protocol/records/command.js';
import { End, EndDouble, EventKind } from '../../../protocol/records/event.js';
import {
  byteA,
  byteB,
  byteC,
  kindOf,
  LAST_IN_GROUP,
  RECORD_WORDS,
  Word,
} from '../../../protocol/records/layout.js';
import {
  Child,
  ChildDouble,
  ChildOpenDouble,
  childFlags,
  routeOf,
  VENUES,
} from '../../../protocol/records/routing.js';
import { BySlot } from './by-slot.js';
import type { OrderDesk } from './order-desk.js';
import type { VenueLane } from './venue-lane.js';

const EVENTS_PER_TURN = 1_024;

/** Market data and whatever else there is beside orders. */
export interface Beside {
  doWork(): number;
  close?(): void | Promise<void>;
}

export interface Venue {
  readonly desk: OrderDesk;
  readonly others: readonly Beside[];
}

export class StreetAgent implements Agent {
  readonly name = 'street';
  /** Which venue an open child is at. */
  private readonly places = new BySlot<OrderDesk>();
  /** By venue: whether the core has told what is open there; before that the venue does not work. */
  private readonly told: boolean[] = new Array(VENUES).fill(false);
  /** The venue whose orders are being told; -1 = none. */
  private telling = -1;
  private readonly i32 = new Int32Array(RECORD_WORDS);
  private readonly f64 = new Float64Array(this.i32.buffer);

  /**
   * Whatever there was before it, another thread's even, it begins with nothing, and asks the core what is open.
   * @param venues by number; holes where there is none
   * @param besides of no venue that orders go to
   */
  constructor(
    private readonly venues: readonly (Venue | undefined)[],
    private readonly events: BroadcastReader,
    private readonly lane: VenueLane,
    private readonly clock: Clock,
    private readonly besides: readonly Beside[] = [],
  ) {
    events.attach();
    clock.read();
    for (const number of this.numbers()) lane.attached(number);
  }

  /** @throws Error the reader was detached, or the core does not know a venue: nothing here can be relied on any more */
  doWork(): number {
    this.clock.read();
    const nowMs = this.clock.seconds * 1_000 + Math.floor(this.clock.nanos / 1e6);
    let work = this.read();
    for (const [number, venue] of this.venues.entries()) {
      if (venue === undefined || !this.told[number]) continue;
      work += venue.desk.doWork(nowMs);
      for (const other of venue.others) work += other.doWork();
    }
    for (const beside of this.besides) work += beside.doWork();
    return work + this.lane.flush();
  }

  expectsWork(): boolean {
    return this.venues.some((venue) => venue?.desk.isAsking);
  }

  /** Nothing goes to its venues from now on, and nobody waits for it. */
  async close(): Promise<void> {
    for (const number of this.numbers()) this.lane.venueStatus(number, VenueStatus.Down);
    this.lane.flush();
    this.events.detach();
    for (const venue of this.venues) venue?.desk.close();
    for (const venue of this.venues) for (const other of venue?.others ?? []) await other.close?.();
    for (const beside of this.besides) await beside.close?.();
  }

  private *numbers(): Generator<number> {
    for (const [number, venue] of this.venues.entries()) if (venue !== undefined) yield number;
  }

  private read(): number {
    const { events } = this;
    const count = events.available(EVENTS_PER_TURN);
    for (let i = 0; i < count; i++) {
      this.copy(events.i32, events.offset(i));
      if (events.detached())
        throw new Error('it was held up for too long, and the engine went on without it');
      this.apply();
    }
    events.release(count);
    return count;
  }

  private copy(from: Int32Array, at: number): void {
    for (let word = 0; word < RECORD_WORDS; word++) this.i32[word] = from[at + word];
  }

  private apply(): void {
    const { i32, f64 } = this;
    const slot = i32[Cmd.OrderSlot];
    switch (kindOf(i32[0])) {
      case EventKind.ChildOrder:
        this.child(false, 0);
        break;
      case EventKind.ChildOpen:
        this.child(true, f64[ChildOpenDouble.ExecutedLots]);
        break;
      case EventKind.VenueCancel:
        this.places.get(slot)?.cancelWanted(slot);
        break;
      case EventKind.VenueReplace:
        this.replace();
        break;
      case EventKind.OrderEnded:
        this.over(slot);
        break;
      case CommandKind.ChildFill:
        this.deskOf(byteA(i32[0]))?.trades.counted(i32[Cmd.Message], this.acceptedSequence());
        this.answered();
        break;
      case CommandKind.VenueReport:
        this.answered();
        break;
      case CommandKind.VenueFill:
        this.lateFill();
        break;
      case CommandKind.TradeBust:
      case CommandKind.TradeCorrection:
        this.tradeChanged();
        break;
      case CommandKind.VenueAttached:
        this.tellingBegins(byteA(i32[0]));
        break;
    }
    if (this.telling !== -1 && (i32[Word.Flags] & LAST_IN_GROUP) !== 0) this.tellingEnds();
  }

  private tellingBegins(venue: number): void {
    const reason = reasonOf(this.i32[Cmd.Flags]);
    if (reason !== 0) throw new Error(`the core does not take venue ${venue} (${reasonName(reason)})`);
    this.telling = venue;
  }

  private tellingEnds(): void {
    this.told[this.telling] = true;
    this.telling = -1;
  }

  private deskOf(venue: number): OrderDesk | undefined {
    return this.told[venue] || venue === this.telling ? this.venues[venue]?.desk : undefined;
  }

  /** @param known it is one of an earlier time, and the venue may have it; a new one of a venue that was not told yet will come again as such */
  private child(known: boolean, executedLots: number): void {
    const { i32, f64 } = this;
    const where = i32[Child.Where];
    const route = routeOf(where);
    const desk = this.deskOf(route - Route.Venue);
    if (desk === undefined) return;
    const slot = i32[Cmd.OrderSlot];
    this.places.set(slot, desk);
    const terms = {
      slot,
      generation: i32[Cmd.OrderGeneration],
      instrument: i32[Cmd.Instrument],
      owner: i32[Cmd.Owner],
      side: byteA(i32[0]),
      meantSide: sideOf(i32[0], childFlags(where)),
      ordType: byteB(i32[0]),
      timeInForce: byteC(i32[0]),
      postOnly: (childFlags(where) & CommandFlag.PostOnly) !== 0,
      number: i32[Child.Number],
      epoch: i32[Child.Epoch],
    };
    desk.child(terms, i32[Cmd.PriceTicks], f64[ChildDouble.TotalLots], executedLots, known);
  }

  private replace(): void {
    const { i32, f64 } = this;
    const slot = i32[End.OrderSlot];
    const totalLots = f64[EndDouble.OpenLots] + f64[EndDouble.ExecutedLots];
    this.places.get(slot)?.replaceWanted(slot, i32[End.PriceTicks], totalLots);
  }

  private over(slot: number): void {
    this.places.get(slot)?.over(slot);
    this.places.delete(slot);
  }

  /** Which desk's it was, the street account says. */
  private lateFill(): void {
    const street = this.i32[VenueWords.StreetAccount];
    for (const venue of this.venues)
      if (venue?.desk.streetAccount === street)
        venue.desk.trades.counted(this.i32[Cmd.Message], this.acceptedSequence());
  }

  /** The sequence of a command that the core has accepted; 0 = it has not. */
  private acceptedSequence(): number {
    return reasonOf(this.i32[Cmd.Flags]) === 0 ? this.f64[CmdDouble.Sequence] : 0;
  }

  /** An operator's own are nobody's here. */
  private tradeChanged(): void {
    const reason = reasonOf(this.i32[Cmd.Flags]);
    if (reason !== 0) this.venues[byteA(this.i32[0]) - 1]?.desk.trades.changeRefused(reason);
  }

  private answered(): void {
    const reason = reasonOf(this.i32[Cmd.Flags]);
    const slot = this.i32[Cmd.OrderSlot];
    if (reason !== 0) this.places.get(slot)?.refused(slot, reason);
  }
}
