/** What a replay of a venue's recording is told. */
import type { ProgressOutput } from '../progress.js';

export interface VenueReplayOptions {
  /** Files of the recording; they are merged by time. */
  readonly files: readonly string[];
  readonly progress: ProgressOutput;
}
