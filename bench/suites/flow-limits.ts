/** The engine's own limits, but room for more orders and instruments where a flow needs them. */
import { DEFAULT_LIMITS, type Limits } from '../../engine/config/limits.js';
import { FlowFlag, FlowOp, type OrderFlow } from '../kit/flow.js';

export function limitsFor(flow: OrderFlow): Limits {
  return {
    ...DEFAULT_LIMITS,
    orders: Math.max(DEFAULT_LIMITS.orders, openAtMost(flow) + 2),
    instruments: Math.max(DEFAULT_LIMITS.instruments, flow.symbols + 1),
  };
}

/** As if no order were ever filled. */
function openAtMost(flow: OrderFlow): number {
  let open = 0;
  let most = 0;
  for (let i = 0; i < flow.count; i++) {
    if (flow.op[i] === FlowOp.New && flow.tif[i] === 0) most = Math.max(most, ++open);
    else if (flow.op[i] === FlowOp.Cancel && (flow.flags[i] & FlowFlag.AlreadyGone) === 0) open--;
  }
  return most;
}
