/**
 * Checks a whole data directory without changing it: every checksum, the chain, a replay from zero, the state hash that
 * each image claims, and the state that a start would recover (image and tail), which must be the same.
 */
import type { TornTail } from './damage.js';
import { JournalDamage, JournalMismatch } from './errors.js';
import type { JournalFiles } from './files.js';
import { type CoreLimits, limitsText, sameLimits } from './format.js';
import { type Image, listImages, readImage } from './image.js';
import { newJournal } from './position.js';
import type { PrivateRing, ReplayCore } from './replay.js';
import { requireReplayable, restore, Tail } from './restore.js';
import type { SegmentHeader } from './segment-header.js';
import type { SegmentScanner } from './segment-scanner.js';
import { chainOf, walk } from './walk.js';

export interface VerifyOptions {
  readonly files: JournalFiles;
  readonly coreVersion: number;
  /** A fresh core under the limits that the journal was written with. */
  readonly makeCore: (limits: CoreLimits) => { core: ReplayCore; ring: PrivateRing };
  readonly progress?: (records: number, sequence: number) => void;
}

export interface ImageCheck {
  readonly name: string;
  /** What is wrong with it; empty = its state is that of the replay. */
  readonly problem: string;
}

export interface Verified {
  readonly journalId: string;
  readonly segments: number;
  readonly batches: number;
  readonly records: number;
  readonly commands: number;
  readonly lastSequence: number;
  readonly lastEpoch: number;
  readonly chainHash: string;
  /** Segments that an older core wrote: checked, but not replayed; the replay began with the image behind them. */
  readonly notReplayed: number;
  /** State after the replay from zero. */
  readonly stateHash: string;
  /** State after the newest sound image and the tail behind it, as a start would recover it. */
  readonly recoveredStateHash: string;
  /** Records that the last event group still misses; the next start writes them. */
  readonly missing: number;
  readonly torn: TornTail | undefined;
  readonly images: readonly ImageCheck[];
}

/** Throws `JournalDamage` or `JournalMismatch`; a torn tail is no damage. */
export function verifyJournal(options: VerifyOptions): Verified {
  const scan = new ReplayFromZero(options);
  const { position, torn } = walk(options.files, newJournal(), scan);
  const missing = scan.finish();
  return {
    journalId: position.journalId,
    segments: scan.segments,
    batches: position.batches,
    records: scan.records,
    commands: scan.commands,
    lastSequence: position.lastSequence,
    lastEpoch: scan.lastEpoch,
    notReplayed: scan.notReplayed,
    chainHash: chainOf(position),
    stateHash: scan.stateHash(),
    recoveredStateHash: scan.limits ? recoveredStateHash(options, scan.limits, position.batches) : '',
    missing,
    torn,
    images: scan.imageChecks(),
  };
}

/** Limits may change where an orderly stop left an image; the replay then goes on in a core of the new ones. */
class ReplayFromZero {
  segments = 0;
  notReplayed = 0;
  lastEpoch = 0;
  limits: CoreLimits | undefined;
  private tail: Tail | undefined;
  private core: ReplayCore | undefined;
  private readonly finished = { records: 0, commands: 0 };
  private readonly images = new Map<string, Image | string>();
  private readonly checks = new Map<string, string>();

  constructor(private readonly options: VerifyOptions) {
    for (const name of listImages(options.files)) this.images.set(name, readImage(options.files, name));
  }

  get records(): number {
    return this.finished.records + (this.tail?.records ?? 0);
  }

  get commands(): number {
    return this.finished.commands + (this.tail?.replayer.commands ?? 0);
  }

  segment(header: SegmentHeader): void {
    this.segments += 1;
    this.lastEpoch = header.epoch;
    if (header.coreVersion < this.options.coreVersion) {
      this.skip();
      return;
    }
    if (header.coreVersion > this.options.coreVersion)
      requireReplayable(header, { ...this.options, limits: header.limits });
    if (this.limits === undefined || !sameLimits(this.limits, header.limits)) this.moveInto(header);
    if (this.notReplayed === this.segments - 1 && this.notReplayed > 0) this.startFromImage(header);
    this.tail!.segment(header);
  }

  batch(scanner: SegmentScanner, offset: number): void {
    if (this.tail === undefined) {
      this.finished.records += scanner.count;
      return;
    }
    this.tail.batch(scanner, offset);
    this.checkImages(scanner);
  }

  finish(): number {
    return this.tail?.replayer.rest(() => {}) ?? 0;
  }

  stateHash(): string {
    return this.core?.stateHash() ?? '';
  }

  imageChecks(): ImageCheck[] {
    return [...this.images].map(([name, image]) => {
      return { name, problem: typeof image === 'string' ? image : this.problemOf(image) };
    });
  }

  private problemOf({ name, coreVersion }: Image): string {
    if (coreVersion < this.options.coreVersion) return '';
    return this.checks.get(name) ?? 'its place is not in the journal';
  }

  private skip(): void {
    if (this.tail !== undefined) throw new JournalMismatch('an older core wrote behind a newer one');
    this.notReplayed += 1;
  }

  private startFromImage({ before }: SegmentHeader): void {
    for (const image of this.images.values()) {
      if (typeof image === 'string' || image.position.batches !== before.batches) continue;
      this.core!.loadImage(image.state);
      return;
    }
    throw new JournalMismatch(
      `an older core wrote what stands before segment ${before.segment}, and its image is gone`,
    );
  }

  private checkImages(scanner: SegmentScanner): void {
    for (const [name, image] of this.images) {
      if (typeof image === 'string' || image.position.batches !== scanner.batch) continue;
      const same = image.stateHash === this.stateHash();
      this.checks.set(
        name,
        same ? '' : `its state hash is ${image.stateHash}, the replay gives ${this.stateHash()}`,
      );
    }
  }

  private moveInto({ limits, before }: SegmentHeader): void {
    if (this.core?.pending)
      throw new JournalDamage(
        `the limits change within an event group to ${limitsText(limits)}`,
        before.segment,
        0,
        before.lastSequence,
      );
    const { core, ring } = this.options.makeCore(limits);
    if (this.core) core.loadImage(this.core.saveImage());
    this.finished.records = this.records;
    this.finished.commands = this.commands;
    this.tail = new Tail({ ...this.options, core, ring, limits });
    this.core = core;
    this.limits = limits;
  }
}

function recoveredStateHash(options: VerifyOptions, limits: CoreLimits, untilBatch: number): string {
  const { core, ring } = options.makeCore(limits);
  restore({ ...options, core, ring, limits, untilBatch }).replayer.rest(() => {});
  return core.stateHash();
}
