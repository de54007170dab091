/**
 * How a book of CME begins: with the pieces of one and the same snapshot, not before its definition has come; what came behind them is in the kit's log. By price or by order, as the books are.
 */
import { Mdp3Packet } from '../../../protocol/mdp3/packet.js';
import { StatusReason } from '../../../protocol/records/venue-data.js';
import { SbeFault } from '../../../protocol/views/sbe-message.js';
import { LoopedRecovery, type RecoveryOwner } from '../../kit/datagrams/looped-recovery.js';
import type { Definitions } from './definitions.js';
import { type MdpBooks, TEMPLATE_AT, Template } from './mdp-books.js';
import type { CmeMarketOptions } from './options.js';
import { SnapshotPieces } from './snapshot-pieces.js';

const NOBODY = -1;

export class Recovery extends LoopedRecovery {
  /** Whose book is made of the log; -1: what is read is for all. */
  private only = NOBODY;
  private readonly pieces: SnapshotPieces;

  constructor(
    options: CmeMarketOptions,
    private readonly source: MdpBooks,
    private readonly definitions: Definitions,
    owner: RecoveryOwner,
  ) {
    super(options, new Mdp3Packet(), owner);
    this.pieces = new SnapshotPieces(options.instruments.length);
  }

  /** Whether what is being read is for this book. */
  isFor(place: number): boolean {
    return this.only === NOBODY || this.only === place;
  }

  /** A piece, whose head the books have read. */
  piece(place: number): void {
    const { source, pieces } = this;
    const { books } = this.owner;
    const { head } = source;
    if (books.has(place) || !this.definitions.has(place) || !pieces.isNext(place, head)) return;
    if (head.piece === 1) {
      source.clear(place);
      books.begin(place);
    }
    this.hasFailed = false;
    source.takeSnapshot(place);
    if (pieces.taken(place, head, !this.hasFailed)) this.whole(place, head.lastSequence);
  }

  private whole(place: number, lastSequence: number): void {
    if (!this.isOfUse(lastSequence)) {
      this.owner.counters.uselessSnapshots++;
      return;
    }
    this.only = place;
    this.begin(place, lastSequence);
    this.only = NOBODY;
  }

  protected again(place: number, bytes: Buffer, start: number, end: number): void {
    const template = bytes.readUInt16LE(start + TEMPLATE_AT);
    const isReset = template === Template.ChannelReset;
    const isDamaged =
      this.source.follows(template) && this.source.take(template, bytes, start, end) !== SbeFault.None;
    if (isReset || isDamaged) this.owner.lose(place, StatusReason.Synchronizing);
  }
}
