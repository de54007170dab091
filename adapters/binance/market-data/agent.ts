/**
 * Market data of one Binance product: bytes of its streams in, records on the market-data ring and best levels to the sink out.
 * Sockets, HTTP and clock are passed in. Runs on an event-loop thread; `received` is called in between turns, by the socket.
 *
 * A book is live when a snapshot and the updates after it are proved to follow one another (`BookSync`), and its stream is heard.
 */

import type { BroadcastWriter } from '../../../engine/rings/broadcast.js';
import type { Agent, Clock } from '../../../engine/threads/agent.js';
import { ReferenceKind, StatusReason } from '../../../protocol/records/venue-data.js';
import { BookSync, Verdict } from '../../kit/book/book-sync.js';
import { BookUpdate } from '../../kit/book/book-update.js';
import { PendingUpdates } from '../../kit/book/pending-updates.js';
import { VenueBook } from '../../kit/book/venue-book.js';
import { BookShow } from '../../kit/feed/book-show.js';
import { LevelFeed } from '../../kit/feed/level-feed.js';
import { MoveWatch } from '../../kit/feed/move-watch.js';
import type { Dial, Fetch, Notice } from '../../kit/feed/outside.js';
import { RateBudget } from '../../kit/feed/rate-budget.js';
import { readMs } from '../../kit/feed/read-ms.js';
import { SessionCounters } from '../../kit/feed/session-counters.js';
import type { TopSink } from '../../kit/feed/sink.js';
import { SnapshotDesk } from '../../kit/feed/snapshot-desk.js';
import type { StreamLink } from '../../kit/feed/stream-link.js';
import { TopView } from '../../kit/feed/top-view.js';
import { VenueRing } from '../../kit/feed/venue-ring.js';
import { streamName, TierConnection } from './connections.js';
import { BinanceDecoder, REFERENCE_PLACES } from './decoder.js';
import { Message } from './fields.js';
import type { BinanceOptions } from './options.js';
import { Stream } from './product.js';
import { TradingWatch } from './trading-watch.js';

/** Between two looks at timers. */
const TICK_MS = 20;
const MINUTE_MS = 60_000;

export interface BinanceOutside {
  readonly dial: Dial;
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly ring: BroadcastWriter;
  readonly sink: TopSink;
  readonly notice: Notice;
}

export class BinanceMarketData implements Agent {
  readonly name: string;
  readonly counters = new SessionCounters();
  readonly feeds: readonly LevelFeed[];
  readonly connections: readonly TierConnection[];
  readonly snapshots: SnapshotDesk;
  private readonly decoder: BinanceDecoder;
  private readonly ring: VenueRing;
  private readonly clock: Clock;
  private readonly tradeIds: Float64Array;
  private readonly moves: MoveWatch;
  private readonly trading: TradingWatch;
  private nextTickMs = 0;

  constructor(
    private readonly options: BinanceOptions,
    { dial, fetch, clock, ring, sink, notice }: BinanceOutside,
  ) {
    const { product, instruments, levelsPerSide, pendingUpdates, pendingLevels } = options;
    this.name = product.name;
    this.clock = clock;
    this.ring = new VenueRing(ring, clock);
    const update = new BookUpdate(2 * levelsPerSide);
    const scratch = new BookUpdate(2 * levelsPerSide);
    const names = instruments.flatMap(({ symbol }) =>
      options.streams.map((stream) => streamName(product, symbol, stream)),
    );
    this.decoder = new BinanceDecoder(instruments, update, product.productCode, names);
    this.tradeIds = new Float64Array(instruments.length * 2);
    this.moves = new MoveWatch(instruments.length, options.untoldMs);
    this.feeds = instruments.map(({ id }) => {
      const top = new TopView(sink, options.topLevels);
      const show = new BookShow(id, new VenueBook(levelsPerSide), this.ring, top);
      const sync = new BookSync(product.rule, new PendingUpdates(pendingUpdates, pendingLevels));
      return new LevelFeed(sync, show, scratch);
    });
    this.connections = product.tiers
      .filter(({ streams }) => streams.some((stream) => options.streams.includes(stream)))
      .map((tier) => new TierConnection(tier, options, dial, this.tierOwner(), notice));
    const budget = new RateBudget(product.weightPerMinute, MINUTE_MS);
    this.trading = new TradingWatch(options, budget, fetch, sink, notice);
    this.snapshots = new SnapshotDesk(
      instruments.length,
      {
        weight: product.depthWeight,
        atOnce: options.snapshotsAtOnce,
        againMs: options.snapshotAgainMs,
        timeoutMs: options.snapshotTimeoutMs,
        waitMs: options.snapshotWaitMs,
      },
      budget,
      fetch,
      (i) =>
        `${product.restUrl}${product.depthPath}?symbol=${instruments[i].symbol}&limit=${product.depthLimit}`,
      (i, body) => this.takeSnapshot(i, body),
      notice,
    );
  }

  doWork(): number {
    const nowMs = readMs(this.clock);
    if (nowMs < this.nextTickMs) return 0;
    this.nextTickMs = nowMs + TICK_MS;
    let work = 0;
    for (const connection of this.connections) work += connection.tick(nowMs);
    work += this.trading.tick(nowMs) + this.snapshots.tick(nowMs);
    this.watchBooks(nowMs);
    this.ring.publish();
    return work;
  }

  get links(): readonly StreamLink[] {
    return this.connections.map(({ link }) => link);
  }

  /** The best levels of every book are to be told once more, though they have not changed. */
  tellTops(): void {
    for (const { show } of this.feeds) show.tellTop();
  }

  close(): void {
    for (const { link } of this.connections) link.end();
    this.ring.publish();
  }

  private tierOwner() {
    return {
      opened: (tier: TierConnection) => this.opened(tier),
      received: (tier: TierConnection, bytes: Uint8Array, start: number, end: number) =>
        this.received(tier, bytes, start, end),
      closed: (tier: TierConnection) => this.lost(tier),
    };
  }

  private received(tier: TierConnection, bytes: Uint8Array, start: number, end: number): void {
    const { counters, decoder } = this;
    this.clock.read();
    counters.messages++;
    counters.bytes += end - start;
    tier.link.heard();
    const message = decoder.message(bytes, start, end);
    switch (message) {
      case Message.Depth:
        this.heard(tier, Stream.Depth);
        this.takeUpdate();
        break;
      case Message.Top:
        this.heard(tier, Stream.Top);
        this.takeTop();
        break;
      case Message.Trade:
        this.heard(tier, Stream.Trades);
        this.takeTrade();
        break;
      case Message.MarkPrice:
        this.heard(tier, Stream.MarkPrice);
        this.takeReference();
        break;
      case Message.Other:
        counters.others++;
        return;
      default:
        this.takeRare(message, tier);
        return;
    }
    this.ring.publish();
  }

  private heard(tier: TierConnection, stream: Stream): void {
    const subscription = tier.subscriptionOf(this.decoder.instrument, stream);
    if (subscription >= 0) tier.subscriptions.heard(subscription);
  }

  /** It comes at once, the update of the book at the end of its tenth of a second. */
  private takeTop(): void {
    const { instrument, event } = this.decoder;
    this.counters.tops++;
    if (event.id > this.feeds[instrument].sync.bookId) this.moves.moved(instrument);
    this.ring.top(this.idOf(instrument), event);
  }

  private takeUpdate(): void {
    const { update } = this.decoder;
    const feed = this.feeds[update.instrument];
    this.counters.updates++;
    this.moves.updated(update.instrument);
    const verdict = feed.update(update);
    if (verdict === Verdict.Kept || verdict === Verdict.Gap || feed.needsSnapshot)
      this.snapshots.want(update.instrument);
  }

  /** Trades and aggregated trades are numbered apart. Futures number some that have no quantity, and are no trades. */
  private takeTrade(): void {
    const { instrument, event, isAggregated } = this.decoder;
    const { counters, tradeIds } = this;
    const place = instrument * 2 + (isAggregated ? 1 : 0);
    const last = tradeIds[place];
    counters.trades++;
    if (last !== 0 && event.id <= last) {
      counters.repeatedTrades++;
      return;
    }
    if (last !== 0) counters.missedTrades += event.id - last - 1;
    tradeIds[place] = event.id;
    if (event.qtyLots > 0) this.ring.trade(this.idOf(instrument), event);
  }

  private takeReference(): void {
    const { reference, event, instrument } = this.decoder;
    const id = this.idOf(instrument);
    this.counters.references++;
    this.ring.reference(id, ReferenceKind.MarkPrice, reference.mark, REFERENCE_PLACES, event);
    if (!Number.isNaN(reference.index))
      this.ring.reference(id, ReferenceKind.IndexPrice, reference.index, REFERENCE_PLACES, event);
    if (!Number.isNaN(reference.funding))
      this.ring.reference(id, ReferenceKind.FundingRate, reference.funding, REFERENCE_PLACES, event);
  }

  private takeRare(message: Message, tier: TierConnection): void {
    const { decoder, counters } = this;
    if (message === Message.Malformed) counters.faults[decoder.fault]++;
    else if (message === Message.Acknowledged)
      tier.subscriptions.acknowledged(decoder.request, readMs(this.clock));
    else if (message === Message.Listed) tier.takeList(decoder.listed, readMs(this.clock));
    else if (message === Message.Refused) tier.subscriptions.refused(decoder.request, 'by the venue');
    else if (message === Message.Shutdown) tier.link.drop('the venue goes down');
    else if (message === Message.Contract) this.trading.said(decoder.instrument, decoder.word);
  }

  private takeSnapshot(instrument: number, body: Uint8Array): boolean {
    const { counters, decoder } = this;
    this.clock.read();
    counters.snapshots++;
    if (!decoder.snapshot(body, instrument)) {
      counters.faults[decoder.fault]++;
      return false;
    }
    const feed = this.feeds[instrument];
    const isTaken = !feed.needsSnapshot || feed.snapshot(decoder.update);
    if (!isTaken) counters.uselessSnapshots++;
    this.ring.publish();
    return isTaken;
  }

  private opened(tier: TierConnection): void {
    this.trading.begin();
    if (!tier.streams.includes(Stream.Depth)) return;
    for (const { show } of this.feeds) show.set(StatusReason.Synchronizing);
  }

  /** The books of a connection that is gone begin anew. */
  private lost(tier: TierConnection): void {
    this.nextTickMs = 0;
    if (!tier.streams.includes(Stream.Depth)) return;
    for (const [i, feed] of this.feeds.entries()) {
      feed.restart(StatusReason.Disconnected);
      this.snapshots.forget(i);
    }
    this.ring.publish();
  }

  /** Books that are not heard any more, or are heard again; and what found no room. */
  private watchBooks(nowMs: number): void {
    const tier = this.connections.find(({ streams }) => streams.includes(Stream.Depth));
    if (tier === undefined) return;
    for (const [i, { show }] of this.feeds.entries()) {
      const isUntold = this.moves.isOverdue(i, nowMs);
      const isHeard = !isUntold && nowMs - this.lastHeardMs(tier, i) < this.options.staleMs;
      if (isUntold && show.isLive) tier.subscriptions.silent(tier.subscriptionOf(i, Stream.Depth), nowMs);
      if (show.isLive && !isHeard) show.set(StatusReason.Silent);
      else if (show.reason === StatusReason.Silent && isHeard) show.set(StatusReason.None);
      show.flush();
    }
  }

  /** Of its book or its best prices; or told that they are there, and have nothing to say. */
  private lastHeardMs(tier: TierConnection, instrument: number): number {
    let heardMs = 0;
    for (const stream of [Stream.Depth, Stream.Top]) {
      const subscription = tier.subscriptionOf(instrument, stream);
      if (subscription >= 0) heardMs = Math.max(heardMs, tier.subscriptions.aliveMs(subscription));
    }
    return heardMs;
  }

  private idOf(instrument: number): number {
    return this.options.instruments[instrument].id;
  }
}
