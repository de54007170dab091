/**
 * Stops and trailing stops. They wait in the trigger book until their reference reaches the trigger, and are orders like
 * any other from then on: a stop becomes a market order, a stop-limit a limit order.
 */
import { EndKind, OrdType, Side } from '../../../protocol/codes/enums.js';
import { Reason } from '../../../protocol/codes/reasons.js';
import { byteA } from '../../../protocol/records/layout.js';
import { Terms } from '../../../protocol/records/order-terms.js';
import { OrderFlag } from '../../book/order-pool.js';
import { Term, TermDouble, Waits } from '../../book/order-terms.js';
import type { Closer } from '../closer.js';
import type { EventGroup } from '../event-group.js';
import type { CoreState } from '../state.js';
import { clamped, protect } from './protection.js';
import { NO_PRICE, type References, sourceIndex } from './references.js';

export class Stops {
  constructor(
    private readonly state: CoreState,
    private readonly group: EventGroup,
    private readonly references: References,
    private readonly closer: Closer,
  ) {}

  /** A stop whose trigger is reached already would be no stop. */
  isReached(instrument: number, side: number, terms: Int32Array): boolean {
    if (terms[Terms.OffsetTicks] !== 0) return false;
    const reference = this.references.of(instrument, sourceIndex(byteA(terms[Terms.Head])));
    return reference !== NO_PRICE && reaches(side, reference, terms[Terms.TriggerTicks]);
  }

  /** Puts the stop where it waits. */
  wait(slot: number): void {
    const { orders, terms, trailing } = this.state;
    this.state.watch(slot);
    if (terms.get(slot, Term.OffsetTicks) === 0) return this.waitForTrigger(slot);
    trailing.append(orders.instrument(slot), slot);
    terms.set(slot, Term.Waits, Waits.FirstPrice);
    this.trailOne(slot);
  }

  /** The triggers of trailing stops follow the prices, away from the order only. */
  trail(instrument: number): void {
    const { trailing } = this.state;
    trailing.begin(instrument);
    for (let slot = trailing.next(); slot !== 0; slot = trailing.next()) this.trailOne(slot);
  }

  /** The next stop whose trigger is reached, taken out and turned into what it becomes; 0 = none. */
  elect(instrument: number): number {
    const { sources } = this.state.venuePrices;
    for (let source = 0; source < sources; source++) {
      const reference = this.references.of(instrument, source);
      const slot = reference === NO_PRICE ? 0 : this.nearest(instrument, source, reference);
      if (slot !== 0) return this.trigger(slot);
    }
    return 0;
  }

  /** An elected stop enters, and the order that it was tied to is gone: it is protected from here on. */
  enter(slot: number): void {
    const { orders } = this.state;
    const isRouted = (orders.flags(slot) & OrderFlag.Routed) !== 0;
    if (orders.ordType(slot) === OrdType.Market && !isRouted) protect(this.state, slot);
  }

  /** Of one that is in no queue. */
  private waitForTrigger(slot: number): void {
    const { terms, triggers } = this.state;
    if (triggers.add(slot, sourceIndex(byteA(terms.get(slot, Term.Head)))))
      terms.set(slot, Term.Waits, Waits.Trigger);
    else this.closer.end(slot, EndKind.Cancelled, Reason.TooManyPriceLevels);
  }

  private trailOne(slot: number): void {
    const { orders, terms, triggers } = this.state;
    const source = sourceIndex(byteA(terms.get(slot, Term.Head)));
    const reference = this.references.of(orders.instrument(slot), source);
    if (reference === NO_PRICE) return;
    const side = orders.side(slot);
    const trigger = trailingTrigger(side, reference, terms.get(slot, Term.OffsetTicks));
    const waits = terms.get(slot, Term.Waits) === Waits.Trigger;
    if (waits && !improves(side, trigger, terms.get(slot, Term.TriggerTicks))) return;
    if (waits) triggers.remove(slot, source);
    terms.set(slot, Term.Waits, Waits.FirstPrice);
    terms.set(slot, Term.TriggerTicks, trigger);
    this.waitForTrigger(slot);
  }

  /** The nearest trigger first, on both sides; as near as each other: who came first. */
  private nearest(instrument: number, source: number, reference: number): number {
    const { triggers, terms } = this.state;
    const buy = triggers.elected(instrument, source, Side.Buy, reference);
    const sell = triggers.elected(instrument, source, Side.Sell, reference);
    if (buy === 0 || sell === 0) return buy | sell;
    const nearer =
      reference - terms.get(buy, Term.TriggerTicks) - (terms.get(sell, Term.TriggerTicks) - reference);
    if (nearer !== 0) return nearer < 0 ? buy : sell;
    const cameFirst =
      terms.f64[terms.doubleAt(buy, TermDouble.Sequence)] <
      terms.f64[terms.doubleAt(sell, TermDouble.Sequence)];
    return cameFirst ? buy : sell;
  }

  private trigger(slot: number): number {
    const { orders, terms, triggers, trailing } = this.state;
    triggers.remove(slot, sourceIndex(byteA(terms.get(slot, Term.Head))));
    if (terms.get(slot, Term.OffsetTicks) !== 0) trailing.remove(orders.instrument(slot), slot);
    terms.set(slot, Term.OffsetTicks, 0);
    terms.set(slot, Term.Waits, Waits.Not);
    this.state.unwatch(slot);
    const ordType = orders.ordType(slot) === OrdType.Stop ? OrdType.Market : OrdType.Limit;
    orders.setOrdType(slot, ordType);
    this.group.triggered(slot, ordType);
    return slot;
  }
}

const reaches = (side: number, reference: number, trigger: number): boolean =>
  side === Side.Buy ? reference >= trigger : reference <= trigger;

/** A trailing trigger only comes nearer to the market: a buy stop's falls, a sell stop's rises. */
const improves = (side: number, trigger: number, before: number): boolean =>
  side === Side.Buy ? trigger < before : trigger > before;

function trailingTrigger(side: number, reference: number, offset: number): number {
  return clamped(side === Side.Buy ? reference + offset : reference - offset);
}
