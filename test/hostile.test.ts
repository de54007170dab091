/**
 * Clients that break every rule, on real sockets against a real engine, while one that behaves trades on. Afterwards the
 * engine's state is what the behaving sessions were told and nothing else.
 */
import { sign } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import t, { type Test } from 'tap';
import { GATEWAY_LIMITS } from '../engine/config/limits.js';
import { Random } from '../engine/threads/random.js';
import { createKey } from '../protocol/client/key-file.js';
import { signChallenge } from '../protocol/client/signer.js';
import { MassCancelFields, NewOrderFields, OrderRequestFields } from '../protocol/wire/fields.js';
import { OutputBuffer } from '../protocol/wire/output-buffer.js';
import { MAX_CLIENT_FRAME_BYTES } from '../protocol/wire/protocol.js';
import { writeHello } from '../protocol/wire/session-messages.js';
import { checkQuiet } from './crash/claims.js';
import { groundConfig, KEYS, LIMITS } from './crash/ground.js';
import { Scene } from './crash/scene.js';
import { Trader } from './crash/trader.js';
import { Truth } from './crash/truth.js';
import { Stranger } from './hostile/stranger.js';

const seed = Number(process.env.HOSTILE_SEED ?? Date.now() % 1_000_000);
const random = new Random(seed);
/** A lane that one frame of orders overfills. */
const SMALL_LANE = { ...LIMITS, laneSlots: 64, laneReserved: 16 };
const PROBES = 20;

t.setTimeout(240_000);

const scene = new Scene(groundConfig({ limits: SMALL_LANE }), 'sync');
const good = new Trader('ann', { random: new Random(seed + 1), address: scene.address, outstanding: 4 });
const flooder = new Trader('cat', { random: new Random(seed + 2), address: scene.address });
let url = '';

t.before(async () => {
  await scene.start();
  url = scene.engine.url;
  await good.connect();
  await flooder.connect();
  good.go();
});
t.teardown(() => {
  good.close();
  flooder.close();
  scene.engine.kill('SIGKILL');
});

/** The one that behaves still gets answers. */
async function stillServed(t: Test): Promise<void> {
  const { reports } = good.tap;
  const enough = reports.length + PROBES;
  const deadline = Date.now() + 30_000;
  while (reports.length < enough && Date.now() < deadline) await sleep(5);
  t.ok(reports.length >= enough, 'the one that behaves is served as before');
}

function residentMiB(): number {
  const status = readFileSync(`/proc/${scene.engine.child.pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)![1]) / 1024;
}

const order = Stranger.frame((encoder, out) => encoder.newOrder(out, 1, new NewOrderFields()));
const cancels = (number: number) =>
  Stranger.frame((encoder, out) => encoder.cancelOrder(out, number, new OrderRequestFields()), 1_000);
const randomBytes = (bytes: number) => Uint8Array.from({ length: bytes }, () => random.below(256));

function hello(): Uint8Array {
  const out = new OutputBuffer(1 << 10);
  writeHello(out, { epoch: 1, challenge: new Uint8Array(32), engine: 'no engine' });
  return out.frame().slice();
}

t.test('faulty frames: each is answered, touches nothing, and the eighth ends the connection', async (t) => {
  t.comment(`seed ${seed}`);
  const tooLarge = new Uint8Array(MAX_CLIENT_FRAME_BYTES + 8);
  for (const [what, frame, answer] of [
    ['no bytes at all', new Uint8Array(0), 'MalformedFrame'],
    ['a text frame', 'hello', 'MalformedFrame'],
    ['half a message', order.subarray(0, order.length >> 1), 'MalformedFrame'],
    ['a message and a half', Buffer.concat([order, order.subarray(0, 20)]), 'MalformedFrame'],
    ['a message of the engine', hello(), 'UnknownMessage'],
    ['a frame that is too large', tooLarge, 'FrameTooLarge'],
    ['an order without a logon', order, 'NotLoggedOn'],
  ] as const) {
    const stranger = await Stranger.open(url);
    for (let i = 0; i < GATEWAY_LIMITS.faults; i++) stranger.send(frame);
    t.equal(await stranger.closed(), 'TooManyErrors', what);
    t.same(new Set(stranger.heard), new Set(['Hello', answer, 'TooManyErrors']));
  }
  await stillServed(t);
});

t.test('random bytes, and valid messages with random changes', async (t) => {
  for (let i = 0; i < 60; i++) {
    const stranger = await Stranger.open(url);
    for (let k = 0; k < 20; k++)
      stranger.send(random.below(2) === 0 ? randomBytes(random.below(400)) : mutated(order));
    await stranger.closed();
  }
  const large = await Stranger.open(url);
  large.send(randomBytes(1 << 20));
  t.type(await large.closed(), 'string', 'a frame of a megabyte is cut off while it comes in');
  await stillServed(t);
});

function mutated(frame: Uint8Array): Uint8Array {
  const changed = frame.slice();
  for (let i = 0; i <= random.below(4); i++) changed[random.below(changed.length)] = random.below(256);
  return changed;
}

t.test('logons that are not right', async (t) => {
  const overheard = await Stranger.open(url);
  const replay = await signChallenge(KEYS.ben, overheard.challenge);
  const forged = sign(
    null,
    Buffer.alloc(32),
    await import('node:crypto').then((c) => c.generateKeyPairSync('ed25519').privateKey),
  );
  const foreign = createKey('ben');
  for (const [what, keyId, signature, accounts, answer] of [
    ['a key that nobody knows', 'eve', forged, [], 'UnknownKey'],
    [
      'a signature of another key',
      'ben',
      await signChallenge(foreign, overheard.challenge),
      [],
      'BadSignature',
    ],
    ['a signature that was overheard', 'ben', replay, [], 'BadSignature'],
    ['an empty signature', 'ben', new Uint8Array(0), [], 'BadSignature'],
    ["somebody else's account", 'ben', undefined, ['desk'], 'AccountNotEntitled'],
  ] as const) {
    const stranger = await Stranger.open(url);
    const signed = signature ?? (await signChallenge(KEYS.ben, stranger.challenge));
    const logon = Stranger.frame((encoder, out) =>
      encoder.logon(out, { keyId, signature: signed, accounts, cancelOnDisconnect: false }),
    );
    for (let i = 0; i < 3; i++) stranger.send(logon);
    t.equal(await stranger.closed(), 'TooManyErrors', what);
    t.ok(stranger.heard.includes(answer), answer);
  }
  overheard.drop();
  await stillServed(t);
});

t.test('message numbers out of order are turned away and touch nothing', async (t) => {
  const stranger = await Stranger.open(url);
  const signature = await signChallenge(KEYS.ben, stranger.challenge);
  stranger.send(
    Stranger.frame((encoder, out) =>
      encoder.logon(out, { keyId: 'ben', signature, accounts: [], cancelOnDisconnect: false }),
    ),
  );
  await stranger.until('LogonAccepted');
  for (const number of [5, 0, 2, 4_294_967_295]) stranger.send(cancels(number));
  await stranger.until('MessageNumberTooHigh');
  await stranger.until('MessageNumberTooLow');
  t.ok(stranger.open, 'and are no reason to end a connection');
  stranger.drop();
  t.same(Truth.read(scene.data).commands(2), [], 'no command of the session was sequenced');
  await stillServed(t);
});

t.test('a flood beyond the lane: orders are turned away, cancels pass', async (t) => {
  const resting = await flooder.order({ side: 'buy', price: '100', quantity: '1' });
  const flood = Array.from({ length: 2_000 }, () =>
    flooder.order({ side: 'buy', price: '100', quantity: '1' }),
  );
  const cancelled = flooder.cancel(resting);
  const outcomes = await Promise.allSettled(flood);
  const reasons = outcomes.map((outcome) =>
    outcome.status === 'rejected' ? outcome.reason.why?.name : 'accepted',
  );
  t.comment(JSON.stringify(counts(reasons)));
  t.same(Object.keys(counts(reasons)).sort(), ['Overloaded', 'accepted']);
  t.match(await cancelled, { type: 'cancelled' });
  await flooder.massCancel();
  await stillServed(t);
});

const counts = (names: readonly string[]): Record<string, number> =>
  names.reduce<Record<string, number>>((sum, name) => ({ ...sum, [name]: (sum[name] ?? 0) + 1 }), {});

t.test('clients that never read are cut off, and the memory that they take is bounded', async (t) => {
  const list = Stranger.frame((encoder, out) => encoder.securityListRequest(out), 1_000);
  const subscriptions = Stranger.frame((encoder, out) => encoder.subscribe(out, 1, 256, true), 1_000);
  for (const [what, flood] of [
    ['lists of securities', (stranger: Stranger) => stranger.send(list)],
    ['snapshots', (stranger: Stranger) => stranger.send(subscriptions)],
    [
      'pongs',
      (stranger: Stranger) => {
        for (let i = 0; i < 1_000; i++) stranger.ping(125);
      },
    ],
  ] as const) {
    const before = residentMiB();
    let most = before;
    const strangers = await Promise.all(Array.from({ length: 8 }, () => Stranger.open(url)));
    for (const stranger of strangers) stranger.stopReading();
    const deadline = Date.now() + 20_000;
    while (strangers.some(({ open }) => open) && Date.now() < deadline) {
      for (const stranger of strangers) if (stranger.unsent < 1 << 22) flood(stranger);
      most = Math.max(most, residentMiB());
      await sleep(10);
    }
    t.comment(
      `${what}: ${before.toFixed(0)} MiB before, ${most.toFixed(0)} MiB at most, ${strangers.filter(({ open }) => open).length} open`,
    );
    t.ok(most - before < 128, `${what}: bounded`);
    t.ok(
      strangers.every(({ open }) => !open),
      `${what}: cut off`,
    );
    for (const stranger of strangers) stranger.drop();
    await stillServed(t);
  }
});

t.test('garbage instead of HTTP, and connections that say nothing', async (t) => {
  const port = Number(new URL(url).port);
  const lines = [
    randomBytes(5_000),
    'GET\r\n\r\n',
    `GET /v1/orders HTTP/1.1\r\nHost: x\r\nX: ${'y'.repeat(100_000)}\r\n\r\n`,
    'GET /v1/orders HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
    'POST /v1/orders HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\nabc',
    'POST /metrics HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzzzz\r\n',
    'GET /../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n',
    'GET /v1/orders HTTP/1.1\r\nHo',
    '',
  ];
  const sockets = await Promise.all(
    Array.from({ length: 200 }, (_, i) => garbage(port, lines[i % lines.length])),
  );
  await stillServed(t);
  for (const socket of sockets) socket.destroy();
  const health = await fetch(`${scene.engine.httpUrl}/healthz`);
  t.equal(health.status, 200);
});

async function garbage(port: number, bytes: string | Uint8Array): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  await once(socket, 'connect');
  socket.write(bytes);
  return socket;
}

t.test('more connections than there is room for, opening and closing', async (t) => {
  for (let i = 0; i < 10; i++) {
    const some = await Promise.all(Array.from({ length: 40 }, () => Stranger.open(url)));
    for (const stranger of some) stranger.drop();
  }
  const outcomes = await Promise.allSettled(
    Array.from({ length: GATEWAY_LIMITS.connections + 20 }, () => Stranger.open(url)),
  );
  const opened = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  t.comment(`${opened.length} of ${outcomes.length} let in`);
  t.ok(opened.length <= GATEWAY_LIMITS.connections - 2);
  await stillServed(t);
  const [silent] = opened;
  for (const stranger of opened.slice(1)) stranger.drop();
  t.equal(await silent.closed(), 'NotLoggedOn', 'who never says who it is, is shown out');
});

t.test('afterwards the state is that of the sessions that behaved', async (t) => {
  good.pause();
  while (good.outstanding > 0) await sleep(5);
  const truth = Truth.read(scene.data);
  t.same(truth.commands(2), []);
  t.same(truth.commands(4), []);
  await checkQuiet(t, 'in the end', scene, [good, flooder]);
  const { stateHash, recoveredStateHash } = scene.verify();
  t.equal(stateHash, recoveredStateHash);
  t.same(await scene.stop(), { code: 0, signal: null });
});
void MassCancelFields;
