/**
 * One stream: which events it has, which are on their way, and which wait to be sent. What Redis has not confirmed is
 * kept and sent again over the next connection, from where the stream then ends; the amount is bounded by the window.
 *
 * ```
 *   confirmed │ under way (batches) │ waiting │
 *             └──────────── window ───────────┘ queued
 * ```
 */
import { EventPosition, idOf } from './event-position.js';
import type { FanoutSettings } from './options.js';
import type { Fields } from './order-events.js';

interface Entry {
  readonly sequence: number;
  readonly index: number;
  readonly fields: Fields;
}

export type TopicSettings = Pick<FanoutSettings, 'windowEntries' | 'batchEntries' | 'batchesInFlight'>;

export class StreamTopic {
  /** The last event that the stream is known to have, and the last one taken over here. */
  readonly confirmed = new EventPosition();
  readonly queued = new EventPosition();
  private entries: Entry[] = [];
  /** Entries of each batch under way, oldest first. */
  private readonly batches: number[] = [];
  private sent = 0;

  constructor(
    private readonly settings: TopicSettings,
    private readonly retained: number,
  ) {}

  get hasRoom(): boolean {
    return this.entries.length < this.settings.windowEntries;
  }

  get isEmpty(): boolean {
    return this.entries.length === 0;
  }

  /** False: the stream has the event, or it is here already. */
  wants(sequence: number, index: number): boolean {
    return !this.queued.covers(sequence, index);
  }

  add(sequence: number, index: number, fields: Fields): void {
    this.entries.push({ sequence, index, fields });
    this.queued.set(sequence, index);
  }

  /** A new connection found the stream ending at `last`. False: it lacks entries that it had, and we no longer have them. */
  resume(last: EventPosition): boolean {
    this.forgetBatches();
    if (!last.covers(this.confirmed.sequence, this.confirmed.index)) return false;
    this.entries = this.entries.filter(({ sequence, index }) => !last.covers(sequence, index));
    this.confirmed.copy(last);
    if (last.covers(this.queued.sequence, this.queued.index)) this.queued.copy(last);
    return true;
  }

  /** Nothing waits here; every event behind `last` will be offered again. */
  restart(last: EventPosition): void {
    this.forgetBatches();
    this.entries = [];
    this.confirmed.copy(last);
    this.queued.copy(last);
  }

  /** The next batch as the append script takes it; `undefined`: nothing to send now. */
  nextBatch(): string[] | undefined {
    const waiting = this.entries.length - this.sent;
    const { batchEntries, batchesInFlight } = this.settings;
    const idle = this.batches.length === 0;
    if (waiting === 0 || this.batches.length >= batchesInFlight || (!idle && waiting < batchEntries))
      return undefined;
    const count = Math.min(waiting, batchEntries);
    const before = this.sent === 0 ? this.confirmed : this.entries[this.sent - 1];
    const batch = this.entries
      .slice(this.sent, this.sent + count)
      .map(({ sequence, index, fields }) => [idOf(sequence, index), ...fields]);
    this.batches.push(count);
    this.sent += count;
    return [idOf(before.sequence, before.index), String(this.retained), JSON.stringify(batch)];
  }

  /** The oldest batch under way is in the stream. */
  confirmBatch(): void {
    const count = this.batches.shift() ?? 0;
    if (count === 0) return;
    const { sequence, index } = this.entries[count - 1];
    this.entries.splice(0, count);
    this.sent -= count;
    this.confirmed.set(sequence, index);
  }

  private forgetBatches(): void {
    this.batches.length = 0;
    this.sent = 0;
  }
}
