/**
 * What happened to one order of a venue's order-by-order feed, decoded, and room for such events that wait for their snapshot. One
 * event a session, filled again for each message.
 */
import type { Side } from '../../../protocol/codes/enums.js';
import type { Pending } from './book-sync.js';
import type { Numbered } from './sequence-rule.js';

export const enum OrderAction {
  /** Advances the sequence and does not touch the book. */
  Nothing = 0,
  /** An order rests: price, lots. */
  Open = 1,
  /** A resting order was executed: lots. */
  Match = 2,
  /** An order is gone, executed or cancelled; perhaps it never rested. */
  Done = 3,
  /** A resting order has other lots, and perhaps another price (`hasPrice`). */
  Change = 4,
}

export const UUID_WORDS = 4;

export class OrderEvent implements Numbered {
  instrument = -1;
  action = OrderAction.Nothing;
  /** Its number in the sequence: all of these are the same but the last, which nobody asks for. */
  firstId = Number.NaN;
  lastId = Number.NaN;
  previousId = Number.NaN;
  readonly id = new Int32Array(UUID_WORDS);
  side: Side = 1;
  hasPrice = false;
  ticks = 0;
  lots = 0;
  venueSeconds = 0;
  venueNanos = 0;
}

const enum Column {
  Sequence = 0,
  Lots = 1,
  Seconds = 2,
  Count = 3,
}

export class PendingOrders implements Pending<OrderEvent> {
  count = 0;
  private readonly numbers: Float64Array;
  private readonly ids: Int32Array;
  private readonly ticks: Int32Array;
  private readonly nanos: Int32Array;
  /** Action, side and whether there is a price, two bits each but the first. */
  private readonly flags: Uint8Array;

  constructor(private readonly capacity: number) {
    this.numbers = new Float64Array(capacity * Column.Count);
    this.ids = new Int32Array(capacity * UUID_WORDS);
    this.ticks = new Int32Array(capacity);
    this.nanos = new Int32Array(capacity);
    this.flags = new Uint8Array(capacity);
  }

  push(event: OrderEvent): boolean {
    const { count } = this;
    if (count === this.capacity) return false;
    this.numbers[count * Column.Count + Column.Sequence] = event.lastId;
    this.numbers[count * Column.Count + Column.Lots] = event.lots;
    this.numbers[count * Column.Count + Column.Seconds] = event.venueSeconds;
    this.ids.set(event.id, count * UUID_WORDS);
    this.ticks[count] = event.ticks;
    this.nanos[count] = event.venueNanos;
    this.flags[count] = (event.action << 3) | (event.side << 1) | Number(event.hasPrice);
    this.count++;
    return true;
  }

  read(index: number, event: OrderEvent): void {
    const flags = this.flags[index];
    event.firstId = event.lastId = this.numbers[index * Column.Count + Column.Sequence];
    event.lots = this.numbers[index * Column.Count + Column.Lots];
    event.venueSeconds = this.numbers[index * Column.Count + Column.Seconds];
    event.id.set(this.ids.subarray(index * UUID_WORDS, (index + 1) * UUID_WORDS));
    event.ticks = this.ticks[index];
    event.venueNanos = this.nanos[index];
    event.action = flags >> 3;
    event.side = (flags >> 1) & 3;
    event.hasPrice = (flags & 1) === 1;
  }

  clear(): void {
    this.count = 0;
  }
}
