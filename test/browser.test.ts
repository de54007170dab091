/**
 * The client in a real browser: headless Chromium loads the built modules as they are, logs on with WebCrypto over its own
 * WebSocket, sends orders to a real engine and watches the book.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { PAPER_CONFIG } from '../engine/config/paper.js';
import { readKeyFile } from '../protocol/client/key-file.js';
import { installed, onPath } from './support/debian.js';
import { EngineProcess } from './support/engine.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PAGE = 'test/browser/page.html';
const SERVED = /^\/(?:dist\/protocol|node_modules\/flatbuffers)\/[\w./-]+\.js$/;
const TYPES: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.html': 'text/html' };
/** Without what looks for the outside world, which a closed network answers with noise. */
const FLAGS = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...[
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--disable-dev-shm-usage',
  ],
];
const RESULT_MS = 60_000;

interface Result {
  readonly error?: string;
  readonly [key: string]: unknown;
}

/** Serves the page, its modules and its task; `result` is what the page says in the end. */
async function serve(task: object) {
  let told!: (result: Result) => void;
  const result = new Promise<Result>((resolve) => (told = resolve));
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const { url = '/' } = request;
    if (url === '/result') told(JSON.parse(await text(request)));
    else if (url === '/task') response.end(JSON.stringify(task));
    else if (url === '/' || SERVED.test(url)) file(response, url === '/' ? PAGE : url);
    else response.statusCode = 404;
    response.end();
  };
  const server = createServer((request, response) => void answer(request, response));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return { server, result, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
}

function file(response: ServerResponse, path: string): void {
  response.setHeader('Content-Type', TYPES[extname(path)]);
  response.end(readFileSync(join(ROOT, path)));
}

/** The browser is many processes, all of its group, and each may still write into the profile. */
async function end(browser: ChildProcess, profile: string): Promise<void> {
  killGroup(browser);
  if (browser.exitCode === null && browser.signalCode === null) await once(browser, 'exit');
  rmSync(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
}

function killGroup({ pid }: ChildProcess): void {
  try {
    process.kill(-pid!, 'SIGKILL');
  } catch {
    // It has ended.
  }
}

const chromium = onPath('chromium') ?? installed('chromium');
const skip = chromium === undefined && 'no chromium on PATH; apt-get install chromium';

t.test('an order from Chromium, and the book it makes', { skip, timeout: 2 * RESULT_MS }, async (t) => {
  const engine = await EngineProcess.start({ config: { ...PAPER_CONFIG, strategies: [] } });
  t.teardown(() => engine.kill('SIGKILL'));
  const { server, result, url } = await serve({ url: engine.url, key: readKeyFile(engine.keyFile) });
  t.teardown(() => server.close());
  const profile = mkdtempSync(join(tmpdir(), 'pregao-chromium-'));
  const browser = spawn(chromium!, [...FLAGS, `--user-data-dir=${profile}`, url], {
    stdio: 'ignore',
    detached: true,
  });
  t.teardown(() => end(browser, profile));
  const late = setTimeout(() => killGroup(browser), RESULT_MS);
  const gone = once(browser, 'exit').then((): Result => ({ error: 'the browser ended without a result' }));
  const told = await Promise.race([result, gone]);
  clearTimeout(late);
  t.match(told, {
    agent: /Chrome/,
    type: 'accepted',
    bid: { price: '64000.00', quantity: '0.50000', orders: 1 },
    refused: 'MaxQuantityExceeded',
    last: '0.20000',
    price: '64000.00',
    cancelled: 1,
  });
});
