/**
 * How a venue numbers the updates of a book: which of them a snapshot holds already, which one goes on from it, and which
 * one follows which. Sources: Binance's "How to manage a local order book correctly" for spot and for futures.
 */

/** What numbers an update has. */
export interface Numbered {
  /** First and last single change in it, and the last one of the update before. */
  readonly firstId: number;
  readonly lastId: number;
  readonly previousId: number;
}

export interface SequenceRule {
  /** All of the update is in a snapshot of this id. */
  isBefore(update: Numbered, snapshotId: number): boolean;
  /** The update goes on from a snapshot of this id, nothing between them. Asked only when it is not before. */
  bridges(update: Numbered, snapshotId: number): boolean;
  /** The update follows the one that ended with this id. */
  follows(update: Numbered, bookId: number): boolean;
}

/** Ids count single changes, so an update begins where the one before has ended: Binance spot, Coinbase. */
export const CONSECUTIVE: SequenceRule = {
  isBefore: ({ lastId }, snapshotId) => lastId <= snapshotId,
  bridges: ({ firstId }, snapshotId) => firstId <= snapshotId + 1,
  follows: ({ firstId }, bookId) => firstId === bookId + 1,
};

/** Binance futures, USD-M and COIN-M: ids are shared by all symbols, so each update names the one before. */
export const LINKED: SequenceRule = {
  isBefore: ({ lastId }, snapshotId) => lastId < snapshotId,
  bridges: ({ firstId }, snapshotId) => firstId <= snapshotId,
  follows: ({ previousId }, bookId) => previousId === bookId,
};
