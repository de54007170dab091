/**
 * All venues' order desks on one thread: reads from the event ring what goes out, but never before it is on disk, and lets each
 * desk work. A gating reader, so a venue's order is never overrun.
 */
import type { BroadcastReader } from '../../../engine/rings/broadcast.js';
import type { Agent, Clock } from '../../../engine/threads/agent.js';
import { Route } from '../../../protocol/codes/enums.js';
import {
  Cmd,
  CmdDouble,
  CommandFlag,
  CommandKind,
  reasonOf,
  Venue as VenueWords,
} from '../../../protocol/records/command.js';
import { End, EndDouble, EventKind, ImgDouble } from '../../../protocol/records/event.js';
import { byteA, byteB, byteC, kindOf } from '../../../protocol/records/layout.js';
import { Child, ChildDouble, childFlags, routeOf } from '../../../protocol/records/routing.js';
import type { OrderDesk } from './order-desk.js';
import type { VenueLane } from './venue-lane.js';

const EVENTS_PER_TURN = 1_024;

export interface Venue {
  readonly desk: OrderDesk;
  /** Market data and whatever else the venue has. */
  readonly others: readonly { doWork(): number; close?(): void | Promise<void> }[];
}

export class StreetAgent implements Agent {
  readonly name = 'street';
  /** Which venue an open child is at, by slot. */
  private readonly places = new Map<number, OrderDesk>();
  /** Of an image: what the order that comes before its ImageChild has executed. */
  private imageExecutedLots = 0;

  /** @param venues by number; holes where there is none */
  constructor(
    private readonly venues: readonly (Venue | undefined)[],
    private readonly events: BroadcastReader,
    private readonly lane: VenueLane,
    private readonly clock: Clock,
  ) {}

  doWork(): number {
    this.clock.read();
    const nowMs = this.clock.seconds * 1_000 + Math.floor(this.clock.nanos / 1e6);
    let work = this.read();
    for (const venue of this.venues) {
      if (venue === undefined) continue;
      work += venue.desk.doWork(nowMs);
      for (const other of venue.others) work += other.doWork();
    }
    return work + this.lane.flush();
  }

  expectsWork(): boolean {
    return this.venues.some((venue) => venue?.desk.isAsking);
  }

  async close(): Promise<void> {
    for (const venue of this.venues) {
      venue?.desk.close();
      for (const other of venue?.others ?? []) await other.close?.();
    }
  }

  private read(): number {
    const { events } = this;
    const count = events.available(EVENTS_PER_TURN);
    for (let i = 0; i < count; i++) this.apply(events.i32, events.f64, events.offset(i));
    if (count > 0) events.release(count);
    return count;
  }

  private apply(i32: Int32Array, f64: Float64Array, at: number): void {
    switch (kindOf(i32[at])) {
      case EventKind.ChildOrder:
        return this.child(i32, f64, at, 0, false);
      case EventKind.ImageOrder:
        this.imageExecutedLots = f64[(at >> 1) + ImgDouble.ExecutedLots];
        return;
      case EventKind.ImageChild:
        return this.child(i32, f64, at, this.imageExecutedLots, true);
      case EventKind.VenueCancel:
        this.places.get(i32[at + End.OrderSlot])?.cancelWanted(i32[at + End.OrderSlot]);
        return;
      case EventKind.VenueReplace:
        return this.replace(i32, f64, at);
      case EventKind.OrderEnded:
        return this.over(i32[at + End.OrderSlot]);
      case CommandKind.ChildFill:
        this.venues[byteA(i32[at])]?.desk.trades.counted(
          i32[at + Cmd.Message],
          this.sequenceOf(i32, f64, at),
        );
        return this.answered(i32, at);
      case CommandKind.VenueReport:
        return this.answered(i32, at);
      case CommandKind.VenueFill:
        return this.lateFill(i32, f64, at);
      case CommandKind.TradeBust:
      case CommandKind.TradeCorrection:
        return this.tradeChanged(i32, at);
    }
  }

  private child(i32: Int32Array, f64: Float64Array, at: number, executedLots: number, known: boolean): void {
    const where = i32[at + Child.Where];
    const route = routeOf(where);
    if (route === Route.OwnBook) return;
    const desk = this.venues[route - Route.Venue]?.desk;
    if (desk === undefined) return;
    const slot = i32[at + Cmd.OrderSlot];
    this.places.set(slot, desk);
    const terms = {
      slot,
      generation: i32[at + Cmd.OrderGeneration],
      instrument: i32[at + Cmd.Instrument],
      owner: i32[at + Cmd.Owner],
      side: byteA(i32[at]),
      ordType: byteB(i32[at]),
      timeInForce: byteC(i32[at]),
      postOnly: (childFlags(where) & CommandFlag.PostOnly) !== 0,
      number: i32[at + Child.Number],
      epoch: i32[at + Child.Epoch],
    };
    const totalLots = f64[(at >> 1) + ChildDouble.TotalLots];
    desk.child(terms, i32[at + Cmd.PriceTicks], totalLots, executedLots, known);
  }

  private replace(i32: Int32Array, f64: Float64Array, at: number): void {
    const slot = i32[at + End.OrderSlot];
    const totalLots = f64[(at >> 1) + EndDouble.OpenLots] + f64[(at >> 1) + EndDouble.ExecutedLots];
    this.places.get(slot)?.replaceWanted(slot, i32[at + End.PriceTicks], totalLots);
  }

  private over(slot: number): void {
    this.places.get(slot)?.over(slot);
    this.places.delete(slot);
  }

  /** Which desk's it was, the street account says. */
  private lateFill(i32: Int32Array, f64: Float64Array, at: number): void {
    const street = i32[at + VenueWords.StreetAccount];
    for (const venue of this.venues)
      if (venue?.desk.streetAccount === street)
        venue.desk.trades.counted(i32[at + Cmd.Message], this.sequenceOf(i32, f64, at));
  }

  /** The sequence of a command that the core has accepted; 0 = it has not. */
  private sequenceOf(i32: Int32Array, f64: Float64Array, at: number): number {
    return reasonOf(i32[at + Cmd.Flags]) === 0 ? f64[(at >> 1) + CmdDouble.Sequence] : 0;
  }

  /** An operator's own are nobody's here. */
  private tradeChanged(i32: Int32Array, at: number): void {
    const reason = reasonOf(i32[at + Cmd.Flags]);
    if (reason !== 0) this.venues[byteA(i32[at]) - 1]?.desk.trades.changeRefused(reason);
  }

  private answered(i32: Int32Array, at: number): void {
    const reason = reasonOf(i32[at + Cmd.Flags]);
    if (reason !== 0) this.places.get(i32[at + Cmd.OrderSlot])?.refused(i32[at + Cmd.OrderSlot], reason);
  }
}
