/**
 * A rehearsal before the doors open: some thousand orders of every kind go through a small engine of the same parts, in
 * lock-step on the calling thread. V8 compiles what it has seen often and the way it has seen it; without this the first
 * thousands of real orders would take ten times as long, and the first of each kind would throw away what was compiled
 * until then. The thread that will run the core and the one that will run the gateway each hold one. Nothing of it stays.
 */
import { generateKeyPairSync, sign } from 'node:crypto';
import { OrdType, Side, TimeInForce } from '../protocol/codes/enums.js';
import type { Instrument } from '../protocol/instrument.js';
import { ClientEncoder } from '../protocol/wire/client-encoder.js';
import { MassCancelFields, NewOrderFields, OrderRequestFields } from '../protocol/wire/fields.js';
import { OutputBuffer } from '../protocol/wire/output-buffer.js';
import { AdminLane } from './admin/admin-lane.js';
import { DEFAULT_LIMITS, GATEWAY_LIMITS, type Limits } from './config/limits.js';
import { Core } from './core/core.js';
import { CoreAgent } from './core/core-agent.js';
import type { Connection } from './gateway/connection.js';
import { GatewayAgent } from './gateway/gateway-agent.js';
import type { Transport } from './gateway/transport.js';
import { createEngineMemory, type EngineMemory, Lane, Reader } from './memory.js';
import { BroadcastReader, BroadcastWriter } from './rings/broadcast.js';
import { LaneReader, LaneWriter } from './rings/lane.js';
import { createCounters } from './telemetry/counters.js';
import { createHistogram } from './telemetry/histogram.js';
import { SystemClock } from './threads/system-clock.js';

const SCENES = 400;
/** On a machine that is busy with other things the rest is left out. */
const LONGEST_MS = 400;

const LIMITS: Limits = {
  ...DEFAULT_LIMITS,
  orders: 1 << 10,
  instruments: 4,
  accounts: 4,
  sessions: 4,
  levelChunks: 1 << 6,
  clientIdHistory: 1 << 4,
  positions: 1 << 4,
  tradeHistory: 1 << 6,
  eventSlots: 1 << 11,
  laneSlots: 1 << 8,
  laneReserved: 1 << 4,
};

const INSTRUMENT: Instrument = {
  id: 1,
  symbol: 'REHEARSAL',
  priceScale: 2,
  quantityScale: 2,
  tick: 1,
  lot: 1,
  minPriceTicks: 1,
  maxPriceTicks: 1_000_000,
  maxQtyLots: 1_000_000,
  maxNotional: 2 ** 40,
  referenceTicks: 1_000,
  marketMarginPercent: 10,
};
const ACCOUNT = { id: 1, name: 'rehearsal' };
const SESSION = 1;
const CHALLENGE = new Uint8Array(32);

/** What the small core did. */
export interface Rehearsed {
  readonly scenes: number;
  readonly commands: number;
  readonly trades: number;
  readonly rejects: number;
}

export function rehearse(thread: 'core' | 'gateway'): Rehearsed {
  if (thread === 'gateway') detachOnce();
  const stage = new Stage();
  const untilMs = performance.now() + LONGEST_MS;
  let scenes = 0;
  for (; scenes < SCENES && performance.now() < untilMs; scenes++) stage.play(scenes);
  return { scenes, ...stage.tally() };
}

/**
 * uWebSockets.js detaches the memory of each message when its handler returns. V8 counts on that to happen never, and
 * throws away all code that works on typed arrays when it happens for the first time.
 */
function detachOnce(): void {
  const memory = new ArrayBuffer(8);
  structuredClone(memory, { transfer: [memory] });
}

class Stage {
  private readonly memory = createEngineMemory({
    limits: LIMITS,
    durability: 'async',
    threading: 'shared',
    optional: [],
  });
  private readonly others = othersThan(Reader.Gateway, this.memory);
  private readonly events = new BroadcastWriter(this.memory.events);
  private readonly core = new Core(LIMITS, this.events);
  private readonly agent = coreAgent(this.core, this.events, this.memory);
  private readonly admin = new AdminLane(new LaneWriter(this.memory.lanes.admin), new SystemClock());
  private readonly gateway: GatewayAgent;
  private readonly trader: Player;

  constructor() {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const text = publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
    this.gateway = gatewayOn(this.memory, text);
    this.admin.engineStart(1, 0);
    this.admin.defineAccount(ACCOUNT.id);
    this.admin.defineInstrument(INSTRUMENT);
    this.turn();
    new Player(this.gateway).subscribe();
    this.trader = new Player(this.gateway);
    this.trader.logon(sign(null, CHALLENGE, privateKey));
    this.turn();
  }

  /** Each kind of command once, most of them after one that it has to do with; a turn after each. */
  play(scene: number): void {
    const { trader } = this;
    const price = 1_000 + (scene % 50);
    this.send(trader.order(Side.Buy, price, 3));
    this.send(trader.order(Side.Sell, price, 1));
    this.send(trader.order(Side.Sell, price, 2));
    const resting = this.send(trader.order(Side.Sell, price + 5, 5));
    this.send(trader.order(Side.Buy, price + 5, 1, TimeInForce.ImmediateOrCancel));
    this.send(trader.order(Side.Buy, price + 5, 9, TimeInForce.FillOrKill));
    this.send(trader.order(Side.Buy, price + 5, 1, TimeInForce.Day, true));
    this.send(trader.replace(resting, price + 6, 4));
    this.send(trader.market(Side.Buy, 1));
    this.send(trader.cancel(resting));
    this.send(trader.cancel(resting));
    this.send(trader.order(Side.Buy, 2_000_000, 1));
    if (scene % 10 === 0) this.sweep(price);
  }

  tally(): Omit<Rehearsed, 'scenes'> {
    const { sequence, trades, rejects } = this.core;
    return { commands: sequence, trades, rejects };
  }

  private sweep(price: number): void {
    const { trader } = this;
    for (let level = 0; level < 3; level++) trader.order(Side.Buy, price - level, 1);
    this.turn();
    this.send(trader.order(Side.Sell, price - 1, 3));
    this.send(trader.massCancel());
    this.admin.time();
    this.turn();
  }

  private send(number: number): number {
    this.turn();
    return number;
  }

  /** Until nobody has anything to do; the last look of each finds nothing, as most do in life. */
  private turn(): void {
    do {
      this.agent.doWork();
      for (const reader of this.others) reader.release(reader.available(LIMITS.eventSlots));
    } while (this.gateway.doWork() > 0);
  }
}

/** Readers that would hold the core back. */
function othersThan(reader: Reader, { events }: EngineMemory): BroadcastReader[] {
  return events.gating.filter((each) => each !== reader).map((each) => new BroadcastReader(events, each));
}

function coreAgent(core: Core, events: BroadcastWriter, { lanes }: EngineMemory): CoreAgent {
  const agent = new CoreAgent(core, events, Lane.FirstStrategy);
  agent.attachLane(Lane.Admin, new LaneReader(lanes.admin));
  agent.attachLane(Lane.Gateway, new LaneReader(lanes.gateway));
  core.writeImageRecords();
  events.publish();
  return agent;
}

function gatewayOn({ events, lanes }: EngineMemory, publicKey: string): GatewayAgent {
  const key = { id: ACCOUNT.name, publicKey, session: SESSION, accounts: [ACCOUNT] };
  return new GatewayAgent(
    {
      host: '',
      port: 0,
      epoch: 1,
      engine: '',
      instruments: [INSTRUMENT],
      keys: [key],
      graceMs: 0,
      limits: LIMITS,
      door: GATEWAY_LIMITS,
      lane: lanes.gateway,
      events,
      reader: Reader.Gateway,
      counters: createCounters('gateway'),
      orderTimes: createHistogram('gateway_order'),
    },
    { clock: new SystemClock(), random: () => CHALLENGE },
  );
}

/** Takes everything, at once. */
const NOWHERE: Transport = { send: () => {}, bufferedBytes: () => 0, close: () => {} };

/** A client without a socket. What it sends answers its message number. */
class Player {
  private readonly connection: Connection;
  private readonly encoder = new ClientEncoder();
  private readonly out = new OutputBuffer(1 << 10);
  private readonly newOrder = new NewOrderFields();
  private readonly request = new OrderRequestFields();
  private number = 0;

  constructor(private readonly gateway: GatewayAgent) {
    this.connection = gateway.connect(NOWHERE)!;
  }

  logon(signature: Uint8Array): void {
    const logon = { keyId: ACCOUNT.name, signature, accounts: [], cancelOnDisconnect: false };
    this.encoder.logon(this.out, logon);
    this.send();
  }

  subscribe(): void {
    this.encoder.subscribe(this.out, INSTRUMENT.id, { levels: 10, trades: true, top: true, orders: true });
    this.send();
  }

  order(
    side: Side,
    price: number,
    quantity: number,
    timeInForce = TimeInForce.Day,
    postOnly = false,
  ): number {
    Object.assign(this.newOrder, { ordType: OrdType.Limit, side, price, quantity, timeInForce, postOnly });
    return this.enter();
  }

  market(side: Side, quantity: number): number {
    const timeInForce = TimeInForce.ImmediateOrCancel;
    Object.assign(this.newOrder, {
      ordType: OrdType.Market,
      side,
      price: 0,
      quantity,
      timeInForce,
      postOnly: false,
    });
    return this.enter();
  }

  replace(order: number, price: number, quantity: number): number {
    Object.assign(this.request, { instrument: INSTRUMENT.id, clientIdLow: order, price, quantity });
    this.encoder.replaceOrder(this.out, ++this.number, this.request);
    return this.send();
  }

  cancel(order: number): number {
    Object.assign(this.request, { instrument: INSTRUMENT.id, clientIdLow: order });
    this.encoder.cancelOrder(this.out, ++this.number, this.request);
    return this.send();
  }

  massCancel(): number {
    this.encoder.massCancel(this.out, ++this.number, new MassCancelFields());
    return this.send();
  }

  private enter(): number {
    const { newOrder } = this;
    newOrder.instrument = INSTRUMENT.id;
    newOrder.clientIdLow = ++this.number;
    this.encoder.newOrder(this.out, this.number, newOrder);
    return this.send();
  }

  /** Each frame in a buffer of its own, as sockets give them. */
  private send(): number {
    this.gateway.receive(this.connection, this.out.frame().slice().buffer);
    this.out.reset();
    return this.number;
  }
}
