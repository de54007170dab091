/** What REST asks of strategies, answered by the operator's desk: of those whose account the caller may act for, as if there were no others. */
import { Reason } from '../protocol/codes/reasons.js';
import { BadRequest } from './admin/admin-words.js';
import type { StrategyDesk, StrategyRow } from './admin/strategy-desk.js';
import type { HostAnswer, HostAsk, StrategyAsk } from './gateway/rest/host-port.js';

export const isOfStrategies = (ask: HostAsk): ask is StrategyAsk =>
  ask.kind === 'strategies' || ask.kind === 'strategy';

export async function answerStrategy(desk: StrategyDesk, ask: StrategyAsk): Promise<HostAnswer> {
  const own = (await desk.list()).filter(({ account }) => ask.accounts.includes(account));
  if (ask.kind === 'strategies') {
    const meant = own.filter(({ name }) => ask.strategy === undefined || name === ask.strategy);
    return { json: JSON.stringify(meant.map(shown)) };
  }
  const { action, strategy, parameters } = ask;
  if (!own.some(({ name }) => name === strategy)) return { reason: Reason.UnknownStrategy };
  try {
    const body = { strategy, ...(parameters !== undefined && { parameters }) };
    return { json: JSON.stringify(shown(await desk.carryOut(`/strategy-${action}`, body))) };
  } catch (error) {
    if (!(error instanceof BadRequest)) throw error;
    return { reason: Reason.StrategyRefused, message: error.message };
  }
}

/** In the words of REST. */
function shown({ name: strategy, ...row }: StrategyRow): Readonly<Record<string, unknown>> {
  return { strategy, ...snakeCased(row) };
}

export const snakeCased = (row: object): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(row).map(([key, value]) => [snakeCase(key), value]));

const snakeCase = (key: string): string => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
