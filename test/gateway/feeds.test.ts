/**
 * What clients make of market data against the engine's own books, over random runs of all commands on two instruments:
 * one client that reads everything, one that is slow, one that loses messages and asks again, and some that come and go.
 * At every quiet point all of them have the engine's orders in priority order, its levels, its top and all trades.
 */
import { mock } from 'node:test';
import t, { type Test } from 'tap';
import { Random } from '../../engine/threads/random.js';
import type { Subscription } from '../../protocol/client/subscription.js';
import { OrdType, Side, TimeInForce } from '../../protocol/codes/enums.js';
import type { Instrument } from '../../protocol/instrument.js';
import type { TestClient } from './client.js';
import {
  clientLevels,
  clientOrders,
  clientTop,
  engineLevels,
  engineOrders,
  engineTop,
} from './engine-book.js';
import { ALL, FeedClient } from './feed-client.js';
import { ALICE, BTC, CAROL, ETH, Rig, type RigOptions } from './rig.js';

const SEED = Number(process.env.SEED ?? Date.now() % 2 ** 31);
const RUNS = 8;
const COMMANDS = 400;
const PATIENCE_MS = 1_000;
t.comment(`seed ${SEED}`);

const INSTRUMENTS = [BTC, ETH];

/** A limit order as it was sent last. */
interface Sent {
  readonly instrument: Instrument;
  readonly clientIdLow: number;
  price: number;
  quantity: number;
}

/** Random commands of two traders. */
class Flow {
  private readonly traders: readonly TestClient[];
  private readonly sent = new Map<TestClient, Sent[]>();

  constructor(
    private readonly rig: Rig,
    private readonly random: Random,
  ) {
    this.traders = [rig.logon(ALICE, { cancelOnDisconnect: true }), rig.logon(CAROL)];
  }

  command(): void {
    const { random } = this;
    const trader = this.traders[random.below(2)];
    const what = random.below(100);
    if (what < 60) this.order(trader);
    else if (what < 75) this.cancel(trader);
    else if (what < 95) this.replace(trader);
    else if (what < 97)
      trader.massCancel({ instrument: random.below(2) === 0 ? 1 : 0, side: random.below(3) });
    else if (what < 98) this.rig.admin.endOfDay({});
    else this.cross(trader);
  }

  /** One trade on each instrument, and an order that rests: every channel says something. */
  touchAll(): void {
    const [trader] = this.traders;
    for (const instrument of INSTRUMENTS) {
      const price = instrument.tick;
      const common = { instrument: instrument.id, quantity: instrument.lot, account: 0 };
      for (const client of this.traders) client.massCancel({ instrument: instrument.id, ownSession: false });
      trader.order({ ...common, side: Side.Buy, price: 900 * price, clientIdLow: trader.next });
      trader.order({ ...common, side: Side.Sell, price: 900 * price, clientIdLow: trader.next });
      trader.order({ ...common, side: Side.Buy, price: 901 * price, clientIdLow: trader.next });
    }
    this.forget();
  }

  /** Traders do not read their reports. */
  forget(): void {
    for (const trader of this.traders) trader.socket.frames.length = 0;
  }

  private order(trader: TestClient): void {
    const { random } = this;
    const instrument = INSTRUMENTS[random.below(2)];
    const timeInForce = [
      TimeInForce.GoodTillCancel,
      TimeInForce.GoodTillCancel,
      TimeInForce.Day,
      TimeInForce.ImmediateOrCancel,
      TimeInForce.FillOrKill,
    ][random.below(5)];
    const order = {
      ...{ instrument, clientIdLow: trader.next },
      ...{ price: this.price(instrument.tick), quantity: this.quantity(instrument.lot) },
    };
    this.orders(trader).push(order);
    trader.order({
      ...order,
      instrument: instrument.id,
      side: 1 + random.below(2),
      ordType: random.below(12) === 0 ? OrdType.Market : OrdType.Limit,
      timeInForce,
      account: 0,
    });
  }

  private cancel(trader: TestClient): void {
    const { instrument, clientIdLow } = this.someOrder(trader);
    trader.cancel({ instrument: instrument.id, clientIdLow, account: 0 });
  }

  private replace(trader: TestClient): void {
    const order = this.someOrder(trader);
    const { instrument, clientIdLow } = order;
    const samePrice = this.random.below(2) === 0;
    if (!samePrice) order.price = this.price(instrument.tick);
    order.quantity = Math.min(
      samePrice ? order.quantity : Number.POSITIVE_INFINITY,
      this.quantity(instrument.lot),
    );
    const { price, quantity } = order;
    trader.replace({ instrument: instrument.id, clientIdLow, price, quantity, account: 0 });
  }

  private orders(trader: TestClient): Sent[] {
    const found = this.sent.get(trader) ?? [];
    this.sent.set(trader, found);
    return found;
  }

  /** Takes much: many trades and levels in one group. */
  private cross(trader: TestClient): void {
    const { random } = this;
    const instrument = INSTRUMENTS[random.below(2)];
    const side = 1 + random.below(2);
    const price = (side === Side.Buy ? 1_020 : 980) * instrument.tick;
    trader.order({
      ...{ instrument: instrument.id, side, price, account: 0 },
      quantity: 2_000 * instrument.lot,
      clientIdLow: trader.next,
    });
  }

  /** One of the last forty. */
  private someOrder(trader: TestClient): Sent {
    const orders = this.orders(trader);
    const never = { instrument: BTC, clientIdLow: 1_000_000, price: 1_000, quantity: 1 };
    return orders[Math.max(0, orders.length - 1 - this.random.below(40))] ?? never;
  }

  private price(tick: number): number {
    return (990 + this.random.below(21)) * tick;
  }

  private quantity(lot: number): number {
    return (1 + this.random.below(60)) * lot;
  }
}

interface Watcher {
  readonly name: string;
  readonly client: FeedClient;
  readonly subscriptions: readonly Subscription[];
}

function watcher(rig: Rig, name: string): Watcher {
  const client = new FeedClient(rig.gateway);
  return { name, client, subscriptions: INSTRUMENTS.map((instrument) => client.subscribe(instrument)) };
}

/** Throws at the first difference: an assertion a book and command would cost more than the engine. */
function compare(rig: Rig, { name, subscriptions }: Watcher): void {
  for (const [i, instrument] of INSTRUMENTS.entries()) {
    const mine = subscriptions[i];
    same(clientOrders(mine), engineOrders(rig.core, instrument), `${name}: orders of ${instrument.symbol}`);
    same(
      clientLevels(mine),
      engineLevels(rig.core, instrument, ALL.levels),
      `${name}: levels of ${instrument.symbol}`,
    );
    same(clientTop(mine), engineTop(rig.core, instrument), `${name}: top of ${instrument.symbol}`);
    if (!mine.live) throw new Error(`${name}: ${instrument.symbol} is not live`);
  }
}

function same(found: unknown, wanted: unknown, what: string): void {
  const [a, b] = [JSON.stringify(found), JSON.stringify(wanted)];
  if (a !== b) throw new Error(`${what}\nfound  ${a}\nwanted ${b}`);
}

/** Everything that is on its way arrives, whatever it takes. */
function settle(rig: Rig, watchers: readonly Watcher[]): void {
  for (let round = 0; round < 6; round++) {
    rig.settle();
    for (const { client } of watchers) client.pump();
    mock.timers.tick(PATIENCE_MS);
  }
}

async function run(t: Test, seed: number, options: RigOptions): Promise<{ all: string[]; lossy: string[] }> {
  const rig = new Rig({ seed, durability: 'async', ...options });
  const random = new Random(seed);
  const flow = new Flow(rig, random);
  const quick = watcher(rig, 'quick');
  const slow = watcher(rig, 'slow');
  const lossy = watcher(rig, 'lossy');
  rig.settle();
  for (const { client } of [quick, slow, lossy]) client.pump();
  lossy.client.loses = () => random.below(10) === 0;
  for (let i = 0; i < COMMANDS; i++) {
    flow.command();
    const quiet = random.below(3) > 0;
    if (quiet) rig.settle();
    else rig.runner.run(random.below(8));
    if (random.below(25) === 0) slow.client.socket.reading = !slow.client.socket.reading;
    for (const { client } of [quick, slow, lossy]) client.pump();
    if (quiet) compare(rig, quick);
    flow.forget();
    if (random.below(40) === 0) lateComer(rig, flow, random);
  }
  lossy.client.loses = () => false;
  slow.client.socket.reading = true;
  settle(rig, [quick, slow, lossy]);
  flow.touchAll();
  settle(rig, [quick, slow, lossy]);
  for (const each of [quick, slow, lossy]) {
    compare(rig, each);
    t.strictSame(each.client.problems, [], `${each.name} was told of no fault`);
  }
  t.ok(quick.client.trades.length > 50, `${quick.client.trades.length} trades`);
  t.strictSame(quick.client.gaps, []);
  t.ok(slow.client.gaps.length > 0, `the slow one was told of ${slow.client.gaps.length} gaps`);
  t.ok(isPartOf(slow.client.trades, quick.client.trades), 'what it has of the trades is in order');
  t.ok(lossy.client.lost > 40, `${lossy.client.lost} messages lost`);
  for (const { client } of [quick, slow, lossy]) client.close();
  return { all: quick.client.trades, lossy: lossy.client.trades };
}

/** All of `some` stands in `all`, in this order. */
function isPartOf(some: readonly string[], all: readonly string[]): boolean {
  let at = -1;
  return some.every((line) => (at = all.indexOf(line, at + 1)) >= 0);
}

/** Subscribes in the middle of things, and has the engine's book as soon as there is nothing to do. */
function lateComer(rig: Rig, flow: Flow, random: Random): void {
  flow.command();
  rig.runner.run(random.below(5));
  const late = watcher(rig, 'late');
  rig.settle();
  late.client.pump();
  compare(rig, late);
  late.client.close();
}

t.before(() => mock.timers.enable({ apis: ['setTimeout'] }));
t.teardown(() => mock.timers.reset());

const SLOW = { conflateAboveBytes: 4_000, conflateBelowBytes: 2_000 };

for (let i = 0; i < RUNS; i++) {
  const seed = (SEED + i) % 2 ** 31;
  t.test(`run with seed ${seed}`, async (t) => {
    const { all, lossy } = await run(t, seed, { door: SLOW });
    t.strictSame(lossy, all, 'the trades that were lost were given again, in their place');
  });
  t.test(`run with seed ${seed}, and a history of a few messages`, async (t) => {
    const { all, lossy } = await run(t, seed, { door: { ...SLOW, historyBytes: 1 << 12 } });
    t.ok(isPartOf(lossy, all));
  });
}
