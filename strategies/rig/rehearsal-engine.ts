/**
 * What an author tests a strategy with: `import { TestEngine } from 'pregao/sdk/test'`. The strategy trades with `others` on a
 * real core, in memory, on virtual time: nothing happens but in `advance`, and the same test gives the same run.
 */

import { Identities } from '../../engine/config/identities.js';
import { DEFAULT_LIMITS } from '../../engine/config/limits.js';
import { checkConfig } from '../../engine/config/load.js';
import { PAPER_CONFIG } from '../../engine/config/paper.js';
import { register } from '../../engine/config/registry.js';
import type { ConfigFile } from '../../engine/config/schema.js';
import type { Book } from '../sdk/book.js';
import type { Context } from '../sdk/context.js';
import type { Order } from '../sdk/order.js';
import type { StopReason, Strategy } from '../sdk/strategy.js';
import { LockstepEngine, type Running } from './lockstep-engine.js';
import { VirtualTime } from './virtual-time.js';

const LIMITS = {
  ...DEFAULT_LIMITS,
  orders: 1 << 14,
  instruments: 1 << 8,
  accounts: 1 << 4,
  sessions: 1 << 4,
  levelChunks: 1 << 10,
  positions: 1 << 10,
  tradeHistory: 1 << 8,
  eventSlots: 1 << 13,
};

const MILLISECOND_NS = 1e6;
/** 2026-01-05, a Monday. */
const FIRST_SECOND = Date.UTC(2026, 0, 5) / 1_000;
const STRATEGY = 0;
const OTHERS = 1;

export interface TestOptions {
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** As the configuration has them; the paper ones (BTC-USD, ETH-USD, PETR4) unless given. */
  readonly instruments?: ConfigFile['instruments'];
}

export class TestEngine {
  /** Somebody else of the market: `others.sell('BTC-USD', '0.5', '64000')`, then `advance()`. */
  readonly others: Context<unknown>;
  /** What the strategy has logged. */
  readonly logged: string[] = [];
  private readonly engine: LockstepEngine;
  private life: Running;

  /** Runs the strategy's `start`. @throws UnusablePlugin its parameters are wrong; whatever `start` throws */
  constructor(
    private readonly strategy: Strategy<unknown>,
    { parameters = {}, instruments = PAPER_CONFIG.instruments }: TestOptions = {},
  ) {
    const symbols = instruments.map(({ symbol }) => symbol);
    const entry = (name: string) => ({ name, plugin: name, account: name, instruments: symbols });
    const config = checkConfig(
      {
        accounts: ['strategy', 'others'],
        instruments,
        strategies: [{ ...entry('strategy'), parameters }, entry('others')],
      },
      () => 'test',
    );
    const registry = register(config, [], new Identities());
    this.engine = new LockstepEngine({ registry, limits: LIMITS, time: new VirtualTime(FIRST_SECOND) });
    this.engine.open();
    this.others = this.engine.start(OTHERS, { name: 'others', start: () => {} }).context;
    this.life = this.begin();
  }

  /** The strategy's own view: its orders, books, positions, parameters. */
  get context(): Context<unknown> {
    return this.life.context;
  }

  /** Its live orders. */
  get orders(): readonly Order[] {
    return this.context.orders;
  }

  book(symbol: string): Book {
    return this.context.book(symbol);
  }

  /** Net lots. */
  position(symbol: string): number {
    return this.context.position(symbol);
  }

  /** So much time goes by; timers fire when they are due. Errors of handlers are thrown here. */
  advance(milliseconds = 0): void {
    const { engine } = this;
    engine.settle();
    engine.advanceTo(engine.time.nowNs + milliseconds * MILLISECOND_NS);
    engine.settle();
  }

  /** `onStop`, and the answers to what it sends. Its orders stand afterwards: that they are cancelled is the host's matter. */
  stop(why: StopReason = 'stop'): void {
    this.life.agent.stop(why);
    this.engine.settle();
  }

  /** It is gone, as after a crash, and begins anew: with its open orders and its position. */
  restart(): void {
    this.engine.end(STRATEGY);
    this.life = this.begin();
  }

  private begin(): Running {
    const log = (text: string) => void this.logged.push(text);
    const life = this.engine.start(STRATEGY, this.strategy, log);
    this.engine.settle();
    return life;
  }
}
