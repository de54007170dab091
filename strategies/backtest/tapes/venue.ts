/** Recorded sessions with Binance, Coinbase and Kraken, through their adapters: price levels as sums, and trades. */
import type { BookSide } from '../../../adapters/kit/book/book-side.js';
import type { VenueBook } from '../../../adapters/kit/book/venue-book.js';
import { BinanceReplay } from '../../../engine/replay/binance/replay.js';
import { BinanceSurvey } from '../../../engine/replay/binance/symbols.js';
import { CoinbaseReplay } from '../../../engine/replay/coinbase/replay.js';
import { CoinbaseSurvey } from '../../../engine/replay/coinbase/symbols.js';
import { KrakenReplay } from '../../../engine/replay/kraken/replay.js';
import { KrakenSurvey } from '../../../engine/replay/kraken/symbols.js';
import type { ProgressOutput } from '../../../engine/replay/progress.js';
import type { Recording } from '../../../engine/replay/venues/recording.js';
import type { Symbols } from '../../../engine/replay/venues/survey.js';
import { firstPass, reading, type Surveyor } from '../../../engine/replay/venues/two-passes.js';
import type {
  BookRecord,
  TradeRecord,
  VenueDataListener,
} from '../../../engine/venue-data/venue-data-reader.js';
import { Side } from '../../../protocol/codes/enums.js';
import { VenueStatus } from '../../../protocol/records/venue-data.js';
import type { RecordedLevels } from '../recorded-market.js';
import { type Stage, stepText, type Tape } from './tape.js';

const PLACES_MAX = 10;

interface Player {
  run(progress: ProgressOutput): Promise<unknown>;
}
type Survey = Surveyor & { readonly symbols: Symbols };
type Open<S> = (surveyed: S, recording: Recording, tap: VenueDataListener) => Player;

export const binanceTape = (files: readonly string[], progress: ProgressOutput): Promise<Tape> =>
  venueTape(files, progress, new BinanceSurvey(), (...parts) => new BinanceReplay(...parts));

export const coinbaseTape = (files: readonly string[], progress: ProgressOutput): Promise<Tape> =>
  venueTape(files, progress, new CoinbaseSurvey(), (...parts) => new CoinbaseReplay(...parts));

export const krakenTape = (files: readonly string[], progress: ProgressOutput): Promise<Tape> =>
  venueTape(files, progress, new KrakenSurvey(), (...parts) => new KrakenReplay(...parts));

async function venueTape<S extends Survey>(
  files: readonly string[],
  progress: ProgressOutput,
  surveyed: S,
  open: Open<S>,
): Promise<Tape> {
  await firstPass({ files, progress }, surveyed);
  const recorded = surveyed.symbols.instruments();
  const cuts = recorded.map(({ price, qty }) => cutPlaces(price.places, qty.places));
  const instruments = recorded.map(({ symbol, price, qty }, i) => ({
    symbol,
    tick: stepText(price.step, price.places),
    lot: stepText(qty.step, qty.places - cuts[i]),
  }));
  const lotsPer = cuts.map((cut) => 10 ** cut);
  const play = async (stage: Stage): Promise<void> => {
    await reading(files, (recording) =>
      open(surveyed, recording, new Tap(stage, recording, lotsPer)).run(progress),
    );
  };
  return { instruments, play };
}

/**
 * Decimal places of quantities that are rounded away: an order's value is counted in ticks × lots below 2^53, and with more
 * than ten places for both of them a level of the book would have to be many orders.
 */
const cutPlaces = (pricePlaces: number, qtyPlaces: number): number =>
  Math.min(qtyPlaces, Math.max(0, pricePlaces + qtyPlaces - PLACES_MAX));

/** What the adapter has made of a message happens at the time at which it was received. */
class Tap implements VenueDataListener {
  /** @param lotsPer recorded lots to one of ours, instrument by instrument */
  constructor(
    private readonly stage: Stage,
    private readonly recording: Recording,
    private readonly lotsPer: readonly number[],
  ) {}

  level(instrument: number, side: Side, ticks: number, _before: number, after: number): void {
    this.now(instrument)?.setLevel(side, ticks, this.lots(instrument, after));
  }

  book(instrument: number, { bids, asks }: VenueBook, { isWhole }: BookRecord): void {
    if (isWhole)
      this.now(instrument)?.setBook(this.levels(instrument, bids, 1), this.levels(instrument, asks, -1));
  }

  trade(instrument: number, { side, priceTicks, qtyLots }: TradeRecord): void {
    const market = this.now(instrument);
    if (market === undefined) return;
    const taker = side || takerAt(market.bestTicks(Side.Sell), priceTicks);
    market.trade(taker, priceTicks, this.lots(instrument, qtyLots));
  }

  top(): void {}

  status(instrument: number, status: VenueStatus): void {
    if (status !== VenueStatus.Live) this.stage.market(instrument - 1)?.clear();
  }

  private now(instrument: number) {
    this.stage.at(this.recording.seconds, this.recording.nanos);
    this.stage.event();
    return this.stage.market(instrument - 1);
  }

  private lots(instrument: number, recorded: number): number {
    return recorded === 0 ? 0 : Math.max(1, Math.round(recorded / this.lotsPer[instrument - 1]));
  }

  private levels(instrument: number, side: BookSide, sign: 1 | -1): RecordedLevels {
    const price = new Float64Array(side.count);
    const lots = new Float64Array(side.count);
    for (let rank = 0; rank < side.count; rank++) {
      price[rank] = sign * side.keyAt(rank);
      lots[rank] = this.lots(instrument, side.lotsAt(rank));
    }
    return { count: side.count, price, lots, units: 1 };
  }
}

/** Who took, where the venue does not tell. */
const takerAt = (bestAsk: number, ticks: number): Side => (ticks >= bestAsk ? Side.Buy : Side.Sell);
