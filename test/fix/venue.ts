/** The engine with its FIX door, as the tests of this folder want it: in a process of its own, on free ports. */
import type { Test } from 'tap';
import type { ConfigFile } from '../../engine/config/schema.js';
import { createKey } from '../../protocol/client/key-file.js';
import { EngineProcess, freshDirectory } from '../support/engine.js';
import { FixParty, type PartyOptions } from './party.js';

export const DESK_KEY = createKey('desk', ['desk', 'fund']);
export const HOUSE_KEY = createKey('house', ['house']);
const KEYS = { desk: DESK_KEY, house: HOUSE_KEY };

type FixConfig = NonNullable<ConfigFile['fix']>;
type Entry = FixConfig['sessions'][number];

const instrument = {
  tick: '0.01',
  lot: '1',
  maxPrice: '1000000',
  maxQuantity: '100000',
  maxNotional: '100000000',
};

export const fixConfig = (sessions: readonly Entry[], more: Partial<FixConfig> = {}): ConfigFile => ({
  accounts: ['desk', 'fund', 'house'],
  keys: [DESK_KEY, HOUSE_KEY].map(({ id, publicKey, accounts }) => ({
    id,
    publicKey,
    accounts: [...accounts!],
  })),
  instruments: [
    { symbol: 'MSFT', ...instrument, referencePrice: '100' },
    { symbol: 'AAPL', ...instrument, referencePrice: '100' },
  ],
  reconnectGraceMs: 500,
  limits: { orders: 4_096, instruments: 16, accounts: 16, sessions: 64, levelChunks: 256, eventSlots: 4_096 },
  fix: { port: 0, sessions: [...sessions], ...more },
});

export class Venue {
  private constructor(
    private readonly t: Test,
    public engine: EngineProcess,
    private readonly config: ConfigFile,
    private readonly durability: 'sync' | 'async',
  ) {}

  static async open(t: Test, config: ConfigFile, durability: 'sync' | 'async' = 'sync'): Promise<Venue> {
    const engine = await EngineProcess.start({ config, durability, data: freshDirectory() });
    const venue = new Venue(t, engine, config, durability);
    t.teardown(() => venue.engine.kill('SIGKILL'));
    return venue;
  }

  get port(): number {
    return Number(/fix\s+\w+:\/\/\S+:(\d+)/.exec(this.engine.output)?.[1]);
  }

  /** `kill -9`, and the same data directory again. */
  async dieAndReturn(): Promise<void> {
    await this.engine.kill('SIGKILL');
    await this.startAgain();
  }

  async stopAndReturn(): Promise<void> {
    await this.engine.stop();
    await this.startAgain();
  }

  private async startAgain(): Promise<void> {
    const { config, durability, engine } = this;
    this.engine = await EngineProcess.start({ config, durability, data: engine.data });
  }

  /** Logged on with the session's key. The door lets nobody in until it has caught up, so this may take a few tries. */
  async logOn(compId: string, options: Partial<PartyOptions> = {}): Promise<FixParty> {
    const entry = this.config.fix!.sessions.find((session) => session.compId === compId)!;
    const key = entry.key === undefined ? undefined : KEYS[entry.key as keyof typeof KEYS];
    const given = { port: this.port, compId, version: entry.version, key, ...options };
    for (let tries = 0; ; tries++) {
      const party = await FixParty.logOn(given).catch((error: Error) => error);
      if (party instanceof FixParty) {
        this.t.teardown(() => party.cut());
        return party;
      }
      if (!/starting/.test(party.message) || tries > 100) throw party;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
