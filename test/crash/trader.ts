/**
 * One client session under load: keeps some requests outstanding, drawn at random from all that a client can ask, over the
 * real client, which finds its way back by itself whenever the engine is killed. What it was told is kept by its wiretap.
 */

import type { Random } from '../../engine/threads/random.js';
import {
  type EventIdentity,
  type MassCancelResult,
  type NewOrder,
  type OrderName,
  type OrderReport,
  PregaoClient,
  RequestRejected,
  UnknownOutcome,
} from '../../protocol/client/index.js';
import { KEYS, type Name, SYMBOLS } from './ground.js';
import type { Standing } from './lines.js';
import { Wiretap } from './wiretap.js';

export interface TraderOptions {
  readonly random: Random;
  readonly address: () => Promise<string>;
  readonly cancelOnDisconnect?: boolean;
  /** Requests that wait for an answer at a time. */
  readonly outstanding?: number;
}

const MIDDLE = 10_000;
const BAND_TICKS = 12;
const MOST_LOTS = 40;
/** Orders that one session remembers and cancels or replaces. */
const REMEMBERED = 64;

export class Trader {
  readonly tap: Wiretap;
  /** Reports as the client gave them to its user. */
  readonly told: EventIdentity[] = [];
  /** Names of the reasons that requests were refused for, and how often. */
  readonly refusals = new Map<string, number>();
  unknownOutcomes = 0;
  gaps = 0;
  private client!: PregaoClient;
  private waiting = 0;
  private going = false;
  private readonly remembered: OrderName[] = [];

  constructor(
    readonly name: Name,
    private readonly options: TraderOptions,
  ) {
    this.tap = new Wiretap(options.address);
  }

  async connect(): Promise<void> {
    const { transport } = this.tap;
    const { cancelOnDisconnect } = this.options;
    this.client = await PregaoClient.connect('', KEYS[this.name], { transport, cancelOnDisconnect });
    this.client.on('report', ({ event }) => this.told.push(event));
    this.client.on('massCancel', ({ event }) => this.told.push(event));
    this.client.on('gap', () => this.gaps++);
  }

  get session(): number {
    return this.tap.welcomes[0].session;
  }

  get connected(): boolean {
    return this.client.connected;
  }

  /** Requests of the load that have not been answered. */
  get outstanding(): number {
    return this.waiting;
  }

  /** Orders that are open as far as this session was told; only its own. */
  standing(): Standing[] {
    const orders = new Map<string, Standing>();
    for (const { order, text } of this.tap.reports)
      if (order && (orders.has(order.id) || text.includes(' OrderAccepted '))) orders.set(order.id, order);
    return [...orders.values()].filter(({ open }) => open > 0);
  }

  go(): void {
    this.going = true;
    while (this.waiting < (this.options.outstanding ?? 8)) void this.request();
  }

  /** No new requests; those that wait are answered in time. */
  pause(): void {
    this.going = false;
  }

  close(): void {
    this.pause();
    this.client.close();
  }

  /** Single requests, outside of the load. */
  order(order: Omit<NewOrder, 'symbol'> & Partial<Pick<NewOrder, 'symbol'>>): Promise<OrderReport> {
    return this.client.newOrder({ symbol: SYMBOLS[0], tif: 'gtc', ...order });
  }

  cancel({ symbol, orderId }: OrderReport): Promise<OrderReport> {
    return this.client.cancel({ symbol, orderId });
  }

  massCancel(): Promise<MassCancelResult> {
    return this.client.massCancel();
  }

  private async request(): Promise<void> {
    this.waiting++;
    try {
      await this.anything();
    } catch (error) {
      this.failed(error);
    }
    this.waiting--;
    if (this.going) void this.request();
  }

  private failed(error: unknown): void {
    if (error instanceof UnknownOutcome) this.unknownOutcomes++;
    else if (error instanceof RequestRejected)
      this.refusals.set(error.why.name, (this.refusals.get(error.why.name) ?? 0) + 1);
    else throw error;
  }

  private anything(): Promise<unknown> {
    const { random } = this.options;
    const what = random.below(100);
    const known = this.remembered[random.below(this.remembered.length)];
    if (what < 60 || known === undefined) return this.newOrder();
    if (what < 78) return this.client.cancel(this.forget(known));
    if (what < 98) return this.client.replace({ ...known, price: this.price(), quantity: this.quantity() });
    return this.client.massCancel({ symbol: known.symbol, side: this.side() });
  }

  private async newOrder(): Promise<void> {
    const { random } = this.options;
    const symbol = SYMBOLS[random.below(SYMBOLS.length)];
    const order = { symbol, side: this.side(), quantity: this.quantity(), ...this.terms() };
    const { orderId, clientOrderId } = await this.client.newOrder(order);
    if (this.remembered.length === REMEMBERED) this.remembered.shift();
    this.remembered.push(random.below(2) === 0 ? { symbol, orderId } : { symbol, clientOrderId });
  }

  private terms(): Pick<NewOrder, 'price' | 'tif' | 'type' | 'postOnly'> {
    const price = this.price();
    const what = this.options.random.below(20);
    if (what === 0) return { type: 'market', tif: 'ioc' };
    if (what === 1) return { price, tif: 'fok' };
    if (what < 4) return { price, tif: 'ioc' };
    if (what < 6) return { price, tif: 'gtc', postOnly: true };
    return { price, tif: what < 12 ? 'day' : 'gtc' };
  }

  private forget(known: OrderName): OrderName {
    this.remembered.splice(this.remembered.indexOf(known), 1);
    return known;
  }

  private price(): string {
    return String(MIDDLE - BAND_TICKS + this.options.random.below(2 * BAND_TICKS + 1));
  }

  private quantity(): string {
    return String(1 + this.options.random.below(MOST_LOTS));
  }

  private side(): 'buy' | 'sell' {
    return this.options.random.below(2) === 0 ? 'buy' : 'sell';
  }
}
