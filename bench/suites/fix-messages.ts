/**
 * The messages of the suite `fix`: NewOrderSingle and ExecutionReport in turn, no two with the same values. Both contenders get
 * the same bytes to parse and the same values to build from, and give back the same sum of what they read.
 */
import { FixBuilder } from '../../protocol/fix/codec/builder.js';
import { msgType } from '../../protocol/fix/codec/tags.js';

export const NEW_ORDER_SINGLE = msgType('D');
export const EXECUTION_REPORT = msgType('8');
export const IDENTITY = { beginString: 'FIX.4.4', senderCompId: 'CLIENT', targetCompId: 'VENUE' };
export const PRICE_SCALE = 2;
const FIRST_MS = Date.UTC(2026, 10, 26, 12);
const FIRST_CENTS = 6_400_000;
const SYMBOLS = ['BTC-USD', 'ETH-USD', 'PETR4', 'ESZ6'];

export interface OrderValues {
  readonly clOrdId: string;
  readonly orderId: string;
  readonly execId: string;
  readonly symbol: string;
  /** ASCII of FIX Side. */
  readonly side: number;
  readonly qty: number;
  readonly priceCents: number;
  readonly timeMs: number;
}

export const valuesOf = (i: number): OrderValues => ({
  clOrdId: `20261126-${100_000 + i}`,
  orderId: `O${5_000_000 + i}`,
  execId: `E${9_000_000 + i}`,
  symbol: SYMBOLS[i % SYMBOLS.length],
  side: i % 2 === 0 ? 0x31 : 0x32,
  qty: 1 + (i % 500),
  priceCents: FIRST_CENTS + (i % 1000) * 25,
  timeMs: FIRST_MS + i,
});

export function buildOrder(builder: FixBuilder, seq: number, order: OrderValues): void {
  builder.begin(NEW_ORDER_SINGLE, seq, order.timeMs).text(11, order.clOrdId).char(21, 0x31);
  builder.int(38, order.qty).char(40, 0x32).decimal(44, order.priceCents, PRICE_SCALE);
  builder.char(54, order.side).text(55, order.symbol).char(59, 0x30).utcMs(60, order.timeMs);
  builder.finish();
}

/** A fill of the whole order. */
export function buildReport(builder: FixBuilder, seq: number, order: OrderValues): void {
  builder.begin(EXECUTION_REPORT, seq, order.timeMs).decimal(6, order.priceCents, PRICE_SCALE);
  builder.text(11, order.clOrdId).int(14, order.qty).text(17, order.execId);
  builder.decimal(31, order.priceCents, PRICE_SCALE).int(32, order.qty).text(37, order.orderId);
  builder.int(38, order.qty).char(39, 0x32).char(40, 0x32).decimal(44, order.priceCents, PRICE_SCALE);
  builder.char(54, order.side).text(55, order.symbol).char(59, 0x30).utcMs(60, order.timeMs);
  builder.char(150, 0x46).int(151, 0).finish();
}

/** One stream of so many messages. */
export function streamOf(orders: readonly OrderValues[]): Buffer {
  const builder = new FixBuilder(IDENTITY, 1024);
  const messages = orders.map((order, i) => {
    (i % 2 === 0 ? buildOrder : buildReport)(builder, i + 1, order);
    return Buffer.from(builder.buffer.subarray(builder.start, builder.end));
  });
  return Buffer.concat(messages);
}
