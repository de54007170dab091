/**
 * Reports and commands as lines of text, made alike from what was heard on the wire and from what stands in the journal,
 * so that the two can be compared line by line.
 */
import { reasonName } from '../../protocol/codes/reasons.js';
import { Body } from '../../protocol/generated/pregao/wire.js';
import type {
  MassCancelFields,
  MassCancelReportFields,
  NewOrderFields,
  OrderRequestFields,
  ReportFields,
} from '../../protocol/wire/fields.js';

/** One report of one session, and the order as it stands after it. */
export interface Line {
  readonly sequence: number;
  readonly index: number;
  readonly text: string;
  /** Absent for rejections and mass cancel reports. */
  readonly order?: Standing;
}

/** An order as its session knows it. */
export interface Standing {
  readonly id: string;
  readonly account: number;
  readonly instrument: number;
  readonly side: number;
  readonly price: number;
  readonly open: number;
  readonly text: string;
}

type OrderFields = Pick<
  ReportFields,
  | 'orderIdLow'
  | 'orderIdHigh'
  | 'clientIdLow'
  | 'clientIdHigh'
  | 'instrument'
  | 'account'
  | 'side'
  | 'price'
  | 'total'
  | 'executed'
  | 'open'
>;

const REJECTIONS: ReadonlySet<Body> = new Set([
  Body.OrderRejected,
  Body.ReplaceRejected,
  Body.CancelRejected,
]);

export function reportLine(type: Body, report: ReportFields): Line {
  const { sequence, index, messageNumber } = report;
  const start = `${sequence}-${index} ${Body[type]} message ${messageNumber} ${reasonName(report.reason)}`;
  if (REJECTIONS.has(type)) return { sequence, index, text: start };
  const order = standing(report);
  const { last, lastPrice, liquidity, ordType, timeInForce } = report;
  const rest = `type ${ordType} tif ${timeInForce} last ${last} at ${lastPrice} liquidity ${liquidity}`;
  return { sequence, index, text: `${start} ${order.text} ${rest}`, order };
}

export function massCancelLine({
  sequence,
  index,
  messageNumber,
  cancelled,
  reason,
}: MassCancelReportFields): Line {
  const text = `${sequence}-${index} MassCancelReport message ${messageNumber} ${reasonName(reason)} ${cancelled}`;
  return { sequence, index, text };
}

export function standing(order: OrderFields): Standing {
  const id = `${order.orderIdLow}.${order.orderIdHigh}`;
  const { instrument, account, side, price, total, executed, open } = order;
  const client = clientId(order);
  return {
    id,
    account,
    instrument,
    side,
    price,
    open,
    text: `order ${id} ${client} account ${account} instrument ${instrument} side ${side} ${total} at ${price} executed ${executed} open ${open}`,
  };
}

export function newOrderText(order: Omit<NewOrderFields, 'outOfRange' | 'extended' | 'terms'>): string {
  const { account, instrument, side, ordType, timeInForce, postOnly, price, quantity } = order;
  return `new ${clientId(order)} account ${account} instrument ${instrument} side ${side} type ${ordType} tif ${timeInForce} post ${postOnly} ${quantity} at ${price}`;
}

export function requestText(
  type: Body.CancelOrder | Body.ReplaceOrder,
  request: Omit<OrderRequestFields, 'outOfRange'>,
): string {
  const { orderIdLow, orderIdHigh, account, price, quantity } = request;
  const byClientId = orderIdLow === 0 && orderIdHigh === 0;
  const name = byClientId ? clientId(request) : `order ${orderIdLow}.${orderIdHigh}`;
  const change = type === Body.ReplaceOrder ? ` ${quantity} at ${price}` : '';
  return `${Body[type]} ${name} account ${account}${change}`;
}

export function massCancelText({ account, instrument, side, ownSession }: MassCancelFields): string {
  return `mass cancel account ${account} instrument ${instrument} side ${side} own ${ownSession}`;
}

const clientId = ({ clientIdLow, clientIdHigh }: { clientIdLow: number; clientIdHigh: number }): string =>
  `client ${clientIdLow}.${clientIdHigh}`;

/** Where `lines` departs from the beginning of `truth`; empty when it does not. */
export function departure(lines: readonly Line[], truth: readonly Line[]): string {
  const at = lines.findIndex(({ text }, i) => text !== truth[i]?.text);
  return at < 0
    ? ''
    : `line ${at}: heard "${lines[at].text}", the journal has "${truth[at]?.text ?? 'nothing'}"`;
}
