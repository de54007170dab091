/**
 * The first gating reader of the event ring: takes what is there, journals it as one batch, and releases it only when
 * the sync has returned. Its cursor is therefore the place up to which everything is on disk; with durability `sync`
 * the gateway and others read behind it, with `async` they do not wait, and the files are the same.
 *
 * It has a thread of its own, because a sync blocks. An error of the disk comes out of `doWork`: the thread dies and
 * the process with it; nothing behind the last sync was released.
 */
import { isExtended } from '../../protocol/records/command.js';
import { EventKind } from '../../protocol/records/event.js';
import { kindOf, RECORD_WORDS } from '../../protocol/records/layout.js';
import { type BroadcastMemory, BroadcastReader } from '../rings/broadcast.js';
import type { Agent } from '../threads/agent.js';
import { JournalKind, MAX_BATCH_RECORDS } from './format.js';
import { JournalWriter, type WriterOptions } from './journal-writer.js';
import type { JournalPosition } from './position.js';

export interface JournalAgentOptions extends WriterOptions {
  readonly events: BroadcastMemory;
  /** Cursor of the event ring that is the journal's. */
  readonly reader?: number;
  /** Records of one batch at most; a slow disk makes larger ones by itself. */
  readonly batchRecords?: number;
}

export class JournalAgent implements Agent {
  readonly name = 'journal';
  readonly writer: JournalWriter;
  private readonly reader: BroadcastReader;
  private readonly batchRecords: number;

  constructor(options: JournalAgentOptions) {
    this.reader = new BroadcastReader(options.events, options.reader ?? 0);
    this.batchRecords = Math.min(options.batchRecords ?? MAX_BATCH_RECORDS, MAX_BATCH_RECORDS);
    this.writer = new JournalWriter(options);
  }

  doWork(): number {
    const ready = this.whole(this.reader.available(this.batchRecords));
    if (ready === 0) return 0;
    this.writer.meter.waiting(ready);
    this.take(ready);
    this.writer.commit();
    this.reader.release(ready);
    this.writer.meter.waiting(this.reader.available(Number.MAX_SAFE_INTEGER));
    return ready;
  }

  /** The end of what is on disk. */
  position(): JournalPosition {
    return this.writer.position();
  }

  /** Journals what is still in the ring. */
  close(): void {
    while (this.doWork() > 0);
    this.writer.close();
  }

  /** A command and its second record go into the same batch: the one cannot be replayed without the other. */
  private whole(ready: number): number {
    if (ready === 0 || !isExtended(this.reader.i32, this.reader.offset(ready - 1))) return ready;
    return ready > 1 ? ready - 1 : this.reader.available(2);
  }

  /** Copies the records in as few runs as there are gaps: image records are left out, the ring's end splits. */
  private take(ready: number): void {
    const { i32 } = this.reader;
    let runAt = this.reader.offset(0);
    let run = 0;
    for (let i = 0; i < ready; i++) {
      const at = this.reader.offset(i);
      if (run > 0 && at === runAt + run * RECORD_WORDS && !isImage(i32[at])) {
        run++;
        continue;
      }
      if (run > 0) this.writer.add(i32, runAt, run);
      runAt = at;
      run = isImage(i32[at]) ? 0 : 1;
    }
    if (run > 0) this.writer.add(i32, runAt, run);
  }
}

function isImage(word0: number): boolean {
  const kind = kindOf(word0);
  return kind >= EventKind.ImageBegin && kind < JournalKind.Segment;
}
