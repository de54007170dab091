/** Venues for whole-engine tests: how each is simulated on real sockets, and what an engine is told of it. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEMO_BINARY } from '../../adapters/simulator/b3/options.js';
import { startB3 } from '../../adapters/simulator/b3/simulator.js';
import { startBinanceFutures } from '../../adapters/simulator/binance/futures/simulator.js';
import { startBinanceSpot } from '../../adapters/simulator/binance/spot/simulator.js';
import { API_KEY, PRIVATE_KEY } from '../../adapters/simulator/binance/spot/test-spot.js';
import { DEMO_ILINK } from '../../adapters/simulator/cme/options.js';
import { startCme } from '../../adapters/simulator/cme/simulator.js';
import { COINBASE_DEFAULTS } from '../../adapters/simulator/coinbase/options.js';
import { startCoinbase } from '../../adapters/simulator/coinbase/simulator.js';
import { DEMO_FIX_LINE, DEMO_PORT } from '../../adapters/simulator/nasdaq/options.js';
import { startNasdaq } from '../../adapters/simulator/nasdaq/simulator.js';
import type { Simulator } from '../../adapters/simulator/shell/venue.js';
import type { ConfigFile } from '../../engine/config/schema.js';
import { TEST_CERTIFICATE, TEST_KEY } from '../../protocol/fix/transport/test-certificate.js';
import { freshDirectory } from '../support/engine.js';
import { freePorts } from '../support/udp-ports.js';

export const SYMBOL = 'BTC-USDT-PERP';

export interface Place {
  /** The venue's. */
  readonly name: string;
  readonly symbol: string;
  readonly venueSymbol: string;
  /** What its simulator calls it, where that is another name. */
  readonly marketSymbol?: string;
  /** Far from where anybody trades. */
  readonly low: { readonly price: string; readonly quantity: string };
  readonly priceTicks: number;
  readonly price: string;
  /** Of an order, and 40 % of it, in the engine's text; and the same in the venue's lots. */
  readonly whole: string;
  readonly part: string;
  readonly wholeLots: number;
  /** Time in force of an order that stays, where the venue has no good till cancelled. */
  readonly rests?: 'day' | 'gtc';
  /** What the venue keeps of an order beside the market's. */
  readonly echo?: Readonly<Record<string, string>>;
  start(): Promise<Simulator>;
  instrument(): Omit<InstrumentFields, 'maxPrice' | 'maxQuantity' | 'maxNotional'>;
  /** As the engine's configuration has it, but for account and listing. */
  entry(venue: Simulator): Without<Entry, 'streetAccount' | 'listings'>;
}

type Entry = NonNullable<ConfigFile['venues']>[number];
type InstrumentFields = ConfigFile['instruments'][number];
/** Of a union, each member without these. */
type Without<T, Keys extends PropertyKey> = T extends unknown ? Omit<T, Keys> : never;

export const FUTURES: Place = {
  name: 'binance',
  symbol: SYMBOL,
  venueSymbol: 'BTCUSDT',
  low: { price: '60000.0', quantity: '0.010' },
  priceTicks: 639_000,
  price: '63900.0',
  whole: '0.100',
  part: '0.040',
  wholeLots: 100,
  echo: { positionSide: 'BOTH' },
  start: () => startBinanceFutures({ hasCrowd: false }),
  instrument: () => ({ symbol: SYMBOL, tick: '0.1', lot: '0.001' }),
  entry: ({ ports: { http: port } }) => ({
    name: 'binance',
    adapter: 'binance-usdm',
    apiKey: API_KEY,
    privateKeyFile: pemFile(),
    apiUrl: `ws://127.0.0.1:${port}/ws-fapi/v1`,
    userStreamUrl: `ws://127.0.0.1:${port}/private`,
    marketDataUrl: `ws://127.0.0.1:${port}`,
    restUrl: `http://127.0.0.1:${port}`,
  }),
};

/** Over TLS, with the name checked. */
export const SPOT: Place = {
  name: 'spot',
  symbol: 'BTC-USDT',
  venueSymbol: 'BTCUSDT',
  low: { price: '60000.00', quantity: '0.00100' },
  priceTicks: 6_390_000,
  price: '63900.00',
  whole: '0.00100',
  part: '0.00040',
  wholeLots: 100,
  start: () => startBinanceSpot({ hasCrowd: false, fixTls: { key: TEST_KEY, cert: TEST_CERTIFICATE } }),
  instrument: () => ({ symbol: 'BTC-USDT', tick: '0.01', lot: '0.00001' }),
  entry: ({ ports: { http: port, fix: fixPort } }) => ({
    name: 'spot',
    adapter: 'binance-spot-fix',
    apiKey: API_KEY,
    privateKeyFile: pemFile(),
    fixHost: 'localhost',
    fixPort,
    tlsCaFile: fileWith(TEST_CERTIFICATE),
    apiUrl: `ws://127.0.0.1:${port}/ws-api/v3`,
    marketDataUrl: `ws://127.0.0.1:${port}`,
    restUrl: `http://127.0.0.1:${port}`,
  }),
};

/** The same over the WebSocket API. */
export const SPOT_WS: Place = {
  ...SPOT,
  name: 'spot-ws',
  symbol: 'BTC-USDT-WS',
  instrument: () => ({ symbol: 'BTC-USDT-WS', tick: '0.01', lot: '0.00001' }),
  start: () => startBinanceSpot({ hasCrowd: false }),
  entry: ({ ports: { http: port } }) => ({
    name: 'spot-ws',
    adapter: 'binance-spot',
    apiKey: API_KEY,
    privateKeyFile: pemFile(),
    apiUrl: `ws://127.0.0.1:${port}/ws-api/v3`,
    marketDataUrl: `ws://127.0.0.1:${port}`,
    restUrl: `http://127.0.0.1:${port}`,
  }),
};

const COINBASE_KEY = COINBASE_DEFAULTS.keys[0];

export const COINBASE: Place = {
  name: 'coinbase',
  symbol: 'BTC-USD',
  venueSymbol: 'BTC-USD',
  low: { price: '60000.00', quantity: '0.00100000' },
  priceTicks: 6_390_000,
  price: '63900.00',
  whole: '0.00100000',
  part: '0.00040000',
  wholeLots: 100_000,
  start: () => startCoinbase({ hasCrowd: false }),
  instrument: () => ({ symbol: 'BTC-USD', tick: '0.01', lot: '0.00000001' }),
  entry: ({ ports: { http: port, fix: fixPort } }) => ({
    name: 'coinbase',
    adapter: 'coinbase-fix',
    apiKey: COINBASE_KEY.apiKey,
    secretFile: fileWith(COINBASE_KEY.secret),
    passphraseFile: fileWith(COINBASE_KEY.passphrase),
    cancelOnDisconnect: false,
    fixHost: '127.0.0.1',
    fixPort,
    tls: false,
    marketDataUrl: `ws://127.0.0.1:${port}`,
    restUrl: `http://127.0.0.1:${port}`,
  }),
};

export const B3: Place = {
  name: 'b3',
  symbol: 'PETR4',
  venueSymbol: 'PETR4',
  low: { price: '36.00', quantity: '100' },
  priceTicks: 3_800,
  price: '38.00',
  whole: '1000',
  part: '400',
  wholeLots: 10,
  start: () => startB3({ hasCrowd: false }),
  instrument: () => ({ symbol: 'PETR4', tick: '0.01', lot: '100' }),
  entry: ({ ports: { fix: fixPort } }) => ({
    name: 'b3',
    adapter: 'b3-fix',
    fixHost: '127.0.0.1',
    fixPort: fixPort!,
    tls: false,
    senderCompId: 'PREGAO',
    targetCompId: 'B3',
    passwordFile: fileWith('secret'),
    cancelOnDisconnect: false,
    parties: [
      { role: 7, id: '1234' },
      { role: 36, id: 'TRADER' },
      { role: 54, id: 'SAO' },
    ],
    clients: [
      { account: 'house', venueAccount: '12345', accountType: 38, parties: [{ role: 5, id: '999001' }] },
    ],
  }),
};

/** Lines of datagrams that a simulator sends to, and an engine listens at, one behind the other from a port that is known when it starts. */
class Lines {
  private first = 0;

  constructor(private readonly count: number) {}

  async take(): Promise<number> {
    this.first = await freePorts(this.count);
    return this.first;
  }

  /** A and B, from so many lines on. */
  pair(from: number) {
    return [0, 1].map((i) => ({ address: '127.0.0.1', port: this.first + from + i }));
  }
}

const UMDF = new Lines(6);
const MDP = new Lines(8);

/** The same over Binary EntryPoint, with prices from Binary UMDF. */
export const B3_BINARY: Place = {
  ...B3,
  name: 'b3-binary',
  symbol: 'PETR4-B',
  instrument: () => ({ symbol: 'PETR4-B', tick: '0.01', lot: '100' }),
  start: async () => startB3({ hasCrowd: false, datagramPort: await UMDF.take() }),
  venueSymbol: '200000163669',
  marketSymbol: 'PETR4',
  entry: ({ ports: { binary: entryPointPort } }) => ({
    name: 'b3-binary',
    adapter: 'b3-entrypoint',
    entryPointHost: '127.0.0.1',
    entryPointPort: entryPointPort!,
    sessionId: DEMO_BINARY.sessionId,
    enteringFirm: Number(DEMO_BINARY.firm),
    secretFile: fileWith(DEMO_BINARY.accessKey),
    clientIp: '127.0.0.1',
    marketSegmentId: 80,
    senderLocation: 'SAO',
    enteringTrader: 'TRDR',
    cancelOn: 'nothing',
    umdfUdp: { incremental: UMDF.pair(0), snapshots: UMDF.pair(2), definitions: UMDF.pair(4) },
    investors: [{ account: 'house', accountNumber: 12_345, investorId: { prefix: 300, document: 123_456 } }],
  }),
};

export const NASDAQ: Place = {
  name: 'nasdaq',
  symbol: 'AAPL',
  venueSymbol: 'AAPL',
  low: { price: '180.00', quantity: '100' },
  priceTicks: 19_000,
  price: '190.00',
  whole: '100',
  part: '40',
  wholeLots: 100,
  rests: 'day',
  start: () => startNasdaq({ hasCrowd: false }),
  instrument: () => ({ symbol: 'AAPL', tick: '0.01', lot: '1' }),
  entry: ({ ports: { ouch: ouchPort, itch: itchPort } }) => ({
    name: 'nasdaq',
    adapter: 'nasdaq',
    ouchHost: '127.0.0.1',
    ouchPort: ouchPort!,
    username: DEMO_PORT.username,
    passwordFile: fileWith(DEMO_PORT.password),
    itchTcp: { host: '127.0.0.1', port: itchPort! },
  }),
};

/** The same over FIX. */
export const NASDAQ_FIX: Place = {
  ...NASDAQ,
  name: 'nasdaq-fix',
  symbol: 'MSFT',
  venueSymbol: 'MSFT',
  low: { price: '400.00', quantity: '100' },
  priceTicks: 41_000,
  price: '410.00',
  instrument: () => ({ symbol: 'MSFT', tick: '0.01', lot: '1' }),
  entry: ({ ports: { fix: fixPort, itch: itchPort } }) => ({
    name: 'nasdaq-fix',
    adapter: 'nasdaq-fix',
    fixHost: '127.0.0.1',
    fixPort: fixPort!,
    senderCompId: DEMO_FIX_LINE.compId,
    itchTcp: {
      host: '127.0.0.1',
      port: itchPort!,
      username: DEMO_PORT.username,
      passwordFile: fileWith(DEMO_PORT.password),
    },
  }),
};

/** With prices from MDP 3.0. */
export const CME: Place = {
  name: 'cme',
  symbol: 'ESZ6',
  venueSymbol: '1001',
  marketSymbol: 'ESZ6',
  low: { price: '5900.00', quantity: '1' },
  priceTicks: 24_000,
  price: '6000.00',
  whole: '5',
  part: '2',
  wholeLots: 5,
  start: async () => startCme({ hasCrowd: false, datagramPort: await MDP.take() }),
  instrument: () => ({ symbol: 'ESZ6', tick: '0.25', lot: '1' }),
  entry: ({ ports: { binary: ilinkPort } }) => ({
    name: 'cme',
    adapter: 'cme-ilink',
    ilinkHost: '127.0.0.1',
    ilinkPort: ilinkPort!,
    accessKeyId: DEMO_ILINK.accessKeyId,
    secretFile: fileWith(DEMO_ILINK.secretKey),
    session: DEMO_ILINK.session,
    firm: DEMO_ILINK.firm,
    operatorId: 'TRADER',
    location: 'US,IL',
    partyDetailsListReqId: 1,
    mdpUdp: {
      book: 'orders',
      ...{ incremental: MDP.pair(0), snapshots: MDP.pair(4), definitions: MDP.pair(6) },
    },
  }),
};

/** An engine with these venues; the first is number 0. */
export function engineWith(places: readonly Place[], venues: readonly Simulator[]): ConfigFile {
  const limits = { maxPrice: '1000000', maxQuantity: '1000000', maxNotional: '50000' };
  return {
    demoKey: true,
    accounts: ['house'],
    streetAccounts: places.map(streetOf),
    instruments: places.map((place) => ({ ...place.instrument(), ...limits })),
    venues: places.map((place, v) => {
      const listings = [{ symbol: place.symbol, venueSymbol: place.venueSymbol, takerFeeMillionths: 500 }];
      return { ...place.entry(venues[v]), streetAccount: streetOf(place), listings } as Entry;
    }),
  };
}

const streetOf = ({ name }: Place): string => `street-${name}`;

const pemFile = (): string => fileWith(PRIVATE_KEY.export({ type: 'pkcs8', format: 'pem' }).toString());

function fileWith(text: string): string {
  const file = join(freshDirectory(), 'file');
  writeFileSync(file, text, { mode: 0o600 });
  return file;
}
