/**
 * One connection to the WebSocket feed: subscribe within five seconds, signed for the channels that want it, then `full`, `level2`, `level3`, `matches`,
 * `ticker`, `user`, `heartbeat`, `status`.
 */
import { createHmac } from 'node:crypto';
import { type TextWire, WsPeer } from '../kit/ws-peer.js';
import { type FeedMessage, feedTime, fullMessage } from './feed-messages.js';
import { LEVEL3_SCHEMA, level3Row } from './level3.js';
import type { Product } from './products.js';
import type { CoinbaseVenue } from './venue.js';

const SUBSCRIBE_WITHIN_MS = 5_000;
const MAX_IN_PER_SECOND = 100;
const HEARTBEAT_MS = 1_000;
const STATUS_MS = 5_000;
const SIGNATURE_GOOD_FOR_MS = 30_000;
const SIGNED = ['full', 'user', 'level2', 'level3', 'rfq_matches', 'balance'];
const CHANNELS = [...SIGNED, 'level2_batch', 'matches', 'ticker', 'heartbeat', 'status'];

interface Asked {
  readonly type?: string;
  readonly product_ids?: readonly string[];
  readonly channels?: readonly (
    | string
    | { readonly name: string; readonly product_ids?: readonly string[] }
  )[];
  readonly signature?: string;
  readonly key?: string;
  readonly passphrase?: string;
  readonly timestamp?: string;
}

/** What a client asks that cannot be. */
class Refusal extends Error {
  constructor(
    message: string,
    readonly reason: string,
  ) {
    super(message);
  }
}

export class Feed extends WsPeer {
  private readonly channels = new Map<string, Set<string>>();
  /** Messages of a channel that a fault leaves out. */
  private readonly leftOut = new Map<string, number>();
  private account: string | undefined;
  private readonly stopListening: () => void;

  constructor(
    wire: TextWire,
    private readonly venue: CoinbaseVenue,
    session: string,
  ) {
    super(wire, venue.agenda, venue.faults, { maxInPerSecond: MAX_IN_PER_SECOND });
    this.outlet.session = session;
    this.stopListening = venue.listenFeed((message) => this.hear(message));
    this.after(
      SUBSCRIBE_WITHIN_MS,
      () => this.channels.size === 0 && this.closeWith(1008, 'no subscription in 5 s'),
    );
    this.every(HEARTBEAT_MS, () => this.eachProductOf('heartbeat', (id) => this.heartbeat(id)));
    this.every(STATUS_MS, () => this.channels.has('status') && this.status());
  }

  protected override onText(text: string): void {
    try {
      this.obey(JSON.parse(text) as Asked);
    } catch (error) {
      const { message } = error as Error;
      const reason = error instanceof Refusal ? error.reason : 'malformed JSON';
      this.send({ type: 'error', message: error instanceof Refusal ? message : 'Malformed JSON', reason });
    }
  }

  protected override onClosed(): void {
    this.stopListening();
  }

  protected override onTooMany(): void {
    this.send({ type: 'error', message: 'ErrSlowRead' });
    super.onTooMany();
  }

  private obey(asked: Asked): void {
    if (asked.type !== 'subscribe' && asked.type !== 'unsubscribe')
      throw new Refusal(`Type has to be either subscribe or unsubscribe`, 'type');
    const wanted = this.wanted(asked);
    if (asked.type === 'unsubscribe') this.drop(wanted);
    else this.add(asked, wanted);
    this.send({ type: 'subscriptions', channels: this.subscriptions() });
    if (asked.type === 'subscribe') for (const [name, products] of wanted) this.begin(name, products);
  }

  private wanted({
    channels = [],
    product_ids: common = [],
  }: Asked): (readonly [string, readonly string[]])[] {
    return channels.map((channel) => {
      const name = typeof channel === 'string' ? channel : channel.name;
      const products = typeof channel === 'string' ? common : (channel.product_ids ?? common);
      if (!CHANNELS.includes(name))
        throw new Refusal('Failed to subscribe', `${name} is not a valid channel`);
      const unknown = products.find((id) => !this.venue.products.has(id));
      if (unknown !== undefined)
        throw new Refusal('Failed to subscribe', `${unknown} is not a valid product`);
      if (products.length === 0 && name !== 'status')
        throw new Refusal('Failed to subscribe', `${name}: product_ids are missing`);
      return [name, products] as const;
    });
  }

  private add(asked: Asked, wanted: readonly (readonly [string, readonly string[]])[]): void {
    if (asked.signature !== undefined) this.authenticate(asked);
    const forbidden = wanted.find(([name]) => SIGNED.includes(name) && this.account === undefined);
    if (forbidden)
      throw new Refusal('Failed to subscribe', `${forbidden[0]} channel requires authentication`);
    for (const [name, products] of wanted) {
      const set = this.channels.get(name) ?? new Set();
      for (const id of products) set.add(id);
      this.channels.set(name, set);
    }
  }

  private authenticate({ key = '', passphrase, timestamp = '', signature }: Asked): void {
    const known = this.venue.key(key);
    const isFresh = Math.abs(Number(timestamp) * 1_000 - this.agenda.nowMs) <= SIGNATURE_GOOD_FOR_MS;
    const expected = known && feedSignature(known.secret, timestamp);
    if (!known || passphrase !== known.passphrase || signature !== expected || !isFresh)
      throw new Refusal(
        'Authentication Failed',
        isFresh ? '{"message":"invalid signature"}' : '{"message":"request timestamp expired"}',
      );
    this.account = known.profile;
  }

  private drop(wanted: readonly (readonly [string, readonly string[]])[]): void {
    for (const [name, products] of wanted) {
      const set = this.channels.get(name);
      for (const id of products) set?.delete(id);
      if (products.length === 0 || set?.size === 0) this.channels.delete(name);
    }
  }

  private subscriptions(): unknown[] {
    return [...this.channels].map(([name, products]) => ({ name, product_ids: [...products] }));
  }

  /** What a channel says before its first event. */
  private begin(name: string, products: readonly string[]): void {
    if (name === 'status') this.status();
    if (name === 'level3') this.tell('level3', LEVEL3_SCHEMA);
    for (const id of products) {
      if (name === 'level2' || name === 'level2_batch') this.snapshot(name, this.venue.products.get(id)!);
      if (name === 'matches') this.lastMatch(id);
    }
  }

  private hear(message: FeedMessage): void {
    const isLevels = message.type === 'l2update';
    if (isLevels) {
      this.toChannel('level2', message, () => levelsMessage(message));
      return this.toChannel('level2_batch', message, () => levelsMessage(message));
    }
    this.toChannel('full', message, () => fullMessage(message));
    this.toChannel('level3', message, () => level3Row(message));
    if (message.type === 'match') {
      this.toChannel('matches', message, () => fullMessage(message));
      this.toChannel('ticker', message, () => this.ticker(message));
    }
    if (this.account !== undefined && message.accounts.includes(this.account))
      this.toChannel('user', message, () => ({
        ...fullMessage(message),
        user_id: '1',
        profile_id: this.account,
      }));
  }

  private toChannel(name: string, { product }: FeedMessage, make: () => unknown): void {
    if (!this.channels.get(name)?.has(product) || this.faults.isMuted(name)) return;
    const message = make();
    if (message !== undefined) this.tell(name, message);
  }

  private tell(channel: string, message: unknown): void {
    const left =
      (this.leftOut.get(channel) ?? 0) +
      this.faults.takeGap({ stream: channel, session: this.outlet.session });
    this.leftOut.set(channel, Math.max(0, left - 1));
    if (left === 0) this.send(message, 'stream', channel);
  }

  private snapshot(channel: string, product: Product): void {
    const rows = (side: 'buy' | 'sell'): string[][] =>
      this.venue.market
        .book(product.id)
        .depth(side)
        .map(({ priceTicks, lots }) => [product.priceText(priceTicks), product.sizeText(lots)]);
    this.tell(channel, { type: 'snapshot', product_id: product.id, bids: rows('buy'), asks: rows('sell') });
  }

  private lastMatch(id: string): void {
    const last = this.venue.lastMatch(id);
    if (last) this.tell('matches', { ...fullMessage(last), type: 'last_match' });
  }

  private ticker({ product: id, sequence, fields, time }: FeedMessage): object {
    const product = this.venue.products.get(id)!;
    const book = this.venue.market.book(id);
    const [bid] = book.depth('buy', 1);
    const [ask] = book.depth('sell', 1);
    return {
      type: 'ticker',
      sequence,
      product_id: id,
      price: fields.price,
      best_bid: product.priceText(bid?.priceTicks ?? 0),
      best_bid_size: product.sizeText(bid?.lots ?? 0),
      best_ask: product.priceText(ask?.priceTicks ?? 0),
      best_ask_size: product.sizeText(ask?.lots ?? 0),
      side: fields.side === 'sell' ? 'buy' : 'sell',
      time,
      trade_id: fields.trade_id,
      last_size: fields.size,
    };
  }

  private heartbeat(id: string): void {
    if (this.faults.isSilent(this.outlet.session)) return;
    this.tell('heartbeat', {
      type: 'heartbeat',
      sequence: this.venue.sequence(id),
      last_trade_id: this.venue.lastMatch(id)?.fields.trade_id ?? 0,
      product_id: id,
      time: feedTime(this.agenda.nowMs),
    });
  }

  private status(): void {
    const products = [...this.venue.products.values()].map((each) =>
      each.described(this.venue.isHalted(each.id)),
    );
    this.tell('status', { type: 'status', products, currencies: [] });
  }

  private eachProductOf(channel: string, act: (id: string) => void): void {
    for (const id of this.channels.get(channel) ?? []) act(id);
  }
}

const levelsMessage = ({ product, time, fields }: FeedMessage): object => ({
  type: 'l2update',
  product_id: product,
  time,
  ...fields,
});

export const feedSignature = (secret: string, timestamp: string): string =>
  createHmac('sha256', Buffer.from(secret, 'base64'))
    .update(`${timestamp}GET/users/self/verify`)
    .digest('base64');
