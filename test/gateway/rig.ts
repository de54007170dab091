/**
 * A whole engine around the gateway for tests: lane, core, event ring, journal on simulated files, and clients over
 * simulated sockets, all on one thread. A seeded runner decides who works when; the same seed gives the same bytes.
 */
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { AdminLane } from '../../engine/admin/admin-lane.js';
import {
  DEFAULT_LIMITS,
  GATEWAY_LIMITS,
  type GatewayLimits,
  type Limits,
} from '../../engine/config/limits.js';
import { Core } from '../../engine/core/core.js';
import { CoreAgent } from '../../engine/core/core-agent.js';
import type { Record16 } from '../../engine/core/test-commands.js';
import { GatewayAgent } from '../../engine/gateway/gateway-agent.js';
import type { GatewayKey } from '../../engine/gateway/keys.js';
import type { GatewayOptions } from '../../engine/gateway/options.js';
import type { RestOptions } from '../../engine/gateway/rest/rest-desk.js';
import { EpochEnds } from '../../engine/journal/epoch-ends.js';
import { JournalAgent } from '../../engine/journal/journal-agent.js';
import { JournalReader } from '../../engine/journal/reader.js';
import { recover } from '../../engine/journal/recover.js';
import { PrivateRing } from '../../engine/journal/replay.js';
import { SimulatedFiles, seeded } from '../../engine/journal/test-simulated-files.js';
import { BroadcastWriter, createBroadcast } from '../../engine/rings/broadcast.js';
import { Doorbell } from '../../engine/rings/doorbell.js';
import { createLane, LaneReader, LaneWriter } from '../../engine/rings/lane.js';
import { Counters, createCounters } from '../../engine/telemetry/counters.js';
import { createHistogram } from '../../engine/telemetry/histogram.js';
import { LockstepRunner, ManualClock } from '../../engine/threads/lockstep.js';
import type { Instrument } from '../../protocol/instrument.js';
import { LANE_PAYLOAD_WORDS } from '../../protocol/records/layout.js';
import { TestClient } from './client.js';

export const TEST_LIMITS: Limits = {
  ...DEFAULT_LIMITS,
  orders: 1 << 12,
  instruments: 8,
  accounts: 8,
  sessions: 128,
  levelChunks: 1 << 8,
  clientIdHistory: 16,
  eventSlots: 1 << 12,
};

const instrument = (id: number, symbol: string, tick: number, lot: number): Instrument => ({
  id,
  symbol,
  priceScale: 2,
  quantityScale: 3,
  tick,
  lot,
  minPriceTicks: 1,
  maxPriceTicks: 1_000_000,
  maxQtyLots: 1_000_000,
  maxNotional: 1e12,
  referenceTicks: 1_000,
  marketMarginPercent: 10,
});

/** Prices of ETH are multiples of 0.05, quantities of 0.010. */
export const BTC = instrument(1, 'BTC-USD', 1, 1);
export const ETH = instrument(2, 'ETH-USD', 5, 10);

export const HOUSE = { id: 1, name: 'house' };
export const DESK = { id: 2, name: 'desk' };

export interface TestKey extends GatewayKey {
  readonly privateKey: KeyObject;
}

function testKey(id: string, session: number, accounts: GatewayKey['accounts']): TestKey {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const text = publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
  return { id, publicKey: text, privateKey, session, accounts };
}

/** Two keys of one account, one of another, one of both. */
export const ALICE = testKey('alice', 1, [HOUSE]);
export const BOB = testKey('bob', 2, [HOUSE]);
export const CAROL = testKey('carol', 3, [DESK]);
export const DAVE = testKey('dave', 4, [HOUSE, DESK]);
const KEYS = [ALICE, BOB, CAROL, DAVE];

export interface RigOptions {
  readonly seed?: number;
  readonly epoch?: number;
  readonly durability?: 'sync' | 'async';
  readonly files?: SimulatedFiles;
  readonly laneSlots?: number;
  readonly door?: Partial<GatewayLimits>;
  readonly keys?: readonly TestKey[];
  readonly graceMs?: number;
  readonly markets?: GatewayOptions['markets'];
  /** Which one of several engines it is, and what the others trade. */
  readonly name?: string;
  readonly elsewhere?: GatewayOptions['elsewhere'];
  readonly rest?: RestOptions;
}

const SECONDS_2026 = 1_770_000_000;

export class Rig {
  readonly files: SimulatedFiles;
  readonly clock = new ManualClock(SECONDS_2026);
  readonly core: Core;
  readonly coreAgent: CoreAgent;
  readonly gateway: GatewayAgent;
  readonly journal: JournalAgent;
  readonly admin: AdminLane;
  readonly counters: Counters<'gateway'>;
  readonly orderTimes = createHistogram('gateway_order');
  readonly runner: LockstepRunner;
  readonly epoch: number;
  private readonly events: BroadcastWriter;
  private readonly street: LaneWriter;

  constructor({
    seed = 1,
    epoch = 1,
    durability = 'sync',
    files = new SimulatedFiles(seeded(seed)),
    laneSlots = 256,
    door = {},
    keys = KEYS,
    graceMs = 5_000,
    markets = [],
    name,
    elsewhere = [],
    rest,
  }: RigOptions = {}) {
    this.files = files;
    this.epoch = epoch;
    const bell = Doorbell.create();
    const behind = durability === 'sync' ? 0 : undefined;
    const events = createBroadcast(TEST_LIMITS.eventSlots, [bell, bell], {
      gating: [0, 1],
      behind: [undefined, behind],
    });
    const adminLane = createLane(64, 8, bell);
    const lane = createLane(laneSlots, 8, bell);
    const ring = new PrivateRing();
    this.core = new Core(TEST_LIMITS, ring.writer);
    const common = { files, epoch, coreVersion: 1, limits: TEST_LIMITS, durability, log: () => {} } as const;
    const { position } = recover({ ...common, core: this.core, ring });
    this.events = new BroadcastWriter(events);
    this.core.writeTo(this.events);
    const streetLane = createLane(64, 8, bell);
    this.street = new LaneWriter(streetLane);
    this.coreAgent = new CoreAgent(this.core, this.events, 3);
    this.coreAgent.attachLane(0, new LaneReader(adminLane));
    this.coreAgent.attachLane(1, new LaneReader(lane));
    this.coreAgent.attachLane(2, new LaneReader(streetLane));
    this.journal = new JournalAgent({ ...common, events, start: position });
    this.admin = new AdminLane(new LaneWriter(adminLane), this.clock);
    const counters = createCounters('gateway');
    this.counters = new Counters(counters);
    const options: GatewayOptions = {
      host: '127.0.0.1',
      port: 0,
      epoch,
      engine: 'pregao test',
      name,
      instruments: [BTC, ETH],
      elsewhere,
      markets,
      keys,
      accounts: [HOUSE, DESK],
      rest,
      graceMs,
      limits: TEST_LIMITS,
      door: { ...GATEWAY_LIMITS, ...door },
      lane,
      events,
      reader: 1,
      counters,
      orderTimes: this.orderTimes,
    };
    const ends = new EpochEnds(files);
    this.gateway = new GatewayAgent(options, {
      clock: this.clock,
      journal: {
        open: (fromSequence) => new JournalReader({ files, fromSequence }),
        endOfEpoch: (epoch) => ends.of(epoch),
      },
    });
    this.runner = new LockstepRunner([this.coreAgent, this.journal, this.gateway], seed);
    this.start();
  }

  /** Everything that can be done is done. */
  settle(): void {
    this.runner.runUntilIdle();
  }

  /** What a venue's adapter says; see `engine/core/test-route-commands.ts`. */
  say(...commands: readonly Record16[]): void {
    for (const command of commands)
      this.street.i32.set(command.subarray(0, LANE_PAYLOAD_WORDS), this.street.claim());
    this.street.commit();
    this.settle();
  }

  /** Time passes, and the core is told. */
  pass(milliseconds: number): void {
    this.clock.advance(milliseconds);
    this.admin.time();
    this.settle();
  }

  /** A new connection; its Hello has been read. */
  connect(): TestClient {
    const client = new TestClient(this.gateway);
    this.settle();
    return client;
  }

  /** Connected and logged on. */
  logon(key: TestKey, options: Parameters<TestClient['logon']>[1] = {}): TestClient {
    const client = this.connect();
    client.logon(key, options);
    this.settle();
    return client;
  }

  private start(): void {
    while (!this.core.writeImageRecords());
    this.events.publish();
    for (const account of [HOUSE, DESK]) this.admin.defineAccount(account.id);
    for (const each of [BTC, ETH]) this.admin.defineInstrument(each);
    this.admin.engineStart(this.epoch, 5_000);
    this.settle();
  }
}
