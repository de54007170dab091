/**
 * One data directory and the engines that run on it, one after the other, each killed. Between two of them the journal
 * is looked at, and its end may be damaged in the ways in which a crash can damage it.
 */
import { appendFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import type { ConfigFile } from '../../engine/config/schema.js';
import { segmentName } from '../../engine/journal/format.js';
import { listImages, readImage } from '../../engine/journal/image.js';
import { NodeFiles } from '../../engine/journal/node-files.js';
import { newJournal } from '../../engine/journal/position.js';
import { realVerifyOptions } from '../../engine/journal/real-core.js';
import { type Verified, verifyJournal } from '../../engine/journal/verify.js';
import { JOURNAL_DIRECTORY } from '../../engine/journal/verify-command.js';
import { walk } from '../../engine/journal/walk.js';
import { RECORD_BYTES } from '../../protocol/records/layout.js';
import { EngineProcess, type Exit, freshDirectory } from '../support/engine.js';

export interface Batch {
  readonly number: number;
  readonly segment: string;
  readonly offset: number;
  readonly bytes: number;
}

export class Scene {
  readonly data = freshDirectory();
  engine!: EngineProcess;
  private up = true;
  private url!: Promise<string>;
  private tellUrl!: (url: string) => void;

  constructor(
    readonly config: ConfigFile,
    readonly durability: 'sync' | 'async',
  ) {
    this.goDown();
  }

  /** Of the engine that runs; waits until there is one. */
  readonly address = (): Promise<string> => this.url;

  get files(): NodeFiles {
    return new NodeFiles(join(this.data, JOURNAL_DIRECTORY));
  }

  launch(config = this.config): EngineProcess {
    this.engine = EngineProcess.launch({ data: this.data, config, durability: this.durability });
    return this.engine;
  }

  async start(config?: ConfigFile): Promise<EngineProcess> {
    await this.launch(config).ready();
    this.up = true;
    this.tellUrl(this.engine.url);
    return this.engine;
  }

  async kill(): Promise<void> {
    this.goDown();
    await this.engine.kill('SIGKILL');
  }

  /** The orderly way. */
  stop(): Promise<Exit> {
    this.goDown();
    return this.engine.stop();
  }

  /** A replay from zero, without changing anything. @throws JournalDamage */
  verify(): Verified {
    return verifyJournal({ ...realVerifyOptions(), files: this.files });
  }

  /** Of the last segment. */
  lastBatches(): Batch[] {
    const batches: Batch[] = [];
    walk(this.files, newJournal(), {
      segment: () => batches.splice(0),
      batch: ({ segment, count, batch: number }, offset) => {
        const bytes = (count + 1) * RECORD_BYTES;
        batches.push({ number, segment: segmentName(segment), offset, bytes });
      },
    });
    return batches;
  }

  /** Part of a batch that was never synced; its bytes. @param fraction of the last batch that stands there again, below 1 */
  tear(fraction: number): number {
    const last = this.lastBatches().at(-1);
    if (last === undefined) return 0;
    const file = this.files.open(last.segment, 'read')!;
    const bytes = new Uint8Array(Math.floor(last.bytes * fraction));
    file.read(bytes, 0, bytes.length, last.offset);
    file.close();
    appendFileSync(this.pathOf(last.segment), bytes);
    return bytes.length;
  }

  /** As if the machine had died while it wrote this batch; not when an image was made behind it. */
  cut(batch: Batch | undefined, fraction: number): boolean {
    if (batch === undefined || this.imagedUpTo() >= batch.number) return false;
    truncateSync(this.pathOf(batch.segment), batch.offset + Math.floor(batch.bytes * fraction));
    return true;
  }

  pathOf(file: string): string {
    return join(this.data, JOURNAL_DIRECTORY, file);
  }

  private imagedUpTo(): number {
    return Math.max(
      0,
      ...listImages(this.files).map((name) => {
        const image = readImage(this.files, name);
        return typeof image === 'string' ? 0 : image.position.batches;
      }),
    );
  }

  private goDown(): void {
    if (!this.up) return;
    this.up = false;
    this.url = new Promise((resolve) => {
      this.tellUrl = resolve;
    });
  }
}
