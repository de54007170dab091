/** Which CompIDs an account has in use, how many connections, how many attempts: what is decided before a session begins. */
import type { Clock } from '../../kit/agenda.js';
import { Limiter, limitOf } from '../../kit/limiter.js';
import { ApiError } from '../api-error.js';
import { FixRefusal } from './fix-logon.js';

const ATTEMPTS = limitOf('CONNECTIONS', 30, 'SECOND', 15);

interface Use {
  /** After an unclean end: when the name is free again. */
  untilMs: number;
}

export class FixDoor {
  private readonly uses = new Map<string, Map<string, Use>>();
  private readonly attempts = new Map<string, Limiter>();

  constructor(
    private readonly clock: Clock,
    private readonly maxSessions: number,
  ) {}

  /** @throws FixRefusal, ApiError */
  enter(account: string, compId: string): void {
    const attempts = this.attempts.get(account) ?? new Limiter(ATTEMPTS, this.clock);
    this.attempts.set(account, attempts);
    if (!attempts.take())
      throw new ApiError(
        -1034,
        `Too many connection attempts for account; current limit is ${ATTEMPTS.limit} per '30 s'.`,
      );
    const uses = this.usesOf(account);
    if (uses.has(compId))
      throw new FixRefusal(
        -1033,
        'The specified SenderCompId(49) is currently in use. Concurrent use of the same SenderCompId within one account is not allowed.',
        5,
        49,
      );
    if (uses.size >= this.maxSessions)
      throw new ApiError(-1034, `Too many concurrent connections; current limit is '${this.maxSessions}'.`);
    uses.set(compId, { untilMs: Number.POSITIVE_INFINITY });
  }

  /** @param isClean with a Logout; otherwise the name stays taken for two heartbeats */
  leave(account: string, compId: string, isClean: boolean, heartBtMs: number): void {
    const uses = this.usesOf(account);
    if (isClean) uses.delete(compId);
    else uses.set(compId, { untilMs: this.clock.nowMs + 2 * heartBtMs });
  }

  private usesOf(account: string): Map<string, Use> {
    const uses = this.uses.get(account) ?? new Map<string, Use>();
    this.uses.set(account, uses);
    for (const [compId, { untilMs }] of uses) if (untilMs <= this.clock.nowMs) uses.delete(compId);
    return uses;
  }
}
