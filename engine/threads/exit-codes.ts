/**
 * What the process ends with when a thread that it cannot do without has died, one code a thread, so that whoever
 * restarts the engine sees which. Errors may bring a code of their own (`exitCode`), which goes before these. Codes 64 to
 * 78 are those of sysexits.h.
 */
export const enum ExitCode {
  Ok = 0,
  CoreDied = 81,
  JournalDied = 82,
  GatewayDied = 83,
  FeedDied = 84,
}

/** The code that an error asks for, or the thread's own. */
export function exitCodeOf(error: unknown, otherwise: number): number {
  const own = (error as { exitCode?: unknown } | undefined)?.exitCode;
  return typeof own === 'number' && Number.isInteger(own) && own > 0 && own < 256 ? own : otherwise;
}
