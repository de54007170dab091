/**
 * The exchange behind FIX, feed and REST. Gives every book event of a product its sequence number, the one that an ExecutionReport carries as RptSeq, and
 * tells feed and sessions in that order.
 */
import type { Agenda } from '../kit/agenda.js';
import { Faults } from '../kit/faults.js';
import { Outbox } from '../kit/outbox.js';
import type { MarketEvent } from '../market/event.js';
import { CROWD, HOUSE, Market } from '../market/market.js';
import { leavesOf, type Order, type Trade, type Why } from '../market/order.js';
import { type FeedMessage, FeedWriter } from './feed-messages.js';
import type { CoinbaseOptions, KeyOptions } from './options.js';
import { Product } from './products.js';

export type Exec = 'new' | 'fill' | 'cancelled' | 'expired' | 'replaced' | 'restated';

export interface Report {
  readonly exec: Exec;
  readonly order: Order;
  readonly why?: Why;
  /** Of the request that it answers, or of the order. */
  readonly clientId: string;
  readonly origClientId: string;
  readonly trade?: Trade;
  readonly rptSeq: number;
  readonly timeMs: number;
  readonly qtyLots: number;
  readonly leavesLots: number;
  readonly filledLots: number;
  readonly filledQuote: bigint;
  readonly priceTicks: number;
  readonly execId: number;
}

export class CoinbaseVenue {
  readonly faults = new Faults();
  readonly outbox = new Outbox();
  readonly market: Market;
  readonly products: ReadonlyMap<string, Product>;
  /** USD rates by currency; a test sets them. */
  readonly rates: Record<string, string>;
  private readonly writer: FeedWriter;
  private readonly sequences = new Map<string, number>();
  private readonly reportListeners = new Set<(report: Report) => void>();
  private readonly feedListeners = new Set<(message: FeedMessage) => void>();
  private readonly matches = new Map<string, FeedMessage>();
  private lastExecId = 0;

  constructor(
    readonly agenda: Agenda,
    readonly options: CoinbaseOptions,
  ) {
    this.products = new Map(options.products.map((each) => [each.id, new Product(each)]));
    this.market = new Market(agenda, [...this.products.keys()]);
    this.rates = { ...options.rates };
    this.writer = new FeedWriter(this.products);
    this.market.listen((event) => this.heard(event));
  }

  key(apiKey: string): KeyOptions | undefined {
    return this.options.keys.find((key) => key.apiKey === apiKey);
  }

  sequence(product: string): number {
    return this.sequences.get(product) ?? 0;
  }

  lastMatch(product: string): FeedMessage | undefined {
    return this.matches.get(product);
  }

  isHalted(product: string): boolean {
    return this.market.phase(product) !== 'open';
  }

  /** @returns how to stop */
  listen(listener: (report: Report) => void): () => void {
    this.reportListeners.add(listener);
    return () => this.reportListeners.delete(listener);
  }

  listenFeed(listener: (message: FeedMessage) => void): () => void {
    this.feedListeners.add(listener);
    return () => this.feedListeners.delete(listener);
  }

  /** An order changes without anybody asking. */
  restate(order: Order): void {
    this.report(order, 'restated');
  }

  private heard(event: MarketEvent): void {
    if (event.type === 'phase' || event.type === 'busted') return;
    this.feed(event);
    this.reports(event);
  }

  private feed(event: MarketEvent): void {
    for (const draft of this.writer.write(event, this.agenda.nowMs)) {
      const sequence = draft.isNumbered ? this.nextSequence(draft.product) : this.sequence(draft.product);
      const message = { ...draft, sequence };
      if (draft.type === 'match') this.matches.set(draft.product, message);
      this.outbox.push(() => this.feedListeners.forEach((listener) => void listener(message)));
    }
  }

  private reports(event: MarketEvent): void {
    switch (event.type) {
      case 'accepted':
        return this.report(event.order, 'new');
      case 'replaced':
        return this.report(event.order, 'replaced');
      case 'decremented':
        return this.report(event.order, 'restated');
      case 'trade':
        for (const order of [event.trade.maker, event.trade.taker]) this.report(order, 'fill', event.trade);
        return;
      case 'done':
        if (event.why !== 'filled') this.report(event.order, isExpiry(event.why) ? 'expired' : 'cancelled');
    }
  }

  private report(order: Order, exec: Exec, trade?: Trade): void {
    if (order.account === CROWD || order.account === HOUSE) return;
    const report: Report = {
      exec,
      order,
      trade,
      why: order.why,
      ...idsOf(order, exec),
      rptSeq: this.sequence(order.symbol),
      timeMs: this.agenda.nowMs,
      qtyLots: order.qtyLots,
      leavesLots: leavesOf(order),
      filledLots: order.filledLots,
      filledQuote: order.filledQuote,
      priceTicks: order.priceTicks,
      execId: ++this.lastExecId,
    };
    this.outbox.push(() => this.reportListeners.forEach((listener) => void listener(report)));
  }

  private nextSequence(product: string): number {
    const next = this.sequence(product) + 1;
    this.sequences.set(product, next);
    return next;
  }
}

/** A replace and a cancel that was asked for carry the request's id and the one before it. */
function idsOf(order: Order, exec: Exec): Pick<Report, 'clientId' | 'origClientId'> {
  const { requestId, origId } = order.echo;
  const isAnswer = exec === 'replaced' || (exec === 'cancelled' && order.why === 'user');
  return isAnswer && requestId !== undefined
    ? { clientId: requestId, origClientId: origId }
    : { clientId: order.clientId, origClientId: '' };
}

const isExpiry = (why: Why): boolean =>
  why === 'ioc' || why === 'fok' || why === 'noLiquidity' || why === 'expired';
