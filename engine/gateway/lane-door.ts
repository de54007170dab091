/**
 * The gateway's end of its lane: writes command records and counts those whose echo is still to come, so that the event
 * loop keeps polling for the answers. Orders never use the reserved slots; cancels and what cannot be refused may.
 */
import { Cmd, CmdDouble, CommandKind } from '../../protocol/records/command.js';
import { head, LANE_PAYLOAD_WORDS, owner } from '../../protocol/records/layout.js';
import type { TermsValues } from '../../protocol/records/terms-values.js';
import { LANE_FULL, type LaneWriter } from '../rings/lane.js';
import type { Clock } from '../threads/agent.js';

export class LaneDoor {
  /** Commands written whose echo has not come back. */
  outstanding = 0;
  readonly i32: Int32Array;
  private readonly f64: Float64Array;

  constructor(
    private readonly lane: LaneWriter,
    private readonly clock: Clock,
  ) {
    this.i32 = lane.i32;
    this.f64 = lane.f64;
  }

  /** A record with every word written: head, owner, message number and stamp as given, all else zero. LANE_FULL: none. */
  begin(headWord: number, ownerWord: number, message: number, urgent: boolean): number {
    const at = urgent ? this.lane.claimUrgent() : this.lane.claim();
    if (at === LANE_FULL) return LANE_FULL;
    const { i32 } = this;
    i32[at + Cmd.Head] = headWord;
    i32[at + Cmd.Flags] = 0;
    i32[at + Cmd.Instrument] = 0;
    i32[at + Cmd.Owner] = ownerWord;
    i32[at + Cmd.Message] = message;
    i32[at + Cmd.PriceTicks] = 0;
    this.f64[(at >> 1) + CmdDouble.QtyLots] = 0;
    i32[at + Cmd.ClientIdLow] = 0;
    i32[at + Cmd.ClientIdHigh] = 0;
    i32[at + Cmd.OrderSlot] = 0;
    i32[at + Cmd.OrderGeneration] = 0;
    i32[at + Cmd.Seconds] = this.clock.seconds;
    i32[at + Cmd.Nanos] = this.clock.nanos;
    this.outstanding++;
    return at;
  }

  /** A command of two records finds room: both, or none. */
  hasRoomForTwo(): boolean {
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

  putLots(at: number, lots: number): void {
    this.f64[(at >> 1) + CmdDouble.QtyLots] = lots;
  }

  /** Everything written since becomes visible to the core. */
  commit(): void {
    this.lane.commit();
  }

  /** The session is there: its cancel-on-disconnect timer stops. False: the lane is full to the last slot. */
  sessionOpen(session: number): boolean {
    return this.begin(head(CommandKind.SessionOpen), owner(0, session), 0, true) !== LANE_FULL;
  }

  sessionClosed(session: number, graceMs: number): boolean {
    const at = this.begin(head(CommandKind.SessionClosed), owner(0, session), 0, true);
    if (at === LANE_FULL) return false;
    this.i32[at + Cmd.PriceTicks] = graceMs;
    return true;
  }
}
