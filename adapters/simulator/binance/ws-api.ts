/**
 * One connection of a Binance WebSocket API, spot or futures: requests as JSON, authentication per request or by `session.logon`, weights and their
 * usage in each answer. The methods are the venue's.
 */
import type { Agenda } from '../kit/agenda.js';
import type { Faults } from '../kit/faults.js';
import type { Outbox } from '../kit/outbox.js';
import { type TextWire, WsPeer, type WsRules } from '../kit/ws-peer.js';
import type { Account, Accounts, Params } from './accounts.js';
import { ApiError } from './api-error.js';
import type { RateLimits } from './rate-limits.js';

export interface Call {
  readonly params: Params;
  readonly account: Account;
  readonly session: string;
  readonly peer: WsApiPeer;
}

export interface Method {
  readonly weight: number;
  /** `none` asks for no key, `key` for a known one, `signed` for a signature too. */
  readonly auth: 'none' | 'key' | 'signed';
  /** The answer tells the order counts too. */
  readonly isOrder?: boolean;
  /** @returns the result; undefined to stay silent */
  readonly run: (call: Call) => unknown;
}

export type Methods = Readonly<Record<string, Method>>;

export interface ApiServices {
  readonly agenda: Agenda;
  readonly faults: Faults;
  readonly accounts: Accounts;
  readonly limits: RateLimits;
  readonly outbox: Outbox;
  readonly methods: Methods;
  readonly rules: WsRules;
  /** Spot has user data streams on this socket and says so. */
  readonly statusFields?: (peer: WsApiPeer) => Readonly<Record<string, unknown>>;
}

interface Asked {
  readonly id: unknown;
  readonly method: string;
  readonly params: Params;
}

/** An error with more to say than its words. */
export class DetailedError extends ApiError {
  constructor(
    code: number,
    message: string,
    status: number,
    readonly data: unknown,
  ) {
    super(code, message, status);
  }
}

const NOBODY: Account = { name: '', apiKey: '' };

export class WsApiPeer extends WsPeer {
  private readonly connectedMs: number;
  private logged: { readonly account: Account; readonly sinceMs: number } | undefined;

  constructor(
    wire: TextWire,
    private readonly services: ApiServices,
    session: string,
    private readonly query: URLSearchParams,
  ) {
    super(wire, services.agenda, services.faults, services.rules);
    this.outlet.session = session;
    this.connectedMs = services.agenda.nowMs;
  }

  get isAuthenticated(): boolean {
    return this.logged !== undefined;
  }

  /** The service is about to end. */
  announceEnd(seconds: number): void {
    this.send({ e: 'serverShutdown', E: this.agenda.nowMs }, 'event');
    this.after(seconds * 1_000, () => this.closeWith(1001, 'Going away'));
  }

  protected override onText(text: string): void {
    this.services.outbox.run(() => this.answer(text));
  }

  private answer(text: string): void {
    const asked = readRequest(text);
    const clientId = clientIdOf(asked.params);
    try {
      const method = this.methodOf(asked);
      const result = this.run(asked, method);
      if (result !== undefined) this.reply(asked, { status: 200, result }, method.isOrder, clientId);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.refuse(asked, error, clientId);
    }
  }

  private methodOf(asked: Asked): Method {
    const name = asked.method.replace(/^v\d\//, '');
    const method = OWN[name] ?? this.services.methods[asked.method] ?? this.services.methods[name];
    if (method === undefined) throw new ApiError(-1020, 'This operation is not supported.');
    return method;
  }

  private run({ params }: Asked, method: Method): unknown {
    this.services.limits.takeWeight(method.weight);
    const account = this.authenticate(params, method.auth);
    return method.run({ params, account, session: this.outlet.session, peer: this });
  }

  private authenticate(params: Params, auth: Method['auth']): Account {
    const { accounts } = this.services;
    if (this.logged && accounts.find(this.logged.account.apiKey) === undefined) throw new Revoked();
    if (auth === 'none') return NOBODY;
    if (auth === 'key')
      return params.apiKey === undefined && this.logged ? this.logged.account : accounts.known(params.apiKey);
    const account =
      params.apiKey === undefined && this.logged ? this.logged.account : accounts.signedBy(params);
    accounts.checkTime(params);
    return account;
  }

  private refuse(asked: Asked, error: ApiError, clientId: string | undefined): void {
    const { code, message: msg, status } = error;
    const detail = error instanceof DetailedError ? { data: error.data } : {};
    const head = error instanceof Revoked || error.code === BAD_JSON ? { ...asked, id: null } : asked;
    this.reply(head, { status, error: { code, msg, ...detail } }, false, clientId);
  }

  private reply(
    { id, params }: Asked,
    what: object,
    isOrder: boolean | undefined,
    clientId: string | undefined,
  ): void {
    const isWanted = params.returnRateLimits ?? this.query.get('returnRateLimits') !== 'false';
    const account = isOrder
      ? (this.logged?.account ?? this.services.accounts.find(String(params.apiKey)))
      : undefined;
    const rateLimits = isWanted ? { rateLimits: this.services.limits.usage(account?.name) } : {};
    this.send({ id, ...what, ...rateLimits }, 'answer', clientId);
  }

  /** Answers to `session.…`. */
  logOn(params: Params): unknown {
    const account = this.services.accounts.signedBy(params);
    if (account.publicKey === undefined) throw new ApiError(-4056, 'HMAC_SHA256 API key is not supported.');
    this.services.accounts.checkTime(params);
    this.logged = { account, sinceMs: this.agenda.nowMs };
    return this.status();
  }

  logOut(): unknown {
    this.logged = undefined;
    return this.status();
  }

  status(): unknown {
    return {
      apiKey: this.logged?.account.apiKey ?? null,
      authorizedSince: this.logged?.sinceMs ?? null,
      connectedSince: this.connectedMs,
      returnRateLimits: this.query.get('returnRateLimits') !== 'false',
      serverTime: this.agenda.nowMs,
      ...this.services.statusFields?.(this),
    };
  }
}

/** The key that the connection is logged on with is no longer good: the answer has no id. */
class Revoked extends ApiError {
  constructor() {
    super(-2015, 'Invalid API-key, IP, or permissions for action.', 401);
  }
}

const OWN: Methods = {
  'session.logon': { weight: 2, auth: 'none', run: ({ peer, params }) => peer.logOn(params) },
  'session.status': { weight: 2, auth: 'none', run: ({ peer }) => peer.status() },
  'session.logout': { weight: 2, auth: 'none', run: ({ peer }) => peer.logOut() },
  ping: { weight: 1, auth: 'none', run: () => ({}) },
};

const BAD_JSON = -1135;

function readRequest(text: string): Asked {
  try {
    const { id, method, params } = JSON.parse(text) as Partial<Record<keyof Asked, unknown>>;
    return {
      id: id ?? null,
      method: typeof method === 'string' ? method : '',
      params: typeof params === 'object' && params !== null ? (params as Params) : {},
    };
  } catch {
    return { id: null, method: '', params: {} };
  }
}

/** For faults that name an order by it. */
const clientIdOf = (params: Params): string | undefined =>
  (params.origClientOrderId ?? params.cancelOrigClientOrderId ?? params.newClientOrderId) as
    | string
    | undefined;
