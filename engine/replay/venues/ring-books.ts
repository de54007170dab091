/** A market-data ring with its reader, for whoever replays a venue: what is compared is the book that the records make. */

import { BroadcastWriter, createBroadcast } from '../../rings/broadcast.js';
import { Doorbell } from '../../rings/doorbell.js';
import { type VenueDataListener, VenueDataReader } from '../../venue-data/venue-data-reader.js';

const SLOTS = 1 << 16;

export class RingBooks extends VenueDataReader {
  readonly writer: BroadcastWriter;

  /** @param instruments they are numbered from 1 */
  constructor(instruments: number, levels: number, listener: VenueDataListener) {
    const memory = createBroadcast(Math.max(SLOTS, slotsFor(levels)), [Doorbell.create()], [0]);
    const numbers = Array.from({ length: instruments }, (_, i) => i + 1);
    super(memory, 0, numbers, levels, listener);
    this.writer = new BroadcastWriter(memory);
  }
}

/** A whole book has to fit. */
const slotsFor = (levels: number): number => 2 ** Math.ceil(Math.log2(levels + 16));
