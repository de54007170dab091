/** A test venue's day as LOBSTER writes it: only what changes the N best levels is told. */
import type { TestOrder, TestRecorder } from './test-venue.js';
import { TestVenue } from './test-venue.js';

const UNITS_PER_TICK = 100;
const NO_PRICE = 9_999_999_999;

export class TestLobsterRecorder implements TestRecorder {
  readonly venue = new TestVenue();
  readonly messages: string[] = [];
  readonly books: string[] = [];
  /** What happens before is not told. */
  recording = false;
  private last = '';
  private nextId = 1_000_000_000;

  constructor(private readonly levels: number) {}

  add(order: TestOrder): void {
    this.venue.rest(order);
    this.tell(1, order, order.lots);
  }

  cancel(order: TestOrder, lots: number): void {
    this.venue.takeOff(order, lots);
    this.tell(order.lots > 0 ? 2 : 3, order, lots);
  }

  /** A replace is a deletion and a new order. */
  modify(order: TestOrder, price: number, lots: number): void {
    this.cancel(order, order.lots);
    this.add({ id: this.nextId++, buy: order.buy, price, lots });
  }

  aggress(order: TestOrder): void {
    for (;;) {
      const maker = this.venue.firstAgainst(order.buy);
      const crosses = maker && (order.buy ? maker.price <= order.price : maker.price >= order.price);
      if (!crosses || order.lots === 0) break;
      const lots = Math.min(order.lots, maker.lots);
      order.lots -= lots;
      this.venue.takeOff(maker, lots);
      this.tell(4, maker, lots);
    }
    if (order.lots > 0) this.add(order);
  }

  /** Messages that are no visible order's. */
  aside(type: 5 | 6 | 7, price: number): void {
    this.write(`${type},${type === 6 ? -1 : 0},${type === 7 ? 0 : 10},${price},-1`);
  }

  private tell(type: number, order: TestOrder, lots: number): void {
    const changed = this.book() !== this.last;
    if (changed)
      this.write(`${type},${order.id},${lots},${order.price * UNITS_PER_TICK},${order.buy ? 1 : -1}`);
  }

  private write(message: string): void {
    this.last = this.book();
    if (!this.recording) return;
    const time = `${86_000 + this.messages.length}.${String(this.messages.length * 7).padStart(9, '0')}`;
    this.messages.push(`${time.replace(/\.?0+$/, '')},${message}`);
    this.books.push(this.last);
  }

  private book(): string {
    const asks = this.venue.top(false, this.levels);
    const bids = this.venue.top(true, this.levels);
    const side = (level: { price: number; lots: number } | undefined, none: number) =>
      level ? `${level.price * UNITS_PER_TICK},${level.lots}` : `${none},0`;
    return Array.from(
      { length: this.levels },
      (_, i) => `${side(asks[i], NO_PRICE)},${side(bids[i], -NO_PRICE)}`,
    ).join(',');
  }
}
