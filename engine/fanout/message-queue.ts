/** Pub/Sub messages that wait for a call to Redis. Bounded; whoever fills it asks first whether there is room. */
import type { Names } from '../views/names.js';

const MESSAGES_PER_CALL = 64;

export class MessageQueue {
  /** Channel, message, channel, message … */
  private waiting: string[] = [];

  constructor(
    private readonly prefix: string,
    private readonly names: Names,
    private readonly windowMessages: number,
  ) {}

  get hasRoom(): boolean {
    return this.waiting.length < this.windowMessages * 2;
  }

  get isEmpty(): boolean {
    return this.waiting.length === 0;
  }

  add(topic: 'top' | 'trade', instrument: number, message: string): void {
    this.waiting.push(`${this.prefix}:${topic}:${this.names.symbol(instrument)}`, message);
  }

  /** The oldest messages, as the publish script takes them. */
  take(): string[] {
    return this.waiting.splice(0, MESSAGES_PER_CALL * 2);
  }

  clear(): void {
    this.waiting = [];
  }
}
