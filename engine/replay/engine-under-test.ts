/**
 * The engine that a recording is played through, all of it on one thread and step by step. Nothing looks into the core but
 * `stateHash`.
 *
 * ```
 *  command ─▶ LaneWriter ─▶ CoreAgent ─▶ event ring ─▶ BroadcastReader ─▶ OrderTable, Depth, ClientIds
 * ```
 */
import type { Instrument } from '../../protocol/instrument.js';
import { AdminLane } from '../admin/admin-lane.js';
import { DEFAULT_LIMITS } from '../config/limits.js';
import { Core } from '../core/core.js';
import { CoreAgent } from '../core/core-agent.js';
import { BroadcastReader, BroadcastWriter, createBroadcast } from '../rings/broadcast.js';
import { Doorbell } from '../rings/doorbell.js';
import { createLane, LaneReader, LaneWriter } from '../rings/lane.js';
import type { Clock } from '../threads/agent.js';
import { MarketHand } from './market-hand.js';

const LANES = 2;
const ADMIN_LANE = 0;
const ORDER_LANE = 1;
/** One command is under way at a time. */
const LANE_SLOTS = 1 << 4;
/** Read empty after each step of the core; a group larger than this takes several. */
const EVENT_SLOTS = 1 << 12;
const SESSION = 1;

export interface EngineSize {
  /** Order slots, and with them price levels. */
  readonly orders: number;
  readonly instruments: number;
  readonly accounts: number;
}

export class EngineUnderTest extends MarketHand {
  private readonly core: Core;
  private readonly admin: AdminLane;
  private readonly clock: Clock;

  constructor(size: EngineSize) {
    const { core, agent, admin, lane, reader, clock } = build(size);
    super({ lane, reader, step: () => agent.doWork(), session: SESSION, ...size });
    this.core = core;
    this.admin = admin;
    this.clock = clock;
  }

  override setTime(seconds: number, nanos: number): void {
    super.setTime(seconds, nanos);
    this.clock.seconds = seconds;
    this.clock.nanos = nanos;
  }

  defineInstrument(instrument: Instrument): void {
    this.admin.defineInstrument(instrument);
    this.run();
  }

  defineAccount(account: number): void {
    this.admin.defineAccount(account);
    this.run();
  }

  /** The same commands lead to the same hash. */
  stateHash(): string {
    return this.core.stateHash();
  }
}

function build({ orders, instruments, accounts }: EngineSize) {
  const bell = Doorbell.create();
  const events = createBroadcast(EVENT_SLOTS, [Doorbell.create()], [0]);
  const writer = new BroadcastWriter(events);
  const limits = {
    ...DEFAULT_LIMITS,
    orders,
    instruments,
    accounts,
    sessions: SESSION + 1,
    levelChunks: Math.max(1 << 12, orders >> 2),
    clientIdHistory: 0,
  };
  const core = new Core(limits, writer);
  // The recording's own times move core time.
  const agent = new CoreAgent(core, writer, LANES, ORDER_LANE);
  const adminLane = createLane(LANE_SLOTS, 0, bell);
  const orderLane = createLane(LANE_SLOTS, 0, bell);
  agent.attachLane(ADMIN_LANE, new LaneReader(adminLane));
  agent.attachLane(ORDER_LANE, new LaneReader(orderLane));
  const clock: Clock = { seconds: 0, nanos: 0, read() {} };
  return {
    core,
    agent,
    admin: new AdminLane(new LaneWriter(adminLane), clock),
    lane: new LaneWriter(orderLane),
    reader: new BroadcastReader(events, 0),
    clock,
  };
}
