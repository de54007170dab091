/** The core as an agent: how lanes are merged, what closes one, whose clock counts. */
import fc from 'fast-check';
import t from 'tap';
import { Side } from '../../protocol/codes/enums.js';
import { Reason } from '../../protocol/codes/reasons.js';
import { Cmd, CommandKind } from '../../protocol/records/command.js';
import { EventKind, isCommand } from '../../protocol/records/event.js';
import { head, kindOf, LANE_PAYLOAD_WORDS, RECORD_WORDS, sessionOf } from '../../protocol/records/layout.js';
import { holds, mustEqual } from '../book/test-property.js';
import { COMMANDS_PER_TURN } from '../config/limits.js';
import { BroadcastReader, BroadcastWriter, createBroadcast } from '../rings/broadcast.js';
import { Doorbell } from '../rings/doorbell.js';
import { createLane, LaneReader, LaneWriter } from '../rings/lane.js';
import { Slot } from '../rings/layout.js';
import { Core } from './core.js';
import { CoreAgent, type LaneGuard } from './core-agent.js';
import {
  command,
  defineAccount,
  defineInstrument,
  killSwitch,
  massCancel,
  newOrder,
  quote,
  quoteProtection,
  type Record16,
  sessionOpen,
  time,
} from './test-commands.js';
import { LARGE_RING, SMALL, SMALLEST_RING } from './test-kit.js';
import { bytesOf } from './test-play.js';
import { anySequence } from './test-sequences.js';

const LANES = 4;
const ADMIN = 0;

/** Core, agent and lanes on one thread. Lane 0 is the admin's. */
class Rig {
  readonly agent: CoreAgent;
  readonly core: Core;
  readonly writers: LaneWriter[] = [];
  readonly events: Record16[] = [];
  private readonly reader: BroadcastReader;

  constructor(ringSlots = LARGE_RING, guards: readonly (LaneGuard | undefined)[] = []) {
    const bell = Doorbell.create();
    const ring = createBroadcast(ringSlots, [Doorbell.create()], [0]);
    const events = new BroadcastWriter(ring);
    this.reader = new BroadcastReader(ring, 0);
    this.core = new Core(SMALL, events);
    this.agent = new CoreAgent(this.core, events, LANES);
    for (let lane = 0; lane < LANES; lane++) {
      const memory = createLane(1 << 11, 0, bell);
      this.agent.attachLane(lane, new LaneReader(memory), guards[lane]);
      this.writers.push(new LaneWriter(memory));
    }
  }

  /** Instrument 1, accounts 1 and 2, sessions 1 to 3, at ten o'clock. */
  standard(): this {
    this.write(ADMIN, time(36_000), defineInstrument(1), defineAccount(1), defineAccount(2));
    this.write(ADMIN, ...[1, 2, 3].map(sessionOpen));
    this.run();
    this.events.length = 0;
    return this;
  }

  write(lane: number, ...records: readonly Record16[]): void {
    const writer = this.writers[lane];
    for (const record of records)
      for (let at = 0; at < record.length; at += RECORD_WORDS)
        writer.i32.set(record.subarray(at, at + LANE_PAYLOAD_WORDS), writer.claim());
    writer.commit();
  }

  /** Until nothing is left to do; what the core wrote is read after every turn. */
  run(): void {
    while (this.agent.doWork() + this.collect() > 0);
  }

  collect(): number {
    const ready = this.reader.available(LARGE_RING);
    for (let i = 0; i < ready; i++)
      this.events.push(this.reader.i32.slice(this.reader.offset(i), this.reader.offset(i) + RECORD_WORDS));
    this.reader.release(ready);
    return ready;
  }

  /** Sessions of the commands that were executed, in their order, as runs: `2×256 3×10`. */
  sessions(): string {
    const runs: { session: number; count: number }[] = [];
    for (const record of this.events.filter((event) => isCommand(kindOf(event[0])))) {
      const session = sessionOf(record[Cmd.Owner]);
      if (runs.at(-1)?.session === session) runs.at(-1)!.count++;
      else runs.push({ session, count: 1 });
    }
    return runs.map(({ session, count }) => `${session}×${count}`).join(' ');
  }
}

const buy = (session: number, account = 1): Record16 =>
  newOrder({ side: Side.Buy, lots: 1, price: 50, session, account });

for (const ringSlots of [SMALLEST_RING, LARGE_RING])
  t.test(`256 commands a lane and turn, in the order of the lanes, ring of ${ringSlots}`, async (t) => {
    const rig = new Rig(ringSlots).standard();
    for (const [lane, count] of [
      [1, 600],
      [2, 300],
      [3, 100],
    ] as const)
      rig.write(lane, ...Array.from({ length: count }, () => buy(lane)));
    rig.run();
    t.equal(rig.sessions(), '1×256 2×256 3×100 1×256 2×44 1×88');
    t.equal(COMMANDS_PER_TURN, 256);
  });

const threeLanes = fc.tuple(anySequence, anySequence, anySequence);

holds('lanes are merged the same way on any ring', 60, threeLanes, (sequences) => {
  const [small, large] = [SMALLEST_RING, LARGE_RING].map((ringSlots) => {
    const rig = new Rig(ringSlots).standard();
    sequences.forEach((sequence, lane) => {
      rig.write(lane, ...sequence, ...sequence, ...sequence);
    });
    rig.run();
    return rig;
  });
  mustEqual(bytesOf(small.events).equals(bytesOf(large.events)), true, 'that the events are equal');
  mustEqual(small.core.stateHash(), large.core.stateHash(), 'the hash');
  mustEqual(small.agent.refusedRecords, large.agent.refusedRecords, 'the records that were no commands');
});

t.test('while the ring is full nothing is taken, and nothing is lost', async (t) => {
  const rig = new Rig(SMALLEST_RING).standard();
  rig.write(1, buy(1), buy(1));
  rig.write(2, buy(2), buy(2));
  const before = rig.agent.heldBack;
  t.equal(rig.agent.doWork(), 1);
  for (let turn = 0; turn < 3; turn++) t.equal(rig.agent.doWork(), 0);
  t.equal(rig.agent.heldBack - before, 4);
  rig.run();
  t.equal(rig.sessions(), '1×2 2×2');
});

t.test('work that goes on comes before every new command', async (t) => {
  const rig = new Rig(SMALLEST_RING).standard();
  rig.write(1, ...Array.from({ length: 20 }, () => buy(1)), massCancel({ account: 1 }), buy(1));
  rig.write(2, buy(2));
  rig.run();
  const kinds = rig.events.map((event) => kindOf(event[0]));
  const sweep = kinds.indexOf(CommandKind.MassCancel);
  const next = kinds.findIndex((kind, i) => i > sweep && isCommand(kind));
  t.equal(next - sweep, 1 + 20 + 1, 'echo, ends and report stand together');
});

const GUARD: LaneGuard = { account: 1, session: 2 };
const stranger = { ...GUARD, account: 2 };

const LIES: Readonly<Record<string, Record16>> = {
  'another account': buy(2, 2),
  'another session': buy(3),
  'no account': buy(2, 0),
  'the clock': time(1),
  'the kill switch': killSwitch(true),
  'a definition': defineInstrument(2),
  'an event': command(head(64), GUARD),
  'a mass cancel over an instrument of everybody': massCancel({ instrument: 1 }, GUARD),
  'a mass cancel over nothing': massCancel({}, GUARD),
  'a mass cancel that names its reason': massCancel({ account: 1 }, GUARD, Reason.StrategyStopped),
  'a mass cancel of another account': massCancel({ account: stranger.account }, GUARD),
};

for (const [what, lie] of Object.entries(LIES))
  t.test(`${what} from a guarded lane closes it, there and then`, async (t) => {
    const rig = new Rig(LARGE_RING, [undefined, undefined, GUARD]).standard();
    rig.write(2, buy(2), lie, buy(2));
    rig.write(1, buy(1));
    rig.write(3, buy(3));
    rig.run();
    t.equal(rig.sessions(), '1×1 2×1 3×1', 'what came before it stands, what came after is not taken');
    t.ok(rig.agent.isClosed(2));
    t.equal(rig.agent.refusedRecords, 1);
    rig.write(2, buy(2));
    t.equal(rig.agent.doWork(), 0);
  });

t.test('what a guarded lane may say', async (t) => {
  const rig = new Rig(LARGE_RING, [undefined, undefined, GUARD]).standard();
  rig.write(2, buy(2), massCancel({ account: 1 }, GUARD), massCancel({ session: 2 }, GUARD));
  rig.write(2, massCancel({ account: 1, instrument: 1, side: Side.Buy }, GUARD), buy(2));
  rig.run();
  t.equal(rig.sessions(), '2×5');
  t.notOk(rig.agent.isClosed(2));
  t.equal(rig.events.filter((event) => kindOf(event[0]) === CommandKind.MassCancel).length, 3);
});

t.test('a guarded lane may quote and protect itself, in its own name', async (t) => {
  const rig = new Rig(LARGE_RING, [undefined, undefined, GUARD]).standard();
  const sides = { id: 7, bid: { lots: 1, price: 99 }, offer: { lots: 1, price: 101 } };
  rig.write(2, quoteProtection(1, 1e9, GUARD), quote({ ...sides, ...GUARD }), quote({ ...sides, ...GUARD }));
  rig.run();
  t.equal(rig.sessions(), '2×3');
  const kinds = rig.events.map((event) => kindOf(event[0]));
  t.equal(kinds.filter((kind) => kind === EventKind.QuoteSide).length, 4);
  rig.write(2, quote({ ...sides, ...stranger }));
  rig.run();
  t.ok(rig.agent.isClosed(2));
});

t.test('half a quote waits for its other half, and something else in its place is none', async (t) => {
  const rig = new Rig(LARGE_RING, [undefined, undefined, GUARD]).standard();
  const whole = quote({ id: 7, bid: { lots: 1, price: 99 }, ...GUARD });
  rig.write(2, whole.subarray(0, RECORD_WORDS));
  rig.run();
  t.equal(rig.sessions(), '');
  rig.write(2, whole.subarray(RECORD_WORDS));
  rig.run();
  t.equal(rig.sessions(), '2×1');
  rig.write(2, whole.subarray(0, RECORD_WORDS), buy(2));
  rig.run();
  t.equal(rig.sessions(), '2×1');
  t.ok(rig.agent.isClosed(2));
});

t.test('a commit word that no producer writes closes the lane', async (t) => {
  const rig = new Rig(LARGE_RING, [undefined, undefined, GUARD]).standard();
  rig.write(2, buy(2));
  rig.writers[2].i32[RECORD_WORDS + Slot.CommitWord] = 1 << 20;
  rig.run();
  t.equal(rig.sessions(), '2×1');
  t.ok(rig.agent.isClosed(2));
  t.equal(rig.agent.refusedRecords, 1);
});

t.test('of a lane that is trusted, what is no command is passed over', async (t) => {
  const rig = new Rig().standard();
  for (const kind of [0, 5, 7, 71, 36, 63, 64, 66, 96, 255]) rig.write(1, command(head(kind)));
  rig.write(1, buy(1));
  rig.run();
  t.equal(rig.sessions(), '1×1');
  t.equal(rig.agent.refusedRecords, 10);
});

t.test('a stamp too far ahead of the admin lane is cut back', async (t) => {
  const rig = new Rig().standard();
  const at = (seconds: number, nanos = 7) => newOrder({ side: Side.Buy, lots: 1, price: 50, seconds, nanos });
  const { state } = rig.core;
  for (const [stamp, expected] of [
    [at(36_001, 999_999_999), '36001.999999999'],
    [at(36_002), '36001.999999999'],
    [at(-1), '36001.999999999'],
    [at(36_001, 2e9), '36001.999999999'],
    [at(36_001, -1), '36001.999999999'],
  ] as const) {
    rig.write(1, stamp);
    rig.run();
    t.equal(`${state.seconds}.${state.nanos}`, expected);
  }
  rig.write(ADMIN, time(50_000));
  rig.write(1, at(50_001));
  rig.run();
  t.equal(`${state.seconds}.${state.nanos}`, '50001.7');
});

t.test('a detached lane is left alone, and its place can be taken again', async (t) => {
  const rig = new Rig().standard();
  rig.agent.detachLane(2);
  rig.write(2, buy(2));
  rig.run();
  t.equal(rig.sessions(), '');
  t.ok(rig.agent.idle);
  const memory = createLane(8, 0, Doorbell.create());
  rig.agent.attachLane(2, new LaneReader(memory));
  const writer = new LaneWriter(memory);
  writer.i32.set(buy(3).subarray(0, LANE_PAYLOAD_WORDS), writer.claim());
  writer.commit();
  t.notOk(rig.agent.idle);
  rig.run();
  t.equal(rig.sessions(), '3×1');
});
