/**
 * The appendage of an OUCH 5.0 message: options, each behind its length (u8, with the tag) and its tag (u8), big endian. A walker to read them where they lie, and a
 * writer.
 */
export const enum OptionTag {
  SecondaryOrderReference = 1,
  Firm = 2,
  MinQty = 3,
  CustomerType = 4,
  MaxFloor = 5,
  PriceType = 6,
  PegOffset = 7,
  DiscretionPrice = 9,
  DiscretionPriceType = 10,
  DiscretionPegOffset = 11,
  PostOnly = 12,
  RandomReserves = 13,
  Route = 14,
  ExpireTime = 15,
  TradeNow = 16,
  HandleInst = 17,
  BboWeightIndicator = 18,
  DisplayQuantity = 22,
  DisplayPrice = 23,
  GroupId = 24,
  SharesLocated = 25,
}

const HEAD_BYTES = 2;

/** `options.read(…) && while (options.next()) switch (options.tag) …` */
export class OuchOptions {
  tag = 0;
  /** Bytes of the value. */
  size = 0;
  private bytes: Buffer = Buffer.alloc(0);
  private valueAt = 0;
  private at = 0;
  private end = 0;

  /** @returns false when the options do not end where the appendage does */
  read(bytes: Buffer, start: number, end: number): boolean {
    this.bytes = bytes;
    this.at = start;
    this.end = end;
    let at = start;
    while (at < end && bytes[at] > 0) at += 1 + bytes[at];
    return at === end;
  }

  next(): boolean {
    if (this.at >= this.end) return false;
    this.size = this.bytes[this.at] - 1;
    this.tag = this.bytes[this.at + 1];
    this.valueAt = this.at + HEAD_BYTES;
    this.at = this.valueAt + this.size;
    return true;
  }

  /** A number of the value's own size; NaN when it has none that numbers have. */
  get number(): number {
    const { bytes, valueAt, size } = this;
    if (size === 1) return bytes[valueAt];
    if (size === 2) return bytes.readUInt16BE(valueAt);
    if (size === 4) return bytes.readUInt32BE(valueAt);
    if (size === 8) return bytes.readUInt32BE(valueAt) * 2 ** 32 + bytes.readUInt32BE(valueAt + 4);
    return Number.NaN;
  }

  /** Of a peg offset. */
  get signed(): number {
    return this.number | 0;
  }

  /** For logs and tests: makes a string. */
  get text(): string {
    return this.bytes.toString('latin1', this.valueAt, this.valueAt + this.size).trimEnd();
  }
}

/** Writes options one behind the other; a value of 1, 2, 4 or 8 bytes, or a text. */
export class OuchOptionsWriter {
  /** Behind the last option. */
  end = 0;
  private bytes: Buffer = Buffer.alloc(0);

  begin(bytes: Buffer, start: number): this {
    this.bytes = bytes;
    this.end = start;
    return this;
  }

  number(tag: OptionTag, size: 1 | 2 | 4 | 8, value: number): this {
    const at = this.head(tag, size);
    if (size === 8) {
      this.bytes.writeUInt32BE(Math.floor(value / 2 ** 32), at);
      this.bytes.writeUInt32BE(value >>> 0, at + 4);
    } else if (size === 4) this.bytes.writeUInt32BE(value >>> 0, at);
    else this.bytes.writeUIntBE(value, at, size);
    return this;
  }

  text(tag: OptionTag, size: number, text: string): this {
    const at = this.head(tag, size);
    this.bytes.write(text.padEnd(size).slice(0, size), at, 'latin1');
    return this;
  }

  private head(tag: OptionTag, size: number): number {
    this.bytes[this.end] = 1 + size;
    this.bytes[this.end + 1] = tag;
    this.end += HEAD_BYTES + size;
    return this.end - size;
  }
}
