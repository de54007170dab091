/**
 * What a start does before anything else runs: restore the core, cut a torn tail off, and journal what a crash kept of
 * the last event group from the disk. Called once, on the core's thread, with a core that writes into a private ring.
 *
 * When it returns, everything up to `position` is on disk and is exactly what the core has done.
 */

import type { TornTail } from './damage.js';
import { JournalIoError } from './errors.js';
import { segmentName } from './format.js';
import { JournalWriter } from './journal-writer.js';
import type { JournalPosition } from './position.js';
import { type Restored, type RestoreOptions, restore } from './restore.js';

export interface RecoverOptions extends RestoreOptions {
  /** This start's. */
  readonly epoch: number;
  readonly durability: 'sync' | 'async';
}

export interface Recovered {
  /** Where the journal goes on; for `JournalAgent`. */
  readonly position: JournalPosition;
  /** Name of the image that was loaded. */
  readonly image: string | undefined;
  readonly commands: number;
  readonly records: number;
  /** What was cut off. */
  readonly torn: TornTail | undefined;
  /** Records of the last event group that had not reached the disk and were written again. */
  readonly completed: number;
}

export function recover(options: RecoverOptions): Recovered {
  const restored = restore(options);
  const { image, torn, records, replayer } = restored;
  try {
    settleTail(options, restored);
  } catch (error) {
    throw new JournalIoError('settle the end of the last segment', error);
  }
  const { position, completed } = completeGroup(options, restored);
  if (completed > 0) options.log?.(`journaled ${completed} records that the last event group still missed`);
  return { position, image: image?.name, commands: replayer.commands, records, torn, completed };
}

/** What was read back may still be in memory alone: it has to be on disk before the journal goes on behind it. */
function settleTail({ files, log }: RecoverOptions, { position, torn }: Restored): void {
  if (torn) {
    if (torn.offset === 0) files.remove(segmentName(torn.segment));
    log?.(tornText(torn));
  }
  const file = files.open(segmentName(position.segment), 'write');
  if (file === undefined) return;
  try {
    if (file.size() > position.offset) file.truncate(position.offset);
    file.sync();
  } finally {
    file.close();
  }
}

function completeGroup(
  options: RecoverOptions,
  { position, replayer }: Restored,
): { position: JournalPosition; completed: number } {
  let writer: JournalWriter | undefined;
  const completed = replayer.rest((i32, at) => {
    writer ??= new JournalWriter({ ...options, start: position });
    if (writer.room === 0) writer.commit();
    writer.add(i32, at, 1);
  });
  writer?.commit();
  writer?.close();
  return { position: writer?.position() ?? position, completed };
}

export function tornText({ segment, offset, bytes, records }: TornTail): string {
  return (
    `cut ${bytes} bytes (${records} whole records) off segment ${segment} at offset ${offset}: ` +
    'a batch that was being written when the engine died; nothing of it had been acknowledged with durability sync'
  );
}
