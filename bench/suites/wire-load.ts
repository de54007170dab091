/**
 * The load generator of the suite `wire`, a process of its own: opens connections to one target, sends orders for a while,
 * checks every acknowledgement and answers with the times. Closed loop: a connection sends when it was answered. Open
 * loop: orders are sent when they are due, whatever is outstanding, and their time counts from then.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { build, encodeIntoCompressedBase64, type Histogram } from 'hdr-histogram-js';
import { pinThisThread } from '../../engine/threads/pinning.js';
import { Pacer } from '../kit/pacer.js';
import { Party } from './wire-party.js';
import {
  HISTOGRAM,
  type Load,
  type LoadAnswer,
  type LoadDone,
  type LoadOrder,
  type Target,
  type TargetPlace,
} from './wire-shared.js';

const [cpu] = process.argv.slice(2);
if (cpu !== undefined) pinThisThread(cpu);
/** After the last order was sent, its acknowledgement is awaited so long; what is outstanding then counts as it stands. */
const DRAIN_MS = 5_000;

const pacer = new Pacer();
let places: Readonly<Record<Target, TargetPlace>>;

process.on('message', (order: LoadOrder) => {
  if (order.kind === 'places') places = order.places;
  else void run(order.load).then(answer, fail);
});
process.on('uncaughtException', fail);
process.on('disconnect', () => process.exit());

function answer(done: LoadAnswer): void {
  process.send!(done);
}

function fail(error: Error): void {
  answer({ error: error.message });
}

async function run({ target, connections, milliseconds, ratePerS }: Load): Promise<LoadDone> {
  const times = build(HISTOGRAM);
  const parties = await join(places[target], connections, times);
  const startMs = performance.now();
  const [sent, stop] =
    ratePerS === undefined ? closedLoop(parties, milliseconds) : openLoop(parties, milliseconds, ratePerS);
  await Promise.race([sent, sleep(milliseconds + DRAIN_MS, undefined, { ref: false })]);
  const seconds = (performance.now() - startMs) / 1000;
  stop();
  await Promise.all(parties.map((party) => party.close()));
  const acknowledged = parties.reduce((sum, party) => sum + party.acknowledged, 0);
  return { acknowledged, seconds, histogram: encodeIntoCompressedBase64(times) };
}

function join(place: TargetPlace, connections: number, times: Histogram): Promise<Party[]> {
  const each = Array.from({ length: connections }, (_, i) => Party.join(place, place.keys?.[i], times));
  return Promise.all(each);
}

/** Fulfilled when everything sent was acknowledged; and what stops the sending. */
type Loop = [Promise<void>, () => void];

function closedLoop(parties: readonly Party[], milliseconds: number): Loop {
  const untilMs = performance.now() + milliseconds;
  const all = new Promise<void>((resolve) => {
    let open = parties.length;
    for (const party of parties) {
      party.onAck = () => {
        const nowMs = performance.now();
        if (nowMs < untilMs) party.send(nowMs);
        else if (--open === 0) resolve();
      };
    }
  });
  for (const party of parties) party.send(performance.now());
  return [all, () => {}];
}

function openLoop(parties: readonly Party[], milliseconds: number, ratePerS: number): Loop {
  const orders = Math.ceil((ratePerS * milliseconds) / 1000);
  const all = new Promise<void>((resolve) => {
    let left = orders;
    for (const party of parties) {
      party.onAck = () => {
        if (--left === 0) resolve();
      };
    }
  });
  const send = (index: number, dueMs: number) => parties[index % parties.length].send(dueMs);
  return [all, pacer.start(orders, 1000 / ratePerS, send)];
}
