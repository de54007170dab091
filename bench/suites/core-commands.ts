/**
 * An order flow as command records, ready to be copied into a lane. The client id of an order is its number in the flow,
 * cancels and replaces name the order by it; its high half tells the passes apart, because a client id is used once.
 */
import { OrdType, Side, TimeInForce } from '../../protocol/codes/enums.js';
import { Cmd, CmdDouble, CommandFlag, CommandKind } from '../../protocol/records/command.js';
import { head, owner, RECORD_DOUBLES, RECORD_WORDS } from '../../protocol/records/layout.js';
import { FlowOp, type OrderFlow } from '../kit/flow.js';

export const ACCOUNT = 1;
const SESSION = 1;
/** All commands are of this second, as the clock says. */
export const SECONDS = 1;
const OWNER = owner(ACCOUNT, SESSION);

export interface Commands {
  readonly i32: Int32Array;
  readonly f64: Float64Array;
}

export function commandsOf(flow: OrderFlow): Commands {
  const i32 = new Int32Array(flow.count * RECORD_WORDS);
  const f64 = new Float64Array(i32.buffer);
  const totals = new Float64Array(flow.maxOrderId + 1);
  for (let i = 0; i < flow.count; i++) {
    const at = i * RECORD_WORDS;
    const id = flow.orderId[i];
    if (flow.op[i] === FlowOp.New) totals[id] = flow.qtyLots[i];
    i32[at] = headOf(flow, i);
    i32[at + Cmd.Flags] = flow.op[i] === FlowOp.New ? 0 : CommandFlag.ByClientId;
    i32[at + Cmd.Instrument] = flow.symbol[i] + 1;
    i32[at + Cmd.Owner] = OWNER;
    i32[at + Cmd.Message] = i + 1;
    i32[at + Cmd.PriceTicks] = flow.priceTicks[i];
    i32[at + Cmd.ClientIdLow] = id;
    i32[at + Cmd.Seconds] = SECONDS;
    i32[at + Cmd.Nanos] = i;
    // A replace names the new total; a flow's keeps what is open, so the total stays what the order came with.
    f64[i * RECORD_DOUBLES + CmdDouble.QtyLots] = totals[id];
  }
  return { i32, f64 };
}

/** Word 0 of the command's record. */
export function headOf(flow: OrderFlow, i: number): number {
  if (flow.op[i] === FlowOp.Cancel) return head(CommandKind.CancelOrder);
  if (flow.op[i] === FlowOp.Replace) return head(CommandKind.ReplaceOrder);
  const side = flow.side[i] === 0 ? Side.Buy : Side.Sell;
  const timeInForce = flow.tif[i] === 0 ? TimeInForce.GoodTillCancel : TimeInForce.ImmediateOrCancel;
  return head(CommandKind.NewOrder, side, OrdType.Limit, timeInForce);
}
