/**
 * Image files: the core's state at a place in the journal, written at an orderly stop, so that the next start need not
 * replay from zero, and so that a newer core can take over what an older one left.
 *
 * ```
 *  magic u32 | bytes of the description u32 | its CRC-32 u32 | description (JSON) | the core's own image
 * ```
 *
 * The two newest are kept: when the last one is damaged, the one before and a longer tail lead to the same state.
 */
import { readWhole, replaceFile } from './atomic-file.js';
import { crc32 } from './checksum.js';
import { JournalIoError } from './errors.js';
import type { JournalFiles } from './files.js';
import type { JournalPosition } from './position.js';
import type { ReplayCore } from './replay.js';

const MAGIC = 0x49475250; // "PRGI"
const FORMAT_VERSION = 1;
const PREFIX_BYTES = 12;
const KEPT = 2;
const NAME = /^image-(\d{16})\.bin$/;

export interface ImageDescription {
  readonly formatVersion: number;
  readonly coreVersion: number;
  readonly position: JournalPosition;
  /** `stateHash()` of the core that wrote it. */
  readonly stateHash: string;
  readonly bytes: number;
  readonly crc32: number;
}

export interface Image extends ImageDescription {
  readonly name: string;
  readonly state: Uint8Array;
}

/** Only when the core has journaled all it did: `position` is the journal's end. Returns the file's name. */
export function writeImage(
  files: JournalFiles,
  core: ReplayCore,
  coreVersion: number,
  position: JournalPosition,
): string {
  if (core.pending || core.sequence !== position.lastSequence)
    throw new Error(
      `no image: the core is at sequence ${core.sequence}, the journal at ${position.lastSequence}`,
    );
  const state = core.saveImage();
  const description = {
    formatVersion: FORMAT_VERSION,
    coreVersion,
    position,
    stateHash: core.stateHash(),
    bytes: state.length,
    crc32: crc32(state),
  } satisfies ImageDescription;
  const name = `image-${String(position.lastSequence).padStart(16, '0')}.bin`;
  try {
    replaceFile(files, name, [...preamble(description), state]);
  } catch (error) {
    throw new JournalIoError('write the image (all is journaled, the next start replays it)', error);
  }
  for (const old of [...listImages(files).slice(KEPT), ...unfinished(files)]) files.remove(old);
  return name;
}

/** Names, newest first. */
export function listImages(files: JournalFiles): string[] {
  return files
    .list()
    .filter((name) => NAME.test(name))
    .sort()
    .reverse();
}

/** What a crash left while it wrote one. */
const unfinished = (files: JournalFiles): string[] =>
  files.list().filter((name) => NAME.test(name.replace(/\.tmp$/, '')) && !NAME.test(name));

/** The image, or why it is of no use. */
export function readImage(files: JournalFiles, name: string): Image | string {
  const bytes = readWhole(files, name);
  if (bytes === undefined) return 'it is not there';
  const description = readDescription(bytes);
  if (description === undefined) return 'its description is damaged';
  if (description.formatVersion !== FORMAT_VERSION)
    return `it has image format ${description.formatVersion}, this program reads ${FORMAT_VERSION}`;
  const state = bytes.subarray(bytes.length - description.bytes);
  const whole = bytes.length === PREFIX_BYTES + descriptionBytes(bytes) + description.bytes;
  if (!whole || crc32(state) !== description.crc32) return 'its checksum differs';
  return { ...description, name, state };
}

function preamble(description: ImageDescription): Uint8Array[] {
  const text = new TextEncoder().encode(JSON.stringify(description));
  const prefix = new DataView(new ArrayBuffer(PREFIX_BYTES));
  prefix.setUint32(0, MAGIC, true);
  prefix.setUint32(4, text.length, true);
  prefix.setUint32(8, crc32(text), true);
  return [new Uint8Array(prefix.buffer), text];
}

function readDescription(bytes: Uint8Array): ImageDescription | undefined {
  if (bytes.length < PREFIX_BYTES || prefixWord(bytes, 0) !== MAGIC) return undefined;
  const text = bytes.subarray(PREFIX_BYTES, PREFIX_BYTES + descriptionBytes(bytes));
  if (crc32(text) !== prefixWord(bytes, 8)) return undefined;
  return JSON.parse(new TextDecoder().decode(text)) as ImageDescription;
}

const descriptionBytes = (bytes: Uint8Array): number => prefixWord(bytes, 4);

function prefixWord(bytes: Uint8Array, at: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset, PREFIX_BYTES).getUint32(at, true);
}
