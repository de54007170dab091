/** A session's store that says so before it forgets everything. */
import { FileStore } from '../../../protocol/fix/store/file-store.js';

export class MarkedStore extends FileStore {
  constructor(
    path: string,
    private readonly beforeReset: () => void,
  ) {
    super(path);
  }

  override reset(): void {
    this.beforeReset();
    super.reset();
  }
}
