/**
 * Brings a core to the state that a data directory holds: the newest sound image, then the tail replayed and compared.
 * Changes nothing on disk; `recover` does that, and `verify` must not.
 */
import type { TornTail } from './damage.js';
import { JournalDamage, JournalMismatch } from './errors.js';
import type { JournalFiles } from './files.js';
import { type CoreLimits, limitsText, sameLimits } from './format.js';
import { type Image, listImages, readImage } from './image.js';
import { type JournalPosition, newJournal } from './position.js';
import { type PrivateRing, type ReplayCore, Replayer } from './replay.js';
import type { SegmentHeader } from './segment-header.js';
import type { SegmentScanner } from './segment-scanner.js';
import { listSegments, walk } from './walk.js';

export interface RestoreOptions {
  readonly files: JournalFiles;
  /** Fresh, writing into `ring`. */
  readonly core: ReplayCore;
  readonly ring: PrivateRing;
  readonly coreVersion: number;
  readonly limits: CoreLimits;
  /** Go no further than this batch. */
  readonly untilBatch?: number;
  /** Lines for a person. */
  readonly log?: (line: string) => void;
  /** Called every few thousand records of a long replay. */
  readonly progress?: (records: number, sequence: number) => void;
}

export interface Restored {
  readonly replayer: Replayer;
  /** The end of the last valid batch. */
  readonly position: JournalPosition;
  readonly torn: TornTail | undefined;
  readonly image: Image | undefined;
  /** Journaled records that the replay was compared with. */
  readonly records: number;
}

const PROGRESS_RECORDS = 1 << 18;

export function restore(options: RestoreOptions): Restored {
  const image = newestImage(options);
  if (image) loadImage(options, image);
  const start = image?.position ?? newJournal();
  if (image === undefined && listSegments(options.files)[0]?.number > 1)
    throw new JournalDamage('the first segments are missing, and no sound image stands in for them', 1, 0, 0);
  const tail = new Tail(options);
  const { position, torn } = walk(options.files, start, tail, options.untilBatch);
  return { replayer: tail.replayer, position, torn, image, records: tail.records };
}

/** Replays batches into the core. */
export class Tail {
  records = 0;
  readonly replayer: Replayer;
  private header: SegmentHeader | undefined;

  constructor(private readonly options: Omit<RestoreOptions, 'files'>) {
    this.replayer = new Replayer(options.core, options.ring);
  }

  segment(header: SegmentHeader): void {
    this.header = header;
  }

  batch(scanner: SegmentScanner, offset: number): void {
    requireReplayable(this.header!, this.options);
    for (let record = 0; record < scanner.count; record++) {
      if (!this.replayer.feed(scanner.i32, scanner.at + record * 16)) this.differs(scanner, offset, record);
      this.records += 1;
      if (this.records % PROGRESS_RECORDS === 0)
        this.options.progress?.(this.records, this.options.core.sequence);
    }
  }

  private differs(scanner: SegmentScanner, offset: number, record: number): never {
    const sequence = scanner.f64[(scanner.at >> 1) + record * 8 + 7];
    throw new JournalDamage(
      `the replay does not lead to what was journaled: sequence ${sequence}: ${this.replayer.problem}`,
      scanner.segment,
      offset + record * 64,
      this.options.core.sequence,
    );
  }
}

/** A replay proves something only on the core and the limits that wrote the journal. */
export function requireReplayable(
  header: SegmentHeader,
  { coreVersion, limits }: { coreVersion: number; limits: CoreLimits },
): void {
  const segment = header.before.segment;
  if (header.coreVersion !== coreVersion)
    throw new JournalMismatch(
      `segment ${segment} was written by core version ${header.coreVersion} and this program has core version ${coreVersion}: ` +
        `start the program with core version ${header.coreVersion} once more and stop it in good order; it leaves an image, which this one loads`,
    );
  if (!sameLimits(header.limits, limits))
    throw new JournalMismatch(
      `segment ${segment} was written under other limits (${limitsText(header.limits)}; now ${limitsText(limits)}): ` +
        'start with those once more and stop in good order; then change them',
    );
}

function newestImage({
  files,
  coreVersion,
  untilBatch = Number.POSITIVE_INFINITY,
  log,
}: RestoreOptions): Image | undefined {
  for (const name of listImages(files)) {
    const image = readImage(files, name);
    const problem = typeof image === 'string' ? image : unfit(image, coreVersion, untilBatch);
    if (problem === '') return image as Image;
    log?.(`${name} is not used: ${problem}`);
  }
  return undefined;
}

function unfit({ coreVersion, position }: Image, ours: number, untilBatch: number): string {
  if (coreVersion > ours) return `core version ${coreVersion} wrote it, this program has ${ours}`;
  return position.batches > untilBatch ? 'it is newer than what is asked for' : '';
}

function loadImage({ core, coreVersion, log }: RestoreOptions, image: Image): void {
  core.loadImage(image.state);
  const { lastSequence, segment, offset } = image.position;
  if (
    core.sequence !== lastSequence ||
    (image.coreVersion === coreVersion && core.stateHash() !== image.stateHash)
  )
    throw new JournalDamage(
      `${image.name} does not lead to the state that it was made from`,
      segment,
      offset,
      lastSequence,
    );
  log?.(`loaded ${image.name}`);
}
