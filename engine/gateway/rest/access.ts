/**
 * Who may come in: a key that the configuration knows by its hash, or without one, whoever is on this machine, where that is
 * opened. A web page may call only from an origin that is named; else any page that somebody on this machine looks at could trade.
 */
import { createHash } from 'node:crypto';
import { Reason } from '../../../protocol/codes/reasons.js';
import type { Account } from '../../../protocol/instrument.js';
import { DoorSession } from '../door-session.js';
import { Refusal } from './refusal.js';

export interface RestSessionEntry {
  /** Undefined: of who has no key. */
  readonly sha256?: string;
  readonly session: number;
  readonly accounts: readonly Account[];
  /** It may lead strategies. */
  readonly operator?: boolean;
}

/** Always there: a caller has no connection that could be lost. */
export class RestSession extends DoorSession {
  /** Names of those that it may act for. */
  accounts: readonly string[] = [];
  /** It may lead the strategies of its accounts. */
  isOperator = false;

  override get present(): boolean {
    return true;
  }
}

/** What of a request says who sends it. */
export interface Caller {
  /** Headers; '' where there is none. */
  readonly authorization: string;
  readonly origin: string;
  readonly host: string;
}

const LOOPBACK_HOST = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i;

export class Access {
  private readonly byKey = new Map<string, RestSession>();
  private readonly byNumber: (RestSession | undefined)[];
  private readonly open: RestSession | undefined;

  constructor(
    entries: readonly RestSessionEntry[],
    private readonly origins: readonly string[],
  ) {
    const most = entries.reduce((so, { session }) => Math.max(so, session), 0);
    this.byNumber = new Array(most + 1).fill(undefined);
    for (const { sha256, session: number, accounts, operator = false } of entries) {
      const session = new RestSession(number);
      session.entitle(accounts.map(({ id }) => id));
      session.accounts = accounts.map(({ name }) => name);
      session.isOperator = operator;
      this.byNumber[number] = session;
      if (sha256 === undefined) this.open = session;
      else this.byKey.set(sha256, session);
    }
  }

  session(number: number): RestSession | undefined {
    return number < this.byNumber.length ? this.byNumber[number] : undefined;
  }

  /** @throws Refusal UnknownKey, OriginNotAllowed */
  admit(caller: Caller): RestSession {
    if (caller.origin !== '' && !this.allows(caller)) throw new Refusal(Reason.OriginNotAllowed);
    return caller.authorization === '' ? this.keyless(caller) : this.withKey(caller);
  }

  /** Pages of an origin that is named, and our own. */
  allows({ origin, host }: Pick<Caller, 'origin' | 'host'>): boolean {
    const isOurs = origin === `http://${host}` || origin === `https://${host}`;
    return isOurs || this.origins.includes(origin) || this.origins.includes('*');
  }

  private withKey({ authorization }: Caller): RestSession {
    const key = /^Bearer +(\S{1,256})$/i.exec(authorization)?.[1] ?? '';
    const session = this.byKey.get(createHash('sha256').update(key).digest('hex'));
    if (session === undefined) throw new Refusal(Reason.UnknownKey, 'the key is not one of this engine');
    return session;
  }

  /** A page could have its own name lead here, and come with no origin then: the host that it asked for gives it away. */
  private keyless({ host }: Caller): RestSession {
    if (this.open === undefined)
      throw new Refusal(Reason.UnknownKey, 'send a key of the engine: "Authorization: Bearer KEY"');
    if (!LOOPBACK_HOST.test(host)) throw new Refusal(Reason.OriginNotAllowed);
    return this.open;
  }
}
