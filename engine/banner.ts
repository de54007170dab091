/** What `start` tells people on standard output: what was loaded, how it runs, what memory it took, where it listens. */
import type { Limits } from './config/limits.js';
import type { ParsedConfig } from './config/schema.js';
import type { EngineMemory } from './memory.js';

export interface Recovered {
  readonly sequence: number;
  readonly stateHash: string;
  readonly openOrders: number;
  /** Commands replayed, and how long it took. */
  readonly replayed: number;
  readonly milliseconds: number;
}

export interface StartReport {
  readonly config: ParsedConfig;
  readonly configFile: string;
  readonly dataDirectory: string;
  readonly threading: 'shared' | 'dedicated';
  readonly cores: number;
  readonly epoch: number;
  readonly recovered: Recovered;
  readonly bill: readonly BillItem[];
  /** Where the gateway listens. */
  readonly port: number;
  /** Where the FIX door listens; 0 without one. */
  readonly fixPort: number;
  readonly demoKeyFile: string | undefined;
}

export interface BillItem {
  readonly what: string;
  readonly bytes: number;
}

/** The rings; pools are added by the threads that hold them. */
export function ringBill(memory: EngineMemory, limits: Limits): BillItem[] {
  return [
    { what: `event ring, ${limits.eventSlots} records`, bytes: memory.events.ring.byteLength },
    { what: `lanes of admin and doors, ${limits.laneSlots} records each`, bytes: laneBytes(memory) },
    ...marketDataBill(memory),
  ];
}

function marketDataBill({ marketData }: EngineMemory): BillItem[] {
  const rings = marketData.filter((memory) => memory !== undefined);
  const bytes = rings.reduce((sum, { ring }) => sum + ring.byteLength, 0);
  return rings.length === 0 ? [] : [{ what: `market data of venues, ${rings.length} rings`, bytes }];
}

const laneBytes = ({ lanes }: EngineMemory): number =>
  lanes.admin.ring.byteLength +
  lanes.gateway.ring.byteLength +
  (lanes.fix?.ring.byteLength ?? 0) +
  (lanes.street?.ring.byteLength ?? 0);

export function banner(report: StartReport): string {
  const { config, recovered } = report;
  const address = addressOf(config.host, report.port);
  return [
    `pregao  epoch ${report.epoch}, data in ${report.dataDirectory}, configuration ${report.configFile}`,
    line(
      'instruments',
      config.instruments.map((entry) => entry.symbol),
    ),
    ...enginesLine(config),
    line('accounts', config.accounts),
    line(
      'strategies',
      config.strategies.map((entry) => `${entry.name} (${entry.plugin})`),
    ),
    `  redis        ${config.redis ? hidePassword(config.redis.url) : 'none (fan-out is off)'}`,
    `  durability   ${config.durability}`,
    `  threading    ${report.threading} (${report.cores} cores${pins(config)})`,
    `  recovered    sequence ${recovered.sequence}, ${recovered.openOrders} open orders, state hash ${recovered.stateHash}` +
      ` (${recovered.replayed} commands replayed in ${Math.round(recovered.milliseconds)} ms)`,
    `  memory       ${megabytes(sum(report.bill))} reserved`,
    ...report.bill.map(({ what, bytes }) => `               ${megabytes(bytes).padStart(9)}  ${what}`),
    `  orders       ws://${address}/v1/orders`,
    `  metrics      http://${address}/metrics   health http://${address}/healthz`,
    ...restLine(report.config, address),
    ...fixLine(report),
    ...(report.demoKeyFile ? [`  demo key     ${report.demoKeyFile}`] : []),
    'ready; stop with Ctrl-C',
    '',
  ].join('\n');
}

function enginesLine({ engines }: ParsedConfig): string[] {
  if (engines === undefined) return [];
  const others = engines.others.map(({ name, address }) => `${name} at ${address}`);
  return [line('engine', [`${engines.self}; besides it ${others.join(', ')}`])];
}

function restLine({ rest }: ParsedConfig, address: string): string[] {
  if (rest === undefined) return [];
  const { open, keys } = rest;
  const who = [
    ...(open === undefined ? [] : [`without a key for ${open.account}`]),
    ...(keys.length === 0 ? [] : [`${keys.length} keys`]),
  ];
  return [`  rest         http://${address}/docs   ${who.join(', ')}`];
}

function fixLine({ config: { host, fix }, fixPort }: StartReport): string[] {
  if (fix === undefined) return [];
  const { sessions, tls } = fix;
  const address = addressOf(fix.host ?? host, fixPort);
  return [
    `  fix          ${tls ? 'tls' : 'tcp'}://${address}   ${sessions.map(({ compId }) => compId).join(', ')}`,
  ];
}

const addressOf = (host: string, port: number): string =>
  `${host.includes(':') ? `[${host}]` : host}:${port}`;

function pins({ cpus }: ParsedConfig): string {
  return Object.entries(cpus)
    .map(([thread, list]) => `, ${thread} on ${list}`)
    .join('');
}

function line(what: string, names: readonly string[]): string {
  const shown = names.slice(0, 8).join(', ');
  const rest = names.length > 8 ? `, … (${names.length})` : '';
  return `  ${what.padEnd(12)} ${shown || 'none'}${rest}`;
}

const sum = (bill: readonly BillItem[]): number => bill.reduce((total, { bytes }) => total + bytes, 0);
const megabytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
const hidePassword = (url: string): string => url.replace(/:[^:@/]*@/, ':…@');
