/**
 * A session's store that says so before it forgets everything, and that counts what came in only when it is asked to: after the
 * requests have their names on disk. What is counted and not remembered would never be asked for again.
 */
import { FileStore } from '../../../protocol/fix/store/file-store.js';
import { FIX_KEPT_MESSAGES } from '../../config/limits.js';

export class MarkedStore extends FileStore {
  private countedIn: number;

  constructor(
    path: string,
    private readonly beforeReset: () => void,
  ) {
    super(path, { keepMessages: FIX_KEPT_MESSAGES });
    this.countedIn = this.nextIn;
  }

  override setNextIn(seq: number): void {
    this.nextIn = seq;
  }

  override reset(): void {
    this.beforeReset();
    super.reset();
    this.countedIn = this.nextIn;
  }

  /** What came in so far has come in. */
  count(): void {
    if (this.nextIn === this.countedIn) return;
    super.setNextIn(this.nextIn);
    this.countedIn = this.nextIn;
  }
}
