/** What no client library sends: half requests, crowds in one packet, lies about lengths, callers that go. The engine lives, answers the others, and does nothing twice. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { Caller, CONFIG, ORDER } from './rest/caller.js';
import { EngineProcess } from './support/engine.js';

t.setTimeout(120_000);

const PATH = '/api/v1/send-order?exchange_name=pregao&strategy=simple-order';
const BODY = JSON.stringify(ORDER);

const post = (body: string, headers: readonly string[] = [`Content-Length: ${body.length}`]): string =>
  [
    `POST ${PATH} HTTP/1.1`,
    'Host: 127.0.0.1:7070',
    'Content-Type: application/json',
    ...headers,
    '',
    body,
  ].join('\r\n');

class Wire {
  received = '';

  private constructor(readonly socket: Socket) {
    socket.setEncoding('utf8').on('data', (chunk) => (this.received += chunk));
    socket.on('error', () => undefined);
  }

  static async open(engine: EngineProcess): Promise<Wire> {
    const { port } = new URL(engine.httpUrl);
    const socket = connect(Number(port), '127.0.0.1');
    await once(socket, 'connect');
    return new Wire(socket);
  }

  get statuses(): string[] {
    return [...this.received.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status);
  }

  async until(count: number): Promise<string[]> {
    for (let tries = 0; tries < 500 && this.statuses.length < count; tries++) await sleep(10);
    return this.statuses;
  }
}

const chunked = (text: string): string => {
  const half = text.length >> 1;
  const parts = [text.slice(0, half), text.slice(half), ''];
  return parts.map((part) => `${part.length.toString(16)}\r\n${part}\r\n`).join('');
};

t.test('sockets', async (t) => {
  const engine = await EngineProcess.start({ config: CONFIG });
  t.teardown(() => engine.kill('SIGKILL'));
  const caller = new Caller(engine);
  const lives = async (what: string) => t.equal((await caller.send()).status, 200, `${what}: it goes on`);
  const open = async (...frames: readonly string[]): Promise<Wire> => {
    const wire = await Wire.open(engine);
    for (const frame of frames) wire.socket.write(frame);
    return wire;
  };

  const crowd = await open(Array.from({ length: 20 }, () => post(BODY)).join(''));
  const answers = await crowd.until(20);
  t.ok(
    answers.length <= 20 && answers.every((status) => status === '200'),
    `${answers.length} of a crowd of 20`,
  );
  await lives('twenty in one packet');

  const chunks = await open(post(chunked(BODY), ['Transfer-Encoding: chunked']));
  t.ok((await chunks.until(1)).length <= 1);
  await lives('chunked');

  for (let i = 0; i < 50; i++) (await open(post(BODY))).socket.destroy();
  await lives('callers that go at once');

  const half = await open(post(BODY).slice(0, -10));
  await sleep(50);
  half.socket.destroy();
  await lives('half a body');

  const silent = await open(post('', ['Content-Length: 100']));
  await sleep(50);
  t.strictSame(silent.statuses, [], 'nobody answers half a request');

  const large = await open(post('x', ['Content-Length: 999999999999']));
  t.strictSame(await large.until(1), ['413']);
  const liar = await open(post('x'.repeat(40_000), ['Transfer-Encoding: chunked']));
  await sleep(50);
  t.notMatch(liar.statuses, ['200']);
  await lives('lies about lengths');

  for (const garbage of [
    '\x00\x01\x02\x03\r\n\r\n',
    'GET\r\n\r\n',
    `GET /${'a'.repeat(20_000)} HTTP/1.1\r\n\r\n`,
    'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  ])
    await open(garbage);
  await open(`GET /api/v1/get-order HTTP/1.1\r\n${'X-Header: y\r\n'.repeat(5_000)}\r\n`);
  await lives('garbage');

  const nowhere = await open(
    `GET /api/v1/get-order?${'a=1&'.repeat(500)} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`,
  );
  t.strictSame(await nowhere.until(1), ['422']);
  await lives('a long query');
});

t.test('two hundred callers, half of which do not wait for their answers', async (t) => {
  const engine = await EngineProcess.start({ config: CONFIG });
  t.teardown(() => engine.kill('SIGKILL'));
  const wires = await Promise.all(Array.from({ length: 200 }, () => Wire.open(engine)));
  for (const { socket } of wires) socket.write(post(BODY));
  await sleep(20);
  for (const { socket } of wires.slice(0, 100)) socket.destroy();
  const rest = wires.slice(100);
  for (const wire of rest) t.ok(['200', '503'].includes((await wire.until(1))[0]), wire.statuses[0]);
  t.equal((await new Caller(engine).send()).status, 200);
});
