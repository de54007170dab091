/** The fan-out alone, on this thread: a journal that is there goes into Redis as fast as both can, without the rests that it takes beside an engine. */
import { createFanout } from '../../engine/fanout/fanout-agent.js';
import { DurableMark } from '../../engine/journal/durable-mark.js';
import { NodeFiles } from '../../engine/journal/node-files.js';
import { createBroadcast } from '../../engine/rings/broadcast.js';
import { Doorbell } from '../../engine/rings/doorbell.js';
import type { Setup } from '../../engine/setup.js';
import { Counters, createCounters } from '../../engine/telemetry/counters.js';

const QUIET_MS = 250;

/** Entries a second, from the first one on. */
export async function fanoutAlone(
  setup: Setup,
  journalId: string,
  url: string,
  prefix: string,
): Promise<number> {
  const durable = DurableMark.create();
  // The data directory is this engine's own, so the batches that it wrote are all there are.
  new DurableMark(durable).set(new Counters(setup.meters.journal.counters).counter('batches').value);
  const counters = createCounters('fanout');
  const appended = new Counters(counters).counter('appended');
  const agent = createFanout({
    ...setup.registry,
    events: createBroadcast(1_024, [Doorbell.create(), Doorbell.create()], { gating: [0] }),
    reader: 1,
    journal: new NodeFiles(setup.journalDirectory),
    durable,
    journalId,
    limits: setup.limits,
    ...{ url, prefix, counters },
    log: { info: () => {}, warn: () => {}, error: console.error },
    settings: { catchUpRestMs: 0, closeMs: 0 },
  });
  let [first, firstMs, last, lastMs] = [0, 0, 0, performance.now()];
  while (last === 0 || performance.now() - lastMs < QUIET_MS) {
    agent.doWork();
    await new Promise((resolve) => setImmediate(resolve));
    if (appended.value === last) continue;
    [last, lastMs] = [appended.value, performance.now()];
    if (first === 0) [first, firstMs] = [last, lastMs];
  }
  await agent.close();
  return ((last - first) * 1_000) / (lastMs - firstMs);
}
