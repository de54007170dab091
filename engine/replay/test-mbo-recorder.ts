/**
 * Test venues' days as Databento writes them: every order in the messages, and a depth row where the best levels have
 * changed. `rows` are shared by all recorders of a file, because a file has the rows of all its instruments.
 */
import type { TestOrder, TestRecorder } from './test-venue.js';
import { TestVenue } from './test-venue.js';

const LAST = 128;

/** How a venue tells of a trade. */
export type TradeStyle =
  /** Each fill with its cancel, in one sequence, each row the last of an event (Nasdaq). */
  | 'by-fill'
  /** All fills, then what becomes of the orders, the last row closing the event (CME). */
  | 'by-event';

export class TestMboFiles {
  readonly messages: string[] = [];
  readonly depth: string[] = [];
  sequence = 100;

  constructor(
    readonly levels: number,
    readonly style: TradeStyle,
    readonly priceOf: (ticks: number) => string,
  ) {
    const columns = Array.from({ length: levels }, (_, i) => String(i).padStart(2, '0')).flatMap((n) =>
      ['bid', 'ask'].flatMap((side) => ['px', 'sz', 'ct'].map((what) => `${side}_${what}_${n}`)),
    );
    this.messages.push(
      'ts_recv,ts_event,publisher_id,instrument_id,action,side,price,size,order_id,flags,sequence,symbol',
    );
    this.depth.push(
      `ts_event,publisher_id,instrument_id,action,side,price,size,flags,sequence,${columns},symbol`,
    );
  }
}

export class TestMboRecorder implements TestRecorder {
  readonly venue = new TestVenue();
  private last = '';

  constructor(
    private readonly files: TestMboFiles,
    private readonly instrument: number,
    private readonly symbol: string,
  ) {
    this.files.sequence++;
    this.message('R', 'N', '', 0, 0, LAST);
    this.row('R', 'N', '', 0, LAST);
  }

  add(order: TestOrder): void {
    this.files.sequence++;
    this.rest(order, LAST);
  }

  cancel(order: TestOrder, lots: number): void {
    this.files.sequence++;
    this.off(order, lots, LAST);
  }

  /** Nasdaq replaces (cancel and add in one sequence), CME modifies: priority is lost unless only the quantity falls. */
  modify(order: TestOrder, price: number, lots: number): void {
    this.files.sequence++;
    if (this.files.style === 'by-fill') {
      this.off(order, order.lots, 0);
      this.rest({ ...order, price, lots }, LAST);
      return;
    }
    const keeps = price === order.price && lots <= order.lots;
    if (keeps) order.lots = lots;
    else {
      this.venue.takeOff(order, order.lots);
      order.price = price;
      order.lots = lots;
      this.venue.rest(order);
    }
    this.message('M', side(order.buy), this.files.priceOf(price), lots, order.id, LAST);
    this.row('M', side(order.buy), this.files.priceOf(price), lots, LAST);
  }

  aggress(order: TestOrder): void {
    if (this.files.style === 'by-event') this.aggressByEvent(order);
    else this.aggressByFill(order);
    if (order.lots > 0) this.add(order);
  }

  private aggressByFill(order: TestOrder): void {
    for (let maker = this.crossed(order); maker; maker = this.crossed(order)) {
      this.files.sequence++;
      const lots = Math.min(order.lots, maker.lots);
      order.lots -= lots;
      this.trade(order, maker, lots, LAST);
      this.off(maker, lots, LAST);
    }
  }

  private aggressByEvent(order: TestOrder): void {
    const filled: TestOrder[] = [];
    this.files.sequence++;
    for (let maker = this.crossed(order); maker; maker = this.crossed(order)) {
      const lots = Math.min(order.lots, maker.lots);
      order.lots -= lots;
      this.trade(order, maker, lots, 0);
      this.venue.takeOff(maker, lots);
      filled.push(maker);
    }
    for (const [i, maker] of filled.entries()) {
      const price = this.files.priceOf(maker.price);
      const flags = i === filled.length - 1 ? LAST : 0;
      if (maker.lots > 0) this.message('M', side(maker.buy), price, maker.lots, maker.id, flags);
      else this.message('C', side(maker.buy), price, this.lotsOf(maker), maker.id, flags);
      if (flags === LAST) this.row('C', side(maker.buy), price, 0, flags);
    }
  }

  /** What was filled of each, to cancel just that. */
  private readonly filledLots = new Map<TestOrder, number>();

  private lotsOf(maker: TestOrder): number {
    return this.filledLots.get(maker)!;
  }

  private crossed(order: TestOrder): TestOrder | undefined {
    const maker = this.venue.firstAgainst(order.buy);
    if (!maker || order.lots === 0) return undefined;
    return (order.buy ? maker.price <= order.price : maker.price >= order.price) ? maker : undefined;
  }

  private trade(taker: TestOrder, maker: TestOrder, lots: number, flags: number): void {
    const price = this.files.priceOf(maker.price);
    this.filledLots.set(maker, lots);
    this.message('T', side(taker.buy), price, lots, 0, flags);
    if (this.files.style === 'by-fill') this.row('T', side(taker.buy), price, lots, flags, true);
    this.message('F', side(maker.buy), price, lots, maker.id, flags);
  }

  private rest(order: TestOrder, flags: number): void {
    const price = this.files.priceOf(order.price);
    this.venue.rest(order);
    this.message('A', side(order.buy), price, order.lots, order.id, flags);
    this.row('A', side(order.buy), price, order.lots, flags);
  }

  private off(order: TestOrder, lots: number, flags: number): void {
    const price = this.files.priceOf(order.price);
    this.venue.takeOff(order, lots);
    this.message('C', side(order.buy), price, lots, order.id, flags);
    this.row('C', side(order.buy), price, lots, flags);
  }

  private message(action: string, at: string, price: string, size: number, id: number, flags: number): void {
    const { messages, sequence } = this.files;
    messages.push(
      `${this.time(9)},${this.time(5)},2,${this.instrument},${action},${at},${price},${size},${id},${flags},${sequence},${this.symbol}`,
    );
  }

  /** Only where the best levels have changed, or at a trade. */
  private row(action: string, at: string, price: string, size: number, flags: number, always = false): void {
    const book = this.book();
    if (book === this.last && !always) return;
    this.last = book;
    this.files.depth.push(
      `${this.time(5)},2,${this.instrument},${action},${at},${price},${size},${flags},${this.files.sequence},${book},${this.symbol}`,
    );
  }

  private time(micros: number): string {
    const { sequence } = this.files;
    return `2025-07-17T23:59:${String(40 + Math.floor(sequence / 1e6)).padStart(2, '0')}.${String(sequence % 1e6).padStart(6, '0')}00${micros}Z`;
  }

  private book(): string {
    const { levels, priceOf } = this.files;
    const bids = this.venue.top(true, levels);
    const asks = this.venue.top(false, levels);
    const level = (one: { price: number; lots: number; orders: number } | undefined) =>
      one ? `${priceOf(one.price)},${one.lots},${one.orders}` : ',0,0';
    return Array.from({ length: levels }, (_, i) => `${level(bids[i])},${level(asks[i])}`).join(',');
  }
}

const side = (buy: boolean): string => (buy ? 'B' : 'A');
