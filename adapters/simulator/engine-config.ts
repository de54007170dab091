/**
 * A configuration of the engine with the venues that are simulated here, and the secrets that it names, as files in a directory: `npm run simulator -- all --engine DIR`, then
 * `npm start -- --config DIR/pregao.config.json`.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  DEMO_ACCOUNT,
  DEMO_BINARY,
  DEMO_ILINK,
  DEMO_KEY,
  DEMO_PORT,
  DEMO_PRIVATE_KEY,
  type Ports,
} from './index.js';

export interface RunningVenue {
  readonly name: string;
  readonly ports: Ports;
  /** Of the first line of its datagrams. */
  readonly datagramPort: number;
}

interface Listed {
  readonly symbol: string;
  readonly venueSymbol: string;
  readonly tick: string;
  readonly lot: string;
  readonly adapter: object;
}

/** @returns where a secret stands that was written into the directory */
export type Keep = (name: string, secret: string) => string;
type Entry = (venue: RunningVenue, keep: Keep) => Listed;

const HOST = '127.0.0.1';
const FILE = 'pregao.config.json';
/** Whose orders go there. */
export const ACCOUNT = 'house';

/** Five, which is what an engine has room for. */
const ENTRIES: Readonly<Record<string, Entry>> = {
  'binance-futures': ({ ports: { http } }, keep) => ({
    ...{ symbol: 'BTC-USDT-PERP', venueSymbol: 'BTCUSDT', tick: '0.1', lot: '0.001' },
    adapter: {
      adapter: 'binance-usdm',
      apiKey: DEMO_ACCOUNT.apiKey,
      privateKeyFile: keep('binance.pem', DEMO_PRIVATE_KEY),
      apiUrl: `ws://${HOST}:${http}/ws-fapi/v1`,
      userStreamUrl: `ws://${HOST}:${http}/private`,
      marketDataUrl: `ws://${HOST}:${http}`,
      restUrl: `http://${HOST}:${http}`,
    },
  }),
  coinbase: ({ ports: { http, fix } }, keep) => ({
    ...{ symbol: 'BTC-USD', venueSymbol: 'BTC-USD', tick: '0.01', lot: '0.00000001' },
    adapter: {
      adapter: 'coinbase-fix',
      apiKey: DEMO_KEY.apiKey,
      secretFile: keep('coinbase.secret', DEMO_KEY.secret),
      passphraseFile: keep('coinbase.passphrase', DEMO_KEY.passphrase),
      ...{ fixHost: HOST, fixPort: fix, tls: false },
      marketDataUrl: `ws://${HOST}:${http}`,
      restUrl: `http://${HOST}:${http}`,
    },
  }),
  b3: ({ ports: { binary }, datagramPort }, keep) => ({
    ...{ symbol: 'PETR4', venueSymbol: '200000163669', tick: '0.01', lot: '100' },
    adapter: {
      adapter: 'b3-entrypoint',
      ...{ entryPointHost: HOST, entryPointPort: binary },
      sessionId: DEMO_BINARY.sessionId,
      enteringFirm: Number(DEMO_BINARY.firm),
      secretFile: keep('b3.secret', DEMO_BINARY.accessKey),
      ...{ clientIp: HOST, marketSegmentId: 80, senderLocation: 'SAO', enteringTrader: 'TRDR' },
      umdfUdp: {
        incremental: lines(datagramPort),
        snapshots: lines(datagramPort + 2),
        definitions: lines(datagramPort + 4),
      },
      investors: [
        { account: ACCOUNT, accountNumber: 12_345, investorId: { prefix: 300, document: 123_456 } },
      ],
    },
  }),
  nasdaq: ({ ports: { ouch, requests }, datagramPort }, keep) => ({
    ...{ symbol: 'AAPL', venueSymbol: 'AAPL', tick: '0.01', lot: '1' },
    adapter: {
      adapter: 'nasdaq',
      ...{ ouchHost: HOST, ouchPort: ouch },
      username: DEMO_PORT.username,
      passwordFile: keep('nasdaq.password', DEMO_PORT.password),
      itchUdp: {
        lines: [{ address: HOST, port: datagramPort }],
        ...{ requestHost: HOST, requestPort: requests },
      },
    },
  }),
  cme: ({ ports: { binary }, datagramPort }, keep) => ({
    ...{ symbol: 'ESZ6', venueSymbol: '1001', tick: '0.25', lot: '1' },
    adapter: {
      adapter: 'cme-ilink',
      ...{ ilinkHost: HOST, ilinkPort: binary },
      accessKeyId: DEMO_ILINK.accessKeyId,
      secretFile: keep('cme.secret', DEMO_ILINK.secretKey),
      ...{ session: DEMO_ILINK.session, firm: DEMO_ILINK.firm },
      ...{ operatorId: 'TRADER', location: 'US,IL', partyDetailsListReqId: 1 },
      mdpUdp: {
        incremental: lines(datagramPort),
        snapshots: lines(datagramPort + 2),
        definitions: lines(datagramPort + 6),
      },
    },
  }),
};

/** A and B. */
const lines = (port: number): object[] => [port, port + 1].map((each) => ({ address: HOST, port: each }));

/** @returns the file, which is for its owner only, as are the secrets beside it */
export function writeEngineConfig(running: readonly RunningVenue[], directory: string): string {
  mkdirSync(directory, { recursive: true });
  const write = (name: string, text: string): string => {
    const file = resolve(join(directory, name));
    writeFileSync(file, text, { mode: 0o600 });
    return file;
  };
  const config = { demoKey: true, accounts: [ACCOUNT], ...engineVenues(running, write) };
  return write(FILE, `${JSON.stringify(config, null, 2)}\n`);
}

/** What the configuration says of them; those that it has no room for are left out. */
export function engineVenues(
  running: readonly RunningVenue[],
  keep: Keep,
): {
  readonly streetAccounts: readonly string[];
  readonly instruments: readonly object[];
  readonly venues: readonly object[];
} {
  const listed = running.flatMap((venue) => {
    const entry = ENTRIES[venue.name]?.(venue, keep);
    return entry === undefined ? [] : [{ name: venue.name, entry }];
  });
  const limits = { maxPrice: '10000000', maxQuantity: '1000000', maxNotional: '900000' };
  return {
    streetAccounts: listed.map(({ name }) => `street-${name}`),
    instruments: listed.map(({ entry: { symbol, tick, lot } }) => ({ symbol, tick, lot, ...limits })),
    venues: listed.map(({ name, entry: { adapter, symbol, venueSymbol } }) => ({
      name,
      ...adapter,
      streetAccount: `street-${name}`,
      listings: [{ symbol, venueSymbol }],
    })),
  };
}
