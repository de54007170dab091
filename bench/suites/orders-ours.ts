/**
 * Our side of the order half: ChildOrder records on an event ring, the street's agent with one venue's desk and form behind it, and a
 * connection that counts bytes. The form is logged on by the venue's simulator. What is measured is the agent's turn.
 */
import { ChildOrder } from '../../adapters/kit/orders/child-order.js';
import { DeskState, OrderDesk } from '../../adapters/kit/orders/order-desk.js';
import type { OrderForm } from '../../adapters/kit/orders/order-form.js';
import { StreetAgent } from '../../adapters/kit/orders/street-agent.js';
import { VenueLane } from '../../adapters/kit/orders/venue-lane.js';
import { Agenda } from '../../adapters/simulator/kit/agenda.js';
import { BroadcastReader, BroadcastWriter, createBroadcast } from '../../engine/rings/broadcast.js';
import { Doorbell } from '../../engine/rings/doorbell.js';
import { createLane, LaneReader, LaneWriter } from '../../engine/rings/lane.js';
import type { Clock } from '../../engine/threads/agent.js';
import { ChildStatus, OrdType, Route, Side, TimeInForce } from '../../protocol/codes/enums.js';
import { Cmd, CommandKind } from '../../protocol/records/command.js';
import { End, EventKind } from '../../protocol/records/event.js';
import { head, LAST_IN_GROUP, owner, RECORD_WORDS, Word } from '../../protocol/records/layout.js';
import { Child, ChildDouble, whereWord } from '../../protocol/records/routing.js';
import type { OrderVenue } from './orders-venues.js';
import { Wires } from './orders-wires.js';

/** Orders that go out in one turn of the agent. */
export const BATCH = 64;
const RING_SLOTS = 1 << 10;
const LANE_SLOTS = 1 << 10;
const START_MS = Date.UTC(2026, 10, 26, 13);
/** Of the simulator's time, until the session is up. */
const PATIENCE_MS = 60_000;

/** Stands still, so that nothing is due while it is measured, and moves on with the simulator until then. */
class StandingClock implements Clock {
  seconds = 0;
  nanos = 0;

  constructor(private readonly agenda: Agenda) {
    this.read();
  }

  read(): void {
    const { nowMs } = this.agenda;
    this.seconds = Math.floor(nowMs / 1_000);
    this.nanos = (nowMs % 1_000) * 1e6;
  }
}

export class OurOrders {
  readonly wires = new Wires();
  private readonly agenda = new Agenda(START_MS);
  private readonly events: BroadcastWriter;
  private readonly reports: LaneReader;
  private readonly desk: OrderDesk;
  private form!: OrderForm;
  private readonly orders: readonly ChildOrder[];
  private readonly street: StreetAgent;
  private lastNumber = 0;

  constructor(private readonly venue: OrderVenue) {
    const ring = createBroadcast(RING_SLOTS, [Doorbell.create()], [0]);
    const lane = createLane(LANE_SLOTS, 8, Doorbell.create());
    const clock = new StandingClock(this.agenda);
    const venueLane = new VenueLane(new LaneWriter(lane), clock);
    this.events = new BroadcastWriter(ring);
    this.reports = new LaneReader(lane);
    const options = { venue: 0, name: venue.name, streetAccount: 5, ids: venue.ids, fees: new Map() };
    this.desk = new OrderDesk(options, venueLane, () => {});
    this.desk.use(() => {
      this.form = venue.form(this.desk, this.agenda, this.wires);
      return this.form;
    });
    this.orders = Array.from({ length: BATCH }, (_, i) => this.order(i));
    const venues = [{ desk: this.desk, others: [] }];
    this.street = new StreetAgent(venues, new BroadcastReader(ring, 0), venueLane, clock);
    this.comeUp();
  }

  /** @returns seconds from the records on the ring to the bytes */
  batch(): number {
    const first = this.lastNumber + 1;
    for (let i = 0; i < BATCH; i++) this.writeOrder(++this.lastNumber);
    this.events.publish();
    const seconds = this.timed(() => void this.street.doWork());
    this.clear(first);
    return seconds;
  }

  /** The form alone. @returns seconds from orders that the desk has to the bytes */
  formBatch(): number {
    const nowMs = this.agenda.nowMs;
    const seconds = this.timed(() => {
      for (const order of this.orders) this.form.newOrder(order, nowMs);
    });
    this.wires.answer(BATCH);
    this.turn();
    return seconds;
  }

  close(): void {
    this.desk.close();
  }

  private timed(send: () => void): number {
    const { messages } = this.wires;
    const startMs = performance.now();
    send();
    const seconds = (performance.now() - startMs) / 1_000;
    const gone = this.wires.messages - messages;
    if (gone !== BATCH) throw new Error(`${this.venue.name}: ${gone} of ${BATCH} orders went out`);
    return seconds;
  }

  private comeUp(): void {
    this.writeNothingOpen();
    for (let ms = 0; this.desk.state !== DeskState.Up; ms++) {
      if (ms > PATIENCE_MS) throw new Error(`${this.venue.name}: its simulator did not log it on`);
      this.agenda.advance(1);
      this.turn();
    }
    this.wires.isCounting = true;
  }

  /** Answered and over, so that the next batch finds what the first one found. */
  private clear(first: number): void {
    this.wires.answer(BATCH);
    this.turn();
    for (let number = first; number <= this.lastNumber; number++) this.writeEnd(number);
    this.events.publish();
    this.turn();
  }

  private turn(): void {
    this.street.doWork();
    this.reports.release(this.reports.available(LANE_SLOTS));
  }

  /** What the core answers to an adapter that begins. */
  private writeNothingOpen(): void {
    const at = this.record();
    this.events.i32[at] = head(CommandKind.VenueAttached);
    this.events.i32[at + Word.Flags] = LAST_IN_GROUP;
    this.events.publish();
  }

  /** As the desk makes it of `writeOrder`'s record. */
  private order(number: number): ChildOrder {
    const { instrument, ids, priceTicks, lots, timeInForce = TimeInForce.GoodTillCancel } = this.venue;
    const terms = {
      slot: number,
      generation: 1,
      instrument: instrument.id,
      owner: owner(1, 1),
      side: Side.Buy,
      meantSide: Side.Buy,
      ordType: OrdType.Limit,
      timeInForce,
      postOnly: false,
      number,
      epoch: 1,
    };
    return new ChildOrder(terms, ids.of(1, number), priceTicks - number, lots + (number & 0xf));
  }

  private writeOrder(number: number): void {
    const { i32, f64 } = this.events;
    const at = this.record();
    const { timeInForce = TimeInForce.GoodTillCancel } = this.venue;
    i32[at] = head(EventKind.ChildOrder, Side.Buy, OrdType.Limit, timeInForce);
    i32[at + Cmd.Instrument] = this.venue.instrument.id;
    i32[at + Cmd.Owner] = owner(1, 1);
    i32[at + Child.Where] = whereWord(Route.Venue, ChildStatus.PendingNew, 0);
    i32[at + Cmd.PriceTicks] = this.venue.priceTicks - (number & 0x3f);
    i32[at + Cmd.OrderSlot] = number % BATCH;
    i32[at + Cmd.OrderGeneration] = number;
    i32[at + Child.Number] = number;
    i32[at + Child.Epoch] = 1;
    f64[(at >> 1) + ChildDouble.TotalLots] = this.venue.lots + (number & 0xf);
  }

  private writeEnd(number: number): void {
    const { i32 } = this.events;
    const at = this.record();
    i32[at] = head(EventKind.OrderEnded);
    i32[at + End.OrderSlot] = number % BATCH;
    i32[at + End.OrderGeneration] = number;
  }

  private record(): number {
    if (!this.events.room(1)) throw new Error('the ring is full');
    const at = this.events.claim();
    this.events.i32.fill(0, at, at + RECORD_WORDS);
    return at;
  }
}
