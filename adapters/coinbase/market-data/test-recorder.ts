/** What Coinbase Exchange would have sent of a test market, by levels or by orders, with its matches and tickers. */
import { Side } from '../../../protocol/codes/enums.js';
import { formatFixed } from '../../../protocol/fixed.js';
import { TestMarket, type TestStep } from '../../test-market.js';

export const priceText = (ticks: number): string => formatFixed(ticks, 2);
export const sizeText = (lots: number): string => formatFixed(lots, 8);
const sideText = (side: Side): string => (side === Side.Buy ? 'buy' : 'sell');
const FIRST_MS = 1_700_000_000_000;

export class TestCoinbaseRecorder {
  readonly market: TestMarket;
  readonly messages: Record<string, unknown>[] = [];
  sequence = 10_000;
  private tradeId = 700;
  private micros = 0;

  constructor(
    readonly product: string,
    seed: number,
  ) {
    this.market = new TestMarket(seed);
  }

  snapshot(): void {
    this.messages.push({
      type: 'snapshot',
      product_id: this.product,
      asks: this.rows(Side.Sell),
      bids: this.rows(Side.Buy),
    });
  }

  run(steps: number): void {
    for (let i = 0; i < steps; i++) this.step(this.market.step());
  }

  private step({ change, trade }: TestStep): void {
    this.micros += 1_000 + this.market.random.below(90_000);
    if (trade) {
      const common = this.common();
      const id = { trade_id: ++this.tradeId };
      const [price, size] = [priceText(trade.ticks), sizeText(trade.lots)];
      const side = sideText(trade.makerSide);
      this.say({ type: 'match', ...id, ...orderIds(this.tradeId), side, size, price, ...common });
      const [bid, , ask] = this.market.top();
      const best = { best_bid: priceText(bid), best_ask: priceText(ask) };
      this.say({ type: 'ticker', price, ...best, side, last_size: size, ...id, ...common });
    }
    const changes = [[sideText(change.side), priceText(change.ticks), sizeText(change.lots)]];
    this.say({ type: 'l2update', product_id: this.product, changes, time: this.time() });
  }

  private common() {
    return { product_id: this.product, sequence: ++this.sequence, time: this.time() };
  }

  private time(): string {
    const whole = new Date(FIRST_MS + Math.floor(this.micros / 1_000)).toISOString();
    return whole.replace('Z', `${String(this.micros % 1_000).padStart(3, '0')}Z`);
  }

  private rows(side: Side): string[][] {
    return this.market.rows(side).map(([ticks, lots]) => [priceText(ticks), sizeText(lots)]);
  }

  private say(message: Record<string, unknown>): void {
    this.messages.push(message);
  }
}

export const uuidOf = (n: number): string => `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`;

const orderIds = (n: number) => ({ maker_order_id: uuidOf(n), taker_order_id: uuidOf(n + 500_000) });

/** The same market told order by order: a level is one order or several. */
export class TestOrderRecorder {
  readonly messages: Record<string, unknown>[] = [];
  readonly market: TestMarket;
  sequence = 20_000;
  private tradeId = 900;
  private lastOrder = 0;
  private micros = 0;
  private readonly orders = new Map<string, { id: string; side: Side; ticks: number; lots: number }[]>();

  constructor(
    readonly product: string,
    seed: number,
  ) {
    this.market = new TestMarket(seed);
    for (const side of [Side.Buy, Side.Sell])
      for (const [ticks, lots] of this.market.rows(side)) this.rest(side, ticks, lots);
  }

  /** `GET /products/<id>/book?level=3` */
  book(): Record<string, unknown> {
    const rows = (wanted: Side) => [...this.orders.values()].flat().filter(({ side }) => side === wanted);
    const text = (side: Side) =>
      rows(side).map(({ ticks, lots, id }) => [priceText(ticks), sizeText(lots), id]);
    return { sequence: this.sequence, bids: text(Side.Buy), asks: text(Side.Sell) };
  }

  run(steps: number): void {
    for (let i = 0; i < steps; i++) this.step(this.market.step());
  }

  private step({ change, trade }: TestStep): void {
    this.micros += 1_000;
    const { side, ticks, lots } = change;
    const key = `${side} ${ticks}`;
    const here = this.orders.get(key) ?? [];
    if (trade) return this.execute(here, trade.lots);
    const held = here.reduce((sum, order) => sum + order.lots, 0);
    if (lots > held) this.open(side, ticks, lots - held);
    else this.take(here, held - lots);
    if (this.market.random.below(4) === 0) this.stranger(side, ticks);
  }

  /** A taker's order: received, matches, and the makers that are gone. */
  private execute(here: { id: string; side: Side; ticks: number; lots: number }[], lots: number): void {
    let left = lots;
    this.say('received', {
      order_id: uuidOf(++this.lastOrder),
      side: 'buy',
      order_type: 'market',
      funds: '1.23',
    });
    while (left > 0) {
      const maker = here[0];
      const size = Math.min(left, maker.lots);
      const [price, side] = [priceText(maker.ticks), sideText(maker.side)];
      const ids = { maker_order_id: maker.id, taker_order_id: uuidOf(this.lastOrder) };
      this.say('match', { trade_id: ++this.tradeId, ...ids, size: sizeText(size), price, side });
      left -= size;
      maker.lots -= size;
      if (maker.lots > 0) continue;
      here.shift();
      this.say('done', { order_id: maker.id, reason: 'filled', price, side, remaining_size: '0' });
    }
  }

  /** So much less: an order shrinks, or is cancelled. */
  private take(here: { id: string; side: Side; ticks: number; lots: number }[], lots: number): void {
    let left = lots;
    while (left > 0) {
      const order = here.at(-1)!;
      const [price, side] = [priceText(order.ticks), sideText(order.side)];
      if (order.lots > left) {
        const sizes = { old_size: sizeText(order.lots), new_size: sizeText(order.lots - left) };
        this.say('change', { order_id: order.id, ...sizes, price, side });
        order.lots -= left;
        return;
      }
      here.pop();
      left -= order.lots;
      this.say('done', {
        order_id: order.id,
        reason: 'canceled',
        price,
        side,
        remaining_size: sizeText(order.lots),
      });
    }
  }

  private open(side: Side, ticks: number, lots: number): void {
    const { id } = this.rest(side, ticks, lots);
    const what = { order_id: id, price: priceText(ticks), side: sideText(side) };
    this.say('received', { ...what, size: sizeText(lots), order_type: 'limit' });
    this.say('open', { ...what, remaining_size: sizeText(lots) });
  }

  /** An order that never rested is done: it must be ignored. */
  private stranger(side: Side, ticks: number): void {
    const id = uuidOf(++this.lastOrder);
    this.say('received', {
      order_id: id,
      side: sideText(side),
      price: priceText(ticks),
      size: '1.00000000',
      order_type: 'limit',
    });
    this.say('done', {
      order_id: id,
      reason: 'canceled',
      side: sideText(side),
      price: priceText(ticks),
      remaining_size: '1',
    });
  }

  private rest(side: Side, ticks: number, lots: number) {
    const order = { id: uuidOf(++this.lastOrder), side, ticks, lots };
    const key = `${side} ${ticks}`;
    const here = this.orders.get(key);
    if (here) here.push(order);
    else this.orders.set(key, [order]);
    return order;
  }

  private say(type: string, fields: Record<string, unknown>): void {
    const time = new Date(FIRST_MS + this.micros / 1_000).toISOString();
    this.messages.push({ type, product_id: this.product, time, sequence: ++this.sequence, ...fields });
  }
}
