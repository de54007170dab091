/** Certificates for tests, made with the `openssl` program: an authority of their own and what it signs. */
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Test } from 'tap';
import { freshDirectory } from '../support/engine.js';

export interface Certificate {
  readonly cert: string;
  readonly key: string;
  readonly certFile: string;
  readonly keyFile: string;
}

export interface Authority extends Certificate {
  readonly folder: string;
}

/** QuickFIX knows RSA and DSA alone. */
const NEW_KEY = ['-newkey', 'rsa:2048', '-nodes'];

export function authority(t: Test): Authority {
  const folder = freshDirectory();
  t.teardown(() => rmSync(folder, { recursive: true }));
  const at = files(folder, 'ca');
  openssl(
    'req',
    '-x509',
    ...NEW_KEY,
    '-days',
    '2',
    '-subj',
    '/CN=test authority',
    '-keyout',
    at.keyFile,
    '-out',
    at.certFile,
  );
  return { folder, ...read(at) };
}

/** @param name common name, and the host name of a server */
export function issue({ folder, certFile, keyFile }: Authority, name: string): Certificate {
  const at = files(folder, name.replace(/\W/g, '-'));
  const request = `${at.certFile}.csr`;
  const extensions = `${at.certFile}.ext`;
  writeFileSync(extensions, `subjectAltName=DNS:${name.replace(/\W/g, '-')},IP:127.0.0.1\n`);
  openssl('req', '-new', ...NEW_KEY, '-subj', `/CN=${name}`, '-keyout', at.keyFile, '-out', request);
  const signer = [
    '-CA',
    certFile,
    '-CAkey',
    keyFile,
    '-CAcreateserial',
    '-days',
    '2',
    '-extfile',
    extensions,
  ];
  openssl('x509', '-req', '-in', request, ...signer, '-out', at.certFile);
  return read(at);
}

const files = (folder: string, name: string) => ({
  certFile: join(folder, `${name}.crt`),
  keyFile: join(folder, `${name}.key`),
});

const read = (at: { certFile: string; keyFile: string }): Certificate => ({
  ...at,
  cert: readFileSync(at.certFile, 'utf8'),
  key: readFileSync(at.keyFile, 'utf8'),
});

const openssl = (...args: string[]): unknown => execFileSync('openssl', args, { stdio: 'pipe' });
