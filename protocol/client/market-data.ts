/** The subscriptions of a client: sends them, again after each logon, and hands them their messages. */
import { Body } from '../generated/pregao/wire.js';
import type { ClientEncoder } from '../wire/client-encoder.js';
import type { FrameDecoder } from '../wire/decoder.js';
import { BookFields, TradeFields } from '../wire/fields.js';
import type { OutputBuffer } from '../wire/output-buffer.js';
import {
  IndicativeFields,
  PhaseFields,
  readIndicativePrice,
  readTradingPhase,
} from '../wire/phase-messages.js';
import type { Security } from './security.js';
import { type SubscribeOptions, Subscription } from './subscription.js';

/** Deepest book that is kept. */
const MAX_LEVELS = 0xffff;

type Transmit = (write: (encoder: ClientEncoder, out: OutputBuffer) => boolean) => void;

export class MarketData {
  private readonly subscriptions = new Map<number, Subscription>();
  private readonly tradeFields = new TradeFields();
  private readonly phaseFields = new PhaseFields();
  private readonly indicativeFields = new IndicativeFields();
  /** As deep as the deepest subscription; a command may change more levels than are shown. */
  private bookFields = new BookFields(64);

  /** @param transmit sends a message when logged on */
  constructor(private readonly transmit: Transmit) {}

  subscribe(security: Security, options: SubscribeOptions): Subscription {
    if (this.subscriptions.has(security.instrument))
      throw new Error(`${security.symbol} is subscribed already`);
    const subscription = new Subscription(security, options, (stale) => this.renew(stale));
    const { levels } = subscription;
    if (!Number.isInteger(levels) || levels < 0 || levels > MAX_LEVELS)
      throw new RangeError(`levels must be from 0 to ${MAX_LEVELS}, not ${levels}`);
    this.subscriptions.set(security.instrument, subscription);
    this.send(subscription);
    return subscription;
  }

  unsubscribe(subscription: Subscription): void {
    if (this.subscriptions.delete(subscription.security.instrument)) this.sendEnd(subscription);
  }

  /** After a logon. */
  resubscribe(): void {
    for (const subscription of this.subscriptions.values()) {
      subscription.reset();
      this.send(subscription);
    }
  }

  /** Other types are passed over. */
  message(decoder: FrameDecoder): void {
    if (decoder.type === Body.Trade) this.trade(decoder);
    else if (decoder.type === Body.BookSnapshot || decoder.type === Body.BookIncrement) this.book(decoder);
    else if (decoder.type === Body.TradingPhase) this.phase(decoder);
    else if (decoder.type === Body.IndicativePrice) this.indicative(decoder);
  }

  private phase(decoder: FrameDecoder): void {
    readTradingPhase(decoder, this.phaseFields);
    this.subscriptions.get(this.phaseFields.instrument)?.phaseChanged(this.phaseFields);
  }

  private indicative(decoder: FrameDecoder): void {
    readIndicativePrice(decoder, this.indicativeFields);
    this.subscriptions.get(this.indicativeFields.instrument)?.indicativePrice(this.indicativeFields);
  }

  private trade(decoder: FrameDecoder): void {
    decoder.trade(this.tradeFields);
    this.subscriptions.get(this.tradeFields.instrument)?.trade(this.tradeFields);
  }

  private book(decoder: FrameDecoder): void {
    decoder.book(this.bookFields);
    while (isCut(this.bookFields)) {
      this.bookFields = new BookFields(this.bookFields.bids.capacity * 2);
      decoder.book(this.bookFields);
    }
    const subscription = this.subscriptions.get(this.bookFields.instrument);
    if (decoder.type === Body.BookSnapshot) subscription?.snapshot(this.bookFields);
    else subscription?.increment(this.bookFields);
  }

  private renew(subscription: Subscription): void {
    this.sendEnd(subscription);
    this.send(subscription);
  }

  private send({ security, levels, trades }: Subscription): void {
    this.transmit((encoder, out) => encoder.subscribe(out, security.instrument, levels, trades));
  }

  private sendEnd({ security }: Subscription): void {
    this.transmit((encoder, out) => encoder.unsubscribe(out, security.instrument));
  }
}

/** A full list may have been longer; the frame's size bounds how often this doubles. */
const isCut = ({ bids, asks }: BookFields): boolean =>
  (bids.count === bids.capacity || asks.count === asks.capacity) && bids.capacity < MAX_LEVELS;
