/**
 * The strategy in a real engine, in a process of its own that is killed, against the simulated B3 and Binance on real sockets, with who else trades there and whoever
 * tells its inputs. What is promised is looked at in the journal, which outlives every engine, and at the two venues.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startCoinbase } from '../../adapters/simulator/coinbase/simulator.js';
import type { Order } from '../../adapters/simulator/market/order.js';
import type { Simulator } from '../../adapters/simulator/shell/venue.js';
import { Identities } from '../../engine/config/identities.js';
import type { ConfigFile } from '../../engine/config/schema.js';
import { NodeFiles } from '../../engine/journal/node-files.js';
import { JournalReader } from '../../engine/journal/reader.js';
import { JOURNAL_DIRECTORY } from '../../engine/journal/verify-command.js';
import type { Random } from '../../engine/threads/random.js';
import { B3, FUTURES } from '../street/places.js';
import { EngineProcess, freshDirectory } from '../support/engine.js';
import { Promises, type Tally } from './promises.js';
import { AT_B3, AT_BINANCE, executed, FUND, HEDGE, PER_SHARE, PRICE, RATE } from './world.js';

/** Behind a share: 1000 × 0.014641205 ÷ 50000. */
const ONSHORE = {
  info: { numberOfSharesPerCreationUnit: 50_000 },
  pcf: [{ symbol: 'HBTC.BH', quantity: 1_000 }],
};
const OFFSHORE = { pcf: [{ symbol: 'BTC', quantity: 0.014641205 }] };
export const STEPS_PER_TICK = 1e-10 / 0.001;
const PER_SHARE_TICKS = 2_928_241;
const MIDDLE_TICKS = 640_000;
const DEEP_LOTS = 4_000;
const QUOTES_MS = 500;
/** Between takers, at most, and what one takes at most. */
const TAKES_MS = 250;
const TAKES_SHARES = 40;
const DOWN_TAKES = 6;
const ACCOUNT = 'bith';

const terms = { maxQuantity: '1000000', maxNotional: '100000000' };
const INSTRUMENTS = [
  { symbol: FUND, tick: '0.01', lot: '1', maxPrice: '10000', referencePrice: '101.20', ...terms },
  { symbol: HEDGE, tick: '0.1', lot: '0.001', maxPrice: '1000000', referencePrice: '64000', ...terms },
  { symbol: PRICE, tick: '0.1', lot: '1', maxPrice: '1000000', ...terms, maxQuantity: '1' },
  { symbol: RATE, tick: '0.0001', lot: '1', maxPrice: '100', maxQuantity: '1', maxNotional: '100' },
  { symbol: PER_SHARE, tick: '0.0000000001', lot: '1', maxPrice: '0.1', maxQuantity: '1', maxNotional: '1' },
];

export class RealDay {
  readonly data = freshDirectory();
  kills = 0;
  /** Shares that others have taken while no engine ran. */
  takenMeanwhile = 0;
  private engine!: EngineProcess;
  private isUp = false;
  private takes = true;
  private readonly crowd: Promise<void>;
  private readonly quoting: NodeJS.Timeout;
  private quotes: Order[] = [];

  private constructor(
    private readonly b3: Simulator,
    private readonly futures: Simulator,
    private readonly others: readonly { close(): unknown }[],
    private readonly config: ConfigFile,
    private readonly random: Random,
  ) {
    this.quoting = setInterval(() => this.quote(), QUOTES_MS);
    this.crowd = this.takeNowAndThen();
  }

  static async open(random: Random): Promise<RealDay> {
    const [b3, futures] = await Promise.all([B3.start(), FUTURES.start()]);
    const coinbase = await startCoinbase({ hasCrowd: false });
    const documents = await serveDocuments();
    const config = configOf(b3, futures, coinbase, documents);
    const day = new RealDay(b3, futures, [coinbase, documents], config, random);
    await day.start();
    return day;
  }

  async start(): Promise<void> {
    this.engine = EngineProcess.launch({ data: this.data, config: this.config });
    await this.engine.ready();
    this.isUp = true;
  }

  async kill(): Promise<void> {
    this.kills++;
    this.isUp = false;
    await this.engine.kill('SIGKILL');
  }

  /** Begins, and is killed before it may be ready. */
  async dieStarting(afterMs: number): Promise<void> {
    this.engine = EngineProcess.launch({ data: this.data, config: this.config });
    await sleep(afterMs);
    await this.kill();
  }

  stop(): Promise<unknown> {
    this.isUp = false;
    return this.engine.stop();
  }

  async close(): Promise<void> {
    this.engine.child.kill('SIGKILL');
    await this.calm();
    clearInterval(this.quoting);
    for (const each of [this.b3, this.futures, ...this.others]) await each.close();
  }

  /** Nobody takes any more. */
  async calm(): Promise<void> {
    this.takes = false;
    await this.crowd;
  }

  /** What our accounts at the venues have executed, in lots; hedges of buying the fund are sold. */
  get filled(): number {
    return executed(this.b3.market.all(AT_B3));
  }

  get hedged(): number {
    return -executed(this.futures.market.all(AT_BINANCE));
  }

  /** Orders that our account at Binance has sent. */
  get hedges(): number {
    return this.futures.market.all(AT_BINANCE).length;
  }

  /** What is to be hedged for what has filled, in steps, before it is rounded. */
  get target(): number {
    return this.filled * PER_SHARE_TICKS * STEPS_PER_TICK;
  }

  get standing(): Order | undefined {
    return this.b3.market.open(AT_B3, FUND)[0];
  }

  /** From its first record, through all lives. */
  promises(): Promises {
    const identities = new Identities(this.data);
    const [fund, hedge, perShare] = [FUND, HEDGE, PER_SHARE].map((symbol) =>
      identities.numberOf('instruments', symbol),
    );
    const promises = new Promises({ fund, hedge, perShare, stepsPerTick: STEPS_PER_TICK });
    const reader = new JournalReader({
      files: new NodeFiles(join(this.data, JOURNAL_DIRECTORY)),
      fromSequence: 0,
    });
    for (let count = reader.read(1 << 16); count > 0 || !reader.atEnd; count = reader.read(1 << 16))
      for (let i = 0; i < count; i++) promises.take(reader.i32, reader.f64, reader.offset(i));
    reader.close();
    return promises;
  }

  tally(promises: Promises): Tally {
    return promises.of(new Identities(this.data).numberOf('accounts', ACCOUNT));
  }

  async until(what: string, is: () => boolean, withinMs = 60_000): Promise<void> {
    for (const end = Date.now() + withinMs; !is(); await sleep(1))
      if (Date.now() > end)
        throw new Error(
          `${what}: never; filled ${this.filled}, hedged ${this.hedged} of ${this.target}\n${this.engine.log}`,
        );
  }

  /** Makers of the hedge's book: one that never changes is never heard of. */
  private quote(): void {
    const { market } = this.futures;
    for (const order of this.quotes) market.cancel(order);
    const middle = MIDDLE_TICKS + this.random.below(9);
    this.quotes = [this.make('buy', middle - 5), this.make('sell', middle + 5)];
  }

  private make(side: 'buy' | 'sell', priceTicks: number): Order {
    return this.futures.market.place({
      ...{ account: 'maker', session: 'maker', clientId: '', symbol: HEDGE, side, kind: 'limit', tif: 'gtc' },
      ...{ priceTicks, qtyLots: DEEP_LOTS, echo: { positionSide: 'BOTH' } },
    });
  }

  /** From our order at B3, where it stands; also while no engine runs, but less often, for starts take long. */
  private async takeNowAndThen(): Promise<void> {
    for (; this.takes; await sleep(TAKES_MS / 10 + this.random.below(TAKES_MS))) {
      const { standing, random } = this;
      if (standing === undefined || (!this.isUp && random.below(DOWN_TAKES) > 0)) continue;
      const before = this.filled;
      this.b3.market.place({
        ...{ account: 'taker', session: 'taker', clientId: '', symbol: FUND, side: 'sell', kind: 'limit' },
        ...{ tif: 'ioc', priceTicks: standing.priceTicks, echo: {} },
        qtyLots: random.below(2) === 0 ? 1 : 1 + random.below(TAKES_SHARES),
      });
      if (!this.isUp) this.takenMeanwhile += this.filled - before;
    }
  }
}

/** Hashdex' documents. */
async function serveDocuments(): Promise<Server> {
  const server = createServer(({ url = '' }, response) =>
    response
      .writeHead(200, { 'Content-Type': 'application/json' })
      .end(JSON.stringify(url.endsWith(FUND) ? ONSHORE : OFFSHORE)),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

function configOf(b3: Simulator, futures: Simulator, coinbase: Simulator, documents: Server): ConfigFile {
  const at = (port: number | undefined, scheme = 'http') => `${scheme}://127.0.0.1:${port}`;
  const parties = [{ role: 5, id: '999001' }];
  const client = { account: ACCOUNT, venueAccount: '12345', accountType: 38, parties };
  return {
    accounts: [ACCOUNT],
    streetAccounts: ['street-b3', 'street-binance'],
    instruments: INSTRUMENTS,
    venues: [
      {
        ...(B3.entry(b3) as object),
        clients: [client],
        streetAccount: 'street-b3',
        listings: [{ symbol: FUND, venueSymbol: FUND }],
      },
      {
        ...FUTURES.entry(futures),
        streetAccount: 'street-binance',
        listings: [{ symbol: HEDGE, venueSymbol: HEDGE }],
      },
    ] as ConfigFile['venues'],
    references: [
      {
        ...{ source: 'binance-coinm', symbol: PRICE, venueSymbol: PRICE },
        ...{ marketDataUrl: at(futures.ports.http, 'ws'), restUrl: at(futures.ports.http) },
      },
      { source: 'coinbase-rates', symbol: RATE, restUrl: at(coinbase.ports.http) },
      {
        ...{ source: 'hashdex-inav', symbol: PER_SHARE, onshore: FUND, offshore: 'HBTC.BH' },
        restUrl: at((documents.address() as AddressInfo).port),
      },
    ],
    strategies: [
      {
        ...{ name: 'bith', plugin: 'spread-crypto-etf', account: ACCOUNT, stopMs: 20_000 },
        instruments: INSTRUMENTS.map(({ symbol }) => symbol),
        parameters: {
          ...{ symbol: FUND, side: 'buy', quantity: 100_000, spread_threshold: 0.005 },
          ...{ etf_venue: 'b3', hedge_venue: 'binance' },
        },
      },
    ],
  };
}
