/**
 * Holds one product's book against what the venue tells beside it. Updates, trades and tickers carry the time of the command that
 * caused them, to the microsecond, so for each time:
 *
 * - trades take their whole size off the level of their price;
 * - a ticker's best prices are the book's before the command, or at some moment of it.
 *
 * The channels come out of step with one another, so a trade or ticker waits until the book is well past its time.
 */
import type { VenueBook } from '../../../adapters/kit/book/venue-book.js';
import { Side } from '../../../protocol/codes/enums.js';
import type { BookRecord, TopRecord, TradeRecord } from '../../venue-data/venue-data-reader.js';
import type { Differences } from '../differences.js';

/** How far the channels may be apart, in microseconds of the venue's time. */
const APART_MICROS = 10_000_000;

interface LevelChange {
  readonly before: number;
  after: number;
}

/** What one command of the venue did to the book. */
interface Moment {
  readonly micros: number;
  /** By `keyOf`. */
  readonly levels: Map<number, LevelChange>;
  /** Best bid and ask, in turn: before it, and after each update of it. */
  readonly tops: number[];
}

interface Claim {
  readonly micros: number;
  readonly place: string;
}

interface TradeClaim extends Claim {
  readonly key: number;
  lots: number;
}

interface TopClaim extends Claim {
  readonly bid: number;
  readonly ask: number;
}

export class MatchJudge {
  matches = 0;
  agreeingMatches = 0;
  tickers = 0;
  agreeingTickers = 0;
  /** Updates that are told with an earlier time than the one before. */
  backwards = 0;
  private moments: Moment[] = [];
  private trades: TradeClaim[] = [];
  private tops: TopClaim[] = [];
  private levels: [number, LevelChange][] = [];
  private bid = Number.NaN;
  private ask = Number.NaN;
  /** Before it nothing can be said: the snapshot has it already. */
  private firstMicros = Number.POSITIVE_INFINITY;

  constructor(
    private readonly product: string,
    private readonly differences: Differences,
  ) {}

  level(side: Side, ticks: number, before: number, after: number): void {
    this.levels.push([keyOf(side, ticks), { before, after }]);
  }

  book({ bids, asks }: VenueBook, record: BookRecord, place: string): void {
    if (!record.isWhole) this.update(microsOf(record), place);
    this.bid = bids.count > 0 ? bids.keyAt(0) : Number.NaN;
    this.ask = asks.count > 0 ? -asks.keyAt(0) : Number.NaN;
    if (record.isWhole) return this.begin();
    this.moments.at(-1)!.tops.push(this.bid, this.ask);
    this.judge(microsOf(record) - APART_MICROS);
  }

  trade(trade: TradeRecord, place: string): void {
    const maker = trade.side === Side.Buy ? Side.Sell : Side.Buy;
    const [micros, key] = [microsOf(trade), keyOf(maker, trade.priceTicks)];
    const same = this.trades.find((claim) => claim.micros === micros && claim.key === key);
    if (same) same.lots += trade.qtyLots;
    else this.trades.push({ micros, key, lots: trade.qtyLots, place });
  }

  ticker(top: TopRecord, place: string): void {
    this.tops.push({ micros: microsOf(top), bid: top.bidTicks, ask: top.askTicks, place });
  }

  /** What is later than the last update stays undecided. */
  end(): void {
    this.judge((this.moments.at(-1)?.micros ?? 0) + 1);
  }

  /** A book that begins: what is known of an earlier one does not lead to it. */
  private begin(): void {
    this.moments = [];
    this.trades = [];
    this.tops = [];
    this.levels = [];
    this.firstMicros = Number.POSITIVE_INFINITY;
  }

  private update(micros: number, place: string): void {
    let moment = this.moments.at(-1);
    if (moment && micros < moment.micros) {
      this.backwards++;
      this.differences.add(() => `${place} ${this.product}: the update is older than the one before it`);
    }
    if (moment === undefined || micros > moment.micros) {
      moment = { micros, levels: new Map(), tops: [this.bid, this.ask] };
      this.moments.push(moment);
      this.firstMicros = Math.min(this.firstMicros, micros);
    }
    for (const [key, change] of this.levels) {
      const known = moment.levels.get(key);
      if (known) known.after = change.after;
      else moment.levels.set(key, change);
    }
    this.levels = [];
  }

  private judge(beforeMicros: number): void {
    this.trades = this.trades.filter((claim) => claim.micros >= beforeMicros || this.judgeTrade(claim));
    this.tops = this.tops.filter((claim) => claim.micros >= beforeMicros || this.judgeTop(claim));
    // The last moment before is what tickers begin from.
    while (this.moments.length > 1 && this.moments[1].micros < beforeMicros) this.moments.shift();
  }

  /** @returns false: it is decided */
  private judgeTrade({ micros, key, lots, place }: TradeClaim): false {
    if (micros < this.firstMicros) return false;
    const change = this.at(micros)?.levels.get(key);
    this.matches++;
    if (change && change.before - change.after === lots) this.agreeingMatches++;
    else
      this.differences.add(
        () =>
          `${place} ${this.product}: expected ${lots} lots less at the price of the trade, found ${text(change)}`,
      );
    return false;
  }

  private judgeTop({ micros, bid, ask, place }: TopClaim): false {
    if (micros < this.firstMicros) return false;
    const tops = this.topsAt(micros);
    this.tickers++;
    for (let i = 0; i < tops.length; i += 2)
      if (tops[i] === bid && tops[i + 1] === ask) {
        this.agreeingTickers++;
        return false;
      }
    this.differences.add(
      () =>
        `${place} ${this.product}: expected bid ${bid} and ask ${ask} (ticks) in the book, found ${tops.join(' ')}`,
    );
    return false;
  }

  private at(micros: number): Moment | undefined {
    return this.moments.find((moment) => moment.micros === micros);
  }

  /** Before and within the command of this time; of the last one before it, when it did nothing to the book. */
  private topsAt(micros: number): readonly number[] {
    const last = this.moments.findLast((moment) => moment.micros <= micros);
    if (last === undefined) return [];
    return last.micros === micros ? last.tops : last.tops.slice(-2);
  }
}

/** A side and price in one number. */
const keyOf = (side: Side, ticks: number): number => ticks * 2 + (side - 1);

const microsOf = ({ seconds, nanos }: { seconds: number; nanos: number }): number =>
  seconds * 1e6 + Math.floor(nanos / 1e3);

const text = (change: LevelChange | undefined): string =>
  change ? `${change.before} before and ${change.after} after` : 'no change of that level at that time';
