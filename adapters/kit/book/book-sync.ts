/**
 * Makes a book of a snapshot and updates, and proves that nothing is missing between them. A small state machine:
 *
 * ```
 *            snapshot that the kept updates go on from
 *  Waiting ───────────────────────────────────────────▶ Bridging ──first update that bridges──▶ Live
 *     ▲  updates are kept                                  │                                    │
 *     └────────────────── an update does not bridge or follow: a gap ◀─────────────────────────┘
 * ```
 *
 * It only decides; the caller applies. After a gap everything starts from a new snapshot, and the update that showed the gap
 * is the first one kept for it.
 */
import type { Numbered, SequenceRule } from './sequence-rule.js';

/** Updates that came before their snapshot, in order. Has room for so many and no more. */
export interface Pending<Update> {
  readonly count: number;
  /** False: there is no room for it. */
  push(update: Update): boolean;
  /** Puts a kept update back into an update. */
  read(index: number, update: Update): void;
  clear(): void;
}

export const enum SyncState {
  Waiting = 0,
  Bridging = 1,
  Live = 2,
}

/** What is to be done with an update. */
export const enum Verdict {
  Apply = 0,
  /** Kept until the snapshot is there. */
  Kept = 1,
  /** The snapshot holds it already. */
  Old = 2,
  /** It was here before. */
  Repeated = 3,
  /** Something is missing before it: what the book holds is no longer the venue's. */
  Gap = 4,
}

export class BookSync<Update extends Numbered> {
  state: SyncState = SyncState.Waiting;
  /** Id that the book stands at. Not 0 at first, so that it is a double from the start and stays in place. */
  bookId = Number.NaN;
  gaps = 0;
  repeated = 0;
  /** Times that updates waiting for a snapshot were more than there is room for: all were dropped. */
  overflows = 0;
  private keptId = Number.NaN;

  constructor(
    private readonly rule: SequenceRule,
    readonly pending: Pending<Update>,
  ) {}

  /** The connection is a new one: nothing of the old one counts. */
  reset(): void {
    this.state = SyncState.Waiting;
    this.pending.clear();
  }

  take(update: Update): Verdict {
    if (this.state === SyncState.Waiting) return this.keep(update);
    if (this.state === SyncState.Live) {
      if (this.rule.follows(update, this.bookId)) return this.advance(update);
      if (update.lastId <= this.bookId) return this.repeat();
      return this.gap(update);
    }
    if (this.rule.isBefore(update, this.bookId)) return Verdict.Old;
    if (!this.rule.bridges(update, this.bookId)) return this.gap(update);
    this.state = SyncState.Live;
    return this.advance(update);
  }

  /**
   * Asks whether a snapshot will do. True: apply it, then `take` each of the kept updates again. False: it is older than what
   * was kept; get another one.
   * @param scratch an update that the kept ones are read into
   */
  begin(snapshotId: number, scratch: Update): boolean {
    const { pending, rule } = this;
    for (let i = 0; i < pending.count; i++) {
      pending.read(i, scratch);
      if (rule.isBefore(scratch, snapshotId)) continue;
      if (!rule.bridges(scratch, snapshotId)) return false;
      break;
    }
    this.state = SyncState.Bridging;
    this.bookId = snapshotId;
    return true;
  }

  private advance(update: Update): Verdict {
    this.bookId = update.lastId;
    return Verdict.Apply;
  }

  private repeat(): Verdict {
    this.repeated++;
    return Verdict.Repeated;
  }

  private gap(update: Update): Verdict {
    this.gaps++;
    this.state = SyncState.Waiting;
    this.pending.clear();
    this.keep(update);
    return Verdict.Gap;
  }

  private keep(update: Update): Verdict {
    const { pending } = this;
    if (pending.count > 0 && !this.rule.follows(update, this.keptId)) {
      if (update.lastId <= this.keptId) return this.repeat();
      this.gaps++;
      pending.clear();
    }
    if (!pending.push(update)) {
      this.overflows++;
      pending.clear();
      pending.push(update);
    }
    this.keptId = update.lastId;
    return Verdict.Kept;
  }
}
