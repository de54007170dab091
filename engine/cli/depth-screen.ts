/** A book of levels or orders and its latest trades as lines of text: asks above, bids below, the spread between. No terminal is known here. */
import pc from 'picocolors';
import type { Security, Subscription, TradeChangedEvent, TradeEvent } from '../../protocol/client/index.js';
import { marketName } from '../../protocol/client/security.js';
import { formatFixed, parseFixed, scaleOf } from '../../protocol/fixed.js';
import { trimmed } from './report-line.js';

export interface ScreenState {
  readonly url: string;
  readonly book: ScreenBook;
  /** Newest first. */
  readonly trades: readonly TradeEvent[];
  /** Levels a side, where there is room for them. */
  readonly levels: number;
  readonly rows: number;
  readonly columns: number;
  /** What is wrong at the moment; empty = nothing. */
  readonly trouble: string;
  /** Phase and indicative price, as `marketText` says them; empty = continuous trading. */
  readonly market: string;
}

/** A level, or an order. */
export interface ScreenRow {
  readonly price: string;
  readonly quantity: string;
  readonly word: string;
}

/** Best first. */
export interface ScreenBook {
  readonly security: Security;
  /** What the words are. */
  readonly heading: string;
  bids(count: number): ScreenRow[];
  asks(count: number): ScreenRow[];
}

type Color = (text: string) => string;

export const MOST_TRADES = 8;
/** Title, two rows of headings, the spread, two blank lines. */
const FRAME_ROWS = 6;
const BAR_CELLS = 20;
const NUMBER_CELLS = 14;
const WORD_CELLS = 7;

export function depthScreen(state: ScreenState): string[] {
  const { book, url, trouble, market } = state;
  const { levels, trades } = roomFor(state.rows, state.levels);
  const phase = market ? `${pc.yellow(market)}  ` : '';
  const title = `${pc.bold(marketName(book.security))}  ${phase}${trouble ? pc.yellow(trouble) : pc.dim(url)}`;
  return [title, '', ...ladder(book, levels, state.columns), '', ...tape(state.trades.slice(0, trades))];
}

/** For printing one after the other: `12:30:01.123456 buy 0.5 @ 64000.00`. */
export const tradeLine = (trade: TradeEvent): string =>
  colorOf(trade)(`${timeOf(trade)} ${trade.aggressor ?? ''} ${trimmed(trade.quantity)} @ ${trade.price}`);

/** `12:30:01.123456 busted 1024-1`, or `corrected 1024-1 to 0.4 @ 64000.00`: the trade by its event. */
export function tradeChangedLine(change: TradeChangedEvent): string {
  const { trade, busted, quantity, price } = change;
  const what = `${trade.sequence}-${trade.index}`;
  const became = busted ? `busted ${what}` : `corrected ${what} to ${trimmed(quantity)} @ ${price}`;
  return `${timeOf(change)} ${became}`;
}

/** `opening-auction, 10 @ 64000.00, 3 left to buy`, or `stale: gap`; nothing while trading is continuous. */
export function marketText({ market, status }: Pick<Subscription, 'market' | 'status'>): string {
  const { phase, indicative } = market;
  if (status?.state === 'stale')
    return `stale: ${status.reason ?? 'for a reason that this version does not know'}`;
  if (phase === 'continuous') return '';
  const name = phase ?? 'a phase that this version does not know';
  if (indicative === undefined) return name;
  const { quantity, price, surplus, surplusSide } = indicative;
  const left = surplusSide === undefined ? '' : `, ${trimmed(surplus)} left to ${surplusSide}`;
  return `${name}, ${trimmed(quantity)} @ ${price}${left}`;
}

/** In a small window the depth goes before the trades. */
function roomFor(rows: number, wanted: number): { levels: number; trades: number } {
  const free = rows - FRAME_ROWS;
  const trades = Math.max(1, Math.min(MOST_TRADES, Math.floor(free / 3)));
  return { trades, levels: Math.max(1, Math.min(wanted, Math.floor((free - trades) / 2))) };
}

function ladder(book: ScreenBook, levels: number, columns: number): string[] {
  const asks = book.asks(levels).reverse();
  const bids = book.bids(levels);
  const quantities = [...asks, ...bids].map(({ quantity }) => quantity);
  const places = placesOf(quantities);
  const wordCells = Math.max(WORD_CELLS, ...[...asks, ...bids].map(({ word }) => word.length));
  const cells = Math.max(0, Math.min(BAR_CELLS, columns - (2 * NUMBER_CELLS + wordCells + 3)));
  const perCell = Math.max(...quantities.map(Number), Number.MIN_VALUE) / cells;
  const line = (color: Color) => (level: ScreenRow) =>
    color(
      row(level.price, shownTo(places, level.quantity), level.word, wordCells) + bar(level, perCell, cells),
    );
  return [
    pc.dim(row('price', 'quantity', book.heading, wordCells)),
    ...asks.map(line(pc.red)),
    pc.dim(spreadText(book, bids[0], asks.at(-1))),
    ...bids.map(line(pc.green)),
  ];
}

function tape(trades: readonly TradeEvent[]): string[] {
  if (trades.length === 0) return [pc.dim('  no trades yet')];
  const places = placesOf(trades.map(({ quantity }) => quantity));
  const line = (trade: TradeEvent) =>
    `${row(trade.price, shownTo(places, trade.quantity), trade.aggressor ?? '')} ${timeOf(trade)}`;
  return [pc.dim(row('price', 'quantity', 'trades')), ...trades.map((trade) => colorOf(trade)(line(trade)))];
}

const row = (price: string, quantity: string, word: string, wordCells = WORD_CELLS): string =>
  `${price.padStart(NUMBER_CELLS)} ${quantity.padStart(NUMBER_CELLS)} ${word.padStart(wordCells)}`;

function bar({ quantity }: ScreenRow, perCell: number, cells: number): string {
  if (cells === 0) return '';
  return ` ${'█'.repeat(Math.max(1, Math.round(Number(quantity) / perCell)))}`;
}

function spreadText(
  { security }: ScreenBook,
  bid: ScreenRow | undefined,
  ask: ScreenRow | undefined,
): string {
  if (!bid && !ask) return '  the book is empty';
  if (!bid || !ask) return '─'.padStart(NUMBER_CELLS);
  const { priceScale } = security;
  const spread = parseFixed(ask.price, priceScale) - parseFixed(bid.price, priceScale);
  return row(formatFixed(spread, priceScale), 'spread', '');
}

/** So that the decimal points of a column stand under each other, and no column is wider than it must be. */
const placesOf = (decimals: readonly string[]): number => Math.max(0, ...decimals.map(scaleOf));

function shownTo(places: number, decimal: string): string {
  const point = decimal.indexOf('.');
  if (point < 0) return decimal;
  return decimal.slice(0, places === 0 ? point : point + 1 + places);
}

/** UTC, to the microsecond. */
function timeOf({ seconds, nanos }: Pick<TradeEvent, 'seconds' | 'nanos'>): string {
  const time = new Date(seconds * 1000).toISOString().slice(11, 19);
  return `${time}.${String(Math.floor(nanos / 1000)).padStart(6, '0')}`;
}

const colorOf = ({ aggressor }: TradeEvent): Color => (aggressor === 'sell' ? pc.red : pc.green);
