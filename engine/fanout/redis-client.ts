/**
 * A connection to Redis, or to a Cluster of it, that does as it is told and no more. ioredis reconnects, queues, follows redirections and
 * repeats by itself unless told not to; it is told not to, because a queue that somebody else keeps is neither bounded by us nor in step
 * with what the streams hold. In a Cluster, too, whatever goes otherwise than it should ends the connection: the next one asks for the map of
 * slots, and for the ends of the streams, anew.
 */
import { Cluster, Redis, type RedisOptions } from 'ioredis';

export interface RedisAddress {
  /** `redis://user:password@host:port/database`, or `rediss://`. */
  readonly url: string;
  /** A Redis Cluster: `url` and these are some of its nodes. */
  readonly cluster?: boolean;
  readonly seeds?: readonly string[];
  readonly tls?: RedisTls | undefined;
}

/** Contents of PEM files. */
export interface RedisTls {
  /** Who has signed the server's certificate, where it is nobody that Node knows. */
  readonly ca?: string;
  /** Ours, for a server that wants to see one. */
  readonly cert?: string;
  readonly key?: string;
  /** Name in the server's certificate, where it is not the host's. */
  readonly servername?: string;
}

export type RedisClient = Redis | Cluster;

const CLOSE_MS = 200;

/** Not connected yet. @throws Error the address is none */
export function redisClient(address: RedisAddress, answerMs: number): RedisClient {
  const options = {
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    connectTimeout: answerMs,
    disconnectTimeout: CLOSE_MS,
    protocol: 2,
    connectionName: 'pregao-fanout',
    disableClientInfo: true,
    ...(address.tls && { tls: { ...address.tls } }),
  } as const satisfies RedisOptions;
  if (address.cluster !== true)
    return new Redis(address.url, { ...options, lazyConnect: true, retryStrategy: () => null });
  const { username, password, protocol } = new URL(address.url);
  return new Cluster([address.url, ...(address.seeds ?? [])], {
    lazyConnect: true,
    enableOfflineQueue: false,
    clusterRetryStrategy: () => null,
    maxRedirections: 0,
    slotsRefreshTimeout: answerMs,
    redisOptions: {
      ...options,
      ...(username !== '' && { username: decodeURIComponent(username) }),
      ...(password !== '' && { password: decodeURIComponent(password) }),
      ...(protocol === 'rediss:' && { tls: { ...address.tls } }),
    },
  });
}

/** Those that scripts have to be loaded into. */
export const writersOf = (client: RedisClient): readonly Redis[] =>
  client instanceof Cluster ? client.nodes('master') : [client];
