/** One line for each report, for people. */
import type { OrderReport } from '../../protocol/client/index.js';

/** Before the price, or instead of it. */
const TYPES: Readonly<Record<string, (price: string) => string>> = {
  market: () => 'market',
  stop: () => 'stop',
  stopLimit: (price) => `stop-limit @ ${price}`,
  marketToLimit: () => 'market-to-limit',
  pegged: (price) => `pegged @ ${price}`,
  quoted: (price) => `quoted @ ${price}`,
};

export function reportLine(report: OrderReport): string {
  const what = report.type.padEnd(10);
  switch (report.type) {
    case 'accepted':
    case 'replaced':
      return `${what} order ${report.orderId}  ${orderText(report)}`;
    case 'executed':
      return `${what} ${trimmed(report.last)} @ ${report.execution?.price} as ${report.execution?.liquidity}, open ${trimmed(report.open)}`;
    case 'child':
      return `${what} ${childText(report)}${reasonText(report)}`;
    case 'cancelled':
    case 'expired':
      return `${what} ${trimmed(report.last)} taken off order ${report.orderId}${reasonText(report)}`;
    default:
      return `${what} ${orderText(report)}${reasonText(report)}`;
  }
}

/** Without the zeros at the end of the decimal places. */
export const trimmed = (decimal: string): string =>
  decimal.includes('.') ? decimal.replace(/\.?0+$/, '') : decimal;

function orderText(report: OrderReport): string {
  return `${report.side} ${trimmed(report.total)} ${report.symbol} ${typeText(report)} ${report.timeInForce}, account ${report.account}`;
}

/** `4 of 10 open @ 100 at venue0, new`. */
function childText({ open, total, price, child }: OrderReport): string {
  const place = child === undefined || child.at === 'own book' ? 'in our own book' : `at venue${child.at}`;
  return `${trimmed(open)} of ${trimmed(total)} open @ ${price} ${place}, ${child?.status}`;
}

const typeText = ({ ordType = 'limit', price }: OrderReport): string =>
  TYPES[ordType]?.(price) ?? `@ ${price}`;

const reasonText = ({ reason }: OrderReport): string => (reason ? ` (${reason.name}: ${reason.text})` : '');
