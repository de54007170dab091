/**
 * Fields of one verified table by their vtable offset, as numbers. Used by `FrameDecoder` on frames that have passed
 * the verifier, and only on those: nothing is checked here.
 */
import { fitsNumber, joinHalves } from './int64.js';

export class TableReader {
  view: DataView = new DataView(new ArrayBuffer(0));
  at = 0;
  /** What `i64` read last; 0 when it did not fit. */
  value = -0;
  /** Set by `i64` when a value did not fit; the caller clears it. */
  outOfRange = false;
  private vtable = 0;
  private vtableBytes = 0;

  enter(at: number): void {
    this.at = at;
    this.vtable = at - this.view.getInt32(at, true);
    this.vtableBytes = this.view.getUint16(this.vtable, true);
  }

  /** False: neither this field nor one behind it is there. */
  reaches(field: number): boolean {
    return field < this.vtableBytes;
  }

  /** Where the field stands, 0 = absent. */
  position(field: number): number {
    if (field >= this.vtableBytes) return 0;
    const offset = this.view.getUint16(this.vtable + field, true);
    return offset === 0 ? 0 : this.at + offset;
  }

  u8(field: number, absent: number): number {
    const at = this.position(field);
    return at === 0 ? absent : this.view.getUint8(at);
  }

  u16(field: number): number {
    const at = this.position(field);
    return at === 0 ? 0 : this.view.getUint16(at, true);
  }

  u32(field: number): number {
    const at = this.position(field);
    return at === 0 ? 0 : this.view.getUint32(at, true);
  }

  /** Halves of a 64-bit field, as signed words. */
  low(field: number): number {
    const at = this.position(field);
    return at === 0 ? 0 : this.view.getInt32(at, true);
  }

  high(field: number): number {
    const at = this.position(field);
    return at === 0 ? 0 : this.view.getInt32(at + 4, true);
  }

  /** Leaves the field in `value` instead of giving it back: a returned double would be boxed. */
  i64(field: number): void {
    const at = this.position(field);
    if (at === 0) this.value = 0;
    else this.i64At(at);
  }

  i64At(at: number): void {
    const low = this.view.getUint32(at, true);
    const high = this.view.getInt32(at + 4, true);
    const fits = fitsNumber(low, high);
    this.value = fits ? joinHalves(low, high) : 0;
    if (!fits) this.outOfRange = true;
  }

  /** Where a table, string or vector field leads. Only for fields that are there. */
  reference(field: number): number {
    const at = this.position(field);
    return at + this.view.getUint32(at, true);
  }
}
