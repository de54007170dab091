/** Compares the engine's best levels with a depth row: price, size, and number of orders of each, both sides. */
import { Side } from '../../../protocol/codes/enums.js';
import { LevelView } from '../../views/depth.js';
import type { Differences } from '../differences.js';
import { firstDifference, NO_DIFFERENCE, type RecordedSide } from '../recorded-side.js';
import type { DepthFile, DepthRow } from './depth-row.js';
import type { RecordedBook } from './recorded-book.js';
import { priceText } from './units.js';

export class DepthJudge {
  rows = 0;
  agreeing = 0;
  /** Rows whose message is not in the messages. */
  withoutMessage = 0;
  private readonly view: LevelView;

  constructor(
    readonly file: DepthFile,
    private readonly differences: Differences,
  ) {
    this.view = new LevelView(file.levels);
  }

  compare(row: DepthRow, book: RecordedBook): void {
    this.rows++;
    if (this.agrees(row, book, Side.Buy, row.bids) && this.agrees(row, book, Side.Sell, row.asks))
      this.agreeing++;
  }

  missing(row: DepthRow): void {
    this.rows++;
    this.withoutMessage++;
    this.differences.add(
      () => `depth line ${row.line}: no message has its sequence ${row.sequence} and instrument`,
    );
  }

  private agrees(row: DepthRow, book: RecordedBook, side: Side, recorded: RecordedSide): boolean {
    const { file, view } = this;
    book.market.top(side, file.levels, view);
    const level = firstDifference(recorded, view, book.tick, file.levels, file.countsOrders);
    if (level === NO_DIFFERENCE) return true;
    this.differences.add(() => {
      const where = `${side === Side.Buy ? 'bid' : 'ask'} level ${level + 1}`;
      const expected = recordedText(recorded, level);
      const found = engineText(view, level, book.tick);
      return `depth line ${row.line} (${book.label}, sequence ${row.sequence}): ${where}: expected ${expected}, the engine has ${found}`;
    });
    return false;
  }
}

function recordedText(side: RecordedSide, level: number): string {
  if (level >= side.count) return 'no level';
  return levelText(side.price[level], side.lots[level], side.orders[level]);
}

function engineText(view: LevelView, level: number, tick: number): string {
  if (level >= view.count) return 'no level';
  return levelText(view.priceTicks[level] * tick, view.lots[level], view.orders[level]);
}

const levelText = (price: number, lots: number, orders: number): string =>
  `${priceText(price)} x ${lots} (${orders} orders)`;
