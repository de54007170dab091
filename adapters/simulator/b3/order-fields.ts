/** Orders in and reports out as B3's FIX fields. */
import type { FixMessage } from '../../../protocol/fix/codec/message.js';
import { type Field, type Fields, fields, utc } from '../fix/fields.js';
import { formatUnits } from '../kit/grid.js';
import type { OrderRequest, Prevention, Tif, Trade } from '../market/order.js';
import type { Instrument } from './instruments.js';
import type { B3Options } from './options.js';
import type { Report } from './venue.js';

const TIFS: Readonly<Record<string, Tif>> = { '0': 'day', '1': 'gtc', '3': 'ioc', '4': 'fok', '6': 'gtd' };
const PREVENTIONS: Readonly<Record<string, Prevention>> = { '1': 'taker', '2': 'maker', '3': 'both' };
const ECHOED = [1, 581, 48, 22, 207, 40, 59, 99, 432, 126, 110, 111, 210, 5149, 35487, 35539];
const PRICE_PLACES = 4;
const DAY_MS = 86_400_000;

/** What the matching engine refuses; the answer is an ExecutionReport. The codes are not listed in B3's dictionary: 99 is "other". */
export class OrderRefusal extends Error {
  constructor(
    text: string,
    readonly reason = 99,
  ) {
    super(text);
  }
}

/** The group as it came: B3 gives it back in every report. */
export function partiesOf(message: FixMessage): Field[] {
  const from = message.find(453);
  if (from < 0) return [];
  const group: Field[] = [[453, message.text(from)]];
  for (let i = from + 1; [448, 447, 452].includes(message.tags[i]); i++)
    group.push([message.tags[i], message.text(i)]);
  return group;
}

/** @throws OrderRefusal */
export function checkParties(message: FixMessage, options: B3Options): void {
  const roles = partiesOf(message).flatMap(([tag, value]) => (tag === 452 ? [String(value)] : []));
  const missing = options.roles.find((role) => !roles.includes(role));
  if (missing !== undefined) throw new OrderRefusal(`PartyRole ${missing} is missing`);
  for (const tag of options.demandsAccount ? [1, 581] : [])
    if (message.find(tag) < 0) throw new OrderRefusal(`tag ${tag} is missing`);
}

export interface Placing {
  readonly account: string;
  readonly session: string;
}

/** @throws OrderRefusal */
export function orderRequest(message: FixMessage, instrument: Instrument, placing: Placing): OrderRequest {
  const text = (tag: number): string => message.text(message.find(tag));
  const ordType = text(40);
  if (ordType === 'P' || ordType === 'W')
    throw new OrderRefusal('OrdType is not supported for this instrument');
  const tif = TIFS[text(59) || '0'];
  if (tif === undefined) throw new OrderRefusal('TimeInForce is for auctions, and there is none');
  const isPriced = ordType === '2' || ordType === '4';
  const isMarket = ordType === '1' || ordType === '3';
  return {
    ...placing,
    clientId: text(11),
    symbol: instrument.symbol,
    side: text(54) === '1' ? 'buy' : 'sell',
    kind: isMarket ? 'market' : 'limit',
    tif,
    priceTicks: isPriced ? ticksOf(text(44), instrument) : 0,
    qtyLots: lotsOf(text(38), instrument),
    prevention: PREVENTIONS[text(35539)] ?? 'none',
    trigger: ordType === '3' || ordType === '4' ? triggerOf(text(54), text(99), instrument) : undefined,
    expireMs: tif === 'gtd' ? endOf(text(432)) : undefined,
    echo: Object.fromEntries(ECHOED.map((tag) => [String(tag), text(tag)])),
  };
}

export function ticksOf(text: string, instrument: Instrument): number {
  const ticks = instrument.price.parse(text);
  if (!(ticks > 0)) throw new OrderRefusal(`Price has to be a multiple of ${instrument.options.tick}`);
  const [low, high] = instrument.tunnel;
  if (ticks > high)
    throw new OrderRefusal(`Price exceeds the upper rejection tunnel ${instrument.priceText(high)}`);
  if (ticks < low)
    throw new OrderRefusal(`Price exceeds the lower rejection tunnel ${instrument.priceText(low)}`);
  return ticks;
}

export function lotsOf(text: string, instrument: Instrument): number {
  const lots = instrument.qty.parse(text);
  if (!(lots > 0)) throw new OrderRefusal(`OrderQty has to be a multiple of ${instrument.options.lot}`);
  if (lots > instrument.maxLots)
    throw new OrderRefusal(`OrderQty exceeds the maximum ${instrument.options.maxQty}`);
  return lots;
}

const triggerOf = (side: string, stopPx: string, instrument: Instrument): OrderRequest['trigger'] => ({
  priceTicks: ticksOf(stopPx, instrument),
  direction: side === '1' ? 'up' : 'down',
});

/** ExpireDate is a day in UTC here. */
function endOf(date: string): number {
  const dayMs = Date.parse(`${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}T00:00:00Z`);
  if (Number.isNaN(dayMs)) throw new OrderRefusal('ExpireDate is missing or no date');
  return dayMs + DAY_MS;
}

export function reportFields(report: Report, instrument: Instrument, options: B3Options): Fields {
  const { order, trade, parties } = report;
  const { echo } = order;
  return [
    ...fields(
      [37, report.orderId],
      [198, report.secondaryOrderId],
      [11, report.clientId],
      [41, report.origClientId],
    ),
    ...parties,
    ...fields(
      [17, report.execId],
      [19, report.execRefId],
      [150, execTypeOf(report, options)],
      [39, report.status],
      [378, report.restatement],
      [1, echo['1']],
      [581, echo['581']],
      [55, order.symbol],
      [48, instrument.options.securityId],
      [22, 8],
      [207, 'BVMF'],
      [54, order.side === 'buy' ? 1 : 2],
      [38, instrument.qtyText(report.qtyLots)],
      [40, echo['40']],
      [44, report.priceTicks > 0 ? instrument.priceText(report.priceTicks) : ''],
      [99, echo['99']],
      [59, echo['59'] || '0'],
      [432, echo['432']],
      [32, trade && instrument.qtyText(trade.lots)],
      [31, trade && (report.correctedPrice ?? instrument.priceText(trade.priceTicks))],
      [151, instrument.qtyText(report.leavesLots)],
      [14, instrument.qtyText(report.filledLots)],
      [6, averageOf(report, instrument)],
      [75, utc(report.timeMs, 0).slice(0, 8)],
      [60, utc(report.timeMs)],
      [1057, trade && aggressor(report, trade)],
      [6032, trade?.id],
      [58, report.text],
      [5149, echo['5149']],
      [35487, echo['35487']],
      [35539, echo['35539']],
    ),
  ];
}

const aggressor = ({ order }: Report, trade: Trade): string => (trade.taker === order ? 'Y' : 'N');

function execTypeOf({ execType, leavesLots }: Report, { fillsAs }: B3Options): string {
  if (execType !== 'F' || fillsAs === 'F') return execType;
  return leavesLots === 0 ? '2' : '1';
}

function averageOf({ filledLots, filledQuote }: Report, instrument: Instrument): string {
  if (filledLots === 0) return '0';
  const units = (filledQuote * instrument.price.units(1) * 10n ** BigInt(PRICE_PLACES)) / BigInt(filledLots);
  return formatUnits(units, instrument.price.scale + PRICE_PLACES, PRICE_PLACES);
}

/** A new order that is refused; there is no OrderID, so it is NONE. */
export function rejectionFields(
  message: FixMessage,
  error: OrderRefusal,
  execId: string,
  timeMs: number,
): Fields {
  const echo = (tag: number): readonly [number, string] => [tag, message.text(message.find(tag))];
  return [
    ...fields([37, 'NONE'], echo(11)),
    ...partiesOf(message),
    ...fields(
      [17, execId],
      [150, '8'],
      [39, '8'],
      [103, error.reason],
      echo(1),
      echo(581),
      echo(55),
      echo(54),
      echo(38),
      echo(40),
      echo(44),
      echo(59),
      [151, 0],
      [14, 0],
      [6, 0],
      [60, utc(timeMs)],
      [58, error.message],
      echo(5149),
    ),
  ];
}
