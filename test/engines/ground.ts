/** Three engines in processes of their own, each with two instruments, the map of all of them, and one Redis Cluster. */
import type { Test } from 'tap';
import type { ConfigFile } from '../../engine/config/schema.js';
import { createKey } from '../../protocol/client/key-file.js';
import { EngineProcess, freshDirectory } from '../support/engine.js';
import { freePort } from '../support/ports.js';

export const PREFIX = 'pregao';
export const KEY = createKey('desk', ['desk']);
export const NAMES = ['sp1', 'sp2', 'sp3'] as const;
export type Name = (typeof NAMES)[number];
export const SYMBOLS: Readonly<Record<Name, readonly string[]>> = {
  sp1: ['AAA', 'ABB'],
  sp2: ['BAA', 'BBB'],
  sp3: ['CAA', 'CBB'],
};

const instrument = (symbol: string) => ({
  symbol,
  ...{ tick: '0.01', lot: '1', maxPrice: '1000', maxQuantity: '100000', maxNotional: '100000000' },
});

export class Ground {
  private readonly engines = new Map<Name, EngineProcess>();

  private constructor(
    private readonly ports: Readonly<Record<Name, number>>,
    private readonly redis: ConfigFile['redis'],
    private readonly more: Partial<ConfigFile>,
  ) {}

  /** @param more of each configuration */
  static async open(t: Test, redis?: ConfigFile['redis'], more: Partial<ConfigFile> = {}): Promise<Ground> {
    const [sp1, sp2, sp3] = await Promise.all(NAMES.map(freePort));
    const ground = new Ground({ sp1, sp2, sp3 }, redis, more);
    for (const name of NAMES) await ground.start(name);
    t.teardown(() => Promise.all(NAMES.map((name) => ground.of(name).kill('SIGKILL'))));
    return ground;
  }

  of(name: Name): EngineProcess {
    return this.engines.get(name)!;
  }

  /** For the first time, or on the data directory that it has. */
  async start(name: Name): Promise<EngineProcess> {
    const data = this.engines.get(name)?.data ?? freshDirectory();
    const args = ['--port', String(this.ports[name])];
    const engine = await EngineProcess.start({ config: this.configOf(name), data, args });
    this.engines.set(name, engine);
    return engine;
  }

  private configOf(self: Name): ConfigFile {
    const others = NAMES.filter((name) => name !== self).map((name) => ({
      ...{ name, address: `ws://127.0.0.1:${this.ports[name]}/v1/orders`, instruments: [...SYMBOLS[name]] },
    }));
    const { id, publicKey } = KEY;
    return {
      accounts: ['desk'],
      keys: [{ id, publicKey, accounts: ['desk'] }],
      instruments: SYMBOLS[self].map(instrument),
      engines: { self, others },
      // What the engine does by itself while a session stays away is told to no session.
      reconnectGraceMs: 600_000,
      ...(this.redis && { redis: this.redis }),
      limits: {
        orders: 8_192,
        instruments: 16,
        accounts: 16,
        sessions: 64,
        levelChunks: 256,
        eventSlots: 8_192,
      },
      ...this.more,
    };
  }
}
