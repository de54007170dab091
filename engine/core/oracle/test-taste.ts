/**
 * Where the rule book says what happens and not in which order it is told: within a run of such events both sides are
 * sorted before they are compared. Orders that end together (a mass cancel, the end of the day), the two that prevention
 * keeps apart, what one trade leads to, and
 * the auctions of several instruments.
 */
import { TradingPhase } from '../../../protocol/codes/enums.js';

const TOGETHER = ['MassCancelled', 'EndOfDay', 'Expired', 'AuctionOver', 'SelfTradePrevented', 'ParentEnded'];
const CONSEQUENCES = ['Refreshed', 'LinkedOrderExecuted', 'ChildArmed', 'AwaitsParent'];

export function sortTaste(told: readonly string[]): string[] {
  const runs: { kind: string; lines: string[] }[] = [];
  for (const line of closedForOneReason(told)) {
    const kind = kindOf(line);
    const run = runs.at(-1);
    if (run !== undefined && kind !== '' && run.kind === kind) run.lines.push(line);
    else runs.push({ kind, lines: [line] });
  }
  return runs.flatMap(({ lines }) => lines.sort());
}

function kindOf(line: string): string {
  const reason = line.split(' ').at(-1)!;
  if (line.startsWith('indicative')) return 'indicative';
  if (TOGETHER.includes(reason)) return 'together';
  return CONSEQUENCES.includes(reason) ? 'consequence' : '';
}

/** When the instrument closes both are over for who is for the day and for an auction. */
const closedForOneReason = (told: readonly string[]): readonly string[] =>
  told[0]?.startsWith(`phase ${TradingPhase.Closed} `)
    ? told.map((line) => line.replace(/EndOfDay$/, 'AuctionOver'))
    : told;
