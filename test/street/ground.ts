/** An engine with a venue beside its own book, the venue simulated on real sockets, and a client. */
import type { Simulator } from '../../adapters/simulator/shell/venue.js';
import type { ConfigFile } from '../../engine/config/schema.js';
import { type OrderReport, PregaoClient } from '../../protocol/client/index.js';
import { readKeyFile } from '../../protocol/client/key-file.js';
import { EngineProcess, freshDirectory } from '../support/engine.js';
import { engineWith, FUTURES, type Place, SYMBOL } from './places.js';

const WAIT_MS = 15_000;

export class StreetGround {
  readonly data = freshDirectory();
  readonly reports: OrderReport[] = [];
  engine!: EngineProcess;
  client!: PregaoClient;

  private constructor(
    readonly places: readonly Place[],
    readonly venues: readonly Simulator[],
    private readonly config: ConfigFile,
  ) {}

  static async open(
    durability: 'sync' | 'async' = 'sync',
    places: readonly Place[] = [FUTURES],
    more: Partial<ConfigFile> = {},
  ): Promise<StreetGround> {
    const venues = await Promise.all(places.map((place) => place.start()));
    const ground = new StreetGround(places, venues, { ...engineWith(places, venues), durability, ...more });
    await ground.start();
    return ground;
  }

  /** A client that was there before gets what it has missed. */
  async start(): Promise<void> {
    const before = this.client as PregaoClient | undefined;
    this.engine = await EngineProcess.start({ data: this.data, config: this.config });
    this.client = await PregaoClient.connect(this.engine.url, readKeyFile(this.engine.keyFile), {
      reconnect: false,
      ...(before && { lastEvent: before.lastEvent, epoch: before.epoch }),
    });
    this.client.on('report', (report) => this.reports.push(report));
  }

  async close(): Promise<void> {
    await this.client.close();
    await this.engine.stop();
    for (const venue of this.venues) await venue.close();
  }

  /** Somebody else at the venue. */
  others(side: 'buy' | 'sell', priceTicks: number, lots: number, number = 0): void {
    const { venueSymbol, marketSymbol: symbol = venueSymbol, echo = {} } = this.places[number];
    this.venues[number].market.place({
      account: 'other',
      session: 'other',
      clientId: '',
      symbol,
      side,
      kind: 'limit',
      tif: 'gtc',
      priceTicks,
      qtyLots: lots,
      echo,
    });
  }

  async until(what: string, condition: () => boolean): Promise<void> {
    const deadline = Date.now() + WAIT_MS;
    while (!condition()) {
      if (Date.now() > deadline) {
        const told = this.reports.map(({ type, open, child, reason }) =>
          [type, open, child?.status, reason?.name].join(' '),
        );
        throw new Error(`${what} never came; reports:\n${told.join('\n')}\nlog:\n${this.engine.log}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  /** `pregao route` says that the venue would get so much of 0.05. */
  async untilPlan(quantity: string): Promise<void> {
    const url = `${this.engine.httpUrl}/v1/route?symbol=${SYMBOL}&side=buy&quantity=0.05&price=64000`;
    for (let tries = 0; tries < 200; tries++) {
      const { legs } = (await (await fetch(url)).json()) as { legs: { at: string; quantity: string }[] };
      if (legs.some((leg) => leg.at === 'binance' && leg.quantity === quantity)) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`the venue never showed ${quantity}`);
  }

  /** The venue takes orders: asked with one that is refused while it does not. */
  async untilUp(number = 0): Promise<void> {
    const { name, low, symbol, rests = 'gtc' } = this.places[number];
    await this.until('the venue', () => this.engine.log.includes(`${name}: up`));
    for (;;) {
      const placed = await this.client
        .newOrder({ symbol, side: 'buy', ...low, tif: rests, route: number })
        .catch(() => undefined);
      if (placed === undefined) continue;
      await this.client.cancel({ symbol, orderId: placed.orderId });
      return;
    }
  }
}
