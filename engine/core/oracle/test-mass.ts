/** Commands that are about no single order: mass cancels, time, what a venue has traded, bands and tick tables. */
import { Side, TradingPhase } from '../../../protocol/codes/enums.js';
import { Reason } from '../../../protocol/codes/reasons.js';
import { Bands, Cmd, CmdDouble, Define, DefineDouble, TickRow } from '../../../protocol/records/command.js';
import { accountOf, byteA, sessionOf } from '../../../protocol/records/layout.js';
import { doublesOf, type Record16 } from '../test-commands.js';
import { end, inTurn } from './test-ending.js';
import { changePhase, endOfDay } from './test-phases.js';
import { type Market, type Order, SECOND, type World } from './test-world.js';

export const marketNamed = (world: World, record: Record16): Market =>
  world.markets.get(record[Cmd.Instrument])!;

/** What is named must all match. */
export function massCancel(world: World, record: Record16): readonly Reason[] {
  const [bits, side] = [byteA(record[0]), (record[0] >>> 16) & 0xff];
  const owner = record[Cmd.Owner];
  const matches = (order: Order): boolean =>
    ((bits & 1) === 0 || order.account === accountOf(owner)) &&
    ((bits & 2) === 0 || order.session === sessionOf(owner)) &&
    ((bits & 4) === 0 || order.instrument === record[Cmd.Instrument]) &&
    ((bits & 8) === 0 || order.side === (side === Side.Buy ? Side.Buy : Side.Sell));
  if (bits === 0) return [Reason.InvalidScope];
  for (const order of inTurn(world.orders).filter(matches)) end(world, order, Reason.MassCancelled);
  return [];
}

export function dayIsOver(world: World, record: Record16): readonly Reason[] {
  const all = byteA(record[0]) === 0;
  endOfDay(
    world,
    inTurn(world.orders).filter(({ instrument }) => all || instrument === record[Cmd.Instrument]),
  );
  return [];
}

export function time(world: World, record: Record16): readonly Reason[] {
  const stamp = BigInt(record[Cmd.Seconds] >>> 0) * SECOND + BigInt(record[Cmd.Nanos]);
  if (stamp > world.now) world.now = stamp;
  for (const order of inTurn(world.orders))
    if (order.expires > 0 && BigInt(order.expires) * SECOND <= world.now) end(world, order, Reason.Expired);
  for (const market of world.markets.values())
    if (market.until > 0n && market.until <= world.now) changePhase(world, market, TradingPhase.Continuous);
  return [];
}

export function venuePrice(world: World, record: Record16): readonly Reason[] {
  const market = marketNamed(world, record);
  market.venues.set(byteA(record[0]), record[Cmd.PriceTicks]);
  return [];
}

export function bands(world: World, record: Record16): readonly Reason[] {
  marketNamed(world, record).bands = {
    fixed: record[Bands.StaticBasisPoints],
    dynamic: record[Bands.DynamicBasisPoints],
    action: byteA(record[0]),
    auctionMs: record[Bands.AuctionMs],
  };
  return [];
}

/** As far as the sequences define one anew: before everything else. */
export function instrument(world: World, record: Record16): readonly Reason[] {
  const market = marketNamed(world, record);
  market.lowest = record[Define.MinPriceTicks];
  market.highest = record[Define.MaxPriceTicks];
  market.notional = doublesOf(record)[DefineDouble.MaxNotional];
  return [];
}

/** The one that changes what orders do; the others only keep orders out. */
export function protection(world: World, record: Record16): readonly Reason[] {
  marketNamed(world, record).protection = doublesOf(record)[CmdDouble.QtyLots];
  return [];
}

export function ticks(world: World, record: Record16): readonly Reason[] {
  const [row, from, step] = [byteA(record[0]), record[TickRow.FromTicks], record[TickRow.StepTicks]];
  const market = marketNamed(world, record);
  market.ticks = [...market.ticks.slice(0, row), { from, step }];
  return [];
}
