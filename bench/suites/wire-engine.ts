/**
 * The engine under test, as an operator starts it: its own process, its own configuration, a key for each connection of
 * the load generator. One order rests that is larger than all that will come; each measured order trades with it.
 */
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ConfigFile } from '../../engine/config/schema.js';
import { PregaoClient } from '../../protocol/client/index.js';
import { createKey, type KeyFile } from '../../protocol/client/key-file.js';
import { toPrice, toQuantity } from '../../protocol/client/security.js';
import { EngineProcess } from '../../test/support/engine.js';
import type { TargetPlace } from './wire-shared.js';

const SYMBOL = 'WIRE-USD';
const PRICE = '100.00';
/** Lots of one order, and what rests: more than a run can ever send. */
const LOT = '1';
const RESTING = '100000000';

export interface WireEngineOptions {
  readonly durability: 'sync' | 'async';
  readonly connections: number;
  readonly cpus: ConfigFile['cpus'];
}

export class WireEngine {
  static async start({ durability, connections, cpus }: WireEngineOptions): Promise<WireEngine> {
    const keys = Array.from({ length: connections + 1 }, (_, i) => createKey(`party-${i}`));
    const data = await mkdtemp(join(process.env.BENCH_DIR ?? tmpdir(), 'pregao-wire-'));
    const engine = await EngineProcess.start({ data, durability, config: configuration(keys, cpus) });
    const kill = () => engine.child.kill('SIGKILL');
    process.once('exit', kill);
    return new WireEngine(engine, await rest(engine, keys[0], keys.slice(1)), kill);
  }

  private constructor(
    private readonly engine: EngineProcess,
    readonly place: TargetPlace,
    private readonly kill: () => void,
  ) {}

  /** @throws Error it did not end in good order */
  async stop(): Promise<void> {
    const { code } = await this.engine.stop();
    process.off('exit', this.kill);
    rmSync(this.engine.data, { recursive: true, force: true });
    if (code !== 0) throw new Error(`the engine ended with code ${code}\n${this.engine.log}`);
  }
}

function configuration(keys: readonly KeyFile[], cpus: ConfigFile['cpus']): ConfigFile {
  return {
    accounts: ['bench'],
    keys: keys.map(({ id, publicKey }) => ({ id, publicKey, accounts: ['bench'] })),
    instruments: [
      {
        symbol: SYMBOL,
        tick: '0.01',
        lot: LOT,
        maxPrice: '1000000',
        maxQuantity: RESTING,
        maxNotional: '1000000000000',
      },
    ],
    threading: 'shared',
    ...(cpus && { cpus }),
  };
}

/** Places the resting order, with the client that everybody uses. */
async function rest(engine: EngineProcess, maker: KeyFile, keys: readonly KeyFile[]): Promise<TargetPlace> {
  const client = await PregaoClient.connect(engine.url, maker);
  const security = client.securities.get(SYMBOL)!;
  await client.newOrder({ symbol: SYMBOL, side: 'sell', price: PRICE, quantity: RESTING, tif: 'gtc' });
  client.close();
  return {
    port: Number(new URL(engine.url).port),
    terms: {
      instrument: security.instrument,
      price: toPrice(security, PRICE),
      quantity: toQuantity(security, LOT),
    },
    keys,
  };
}
