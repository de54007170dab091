/** A book and its latest trades as lines of text: asks above, bids below, the spread between. No terminal is known here. */
import pc from 'picocolors';
import type { BookLevel, BookView, TradeEvent } from '../../protocol/client/index.js';
import { trimmed } from './report-line.js';

export interface ScreenState {
  readonly symbol: string;
  readonly url: string;
  readonly book: BookView;
  /** Newest first. */
  readonly trades: readonly TradeEvent[];
  readonly levels: number;
  /** What is wrong at the moment; empty = nothing. */
  readonly trouble: string;
}

const BAR_CELLS = 20;
const NUMBER_CELLS = 14;

export function depthScreen({ symbol, url, book, trades, levels, trouble }: ScreenState): string[] {
  const asks = book.asks(levels).reverse();
  const bids = book.bids(levels);
  const most = Math.max(...[...asks, ...bids].map(({ quantity }) => Number(quantity)), Number.MIN_VALUE);
  return [
    `${pc.bold(symbol)}  ${url}${trouble ? `  ${pc.yellow(trouble)}` : ''}`,
    '',
    pc.dim(`${'price'.padStart(NUMBER_CELLS)} ${'quantity'.padStart(NUMBER_CELLS)} ${'orders'.padStart(7)}`),
    ...asks.map((level) => levelLine(level, most, pc.red)),
    spreadLine(bids[0], asks.at(-1)),
    ...bids.map((level) => levelLine(level, most, pc.green)),
    '',
    pc.dim(trades.length > 0 ? 'trades' : 'no trades yet'),
    ...trades.map(tradeLine),
  ];
}

/** `12:30:01.123456 buy 0.5 @ 64000.00` */
export function tradeLine(trade: TradeEvent): string {
  const time = new Date(trade.seconds * 1000).toISOString().slice(11, 19);
  const micros = String(Math.floor(trade.nanos / 1000)).padStart(6, '0');
  const text = `${time}.${micros} ${(trade.aggressor ?? '').padEnd(4)} ${trimmed(trade.quantity)} @ ${trade.price}`;
  return trade.aggressor === 'sell' ? pc.red(text) : pc.green(text);
}

function levelLine(
  { price, quantity, orders }: BookLevel,
  most: number,
  color: (text: string) => string,
): string {
  const bar = '█'.repeat(Math.max(1, Math.round((Number(quantity) / most) * BAR_CELLS)));
  const numbers = `${price.padStart(NUMBER_CELLS)} ${trimmed(quantity).padStart(NUMBER_CELLS)} ${String(orders).padStart(7)}`;
  return `${color(numbers)} ${color(bar)}`;
}

function spreadLine(bid: BookLevel | undefined, ask: BookLevel | undefined): string {
  if (!bid && !ask) return pc.dim(`${'(the book is empty)'.padStart(2 * NUMBER_CELLS)}`);
  return pc.dim('─'.repeat(2 * NUMBER_CELLS + 9));
}
