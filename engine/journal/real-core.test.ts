/** The journal around the engine's own core: crashes anywhere, books that trade, sweeps that take many turns. */
import fc from 'fast-check';
import t from 'tap';
import { OrdType, Scope, Side, TimeInForce } from '../../protocol/codes/enums.js';
import {
  Cmd,
  CmdDouble,
  CommandFlag,
  CommandKind,
  Define,
  DefineDouble,
} from '../../protocol/records/command.js';
import { EventKind } from '../../protocol/records/event.js';
import { head, kindOf, owner } from '../../protocol/records/layout.js';
import { DEFAULT_LIMITS } from '../config/limits.js';
import { Core } from '../core/core.js';
import { SMALLEST_RING } from '../core/event-group.js';
import type { Workload } from './test-core.js';
import { journaled, Rig, TEST_LIMITS, verify } from './test-rig.js';
import { SimulatedCrash, SimulatedFiles, seeded } from './test-simulated-files.js';

const ROUNDS = 60;

/** Two instruments, two accounts, orders close to each other, now and then a mass cancel or the end of a day. */
class Trading implements Workload {
  private commands = 0;

  make(events: ConstructorParameters<typeof Core>[1]): Core {
    return new Core({ ...DEFAULT_LIMITS, ...TEST_LIMITS, orders: 256 }, events);
  }

  fill(random: () => number, i32: Int32Array, f64: Float64Array): void {
    const below = (bound: number) => Math.floor(random() * bound);
    const number = this.commands++;
    i32[Cmd.Seconds] = 1_000 + number;
    if (number % 100 < 2) defineInstrument(i32, f64, 1 + (number % 2));
    else if (number % 100 < 4) defineAccount(i32, 1 + (number % 2));
    else {
      i32[Cmd.Owner] = owner(1 + below(2), 1);
      i32[Cmd.Instrument] = 1 + below(2);
      i32[Cmd.Message] = number;
      const what = below(100);
      if (what < 80) newOrder(below, i32, f64, number);
      else if (what < 95) cancel(below, i32, number);
      else if (what < 99) massCancel(i32);
      else i32[Cmd.Head] = head(CommandKind.EndOfDay);
    }
  }
}

type Below = (bound: number) => number;

function newOrder(below: Below, i32: Int32Array, f64: Float64Array, number: number): void {
  const tif = [TimeInForce.Day, TimeInForce.GoodTillCancel, TimeInForce.ImmediateOrCancel][below(3)];
  i32[Cmd.Head] = head(CommandKind.NewOrder, 1 + below(2), OrdType.Limit, tif);
  i32[Cmd.PriceTicks] = 1_000 + below(6) - 3;
  i32[Cmd.ClientIdLow] = number + 1;
  f64[CmdDouble.QtyLots] = 1 + below(9);
}

function cancel(below: Below, i32: Int32Array, number: number): void {
  i32[Cmd.Head] = head(CommandKind.CancelOrder);
  i32[Cmd.Flags] = CommandFlag.ByClientId;
  i32[Cmd.ClientIdLow] = 1 + Math.max(0, number - below(30));
}

function massCancel(i32: Int32Array): void {
  i32[Cmd.Head] = head(CommandKind.MassCancel, Scope.Account, Side.Buy);
}

function defineInstrument(i32: Int32Array, f64: Float64Array, instrument: number): void {
  i32[Cmd.Head] = head(CommandKind.DefineInstrument, 10);
  i32[Cmd.Instrument] = instrument;
  i32[Define.Open] = 1;
  i32[Define.ReferenceTicks] = 1_000;
  i32[Define.MinPriceTicks] = 1;
  i32[Define.MaxPriceTicks] = 100_000;
  f64[DefineDouble.MaxQtyLots] = 1_000;
  f64[DefineDouble.MaxNotional] = 1e9;
}

function defineAccount(i32: Int32Array, account: number): void {
  i32[Cmd.Head] = head(CommandKind.DefineAccount, 1);
  i32[Cmd.Owner] = owner(account, 0);
}

t.test('whatever crashes, image and tail, and a replay from zero, lead to one state', async (t) => {
  const seen = new Set<number>();
  const property = fc.property(fc.integer(), (seed) => {
    const random = seeded(seed);
    const workload = new Trading();
    const options = {
      workload,
      ringSlots: SMALLEST_RING,
      segmentBytes: 20_000,
      batchRecords: 1 + Math.floor(random() * 30),
    };
    let disk = new SimulatedFiles(random);
    const released = new Map<string, string>();
    for (let epoch = 1; epoch <= 4; epoch++) {
      if (epoch > 1) disk.operationsLeft = Math.floor(random() * 150);
      const rig = life(disk, { ...options, epoch }, random);
      for (const [identity, record] of rig?.released ?? []) released.set(identity, record);
      disk = disk.restart(random() < 0.5 ? 'power cut' : 'kill');
    }
    const rig = new Rig(disk, { ...options, epoch: 9 });
    const found = journaled(disk);
    for (const [identity, record] of released)
      if (found.get(identity) !== record) throw new Error(`released ${identity} is not as released`);
    for (const record of found.values()) seen.add(kindOf(Number.parseInt(record, 10)));
    const checked = verify(disk, 1, workload);
    return checked.stateHash === rig.core.stateHash() && checked.recoveredStateHash === checked.stateHash;
  });
  fc.assert(property, { numRuns: ROUNDS });
  for (const kind of [EventKind.Trade, EventKind.OrderEnded, EventKind.MassCancelReport])
    t.ok(seen.has(kind));
});

/** Runs until the disk dies, or stops in good order. */
function life(
  files: SimulatedFiles,
  options: ConstructorParameters<typeof Rig>[1],
  random: () => number,
): Rig | undefined {
  let rig: Rig | undefined;
  try {
    rig = new Rig(files, options);
    rig.churn(random, 400);
    if (random() < 0.5) rig.stop();
  } catch (error) {
    if (!(((error as Error).cause ?? error) instanceof SimulatedCrash)) throw error;
  }
  return rig;
}

t.test('a mass cancel torn after any of its batches is completed', async (t) => {
  let completed = 0;
  for (let kept = 1; kept <= 20; kept++) {
    const workload = new Trading();
    const files = new SimulatedFiles(seeded(kept));
    const rig = new Rig(files, { workload, ringSlots: SMALLEST_RING, batchRecords: 2 });
    rig.churn(seeded(7), 300, buysOnly(workload));
    rig.settle();
    t.ok(rig.sendFilled(cancelAll));
    for (let batch = 0; batch < kept; batch++) {
      rig.work();
      rig.turn();
    }
    const again = new Rig(files.restart('power cut'), { workload, epoch: 2, ringSlots: SMALLEST_RING });
    const checked = verify(again.files, 1, workload);
    t.equal(checked.stateHash, again.core.stateHash());
    t.equal(checked.missing, 0);
    completed += again.recovered.completed;
  }
  t.ok(completed > 20, `${completed} records completed`);
});

function cancelAll(i32: Int32Array): void {
  i32[Cmd.Head] = head(CommandKind.MassCancel, Scope.Account);
  i32[Cmd.Owner] = owner(1, 1);
  i32[Cmd.Seconds] = 100_000;
}

/** Nothing trades and nothing is cancelled, so that many orders stand. */
function buysOnly(workload: Workload): Workload {
  return {
    make: workload.make,
    fill: (random, i32, f64) => {
      workload.fill(random, i32, f64);
      const kind = kindOf(i32[Cmd.Head]);
      if (kind === CommandKind.NewOrder)
        i32[Cmd.Head] = head(kind, Side.Buy, OrdType.Limit, TimeInForce.GoodTillCancel);
      else if (kind < CommandKind.DefineInstrument) i32[Cmd.Head] = head(CommandKind.Time);
    },
  };
}
