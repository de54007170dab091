/** The trigger book to check the fast one by: a list of slots, searched from the beginning each time. */
import { Side } from '../../protocol/codes/enums.js';
import type { OrderPool } from './order-pool.js';
import { type OrderTerms, Term, TermDouble } from './order-terms.js';
import type { Triggers } from './trigger-book.js';

interface Waiting {
  readonly slot: number;
  readonly source: number;
}

export class NaiveTriggers implements Triggers {
  private readonly waiting: Waiting[] = [];

  constructor(
    private readonly orders: OrderPool,
    private readonly terms: OrderTerms,
    private readonly chunks: number,
  ) {}

  add(slot: number, source: number): boolean {
    const chunks = new Set(this.waiting.map((one) => this.chunkOf(one)));
    if (!chunks.has(this.chunkOf({ slot, source })) && chunks.size === this.chunks) return false;
    this.waiting.push({ slot, source });
    return true;
  }

  remove(slot: number): void {
    this.waiting.splice(
      this.waiting.findIndex((one) => one.slot === slot),
      1,
    );
  }

  elected(instrument: number, source: number, side: Side, ticks: number): number {
    const nearest = this.sorted(instrument, source, side).at(0) ?? 0;
    if (nearest === 0) return 0;
    const reached = side === Side.Buy ? ticks >= this.trigger(nearest) : ticks <= this.trigger(nearest);
    return reached ? nearest : 0;
  }

  walk(instrument: number, source: number, side: Side, visit: (slot: number) => void): void {
    for (const slot of this.sorted(instrument, source, side)) visit(slot);
  }

  /** Nearest trigger first, then who came first. */
  private sorted(instrument: number, source: number, side: Side): number[] {
    const direction = side === Side.Buy ? 1 : -1;
    return this.waiting
      .filter((one) => one.source === source)
      .map(({ slot }) => slot)
      .filter((slot) => this.orders.instrument(slot) === instrument && this.orders.side(slot) === side)
      .sort((a, b) => direction * (this.trigger(a) - this.trigger(b)) || this.since(a) - this.since(b));
  }

  private since(slot: number): number {
    return this.terms.f64[this.terms.doubleAt(slot, TermDouble.Sequence)];
  }

  private trigger(slot: number): number {
    return this.terms.get(slot, Term.TriggerTicks);
  }

  /** Neighbouring triggers of one side share a chunk of the pool, which can be full. */
  private chunkOf({ slot, source }: Waiting): string {
    const side = this.orders.side(slot);
    const rank = side === Side.Buy ? -this.trigger(slot) : this.trigger(slot);
    return `${this.orders.instrument(slot)} ${source} ${side} ${Math.floor(rank / 32)}`;
  }
}
