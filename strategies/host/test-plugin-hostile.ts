/** Strategies that do each thing a strategy must not do, after an order of theirs has come to rest. */
import { setTimeout as delay } from 'node:timers/promises';
import { workerData } from 'node:worker_threads';
import { LaneReader } from '../../engine/rings/lane.js';
import { Line, wordOf } from '../../engine/rings/layout.js';
import { CommandKind } from '../../protocol/records/command.js';
import { type Context, defineStrategy, type Handlers } from '../sdk/index.js';
import type { OrderLane } from '../sdk/order-lane.js';

type Misdeed = (ctx: Context<unknown>) => void;

const fail = (where: string) => (): never => {
  throw new Error(`thrown in ${where}`);
};

/** What a plugin finds when it digs. */
const laneOf = (ctx: Context<unknown>): OrderLane =>
  (ctx as unknown as { parts: { orders: { lane: OrderLane } } }).parts.orders.lane;

/** All shared memory that there is a way to, from what the plugin and its module get. */
function reachable(ctx: Context<unknown>): SharedArrayBuffer[] {
  const seen = new Set<unknown>();
  const left: unknown[] = [ctx, globalThis, workerData, process];
  while (left.length > 0) {
    const one = left.pop();
    if ((typeof one !== 'object' && typeof one !== 'function') || one === null || seen.has(one)) continue;
    seen.add(one);
    if (ArrayBuffer.isView(one)) left.push(one.buffer);
    else if (one instanceof Map) left.push(...one.keys(), ...one.values());
    else
      for (const key of Reflect.ownKeys(one)) {
        const { value } = Object.getOwnPropertyDescriptor(one, key) ?? {};
        left.push(value);
      }
  }
  return [...seen].filter((one) => one instanceof SharedArrayBuffer);
}

/** Its own lane, and the core's doorbell. */
const OWN = 2;

const DEEDS = {
  throws: fail('onTimer'),
  'throws what is no error': () => {
    throw 'just text';
  },
  'rejects a promise': () => void Promise.reject(new Error('nobody waits for this')),
  'throws in a callback': () => void setImmediate(fail('a callback')),
  'loops for ever': () => {
    for (;;);
  },
  'never answers the event loop': () =>
    void setImmediate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)),
  leaks: () => {
    for (const kept: unknown[] = []; ; ) kept.push(new Array(1_000).fill(kept.length));
  },
  'leaks buffers': async () => {
    for (const kept: Buffer[] = []; ; await delay(1)) kept.push(Buffer.alloc(1 << 20, 1));
  },
  'exits the process': () => process.exit(0),
  'writes garbage into its lane': (ctx) => {
    const lane = laneOf(ctx);
    lane.i32.fill(-1, lane.begin(CommandKind.NewOrder, false));
  },
  'orders for another session': (ctx) => {
    const lane = laneOf(ctx);
    lane.i32[lane.begin(CommandKind.CancelOrder, false) + 3] = 1 | (1 << 16);
  },
  'names a reason': (ctx) => {
    const lane = laneOf(ctx);
    lane.i32[lane.begin(CommandKind.MassCancel | (2 << 8), false) + 5] = 500;
  },
  'publishes what it has not written': (ctx) => {
    const { i32 } = laneOf(ctx);
    for (let at = 15; at < i32.length; at += 16) i32[at] = 1_000_000;
  },
  'writes wild cursors': () => {
    LaneReader.prototype.release = function (this: { counters: Int32Array }) {
      Atomics.store(this.counters, wordOf(Line.Consumed), 123_456_789);
    } as never;
  },
  'looks for the memory of others': (ctx) => {
    const { length } = reachable(ctx);
    throw new Error(length === OWN ? 'there is none' : `there are ${length} shared buffers`);
  },
  'scribbles over all shared memory that it can reach': (ctx) => {
    const scribble = () => {
      for (const memory of reachable(ctx)) crypto.getRandomValues(new Uint8Array(memory).subarray(0, 1_024));
    };
    setInterval(scribble, 1);
  },
  'aborts the process': () => process.abort(),
  'floods orders': (ctx) => {
    for (;;) {
      const order = ctx.buy('ETH-USD', '0.01', '10.00');
      if (order.state === 'rejected') break;
    }
    ctx.cancelAll();
    ctx.setTimer('now', 1);
  },
  'never reads': (ctx) => {
    LaneReader.prototype.release = () => {};
    LaneReader.prototype.available = () => 0;
    const lane = laneOf(ctx);
    const flood = () => {
      for (let i = 0; i < 100; i++) lane.begin(CommandKind.CancelOrder, false);
      setTimeout(flood, 1);
    };
    flood();
  },
} satisfies Record<string, Misdeed>;

export type Deed = keyof typeof DEEDS;

export default defineStrategy({
  name: 'hostile',
  start(ctx): Handlers {
    ctx.buy('ETH-USD', '0.01', '10.00', { postOnly: true });
    return {
      onOrder: (_, event) => event.kind === 'accepted' && ctx.setTimer('now', 1),
      onTimer: () => (DEEDS[ctx.parameters.deed as Deed] as Misdeed)(ctx),
    };
  },
});
