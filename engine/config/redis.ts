/** What the configuration says of Redis. */
import { z } from 'zod';
import type { Complaint } from './complaint.js';
import { name } from './words.js';

const tls = z.strictObject({
  /** PEM files, relative to the configuration. Who has signed the server's certificate, where it is nobody that Node knows. */
  ca: z.string().min(1).optional(),
  /** Ours, for a server that wants to see one. */
  cert: z.string().min(1).optional(),
  key: z.string().min(1).optional(),
  /** Name in the server's certificate, where it is not the host's. */
  servername: z.string().min(1).optional(),
});

/** Symbols of the fund and of the references that make its value. */
const inav = z.strictObject({
  etf: name,
  perShare: name,
  price: name,
  rate: name,
  /** Who says the price, as the channel names it. */
  provider: z.string().min(1).max(32).default('binance'),
});

export const redis = z.strictObject({
  url: z.url({ protocol: /^rediss?$/, error: 'redis://… or rediss://…' }),
  prefix: z.string().default('pregao'),
  /** Also the channels and streams of the Python services, under their names. */
  orderService: z.boolean().default(false),
  /** Funds whose value is published as the Python services did. */
  inav: z.array(inav).default([]),
  /** A Redis Cluster, of which `url` is a node. */
  cluster: z.boolean().default(false),
  /** More of its nodes, where that one is not there. */
  seeds: z.array(z.url()).default([]),
  tls: tls.optional(),
});

/** What the schema alone cannot say. */
export function unfitRedis(
  given: z.output<typeof redis> | undefined,
  symbols: readonly string[],
): Complaint[] {
  if (given === undefined) return [];
  const { url, cluster, seeds, tls: files } = given;
  const complain = (isWrong: boolean, key: string, message: string): Complaint[] =>
    isWrong ? [{ path: ['redis', key], message }] : [];
  const hasDatabase = !['', '/', '/0'].includes(new URL(url).pathname);
  const unknown = given.inav.flatMap(({ provider: _, ...named }, i) =>
    Object.entries(named).flatMap(([key, symbol]) =>
      symbols.includes(symbol)
        ? []
        : [
            {
              path: ['redis', 'inav', i, key],
              message: `no instrument "${symbol}"; add it to "instruments"`,
            },
          ],
    ),
  );
  return [
    ...unknown,
    ...complain(seeds.length > 0 && !cluster, 'seeds', 'nodes of a Cluster; set "cluster" to true'),
    ...complain(cluster && hasDatabase, 'url', 'a Cluster has no databases'),
    ...complain(
      files !== undefined && !url.startsWith('rediss:'),
      'tls',
      'the url must begin with rediss://',
    ),
    ...complain(
      files !== undefined && (files.cert === undefined) !== (files.key === undefined),
      'tls',
      'give both cert and key, or neither',
    ),
  ];
}
