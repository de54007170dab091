/**
 * `npm run simulator -- VENUE [--port N] [--datagrams N] [--seed N] [--quiet] [--engine DIR]`: one venue, or `all`, on loopback until stopped. Prints where it is and how to point a client at it, or writes
 * a configuration of the engine that does.
 *
 * Ports count up from `--port`: REST and WebSocket, FIX, control, OUCH, ITCH, requests, EntryPoint or iLink, for each venue in the order of the list below.
 */
import { parseArgs } from 'node:util';
import type { RunningVenue } from './doors.js';
import { writeEngineConfig } from './engine-config.js';
import {
  DEMO_ACCOUNT,
  DEMO_BINARY,
  DEMO_FIX_LINE,
  DEMO_ILINK,
  DEMO_KEY,
  DEMO_LINE,
  DEMO_PORT,
  DEMO_PRIVATE_KEY,
  startB3,
  startBinanceFutures,
  startBinanceSpot,
  startCme,
  startCoinbase,
  startNasdaq,
} from './index.js';
import type { ShellOptions, Simulator } from './shell/venue.js';

const FIRST_PORT = 7_100;
const PORTS_A_VENUE = 10;
/** Where market data as datagrams goes: to so many ports behind the first one; of a feed with several lines that is its first, the others follow. */
const FIRST_DATAGRAM_PORT = 7_199;
const DATAGRAMS: Readonly<Record<string, number>> = { nasdaq: 0, cme: 1, b3: 11 };

interface Options extends ShellOptions {
  readonly seed?: number;
  readonly hasCrowd?: boolean;
}

interface Venue {
  readonly start: (options: Options) => Promise<Simulator>;
  readonly tells: (ports: Simulator['ports'], datagramPort: number) => readonly string[];
}

const BINANCE_KEY = [
  `apiKey      ${DEMO_ACCOUNT.apiKey}`,
  `secret      ${DEMO_ACCOUNT.secret}   (HMAC)`,
  `private key ${DEMO_PRIVATE_KEY.split('\n')[1]}   (Ed25519, PKCS8)`,
];

const VENUES: Readonly<Record<string, Venue>> = {
  'binance-spot': {
    start: startBinanceSpot,
    tells: ({ http, fix }) => [
      `FIX         tcp://127.0.0.1:${fix}   (FIX.4.4, TargetCompID SPOT, no TLS)`,
      `orders      ws://127.0.0.1:${http}/ws-api/v3`,
      `streams     ws://127.0.0.1:${http}/ws/btcusdt@depth@100ms, /stream?streams=…`,
      `REST        http://127.0.0.1:${http}/api/v3/…`,
      ...BINANCE_KEY,
    ],
  },
  'binance-futures': {
    start: startBinanceFutures,
    tells: ({ http }) => [
      `orders      ws://127.0.0.1:${http}/ws-fapi/v1`,
      `streams     ws://127.0.0.1:${http}/public/…, /market/…, /private/ws?listenKey=…   (USD-M)`,
      `            ws://127.0.0.1:${http}/ws/…, /stream?streams=…   (COIN-M)`,
      `REST        http://127.0.0.1:${http}/fapi/v1/…, /dapi/v1/…`,
      ...BINANCE_KEY,
    ],
  },
  coinbase: {
    start: startCoinbase,
    tells: ({ http, fix }) => [
      `FIX         tcp://127.0.0.1:${fix}   (FIXT.1.1, TargetCompID Coinbase, no TLS)`,
      `feed        ws://127.0.0.1:${http}/`,
      `REST        http://127.0.0.1:${http}/products, /products/BTC-USD/book?level=3, /v2/exchange-rates?currency=USD`,
      `apiKey      ${DEMO_KEY.apiKey}, passphrase ${DEMO_KEY.passphrase}`,
      `secret      ${DEMO_KEY.secret}`,
    ],
  },
  b3: {
    start: startB3,
    tells: ({ fix, binary }, datagrams) => [
      `FIX         tcp://127.0.0.1:${fix}   (FIX.4.4, SenderCompID ${DEMO_LINE.compId}, TargetCompID B3, Password(554) ${DEMO_LINE.password})`,
      `EntryPoint  tcp://127.0.0.1:${binary}   (binary, sessionID ${DEMO_BINARY.sessionId}, firm ${DEMO_BINARY.firm}, access key ${DEMO_BINARY.accessKey})`,
      `UMDF        udp://127.0.0.1:${datagrams} and up   (lines A and B of: incremental feed, snapshots, definitions)`,
    ],
  },
  nasdaq: {
    start: startNasdaq,
    tells: ({ fix, ouch, itch, requests }, datagrams) => [
      `FIX         tcp://127.0.0.1:${fix}   (FIX.4.2, SenderCompID ${DEMO_FIX_LINE.compId}, TargetCompID INET, no password)`,
      `OUCH        tcp://127.0.0.1:${ouch}   (OUCH 5.0 over SoupBinTCP, username ${DEMO_PORT.username}, password ${DEMO_PORT.password})`,
      `ITCH        tcp://127.0.0.1:${itch}   (ITCH 5.0 over SoupBinTCP, the same login)`,
      `            udp://127.0.0.1:${datagrams}   (MoldUDP64; requests to ${requests})`,
    ],
  },
  cme: {
    start: startCme,
    tells: ({ binary }, datagrams) => [
      `iLink 3     tcp://127.0.0.1:${binary}   (session ${DEMO_ILINK.session}, firm ${DEMO_ILINK.firm}, access key ${DEMO_ILINK.accessKeyId})`,
      `secret      ${DEMO_ILINK.secretKey}`,
      `MDP 3.0     udp://127.0.0.1:${datagrams} and up   (lines A and B of: incremental feed, snapshots by price, snapshots by order, definitions)`,
    ],
  },
};

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      port: { type: 'string', default: String(FIRST_PORT) },
      datagrams: { type: 'string', default: String(FIRST_DATAGRAM_PORT) },
      engine: { type: 'string' },
      seed: { type: 'string' },
      quiet: { type: 'boolean' },
    },
  });
  const names = positionals[0] === 'all' ? Object.keys(VENUES) : positionals;
  const unknown = names.find((name) => !Object.hasOwn(VENUES, name));
  if (names.length === 0 || unknown !== undefined)
    throw new Error(
      `${unknown ? `no venue ${unknown}; ` : ''}name one of ${Object.keys(VENUES).join(', ')}, or all`,
    );
  const first = portIn('port', values.port);
  const datagrams = portIn('datagrams', values.datagrams);
  const running: Simulator[] = [];
  const stop = (): void => void Promise.all(running.map((each) => each.close())).then(() => process.exit(0));
  process.once('SIGINT', stop).once('SIGTERM', stop);
  const shared = {
    ...(values.seed !== undefined && { seed: Number(values.seed) }),
    hasCrowd: !values.quiet,
  };
  const venues: RunningVenue[] = [];
  for (const name of names) {
    const datagramPort = datagrams + (DATAGRAMS[name] ?? 0);
    const simulator = await start(name, first, { ...shared, datagramPort });
    running.push(simulator);
    venues.push({ name, ports: simulator.ports, datagramPort });
  }
  if (values.engine !== undefined)
    console.log(`engine        npm start -- --config ${writeEngineConfig(venues, values.engine)}`);
}

function portIn(option: string, text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_000) throw new Error(`--${option} ${text} is no port`);
  return port;
}

async function start(
  name: string,
  first: number,
  shared: { seed?: number; hasCrowd: boolean; datagramPort: number },
): Promise<Simulator> {
  const base = first === 0 ? 0 : first + PORTS_A_VENUE * Object.keys(VENUES).indexOf(name);
  const at = (offset: number): number => (base === 0 ? 0 : base + offset);
  const ports = { port: at(0), fixPort: at(1), controlPort: at(2), ouchPort: at(3), binaryPort: at(6) };
  const feeds = { itchPort: at(4), requestPort: at(5) };
  const simulator = await VENUES[name].start({ ...ports, ...feeds, ...shared });
  console.log(
    `${name}\n${VENUES[name]
      .tells(simulator.ports, shared.datagramPort)
      .map((line) => `  ${line}`)
      .join('\n')}`,
  );
  console.log(`  control     http://127.0.0.1:${simulator.ports.control}/   (faults)\n`);
  return simulator;
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});
