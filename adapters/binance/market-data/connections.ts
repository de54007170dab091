/** The connections of a session and what is subscribed on each: one a tier of the product, each with its part of the streams. */
import type { Dial, Notice } from '../../kit/feed/outside.js';
import { RateBudget } from '../../kit/feed/rate-budget.js';
import { StreamLink } from '../../kit/feed/stream-link.js';
import { Subscriptions } from '../../kit/feed/subscriptions.js';
import type { BinanceOptions } from './options.js';
import type { Product, Stream, Tier } from './product.js';

/** Of a request that lists streams; those that subscribe are numbered from 1 on. */
const LIST_REQUEST = 0x7fff_ffff;

export interface TierOwner {
  opened(tier: TierConnection): void;
  received(tier: TierConnection, bytes: Uint8Array, start: number, end: number): void;
  closed(tier: TierConnection): void;
}

export class TierConnection {
  readonly link: StreamLink;
  readonly subscriptions: Subscriptions;
  /** The tier's streams that are wanted. Subscription = instrument * streams + place of the stream here. */
  readonly streams: readonly Stream[];
  private listAtMs = 0;
  private readonly ask = (subscriptions: readonly number[], request: number) => {
    const params = subscriptions.map((each) => this.nameOf(each));
    this.link.send(JSON.stringify({ method: 'SUBSCRIBE', params, id: request }));
  };

  constructor(
    tier: Tier,
    private readonly options: BinanceOptions,
    dial: Dial,
    owner: TierOwner,
    notice: Notice,
  ) {
    const { product, instruments, silentMs, streamsPerMessage, acknowledgeMs } = options;
    this.streams = tier.streams.filter((stream) => options.streams.includes(stream));
    const rules = {
      perMessage: streamsPerMessage,
      acknowledgeMs,
      silentMs: (subscription: number) => silentMs[this.streamOf(subscription)],
    };
    this.subscriptions = new Subscriptions(
      instruments.length * this.streams.length,
      rules,
      // One by one: a second's messages at once, and those of the second after it, would be too many in the venue's first second.
      new RateBudget(1, 1_000 / product.messagesPerSecond),
      (each) => `${product.name} ${this.nameOf(each)}`,
      notice,
    );
    // One stream of a symbol in the address, the others are subscribed to: both are documented, an address without a stream is not.
    const first = [this.nameOf(0), ...(tier.others ?? [])].join('/');
    const url = `${product.streamUrl}${tier.path}/stream?streams=${first}`;
    this.link = new StreamLink(
      `${product.name} ${tier.name}`,
      url,
      dial,
      options.link,
      {
        opened: (_, nowMs) => {
          this.subscriptions.reset();
          this.listAtMs = nowMs + options.listMs;
          owner.opened(this);
        },
        received: (_, bytes, start, end) => owner.received(this, bytes, start, end),
        closed: () => owner.closed(this),
      },
      notice,
    );
  }

  /** −1: not on this connection. */
  subscriptionOf(instrument: number, stream: Stream): number {
    const place = this.streams.indexOf(stream);
    return place < 0 ? -1 : instrument * this.streams.length + place;
  }

  tick(nowMs: number): number {
    const work = this.link.tick(nowMs);
    if (!this.link.isOpen) return work;
    return work | this.subscriptions.tick(nowMs, this.ask) | this.askForList(nowMs);
  }

  /** @param listed 1 where the connection has the stream, by instrument and wanted stream */
  takeList(listed: Uint8Array, nowMs: number): void {
    const { instruments, streams } = this.options;
    for (let instrument = 0; instrument < instruments.length; instrument++)
      for (const [place, stream] of streams.entries()) {
        const subscription = this.subscriptionOf(instrument, stream);
        if (subscription < 0) continue;
        if (listed[instrument * streams.length + place] === 1)
          this.subscriptions.confirmed(subscription, nowMs);
        else this.subscriptions.denied(subscription, nowMs);
      }
  }

  private askForList(nowMs: number): number {
    if (nowMs < this.listAtMs) return 0;
    this.listAtMs = nowMs + this.options.listMs;
    this.link.send(JSON.stringify({ method: 'LIST_SUBSCRIPTIONS', id: LIST_REQUEST }));
    return 1;
  }

  private streamOf(subscription: number): Stream {
    return this.streams[subscription % this.streams.length];
  }

  private nameOf(subscription: number): string {
    const { symbol } = this.options.instruments[Math.floor(subscription / this.streams.length)];
    return streamName(this.options.product, symbol, this.streamOf(subscription));
  }
}

export const streamName = ({ suffixes }: Product, symbol: string, stream: Stream): string =>
  symbol.toLowerCase() + suffixes[stream];
