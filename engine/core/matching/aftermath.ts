/**
 * What follows from a command when its own order is done with, in the same event group: children of brackets that were
 * armed, then stops that its trades elected, one after the other, each matched completely; at the end the pegs, once.
 * In bounded steps; what is left of it is part of the state, and no other command comes between.
 */
import { OrderFlag } from '../../book/order-pool.js';
import { Term, Waits } from '../../book/order-terms.js';
import { Mode, Work } from '../../market/market.js';
import type { EventGroup } from '../event-group.js';
import type { Matcher } from '../matcher.js';
import type { Router } from '../routing/router.js';
import type { CoreState } from '../state.js';
import type { Links } from './links.js';
import type { Pegs } from './pegs.js';
import type { Stops } from './stops.js';

export class Aftermath {
  active = false;
  /** The instrument whose prices may have moved, and the last one to look at. */
  private instrument = 0;
  private last = 0;
  /** The pegs of the instrument are being looked at, which is done once. */
  private pegging = false;

  constructor(
    private readonly state: CoreState,
    private readonly group: EventGroup,
    private readonly matcher: Matcher,
    private readonly stops: Stops,
    private readonly pegs: Pegs,
    private readonly links: Links,
    private readonly router: Router,
  ) {}

  /** @param instrument the only one that the command can have moved; 0 = any */
  begin(instrument: number): void {
    this.active = true;
    this.instrument = instrument === 0 ? 1 : instrument;
    this.last = instrument === 0 ? this.state.instruments.capacity - 1 : instrument;
    this.pegging = false;
  }

  /** Goes on until all is done, the step is spent, or an order stays in hand. Not while one is. */
  step(): void {
    while (this.matcher.inHand === 0) {
      if (this.group.spent || this.isInterrupted) return;
      if (this.state.watched[this.instrument] === 0 || !this.one()) {
        this.pegging = false;
        if (this.instrument++ >= this.last) break;
      }
    }
    if (this.matcher.inHand === 0) this.active = false;
  }

  /** False: nothing follows for this instrument any more. */
  private one(): boolean {
    const { mode } = this.state.market;
    const slot = this.nextArmed() || this.nextByPrice(mode[this.instrument]);
    if (slot === 0) return false;
    if ((this.state.orders.flags(slot) & OrderFlag.Routed) !== 0) this.router.begin(slot);
    else this.matcher.take(slot);
    return true;
  }

  /** A band was reached, quotes are to be pulled, children have changed: that comes first, and then all that follows from it. */
  private get isInterrupted(): boolean {
    return (this.state.market.work & (Work.Interrupted | Work.Pull | Work.Route)) !== 0;
  }

  /** While an auction collects no price elects a stop, and pegs are parked; in a halt nothing moves. */
  private nextByPrice(mode: Mode): number {
    if ((mode & Mode.Refuses) !== 0) return 0;
    return ((mode & Mode.Collects) === 0 ? this.nextElected() : 0) || this.nextPeg();
  }

  private nextArmed(): number {
    const { armed, terms, orders, book } = this.state;
    const slot = armed.first(this.instrument);
    if (slot === 0) return 0;
    if (orders.isResting(slot)) book.remove(slot);
    armed.remove(this.instrument, slot);
    terms.set(slot, Term.Waits, Waits.Not);
    this.state.unwatch(slot);
    return slot;
  }

  private nextElected(): number {
    this.stops.trail(this.instrument);
    const slot = this.stops.elect(this.instrument);
    if (slot === 0) return 0;
    this.links.triggered(slot);
    this.stops.enter(slot);
    return slot;
  }

  private nextPeg(): number {
    if (!this.pegging) this.state.pegs.begin(this.instrument);
    this.pegging = true;
    return this.pegs.step();
  }
}
