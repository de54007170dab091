/**
 * The command in hand: a copy of its record, with its fields by name. There is one for a core, and its memory never moves, so that
 * compiled code reads a field at an address that it knows, without a bound to check.
 */
import * as enums from '../codes/enums.js';
import { Cmd, CommandFlag, CommandKind } from './command.js';
import * as layout from './layout.js';

// Constants of the module: see "Imports" in docs/decisions/hot-path.md.
const { hasPrice, isForAuction, isStop } = enums;
const { copyPayload } = layout;

export class CommandRecord {
  readonly i32: Int32Array;
  /** Quantities are read where they stand, `f64[CmdDouble.QtyLots]`: a large number that a method returns may become an object on the heap. */
  readonly f64: Float64Array;

  constructor() {
    const memory = new ArrayBuffer(layout.RECORD_BYTES);
    this.i32 = new Int32Array(memory);
    this.f64 = new Float64Array(memory);
  }

  /** Takes the record at `from[at]` in hand. */
  take(from: Int32Array, at: number): void {
    copyPayload(from, at, this.i32, 0);
  }

  /** Its stamp is no later than this. */
  cutBack(newestSeconds: number): void {
    if (this.seconds >>> 0 <= newestSeconds) return;
    this.i32[Cmd.Seconds] = newestSeconds;
    this.i32[Cmd.Nanos] = 0;
  }

  get kind(): number {
    return this.i32[Cmd.Head] & 0xff;
  }
  get head(): number {
    return this.i32[Cmd.Head];
  }
  /** Of an order; the scope of a mass cancel. */
  get side(): number {
    return (this.i32[Cmd.Head] >>> 8) & 0xff;
  }
  get ordType(): number {
    return (this.i32[Cmd.Head] >>> 16) & 0xff;
  }
  get timeInForce(): number {
    return this.i32[Cmd.Head] >>> 24;
  }
  /** `CommandFlag` bits; a command from a lane has none above them. */
  get flags(): number {
    return this.i32[Cmd.Flags];
  }
  get instrument(): number {
    return this.i32[Cmd.Instrument];
  }
  get owner(): number {
    return this.i32[Cmd.Owner];
  }
  get account(): number {
    return this.i32[Cmd.Owner] & 0xffff;
  }
  get session(): number {
    return this.i32[Cmd.Owner] >>> 16;
  }
  get priceTicks(): number {
    return this.i32[Cmd.PriceTicks];
  }
  get clientIdLow(): number {
    return this.i32[Cmd.ClientIdLow];
  }
  get clientIdHigh(): number {
    return this.i32[Cmd.ClientIdHigh];
  }
  /** The order that a cancel or replace means, where it names the engine's id. */
  get orderSlot(): number {
    return this.i32[Cmd.OrderSlot];
  }
  get orderGeneration(): number {
    return this.i32[Cmd.OrderGeneration];
  }
  get message(): number {
    return this.i32[Cmd.Message];
  }
  get seconds(): number {
    return this.i32[Cmd.Seconds];
  }
  get nanos(): number {
    return this.i32[Cmd.Nanos];
  }

  /** One of these flags, or more. */
  has(flag: CommandFlag): boolean {
    return (this.i32[Cmd.Flags] & flag) !== 0;
  }
  /** The order brings its own price; so for the others. */
  get hasPrice(): boolean {
    return hasPrice(this.ordType);
  }
  get isStop(): boolean {
    return isStop(this.ordType);
  }
  get isForAuction(): boolean {
    return isForAuction(this.timeInForce);
  }
  /** See `isExtended` of records. */
  get isExtended(): boolean {
    const { kind } = this;
    return kind === CommandKind.NewOrder ? this.has(CommandFlag.Extended) : kind === CommandKind.Quote;
  }
}
