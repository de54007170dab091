/**
 * A trading day of the strategy on virtual time: the real core, feed and worker's agent, the real adapters of B3 and Binance, and the two venues' simulators with whoever
 * else trades there. One thread, one clock, one seed; what is promised is looked at after every event.
 *
 * An engine can be killed at any moment, between any two agents' turns, and begun anew: what was in lanes, adapters and the strategy is gone, what the core has executed is
 * what its journal has, the venues go on.
 */
import { StreetAgent } from '../../adapters/kit/orders/street-agent.js';
import { VenueLane } from '../../adapters/kit/orders/venue-lane.js';
import { B3 } from '../../adapters/simulator/b3/simulator.js';
import { BinanceFutures } from '../../adapters/simulator/binance/futures/simulator.js';
import { Agenda } from '../../adapters/simulator/kit/agenda.js';
import type { Fault } from '../../adapters/simulator/kit/fault.js';
import type { Order } from '../../adapters/simulator/market/order.js';
import type { Registry } from '../../engine/config/registry.js';
import { BroadcastReader } from '../../engine/rings/broadcast.js';
import { LaneWriter } from '../../engine/rings/lane.js';
import { abilitiesOf } from '../../engine/street/street.js';
import { Reason } from '../../protocol/codes/reasons.js';
import type { MemoryStore } from '../../protocol/fix/store/memory-store.js';
import { Cmd, CommandKind } from '../../protocol/records/command.js';
import { head, LANE_PAYLOAD_WORDS } from '../../protocol/records/layout.js';
import { LockstepEngine } from '../../strategies/rig/lockstep-engine.js';
import { VirtualTime } from '../../strategies/rig/virtual-time.js';
import type { Strategy } from '../../strategies/sdk/index.js';
import spread from '../../strategies/spread-crypto-etf/plugin.js';
import { Crowd, type CrowdOptions } from './crowd.js';
import { Promises, type Tally } from './promises.js';
import {
  AT_B3,
  AT_BINANCE,
  DAY_HOURS,
  executed,
  FUND,
  HEDGE,
  LIMITS,
  OPEN_MS,
  PER_SHARE,
  type RunParameters,
  registryOf,
  venuesOf,
} from './world.js';

const STREET_READER = 1;
const WATCH_READER = 2;
const STREET_LANE = 0;
const INPUT_LANE = 1;
const LANE_SLOTS = 1 << 12;
const MS_NS = 1e6;
const HOUR_MS = 3_600_000;
/** Between the kill of an engine and the next one. */
const DOWN_MS = 3_000;
const STEPS_PER_TICK = 1e-10 / 0.001;

export interface DayOptions {
  readonly seed: number;
  readonly runs?: readonly RunParameters[];
  readonly crowd?: Partial<CrowdOptions>;
  readonly keepOrders?: boolean;
  /** From the open to the close. */
  readonly hours?: number;
}

/** More than a day fills. */
export const RUN: RunParameters = { symbol: FUND, side: 'buy', quantity: 100_000, spread_threshold: 0.005 };

class Killed extends Error {}

export class Day {
  readonly agenda = new Agenda(OPEN_MS - 60_000);
  readonly futures: BinanceFutures;
  readonly b3: B3;
  readonly crowd: Crowd;
  readonly promises: Promises;
  private readonly registry: Registry;
  /** What strategies have logged, and what adapters told people. */
  readonly logged: string[] = [];
  readonly notices: string[] = [];
  engine!: LockstepEngine;
  kills = 0;
  /** Runs that have said that they are over. */
  over = 0;
  readonly middayMs: number;
  readonly closeMs: number;
  private readonly stores = new Map<string, MemoryStore>();
  private readonly runs: number;
  private epoch = 0;
  /** The second in which the engine began: its time counts from there. */
  private beganMs = 0;
  private inputs!: LaneWriter;
  private watch!: BroadcastReader;
  /** Which turn of which agent is the engine's last; undefined = none. */
  private dieAt: 'before the street' | 'behind the street' | undefined;
  private readonly keepOrders: boolean;

  constructor({ seed, runs = [RUN], crowd = {}, keepOrders = false, hours = DAY_HOURS }: DayOptions) {
    this.middayMs = OPEN_MS + (hours / 2) * HOUR_MS;
    this.closeMs = OPEN_MS + hours * HOUR_MS;
    this.runs = runs.length;
    this.keepOrders = keepOrders;
    this.registry = registryOf(runs, keepOrders);
    this.futures = new BinanceFutures(this.agenda, { hasCrowd: false, seed });
    this.b3 = new B3(this.agenda, { hasCrowd: false, seed });
    const [fund, hedge, perShare] = [FUND, HEDGE, PER_SHARE].map((symbol) => this.numberOf(symbol));
    this.promises = new Promises({ fund, hedge, perShare, stepsPerTick: STEPS_PER_TICK });
    const flow = { seed, takesMs: 120_000, takesShares: 200, ...crowd };
    this.crowd = new Crowd(
      this.agenda,
      this.futures,
      this.b3,
      (symbol, ticks) => this.tell(symbol, ticks),
      flow,
    );
    this.begin();
    this.run(60_000);
  }

  get strategies(): Registry['strategies'] {
    return this.registry.strategies;
  }

  /** So much time goes by. */
  run(ms: number): void {
    this.runTo(this.agenda.nowMs + ms);
  }

  runTo(untilMs: number): void {
    for (let next = this.nextMs; next <= untilMs; next = this.nextMs) this.moment(next);
    this.moment(untilMs);
  }

  /** Until something is so; false: it was not within that time. */
  until(isSo: () => boolean, withinMs: number): boolean {
    for (const endMs = this.agenda.nowMs + withinMs; !isSo(); ) {
      const next = this.nextMs;
      if (next > endMs) return false;
      this.moment(next);
    }
    return true;
  }

  fault(at: 'b3' | 'binance', fault: Fault): void {
    (at === 'b3' ? this.b3 : this.futures).faults.inject(fault);
  }

  /** The engine ends in the middle of a turn, and begins again after a while. */
  kill(at: NonNullable<Day['dieAt']> = 'before the street'): void {
    this.dieAt = at;
  }

  /** What the run says of itself: of the first one, unless another is named. */
  log(text: string): boolean {
    return this.logged.some((line) => line.includes(text));
  }

  buys(run: number): boolean {
    return this.strategies[run].entry.parameters.side === 'buy';
  }

  tally(run = 0): Tally {
    return this.promises.of(this.strategies[run].account.id);
  }

  /** Ours at B3 that stands. */
  get standing(): Order | undefined {
    return this.b3.market.open(AT_B3, FUND)[0];
  }

  /** Of our account there, in lots; hedges of buying the fund are sold. */
  get atBinance(): number {
    return executed(this.futures.market.all(AT_BINANCE));
  }

  get atB3(): number {
    return executed(this.b3.market.all(AT_B3));
  }

  stop(run = 0): void {
    this.engine.stop(run);
  }

  private get nextMs(): number {
    return Math.min(this.agenda.nextMs, this.beganMs + Math.ceil(this.engine.nextNs / MS_NS));
  }

  private moment(ms: number): void {
    this.agenda.advanceTo(ms);
    try {
      this.engine.time.moveTo((ms - this.beganMs) * MS_NS);
      this.engine.settle();
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
      this.buryAndBegin();
    }
    if (this.engine.faults.length > 0)
      throw new Error(`a strategy was cut off: ${this.engine.faults.join()}`);
  }

  /** Nothing of the old one runs on: its clock stands still, its connections end. */
  private buryAndBegin(): void {
    const { engine } = this;
    this.dieAt = undefined;
    this.kills++;
    while (engine.core.pending) engine.core.continueWork();
    engine.publish();
    this.promises.read(this.watch);
    this.fault('b3', { do: 'drop' });
    this.fault('binance', { do: 'drop' });
    const before = engine.leftBehind;
    this.agenda.advance(DOWN_MS);
    this.begin(before);
  }

  /** As the engine's own start: definitions, venues, and orders of strategies that do not keep them are cancelled. */
  private begin(before?: LockstepEngine['leftBehind']): void {
    const { registry, agenda } = this;
    this.beganMs = agenda.nowMs - (agenda.nowMs % 1_000);
    const time = new VirtualTime(this.beganMs / 1_000);
    time.moveTo((agenda.nowMs - this.beganMs) * MS_NS);
    this.engine = new LockstepEngine({
      ...{ registry, limits: LIMITS, time, readers: 2, lanes: 2 },
      ...(before !== undefined && { before }),
    });
    const { engine } = this;
    this.watch = new BroadcastReader(engine.events, WATCH_READER);
    engine.admin.engineStart(++this.epoch, 0);
    engine.open();
    for (const { number, streetAccount, entry } of registry.venues)
      engine.admin.defineVenue(number, streetAccount, abilitiesOf(entry), entry.staleSeconds);
    if (!this.keepOrders)
      for (const { session } of registry.strategies)
        engine.admin.massCancel({ session }, Reason.StrategyStopped);
    engine.settle();
    this.inputs = new LaneWriter(engine.addLane(INPUT_LANE, LANE_SLOTS));
    this.addAgents();
    this.crowd.sayAll();
    for (let run = 0; run < this.runs; run++) this.startRun(run);
    engine.settle();
  }

  private startRun(run: number): void {
    const log = (text: string, more: object = {}) => {
      this.logged.push(`${run + 1}: ${text} ${JSON.stringify(more)}`);
      if (text === 'run is over') this.over++;
    };
    this.engine.start(run, spread as Strategy<unknown>, log);
  }

  private addAgents(): void {
    const { engine, registry, futures, b3, stores } = this;
    const clock = engine.time;
    const lane = new VenueLane(new LaneWriter(engine.addLane(STREET_LANE, LANE_SLOTS)), clock);
    const notice = (text: string) => void this.notices.push(text);
    const venues = venuesOf({ registry, futures, b3, stores, lane, clock, notice });
    const street = new StreetAgent(venues, new BroadcastReader(engine.events, STREET_READER), lane, clock);
    engine.addAgent(this.killer('before the street'));
    engine.addAgent(street);
    engine.addAgent(this.killer('behind the street'));
    engine.addAgent({ name: 'watch', doWork: () => this.promises.read(this.watch) });
  }

  private killer(at: NonNullable<Day['dieAt']>) {
    const dies = () => {
      if (this.dieAt === at) throw new Killed();
      return 0;
    };
    return { name: at, doWork: dies };
  }

  private tell(symbol: string, ticks: number): void {
    if (this.inputs === undefined) return;
    const at = this.inputs.claim();
    if (at < 0) throw new Error('the lane of inputs is full');
    const { i32 } = this.inputs;
    i32.fill(0, at, at + LANE_PAYLOAD_WORDS);
    i32[at] = head(CommandKind.VenuePrice, 0);
    i32[at + Cmd.Instrument] = this.numberOf(symbol);
    i32[at + Cmd.PriceTicks] = ticks;
    i32[at + Cmd.Seconds] = Math.floor(this.agenda.nowMs / 1_000);
    i32[at + Cmd.Nanos] = (this.agenda.nowMs % 1_000) * MS_NS;
    this.inputs.commit();
  }

  private get instruments(): Registry['instruments'] {
    return this.registry.instruments;
  }

  private numberOf(symbol: string): number {
    return this.instruments.find((each) => each.symbol === symbol)!.id;
  }
}
