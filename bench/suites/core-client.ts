/**
 * The other side of the core: one thread that writes a flow's commands into the lane and reads the event ring, turn by
 * turn, as the engine's one thread for all sockets does. It never looks at the core's state.
 *
 * @param turn what is done between writing and reading, where the core has no thread of its own: its turn
 */
import { COMMANDS_PER_TURN } from '../../engine/config/limits.js';
import { BroadcastReader } from '../../engine/rings/broadcast.js';
import { LANE_FULL, LaneWriter } from '../../engine/rings/lane.js';
import { specialize } from '../../engine/threads/specialize.js';
import { Scope } from '../../protocol/codes/enums.js';
import { Cmd, CommandKind, Define, DefineDouble } from '../../protocol/records/command.js';
import * as layout from '../../protocol/records/layout.js';
import type { FlowContender } from '../kit/contender.js';
import type { FlowResult, OrderFlow } from '../kit/flow.js';
import { ACCOUNT, type Commands, commandsOf, SECONDS } from './core-commands.js';
import type { CoreMemory } from './core-memory.js';
import { CoreReader } from './core-reader.js';

// Constants of the module: see "Imports" in docs/decisions/hot-path.md.
const { copyPayload, head, LANE_PAYLOAD_WORDS, owner, RECORD_WORDS } = layout;

const MAX_LOTS = 2 ** 32;
const MAX_TICKS = 2 ** 30;

export class CoreClient implements FlowContender {
  private readonly admin: LaneWriter;
  private readonly door: LaneWriter;
  private readonly reader: CoreReader;
  private readonly commands: Commands;
  private sent = 0;
  private pass = 1;

  constructor(
    private readonly flow: OrderFlow,
    memory: CoreMemory,
    orders: number,
    private readonly turn: () => void = () => {},
  ) {
    this.admin = new LaneWriter(memory.admin);
    this.door = new LaneWriter(memory.door);
    this.reader = new CoreReader(new BroadcastReader(memory.events, 0), orders);
    this.commands = commandsOf(flow);
    specialize([[this, ['send']]]);
    this.define();
  }

  run(from: number, to: number): void {
    for (let next = from; next < to || this.outstanding > 0; ) {
      next = this.send(next, Math.min(to, next + COMMANDS_PER_TURN));
      this.turn();
      this.reader.poll();
    }
  }

  /**
   * One command at a time: nanoseconds from before it is written until the end of its event group has been read. Returns
   * how many were taken in the time given; on a busy machine both threads have to be running for each.
   */
  time(from: number, samples: Float64Array, limitMs: number): number {
    const endMs = performance.now() + limitMs;
    let taken = 0;
    for (let nowMs = performance.now(); taken < samples.length && nowMs < endMs; taken++) {
      const startMs = nowMs;
      this.send(from + taken, from + taken + 1);
      while (this.outstanding > 0) this.reader.poll();
      nowMs = performance.now();
      samples[taken] = (nowMs - startMs) * 1e6;
    }
    return taken;
  }

  result(): FlowResult {
    return this.reader.result();
  }

  /** Cancels whatever is left; the next pass has client ids of its own. */
  clear(): void {
    this.tell(this.door, (i32, _, at) => {
      i32[at] = head(CommandKind.MassCancel, Scope.Account);
      i32[at + Cmd.Owner] = owner(ACCOUNT, 0);
    });
    this.reader.clear();
    this.pass++;
  }

  private get outstanding(): number {
    return (this.sent - this.reader.groups) | 0;
  }

  /** Copies commands into the lane as far as they fit; returns the next one. */
  private send(from: number, to: number): number {
    const { door } = this;
    let next = from;
    for (; next < to; next++) {
      const at = door.claim();
      if (at === LANE_FULL) break;
      this.write(next, at);
    }
    this.sent = (this.sent + next - from) | 0;
    door.commit();
    return next;
  }

  private write(command: number, at: number): void {
    const { i32 } = this.door;
    const from = this.commands.i32;
    const start = command * RECORD_WORDS;
    copyPayload(from, start, i32, at);
    i32[at + Cmd.ClientIdHigh] = this.pass;
  }

  private define(): void {
    for (let symbol = 0; symbol < this.flow.symbols; symbol++)
      this.tell(this.admin, (i32, f64, at) => {
        i32[at] = head(CommandKind.DefineInstrument);
        i32[at + Cmd.Instrument] = symbol + 1;
        i32[at + Define.Open] = 1;
        i32[at + Define.MinPriceTicks] = -MAX_TICKS;
        i32[at + Define.MaxPriceTicks] = MAX_TICKS;
        f64[(at >> 1) + DefineDouble.MaxQtyLots] = MAX_LOTS;
        f64[(at >> 1) + DefineDouble.MaxNotional] = Number.MAX_SAFE_INTEGER;
      });
    this.tell(this.admin, (i32, _, at) => {
      i32[at] = head(CommandKind.DefineAccount, 1);
      i32[at + Cmd.Owner] = owner(ACCOUNT, 0);
    });
  }

  /** Writes one command and waits until its event group has been read. */
  private tell(lane: LaneWriter, fill: (i32: Int32Array, f64: Float64Array, at: number) => void): void {
    const at = lane.claim();
    lane.i32.fill(0, at, at + LANE_PAYLOAD_WORDS);
    fill(lane.i32, lane.f64, at);
    lane.i32[at + Cmd.Seconds] = SECONDS;
    lane.commit();
    this.sent = (this.sent + 1) | 0;
    while (this.outstanding > 0) {
      this.turn();
      this.reader.poll();
    }
  }
}
