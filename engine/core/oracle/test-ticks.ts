/** Tick tables: from which price on prices are multiples of which step. */
import type { Market } from './test-world.js';

function stepAt({ ticks }: Market, price: number): number {
  const row = ticks.findLast(({ from }) => from <= price);
  return row === undefined || row.step === 0 ? 1 : row.step;
}

export const isOnTick = (market: Market, price: number): boolean => price % stepAt(market, price) === 0;

/** The nearest price that there is, from `price` on downwards (-1) or upwards (1). */
export function onTick(market: Market, price: number, direction: -1 | 1): number {
  let found = price;
  while (!isOnTick(market, found)) found += direction;
  return found;
}
