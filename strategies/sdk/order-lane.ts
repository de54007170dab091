/** The strategy's end of its lane: command records of its account and session. Cancels may use the slots kept for them. */

import { LANE_FULL, type LaneWriter } from '../../engine/rings/lane.js';
import type { Clock } from '../../engine/threads/agent.js';
import { Cmd, type CommandKind } from '../../protocol/records/command.js';
import { LANE_PAYLOAD_WORDS } from '../../protocol/records/layout.js';
import type { TermsValues } from '../../protocol/records/terms-values.js';

export class OrderLane {
  /** Commands written so far. */
  sent = 0;
  readonly i32: Int32Array;
  readonly f64: Float64Array;

  /** @param ownerWord account and session, as the core's guard of this lane wants them */
  constructor(
    private readonly lane: LaneWriter,
    private readonly clock: Clock,
    private readonly ownerWord: number,
  ) {
    this.i32 = lane.i32;
    this.f64 = lane.f64;
  }

  /** Offset of a record, all of it zero but head, owner, number and stamp; LANE_FULL: none. */
  begin(headWord: number | CommandKind, urgent: boolean): number {
    const at = urgent ? this.lane.claimUrgent() : this.lane.claim();
    if (at === LANE_FULL) return LANE_FULL;
    const { i32, clock } = this;
    this.sent++;
    clock.read();
    i32.fill(0, at, at + LANE_PAYLOAD_WORDS);
    i32[at + Cmd.Head] = headWord;
    i32[at + Cmd.Owner] = this.ownerWord;
    i32[at + Cmd.Message] = this.sent;
    i32[at + Cmd.Seconds] = clock.seconds;
    i32[at + Cmd.Nanos] = clock.nanos;
    return at;
  }

  /** A command of two records finds room: both, or none. */
  get hasRoomForTwo(): boolean {
    return this.lane.room(2);
  }

  /** Behind the order begun last. There must be room. */
  putTerms(values: TermsValues): void {
    values.write(this.i32, this.f64, this.lane.claim());
  }

  /** The second record of the command begun last, all zero but for its head. There must be room. */
  extend(headWord: number): number {
    const at = this.lane.claim();
    this.i32.fill(0, at, at + LANE_PAYLOAD_WORDS);
    this.i32[at + Cmd.Head] = headWord;
    return at;
  }

  /** Everything written since becomes visible to the core. */
  commit(): void {
    this.lane.commit();
  }

  /** The core has taken everything. */
  get drained(): boolean {
    return this.lane.drained;
  }
}
