/** The PEM files of TLS, the FIX door's and those for Redis, read at start: what is wrong with them is said before a thread runs. */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { ConfigError } from './config/load.js';
import type { FixConfig, RedisConfig } from './config/schema.js';
import type { RedisTls } from './fanout/redis-client.js';
import type { FixTls } from './gateway/fix/options.js';

/** @throws ConfigError naming the file */
export function readFixTls(fix: FixConfig | undefined, directory: string): FixTls | undefined {
  if (fix?.tls === undefined) return undefined;
  const { cert, key, clientCa } = fix.tls;
  const read = (name: string, file: string, check: (pem: string) => unknown): string =>
    readPem(`fix.tls.${name}`, resolve(directory, file), check);
  return {
    cert: read('cert', cert, (pem) => new X509Certificate(pem)),
    key: read('key', key, createPrivateKey),
    ...(clientCa !== undefined && {
      clientCa: read('clientCa', clientCa, (pem) => new X509Certificate(pem)),
    }),
  };
}

/** @throws ConfigError naming the file */
export function readRedisTls(redis: RedisConfig | undefined, directory: string): RedisTls | undefined {
  if (redis?.tls === undefined) return undefined;
  const { ca, cert, key, servername } = redis.tls;
  const read = (name: string, file: string, check: (pem: string) => unknown) =>
    readPem(`redis.tls.${name}`, resolve(directory, file), check);
  const isCertificate = (pem: string) => new X509Certificate(pem);
  return {
    ...(ca !== undefined && { ca: read('ca', ca, isCertificate) }),
    ...(cert !== undefined && { cert: read('cert', cert, isCertificate) }),
    ...(key !== undefined && { key: read('key', key, createPrivateKey) }),
    ...(servername !== undefined && { servername }),
  };
}

function readPem(what: string, file: string, check: (pem: string) => unknown): string {
  try {
    const pem = readFileSync(file, 'utf8');
    check(pem);
    return pem;
  } catch (error) {
    throw new ConfigError(`${what}: ${file} cannot be used: ${(error as Error).message}`);
  }
}
