/** Orders in and reports out as FIX fields of Coinbase. */
import type { FixMessage } from '../../../protocol/fix/codec/message.js';
import { type Fields, fields, utc } from '../fix/fields.js';
import { formatUnits, trimmed } from '../kit/grid.js';
import type { OrderRequest, Prevention, Side, Tif, Why } from '../market/order.js';
import type { CoinbaseOptions } from './options.js';
import { isUuid4, uuidOf } from './order-ids.js';
import type { Product } from './products.js';
import type { Exec, Report } from './venue.js';

const TIFS: Readonly<Record<string, Tif>> = { '1': 'gtc', '3': 'ioc', '4': 'fok', '6': 'gtd' };
const PREVENTIONS: Readonly<Record<string, Prevention>> = {
  D: 'decrement',
  O: 'maker',
  N: 'taker',
  B: 'both',
};
const EXECS: Readonly<Record<Exec, string>> = {
  new: '0',
  fill: 'F',
  cancelled: '4',
  expired: 'C',
  replaced: '5',
  restated: 'D',
};
/** For faults that name one. */
export const KINDS: Readonly<Record<Exec, string>> = {
  new: 'ack',
  fill: 'fill',
  cancelled: 'cancelled',
  expired: 'expired',
  replaced: 'replaced',
  restated: 'restated',
};
const TEXTS: Partial<Record<Why, string>> = {
  ioc: '101:Time In Force',
  fok: '101:Time In Force',
  expired: '101:Time In Force',
  selfTrade: '102:Self Trade Prevention',
  venue: '103:Admin',
  noLiquidity: '106:Insufficient Liquidity',
};
/** An order is gone at most this long after its time. */
const EXPIRY_SLACK_MS = 500;

/** What is wrong with an order that is good FIX: the answer is an ExecutionReport. */
export class OrderRefusal extends Error {
  constructor(
    readonly ordRejReason: number,
    text: string,
  ) {
    super(text);
  }
}

export interface Asker {
  readonly profile: string;
  readonly session: string;
}

/** @param read a field of the order, a whole message's or one entry's of a batch. @throws OrderRefusal */
export function orderRequest(read: (tag: number) => string, product: Product, asker: Asker): OrderRequest {
  const isMarket = read(40) === '1';
  const isFunds = read(152) !== '';
  const tif = isMarket ? 'ioc' : TIFS[read(59)];
  if (!isUuid4(read(11))) throw new OrderRefusal(0, 'ClOrdID must be a lowercase UUID version 4');
  if (isFunds === (read(38) !== '')) throw new OrderRefusal(0, 'either OrderQty or CashOrderQty');
  if (isFunds && read(40) === '4') throw new OrderRefusal(0, 'CashOrderQty is not for stop orders');
  if (tif === 'gtd' && read(126) === '') throw new OrderRefusal(0, 'ExpireTime missing');
  const isStop = read(40) === '4';
  return {
    account: asker.profile,
    session: asker.session,
    clientId: read(11),
    symbol: product.id,
    side: read(54) === '1' ? 'buy' : 'sell',
    kind: isMarket ? 'market' : 'limit',
    tif,
    priceTicks: isMarket ? 0 : priceOf(read(44), product),
    qtyLots: isFunds ? 0 : sizeOf(read(38), product),
    postOnly: read(18) === 'A',
    prevention: PREVENTIONS[read(7928) || 'D'],
    trigger: isStop ? triggerOf(read, product) : undefined,
    expireMs: tif === 'gtd' ? utcOf(read(126)) + EXPIRY_SLACK_MS : undefined,
    echo: {
      ordType: read(40),
      tif: read(59),
      stp: read(7928) || 'D',
      execInst: read(18),
      stopPx: read(99),
      direction: read(1109),
      expires: read(126),
      ...(isFunds ? { funds: read(152) } : {}),
    },
  };
}

export function priceOf(text: string, product: Product): number {
  const ticks = product.price.parse(text);
  if (!(ticks > 0))
    throw new OrderRefusal(0, `price must be a multiple of ${product.options.quoteIncrement}`);
  return ticks;
}

export function sizeOf(text: string, product: Product): number {
  const lots = product.size.parse(text);
  if (!(lots > 0)) throw new OrderRefusal(0, `size must be a multiple of ${product.options.baseIncrement}`);
  return lots;
}

/** A buy stop is elected upwards unless it says otherwise. */
function triggerOf(read: (tag: number) => string, product: Product): OrderRequest['trigger'] {
  const side: Side = read(54) === '1' ? 'buy' : 'sell';
  const direction = read(1109) === '' ? (side === 'buy' ? 'up' : 'down') : read(1109) === 'U' ? 'up' : 'down';
  return { priceTicks: priceOf(read(99), product), direction };
}

function utcOf(text: string): number {
  const [, y, mo, d, time] = /^(\d{4})(\d\d)(\d\d)-(.*)$/.exec(text) ?? [];
  const timeMs = Date.parse(`${y}-${mo}-${d}T${time}Z`);
  if (Number.isNaN(timeMs)) throw new OrderRefusal(0, 'ExpireTime is no time');
  return timeMs;
}

export function statusOf({ exec, leavesLots, filledLots, order }: Report, iocEndsAs: 'C' | '4'): string {
  if (exec === 'cancelled') return '4';
  if (exec === 'expired') return iocEndsAs;
  if (filledLots === 0) return '0';
  return leavesLots === 0 && order.qtyLots === filledLots ? '2' : '1';
}

export function reportFields(report: Report, product: Product, options: CoinbaseOptions): Fields {
  const { order, exec, trade } = report;
  const { echo } = order;
  const isFirst = exec === 'new';
  const isEnd = exec === 'cancelled' || exec === 'expired';
  const execType = exec === 'expired' ? options.iocEndsAs : EXECS[exec];
  return fields(
    [11, isFirst || !options.omitsClOrdId ? report.clientId : ''],
    [37, uuidOf(order.id)],
    [41, report.origClientId],
    [17, uuidOf(0x1_0000_0000 + report.execId)],
    [150, execType],
    [39, statusOf(report, options.iocEndsAs)],
    [378, exec === 'restated' ? '5' : ''],
    [55, order.symbol],
    [54, order.side === 'buy' ? '1' : '2'],
    [40, echo.ordType],
    [44, order.kind === 'limit' ? product.priceText(report.priceTicks) : ''],
    [38, echo.funds === undefined ? product.sizeText(report.qtyLots) : ''],
    [152, echo.funds],
    [14, product.sizeText(report.filledLots)],
    [151, isEnd ? '0' : echo.funds === undefined ? product.sizeText(report.leavesLots) : ''],
    [6, averageOf(report, product)],
    [31, trade && product.priceText(trade.priceTicks)],
    [32, trade && product.sizeText(trade.lots)],
    [1003, trade?.id],
    [1057, trade && (trade.taker === order ? 'Y' : 'N')],
    ...fees(report, product, options),
    [59, echo.tif],
    [99, echo.stopPx],
    [1109, echo.direction],
    [18, echo.execInst],
    [126, echo.expires],
    [7928, echo.stp],
    [60, utc(report.timeMs, 6)],
    [58, isEnd ? TEXTS[order.why ?? 'user'] : ''],
    [1430, 'E'],
  );
}

function fees(
  { trade, order }: Report,
  product: Product,
  { feeBps }: CoinbaseOptions,
): (readonly [number, string])[] {
  if (trade === undefined) return [];
  const bps = trade.maker === order ? feeBps.maker : feeBps.taker;
  const units = (product.money.units(BigInt(trade.priceTicks) * BigInt(trade.lots)) * BigInt(bps)) / 10_000n;
  return [
    [136, '1'],
    [137, formatUnits(units, product.money.scale, product.money.scale)],
    [138, product.options.quote],
    [139, '4'],
    [891, '0'],
  ];
}

function averageOf({ filledLots, filledQuote }: Report, product: Product): string {
  if (filledLots === 0) return '0';
  const units = (filledQuote * product.price.units(1) * 10n ** 8n) / BigInt(filledLots);
  return trimmed(formatUnits(units, product.price.scale + 8, 8));
}

/** A new order that is refused. */
export function rejectionFields(
  read: (tag: number) => string,
  error: OrderRefusal,
  execId: number,
  timeMs: number,
): Fields {
  const echo = (tag: number): readonly [number, string] => [tag, read(tag)];
  return fields(
    echo(11),
    [37, uuidOf(0x2_0000_0000 + execId)],
    [17, uuidOf(0x1_0000_0000 + execId)],
    [150, '8'],
    [39, '8'],
    echo(55),
    echo(54),
    echo(40),
    echo(44),
    echo(38),
    echo(152),
    [14, '0'],
    [151, '0'],
    [103, error.ordRejReason],
    [60, utc(timeMs, 6)],
    [58, error.message],
  );
}

/** The entries of a batch, each as a reader of its fields. */
export function entries(message: FixMessage): ((tag: number) => string)[] {
  const starts: number[] = [];
  for (let i = message.findFrom(11, 0); i >= 0; i = message.findFrom(11, i + 1)) starts.push(i);
  const symbol = message.text(message.find(55));
  return starts.map((from, n) => (tag: number) => {
    const at = message.findFrom(tag, from);
    const isInside = at >= 0 && at < (starts[n + 1] ?? message.count - 1);
    return isInside ? message.text(at) : tag === 55 ? symbol : '';
  });
}
