/** Listen keys of user data streams: one an account, good for an hour unless extended; when one ends its streams are told and closed. */
import type { Agenda } from '../../kit/agenda.js';
import { Random } from '../../kit/random.js';
import { NO_LISTEN_KEY } from './errors.js';

export interface KeyHolder {
  /** The key is no longer good. */
  ended(listenKey: string): void;
}

interface Key {
  readonly account: string;
  readonly listenKey: string;
  expiresMs: number;
}

const LENGTH = 64;
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const LOOK_EVERY_MS = 1_000;

export class ListenKeys {
  private readonly byAccount = new Map<string, Key>();
  private readonly holders = new Map<string, Set<KeyHolder>>();
  private readonly random: Random;

  constructor(
    private readonly agenda: Agenda,
    private readonly lifeMs: number,
    seed: number,
  ) {
    this.random = new Random(seed);
    agenda.every(LOOK_EVERY_MS, () => this.expire());
  }

  /** The account's key, a new one when it has none; its hour begins anew. */
  start(account: string): string {
    const key = this.byAccount.get(account) ?? this.make(account);
    key.expiresMs = this.agenda.nowMs + this.lifeMs;
    return key.listenKey;
  }

  /** @throws ApiError when the account has no key */
  extend(account: string): string {
    if (!this.byAccount.has(account)) throw NO_LISTEN_KEY;
    return this.start(account);
  }

  stop(account: string): void {
    const key = this.byAccount.get(account);
    if (key) this.end(key);
  }

  accountOf(listenKey: string): string | undefined {
    for (const key of this.byAccount.values()) if (key.listenKey === listenKey) return key.account;
    return undefined;
  }

  /** @returns how to let go */
  hold(listenKey: string, holder: KeyHolder): () => void {
    const set = this.holders.get(listenKey) ?? new Set();
    this.holders.set(listenKey, set.add(holder));
    return () => set.delete(holder);
  }

  /** Now, for a test that has no hour. */
  expireAll(): void {
    for (const key of [...this.byAccount.values()]) this.end(key);
  }

  private expire(): void {
    for (const key of [...this.byAccount.values()]) if (key.expiresMs <= this.agenda.nowMs) this.end(key);
  }

  private end(key: Key): void {
    this.byAccount.delete(key.account);
    for (const holder of this.holders.get(key.listenKey) ?? []) holder.ended(key.listenKey);
    this.holders.delete(key.listenKey);
  }

  private make(account: string): Key {
    const listenKey = Array.from({ length: LENGTH }, () => this.random.pick([...LETTERS])).join('');
    const key = { account, listenKey, expiresMs: 0 };
    this.byAccount.set(account, key);
    return key;
  }
}
