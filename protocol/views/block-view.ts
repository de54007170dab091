/**
 * The base of all generated views: a block of fields at fixed offsets, read where it lies. A view is made once and placed on one message after the other. Whether a field is there
 * is asked of the block's own length, which older and newer versions of a schema have different: what lies behind it reads as the field's null value, and nothing beyond it is
 * ever read. Fields of 64 bits are numbers, exact up to 2^53; `lowOf` and `highOf` give their halves, `bigOf` all of them.
 */
const NOTHING = new Uint8Array(0);
const NO_VIEW: DataView = new DataView(NOTHING.buffer);
const HIGH = 2 ** 32;
const PADDING = [0, 0x20];

export class BlockView {
  bytes: Uint8Array = NOTHING;
  /** Where the block begins. */
  start = 0;
  /** How long it is in this message. */
  blockBytes = 0;
  private view = NO_VIEW;
  /** Where it begins in the ArrayBuffer. */
  private origin = 0;

  placeAt(bytes: Uint8Array, start: number, blockBytes: number): void {
    if (bytes !== this.bytes) this.turnTo(bytes);
    this.start = start;
    this.origin = bytes.byteOffset + start;
    this.blockBytes = blockBytes;
  }

  holds(offset: number, size: number): boolean {
    return offset + size <= this.blockBytes;
  }

  /** The lower half of a field of 64 bits, as an int32; 0 when the block ends before it. */
  lowOf(offset: number, little: boolean): number {
    return this.readI32(little ? offset : offset + 4, 0, little);
  }

  highOf(offset: number, little: boolean): number {
    return this.readI32(little ? offset + 4 : offset, 0, little);
  }

  bigOf(offset: number, little: boolean, isSigned: boolean): bigint {
    if (!this.holds(offset, 8)) return 0n;
    const at = this.origin + offset;
    return isSigned ? this.view.getBigInt64(at, little) : this.view.getBigUint64(at, little);
  }

  setHalves(offset: number, low: number, high: number, little: boolean): void {
    this.writeI32(little ? offset : offset + 4, low, little);
    this.writeI32(little ? offset + 4 : offset, high, little);
  }

  setBig(offset: number, value: bigint, little: boolean): void {
    if (this.holds(offset, 8)) this.view.setBigInt64(this.origin + offset, BigInt.asIntN(64, value), little);
  }

  protected readU8(offset: number, absent: number): number {
    return this.holds(offset, 1) ? this.view.getUint8(this.origin + offset) : absent;
  }

  protected readI8(offset: number, absent: number): number {
    return this.holds(offset, 1) ? this.view.getInt8(this.origin + offset) : absent;
  }

  protected readU16(offset: number, absent: number, little: boolean): number {
    return this.holds(offset, 2) ? this.view.getUint16(this.origin + offset, little) : absent;
  }

  protected readI16(offset: number, absent: number, little: boolean): number {
    return this.holds(offset, 2) ? this.view.getInt16(this.origin + offset, little) : absent;
  }

  protected readU32(offset: number, absent: number, little: boolean): number {
    return this.holds(offset, 4) ? this.view.getUint32(this.origin + offset, little) : absent;
  }

  protected readI32(offset: number, absent: number, little: boolean): number {
    return this.holds(offset, 4) ? this.view.getInt32(this.origin + offset, little) : absent;
  }

  /** Big endian, as times of a day are. */
  protected readU48(offset: number, absent: number): number {
    if (!this.holds(offset, 6)) return absent;
    const at = this.origin + offset;
    return this.view.getUint16(at, false) * HIGH + this.view.getUint32(at + 2, false);
  }

  protected readU64(offset: number, absent: number, little: boolean): number {
    if (!this.holds(offset, 8)) return absent;
    const at = this.origin + offset;
    const high = this.view.getUint32(little ? at + 4 : at, little);
    return high * HIGH + this.view.getUint32(little ? at : at + 4, little);
  }

  protected readI64(offset: number, absent: number, little: boolean): number {
    if (!this.holds(offset, 8)) return absent;
    const at = this.origin + offset;
    const high = this.view.getInt32(little ? at + 4 : at, little);
    return high * HIGH + this.view.getUint32(little ? at : at + 4, little);
  }

  /** Without the padding behind it; empty when the block ends before. For logs, logons and tests: makes a string. */
  protected readText(offset: number, size: number): string {
    if (!this.holds(offset, size)) return '';
    let end = this.start + offset + size;
    while (end > this.start + offset && PADDING.includes(this.bytes[end - 1])) end--;
    return Buffer.from(this.bytes.buffer, this.origin + offset, end - this.start - offset).toString('latin1');
  }

  protected writeU8(offset: number, value: number): void {
    if (this.holds(offset, 1)) this.view.setUint8(this.origin + offset, value);
  }

  protected writeU16(offset: number, value: number, little: boolean): void {
    if (this.holds(offset, 2)) this.view.setUint16(this.origin + offset, value, little);
  }

  protected writeI32(offset: number, value: number, little: boolean): void {
    if (this.holds(offset, 4)) this.view.setInt32(this.origin + offset, value, little);
  }

  protected writeU48(offset: number, value: number): void {
    if (!this.holds(offset, 6)) return;
    this.view.setUint16(this.origin + offset, Math.floor(value / HIGH), false);
    this.view.setUint32(this.origin + offset + 2, value, false);
  }

  /** Signed or not: the same bits. */
  protected write64(offset: number, value: number, little: boolean): void {
    if (!this.holds(offset, 8)) return;
    const at = this.origin + offset;
    this.view.setUint32(little ? at + 4 : at, Math.floor(value / HIGH), little);
    this.view.setUint32(little ? at : at + 4, value, little);
  }

  protected writeText(offset: number, size: number, text: string, padding: number): void {
    if (!this.holds(offset, size)) return;
    const at = this.start + offset;
    this.bytes.fill(padding, at, at + size);
    for (let i = Math.min(size, text.length) - 1; i >= 0; i--) this.bytes[at + i] = text.charCodeAt(i);
  }

  private turnTo(bytes: Uint8Array): void {
    if (bytes.buffer !== this.view.buffer) this.view = new DataView(bytes.buffer);
    this.bytes = bytes;
  }
}
