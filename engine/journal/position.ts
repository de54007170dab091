/**
 * A place between two batches, with all that is needed to go on from it. Plain data: it travels from the thread that
 * recovered to the one that journals, and into image files.
 */
import { randomBytes } from 'node:crypto';

export interface JournalPosition {
  /** 32 hexadecimal digits, drawn when the journal began. */
  readonly journalId: string;
  /** Number of the segment, from 1; 0 = none yet. */
  readonly segment: number;
  /** Bytes of that segment up to here. */
  readonly offset: number;
  readonly chainLow: number;
  readonly chainHigh: number;
  readonly batches: number;
  readonly lastSequence: number;
}

export function newJournal(journalId = randomBytes(16).toString('hex')): JournalPosition {
  return { journalId, segment: 0, offset: 0, chainLow: 0, chainHigh: 0, batches: 0, lastSequence: 0 };
}

export function writeJournalId(words: Int32Array, at: number, journalId: string): void {
  for (let i = 0; i < 4; i++) words[at + i] = Number.parseInt(journalId.slice(i * 8, i * 8 + 8), 16);
}

export function readJournalId(words: Int32Array, at: number): string {
  let text = '';
  for (let i = 0; i < 4; i++) text += (words[at + i] >>> 0).toString(16).padStart(8, '0');
  return text;
}
