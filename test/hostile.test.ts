/**
 * Clients that break every rule, on real sockets against a real engine, while one that behaves trades on. Afterwards the
 * engine's state is what the behaving sessions were told and nothing else. `HOSTILE_SEED` repeats the random bytes.
 */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import t, { type Test } from 'tap';
import { GATEWAY_LIMITS } from '../engine/config/limits.js';
import { Random } from '../engine/threads/random.js';
import { PregaoClient } from '../protocol/client/index.js';
import { createKey } from '../protocol/client/key-file.js';
import { signChallenge } from '../protocol/client/signer.js';
import { checkQuiet } from './crash/claims.js';
import { groundConfig, KEYS, LIMITS } from './crash/ground.js';
import { departure } from './crash/lines.js';
import { Scene } from './crash/scene.js';
import { Trader } from './crash/trader.js';
import { Truth } from './crash/truth.js';
import { Wiretap } from './crash/wiretap.js';
import * as frames from './hostile/frames.js';
import { Stranger } from './hostile/stranger.js';

const seed = Number(process.env.HOSTILE_SEED ?? Date.now() % 1_000_000);
const random = new Random(seed);
/** Answers that the one that behaves must get after each attack. */
const PROBES = 20;
/** What eight connections may take: their backlogs, what comes in within one turn, and what the collector leaves lying. */
const BOUND_MIB = 160;
const WAIT_MS = 30_000;

t.setTimeout(240_000);

const scene = new Scene(hostileConfig(), 'sync');
const good = new Trader('ann', { random: new Random(seed + 1), address: scene.address, outstanding: 4 });
const flooder = new Trader('cat', { random: new Random(seed + 2), address: scene.address });
let url = '';

/** A lane that one frame of orders overfills, and a list of securities that is large beside the request for it. */
function hostileConfig() {
  const base = groundConfig({ limits: { ...LIMITS, instruments: 1 << 11, laneSlots: 64, laneReserved: 16 } });
  const more = Array.from({ length: 2_000 }, (_, i) => ({ ...base.instruments[0], symbol: `MORE-${i}` }));
  return { ...base, instruments: [...base.instruments, ...more] };
}

t.before(async () => {
  t.comment(`seed ${seed}`);
  await scene.start();
  url = scene.engine.url;
  await good.connect();
  await flooder.connect();
  good.go();
});
t.teardown(() => {
  good.close();
  flooder.close();
  return scene.engine.kill('SIGKILL');
});

/** The one that behaves still gets answers. */
async function stillServed(t: Test): Promise<void> {
  const { reports } = good.tap;
  const enough = reports.length + PROBES;
  const deadline = Date.now() + WAIT_MS;
  while (reports.length < enough && Date.now() < deadline) await sleep(5);
  t.ok(reports.length >= enough, 'the one that behaves is served as before');
}

t.test('faulty frames: each is answered, touches nothing, and the eighth ends the connection', async (t) => {
  for (const [what, frame, answer] of [
    ['no bytes at all', new Uint8Array(0), 'MalformedFrame'],
    ['a text frame', 'hello', 'MalformedFrame'],
    ['half a message', frames.anOrder.subarray(0, 60), 'MalformedFrame'],
    [
      'a message and a half',
      Buffer.concat([frames.anOrder, frames.anOrder.subarray(0, 20)]),
      'MalformedFrame',
    ],
    ['a message of the engine', frames.hello(), 'UnknownMessage'],
    ['a frame that is too large', frames.tooLarge, 'FrameTooLarge'],
    ['an order without a logon', frames.anOrder, 'NotLoggedOn'],
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
    for (let k = 0; k < 20; k++) {
      const bytes = frames.randomBytes(random, random.below(400));
      stranger.send(random.below(2) === 0 ? bytes : frames.mutated(random, frames.anOrder));
    }
    await stranger.closed();
  }
  const large = await Stranger.open(url);
  large.send(frames.randomBytes(random, 1 << 20));
  t.type(await large.closed(), 'string', 'a frame of a megabyte is cut off while it comes in');
  await stillServed(t);
});

t.test('logons that are not right', async (t) => {
  const overheard = await Stranger.open(url);
  const otherKey = createKey('ben');
  for (const [what, key, accounts, signature, answer] of [
    ['a key that nobody knows', createKey('eve'), [], undefined, 'UnknownKey'],
    ['a signature of another key', otherKey, [], undefined, 'BadSignature'],
    [
      'a signature for another challenge',
      KEYS.ben,
      [],
      await signChallenge(KEYS.ben, overheard.challenge),
      'BadSignature',
    ],
    ['an empty signature', KEYS.ben, [], new Uint8Array(0), 'BadSignature'],
    ["somebody else's account", KEYS.ben, ['desk'], undefined, 'AccountNotEntitled'],
  ] as const) {
    const stranger = await Stranger.open(url);
    for (let i = 0; i < 3; i++) await stranger.logon(key, accounts, signature);
    t.equal(await stranger.closed(), 'TooManyErrors', what);
    t.ok(stranger.heard.includes(answer), answer);
  }
  overheard.drop();
  await stillServed(t);
});

t.test('message numbers out of order are turned away and touch nothing', async (t) => {
  const stranger = await Stranger.open(url);
  await stranger.logon(KEYS.ben);
  await stranger.until('LogonAccepted');
  for (const number of [5, 0, 2, 4_294_967_295]) stranger.send(frames.cancels(number));
  await stranger.until('MessageNumberTooHigh');
  await stranger.until('MessageNumberTooLow');
  t.ok(stranger.open, 'and are no reason to end a connection');
  stranger.drop();
  await stillServed(t);
});

t.test('a flood beyond the lane: orders are turned away, cancels pass', async (t) => {
  // Where nobody sells it before it is cancelled.
  const order = { symbol: 'MORE-0', side: 'buy', price: '1', quantity: '1' } as const;
  const resting = await flooder.order(order);
  const flood = Array.from({ length: 2_000 }, () => flooder.order(order));
  const cancelled = flooder.cancel(resting);
  const outcomes = await Promise.allSettled(flood);
  const refused = outcomes.flatMap((each) => (each.status === 'rejected' ? [each.reason.why?.name] : []));
  t.comment(`${refused.length} of ${flood.length} turned away`);
  t.same([...new Set(refused)], ['Overloaded']);
  t.match(await cancelled, { type: 'cancelled' });
  await flooder.massCancel();
  await stillServed(t);
});

function residentMiB(): number {
  const status = readFileSync(`/proc/${scene.engine.child.pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)![1]) / 1024;
}

t.test('clients that ask and never read are cut off, and the memory that they take is bounded', async (t) => {
  for (const [what, ask] of [
    ['lists of securities', (stranger: Stranger) => stranger.send(frames.securityLists)],
    ['pongs', (stranger: Stranger) => stranger.pings(1_000)],
  ] as const) {
    const before = residentMiB();
    let most = before;
    const strangers = await Promise.all(Array.from({ length: 8 }, () => Stranger.open(url)));
    for (const stranger of strangers) stranger.stopReading();
    const deadline = Date.now() + WAIT_MS;
    while (strangers.some(({ open }) => open) && Date.now() < deadline) {
      for (const stranger of strangers) if (stranger.unsentBytes < 1 << 20) ask(stranger);
      most = Math.max(most, residentMiB());
      await sleep(10);
    }
    t.ok(most - before < BOUND_MIB, `${what}: ${(most - before).toFixed(0)} MiB at most`);
    t.ok(
      strangers.every(({ open }) => !open),
      'all of them are cut off',
    );
    await stillServed(t);
  }
});

t.test('of a frame full of subscriptions one is answered, whoever reads or not', async (t) => {
  const before = residentMiB();
  const strangers = await Promise.all(Array.from({ length: 8 }, () => Stranger.open(url)));
  for (const stranger of strangers.slice(1)) stranger.stopReading();
  for (let i = 0; i < 20; i++) for (const stranger of strangers) stranger.send(frames.subscriptions);
  const [reader] = strangers;
  await reader.until('OrderBookSnapshot');
  await stillServed(t);
  const snapshots = reader.heard.filter((message) => message === 'BookSnapshot').length;
  t.ok(snapshots <= 20, `${snapshots} snapshots for 20 frames`);
  t.ok(residentMiB() - before < BOUND_MIB);
  for (const stranger of strangers) stranger.drop();
});

t.test(
  'a session that does not read its reports is cut off, and gets all of them when it comes back',
  async (t) => {
    const deaf = await Stranger.open(url);
    await deaf.logon(KEYS.dan);
    await deaf.until('LogonAccepted');
    deaf.stopReading();
    for (let number = 1; number < 1_000; number += 40) {
      deaf.send(frames.numberedCancels(number, 40));
      await sleep(1);
    }
    const deadline = Date.now() + WAIT_MS;
    while (deaf.open && Date.now() < deadline) {
      if (deaf.unsentBytes < 1 << 20) deaf.send(frames.cancels(0));
      await sleep(1);
    }
    t.notOk(deaf.open);
    const tap = new Wiretap(scene.address);
    const options = { transport: tap.transport, lastEvent: { sequence: 0, index: 0 }, epoch: 1 };
    const client = await PregaoClient.connect('', KEYS.dan, options);
    const missed = Truth.read(scene.data).reports(tap.welcomes[0].session);
    while (tap.reports.length < missed.length && Date.now() < deadline) await sleep(5);
    t.ok(missed.length > 0, `${missed.length} reports`);
    t.equal(departure(tap.reports, missed), '');
    t.equal(tap.reports.length, missed.length);
    client.close();
    await stillServed(t);
  },
);

t.test('garbage instead of HTTP, and connections that say nothing', async (t) => {
  const port = Number(new URL(url).port);
  const garbage = frames.httpGarbage(random);
  const sockets = await Promise.all(
    Array.from({ length: 200 }, (_, i) => rawSocket(port, garbage[i % garbage.length])),
  );
  await stillServed(t);
  for (const socket of sockets) socket.destroy();
  const health = await fetch(`${scene.engine.httpUrl}/healthz`);
  t.equal(health.status, 200);
});

async function rawSocket(port: number, bytes: string | Uint8Array): Promise<Socket> {
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
  const opened = outcomes.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  t.ok(opened.length <= GATEWAY_LIMITS.connections - 2, `${opened.length} of ${outcomes.length} are let in`);
  await stillServed(t);
  const [silent, ...others] = opened;
  for (const stranger of others) stranger.drop();
  t.equal(await silent.closed(), 'NotLoggedOn', 'who never says who it is, is shown out');
});

t.test('afterwards the state is that of the sessions that behaved', async (t) => {
  good.pause();
  while (good.outstanding > 0) await sleep(5);
  t.same(
    Truth.read(scene.data).commands(2),
    [],
    'nothing of the session with the wrong numbers was sequenced',
  );
  await checkQuiet(t, 'in the end', scene, [good, flooder]);
  const { stateHash, recoveredStateHash } = scene.verify();
  t.equal(stateHash, recoveredStateHash);
  t.same(await scene.stop(), { code: 0, signal: null });
});
