/**
 * What can stop the journal, or the start. Each kind ends the process with an exit code of its own (those of BSD's
 * sysexits), so that a supervisor knows whether to start again or to call a person.
 */

/** The disk refused: full, broken, gone. Nothing was acknowledged that is not on disk. */
export class JournalIoError extends Error {
  override readonly name = 'JournalIoError';
  readonly exitCode = 74;
  /** The system's own code, such as ENOSPC or EIO. */
  readonly code: string;

  constructor(doing: string, cause: unknown) {
    super(`the journal could not ${doing}: ${messageOf(cause)}${adviceFor(cause)}`, { cause });
    this.code = codeOf(cause);
  }
}

/** What is on disk is not what was written, or cannot be replayed by this program. A person has to decide. */
export class JournalDamage extends Error {
  override readonly name = 'JournalDamage';
  readonly exitCode = 65;

  constructor(
    why: string,
    readonly segment: number,
    readonly offset: number,
    readonly sequence: number,
  ) {
    super(`${why} (segment ${segment}, offset ${offset}, after sequence ${sequence})`);
  }
}

/** Written by another version of the core, or under other limits. */
export class JournalMismatch extends Error {
  override readonly name = 'JournalMismatch';
  readonly exitCode = 78;
}

export class DataDirectoryInUse extends Error {
  override readonly name = 'DataDirectoryInUse';
  readonly exitCode = 75;
}

function codeOf(cause: unknown): string {
  const code = (cause as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : 'UNKNOWN';
}

const messageOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));

function adviceFor(cause: unknown): string {
  return codeOf(cause) === 'ENOSPC' ? '; make room on the disk and start again' : '';
}
