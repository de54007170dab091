/**
 * What the accounts of strategies hold, by the ledger's rules: from before the engine started, by whatever session, and by executions that no order
 * has any more. A strategy counts what it executes itself; it is told what else has changed.
 */
import { Side } from '../../protocol/codes/enums.js';
import { Cmd, CmdDouble, CommandKind, reasonOf } from '../../protocol/records/command.js';
import { Bust, BustDouble, EventKind, ImgPosDouble, Trd, TrdDouble } from '../../protocol/records/event.js';
import { accountOf, byteA, kindOf, sessionOf } from '../../protocol/records/layout.js';
import type { EventGroup } from '../views/event-group.js';
import type { OrderTable } from '../views/order-table.js';
import { holding, type Standing } from './standing.js';
import type { StrategyDesk } from './strategy-desk.js';

/** Of one strategy's account. */
interface Holder {
  readonly desk: StrategyDesk;
  readonly held: ReadonlyMap<number, Standing>;
}

export class AccountPositions {
  private readonly byAccount: (readonly Holder[] | undefined)[] = [];

  constructor(
    desks: readonly StrategyDesk[],
    private readonly group: EventGroup,
    private readonly orders: OrderTable,
  ) {
    for (const desk of desks) {
      const held = new Map([...desk.instruments].map((id) => [id, holding(id)]));
      this.byAccount[desk.account] = [...(this.byAccount[desk.account] ?? []), { desk, held }];
    }
  }

  /** An ImagePosition. */
  begin(i32: Int32Array, f64: Float64Array, at: number): void {
    for (const { held } of this.byAccount[accountOf(i32[at + Cmd.Owner])] ?? []) {
      const standing = held.get(i32[at + Cmd.Instrument]);
      if (standing !== undefined) standing.lots = f64[(at >> 1) + ImgPosDouble.NetLots];
    }
  }

  apply(i32: Int32Array, f64: Float64Array, at: number): void {
    switch (kindOf(i32[at])) {
      case EventKind.Trade:
        return this.traded(i32, f64, at);
      case CommandKind.ChildFill:
        return this.filledAway(this.orders.owner(i32[at + Cmd.OrderSlot]), i32, f64, at, false);
      case CommandKind.VenueFill:
        return this.filledAway(i32[at + Cmd.Owner], i32, f64, at, true);
      case EventKind.TradeBusted:
        return this.changed(-f64[(at >> 1) + TrdDouble.QtyLots], i32, at);
      case EventKind.TradeCorrected:
        return this.changed(
          f64[(at >> 1) + TrdDouble.QtyLots] - f64[(at >> 1) + BustDouble.OldQtyLots],
          i32,
          at,
        );
    }
  }

  /** To a life that begins. */
  tell(desk: StrategyDesk): void {
    const holder = this.byAccount[desk.account]?.find((each) => each.desk === desk);
    for (const standing of holder?.held.values() ?? []) {
      if (standing.lots === 0) continue;
      standing.stamp(this.group);
      desk.ring?.changed(standing);
    }
  }

  private traded(i32: Int32Array, f64: Float64Array, at: number): void {
    const taken = byteA(i32[at]) === Side.Buy ? 1 : -1;
    const lots = f64[(at >> 1) + TrdDouble.QtyLots] * taken;
    const instrument = i32[at + Trd.Instrument];
    this.add(i32[at + Trd.TakerOwner], instrument, lots, false);
    this.add(i32[at + Trd.MakerOwner], instrument, -lots, false);
  }

  /** @param isOver no order has it any more, so that its strategy hears of it here alone */
  private filledAway(
    ownerWord: number,
    i32: Int32Array,
    f64: Float64Array,
    at: number,
    isOver: boolean,
  ): void {
    if (reasonOf(i32[at + Cmd.Flags]) !== 0) return;
    const side = isOver ? byteA(i32[at]) : byteA(this.orders.head(i32[at + Cmd.OrderSlot]));
    const lots = f64[(at >> 1) + CmdDouble.QtyLots];
    const instrument = isOver ? i32[at + Cmd.Instrument] : this.orders.instrument(i32[at + Cmd.OrderSlot]);
    this.add(ownerWord, instrument, side === Side.Buy ? lots : -lots, isOver);
  }

  private changed(lots: number, i32: Int32Array, at: number): void {
    if (lots === 0) return;
    const instrument = i32[at + Trd.Instrument];
    this.add(i32[at + Bust.BuyerOwner], instrument, lots, true);
    this.add(i32[at + Bust.SellerOwner], instrument, -lots, true);
  }

  /** @param isTold the strategy whose session it was does not count it itself */
  private add(ownerWord: number, instrument: number, lots: number, isTold: boolean): void {
    const holders = this.byAccount[accountOf(ownerWord)];
    if (holders === undefined) return;
    for (const { desk, held } of holders) {
      const standing = held.get(instrument);
      if (standing === undefined) continue;
      standing.lots += lots;
      if (!isTold && desk.session === sessionOf(ownerWord)) continue;
      standing.stamp(this.group);
      desk.ring?.changed(standing);
    }
  }
}
