/** A strategy's lines in the engine's log, of which there are only so many a second: what is cut is counted. */
import type { StrategyLog } from '../sdk/context.js';

const LINES_PER_SECOND = 100;

export interface LineLog {
  info(details: object, text: string): void;
  warn(details: object, text: string): void;
}

export function limitedLog(log: LineLog, nowMs: () => number): StrategyLog {
  let second = 0;
  let lines = 0;
  return (text, details = {}) => {
    const now = Math.floor(nowMs() / 1_000);
    if (now !== second) {
      if (lines > LINES_PER_SECOND)
        log.warn({}, `${lines - LINES_PER_SECOND} lines were cut: too many at once`);
      second = now;
      lines = 0;
    }
    if (++lines <= LINES_PER_SECOND) log.info(details, text);
  };
}
