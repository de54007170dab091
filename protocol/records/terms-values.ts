/** The terms of one order on their way into its OrderTerms record. Whoever writes such records has one of these, for all. */
import { EventKind } from './event.js';
import { head, LANE_PAYLOAD_WORDS } from './layout.js';
import { Terms, TermsDouble } from './order-terms.js';

export class TermsValues {
  /** `TriggerSource`, or venue. */
  source = 0;
  peg = 0;
  contingency = 0;
  /** `Route` */
  route = 0;
  triggerTicks = 0;
  offsetTicks = 0;
  protectionTicks = 0;
  linkedIdLow = 0;
  linkedIdHigh = 0;
  /** Doubles from the start, so that the object keeps its shape. */
  expireSeconds = -0;
  displayLots = -0;
  minQtyLots = -0;

  /** False: an order with these needs no record. */
  get any(): boolean {
    const codes =
      this.source | this.peg | this.contingency | this.route | this.linkedIdLow | this.linkedIdHigh;
    const ticks = this.triggerTicks | this.offsetTicks | this.protectionTicks;
    return (codes | ticks) !== 0 || this.expireSeconds + this.displayLots + this.minQtyLots !== 0;
  }

  /** All words of a lane record. */
  write(i32: Int32Array, f64: Float64Array, at: number): void {
    i32.fill(0, at, at + LANE_PAYLOAD_WORDS);
    i32[at + Terms.Head] = head(EventKind.OrderTerms, this.source, this.peg, this.contingency);
    i32[at + Terms.TriggerTicks] = this.triggerTicks;
    i32[at + Terms.OffsetTicks] = this.offsetTicks;
    i32[at + Terms.ExpireSeconds] = this.expireSeconds;
    i32[at + Terms.ProtectionTicks] = this.protectionTicks;
    i32[at + Terms.LinkedClientIdLow] = this.linkedIdLow;
    i32[at + Terms.LinkedClientIdHigh] = this.linkedIdHigh;
    i32[at + Terms.Route] = this.route;
    f64[(at >> 1) + TermsDouble.DisplayLots] = this.displayLots;
    f64[(at >> 1) + TermsDouble.MinQtyLots] = this.minQtyLots;
  }
}
