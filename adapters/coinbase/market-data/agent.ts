/**
 * Market data of Coinbase Exchange: bytes of its feed in, records on the market-data ring and best levels to the sink out. Sockets,
 * HTTP and clock are passed in. Runs on an event-loop thread; `received` is called in between turns, by the socket.
 *
 * `level2` numbers nothing, but its delivery is guaranteed: updates get numbers of our own, and a level taken out that is not there, or
 * a crossed book, shows that something is wrong. `full` is numbered one by one and needs a snapshot over HTTP.
 */

import type { BroadcastWriter } from '../../../engine/rings/broadcast.js';
import type { Agent, Clock } from '../../../engine/threads/agent.js';
import { StatusReason } from '../../../protocol/records/venue-data.js';
import { Verdict } from '../../kit/book/book-sync.js';
import { BookUpdate } from '../../kit/book/book-update.js';
import { LevelFeed } from '../../kit/feed/level-feed.js';
import { MoveWatch } from '../../kit/feed/move-watch.js';
import type { Dial, Fetch, Notice } from '../../kit/feed/outside.js';
import { RateBudget } from '../../kit/feed/rate-budget.js';
import { readMs } from '../../kit/feed/read-ms.js';
import { SessionCounters } from '../../kit/feed/session-counters.js';
import type { TopSink } from '../../kit/feed/sink.js';
import { SnapshotDesk } from '../../kit/feed/snapshot-desk.js';
import { StreamLink } from '../../kit/feed/stream-link.js';
import { Subscriptions } from '../../kit/feed/subscriptions.js';
import { TradingStates } from '../../kit/feed/trading-states.js';
import { VenueRing } from '../../kit/feed/venue-ring.js';
import { CoinbaseBooks } from './books.js';
import { CoinbaseDecoder } from './decoder.js';
import { Message } from './fields.js';
import type { CoinbaseOptions } from './options.js';
import { ProductState } from './product-states.js';

const TICK_MS = 20;
/** For people. */
const WORDS: Readonly<Record<ProductState, string>> = {
  [ProductState.NotTold]: '',
  [ProductState.Trading]: 'online',
  [ProductState.CancelOnly]: 'cancel only',
  [ProductState.Disabled]: 'trading disabled',
  [ProductState.NotOnline]: 'not online',
};

export interface CoinbaseOutside {
  readonly dial: Dial;
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly ring: BroadcastWriter;
  readonly sink: TopSink;
  readonly notice: Notice;
}

export class CoinbaseMarketData implements Agent {
  readonly name = 'coinbase-exchange';
  readonly counters = new SessionCounters();
  readonly books: CoinbaseBooks;
  readonly link: StreamLink;
  readonly subscriptions: Subscriptions;
  readonly snapshots: SnapshotDesk;
  readonly decoder: CoinbaseDecoder;
  private readonly ring: VenueRing;
  private readonly clock: Clock;
  private readonly channels: readonly string[];
  private readonly tradeIds: Float64Array;
  private readonly moves: MoveWatch;
  private readonly trading: TradingStates;
  private readonly heardMs: Float64Array;
  /** Since the last look at the clock. */
  private readonly isHeard: Uint8Array;
  /** Our numbers of level2 messages. */
  private readonly ordinals: Float64Array;
  private isStatusHeard = false;
  private request = 0;
  private nextTickMs = 0;

  constructor(
    private readonly options: CoinbaseOptions,
    { dial, fetch, clock, ring, sink, notice }: CoinbaseOutside,
  ) {
    const { instruments } = options;
    this.clock = clock;
    this.ring = new VenueRing(ring, clock);
    this.decoder = new CoinbaseDecoder(instruments, new BookUpdate(2 * options.levelsPerSide));
    this.books = new CoinbaseBooks(options, this.ring, sink);
    this.channels = [options.book, 'heartbeat', ...options.channels.filter((each) => this.isWanted(each))];
    this.tradeIds = new Float64Array(instruments.length);
    this.moves = new MoveWatch(instruments.length, options.untoldMs);
    this.trading = new TradingStates(instruments, sink);
    this.heardMs = new Float64Array(instruments.length);
    this.isHeard = new Uint8Array(instruments.length);
    this.ordinals = new Float64Array(instruments.length);
    this.subscriptions = this.newSubscriptions(notice);
    this.snapshots = this.newSnapshots(fetch, notice);
    this.link = new StreamLink(
      this.name,
      options.streamUrl,
      dial,
      options.link,
      {
        opened: () => this.opened(),
        received: (_, bytes, start, end) => this.received(bytes, start, end),
        closed: () => this.lost(),
      },
      notice,
    );
  }

  doWork(): number {
    const nowMs = readMs(this.clock);
    if (nowMs < this.nextTickMs) return 0;
    this.nextTickMs = nowMs + TICK_MS;
    let work = this.link.tick(nowMs) + this.snapshots.tick(nowMs);
    if (this.link.isOpen) work += this.subscriptions.tick(nowMs, this.ask);
    this.watchBooks(nowMs);
    this.ring.publish();
    return work;
  }

  get feeds(): CoinbaseBooks['all'] {
    return this.books.all;
  }

  get links(): readonly StreamLink[] {
    return [this.link];
  }

  /** The best levels of every book are to be told once more, though they have not changed. */
  tellTops(): void {
    for (const { show } of this.books.all) show.tellTop();
  }

  close(): void {
    this.link.end();
    this.ring.publish();
  }

  private received(bytes: Uint8Array, start: number, end: number): void {
    const { counters, decoder } = this;
    this.clock.read();
    counters.messages++;
    counters.bytes += end - start;
    this.link.heard();
    const message = decoder.message(bytes, start, end);
    if (decoder.instrument >= 0) this.isHeard[decoder.instrument] = 1;
    switch (message) {
      case Message.Level2:
        this.takeLevels();
        break;
      case Message.Order:
        this.takeOrder();
        break;
      case Message.Match:
        if (this.options.book === 'full') this.takeOrder();
        this.takeTrade();
        break;
      case Message.Ticker:
        counters.tops++;
        this.moves.moved(decoder.instrument);
        this.ring.top(this.idOf(decoder.instrument), decoder.event);
        break;
      case Message.Snapshot:
        this.takeSnapshot();
        break;
      default:
        this.takeRare(message);
    }
    this.ring.publish();
  }

  private takeLevels(): void {
    const { update, instrument } = this.decoder;
    const feed = this.books.byLevel[instrument];
    if (feed === undefined) return;
    this.counters.updates++;
    this.moves.updated(instrument);
    update.firstId = update.lastId = ++this.ordinals[instrument];
    feed.update(update);
    if (feed.needsSnapshot && feed.show.reason === StatusReason.Inconsistent) this.subscribeAgain(instrument);
  }

  private takeSnapshot(): void {
    const { update, instrument } = this.decoder;
    const feed = this.books.byLevel[instrument];
    if (feed === undefined) return;
    this.counters.snapshots++;
    this.moves.updated(instrument);
    update.lastId = ++this.ordinals[instrument];
    if (feed.snapshot(update)) return;
    this.counters.uselessSnapshots++;
    this.subscribeAgain(instrument);
  }

  private takeOrder(): void {
    const { order } = this.decoder;
    const feed = this.books.byOrder[order.instrument];
    if (feed === undefined) return;
    this.counters.updates++;
    this.moves.updated(order.instrument);
    const verdict = feed.update(order);
    if (verdict === Verdict.Kept || feed.needsSnapshot) this.snapshots.want(order.instrument);
  }

  private takeTrade(): void {
    const { instrument, event } = this.decoder;
    const { counters, tradeIds } = this;
    counters.trades++;
    this.moves.moved(instrument);
    const last = tradeIds[instrument];
    if (last !== 0 && event.id <= last) {
      counters.repeatedTrades++;
      return;
    }
    this.noteTrade(instrument, event.id - 1);
    tradeIds[instrument] = event.id;
    this.ring.trade(this.idOf(instrument), event);
  }

  /** All trades up to this one should have come. */
  private noteTrade(instrument: number, id: number): void {
    const last = this.tradeIds[instrument];
    if (last !== 0 && id > last) this.counters.missedTrades += id - last;
    if (id > last) this.tradeIds[instrument] = id;
  }

  private takeRare(message: Message): void {
    const { counters, decoder, subscriptions } = this;
    if (message === Message.Malformed) this.refuse();
    else if (message === Message.Subscriptions) subscriptions.acknowledged(this.request, readMs(this.clock));
    else if (message === Message.Error) subscriptions.refused(this.request, decoder.reason);
    else if (message === Message.Status) this.takeStates();
    else if (message === Message.LastMatch) this.tradeIds[decoder.instrument] = decoder.event.id;
    else if (message === Message.Heartbeat) {
      if (this.channels.includes('matches')) this.noteTrade(decoder.instrument, decoder.lastTradeId);
    } else counters.others++;
  }

  private takeStates(): void {
    this.isStatusHeard = true;
    for (const [i, state] of this.decoder.productStates.states.entries())
      if (state !== ProductState.NotTold)
        this.trading.said(i, state === ProductState.Trading, WORDS[state as ProductState]);
  }

  /** What it would have changed is not known, and no number shows it: the books by levels begin anew. */
  private refuse(): void {
    const { counters, decoder, books } = this;
    counters.faults[decoder.fault]++;
    for (let i = 0; i < books.byLevel.length; i++)
      if (decoder.instrument < 0 || decoder.instrument === i) this.subscribeAgain(i);
  }

  /** A level-3 snapshot. */
  private takeOrders(instrument: number, body: Uint8Array): boolean {
    const { counters, decoder } = this;
    const feed = this.books.byOrder[instrument];
    this.clock.read();
    counters.snapshots++;
    if (!feed.needsSnapshot) return true;
    if (!decoder.orders(body, instrument, feed.orders)) {
      counters.faults[decoder.fault]++;
      return false;
    }
    const isTaken = feed.snapshot(decoder.sequence);
    if (!isTaken) counters.uselessSnapshots++;
    this.ring.publish();
    return isTaken;
  }

  private opened(): void {
    this.subscriptions.reset();
    this.isStatusHeard = false;
    for (const { show } of this.books.all) show.set(StatusReason.Synchronizing);
  }

  private lost(): void {
    this.nextTickMs = 0;
    for (const [i, feed] of this.books.all.entries()) {
      feed.restart(StatusReason.Disconnected);
      this.snapshots.forget(i);
    }
    this.ring.publish();
  }

  private watchBooks(nowMs: number): void {
    for (const [i, feed] of this.books.all.entries()) {
      const { show } = feed;
      if (this.isHeard[i] !== 0) this.heardMs[i] = nowMs;
      this.isHeard[i] = 0;
      const isUntold = this.moves.isOverdue(i, nowMs);
      const isHeard = !isUntold && nowMs - this.heardMs[i] < this.options.staleMs;
      if (show.isLive && !isHeard) show.set(StatusReason.Silent);
      else if (show.reason === StatusReason.Silent && isHeard) show.set(StatusReason.None);
      if (isUntold || (feed instanceof LevelFeed && feed.needsSnapshot)) this.missed(i, nowMs);
      show.flush();
    }
  }

  /** The channel does not say what it should: it is asked for again, after a while. */
  private missed(instrument: number, nowMs: number): void {
    const askedMs = this.subscriptions.sinceMsOf(this.bookSubscription(instrument));
    if (this.link.isOpen && nowMs - askedMs >= this.options.snapshotTimeoutMs)
      this.subscribeAgain(instrument);
  }

  /** The book's channel is the first of them. */
  private bookSubscription(instrument: number): number {
    return instrument * this.channels.length;
  }

  /** A new snapshot comes with a new subscription. */
  private subscribeAgain(instrument: number): void {
    const subscription = this.bookSubscription(instrument);
    if (this.subscriptions.isWanted(subscription)) return;
    const { symbol } = this.options.instruments[instrument];
    const channels = [{ name: this.options.book, product_ids: [symbol] }];
    this.link.send(JSON.stringify({ type: 'unsubscribe', channels }));
    this.books.all[instrument].restart(StatusReason.Synchronizing);
    this.snapshots.forget(instrument);
    this.subscriptions.want(subscription);
  }

  private readonly ask = (subscriptions: readonly number[], request: number): void => {
    const { instruments, sign } = this.options;
    const count = this.channels.length;
    const channels = this.channels.flatMap((name, place) => {
      const of = subscriptions.filter((each) => each % count === place);
      return of.length === 0
        ? []
        : [{ name, product_ids: of.map((each) => instruments[Math.floor(each / count)].symbol) }];
    });
    this.request = request;
    // Of all products together: with the first of the others, until it has come.
    const status = subscriptions.includes(0) && !this.isStatusHeard ? [{ name: 'status' }] : [];
    this.link.send(JSON.stringify({ type: 'subscribe', channels: [...channels, ...status], ...sign?.() }));
  };

  private newSubscriptions(notice: Notice): Subscriptions {
    const { instruments, subscriptionsPerMessage, acknowledgeMs, messagesPerSecond } = this.options;
    const rules = {
      perMessage: subscriptionsPerMessage,
      acknowledgeMs,
      // The heartbeats watch over all channels of a product together.
      silentMs: () => Number.POSITIVE_INFINITY,
    };
    const count = this.channels.length;
    return new Subscriptions(
      instruments.length * count,
      rules,
      new RateBudget(messagesPerSecond, 1_000),
      (each) => `${instruments[Math.floor(each / count)].symbol} ${this.channels[each % count]}`,
      notice,
    );
  }

  private newSnapshots(fetch: Fetch, notice: Notice): SnapshotDesk {
    const { instruments, restUrl, requestsPerSecond } = this.options;
    return new SnapshotDesk(
      instruments.length,
      {
        weight: 1,
        atOnce: 2,
        againMs: this.options.snapshotAgainMs,
        timeoutMs: this.options.snapshotTimeoutMs,
        waitMs: this.options.snapshotWaitMs,
      },
      new RateBudget(requestsPerSecond, 1_000),
      fetch,
      (i) => `${restUrl}/products/${instruments[i].symbol}/book?level=3`,
      (i, body) => this.takeOrders(i, body),
      notice,
    );
  }

  /** `full` has the matches already. */
  private isWanted(channel: 'ticker' | 'matches'): boolean {
    return channel !== 'matches' || this.options.book !== 'full';
  }

  private idOf(instrument: number): number {
    return this.options.instruments[instrument].id;
  }
}
