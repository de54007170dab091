/**
 * QuickFIX (C++) as counterparty: compiles `peer/peer.cpp` once, where g++ and Debian's libquickfix-dev are there or may be
 * installed, and runs it with settings of its own. Its messages are text with `|` between the fields.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { VersionName } from '../../protocol/fix/index.js';
import { installed, onPath } from '../support/debian.js';
import { freshDirectory } from '../support/engine.js';
import { dictionaryLines } from './quickfix-dictionary.js';

const SOURCE = fileURLToPath(new URL('../../../test/fix/peer/peer.cpp', import.meta.url));
const HEADER = '/usr/include/quickfix/SSLSocketInitiator.h';
const FLAGS = ['-std=c++14', '-O1', '-w', '-DHAVE_SSL=1'];
const LIBRARIES = ['-lquickfix', '-lssl', '-lcrypto', '-lpthread'];
const COMPILE_MS = 180_000;
const WAIT_MS = 90_000;

export const HOW_TO_GET_IT = 'apt-get install g++ libquickfix-dev libssl-dev';

/** The program; undefined where it cannot be made, and `HOW_TO_GET_IT` says what is missing. */
export function quickfixProgram(): string | undefined {
  if (onPath('g++') === undefined) installed('g++', 'g++');
  if (!existsSync(HEADER)) installed('g++', 'libquickfix-dev');
  if (!existsSync('/usr/include/openssl/evp.h')) installed('g++', 'libssl-dev');
  return onPath('g++') !== undefined && existsSync(HEADER) ? compiled() : undefined;
}

/** In a folder of the user's own, by the hash of its source: compiled again when that changes. */
function compiled(): string {
  const hash = createHash('sha256').update(readFileSync(SOURCE)).digest('hex').slice(0, 16);
  const folder = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'pregao', 'quickfix');
  const program = join(folder, `peer-${hash}`);
  if (existsSync(program)) return program;
  mkdirSync(folder, { recursive: true });
  const made = `${program}.${process.pid}`;
  execFileSync('g++', [...FLAGS, SOURCE, '-o', made, ...LIBRARIES], { timeout: COMPILE_MS, stdio: 'pipe' });
  renameSync(made, program);
  return program;
}

export interface PeerOptions {
  readonly side: 'initiator' | 'acceptor';
  readonly port: number;
  readonly version: VersionName;
  readonly senderCompId: string;
  readonly targetCompId: string;
  /** PEM files. */
  readonly tls?: { readonly cert: string; readonly key: string; readonly ca?: string };
  readonly key?: { readonly id: string; readonly file: string };
}

export class QuickFixPeer {
  /** Messages that came in, session messages too. */
  readonly received: string[] = [];
  ups = 0;
  private readonly child: ChildProcess;
  private listener: (line: string) => void = () => {};

  constructor(program: string, options: PeerOptions) {
    const { tls, key } = options;
    const env = {
      ...process.env,
      PEER_TLS: tls ? '1' : '0',
      PEER_KEY: key?.file ?? '',
      PEER_KEY_ID: keyId(options),
    };
    this.child = spawn(program, [writeSettings(options)], { stdio: ['pipe', 'pipe', 'inherit'], env });
    createInterface({ input: this.child.stdout! }).on('line', (line) => this.said(line));
  }

  /** `60=now` gets the time. */
  send(line: string): void {
    this.child.stdin!.write(`${line.replace('60=now', `60=${utcNow()}`)}\n`);
  }

  /** Hears every application message as it comes. */
  onMessage(listener: (line: string) => void): void {
    this.listener = listener;
  }

  async until(condition: () => boolean, what: string): Promise<void> {
    const deadline = Date.now() + WAIT_MS;
    while (!condition()) {
      if (this.child.exitCode !== null || Date.now() > deadline)
        throw new Error(`${what} did not come; the last: ${this.received.slice(-3).join('\n')}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  /** Logs out, and ends. */
  async quit(): Promise<void> {
    if (this.child.exitCode !== null) return;
    this.send('quit');
    await new Promise((resolve) => this.child.once('exit', resolve));
  }

  kill(): void {
    this.child.kill('SIGKILL');
  }

  private said(line: string): void {
    if (line === 'UP') this.ups++;
    if (!line.startsWith('IN ')) return;
    const message = line.slice(3);
    this.received.push(message);
    if (!/\|35=[0-5A]\|/.test(message)) this.listener(message);
  }
}

/** As FIX writes it. */
const utcNow = (): string =>
  new Date()
    .toISOString()
    .replace('T', '-')
    .replace(/-(?=.*-)|Z/g, '');

/** FIX 4.2 has no Username on a Logon. */
const keyId = ({ version, key }: PeerOptions): string => (version === 'FIX.4.2' ? '' : (key?.id ?? ''));

function writeSettings(options: PeerOptions): string {
  const folder = freshDirectory();
  const file = join(folder, 'peer.cfg');
  writeFileSync(file, settings(options, folder).join('\n'));
  return file;
}

function settings(
  { side, port, version, senderCompId, targetCompId, tls }: PeerOptions,
  folder: string,
): string[] {
  const isFixt = version === 'FIX.5.0SP2';
  const whose = side === 'acceptor' ? 'Server' : 'Client';
  return [
    '[DEFAULT]',
    `ConnectionType=${side}`,
    'StartTime=00:00:00',
    'EndTime=00:00:00',
    'HeartBtInt=10',
    'ReconnectInterval=1',
    'SocketNodelay=Y',
    `FileStorePath=${folder}/store`,
    ...(tls ? [`${whose}CertificateFile=${tls.cert}`, `${whose}CertificateKeyFile=${tls.key}`] : []),
    ...(tls?.ca ? [`CertificationAuthoritiesFile=${tls.ca}`, 'CertificateVerifyLevel=1'] : []),
    ...(side === 'acceptor'
      ? [`SocketAcceptPort=${port}`, 'SocketReuseAddress=Y']
      : ['SocketConnectHost=127.0.0.1', `SocketConnectPort=${port}`]),
    '[SESSION]',
    `BeginString=${isFixt ? 'FIXT.1.1' : version}`,
    ...(isFixt ? ['DefaultApplVerID=FIX.5.0SP2'] : []),
    `SenderCompID=${senderCompId}`,
    `TargetCompID=${targetCompId}`,
    ...dictionaryLines(version, folder),
    '',
  ];
}
