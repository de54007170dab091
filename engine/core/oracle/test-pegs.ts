/** Pegged orders: where their reference puts them, and the move there. */
import { Peg, Side, TradingPhase } from '../../../protocol/codes/enums.js';
import { Reason } from '../../../protocol/codes/reasons.js';
import { bring } from './test-resting.js';
import { restated, use } from './test-telling.js';
import { onTick } from './test-ticks.js';
import {
  bestDisplayed,
  isBeyond,
  isBuy,
  marketOf,
  type Order,
  openOf,
  opposite,
  type World,
} from './test-world.js';

/** With new priority where the price is another one; without a reference, or at a price that the instrument does not have, it stands aside. */
export function reprice(world: World, peg: Order): void {
  if (peg.peg === 0 || peg.place === 'gone' || openOf(peg) === 0) return;
  const { phase } = marketOf(world, peg);
  if (phase !== TradingPhase.Continuous && phase !== TradingPhase.VolatilityAuction) return;
  const price = target(world, peg);
  if (price === undefined) return park(world, peg);
  if (peg.place === 'book' && peg.price === price) return;
  peg.place = 'hand';
  peg.price = price;
  restated(world, peg, Reason.Repriced);
  bring(world, peg);
}

export function park(world: World, peg: Order): void {
  if (peg.place !== 'book') return;
  peg.place = 'aside';
  restated(world, peg, Reason.Repriced);
}

function target(world: World, peg: Order): number | undefined {
  const market = marketOf(world, peg);
  if (market.phase !== TradingPhase.Continuous) return undefined;
  const wanted = peg.peg === Peg.Primary ? primary(world, peg) : midpoint(world, peg);
  if (wanted === undefined) return undefined;
  const price = onTick(market, wanted, isBuy(peg) ? -1 : 1);
  const held = isBeyond(peg.side, price, peg.limit) ? peg.limit : price;
  if (held >= market.lowest && held <= market.highest) return held;
  use(world, 'peg without a price');
  return undefined;
}

function primary(world: World, peg: Order): number | undefined {
  const own = bestDisplayed(world, peg.instrument, peg.side);
  if (own === undefined) return undefined;
  return isBuy(peg) ? own - peg.offset : own + peg.offset;
}

/** Rounded to the less aggressive tick. */
function midpoint(world: World, peg: Order): number | undefined {
  const bid = bestDisplayed(world, peg.instrument, Side.Buy);
  const offer = bestDisplayed(world, peg.instrument, opposite(Side.Buy));
  if (bid === undefined || offer === undefined) return undefined;
  return isBuy(peg) ? Math.floor((bid + offer) / 2) : Math.ceil((bid + offer) / 2);
}
