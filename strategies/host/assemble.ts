/** Puts a strategy together out of its task: the context that its plugin gets, and the agent that runs it. */
import { LaneReader, LaneWriter } from '../../engine/rings/lane.js';
import type { Clock } from '../../engine/threads/agent.js';
import { owner } from '../../protocol/records/layout.js';
import { VENUES } from '../../protocol/records/routing.js';
import { ClientIds } from '../sdk/client-ids.js';
import { Context, type StrategyLog } from '../sdk/context.js';
import { TradedInstrument } from '../sdk/instrument.js';
import { Notes } from '../sdk/notes.js';
import { OrderLane } from '../sdk/order-lane.js';
import { Orders } from '../sdk/orders.js';
import { Quotes } from '../sdk/quotes.js';
import type { Strategy } from '../sdk/strategy.js';
import { type Schedule, Timers } from '../sdk/timers.js';
import { StrategyAgent } from './strategy-agent.js';
import type { StrategyTask } from './task.js';
import { Vitals } from './vitals.js';

export interface Assembled {
  readonly agent: StrategyAgent;
  readonly timers: Timers;
  readonly context: Context<unknown>;
}

/** What time is to a strategy: the machine's, or that of a recording. */
export interface StrategyTime {
  readonly clock: Clock;
  /** Of its timers; the event loop's unless given. */
  readonly schedule?: Schedule;
  /** See `StrategyParts`. */
  readonly turnMs?: number;
}

/** @param parameters checked already */
export function assemble(
  task: StrategyTask,
  strategy: Strategy<unknown>,
  parameters: unknown,
  { clock, schedule, turnMs }: StrategyTime,
  log: StrategyLog,
): Assembled {
  const { memory, account, session } = task;
  const lane = new OrderLane(new LaneWriter(memory.lane), clock, owner(account, session));
  const orders = new Orders(lane, new ClientIds(session, task.firstClientId), task.ordersAtATime);
  const quotes = new Quotes(lane, orders);
  const timers = new Timers(schedule);
  const notes = new Notes(lane);
  const fate = { isOver: false };
  const traded = task.instruments.map(
    (instrument) => new TradedInstrument(instrument, venuesOf(instrument.id, task.venues)),
  );
  const bySymbol = new Map(traded.map((each) => [each.symbol, each]));
  const context = new Context(task.name, parameters, {
    ...{ instruments: bySymbol, orders, quotes, timers, notes, fate },
    log,
    ...(task.run !== undefined && { run: task.run }),
  });
  const agent = new StrategyAgent(strategy, context, {
    ring: new LaneReader(memory.feed),
    lane,
    orders,
    quotes,
    timers,
    notes,
    fate,
    clock,
    turnMs,
    instruments: new Map(traded.map((each) => [each.definition.id, each])),
    vitals: new Vitals(memory.vitals),
  });
  return { agent, timers, context };
}

/** Names of those that list it, by number. */
function venuesOf(instrument: number, venues: StrategyTask['venues'] = []): (string | undefined)[] {
  const names: (string | undefined)[] = new Array(VENUES).fill(undefined);
  for (const { number, name, instruments } of venues)
    if (instruments.includes(instrument)) names[number] = name;
  return names;
}
