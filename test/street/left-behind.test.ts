/**
 * The thread of the adapters dies, and the one that comes after it hangs: the engine goes on without them, and when they are
 * back, what the venue has done meanwhile is counted. A whole engine in this process, each box on a thread of its own.
 */
import { execFileSync } from 'node:child_process';
import {
  closeSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import t from 'tap';
import type { Simulator } from '../../adapters/simulator/shell/venue.js';
import type { ConfigFile } from '../../engine/config/schema.js';
import { Engine } from '../../engine/engine.js';
import { createLogger } from '../../engine/log.js';
import { prepare } from '../../engine/setup.js';
import { waitPolicies } from '../../engine/threading.js';
import { type OrderReport, PregaoClient } from '../../protocol/client/index.js';
import { readKeyFile } from '../../protocol/client/key-file.js';
import { freshDirectory, writeConfig } from '../support/engine.js';
import { engineWith, FUTURES } from './places.js';

t.setTimeout(180_000);

const EVENT_SLOTS = 1 << 12;
/** Each with its cancel is three records at least: more than the ring has. */
const ORDERS = EVENT_SLOTS / 2;
const BATCH = 64;

class Ground {
  readonly reports: OrderReport[] = [];

  private constructor(
    readonly venue: Simulator,
    readonly keyFile: string,
    readonly engine: Engine,
    readonly client: PregaoClient,
    private readonly release: () => void,
  ) {
    client.on('report', (report) => this.reports.push(report));
  }

  static async open(): Promise<Ground> {
    const venue = await FUTURES.start();
    const config: ConfigFile = {
      ...engineWith([FUTURES], [venue]),
      threading: 'dedicated',
      durability: 'async',
      limits: { eventSlots: EVENT_SLOTS },
    };
    const entry = config.venues![0] as { privateKeyFile: string };
    const setup = {
      ...prepare({ config: writeConfig(config), data: freshDirectory(), port: 0 }),
      // Threads that spin would leave the venue no processor where there are few.
      policies: waitPolicies('shared', 'async'),
    };
    const engine = await Engine.start(setup, createLogger('main', 'fatal'), 'pregao test', (_, why) => {
      throw new Error(why);
    });
    const key = readKeyFile(setup.demoKeyFile!);
    const client = await PregaoClient.connect(`ws://127.0.0.1:${engine.port}/v1/orders`, key);
    return new Ground(venue, entry.privateKeyFile, engine, client, () => setup.lock.release());
  }

  async close(): Promise<void> {
    await this.client.close();
    await this.engine.stop();
    await this.venue.close();
    this.release();
  }

  others(side: 'buy' | 'sell', qtyLots: number): void {
    const { venueSymbol: symbol, priceTicks, echo = {} } = FUTURES;
    const from = { account: 'other', session: 'other', clientId: '' } as const;
    this.venue.market.place({ ...from, symbol, side, kind: 'limit', tif: 'gtc', priceTicks, qtyLots, echo });
  }

  async until(what: string, condition: () => boolean | Promise<boolean>): Promise<void> {
    for (const deadline = Date.now() + 60_000; !(await condition()); ) {
      if (Date.now() > deadline) throw new Error(`${what} never came`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** An order at the venue. */
  place(): Promise<OrderReport> {
    const { symbol, price, whole: quantity } = FUTURES;
    return this.client.newOrder({ symbol, side: 'buy', price, quantity, tif: 'gtc', route: 0 });
  }

  /** One order in our own book, and out again. */
  async ownOrder(): Promise<void> {
    const { symbol, low } = FUTURES;
    const { orderId } = await this.client.newOrder({ symbol, side: 'buy', ...low, tif: 'gtc' });
    await this.client.cancel({ symbol, orderId });
  }
}

t.test('adapters that die or hang hold nobody up', async (t) => {
  const ground = await Ground.open();
  t.teardown(() => ground.close());
  const { reports, engine } = ground;
  await ground.until('the venue', async () => {
    const placed = await ground.place().catch(() => undefined);
    return placed !== undefined;
  });
  await ground.until('the child order', () => reports.some(({ child }) => child?.status === 'new'));
  const orderId = reports.find(({ child }) => child?.status === 'new')!.child!.parentOrderId;

  // Who reads its key out of a pipe waits for somebody to write it.
  const pem = readFileSync(ground.keyFile);
  rmSync(ground.keyFile);
  execFileSync('mkfifo', [ground.keyFile]);
  await engine.supervisor.thread('street')!.kill('as the test wants it');
  await ground.until('unknown', () => reports.some(({ child }) => child?.status === 'unknown'));
  ground.others('sell', 40);

  for (let sent = 0; sent < ORDERS; sent += BATCH)
    await Promise.all(Array.from({ length: BATCH }, () => ground.ownOrder()));
  t.pass(`${ORDERS} orders and cancels went by while nobody read for the venue`);
  await t.rejects(ground.place(), /VenueDown/);

  writeFileSync(`${ground.keyFile}.new`, pem);
  linkSync(ground.keyFile, `${ground.keyFile}.pipe`);
  renameSync(`${ground.keyFile}.new`, ground.keyFile);
  const pipe = openSync(`${ground.keyFile}.pipe`, 'r+');
  writeSync(pipe, pem);
  await new Promise((resolve) => setTimeout(resolve, 500));
  closeSync(pipe);
  const isFill = (report: OrderReport) => report.type === 'executed' && report.orderId === orderId;
  await ground.until('the fill', () => reports.some(isFill));
  t.match(reports.find(isFill), { last: '0.040', open: '0.060' });
  await ground.until('the venue again', async () => {
    const placed = await ground.place().catch(() => undefined);
    return placed !== undefined;
  });
  t.equal(reports.filter(isFill).length, 1, 'once');
});
