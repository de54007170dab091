/**
 * A strategy's lines in the engine's log: the same JSON on standard error as every thread writes, written at once, but not
 * by its logger, which takes as long to load as all the rest of a worker. There are only so many lines a second; what is
 * cut is counted, and told with the next line.
 */
import { writeSync } from 'node:fs';
import type { StrategyLog } from '../sdk/context.js';

const LINES_PER_SECOND = 100;
const STDERR = 2;
/** Levels at which lines of level "info" are written. */
const TALKATIVE = ['trace', 'debug', 'info'];

export interface LogParts {
  /** False: the line could not be written now. */
  readonly write: (line: string) => boolean;
  readonly nowMs: () => number;
}

export function strategyLog(
  thread: string,
  logLevel: string,
  { write, nowMs }: LogParts = { write: toStderr, nowMs: Date.now },
): StrategyLog {
  if (!TALKATIVE.includes(logLevel)) return () => {};
  let second = 0;
  let lines = 0;
  let cut = 0;
  return (text, details = {}) => {
    const now = nowMs();
    if (Math.floor(now / 1_000) !== second) lines = 0;
    second = Math.floor(now / 1_000);
    const time = new Date(now).toISOString();
    const line = { level: 'info', time, thread, ...details, ...(cut > 0 && { cut }), msg: text };
    if (lines < LINES_PER_SECOND && write(`${JSON.stringify(line)}\n`)) {
      lines++;
      cut = 0;
    } else cut++;
  };
}

/** A pipe that nobody reads is full: a log line must not hold a strategy up. */
function toStderr(line: string): boolean {
  try {
    writeSync(STDERR, line);
    return true;
  } catch {
    return false;
  }
}
