/** What the days are played in: the configuration, the two venues' adapters against their simulators, and times. */

import { B3_ORDER_DEFAULTS } from '../../adapters/b3/fix-orders/options.js';
import { b3Parts } from '../../adapters/b3/fix-orders/venue.js';
import { FuturesForm } from '../../adapters/binance/futures-orders/form.js';
import { FUTURES_ORDER_DEFAULTS } from '../../adapters/binance/futures-orders/options.js';
import { BinanceMarketData } from '../../adapters/binance/market-data/agent.js';
import { BINANCE_DEFAULTS } from '../../adapters/binance/market-data/options.js';
import { Stream, USD_M } from '../../adapters/binance/market-data/product.js';
import { FixForm } from '../../adapters/fix-orders/fix-form.js';
import { fixDialInto } from '../../adapters/in-process/tcp.js';
import { callInto, dialInto } from '../../adapters/in-process/web.js';
import type { Notice } from '../../adapters/kit/feed/outside.js';
import { textIds } from '../../adapters/kit/orders/client-ids.js';
import { OrderDesk } from '../../adapters/kit/orders/order-desk.js';
import type { Venue } from '../../adapters/kit/orders/street-agent.js';
import { TopCommands } from '../../adapters/kit/orders/top-commands.js';
import type { VenueLane } from '../../adapters/kit/orders/venue-lane.js';
import type { B3 } from '../../adapters/simulator/b3/simulator.js';
import type { BinanceFutures } from '../../adapters/simulator/binance/futures/simulator.js';
import { API_KEY, PRIVATE_KEY } from '../../adapters/simulator/binance/spot/test-spot.js';
import type { Order } from '../../adapters/simulator/market/order.js';
import { Identities } from '../../engine/config/identities.js';
import { DEFAULT_LIMITS, type Limits } from '../../engine/config/limits.js';
import { checkConfig } from '../../engine/config/load.js';
import { type RegisteredVenue, type Registry, register } from '../../engine/config/registry.js';
import type { ConfigFile } from '../../engine/config/schema.js';
import { BroadcastWriter, createBroadcast } from '../../engine/rings/broadcast.js';
import { Doorbell } from '../../engine/rings/doorbell.js';
import { tradingOf, venueInstrument } from '../../engine/street/world.js';
import type { Clock } from '../../engine/threads/agent.js';
import { MemoryStore } from '../../protocol/fix/store/memory-store.js';

export const FUND = 'BITH11';
export const HEDGE = 'BTCUSDT';
export const PRICE = 'BTCUSD_PERP';
export const RATE = 'USDBRL';
export const PER_SHARE = 'BITH11.PER.SHARE';

/** Ours at the simulated venues. */
export const AT_B3 = '1234';
export const AT_BINANCE = 'demo';

/** Of these orders together, in lots; below 0 is sold. */
export const executed = (orders: readonly Order[]): number =>
  orders.reduce((sum, { side, filledLots }) => sum + (side === 'buy' ? filledLots : -filledLots), 0);

/** 10:00 in São Paulo; B3's day has seven hours. */
export const OPEN_MS = Date.UTC(2026, 10, 26, 13);
export const DAY_HOURS = 7;

export const LIMITS: Limits = {
  ...DEFAULT_LIMITS,
  orders: 1 << 12,
  instruments: 8,
  accounts: 16,
  sessions: 16,
  levelChunks: 1 << 8,
  positions: 1 << 8,
  tradeHistory: 1 << 8,
  clientIdHistory: 1 << 10,
  eventSlots: 1 << 12,
};

const instrument = (symbol: string, tick: string, lot: string, maxPrice: string, maxQuantity: string) => ({
  ...{ symbol, tick, lot, maxPrice, maxQuantity },
  maxNotional: '1000000000',
});

const INSTRUMENTS = [
  { ...instrument(FUND, '0.01', '1', '10000', '1000000'), referencePrice: '101.20' },
  { ...instrument(HEDGE, '0.1', '0.001', '1000000', '120'), referencePrice: '64000' },
  instrument(PRICE, '0.1', '1', '1000000', '1000000'),
  instrument(RATE, '0.0001', '1', '100', '1000000'),
  { ...instrument(PER_SHARE, '0.0000000001', '1', '0.1', '1'), maxNotional: '1' },
];

const PARTIES = [
  { role: 5, id: '999001' },
  { role: 7, id: AT_B3 },
  { role: 36, id: 'TRADER' },
  { role: 54, id: 'SAO' },
];

export type RunParameters = Readonly<Record<string, unknown>>;

/** Each run has an account of its own. */
export function registryOf(runs: readonly RunParameters[], keepOrders: boolean): Registry {
  const names = runs.map((_, i) => `run${i + 1}`);
  const config: ConfigFile = {
    accounts: names,
    streetAccounts: ['street-binance', 'street-b3'],
    instruments: INSTRUMENTS,
    venues: [
      {
        ...{ name: 'binance', adapter: 'binance-usdm', streetAccount: 'street-binance' },
        ...{ apiKey: API_KEY, privateKeyFile: 'none', listings: [{ symbol: HEDGE, venueSymbol: HEDGE }] },
      },
      {
        ...{ name: 'b3', adapter: 'b3-fix', streetAccount: 'street-b3', fixHost: 'none', fixPort: 1 },
        ...{ senderCompId: 'PREGAO', targetCompId: 'B3', passwordFile: 'none' },
        parties: PARTIES,
        clients: names.map((account) => ({ account })),
        listings: [{ symbol: FUND, venueSymbol: FUND }],
      },
    ],
    strategies: runs.map((parameters, i) => ({
      ...{ name: names[i], plugin: 'spread-crypto-etf', account: names[i], keepOrders },
      instruments: INSTRUMENTS.map(({ symbol }) => symbol),
      parameters: { ...parameters, etf_venue: 'b3', hedge_venue: 'binance' },
    })),
  };
  return register(
    checkConfig(config, () => 'none'),
    [],
    new Identities(),
  );
}

/** What the street is put together from; `stores` are the files of B3's sessions, which outlive an engine. */
export interface StreetParts {
  readonly registry: Registry;
  readonly futures: BinanceFutures;
  readonly b3: B3;
  readonly stores: Map<string, MemoryStore>;
  readonly lane: VenueLane;
  readonly clock: Clock;
  readonly notice: Notice;
}

/** By number. */
export function venuesOf(parts: StreetParts): (Venue | undefined)[] {
  const venues: (Venue | undefined)[] = [];
  for (const venue of parts.registry.venues)
    venues[venue.number] = venue.entry.name === 'b3' ? b3Venue(venue, parts) : binanceVenue(venue, parts);
  return venues;
}

/** Of full depth: here the core's best levels are enough. */
const unreadRing = (): BroadcastWriter =>
  new BroadcastWriter(createBroadcast(1 << 14, [Doorbell.create()], { gating: [] }));

function binanceVenue(venue: RegisteredVenue, { futures, lane, clock, notice }: StreetParts): Venue {
  const instruments = venue.listings.map(venueInstrument);
  const [dial, call] = [dialInto(futures), callInto(futures)];
  const top = new TopCommands(
    venue.number,
    lane,
    tradingOf(instruments, () => desk),
  );
  const market = new BinanceMarketData(
    {
      ...BINANCE_DEFAULTS,
      product: USD_M,
      instruments,
      streams: [Stream.Depth, Stream.Top, Stream.MarkPrice],
    },
    {
      ...{ dial, clock, notice, ring: unreadRing(), sink: top },
      fetch: (url, answered) => call({ method: 'GET', url, headers: {} }, answered),
    },
  );
  const desk = deskOf(venue, lane, notice, () => {
    top.forget();
    market.tellTops();
  });
  const options = {
    ...FUTURES_ORDER_DEFAULTS,
    apiKey: API_KEY,
    privateKey: PRIVATE_KEY,
    prefix: 'PG',
    instruments,
  };
  desk.use(() => new FuturesForm(options, desk, { dial, call, notice }));
  return { desk, others: [market] };
}

function b3Venue(venue: RegisteredVenue, { registry, b3, stores, lane, notice }: StreetParts): Venue {
  const { accounts } = registry;
  const desk = deskOf(venue, lane, notice);
  const options = {
    ...B3_ORDER_DEFAULTS,
    ...{ senderCompId: 'PREGAO', targetCompId: 'B3', password: 'secret', prefix: 'PG' },
    instruments: venue.listings.map(venueInstrument),
    clients: new Map(accounts.map(({ id }) => [id, { parties: PARTIES, account: '12345', accountType: 38 }])),
    store: (day: string) => stores.get(day) ?? stores.set(day, new MemoryStore()).get(day)!,
  };
  const outside = { dial: fixDialInto(b3), notice };
  desk.use(() => new FixForm(desk, outside, b3Parts(options, desk)));
  return { desk, others: [] };
}

function deskOf(
  { number, entry, streetAccount, listings }: RegisteredVenue,
  lane: VenueLane,
  notice: Notice,
  onDown?: () => void,
): OrderDesk {
  const fees = new Map(
    listings.map(({ instrument, makerRate, takerRate }) => [instrument.id, { makerRate, takerRate }]),
  );
  return new OrderDesk(
    { venue: number, name: entry.name, streetAccount, ids: textIds('PG'), fees },
    lane,
    notice,
    onDown,
  );
}
