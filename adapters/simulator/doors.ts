/** The doors of the simulated venues, as a configuration of the engine has them: what is listed there, how it is reached, and with which of the demonstration's keys. */
import {
  DEMO_ACCOUNT,
  DEMO_BINARY,
  DEMO_FIX_LINE,
  DEMO_ILINK,
  DEMO_KEY,
  DEMO_LINE,
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

export interface Door {
  /** The venue's, in the engine. */
  readonly name: string;
  /** Of an order to try it with: next to nothing, and enough for the venue's rules. */
  readonly quantity: string;
  readonly listed: (venue: RunningVenue, keep: Keep) => Listed;
}

const HOST = '127.0.0.1';
/** Whose orders go there. */
export const ACCOUNT = 'house';

/** By the simulator's name, which the first door has too. Where two doors lead to one market, each lists something else or only one shows prices: nothing is offered twice. */
export const DOORS: Readonly<Record<string, readonly Door[]>> = {
  'binance-futures': [
    {
      name: 'binance-futures',
      quantity: '0.001',
      listed: ({ ports: { http } }, keep) => ({
        ...{ symbol: 'BTC-USDT-PERP', venueSymbol: 'BTCUSDT', tick: '0.1', lot: '0.001' },
        adapter: {
          adapter: 'binance-usdm',
          ...binanceKey(keep),
          apiUrl: `ws://${HOST}:${http}/ws-fapi/v1`,
          userStreamUrl: `ws://${HOST}:${http}/private`,
          marketDataUrl: `ws://${HOST}:${http}`,
          restUrl: `http://${HOST}:${http}`,
        },
      }),
    },
  ],
  'binance-spot': [
    {
      name: 'binance-spot',
      quantity: '0.001',
      listed: ({ ports: { http } }, keep) => ({
        ...{ symbol: 'BTC-USDT', venueSymbol: 'BTCUSDT', tick: '0.01', lot: '0.00001' },
        adapter: { adapter: 'binance-spot', ...binanceKey(keep), ...spotUrls(http) },
      }),
    },
    {
      name: 'binance-spot-fix',
      quantity: '0.01',
      listed: ({ ports: { http, fix } }, keep) => ({
        ...{ symbol: 'ETH-USDT', venueSymbol: 'ETHUSDT', tick: '0.01', lot: '0.0001' },
        adapter: {
          adapter: 'binance-spot-fix',
          ...{ fixHost: HOST, fixPort: fix, tls: false },
          ...binanceKey(keep),
          ...spotUrls(http),
        },
      }),
    },
  ],
  coinbase: [
    {
      name: 'coinbase',
      quantity: '0.0001',
      listed: ({ ports: { http, fix } }, keep) => ({
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
    },
  ],
  b3: [
    {
      name: 'b3',
      quantity: '100',
      listed: ({ ports: { binary }, datagramPort }, keep) => ({
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
    },
    {
      name: 'b3-fix',
      quantity: '100',
      listed: ({ ports: { fix } }, keep) => ({
        ...{ symbol: 'PETR4', venueSymbol: 'PETR4', tick: '0.01', lot: '100' },
        adapter: {
          adapter: 'b3-fix',
          ...{ fixHost: HOST, fixPort: fix, tls: false },
          ...{ senderCompId: DEMO_LINE.compId, targetCompId: 'B3' },
          passwordFile: keep('b3.password', DEMO_LINE.password),
          parties: [
            { role: 7, id: DEMO_LINE.firm },
            { role: 36, id: 'TRDR' },
            { role: 54, id: 'SAO' },
          ],
          clients: [
            {
              account: ACCOUNT,
              venueAccount: '12345',
              accountType: 38,
              parties: [{ role: 5, id: '300123456' }],
            },
          ],
        },
      }),
    },
  ],
  nasdaq: [
    {
      name: 'nasdaq',
      quantity: '1',
      listed: ({ ports: { ouch, requests }, datagramPort }, keep) => ({
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
    },
    {
      name: 'nasdaq-fix',
      quantity: '1',
      listed: ({ ports: { fix, itch } }, keep) => ({
        ...{ symbol: 'MSFT', venueSymbol: 'MSFT', tick: '0.01', lot: '1' },
        adapter: {
          adapter: 'nasdaq-fix',
          ...{ fixHost: HOST, fixPort: fix, senderCompId: DEMO_FIX_LINE.compId },
          itchTcp: {
            ...{ host: HOST, port: itch, username: DEMO_PORT.username },
            passwordFile: keep('nasdaq.password', DEMO_PORT.password),
          },
        },
      }),
    },
  ],
  cme: [
    {
      name: 'cme',
      quantity: '1',
      listed: ({ ports: { binary }, datagramPort }, keep) => ({
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
    },
  ],
};

const binanceKey = (keep: Keep) => ({
  apiKey: DEMO_ACCOUNT.apiKey,
  privateKeyFile: keep('binance.pem', DEMO_PRIVATE_KEY),
});

const spotUrls = (http: number | undefined) => ({
  apiUrl: `ws://${HOST}:${http}/ws-api/v3`,
  marketDataUrl: `ws://${HOST}:${http}`,
  restUrl: `http://${HOST}:${http}`,
});

/** A and B. */
const lines = (port: number): object[] => [port, port + 1].map((each) => ({ address: HOST, port: each }));
