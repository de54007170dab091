/** Databento's market by order: every order of the venue by itself, so our place in the queue is exact. */
import { CsvRows } from '../../../engine/replay/input/csv-rows.js';
import { FillBooking } from '../../../engine/replay/mbo/fill-booking.js';
import { Action, MboMessage, NO_SIDE } from '../../../engine/replay/mbo/mbo-message.js';
import { survey } from '../../../engine/replay/mbo/survey.js';
import { PRICE_PLACES } from '../../../engine/replay/mbo/units.js';
import { Progress, type ProgressOutput } from '../../../engine/replay/progress.js';
import { toTicks } from '../../../engine/replay/ticks.js';
import type { RecordedMarket } from '../recorded-market.js';
import { type Stage, stepText, type Tape } from './tape.js';

const NAME_MAX = 28;

interface Book {
  readonly market: RecordedMarket | undefined;
  /** One tick in units of 1e-9. */
  readonly tick: number;
  readonly fills: FillBooking;
}

export async function mboTape(file: string, progress: ProgressOutput): Promise<Tape> {
  const surveyed = await survey(file, undefined, progress);
  const facts = [...surveyed.values()].map(({ label, tick }) => ({ label: nameOf(label), tick }));
  const instruments = facts.map(({ label, tick }, i) => ({
    symbol: facts.findIndex((other) => other.label === label) === i ? label : `${label}:${i + 1}`,
    tick: stepText(tick, PRICE_PLACES),
    lot: '1',
  }));
  const play = async (stage: Stage): Promise<void> => {
    const books = new Map(
      [...surveyed].map(([key, { tick }], i) => [
        key,
        { market: stage.market(i), tick, fills: new FillBooking() } satisfies Book,
      ]),
    );
    const rows = await CsvRows.open(file);
    try {
      await rows.advance();
      const message = new MboMessage(rows);
      const shown = new Progress('messages', rows, progress);
      while (rows.next() || (await rows.advance())) {
        message.read();
        stage.at(message.time.seconds, message.time.nanos);
        take(books.get(message.key)!, message);
        stage.event();
        shown.row();
      }
      shown.done();
    } finally {
      await rows.close();
    }
  };
  return { instruments, play };
}

/** As a configuration may name an instrument, with room for a number. */
const nameOf = (label: string): string => label.replace(/[^\w.:/-]+/g, '-').slice(0, NAME_MAX);

function take({ market, tick, fills }: Book, message: MboMessage): void {
  if (market === undefined) return;
  const { side, size, idLow, idHigh } = message;
  fills.enter(message);
  if (message.action === Action.Clear) {
    fills.clear();
    return market.clear();
  }
  if (side === NO_SIDE) return;
  const ticks = toTicks(message.price, tick);
  switch (message.action) {
    case Action.Add:
      return market.rest(side, ticks, size, idLow, idHigh);
    case Action.Fill:
      fills.filled(message);
      return market.fill(side, ticks, size, idLow, idHigh);
    case Action.Cancel: {
      const lots = size - fills.book(message, size);
      return lots > 0 ? market.takeOff(idLow, idHigh, lots) : undefined;
    }
    case Action.Modify:
      fills.book(message, Number.MAX_SAFE_INTEGER);
      return market.change(side, ticks, size, idLow, idHigh);
  }
}
