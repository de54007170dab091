/** What the operator's door does with strategies. It asks their host; what that is, it need not know. */
import { z } from 'zod';
import type { SessionRow } from '../risk/session-rows.js';
import { BadRequest } from './admin-words.js';

/** The host of the strategies. An error that names `UnusablePlugin`, or a RangeError, is the asker's. */
export interface StrategyControl {
  /** How they are, in the order of the configuration. */
  readonly health: readonly StrategySigns[];
  startOne(name: string): Promise<void>;
  stopOne(name: string): Promise<void>;
  reload(name: string, parameters?: Readonly<Record<string, unknown>>): Promise<void>;
}

export interface StrategySigns {
  readonly name: string;
  readonly session: number;
  readonly account: string;
}

/** How one is, and what the core knows of its session. */
export type StrategyRow = Omit<StrategySigns, 'session'> & Omit<SessionRow, 'session'>;

const strategy = z.string();

export const STRATEGY_REQUESTS = {
  '/strategy-start': z.strictObject({ strategy }),
  '/strategy-stop': z.strictObject({ strategy }),
  /** New code: its orders stand. */
  '/strategy-reload': z.strictObject({ strategy }),
  /** In place of all that it has; the configuration's come back with the next start of the engine. */
  '/strategy-parameters': z.strictObject({ strategy, parameters: z.record(z.string(), z.unknown()) }),
} as const;

export type StrategyPath = keyof typeof STRATEGY_REQUESTS;

export const isStrategyPath = (url: string): url is StrategyPath => Object.hasOwn(STRATEGY_REQUESTS, url);

export class StrategyDesk {
  constructor(
    private readonly control: StrategyControl,
    /** What the core knows of these sessions. */
    private readonly sessions: (sessions: readonly number[]) => Promise<readonly SessionRow[]>,
  ) {}

  async list(): Promise<StrategyRow[]> {
    const { health } = this.control;
    const rows = await this.sessions(health.map(({ session }) => session));
    return health.map(({ session, ...signs }, i) => {
      const { session: _same, ...limits } = rows[i];
      return { ...signs, ...limits };
    });
  }

  /** Answers when it runs, has failed for the first time, or has stopped: with how it is then. */
  async carryOut(path: StrategyPath, body: unknown): Promise<StrategyRow> {
    const parsed = STRATEGY_REQUESTS[path].safeParse(body);
    if (!parsed.success) throw new BadRequest(z.prettifyError(parsed.error));
    const asked = parsed.data as { strategy: string; parameters?: Record<string, unknown> };
    try {
      await this.ask(path, asked.strategy, asked.parameters);
    } catch (error) {
      throw isAskers(error) ? new BadRequest((error as Error).message) : error;
    }
    const index = this.control.health.findIndex(({ name }) => name === asked.strategy);
    return (await this.list())[index];
  }

  private ask(path: StrategyPath, name: string, parameters: Record<string, unknown> | undefined) {
    switch (path) {
      case '/strategy-start':
        return this.control.startOne(name);
      case '/strategy-stop':
        return this.control.stopOne(name);
      default:
        return this.control.reload(name, parameters);
    }
  }
}

const isAskers = (error: unknown): boolean =>
  error instanceof RangeError || (error as Error).name === 'UnusablePlugin';
