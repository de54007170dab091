/**
 * Depth of a venue's books for strategies, out of the venue's market-data ring: of what is live there and trades. It is ahead of
 * what the core knows, and deeper.
 */
import type { VenueBook } from '../../adapters/kit/book/venue-book.js';
import type { Side } from '../../protocol/codes/enums.js';
import { type StatusReason, VenueStatus } from '../../protocol/records/venue-data.js';
import { type BroadcastMemory, BroadcastReader } from '../rings/broadcast.js';
import { type BookRecord, type VenueDataListener, VenueDataReader } from '../venue-data/venue-data-reader.js';
import { venueLevels } from '../venue-data/venue-levels.js';
import type { LevelView } from '../views/depth.js';
import type { BoardSource } from './board.js';

export interface MarketDataPlace {
  readonly memory: BroadcastMemory;
  readonly reader: number;
  /** Levels a side that a book keeps. */
  readonly levels: number;
}

/** Records in one turn: events of orders do not wait behind a whole book. */
const RECORDS_PER_TURN = 1 << 11;

/** Nobody reads here: the adapter does not wait for it. */
export const leaveUnread = ({ memory, reader }: MarketDataPlace): void =>
  new BroadcastReader(memory, reader).detach();

export class VenueDepth implements VenueDataListener {
  readonly source: BoardSource = {
    top: (instrument, side, max, into) => this.levels(instrument, side, max, into),
  };
  private readonly reader: VenueDataReader;
  private readonly isLive: boolean[] = [];

  /** @param trades whether the venue takes orders for it, @param changed its book is another one */
  constructor(
    { memory, reader, levels }: MarketDataPlace,
    instruments: readonly number[],
    private readonly trades: (instrument: number) => boolean,
    private readonly changed: (instrument: number) => void,
  ) {
    this.reader = new VenueDataReader(memory, reader, instruments, levels, this);
  }

  doWork(): number {
    return this.reader.read(RECORDS_PER_TURN);
  }

  book(instrument: number, _: VenueBook, { isWhole }: BookRecord): void {
    if (isWhole) this.isLive[instrument] = true;
    this.changed(instrument);
  }

  status(instrument: number, status: VenueStatus, _: StatusReason): void {
    if (status === VenueStatus.Live) return;
    this.isLive[instrument] = false;
    this.changed(instrument);
  }

  private levels(instrument: number, side: Side, max: number, into: LevelView): void {
    if (this.isLive[instrument] && this.trades(instrument))
      venueLevels(this.reader.book(instrument), side, max, into);
    else into.count = 0;
  }
}
