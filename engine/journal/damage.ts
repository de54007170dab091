/**
 * Tells a torn tail from damage. A batch is written only after the sync of the one before it returned, so a crash can
 * tear only the very last batch of the very last segment. Anything bad with a committed batch behind it was whole once:
 * that is damage, and to go on would silently lose what was acknowledged.
 */
import { kindOf, RECORD_BYTES, RECORD_WORDS } from '../../protocol/records/layout.js';
import type { JournalFile } from './files.js';
import { COMMIT_MAGIC, Com, JournalKind } from './format.js';
import { isSoundCommit } from './segment-scanner.js';

/** What a crash left behind the last commit. */
export interface TornTail {
  readonly segment: number;
  readonly offset: number;
  readonly bytes: number;
  /** Whole records in it. */
  readonly records: number;
}

/** Why what stands from `offset` on cannot be a torn batch; empty when it can. */
export function damageBehind(file: JournalFile, offset: number): string {
  const bytes = new Uint8Array((file.size() - offset + 7) & ~7);
  const whole = Math.floor(file.read(bytes, 0, bytes.length, offset) / RECORD_BYTES);
  const i32 = new Int32Array(bytes.buffer);
  for (let record = 0; record < whole; record++) {
    const at = record * RECORD_WORDS;
    if (!looksLikeCommit(i32, at)) continue;
    const where = `at offset ${offset + record * RECORD_BYTES}`;
    const count = i32[at + Com.Count];
    if (count > 0 && count <= record && isSoundCommit(i32, bytes, at, count, at - count * RECORD_WORDS))
      return `a valid commit follows it ${where}`;
    if ((record + 1) * RECORD_BYTES < file.size() - offset)
      return `more was written behind its commit ${where}`;
  }
  return '';
}

function looksLikeCommit(i32: Int32Array, at: number): boolean {
  return kindOf(i32[at]) === JournalKind.Commit && i32[at + Com.Magic] === COMMIT_MAGIC;
}
