/** Fills of one book that a cancel or modify of the same event books afterwards, and that are off the engine's book already. */
import { Flag, type MboMessage } from './mbo-message.js';

export class FillBooking {
  private sequence = -1;
  /** The last message closed its event. */
  private closed = true;
  /** Lots that fills took off in the engine and the file has not taken off yet, by order. */
  private readonly unbooked = new Map<string, number>();

  /** Moves on to the message's event. What the file should have taken off by the end of the last one is forgotten. */
  enter({ sequence, flags }: MboMessage): void {
    if (sequence !== this.sequence && this.closed && this.unbooked.size > 0) this.unbooked.clear();
    this.sequence = sequence;
    this.closed = (flags & Flag.Last) !== 0;
  }

  clear(): void {
    this.unbooked.clear();
  }

  filled(message: MboMessage): void {
    const key = orderKey(message);
    this.unbooked.set(key, (this.unbooked.get(key) ?? 0) + message.size);
  }

  /** Lots of a cancel that are a fill's, and off already; from now on they are booked. */
  book(message: MboMessage, most: number): number {
    if (this.unbooked.size === 0) return 0;
    const key = orderKey(message);
    const lots = this.unbooked.get(key) ?? 0;
    if (lots <= most) this.unbooked.delete(key);
    else this.unbooked.set(key, lots - most);
    return Math.min(lots, most);
  }
}

const orderKey = ({ idLow, idHigh }: MboMessage): string => `${idHigh}:${idLow}`;
