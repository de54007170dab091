/** The engine's open orders while nothing is under way, from three sides: the core's state, the journal, the market data. */
import { DEFAULT_LIMITS } from '../../engine/config/limits.js';
import { CORE_VERSION, Core } from '../../engine/core/core.js';
import { PrivateRing } from '../../engine/journal/replay.js';
import { restore } from '../../engine/journal/restore.js';
import { PregaoClient } from '../../protocol/client/index.js';
import { accountOf } from '../../protocol/records/layout.js';
import { SYMBOLS } from './ground.js';
import { type Standing, standing } from './lines.js';
import type { Scene } from './scene.js';

/** Recovers the directory with the engine's own core, as a start would, and reads the orders out of its state. */
export function recoveredOrders({ files, config }: Scene): Standing[] {
  const limits = { ...DEFAULT_LIMITS, ...config.limits };
  const ring = new PrivateRing();
  const core = new Core(limits, ring.writer);
  restore({ files, core, ring, coreVersion: CORE_VERSION, limits }).replayer.rest(() => {});
  return openOrders(core);
}

export function openOrders({ state: { orders } }: Core): Standing[] {
  const open: Standing[] = [];
  for (let slot = 1; slot < orders.highWater; slot++) {
    if (!orders.isOpen(slot)) continue;
    open.push(
      standing({
        orderIdLow: slot,
        orderIdHigh: orders.generation(slot),
        clientIdLow: orders.clientIdLow(slot),
        clientIdHigh: orders.clientIdHigh(slot),
        instrument: orders.instrument(slot),
        account: accountOf(orders.owner(slot)),
        side: orders.side(slot),
        price: orders.priceTicks(slot),
        total: orders.totalLots(slot),
        executed: orders.executedLots(slot),
        open: orders.openLots(slot),
      }),
    );
  }
  return open;
}

/** `symbol side price: quantity in orders` of every level, from a snapshot that a stranger asks for. */
export async function shownDepth(scene: Scene): Promise<string[]> {
  const client = await PregaoClient.connect(await scene.address(), undefined);
  const levels: string[] = [];
  for (const symbol of SYMBOLS) {
    const { book } = await snapshot(client, symbol);
    for (const { price, quantity, orders } of book.bids())
      levels.push(`${symbol} 1 ${price}: ${quantity} in ${orders}`);
    for (const { price, quantity, orders } of book.asks())
      levels.push(`${symbol} 2 ${price}: ${quantity} in ${orders}`);
  }
  client.close();
  return levels.sort();
}

/** The same, added up from orders. */
export function depthOf(orders: readonly Standing[]): string[] {
  const levels = new Map<string, { quantity: number; orders: number }>();
  for (const { instrument, side, price, open } of orders) {
    const key = `${SYMBOLS[instrument - 1]} ${side} ${price}`;
    const level = levels.get(key) ?? { quantity: 0, orders: 0 };
    levels.set(key, { quantity: level.quantity + open, orders: level.orders + 1 });
  }
  return [...levels].map(([key, { quantity, orders }]) => `${key}: ${quantity} in ${orders}`).sort();
}

export const texts = (orders: readonly Standing[]): string[] => orders.map(({ text }) => text).sort();

async function snapshot(client: PregaoClient, symbol: string) {
  const subscription = client.subscribe(symbol, { levels: 256 });
  await subscription.once('book');
  return subscription;
}
