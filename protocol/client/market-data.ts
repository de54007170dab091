/** The subscriptions of a client: sends them, again after each logon, and hands them their messages. */
import type { Channel } from '../codes/enums.js';
import { Body } from '../generated/pregao/wire.js';
import type { ClientEncoder } from '../wire/client-encoder.js';
import type { FrameDecoder } from '../wire/decoder.js';
import { BookFields, TradeFields } from '../wire/fields.js';
import {
  BookTopFields,
  OrderBookFields,
  OrderChangesFields,
  TradeChangedFields,
  TradeSnapshotFields,
} from '../wire/market-data-fields.js';
import { readMarketStatus } from '../wire/market-status.js';
import type { OutputBuffer } from '../wire/output-buffer.js';
import {
  IndicativeFields,
  PhaseFields,
  readIndicativePrice,
  readTradingPhase,
} from '../wire/phase-messages.js';
import { marketName, type Security } from './security.js';
import { Subscription, type WantedChannels } from './subscription.js';

/** Deepest book that is kept. */
const MAX_LEVELS = 0xffff;

type Transmit = (write: (encoder: ClientEncoder, out: OutputBuffer) => boolean) => void;

export class MarketData {
  private readonly subscriptions = new Map<number, Subscription>();
  private readonly tradeFields = new TradeFields();
  private readonly phaseFields = new PhaseFields();
  private readonly indicativeFields = new IndicativeFields();
  private readonly tradeChangedFields = new TradeChangedFields();
  private readonly tradesFields = new TradeSnapshotFields();
  private readonly topFields = new BookTopFields();
  private readonly pageFields = new OrderBookFields(512);
  private readonly changesFields = new OrderChangesFields(64);
  /** As deep as the deepest subscription; a command may change more levels than are shown. */
  private bookFields = new BookFields(64);

  /** @param transmit sends a message when logged on */
  constructor(private readonly transmit: Transmit) {}

  subscribe(security: Security, options: Partial<WantedChannels>): Subscription {
    if (this.subscriptions.has(security.instrument))
      throw new Error(`${marketName(security)} is subscribed already`);
    const subscription = new Subscription(security, options, (...missing) => this.askAgain(...missing));
    const { levels } = subscription;
    if (!Number.isInteger(levels) || levels < 0 || levels > MAX_LEVELS)
      throw new RangeError(`levels must be from 0 to ${MAX_LEVELS}, not ${levels}`);
    this.subscriptions.set(security.instrument, subscription);
    this.send(subscription);
    return subscription;
  }

  /** One that is not of here, or no more, is passed over: engines number their instruments each for itself. */
  unsubscribe(subscription: Subscription): void {
    const { instrument } = subscription.security;
    if (this.subscriptions.get(instrument) !== subscription) return;
    this.subscriptions.delete(instrument);
    subscription.reset();
    this.transmit((encoder, out) => encoder.unsubscribe(out, instrument));
  }

  /** After a logon. */
  resubscribe(): void {
    for (const subscription of this.subscriptions.values()) {
      subscription.reset();
      this.send(subscription);
    }
  }

  /** The connection has ended: nobody is to be asked. */
  suspend(): void {
    for (const subscription of this.subscriptions.values()) subscription.reset();
  }

  /** Other types are passed over. */
  message(decoder: FrameDecoder): void {
    switch (decoder.type) {
      case Body.TradingPhase:
        readTradingPhase(decoder, this.phaseFields);
        this.of(this.phaseFields)?.phaseChanged(this.phaseFields);
        break;
      case Body.IndicativePrice:
        readIndicativePrice(decoder, this.indicativeFields);
        this.of(this.indicativeFields)?.indicativePrice(this.indicativeFields);
        break;
      case Body.MarketStatus: {
        const status = readMarketStatus(decoder);
        this.of(status)?.statusChanged(status);
        break;
      }
      case Body.Trade:
        decoder.trade(this.tradeFields);
        this.of(this.tradeFields)?.trade(this.tradeFields);
        break;
      case Body.TradeChanged:
        decoder.tradeChanged(this.tradeChangedFields);
        this.of(this.tradeChangedFields)?.tradeChanged(this.tradeChangedFields);
        break;
      case Body.TradeSnapshot:
        decoder.tradeSnapshot(this.tradesFields);
        this.of(this.tradesFields)?.tradesStand(this.tradesFields);
        break;
      case Body.BookTop:
        decoder.bookTop(this.topFields);
        this.of(this.topFields)?.bookTop(this.topFields);
        break;
      case Body.BookSnapshot:
        this.of(this.readBook(decoder))?.bookSnapshot(this.bookFields);
        break;
      case Body.BookIncrement:
        this.of(this.readBook(decoder))?.bookIncrement(this.bookFields);
        break;
      case Body.OrderBookSnapshot:
        decoder.orderBookSnapshot(this.pageFields);
        this.of(this.pageFields)?.ordersPage(this.pageFields);
        break;
      case Body.OrderBookIncrement:
        decoder.orderBookIncrement(this.changesFields);
        this.of(this.changesFields)?.ordersIncrement(this.changesFields);
        break;
    }
  }

  private of({ instrument }: { instrument: number }): Subscription | undefined {
    return this.subscriptions.get(instrument);
  }

  private readBook(decoder: FrameDecoder): BookFields {
    decoder.book(this.bookFields);
    while (isCut(this.bookFields)) {
      this.bookFields = new BookFields(this.bookFields.bids.capacity * 2);
      decoder.book(this.bookFields);
    }
    return this.bookFields;
  }

  private send({ security, wanted }: Subscription): void {
    this.transmit((encoder, out) => encoder.subscribe(out, security.instrument, wanted));
  }

  private askAgain({ instrument }: Security, channel: Channel, from: number): void {
    this.transmit((encoder, out) => encoder.gapRequest(out, instrument, channel as number, from));
  }
}

/** A full list may have been longer; the frame's size bounds how often this doubles. */
const isCut = ({ bids, asks }: BookFields): boolean =>
  (bids.count === bids.capacity || asks.count === asks.capacity) && bids.capacity < MAX_LEVELS;
