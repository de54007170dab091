/**
 * Notices a book's stream that has gone silent while its neighbours go on: a trade or a best price says that the book has moved, and no update says how. Without
 * it the book would be shown as it was for as long as anything else of the instrument is heard. Times are those of the looks at the clock.
 */

/** An update may come before its sign: who is heard within this time has told it. */
const SLACK_MS = 1_000;

export class MoveWatch {
  private readonly isMoved: Uint8Array;
  private readonly isUpdated: Uint8Array;
  private readonly updatedMs: Float64Array;
  /** Of the first sign that no update has followed; Infinity = there is none. */
  private readonly movedMs: Float64Array;

  /** @param overdueMs in which an update has to follow */
  constructor(
    instruments: number,
    private readonly overdueMs: number,
  ) {
    this.isMoved = new Uint8Array(instruments);
    this.isUpdated = new Uint8Array(instruments);
    this.updatedMs = new Float64Array(instruments);
    this.movedMs = new Float64Array(instruments).fill(Number.POSITIVE_INFINITY);
  }

  /** Something else says that the book is another one. */
  moved(instrument: number): void {
    this.isMoved[instrument] = 1;
  }

  updated(instrument: number): void {
    this.isUpdated[instrument] = 1;
  }

  /** True: it has moved for so long, and nothing was said. To be asked at each look at the clock. */
  isOverdue(instrument: number, nowMs: number): boolean {
    const { isMoved, isUpdated, updatedMs, movedMs } = this;
    if (isUpdated[instrument] !== 0) {
      updatedMs[instrument] = nowMs;
      movedMs[instrument] = Number.POSITIVE_INFINITY;
    } else if (isMoved[instrument] !== 0 && nowMs - updatedMs[instrument] > SLACK_MS)
      movedMs[instrument] = Math.min(movedMs[instrument], nowMs);
    isMoved[instrument] = isUpdated[instrument] = 0;
    return nowMs - movedMs[instrument] >= this.overdueMs;
  }
}
