/** What goes out as it happens and waits for a call to Redis: Pub/Sub messages, and entries of streams that are nobody's record. Bounded; whoever fills it asks first whether there is room. */
import type { Names } from '../views/names.js';
import type { PhaseTopic } from './phase-messages.js';

const MESSAGES_PER_CALL = 64;

/** An entry that may be missing, but does not come twice. */
export interface LooseEntry {
  readonly stream: string;
  readonly id: string;
  readonly fields: readonly string[];
}

export class MessageQueue {
  /** Channel, message, channel, message … */
  private waiting: string[] = [];
  private entries: LooseEntry[] = [];
  /** The newest value of each key. */
  private kept = new Map<string, string>();

  constructor(
    private readonly prefix: string,
    private readonly names: Names,
    private readonly windowMessages: number,
  ) {}

  get hasRoom(): boolean {
    return this.waiting.length < this.windowMessages * 2 && this.entries.length < this.windowMessages;
  }

  get isEmpty(): boolean {
    return this.waiting.length === 0 && this.entries.length === 0 && this.kept.size === 0;
  }

  add(topic: 'top' | 'trade' | PhaseTopic, instrument: number, message: string): void {
    this.publish(`${this.prefix}:${topic}:${this.names.symbol(instrument)}`, message);
  }

  publish(channel: string, message: string): void {
    this.waiting.push(channel, message);
  }

  append(stream: string, id: string, fields: readonly string[]): void {
    this.entries.push({ stream, id, fields });
  }

  /** A key is to have this value. */
  keep(key: string, value: string): void {
    this.kept.set(key, value);
  }

  takeKept(): [key: string, value: string][] {
    const all = [...this.kept];
    this.kept.clear();
    return all;
  }

  /** The oldest messages, as the publish script takes them. */
  take(): string[] {
    return this.waiting.splice(0, MESSAGES_PER_CALL * 2);
  }

  /** The oldest entries. */
  takeEntries(): LooseEntry[] {
    return this.entries.splice(0, MESSAGES_PER_CALL);
  }

  clear(): void {
    this.waiting = [];
    this.entries = [];
    this.kept.clear();
  }
}
