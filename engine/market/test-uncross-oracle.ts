/** The price of an auction by trying every price there is, as the rule book words it; slow, and plain enough to be believed. */
import { OrdType, Side } from '../../protocol/codes/enums.js';

export interface AuctionOrder {
  readonly side: Side;
  readonly ordType: OrdType;
  readonly priceTicks: number;
  readonly lots: number;
}

export interface Uncross {
  readonly priceTicks: number;
  readonly volume: number;
  readonly surplus: number;
  readonly surplusSide: number;
}

interface Candidate {
  readonly priceTicks: number;
  readonly volume: number;
  /** Above 0 buyers are left over, below 0 sellers. */
  readonly surplus: number;
}

const NONE: Uncross = { priceTicks: 0, volume: 0, surplus: 0, surplusSide: 0 };

/** @param isPrice whether so many ticks are a price there can be */
export function uncrossByTrying(
  orders: readonly AuctionOrder[],
  reference: number | undefined,
  isPrice: (ticks: number) => boolean,
): Uncross {
  const tried = pricesToTry(orders, reference).filter(isPrice);
  const all = tried.map((priceTicks) => candidate(orders, priceTicks));
  const most = Math.max(0, ...all.map(({ volume }) => volume));
  if (most === 0) return NONE;
  const busiest = all.filter(({ volume }) => volume === most);
  const least = Math.min(...busiest.map(({ surplus }) => Math.abs(surplus)));
  const tied = busiest.filter(({ surplus }) => Math.abs(surplus) === least);
  const { priceTicks, volume, surplus } = chosen(tied, reference);
  const surplusSide = surplus === 0 ? 0 : surplus > 0 ? Side.Buy : Side.Sell;
  return { priceTicks, volume, surplus: Math.abs(surplus), surplusSide };
}

/** Every tick between the lowest and the highest limit; without limits the reference. */
function pricesToTry(orders: readonly AuctionOrder[], reference: number | undefined): number[] {
  const limits = orders.filter(({ ordType }) => ordType === OrdType.Limit).map((order) => order.priceTicks);
  if (limits.length === 0) return reference === undefined ? [] : [reference];
  const lowest = Math.min(...limits);
  return Array.from({ length: Math.max(...limits) - lowest + 1 }, (_, i) => lowest + i);
}

function candidate(orders: readonly AuctionOrder[], priceTicks: number): Candidate {
  const sum = (side: Side): number =>
    orders
      .filter((order) => order.side === side && takes(order, priceTicks))
      .reduce((lots, order) => lots + order.lots, 0);
  const buyers = sum(Side.Buy);
  const sellers = sum(Side.Sell);
  return { priceTicks, volume: Math.min(buyers, sellers), surplus: buyers - sellers };
}

function takes(order: AuctionOrder, priceTicks: number): boolean {
  if (order.ordType === OrdType.Market) return true;
  return order.side === Side.Buy ? order.priceTicks >= priceTicks : order.priceTicks <= priceTicks;
}

function chosen(tied: readonly Candidate[], reference: number | undefined): Candidate {
  if (tied.every(({ surplus }) => surplus > 0)) return tied.at(-1)!;
  if (tied.every(({ surplus }) => surplus < 0)) return tied[0];
  if (reference === undefined) return tied[0];
  const away = ({ priceTicks }: Candidate): number => Math.abs(priceTicks - reference);
  return tied.reduce((nearest, other) => (away(other) < away(nearest) ? other : nearest));
}
