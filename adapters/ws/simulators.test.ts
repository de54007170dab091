/**
 * Sessions against the simulated venues over real sockets and real HTTP: definitions, subscriptions, snapshots, a book that is right
 * while a crowd trades, and again after the connection is cut.
 */
import { createHmac } from 'node:crypto';
import t, { type Test } from 'tap';
import { TopJudge } from '../../engine/replay/binance/top-judge.js';
import { Differences } from '../../engine/replay/differences.js';
import { RingBooks } from '../../engine/replay/venues/ring-books.js';
import type { Agent } from '../../engine/threads/agent.js';
import { SystemClock } from '../../engine/threads/system-clock.js';
import type { TopRecord, VenueDataListener } from '../../engine/venue-data/venue-data-reader.js';
import { ReferenceKind } from '../../protocol/records/venue-data.js';
import { BinanceMarketData } from '../binance/market-data/agent.js';
import { binanceDefinitions } from '../binance/market-data/definitions.js';
import { BINANCE_DEFAULTS } from '../binance/market-data/options.js';
import { COIN_M, type Product, SPOT, USD_M } from '../binance/market-data/product.js';
import { CoinbaseMarketData } from '../coinbase/market-data/agent.js';
import { coinbaseDefinitions } from '../coinbase/market-data/definitions.js';
import { EXCHANGE_RATE_DEFAULTS, exchangeRate } from '../coinbase/market-data/exchange-rates.js';
import { type BookChannel, COINBASE_DEFAULTS, type Sign } from '../coinbase/market-data/options.js';
import { ReferencePoller } from '../kit/feed/reference-poller.js';
import { NO_SINK } from '../kit/feed/sink.js';
import { type Definition, instrumentOf } from '../kit/instrument.js';
import { startBinanceFutures, startBinanceSpot, startCoinbase } from '../simulator/index.js';
import type { Simulator } from '../simulator/shell/venue.js';
import { httpFetch } from './http.js';
import { webSocketDial } from './web-socket.js';

t.setTimeout(120_000);

const UPDATES = 8;
const TURN_MS = 5;
const LEVELS = 4_096;
const SECRET = 'MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=';

/** The outside world, real but for the sink; what readers of the ring see. */
class Rig implements VenueDataListener {
  readonly clock = new SystemClock();
  readonly notices: string[] = [];
  readonly notice = (text: string): void => void this.notices.push(text);
  readonly dial = webSocketDial();
  readonly fetch = httpFetch({ timeoutMs: 10_000, maxBodyBytes: 64 << 20, notice: this.notice });
  readonly sink = NO_SINK;
  readonly differences = new Differences();
  judge = new TopJudge('book', this.differences);
  compared = 0;
  readonly books = new RingBooks(1, LEVELS, this);
  readonly ring = this.books.writer;
  trades = 0;

  book(
    _: number,
    book: Parameters<VenueDataListener['book']>[1],
    record: Parameters<VenueDataListener['book']>[2],
  ): void {
    if (!record.isWhole) this.judge.book(book, record.updateId, 'ring');
  }
  top(_: number, top: TopRecord): void {
    this.judge.top(top, 'ring');
  }
  trade(): void {
    this.trades++;
  }
  /** What was told while there was no connection is not known: the next book is held against what is told from then on. */
  status(): void {
    this.judge.end();
    this.compared += this.judge.compared;
    this.judge = new TopJudge('book', this.differences);
  }

  get(url: string): Promise<Uint8Array> {
    return new Promise((resolve, reject) =>
      this.fetch(url, (status, body) => (body ? resolve(body) : reject(new Error(`${url}: ${status}`)))),
    );
  }

  /** Turns of the agent until something holds. */
  async until(agent: Agent, holds: () => boolean): Promise<void> {
    while (!holds()) {
      agent.doWork();
      this.books.read();
      await new Promise((resolve) => setTimeout(resolve, TURN_MS));
    }
  }
}

async function simulator(t: Test, start: () => Promise<Simulator>) {
  const venue = await start();
  t.teardown(() => venue.close());
  return { venue, http: `http://127.0.0.1:${venue.ports.http}`, ws: `ws://127.0.0.1:${venue.ports.http}` };
}

const defined = (all: readonly Definition[], symbol: string) =>
  instrumentOf(1, all.find((each) => each.symbol === symbol)!);

for (const [product, symbol, start] of [
  [SPOT, 'BTCUSDT', startBinanceSpot],
  [USD_M, 'BTCUSDT', startBinanceFutures],
  [COIN_M, 'BTCUSD_PERP', startBinanceFutures],
] as [Product, string, () => Promise<Simulator>][])
  t.test(product.name, async (t) => {
    const { http, ws } = await simulator(t, start);
    const rig = new Rig();
    const definitions = binanceDefinitions(await rig.get(http + product.definitionsPath));
    const agent = new BinanceMarketData(
      {
        ...BINANCE_DEFAULTS,
        product: { ...product, streamUrl: ws, restUrl: http },
        instruments: [defined(definitions, symbol)],
        levelsPerSide: LEVELS,
        link: { ...BINANCE_DEFAULTS.link, backOff: { ...BINANCE_DEFAULTS.link.backOff, firstMs: 50 } },
      },
      rig,
    );
    t.teardown(() => agent.close());
    const [feed] = agent.feeds;
    await rig.until(agent, () => feed.applied >= UPDATES && feed.show.isLive);
    for (const { link } of agent.connections) link.drop('test');
    t.notOk(feed.show.isLive, 'no connection, no book');
    await rig.until(agent, () => feed.applied >= 2 * UPDATES && feed.show.isLive && rig.trades > 0);
    rig.status();
    t.ok(rig.compared > UPDATES, `${rig.compared} book tops compared`);
    t.same(rig.differences.first, [], 'with the bookTickers');
    t.equal(agent.counters.refused, 0, agent.counters.faultText());
    t.equal(feed.sync.gaps, 0);
    t.ok(product === SPOT || agent.counters.references > 0, 'mark prices');
  });

/** As the venue's documents say. */
const sign: Sign = () => {
  const timestamp = (Date.now() / 1_000).toFixed(3);
  const hmac = createHmac('sha256', Buffer.from(SECRET, 'base64'));
  const signature = hmac.update(`${timestamp}GET/users/self/verify`).digest('base64');
  return { signature, key: 'myapikey', passphrase: 'mypassphrase', timestamp };
};

for (const book of ['level2', 'full'] as BookChannel[])
  t.test(`coinbase ${book}`, async (t) => {
    const { http, ws } = await simulator(t, startCoinbase);
    const rig = new Rig();
    const definitions = coinbaseDefinitions(await rig.get(`${http}/products`));
    const agent = new CoinbaseMarketData(
      {
        ...COINBASE_DEFAULTS,
        streamUrl: ws,
        restUrl: http,
        instruments: [defined(definitions, 'BTC-USD')],
        book,
        sign,
        levelsPerSide: LEVELS,
        link: { ...COINBASE_DEFAULTS.link, backOff: { ...COINBASE_DEFAULTS.link.backOff, firstMs: 50 } },
      },
      rig,
    );
    t.teardown(() => agent.close());
    const [feed] = agent.books.all;
    await rig.until(agent, () => feed.applied >= UPDATES && feed.show.isLive);
    agent.link.drop('test');
    t.notOk(feed.show.isLive, 'no connection, no book');
    await rig.until(agent, () => feed.applied >= 2 * UPDATES && feed.show.isLive && rig.trades > 0);
    t.equal(agent.counters.refused, 0, agent.counters.faultText());
    t.same([feed.sync.gaps, feed.show.crossed, feed.show.book.unchanged], [0, 0, 0]);
    t.equal(feed.show.book.unknownDeletes, 0);
  });

t.test('the rate of USD/BRL', async (t) => {
  const { http } = await simulator(t, startCoinbase);
  const rig = new Rig();
  const options = { ...EXCHANGE_RATE_DEFAULTS, instrument: 1, restUrl: http };
  const poller = new ReferencePoller(exchangeRate(options), rig.fetch, rig.clock, rig.ring, rig.notice);
  const nowMs = () => rig.clock.seconds * 1_000;
  await rig.until(poller, () => poller.current(nowMs()) > 0);
  t.ok(
    poller.current(nowMs()) > 1e8 && poller.current(nowMs()) < 1e10,
    `${poller.current(nowMs())} of kind ${ReferenceKind.ExchangeRate}`,
  );
});
