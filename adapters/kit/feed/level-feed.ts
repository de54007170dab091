/** An instrument whose venue tells levels: `BookSync` says what an update is worth, `BookShow` shows what came of it. */
import { StatusReason } from '../../../protocol/records/venue-data.js';
import { type BookSync, SyncState, Verdict } from '../book/book-sync.js';
import type { BookUpdate } from '../book/book-update.js';
import type { BookShow } from './book-show.js';

export class LevelFeed {
  /** Updates that changed the book. */
  applied = 0;

  /**
   * @param scratch for updates that were kept; one for all instruments of a session will do
   * @param isStrict the venue takes out only levels that it has told of: anything else means that something was missed
   */
  constructor(
    readonly sync: BookSync<BookUpdate>,
    readonly show: BookShow,
    private readonly scratch: BookUpdate,
    private readonly isStrict = false,
  ) {}

  get needsSnapshot(): boolean {
    return this.sync.state === SyncState.Waiting;
  }

  update(update: BookUpdate): Verdict {
    const verdict = this.sync.take(update);
    if (verdict === Verdict.Apply) this.apply(update);
    else if (verdict === Verdict.Gap) this.show.set(StatusReason.Gap);
    return verdict;
  }

  /** False: it is older than the updates that were kept, or wrong; another one is needed. */
  snapshot(snapshot: BookUpdate): boolean {
    const { sync, scratch } = this;
    if (!sync.begin(snapshot.lastId, scratch)) return false;
    if (!this.show.begin(snapshot)) {
      sync.reset();
      return false;
    }
    for (let i = 0; i < sync.pending.count; i++) {
      sync.pending.read(i, scratch);
      if (sync.take(scratch) === Verdict.Apply) this.apply(scratch);
    }
    sync.pending.clear();
    return true;
  }

  /** The book begins anew. */
  restart(reason: StatusReason): void {
    this.sync.reset();
    this.show.set(reason);
  }

  private apply(update: BookUpdate): void {
    const { show, sync, isStrict } = this;
    const { unknownDeletes } = show.book;
    this.applied++;
    const isRight = show.update(update);
    if (isRight && !(isStrict && show.book.unknownDeletes > unknownDeletes)) return;
    show.set(StatusReason.Inconsistent);
    sync.reset();
  }
}
