/**
 * Where the epochs of a journal end. A sequence beyond the end of its epoch was lost with an asynchronous tail, and a
 * later epoch has given it, or will give it, to something else. Read once at start, from the segments' headers: every
 * start begins a segment, and an end never changes.
 */
import type { JournalFiles } from './files.js';
import { readSegmentHeader } from './segment-header.js';
import { listSegments } from './walk.js';

interface Beginning {
  readonly epoch: number;
  /** The last sequence before it. */
  readonly before: number;
}

export class EpochEnds {
  private readonly beginnings: Beginning[] = [];

  constructor(files: JournalFiles) {
    for (const { name } of listSegments(files)) {
      const file = files.open(name, 'read');
      const header = file && readSegmentHeader(file);
      file?.close();
      if (header) this.add(header.epoch, header.before.lastSequence);
    }
  }

  /** The last sequence that is left of this epoch or an earlier one; infinite where no later epoch has begun. */
  of(epoch: number): number {
    return this.beginnings.find((next) => next.epoch > epoch)?.before ?? Number.POSITIVE_INFINITY;
  }

  private add(epoch: number, before: number): void {
    if (this.beginnings.at(-1)?.epoch !== epoch) this.beginnings.push({ epoch, before });
  }
}
