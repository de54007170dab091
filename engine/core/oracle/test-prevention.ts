/** Self-trade prevention: the incoming order's mode decides, within one account or the firm. Nobody trades. */
import { SelfTradePrevention } from '../../../protocol/codes/enums.js';
import { Reason } from '../../../protocol/codes/reasons.js';
import { end } from './test-ending.js';
import { reduceTo } from './test-linked.js';
import { restated, use } from './test-telling.js';
import { type Order, openOf, type World } from './test-world.js';

export const isPrevented = (taker: Order, maker: Order): boolean =>
  taker.prevention !== SelfTradePrevention.None && (taker.withinFirm || taker.account === maker.account);

export function prevent(world: World, taker: Order, maker: Order): void {
  use(world, `prevention ${taker.prevention}`);
  switch (taker.prevention) {
    case SelfTradePrevention.CancelNewest:
      return end(world, taker, Reason.SelfTradePrevented);
    case SelfTradePrevention.CancelOldest:
      return end(world, maker, Reason.SelfTradePrevented);
    case SelfTradePrevention.CancelBoth:
      end(world, maker, Reason.SelfTradePrevented);
      return end(world, taker, Reason.SelfTradePrevented);
    default:
      return decrement(world, taker, maker);
  }
}

/** The smaller open quantity comes off both; who is left keeps its place. */
function decrement(world: World, taker: Order, maker: Order): void {
  const lots = Math.min(openOf(taker), openOf(maker));
  for (const order of [taker, maker])
    if (openOf(order) === lots) end(world, order, Reason.SelfTradePrevented);
    else {
      reduceTo(order, openOf(order) - lots);
      restated(world, order, Reason.SelfTradePrevented);
    }
}
