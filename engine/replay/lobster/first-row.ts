/** What both readers of LOBSTER's files begin with: the first row of numbers, and the tick that its prices fit. */
import type { CsvRows } from '../input/csv-rows.js';
import { TICKS_MAX } from '../ticks.js';
import type { BookRow } from './book-row.js';

/** A cent, for prices of which the format's own unit does not fit int32. */
const COARSE_TICK = 100;

/** To the first row of numbers. LOBSTER's files have no header, but somebody may have given them one. */
export async function firstRow(rows: CsvRows): Promise<void> {
  const isThere = await rows.advance();
  if (isThere && !/^[-+.\d]/.test(rows.text(0)) && (await rows.advance())) return;
  if (!isThere) rows.fail('the file has no rows');
}

/** The format's own unit where it fits. */
export function finestTick({ asks, bids }: BookRow): number {
  const prices = [...asks.price.subarray(0, asks.count), ...bids.price.subarray(0, bids.count)];
  return prices.every((price) => price <= TICKS_MAX) ? 1 : COARSE_TICK;
}
