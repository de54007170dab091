/**
 * `pregao start`: composition root. Configuration → memory → threads → signals → orderly stop. Resolves when the engine has
 * stopped in good order; a start that fails rejects with what to do about it.
 */
import { readFileSync } from 'node:fs';
import { lifeBytes } from '../strategies/host/life-memory.js';
import { type BillItem, banner, ringBill } from './banner.js';
import { Engine } from './engine.js';
import { createLogger, type Logger } from './log.js';
import { prepare, type Setup, type StartOptions } from './setup.js';
import { pinThisThreadOrFail } from './threads/pinning.js';
import { widenYoungGeneration } from './threads/young-generation.js';

export type { StartOptions } from './setup.js';

const PACKAGE = new URL('../../package.json', import.meta.url);

export async function runEngine(options: StartOptions): Promise<void> {
  const setup = prepare(options);
  try {
    await run(setup, createLogger('main', setup.config.logLevel));
  } finally {
    setup.lock.release();
  }
}

async function run(setup: Setup, log: Logger): Promise<void> {
  const { main } = setup.config.cpus;
  if (main !== undefined) pinThisThreadOrFail('main', main);
  widenYoungGeneration();
  const engine = await Engine.start(setup, log, nameAndVersion(), (exitCode, why) => {
    log.fatal({ exitCode }, why);
    process.exit(exitCode);
  });
  const stop = stopSignal();
  process.stdout.write(
    banner({
      ...setup,
      recovered: engine.recovered,
      bill: bill(setup, engine),
      port: engine.port,
      fixPort: engine.fixPort,
    }),
  );
  log.info({ signal: await stop }, 'stopping');
  const { sequence, openOrders, stateHash, image } = await engine.stop();
  process.stdout.write(
    `stopped      sequence ${sequence}, ${openOrders} open orders, state hash ${stateHash}, image ${image}\n`,
  );
}

/** The first signal asks for an orderly stop; the second one is obeyed at once, and the next start recovers. */
function stopSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    const heard = (signal: NodeJS.Signals) => {
      for (const each of SIGNALS) process.off(each, heard);
      resolve(signal);
    };
    for (const each of SIGNALS) process.on(each, heard);
  });
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

function bill({ memory, limits, registry }: Setup, { recovered, readerBytes }: Engine): BillItem[] {
  const { length } = registry.strategies;
  return [
    ...ringBill(memory, limits),
    {
      what: `core: ${limits.orders} orders, ${limits.instruments} instruments, ids, price levels`,
      bytes: recovered.bytes,
    },
    { what: 'order tables and depth of gateway, feed and fan-out', bytes: readerBytes },
    { what: `lane and ring of each of ${length} strategies`, bytes: length * lifeBytes(limits) },
  ];
}

function nameAndVersion(): string {
  const { name, version } = JSON.parse(readFileSync(PACKAGE, 'utf8')) as { name: string; version: string };
  return `${name} ${version}`;
}
