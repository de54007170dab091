/**
 * What every scenario has to keep, looked at after every event of the core, and known from nothing but these events: what the fund has filled and at what underlying
 * per share, what hedges have executed and what they may still execute. It outlives engines.
 */
import type { BroadcastReader } from '../../engine/rings/broadcast.js';
import { Side } from '../../protocol/codes/enums.js';
import { Cmd, CmdDouble, CommandKind, reasonOf } from '../../protocol/records/command.js';
import { End, EventKind } from '../../protocol/records/event.js';
import { accountOf, byteA, kindOf } from '../../protocol/records/layout.js';
import { ChildDouble } from '../../protocol/records/routing.js';

export interface Terms {
  readonly fund: number;
  readonly hedge: number;
  readonly perShare: number;
  /** Steps of the hedge that one share at one tick of underlying comes to. */
  readonly stepsPerTick: number;
}

/** Of one account. Lots; hedges count in the direction that hedges the fund. */
export class Tally {
  filled = 0;
  /** The hedge target before it is rounded, in steps. */
  steps = 0;
  hedged = 0;
  /** Hedges that were sent, by their slot: what is open of them. */
  readonly out = new Map<number, number>();
  sent = 0;

  get outLots(): number {
    return [...this.out.values()].reduce((sum, lots) => sum + lots, 0);
  }

  get targetLots(): number {
    return Math.floor(this.steps + 0.5);
  }
}

export class Promises {
  readonly broken: string[] = [];
  readonly tallies = new Map<number, Tally>();
  events = 0;
  /** Accounts by the slots of their children, and the children's sides. */
  private readonly owners = new Map<
    number,
    { readonly account: number; readonly side: number; readonly instrument: number }
  >();
  private perShareTicks = 0;

  constructor(private readonly terms: Terms) {}

  /** Reads what the core has written since. Returns records. */
  read(reader: BroadcastReader): number {
    const ready = reader.available(Number.MAX_SAFE_INTEGER);
    for (let i = 0; i < ready; i++) this.take(reader.i32, reader.f64, reader.offset(i));
    reader.release(ready);
    this.events += ready;
    return ready;
  }

  of(account: number): Tally {
    const known = this.tallies.get(account) ?? new Tally();
    this.tallies.set(account, known);
    return known;
  }

  /** A record of the ring, or of the journal. */
  take(i32: Int32Array, f64: Float64Array, at: number): void {
    const slot = i32[at + Cmd.OrderSlot];
    switch (kindOf(i32[at])) {
      case CommandKind.VenuePrice:
        if (i32[at + Cmd.Instrument] === this.terms.perShare) this.perShareTicks = i32[at + Cmd.PriceTicks];
        return;
      case EventKind.ChildOrder:
        return this.childGoesOut(slot, i32, f64, at);
      case CommandKind.ChildFill:
        if (reasonOf(i32[at + Cmd.Flags]) === 0) this.childFilled(slot, f64[(at >> 1) + CmdDouble.QtyLots]);
        return;
      case CommandKind.VenueFill:
        if (reasonOf(i32[at + Cmd.Flags]) === 0)
          this.executed(
            accountOf(i32[at + Cmd.Owner]),
            i32[at + Cmd.Instrument],
            byteA(i32[at]),
            f64[(at >> 1) + CmdDouble.QtyLots],
          );
        return;
      case EventKind.OrderEnded:
        this.ended(i32[at + End.OrderSlot]);
    }
  }

  private childGoesOut(slot: number, i32: Int32Array, f64: Float64Array, at: number): void {
    const owner = {
      account: accountOf(i32[at + Cmd.Owner]),
      side: byteA(i32[at]),
      instrument: i32[at + Cmd.Instrument],
    };
    this.owners.set(slot, owner);
    if (owner.instrument !== this.terms.hedge) return;
    const tally = this.of(owner.account);
    tally.sent++;
    tally.out.set(slot, f64[(at >> 1) + ChildDouble.TotalLots]);
    this.check(tally, 'a hedge goes out');
  }

  private childFilled(slot: number, lots: number): void {
    const owner = this.owners.get(slot);
    if (owner === undefined) return;
    const tally = this.of(owner.account);
    const out = tally.out.get(slot);
    if (out !== undefined && out > lots) tally.out.set(slot, out - lots);
    else tally.out.delete(slot);
    this.executed(owner.account, owner.instrument, owner.side, lots);
  }

  private ended(slot: number): void {
    const owner = this.owners.get(slot);
    if (owner === undefined) return;
    this.of(owner.account).out.delete(slot);
    this.owners.delete(slot);
  }

  private executed(account: number, instrument: number, side: number, lots: number): void {
    const tally = this.of(account);
    if (instrument === this.terms.fund) {
      tally.filled += lots;
      tally.steps += lots * this.perShareTicks * this.terms.stepsPerTick;
    } else if (instrument === this.terms.hedge) tally.hedged += lots;
    this.check(tally, `${side === Side.Buy ? 'bought' : 'sold'} ${lots} of ${instrument}`);
  }

  private check(tally: Tally, when: string): void {
    const { steps, targetLots, hedged, outLots } = tally;
    if (hedged >= steps + 1) this.broken.push(`${when}: ${hedged} hedged pass the target ${steps} by a step`);
    if (hedged + outLots > targetLots)
      this.broken.push(
        `${when}: ${hedged} and ${outLots} on their way, for a target of ${targetLots}: a fill is hedged twice`,
      );
  }
}
