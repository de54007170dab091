/** An engine with Binance USD-M futures beside its own book, the venue simulated on real sockets, and a client. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startBinanceFutures } from '../../adapters/simulator/binance/futures/simulator.js';
import { API_KEY, PRIVATE_KEY } from '../../adapters/simulator/binance/spot/test-spot.js';
import type { Simulator } from '../../adapters/simulator/shell/venue.js';
import type { ConfigFile } from '../../engine/config/schema.js';
import { type OrderReport, PregaoClient } from '../../protocol/client/index.js';
import { readKeyFile } from '../../protocol/client/key-file.js';
import { EngineProcess, freshDirectory } from '../support/engine.js';

export const SYMBOL = 'BTC-USDT-PERP';
const WAIT_MS = 15_000;

export class StreetGround {
  readonly data = freshDirectory();
  readonly reports: OrderReport[] = [];
  engine!: EngineProcess;
  client!: PregaoClient;

  private constructor(
    readonly venue: Simulator,
    private readonly config: ConfigFile,
  ) {}

  static async open(durability: 'sync' | 'async' = 'sync'): Promise<StreetGround> {
    const venue = await startBinanceFutures({ hasCrowd: false });
    const keyFile = join(freshDirectory(), 'venue.pem');
    writeFileSync(keyFile, PRIVATE_KEY.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
    const ground = new StreetGround(venue, { ...configOf(venue.ports.http!, keyFile), durability });
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
    await this.venue.close();
  }

  /** Somebody else at the venue. */
  others(side: 'buy' | 'sell', priceTicks: number, lots: number): void {
    this.venue.market.place({
      account: 'other',
      session: 'other',
      clientId: '',
      symbol: 'BTCUSDT',
      side,
      kind: 'limit',
      tif: 'gtc',
      priceTicks,
      qtyLots: lots,
      echo: { positionSide: 'BOTH' },
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
  async untilUp(): Promise<void> {
    await this.until('the venue', () => this.engine.log.includes('binance: up'));
    for (;;) {
      const placed = await this.client
        .newOrder({ symbol: SYMBOL, side: 'buy', price: '60000.0', quantity: '0.010', tif: 'gtc', route: 0 })
        .catch(() => undefined);
      if (placed === undefined) continue;
      await this.client.cancel({ symbol: SYMBOL, orderId: placed.orderId });
      return;
    }
  }
}

function configOf(port: number, privateKeyFile: string): ConfigFile {
  return {
    demoKey: true,
    accounts: ['house'],
    streetAccounts: ['street-binance'],
    instruments: [
      {
        symbol: SYMBOL,
        tick: '0.1',
        lot: '0.001',
        maxPrice: '10000000',
        maxQuantity: '1000',
        maxNotional: '100000000',
      },
    ],
    venues: [
      {
        name: 'binance',
        adapter: 'binance-usdm',
        streetAccount: 'street-binance',
        apiKey: API_KEY,
        privateKeyFile,
        apiUrl: `ws://127.0.0.1:${port}/ws-fapi/v1`,
        userStreamUrl: `ws://127.0.0.1:${port}/private`,
        marketDataUrl: `ws://127.0.0.1:${port}`,
        restUrl: `http://127.0.0.1:${port}`,
        listings: [{ symbol: SYMBOL, venueSymbol: 'BTCUSDT', takerFeeMillionths: 500 }],
      },
    ],
  };
}
