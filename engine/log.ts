/**
 * Structured logs: one JSON object a line on standard error, from every thread, written at once so that a line that
 * explains an exit is not lost with it. Standard output belongs to what `start` tells people.
 */
import { type Logger, pino, stdTimeFunctions } from 'pino';

export type { Logger };

export function createLogger(thread: string, level: string): Logger {
  return pino(
    {
      level,
      base: { thread },
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    pino.destination({ dest: 2, sync: true }),
  );
}
