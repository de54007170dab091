/** Orders in and reports out as FIX fields, in Binance's spelling. Body fields of a report stand in the order of their tags. */
import type { FixMessage } from '../../../../protocol/fix/codec/message.js';
import { type Field, type Fields, fields, utc } from '../../fix/fields.js';
import type { Params } from '../accounts.js';
import type { Exec, Report, Status } from '../report.js';
import { FixRefusal } from './fix-logon.js';
import type { SpotSymbol } from './symbols.js';

const TIFS: Readonly<Record<string, string>> = { '1': 'GTC', '3': 'IOC', '4': 'FOK' };
const TIF_CODES: Readonly<Record<string, string>> = { GTC: '1', IOC: '3', FOK: '4' };
const PREVENTIONS = ['', 'NONE', 'EXPIRE_TAKER', 'EXPIRE_MAKER', 'EXPIRE_BOTH', 'DECREMENT', 'TRANSFER'];
const EXEC_CODES: Readonly<Record<Exec, string>> = {
  NEW: '0',
  CANCELED: '4',
  REPLACED: '5',
  TRADE: 'F',
  EXPIRED: 'C',
  TRADE_PREVENTION: 'C',
};
const STATUS_CODES: Readonly<Record<Status, string>> = {
  NEW: '0',
  PARTIALLY_FILLED: '1',
  FILLED: '2',
  CANCELED: '4',
  EXPIRED: 'C',
  EXPIRED_IN_MATCH: 'C',
};
const TYPE_CODES: Readonly<Record<string, string>> = {
  MARKET: '1',
  LIMIT: '2',
  LIMIT_MAKER: '2',
  STOP_LOSS: '3',
  TAKE_PROFIT: '3',
  STOP_LOSS_LIMIT: '4',
  TAKE_PROFIT_LIMIT: '4',
};
/** Tags that a type needs beside 11, 40, 54 and 55, and the first that is missing. */
const NEEDS: Readonly<Record<string, readonly number[]>> = {
  '1': [],
  '2': [38, 44],
  '3': [38, 1102],
  '4': [38, 44, 59, 1102],
};

/** NewOrderSingle as the parameters that the other interfaces take. @throws FixRefusal */
export function orderParams(message: FixMessage): Params {
  const text = (tag: number): string => message.text(message.find(tag));
  const ordType = text(40);
  const missing = NEEDS[ordType]?.find((tag) => text(tag) === '');
  if (missing !== undefined) throw required(missing);
  if (ordType === '2' && text(18) !== '6' && text(59) === '') throw required(59);
  return given({
    symbol: text(55),
    side: text(54) === '1' ? 'BUY' : 'SELL',
    type: typeOf(ordType, text(54), text(18), text(1109)),
    timeInForce: ordType === '1' || text(18) === '6' ? '' : TIFS[text(59)],
    quantity: text(38),
    quoteOrderQty: text(152),
    price: text(44),
    stopPrice: text(1102),
    trailingDelta: text(25009),
    icebergQty: text(111),
    newClientOrderId: text(11),
    strategyId: text(7940),
    strategyType: text(847),
    selfTradePreventionMode: PREVENTIONS[Number(text(25001))],
  });
}

/** Buy stop-loss and sell take-profit trigger upwards, the other two downwards. */
function typeOf(ordType: string, side: string, execInst: string, direction: string): string {
  if (ordType === '1') return 'MARKET';
  if (ordType === '2') return execInst === '6' ? 'LIMIT_MAKER' : 'LIMIT';
  if (ordType === 'P') throw new FixRefusal(-1130, "Data sent for parameter '40' is not valid.", 5, 40);
  if (direction !== 'U' && direction !== 'D') throw required(1109);
  const isStop = (direction === 'U') === (side === '1');
  return `${isStop ? 'STOP_LOSS' : 'TAKE_PROFIT'}${ordType === '4' ? '_LIMIT' : ''}`;
}

export const CANCEL_RESTRICTIONS = ['', 'ONLY_NEW', 'ONLY_PARTIALLY_FILLED'];

export function given(params: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(params).filter((entry): entry is [string, string] => Boolean(entry[1])),
  );
}

export const required = (tag: number): FixRefusal =>
  new FixRefusal(-1102, `Required tag '${tag}' missing.`, 1, tag);

export function reportFields(report: Report, symbol: SpotSymbol): Field[] {
  const { order, exec, status, fill } = report;
  const { echo, side } = order;
  const micros = (timeMs: number): string => utc(timeMs, 6);
  return fields(
    [11, report.clientId],
    [14, symbol.qtyText(report.filledLots)],
    [17, report.execId],
    [18, echo.type === 'LIMIT_MAKER' ? '6' : ''],
    [31, fill && symbol.priceText(fill.priceTicks)],
    [32, symbol.qtyText(fill?.lots ?? 0)],
    [37, order.id],
    [38, symbol.qtyText(report.qtyLots)],
    [39, STATUS_CODES[status]],
    [40, TYPE_CODES[echo.type]],
    [41, report.origClientId],
    [44, order.kind === 'limit' ? symbol.priceText(report.priceTicks) : ''],
    [54, side === 'buy' ? '1' : '2'],
    [55, order.symbol],
    [59, TIF_CODES[echo.tif]],
    [60, micros(report.timeMs)],
    [136, fill ? '1' : ''],
    [137, fill?.commission],
    [138, fill?.asset],
    [139, fill ? '4' : ''],
    [150, EXEC_CODES[exec]],
    [151, symbol.qtyText(report.leavesLots)],
    [152, echo.quoteOrderQty],
    [636, report.isWorking ? 'Y' : ''],
    [847, echo.strategyType],
    [1003, fill?.tradeId],
    [1057, fill?.isMaker ? 'N' : 'Y'],
    ...trigger(report),
    [7940, echo.strategyId],
    [25001, PREVENTIONS.indexOf(echo.prevention)],
    [25017, symbol.moneyText(report.filledQuote)],
    [25018, micros(order.createdMs)],
    [25023, report.isWorking ? micros(order.openedMs || report.timeMs) : ''],
  );
}

function trigger({ order }: Report): (readonly [number, string | undefined])[] {
  if (!order.trigger) return [];
  return [
    [1100, '4'],
    [1101, '1'],
    [1102, order.echo.stopPrice],
    [1107, '2'],
    [1109, order.trigger.direction === 'up' ? 'U' : 'D'],
  ];
}

/** A new order that is refused: an ExecutionReport without ExecID. */
export function rejectionFields(message: FixMessage, code: number, text: string, timeMs: number): Fields {
  const echo = (tag: number): readonly [number, string] => [tag, message.text(message.find(tag))];
  return fields(
    echo(11),
    [14, '0.00000000'],
    [32, '0.00000000'],
    echo(38),
    [39, '8'],
    echo(40),
    echo(44),
    echo(54),
    echo(55),
    [58, text],
    echo(59),
    [60, utc(timeMs, 6)],
    [150, '8'],
    [151, '0.00000000'],
    [25016, code],
  );
}
