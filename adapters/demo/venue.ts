/** A simulated venue that can be cut off from the world and come back with everything that it knows, as an exchange does. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BinanceFutures } from '../simulator/binance/futures/simulator.js';
import { DEMO_KEY } from '../simulator/coinbase/options.js';
import { Coinbase } from '../simulator/coinbase/simulator.js';
import { DEMO_ACCOUNT, DEMO_PRIVATE_KEY } from '../simulator/index.js';
import { Agenda } from '../simulator/kit/agenda.js';
import { serve } from '../simulator/shell/serve.js';
import type { Simulator, VenueAgent } from '../simulator/shell/venue.js';

/** The same crowd at each, so that their prices are close. */
const SEED = 1;
/** Slow enough that the answer is not there when the connection ends. */
const SLOW_MS = 1_500;
const SLOW_KINDS = ['answer', 'ack', 'fill'];

/** What the demonstration needs to know of one kind of venue. */
interface Kind {
  readonly venueSymbol: string;
  /** Ours there. */
  readonly account: string;
  /** Lots of the venue in one of what is traded. */
  readonly lotsInOne: number;
  /** Millionths. */
  readonly takerFee: number;
  readonly make: () => VenueAgent;
  /** As the engine's configuration has it; secrets go into the directory. */
  readonly entry: (ports: Simulator['ports'], directory: string) => object;
}

const BINANCE: Kind = {
  venueSymbol: 'BTCUSDT',
  account: DEMO_ACCOUNT.name,
  lotsInOne: 1e3,
  takerFee: 100,
  make: () => new BinanceFutures(new Agenda(Date.now()), { seed: SEED }),
  entry: ({ http: port }, directory) => ({
    adapter: 'binance-usdm',
    apiKey: DEMO_ACCOUNT.apiKey,
    privateKeyFile: fileWith(directory, 'binance.pem', DEMO_PRIVATE_KEY),
    apiUrl: `ws://127.0.0.1:${port}/ws-fapi/v1`,
    userStreamUrl: `ws://127.0.0.1:${port}/private`,
    marketDataUrl: `ws://127.0.0.1:${port}`,
    restUrl: `http://127.0.0.1:${port}`,
  }),
};

const COINBASE: Kind = {
  venueSymbol: 'BTC-USD',
  account: DEMO_KEY.profile,
  lotsInOne: 1e8,
  takerFee: 150,
  make: () => new Coinbase(new Agenda(Date.now()), { seed: SEED }),
  entry: ({ http: port, fix: fixPort }, directory) => ({
    adapter: 'coinbase-fix',
    apiKey: DEMO_KEY.apiKey,
    secretFile: fileWith(directory, 'coinbase.secret', DEMO_KEY.secret),
    passphraseFile: fileWith(directory, 'coinbase.passphrase', DEMO_KEY.passphrase),
    fixHost: '127.0.0.1',
    fixPort,
    tls: false,
    marketDataUrl: `ws://127.0.0.1:${port}`,
    restUrl: `http://127.0.0.1:${port}`,
  }),
};

export class DemoVenue {
  private constructor(
    readonly name: string,
    private readonly kind: Kind,
    private readonly venue: VenueAgent,
    private simulator: Simulator,
    private readonly ports: Simulator['ports'],
  ) {}

  static binance(): Promise<DemoVenue> {
    return DemoVenue.open('binance', BINANCE);
  }

  static coinbase(): Promise<DemoVenue> {
    return DemoVenue.open('coinbase', COINBASE);
  }

  private static async open(name: string, kind: Kind): Promise<DemoVenue> {
    const venue = kind.make();
    const simulator = await serve(venue, {});
    return new DemoVenue(name, kind, venue, simulator, simulator.ports);
  }

  get address(): string {
    const { http, fix } = this.ports;
    return `ws://127.0.0.1:${http}${fix === undefined ? '' : `, FIX 127.0.0.1:${fix}`}`;
  }

  config(symbol: string, directory: string): object {
    const { entry, venueSymbol, takerFee } = this.kind;
    const listings = [{ symbol, venueSymbol, takerFeeMillionths: takerFee }];
    return { name: this.name, ...entry(this.ports, directory), listings };
  }

  /** So that what is sent now is not answered before the connection is cut. */
  delayAnswers(): void {
    for (const kind of SLOW_KINDS) this.venue.faults.inject({ do: 'delay', kind, ms: SLOW_MS, times: 1_000 });
  }

  async cutOff(): Promise<void> {
    await this.simulator.close();
  }

  async comeBack(): Promise<void> {
    this.venue.faults.clear();
    const { http: port, fix: fixPort } = this.ports;
    this.simulator = await serve(this.venue, { port, ...(fixPort !== undefined && { fixPort }) });
  }

  /** What the account has bought there, less what it has sold. */
  position(): number {
    const { account, lotsInOne } = this.kind;
    const lots = this.venue.market
      .all(account)
      .reduce((sum, { side, filledLots }) => sum + (side === 'buy' ? filledLots : -filledLots), 0);
    return lots / lotsInOne;
  }

  close(): Promise<void> {
    return this.simulator.close();
  }
}

function fileWith(directory: string, name: string, text: string): string {
  const file = join(directory, name);
  writeFileSync(file, text, { mode: 0o600 });
  return file;
}
