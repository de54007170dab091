/** Failures as the user sees them: what happened, what to do next, and the exit code. */
import { ConnectionError, LogonError, RequestRejected } from '../../protocol/client/index.js';
import { Reason } from '../../protocol/codes/reasons.js';
import { exitCodeOf } from '../threads/exit-codes.js';

export const enum Exit {
  Rejected = 1,
  Usage = 2,
  NotReachable = 3,
}

/** The command line is wrong in a way that commander does not know of. */
export class UsageError extends Error {}

export interface Failure {
  readonly message: string;
  readonly exitCode: number;
}

/** What to do about a refused logon. */
const LOGON_ADVICE: Readonly<Record<number, string>> = {
  [Reason.UnknownKey]: 'is this the key file of that engine? Each data directory has its own (--key FILE)',
  [Reason.BadSignature]: 'the key file does not belong to the public key that the engine has for this id',
  [Reason.SessionInUse]: 'another program uses this key; stop it, or use a key of your own (`pregao keygen`)',
  [Reason.AccountNotEntitled]: 'the key may not act for an account that the key file names',
};

export function explain(error: unknown): Failure {
  if (error instanceof RequestRejected)
    return { message: `rejected: ${error.message}`, exitCode: Exit.Rejected };
  if (error instanceof LogonError) return { message: logonMessage(error), exitCode: Exit.NotReachable };
  if (error instanceof ConnectionError) return { message: error.message, exitCode: Exit.NotReachable };
  const message = error instanceof Error ? error.message : String(error);
  const exitCode = exitCodeOf(error, 0);
  if (exitCode !== 0) return { message, exitCode };
  const wrongUse = error instanceof UsageError || error instanceof RangeError || error instanceof TypeError;
  return { message, exitCode: wrongUse ? Exit.Usage : Exit.Rejected };
}

function logonMessage(error: LogonError): string {
  const advice = LOGON_ADVICE[error.why.code];
  return advice ? `${error.message}\n${advice}` : error.message;
}
