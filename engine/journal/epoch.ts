/**
 * The number of the start. It is raised and synced before anything else, so that an id made of (epoch, number) is never
 * made twice, even when an unsynced tail of the journal was lost. Damage to the file cannot bring an old one back: the
 * segments carry theirs as well.
 */
import { readWhole, replaceFile } from './atomic-file.js';
import { crc32 } from './checksum.js';
import { JournalDamage, JournalIoError } from './errors.js';
import type { JournalFiles } from './files.js';
import { readSegmentHeader } from './segment-header.js';
import { listSegments } from './walk.js';

export const EPOCH_FILE = 'epoch';

/** @param data the data directory  @param journal its journal directory */
export function nextEpoch(data: JournalFiles, journal: JournalFiles): number {
  const epoch = Math.max(readEpoch(data), lastJournaled(journal)) + 1;
  const text = String(epoch);
  try {
    replaceFile(data, EPOCH_FILE, [new TextEncoder().encode(`${text} ${checksum(text)}\n`)]);
  } catch (error) {
    throw new JournalIoError('write the epoch', error);
  }
  return epoch;
}

/** 0 when there is none yet. */
function readEpoch(data: JournalFiles): number {
  const bytes = readWhole(data, EPOCH_FILE);
  if (bytes === undefined) return 0;
  const [text, check] = new TextDecoder().decode(bytes).trimEnd().split(' ');
  if (!/^\d{1,9}$/.test(text) || check !== checksum(text))
    throw new JournalDamage(
      `the file "${EPOCH_FILE}" is damaged; take it away and the journal's own epochs count`,
      0,
      0,
      0,
    );
  return Number(text);
}

/** Epoch of the newest readable segment. */
function lastJournaled(journal: JournalFiles): number {
  for (const { name } of listSegments(journal).reverse()) {
    const file = journal.open(name, 'read');
    const header = file && readSegmentHeader(file);
    file?.close();
    if (header) return header.epoch;
  }
  return 0;
}

const checksum = (text: string): string =>
  crc32(new TextEncoder().encode(text)).toString(16).padStart(8, '0');
