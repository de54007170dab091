/**
 * The last packets of the incremental feed, without a gap between them: what a book has to be told when its snapshot is there. Room is taken at start; the oldest packet goes when there is none. Numbers grow by one
 * from packet to packet, so a packet's place follows from its number.
 */
export class PacketLog {
  /** Number of the first packet that is kept, and of the one behind the last. */
  first = 0;
  end = 0;
  readonly bytes: Buffer;
  private readonly sizes: Int32Array;

  constructor(
    private readonly packets: number,
    private readonly packetBytes: number,
  ) {
    this.bytes = Buffer.alloc(packets * packetBytes);
    this.sizes = new Int32Array(packets);
  }

  get count(): number {
    return this.end - this.first;
  }

  clear(): void {
    this.first = this.end = 0;
  }

  /** A packet that does not follow the last one, or is too long, begins the log anew behind itself. */
  append(sequence: number, source: Buffer, start: number, end: number): void {
    if (sequence !== this.end) this.first = this.end = sequence;
    if (end - start > this.packetBytes) {
      this.first = this.end = sequence + 1;
      return;
    }
    if (this.count === this.packets) this.first++;
    source.copy(this.bytes, this.startOf(sequence), start, end);
    this.sizes[sequence % this.packets] = end - start;
    this.end = sequence + 1;
  }

  startOf(sequence: number): number {
    return (sequence % this.packets) * this.packetBytes;
  }

  endOf(sequence: number): number {
    return this.startOf(sequence) + this.sizes[sequence % this.packets];
  }
}
