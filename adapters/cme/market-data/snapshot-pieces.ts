/** Snapshots that come in several packets, over two lines, of which some may be lost: pieces of one and the same book fit together whenever they come. */
import type { SnapshotHead } from './mdp-books.js';

export class SnapshotPieces {
  /** Of each book: the piece that is due, and the packet that all of them name. */
  private readonly due: Int32Array;
  private readonly sequence: Float64Array;

  constructor(books: number) {
    this.due = new Int32Array(books).fill(1);
    this.sequence = new Float64Array(books);
  }

  /** Whether it is the one that is due, or the first one of another snapshot. */
  isNext(place: number, { lastSequence, piece }: SnapshotHead): boolean {
    const isSame = this.sequence[place] === lastSequence;
    if (isSame && this.due[place] > 1) return piece === this.due[place];
    this.sequence[place] = lastSequence;
    return piece === 1;
  }

  /** @param isSound false: the snapshot is none @returns whether it is whole now */
  taken(place: number, { piece, pieces }: SnapshotHead, isSound: boolean): boolean {
    const isWhole = isSound && piece === pieces;
    this.due[place] = isSound && !isWhole ? piece + 1 : 1;
    return isWhole;
  }
}
