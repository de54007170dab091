/** Who may trade: API keys with a secret (HMAC) or a public key (Ed25519), and whether a request is signed as Binance wants it. */
import { createHmac, createPublicKey, type KeyObject, verify } from 'node:crypto';
import type { Clock } from '../kit/agenda.js';
import { ApiError } from './api-error.js';

export interface AccountOptions {
  readonly name: string;
  readonly apiKey: string;
  /** HMAC. */
  readonly secret?: string;
  /** Ed25519, PEM; FIX and `session.logon` need one. */
  readonly publicKey?: string;
}

export interface Account {
  readonly name: string;
  readonly apiKey: string;
  readonly secret?: string;
  readonly publicKey?: KeyObject;
}

export type Params = Readonly<Record<string, unknown>>;

const MAX_WINDOW_MS = 60_000;
const DEFAULT_WINDOW_MS = 5_000;
const AHEAD_MS = 1_000;

export class Accounts {
  private readonly byKey = new Map<string, Account>();

  constructor(
    options: readonly AccountOptions[],
    private readonly clock: Clock,
  ) {
    for (const { publicKey, ...rest } of options)
      this.byKey.set(rest.apiKey, { ...rest, publicKey: publicKey ? createPublicKey(publicKey) : undefined });
  }

  find(apiKey: string): Account | undefined {
    return this.byKey.get(apiKey);
  }

  /** No key is good any more. */
  revokeAll(): void {
    this.byKey.clear();
  }

  /** @throws ApiError when nobody has this key */
  known(apiKey: unknown): Account {
    const account = typeof apiKey === 'string' ? this.byKey.get(apiKey) : undefined;
    if (account === undefined)
      throw new ApiError(-2015, 'Invalid API-key, IP, or permissions for action.', 401);
    return account;
  }

  /** @throws ApiError when the request is too old, or from a future */
  checkTime(params: Params): void {
    const timestamp = toNumber(params.timestamp, 'timestamp');
    const window =
      params.recvWindow === undefined ? DEFAULT_WINDOW_MS : toNumber(params.recvWindow, 'recvWindow');
    if (window > MAX_WINDOW_MS) throw new ApiError(-1131, `recvWindow must be less than ${MAX_WINDOW_MS}`);
    const { nowMs } = this.clock;
    if (timestamp >= nowMs + AHEAD_MS)
      throw new ApiError(-1021, "Timestamp for this request was 1000ms ahead of the server's time.");
    if (nowMs - timestamp > window)
      throw new ApiError(-1021, 'Timestamp for this request is outside of the recvWindow.');
  }

  /** A WebSocket request: all parameters but the signature, in the order of their names. */
  signedBy(params: Params): Account {
    const account = this.known(params.apiKey);
    const payload = Object.keys(params)
      .filter((name) => name !== 'signature')
      .sort()
      .map((name) => `${name}=${params[name]}`)
      .join('&');
    this.checkSignature(account, payload, params.signature);
    return account;
  }

  /** A REST request: query and body as they were sent, the signature last. */
  restSignedBy(apiKey: unknown, payload: string): Account {
    const account = this.known(apiKey);
    const at = payload.lastIndexOf('signature=');
    if (at < 0)
      throw new ApiError(
        -1102,
        "Mandatory parameter 'signature' was not sent, was empty/null, or malformed.",
      );
    const signature = decoded(payload.slice(at + 'signature='.length));
    this.checkSignature(account, payload.slice(0, Math.max(0, at - 1)), signature);
    return account;
  }

  private checkSignature(account: Account, payload: string, signature: unknown): void {
    if (typeof signature !== 'string' || !isSigned(account, payload, signature))
      throw new ApiError(-1022, 'Signature for this request is not valid.');
  }
}

export function isSigned({ secret, publicKey }: Account, payload: string, signature: string): boolean {
  if (publicKey && verify(null, Buffer.from(payload), publicKey, Buffer.from(signature, 'base64')))
    return true;
  if (secret === undefined) return false;
  return createHmac('sha256', secret).update(payload).digest('hex') === signature.toLowerCase();
}

/** A base64 signature may be percent-encoded; what is not well encoded is no signature. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}

function toNumber(value: unknown, name: string): number {
  const number = typeof value === 'string' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number))
    throw new ApiError(-1102, `Mandatory parameter '${name}' was not sent, was empty/null, or malformed.`);
  return number;
}
