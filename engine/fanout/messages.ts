/** What goes out over Pub/Sub, as JSON: trades and tops of books, for readers who want to see the market now. */
import { Side } from '../../protocol/codes/enums.js';
import { Trd, TrdDouble } from '../../protocol/records/event.js';
import type { Depth } from '../views/depth.js';
import type { Names } from '../views/names.js';
import { aggressorName, type Fields } from './order-events.js';
import { hasLevel } from './tops.js';

/** A trade as an entry of the `trades` stream. */
export function tradeFields(
  names: Names,
  i32: Int32Array,
  f64: Float64Array,
  at: number,
  time: string,
): Fields {
  const instrument = i32[at + Trd.Instrument];
  return [
    ...['time', time, 'instrument', names.symbol(instrument)],
    ...['price', names.price(instrument, i32[at + Trd.PriceTicks])],
    ...['quantity', names.quantity(instrument, f64[(at >> 1) + TrdDouble.QtyLots])],
    ...['aggressor', aggressorName(i32[at])],
  ];
}

/** The same as JSON, with the event's id. */
export function tradeMessage(event: string, fields: Fields): string {
  const message: Record<string, string> = { event };
  for (let i = 0; i < fields.length; i += 2) message[fields[i]] = fields[i + 1];
  return JSON.stringify(message);
}

/** Best bid and ask as of an event; a side without orders is null. */
export function topMessage(
  names: Names,
  depth: Depth,
  instrument: number,
  event: string,
  time: string,
): string {
  const [bidPrice, bidQuantity] = best(names, depth, instrument, Side.Buy);
  const [askPrice, askQuantity] = best(names, depth, instrument, Side.Sell);
  return JSON.stringify({
    event,
    time,
    instrument: names.symbol(instrument),
    bid_price: bidPrice,
    bid_quantity: bidQuantity,
    ask_price: askPrice,
    ask_quantity: askQuantity,
  });
}

function best(names: Names, depth: Depth, instrument: number, side: Side): [string | null, string | null] {
  const ticks = depth.bestTicks(instrument, side);
  if (!hasLevel(ticks)) return [null, null];
  return [names.price(instrument, ticks), names.quantity(instrument, depth.bestLots(instrument, side))];
}
