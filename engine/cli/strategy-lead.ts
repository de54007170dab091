/** `pregao strategies`, and `pregao strategy start`, `stop`, `reload`, `parameters`, `show`: over the admin socket. */
import type { Command } from 'commander';
import type { StrategyHealth } from '../../strategies/host/health.js';
import type { SessionRow } from '../risk/session-rows.js';
import { callAdmin, withData } from './admin-call.js';
import { UsageError } from './failure.js';

type Shown = Omit<StrategyHealth, 'session'> & Omit<SessionRow, 'session'>;

interface LeadOptions {
  readonly data: string;
}

export function strategiesCommand(): Command {
  return withData('strategies', 'how the strategies of a running engine are').action(
    async ({ data }: LeadOptions) => {
      for (const strategy of await all(data)) console.log(lineOf(strategy));
    },
  );
}

/** What `pregao strategy` can do with those that run. */
export const leadCommands = (): Command[] => [
  lead('start', 'start one that does not run, also one that was given up'),
  lead('stop', 'stop one; its orders are cancelled unless it keeps them'),
  lead('reload', 'give one its new code; its orders stand'),
  parameters(),
  show(),
];

const lead = (word: string, description: string): Command =>
  withData(word, description)
    .argument('<name>')
    .action((name: string, { data }: LeadOptions) => ask(data, word, { strategy: name }));

function parameters(): Command {
  return withData('parameters', 'give one other parameters, all of them; its orders stand')
    .argument('<name>')
    .argument('<json>', 'for example {"symbol":"BTC-USD"}')
    .action((name: string, json: string, { data }: LeadOptions) =>
      ask(data, 'parameters', { strategy: name, parameters: parsed(json) }),
    );
}

function show(): Command {
  return withData('show', 'all that is known of one')
    .argument('<name>')
    .action(async (name: string, { data }: LeadOptions) => {
      const found = (await all(data)).find((strategy) => strategy.name === name);
      if (found === undefined) throw new UsageError(`there is no strategy "${name}"`);
      for (const [key, value] of Object.entries(found))
        console.log(`${key.padEnd(14)} ${JSON.stringify(value)}`);
    });
}

async function ask(data: string, word: string, body: object): Promise<void> {
  const answer = await callAdmin(data, 'POST', `/strategy-${word}`, JSON.stringify(body));
  const { strategy } = answer as { strategy: Shown };
  console.log(lineOf(strategy));
  const wanted = word === 'stop' ? 'stopped' : 'running';
  if (strategy.state !== wanted) throw new Error(`it is ${strategy.state}: ${strategy.lastFailure ?? ''}`);
}

async function all(data: string): Promise<readonly Shown[]> {
  return ((await callAdmin(data, 'GET', '/strategies')) as { strategies: Shown[] }).strategies;
}

function lineOf(strategy: Shown): string {
  const { name, state, seconds, openOrders, memoryMb, memoryMbMax, starts, failures } = strategy;
  return [
    name.padEnd(20),
    state.padEnd(11),
    `for ${seconds} s`.padEnd(12),
    `open ${openOrders}`.padEnd(9),
    `memory ${memoryMb}/${memoryMbMax} MB`.padEnd(20),
    `starts ${starts}  failures ${failures}`,
    ...remarks(strategy),
  ].join(' ');
}

function remarks(strategy: Shown): string[] {
  const { executions, maxExecutions, throttled, killed, reduceOnly, lost, lastFailure } = strategy;
  return [
    maxExecutions > 0 && ` executions ${executions}/${maxExecutions}${throttled ? ': THROTTLED' : ''}`,
    killed && ' KILLED',
    reduceOnly && ' reduce only',
    lost > 0 && ` lost ${lost}`,
    lastFailure !== undefined && ` last failure: ${lastFailure}`,
  ].filter((text) => text !== false);
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new UsageError(`the parameters are no JSON: ${(error as Error).message}`);
  }
}
