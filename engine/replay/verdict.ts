/** What a run came to: lines for people, the last of them the count, and whether all of it agrees. */
import pc from 'picocolors';
import type { Differences } from './differences.js';
import type { EngineUnderTest } from './engine-under-test.js';

export interface Verdict {
  readonly lines: readonly string[];
  readonly agree: boolean;
}

const LABEL_CELLS = 20;

/** `label            text` */
export const labelled = (label: string, text: string): string => `${label.padEnd(LABEL_CELLS)}${text}`;

export const number = (value: number): string => value.toLocaleString('en-US');

/** The same for both formats: what the engine did, and what did not agree. */
export function engineLine(engine: EngineUnderTest): string {
  const did = `${number(engine.commands)} commands, ${number(engine.trades)} trades`;
  return labelled('engine', `${did}, state hash ${engine.stateHash()}`);
}

export function differenceLines({ count, first }: Differences): string[] {
  if (count === 0) return [];
  const heading =
    count > first.length ? `the first ${first.length} of ${number(count)} differences` : 'differences';
  return [pc.red(`${heading}:`), ...first.map((text) => `  ${text}`)];
}

/** Without thousands separators, because programs read it. */
export function lastLine(agreeing: number, all: number, what: string, agree: boolean): string {
  return (agree ? pc.green : pc.red)(`${agreeing} of ${all} ${what} agree`);
}
