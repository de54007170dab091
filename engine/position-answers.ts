/** What REST asks of positions: those of the accounts that the caller may act for, in the words of REST. */
import type { PositionText } from './admin/position-table.js';
import type { HostAnswer, PositionsAsk } from './gateway/rest/host-port.js';
import { snakeCased } from './strategy-answers.js';

export function answerPositions(all: readonly PositionText[], { accounts }: PositionsAsk): HostAnswer {
  const own = all.filter(({ account }) => accounts.includes(account));
  return { json: JSON.stringify(own.map(snakeCased)) };
}
