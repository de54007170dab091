/** What the market does as ExecutionReports of Nasdaq's FIX 4.2: ExecType and OrdStatus say the same, fills are 1 and 2, and a trade that is taken back is a report with ExecTransType 1. */
import { type Fields, fields, utc } from '../../fix/fields.js';
import { formatUnits, Grid } from '../../kit/grid.js';
import { leavesOf, type Order, type Trade, type Why } from '../../market/order.js';

export const CENTS = new Grid('0.01');
const AVERAGE_PLACES = 4;

/** The letter that Text begins with. */
const WHY: Partial<Record<Why, string>> = {
  user: 'U: User requested cancel',
  massCancel: 'U: User requested cancel',
  ioc: 'I: Immediate or cancel',
  fok: 'I: Immediate or cancel',
  noLiquidity: 'I: Immediate or cancel',
  postOnly: 'F: Post only would take',
  dayEnd: 'E: Closed',
  expired: 'T: Timeout',
  venue: 'S: Supervisory',
  disconnect: 'L: Cancel on disconnect',
  selfTrade: 'Q: Self match prevention',
};

export interface Reported {
  readonly execType: '0' | '1' | '2' | '4' | '5' | 'D';
  readonly kind: string;
  readonly trade?: Trade;
  /** Of the execution that is taken back. */
  readonly bustOf?: string;
  readonly why?: Why;
}

/** @param execId of this report */
export function reportFields(order: Order, reported: Reported, execId: string, nowMs: number): Fields {
  const { execType, trade, bustOf, why } = reported;
  const { echo } = order;
  const isAnswer = execType === '5' || (execType === '4' && why === 'user' && echo.requestId !== undefined);
  const status = execType === 'D' ? '0' : execType;
  const isFill = trade !== undefined && bustOf === undefined;
  return fields(
    [37, orderId(order)],
    [11, isAnswer ? echo.requestId : order.clientId],
    [41, isAnswer ? echo.origId : undefined],
    [17, execId],
    [20, bustOf === undefined ? 0 : 1],
    [19, bustOf],
    [39, status],
    [150, execType],
    [76, 'INET'],
    [55, order.symbol],
    [54, echo['54']],
    [38, order.qtyLots],
    [40, echo['40']],
    [44, order.priceTicks > 0 ? CENTS.format(order.priceTicks) : undefined],
    [59, echo['59']],
    [47, echo['47']],
    [1, echo['1']],
    [32, trade?.lots ?? 0],
    [31, trade === undefined ? 0 : CENTS.format(trade.priceTicks)],
    [151, leavesOf(order)],
    [14, order.filledLots],
    [6, averageOf(order)],
    [60, utc(nowMs)],
    [9882, isFill ? (trade.taker === order ? 'R' : 'A') : undefined],
    [378, execType === 'D' ? 5 : undefined],
    [58, why === undefined ? undefined : (WHY[why] ?? 'Z: System')],
  );
}

export const orderId = (order: Order): string => `N${String(order.id).padStart(9, '0')}`;

function averageOf({ filledLots, filledQuote }: Order): string {
  if (filledLots === 0) return '0';
  const units = (filledQuote * CENTS.units(1) * 10n ** BigInt(AVERAGE_PLACES)) / BigInt(filledLots);
  return formatUnits(units, CENTS.scale + AVERAGE_PLACES, AVERAGE_PLACES);
}
