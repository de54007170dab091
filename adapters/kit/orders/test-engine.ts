/**
 * Core, lanes, event ring and the street's agent on one thread and on virtual time: what the engine is to a venue, without its
 * threads and disk. Commands of clients go in as records, the events come out as records.
 */
import { FastBook } from '../../../engine/book/fast-book.js';
import { Core } from '../../../engine/core/core.js';
import { CoreAgent } from '../../../engine/core/core-agent.js';
import { type Record16, time } from '../../../engine/core/test-commands.js';
import { SMALL } from '../../../engine/core/test-kit.js';
import { BroadcastReader, BroadcastWriter, createBroadcast } from '../../../engine/rings/broadcast.js';
import { Doorbell } from '../../../engine/rings/doorbell.js';
import { Gate } from '../../../engine/rings/gate.js';
import { createLane, LaneReader, LaneWriter } from '../../../engine/rings/lane.js';
import type { Clock } from '../../../engine/threads/agent.js';
import { RestartingAgent } from '../../../engine/threads/restarting-agent.js';
import { isNumberedCommand } from '../../../protocol/records/command.js';
import { kindOf, LANE_PAYLOAD_WORDS, RECORD_WORDS } from '../../../protocol/records/layout.js';
import { StreetAgent, type Venue } from './street-agent.js';
import { VenueLane } from './venue-lane.js';

const RING_SLOTS = 1 << 12;

export interface TimeSource {
  readonly nowMs: number;
}

export class VirtualClock implements Clock {
  seconds = 0;
  nanos = 0;

  constructor(private readonly source: TimeSource) {
    this.read();
  }

  read(): void {
    const { nowMs } = this.source;
    this.seconds = Math.floor(nowMs / 1_000);
    this.nanos = (nowMs % 1_000) * 1e6;
  }
}

export class TestEngine {
  readonly core: Core;
  readonly lane: VenueLane;
  readonly events: Record16[] = [];
  readonly clock: VirtualClock;
  private readonly agent: CoreAgent;
  private readonly admin: LaneWriter;
  private readonly clients: LaneWriter;
  private readonly reader: BroadcastReader;
  private readonly streetReader: BroadcastReader;
  private readonly gate: Gate;
  private street: RestartingAgent | undefined;

  constructor(private readonly source: TimeSource) {
    const ring = createBroadcast(RING_SLOTS, [Doorbell.create(), Doorbell.create()], [0, 1]);
    const writer = new BroadcastWriter(ring);
    this.clock = new VirtualClock(source);
    this.core = new Core(
      SMALL,
      writer,
      (orders) => new FastBook(orders, SMALL.instruments, SMALL.levelChunks),
    );
    this.agent = new CoreAgent(this.core, writer, 3);
    this.reader = new BroadcastReader(ring, 0);
    this.gate = new Gate(ring, 1);
    this.streetReader = new BroadcastReader(ring, 1);
    const [admin, venues, clients] = [0, 1, 2].map((lane) => {
      const memory = createLane(1 << 10, 8, Doorbell.create());
      this.agent.attachLane(lane, new LaneReader(memory));
      return new LaneWriter(memory);
    });
    this.admin = admin;
    this.clients = clients;
    this.lane = new VenueLane(venues, this.clock);
  }

  /** When the core knows them. @param make them anew, each time that the adapters begin */
  use(make: () => readonly (Venue | undefined)[], onDeath: (error: Error) => void): void {
    const agent = () => new StreetAgent(make(), this.streetReader, this.lane, this.clock);
    this.street = new RestartingAgent('street', agent, { nowMs: () => this.source.nowMs, onDeath });
  }

  /** As if the adapters had stood still for too long. */
  leaveBehind(): void {
    this.gate.detach();
  }

  send(...commands: readonly Record16[]): void {
    this.write(time(this.clock.seconds, this.clock.nanos));
    for (const command of commands) this.write(command);
    this.turn();
  }

  /** Everybody works until nobody has anything to do. */
  turn(): void {
    this.clock.read();
    for (let idle = 0; idle < 2; ) {
      const work = this.agent.doWork() + (this.street?.doWork() ?? 0) + this.collect();
      idle = work === 0 ? idle + 1 : 0;
    }
  }

  /** What clients send has a lane of its own: the admin's knows no second records. */
  private write(command: Record16): void {
    const lane = isNumberedCommand(kindOf(command[0])) ? this.clients : this.admin;
    for (let from = 0; from < command.length; from += RECORD_WORDS)
      lane.i32.set(command.subarray(from, from + LANE_PAYLOAD_WORDS), lane.claim());
    lane.commit();
  }

  private collect(): number {
    const { reader } = this;
    let count = 0;
    for (; reader.available(1) > 0; reader.release(1), count++)
      this.events.push(reader.i32.slice(reader.offset(0), reader.offset(0) + RECORD_WORDS));
    return count;
  }
}
