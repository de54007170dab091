/**
 * Several lines that carry the same numbered packets, made one: whichever line brings a packet first, and each packet once, in order. Called by a feed that has read the packet's number.
 *
 * A number that has not come is waited for, and what comes behind it is held, until every line has had its chance (it has brought a packet well behind the missing one), for a bounded time, and in bounded
 * room; then it is told as a gap, and what is held goes on. Nothing is made for a packet.
 */
export interface ArbiterOptions {
  readonly lines: number;
  /** Of the first packet; 0: whichever comes first. */
  readonly fromSequence: number;
  /** Packets of a line that may overtake another one: a line has had its chance when it has brought a number that is further behind the missing one. */
  readonly reorder: number;
  /** The longest that a number is waited for when it is the one that is due. */
  readonly holdMs: number;
  /** Room behind a missing number; a power of two. */
  readonly holdPackets: number;
  /** Longest packet that can be held; one that is longer counts as not received when it comes early. */
  readonly packetBytes: number;
}

export const ARBITER_DEFAULTS: ArbiterOptions = {
  lines: 2,
  fromSequence: 0,
  reorder: 3,
  holdMs: 20,
  holdPackets: 1_024,
  packetBytes: 1_536,
};

/** Must not call the arbiter but for `reset`. */
export interface ArbiterListener {
  /** The packet that is due. Bytes are lent for the call. */
  packet(bytes: Buffer, start: number, end: number, sequence: number): void;
  /** No line has brought these, and they are not waited for any more. */
  gap(from: number, count: number): void;
}

/** What one line has brought, in all. */
export class LineCounters {
  received = 0;
  /** The line itself had brought the same packet before. */
  repeated = 0;
  /** It was here already, by whichever line. */
  duplicates = 0;
  /** Its number was given up before. */
  late = 0;
  /** It came early and is too long to be held. */
  tooLong = 0;
  /** Number of the last packet in the order of numbers, since the last reset. */
  highest = Number.NEGATIVE_INFINITY;
  private lowest = Number.POSITIVE_INFINITY;
  private distinct = 0;
  private lostBefore = 0;

  /** Numbers between its first and its last that it has not brought, so far. */
  get lost(): number {
    return this.lostBefore + (this.distinct === 0 ? 0 : this.highest - this.lowest + 1 - this.distinct);
  }

  brings(sequence: number, isRepeated: boolean): void {
    this.received++;
    if (isRepeated) this.repeated++;
    else this.distinct++;
    if (sequence < this.lowest) this.lowest = sequence;
    if (sequence > this.highest) this.highest = sequence;
  }

  beginAnew(): void {
    this.lostBefore = this.lost;
    this.distinct = 0;
    this.lowest = Number.POSITIVE_INFINITY;
    this.highest = Number.NEGATIVE_INFINITY;
  }
}

/** No packet has this number. */
const NONE = -1;

export class LineArbiter {
  /** Number of the packet that is due; 0 = none has been seen. */
  nextSequence: number;
  /** Gaps that were told, and the packets in them, in all. */
  gaps = 0;
  lost = 0;
  /** Packets that wait for a missing one. */
  held = 0;
  readonly lines: readonly LineCounters[];
  private readonly mask: number;
  private readonly hold: Buffer;
  private readonly heldSequences: Float64Array;
  private readonly heldBytes: Int32Array;
  /** The last numbers that were given, and that each line has brought, by their low bits. */
  private readonly given: Float64Array;
  private readonly brought: readonly Float64Array[];
  /** Since when the number that is due is waited for. Not 0 at first, so that it stays a double in place. */
  private waitingSinceMs = Number.NaN;
  private nowMs = Number.NaN;

  constructor(
    private readonly options: ArbiterOptions,
    private readonly listener: ArbiterListener,
  ) {
    const { lines, holdPackets, packetBytes, fromSequence } = options;
    if ((holdPackets & (holdPackets - 1)) !== 0)
      throw new RangeError(`holdPackets ${holdPackets} is no power of two`);
    this.nextSequence = fromSequence;
    this.mask = holdPackets - 1;
    this.hold = Buffer.alloc(holdPackets * packetBytes);
    this.heldBytes = new Int32Array(holdPackets);
    this.heldSequences = new Float64Array(holdPackets).fill(NONE);
    this.given = new Float64Array(holdPackets).fill(NONE);
    this.lines = Array.from({ length: lines }, () => new LineCounters());
    this.brought = this.lines.map(() => new Float64Array(holdPackets).fill(NONE));
  }

  /** Whether a number is waited for. */
  get hasGap(): boolean {
    return this.held > 0;
  }

  /** The numbers begin anew. @param nextSequence of the packet that is due then; 0: whichever comes first */
  reset(nextSequence: number): void {
    this.nextSequence = nextSequence;
    this.held = 0;
    this.waitingSinceMs = Number.NaN;
    this.heldSequences.fill(NONE);
    this.given.fill(NONE);
    for (const brought of this.brought) brought.fill(NONE);
    for (const line of this.lines) line.beginAnew();
  }

  /** One sound packet of a line. It has come when time was looked at last: a time that is handed over is a number that is made. */
  received(line: number, sequence: number, bytes: Buffer, start: number, end: number): void {
    this.count(line, sequence);
    if (this.nextSequence === 0) this.nextSequence = sequence;
    if (sequence < this.nextSequence) return this.past(line, sequence);
    if (sequence === this.nextSequence) {
      this.give(bytes, start, end, sequence);
      this.giveHeld();
    } else this.early(line, sequence, bytes, start, end);
    this.look();
  }

  /** Gives up what has been waited for too long. */
  tick(nowMs: number): void {
    this.nowMs = nowMs;
    this.look();
  }

  private count(line: number, sequence: number): void {
    const brought = this.brought[line];
    const slot = sequence & this.mask;
    this.lines[line].brings(sequence, brought[slot] === sequence);
    brought[slot] = sequence;
  }

  private past(line: number, sequence: number): void {
    if (this.given[sequence & this.mask] === sequence) this.lines[line].duplicates++;
    else this.lines[line].late++;
  }

  private early(line: number, sequence: number, bytes: Buffer, start: number, end: number): void {
    const slot = sequence & this.mask;
    if (this.heldSequences[slot] === sequence) {
      this.lines[line].duplicates++;
      return;
    }
    if (end - start > this.options.packetBytes) {
      this.lines[line].tooLong++;
      return;
    }
    while (sequence - this.nextSequence > this.mask && this.held > 0) {
      this.skipTo(this.firstHeld());
      this.giveHeld();
    }
    if (this.held === 0 && sequence - this.nextSequence > this.mask) this.skipTo(sequence);
    if (sequence === this.nextSequence) return this.give(bytes, start, end, sequence);
    if (this.held === 0) this.waitingSinceMs = this.nowMs;
    this.heldSequences[slot] = sequence;
    this.heldBytes[slot] = end - start;
    bytes.copy(this.hold, slot * this.options.packetBytes, start, end);
    this.held++;
  }

  private give(bytes: Buffer, start: number, end: number, sequence: number): void {
    this.given[sequence & this.mask] = sequence;
    this.nextSequence = sequence + 1;
    this.listener.packet(bytes, start, end, sequence);
  }

  /** What was held for the number that is due, and follows it. */
  private giveHeld(): void {
    if (this.held === 0) return;
    while (this.held > 0) {
      const slot = this.nextSequence & this.mask;
      if (this.heldSequences[slot] !== this.nextSequence) break;
      this.heldSequences[slot] = NONE;
      this.held--;
      const at = slot * this.options.packetBytes;
      this.give(this.hold, at, at + this.heldBytes[slot], this.nextSequence);
    }
    this.waitingSinceMs = this.nowMs;
  }

  private look(): void {
    while (this.held > 0) {
      const isLate = this.nowMs - this.waitingSinceMs >= this.options.holdMs;
      const end = isLate ? Number.POSITIVE_INFINITY : this.chancesEnd();
      if (end <= this.nextSequence) return;
      this.skipTo(Math.min(end, this.firstHeld()));
      this.giveHeld();
    }
  }

  /** Every line has had its chance to bring the numbers before this one. */
  private chancesEnd(): number {
    const { lines } = this;
    let least = Number.POSITIVE_INFINITY;
    for (let line = 0; line < lines.length; line++) least = Math.min(least, lines[line].highest);
    return least - this.options.reorder;
  }

  private firstHeld(): number {
    let next = this.nextSequence + 1;
    while (this.heldSequences[next & this.mask] !== next) next++;
    return next;
  }

  private skipTo(sequence: number): void {
    const from = this.nextSequence;
    const count = sequence - from;
    this.nextSequence = sequence;
    this.gaps++;
    this.lost += count;
    this.listener.gap(from, count);
  }
}
