/**
 * Venues' best levels as strategies get them, beside our own books: out of the venue's market data, or where there is none as many as
 * the core knows. Whole each time they have changed, and empty while the venue is down or does not trade the instrument.
 */
import { Cmd, CommandKind, reasonOf } from '../../protocol/records/command.js';
import { byteA, kindOf } from '../../protocol/records/layout.js';
import type { Limits } from '../config/limits.js';
import { VenueListings } from '../views/venue-listings.js';
import { Board } from './board.js';
import { type MarketDataPlace, VenueDepth } from './venue-depth.js';

/** A venue, and what it lists. */
export interface FeedVenue {
  readonly number: number;
  readonly instruments: readonly number[];
  readonly marketData?: MarketDataPlace;
}

export class VenueBoards {
  private readonly view: VenueListings;
  /** By row of the view. */
  private readonly boards = new Map<number, Board>();
  private readonly depths: VenueDepth[] = [];

  constructor(
    { instruments }: Pick<Limits, 'instruments'>,
    venues: readonly FeedVenue[],
    private readonly mark: (board: Board) => void,
  ) {
    this.view = new VenueListings(instruments);
    for (const venue of venues) {
      const { number } = venue;
      const source = this.depthOf(venue)?.source ?? this.view.bookOf(number);
      for (const id of venue.instruments)
        this.boards.set(this.view.rowOf(number, id), new Board(id, source, number + 1));
    }
  }

  /** What venues tell. Returns how many records were read. */
  doWork(): number {
    let records = 0;
    for (const depth of this.depths) records += depth.doWork();
    return records;
  }

  /** Of one instrument, at whichever venue lists it. */
  of(instrument: number): Board[] {
    return [...this.boards.values()].filter((board) => board.instrument === instrument);
  }

  apply(i32: Int32Array, f64: Float64Array, at: number): void {
    if (this.boards.size === 0 || reasonOf(i32[at + Cmd.Flags]) !== 0) return;
    switch (kindOf(i32[at])) {
      case CommandKind.VenueLevel:
      case CommandKind.DefineListing:
        this.view.apply(i32, f64, at);
        return this.changed(byteA(i32[at]), i32[at + Cmd.Instrument]);
      case CommandKind.VenueStatus:
      case CommandKind.VenueAttached:
        this.view.apply(i32, f64, at);
        for (const board of this.boards.values()) if (board.place === byteA(i32[at]) + 1) this.mark(board);
    }
  }

  private depthOf({ number, instruments, marketData }: FeedVenue): VenueDepth | undefined {
    if (marketData === undefined) return undefined;
    const { view } = this;
    const trades = (id: number) => view.takesOrders(number, id);
    const depth = new VenueDepth(marketData, instruments, trades, (id) => this.changed(number, id));
    this.depths.push(depth);
    return depth;
  }

  private changed(venue: number, instrument: number): void {
    const board = this.boards.get(this.view.rowOf(venue, instrument));
    if (board !== undefined) this.mark(board);
  }
}
