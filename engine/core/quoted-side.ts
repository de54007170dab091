/** One side of a quote on its way into the book: the words of a NewOrder, so that it passes all that an order passes. */
import { OrdType, type Side, TimeInForce } from '../../protocol/codes/enums.js';
import { Cmd, CmdDouble, CommandKind } from '../../protocol/records/command.js';
import { head, RECORD_WORDS } from '../../protocol/records/layout.js';

export class QuotedSide {
  readonly i32 = new Int32Array(RECORD_WORDS);
  readonly f64 = new Float64Array(this.i32.buffer);

  constructor(readonly side: Side) {
    this.i32[Cmd.Head] = head(CommandKind.NewOrder, side, OrdType.Limit, TimeInForce.Day);
  }

  /** Who and what from the Quote at `at`; price and quantity where the side has them. */
  take(quote: Int32Array, at: number, i32: Int32Array, f64: Float64Array, sideAt: number): void {
    this.i32[Cmd.Flags] = quote[at + Cmd.Flags] & 0xffff;
    this.i32[Cmd.Instrument] = quote[at + Cmd.Instrument];
    this.i32[Cmd.Owner] = quote[at + Cmd.Owner];
    this.i32[Cmd.PriceTicks] = i32[sideAt + Cmd.PriceTicks];
    this.f64[CmdDouble.QtyLots] = f64[(sideAt >> 1) + CmdDouble.QtyLots];
  }

  /** The quote is to have this side. What is no quantity is one all the same, and will be refused. */
  get isWanted(): boolean {
    return this.f64[CmdDouble.QtyLots] !== 0;
  }
}
