/**
 * LOBSTER: orders one by one while the best levels of the book show them, and those levels as sums. Orders told of by messages
 * stand as they are; what a level has beyond them (from before the file, or come into sight) stands there as a sum.
 */
import { basename } from 'node:path';
import { CsvRows } from '../../../engine/replay/input/csv-rows.js';
import { BookRow } from '../../../engine/replay/lobster/book-row.js';
import { finestTick, firstRow } from '../../../engine/replay/lobster/first-row.js';
import { LobsterMessage, MessageType, PRICE_PLACES } from '../../../engine/replay/lobster/messages.js';
import { Progress, type ProgressOutput } from '../../../engine/replay/progress.js';
import type { RecordedSide } from '../../../engine/replay/recorded-side.js';
import { Side } from '../../../protocol/codes/enums.js';
import type { RecordedMarket } from '../recorded-market.js';
import { type Stage, stepText, type Tape } from './tape.js';

/** AMZN_2012-06-21_34200000_… */
const NAME = /^([A-Za-z.]+)_(?:(\d{4}-\d\d-\d\d)_)?/;

export async function lobsterTape(
  messageFile: string,
  bookFile: string,
  progress: ProgressOutput,
): Promise<Tape> {
  const [, symbol = 'LOBSTER', day] = NAME.exec(basename(messageFile)) ?? [];
  const units = await unitsPerTick(bookFile);
  const midnight = day === undefined ? 0 : Date.parse(`${day}T00:00:00Z`) / 1_000;
  const play = async (stage: Stage): Promise<void> => {
    const market = stage.market(0);
    const messages = await CsvRows.open(messageFile);
    const book = await CsvRows.open(bookFile);
    try {
      if (market !== undefined) await playBoth(stage, market, messages, book, units, midnight, progress);
    } finally {
      await Promise.all([messages.close(), book.close()]);
    }
  };
  return { instruments: [{ symbol, tick: stepText(units, PRICE_PLACES), lot: '1' }], play };
}

async function playBoth(
  stage: Stage,
  market: RecordedMarket,
  messages: CsvRows,
  book: CsvRows,
  units: number,
  midnight: number,
  progress: ProgressOutput,
): Promise<void> {
  await firstRow(messages);
  await firstRow(book);
  const message = new LobsterMessage(messages);
  const row = new BookRow(book);
  const shown = new Progress('messages', messages, progress);
  for (let more = true, first = true; more; first = false) {
    message.read();
    row.read();
    stage.at(midnight + message.seconds, message.nanos);
    if (!first && message.changesBook) take(market, message, units);
    market.setBook(levels(row.bids, units), levels(row.asks, units));
    stage.event();
    shown.row();
    more = messages.next() || (await messages.advance());
    const bookMore = book.next() || (await book.advance());
    if (more !== bookMore)
      (more ? book : messages).fail(
        'the file ends here, but the other one goes on: they must have equally many rows',
      );
  }
  shown.done();
}

function take(market: RecordedMarket, message: LobsterMessage, units: number): void {
  const { side, lots, idLow, idHigh } = message;
  const ticks = message.price / units;
  switch (message.type) {
    case MessageType.NewOrder:
      return market.rest(side, ticks, lots, idLow, idHigh);
    case MessageType.PartialCancel:
    case MessageType.Deletion:
      // One from before the file is in its level's sum, which the book row puts right.
      return market.knows(idLow, idHigh) ? market.takeOff(idLow, idHigh, lots) : undefined;
    case MessageType.Execution:
      if (market.knows(idLow, idHigh)) market.fill(side, ticks, lots, idLow, idHigh);
      else market.trade(side === Side.Buy ? Side.Sell : Side.Buy, ticks, lots);
  }
}

const levels = ({ count, price, lots }: RecordedSide, units: number) => ({ count, price, lots, units });

async function unitsPerTick(bookFile: string): Promise<number> {
  const rows = await CsvRows.open(bookFile);
  try {
    await firstRow(rows);
    const row = new BookRow(rows);
    row.read();
    return finestTick(row);
  } finally {
    await rows.close();
  }
}
