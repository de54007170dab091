/** A client over a simulated socket: sends by method, and has what it received as plain objects. */
import { sign } from 'node:crypto';
import type { Connection } from '../../engine/gateway/connection.js';
import type { GatewayAgent } from '../../engine/gateway/gateway-agent.js';
import type { Transport } from '../../engine/gateway/transport.js';
import { eventIdentity, placeIn } from '../../protocol/client/report.js';
import { Reason, reasonName } from '../../protocol/codes/reasons.js';
import {
  Body,
  Hello,
  LogonAccepted,
  LogonRejected,
  OrderRejected,
  ProtocolError,
  QuoteReport,
  SecurityDefinition,
  SecurityListEnd,
} from '../../protocol/generated/pregao/wire.js';
import type { WireEventId } from '../../protocol/wire/built.js';
import { ClientEncoder } from '../../protocol/wire/client-encoder.js';
import { FrameDecoder } from '../../protocol/wire/decoder.js';
import {
  BookFields,
  type LevelList,
  MassCancelFields,
  MassCancelReportFields,
  NewOrderFields,
  OrderRequestFields,
  ReportFields,
  TermsFields,
  TradeFields,
} from '../../protocol/wire/fields.js';
import {
  type BookOrderList,
  BookTopFields,
  OrderBookFields,
  OrderChangesFields,
  TradeChangedFields,
  TradeSnapshotFields,
} from '../../protocol/wire/market-data-fields.js';
import { OutputBuffer } from '../../protocol/wire/output-buffer.js';
import {
  IndicativeFields,
  PhaseFields,
  readIndicativePrice,
  readTradingPhase,
} from '../../protocol/wire/phase-messages.js';
import { ENGINE_MESSAGES, MAX_ENGINE_FRAME_BYTES } from '../../protocol/wire/protocol.js';
import { QuoteFields, QuoteReportFields } from '../../protocol/wire/quote-messages.js';
import { TradeChangeFields } from '../../protocol/wire/trade-change.js';
import type { TestKey } from './rig.js';

/** A message received: its type, and what of its fields a test may want. */
export type Received = { readonly type: string } & Record<string, unknown>;

/** Takes frames; holds what a peer that does not read has not taken. */
export class SimulatedSocket implements Transport {
  readonly frames: Uint8Array[] = [];
  closedWith: string | undefined;
  /** While false nothing is taken and `bufferedBytes` grows. */
  reading = true;
  onClose: () => void = () => {};
  private unread = 0;

  send(frame: Uint8Array): void {
    this.frames.push(frame.slice());
    if (!this.reading) this.unread += frame.length;
  }

  bufferedBytes(): number {
    if (this.reading) this.unread = 0;
    return this.unread;
  }

  close(_code: number, why: string): void {
    this.closedWith = why;
    this.onClose();
  }
}

export class TestClient {
  readonly socket = new SimulatedSocket();
  readonly connection: Connection | undefined;
  /** Number of the next numbered message. */
  next = 1;
  private readonly encoder = new ClientEncoder();
  private readonly out = new OutputBuffer(1 << 14);
  private readonly decoder = new FrameDecoder(ENGINE_MESSAGES, MAX_ENGINE_FRAME_BYTES);
  private challenge = new Uint8Array(0);
  /** Has sent numbered messages. */
  private numbered = false;

  constructor(private readonly gateway: GatewayAgent) {
    this.connection = gateway.connect(this.socket);
    const connection = this.connection;
    if (connection) this.socket.onClose = () => gateway.disconnected(connection);
  }

  logon(
    key: TestKey,
    options: {
      accounts?: string[];
      cancelOnDisconnect?: boolean;
      lastEvent?: WireEventId;
      epoch?: number;
      signature?: Uint8Array;
    } = {},
  ): void {
    if (this.challenge.length === 0) this.take();
    const signature = options.signature ?? sign(null, this.challenge, key.privateKey);
    const { accounts = [], cancelOnDisconnect = false, lastEvent, epoch } = options;
    this.encoder.logon(this.out, {
      keyId: key.id,
      signature,
      accounts,
      cancelOnDisconnect,
      lastEvent,
      epoch,
    });
    this.send();
  }

  order(order: Partial<NewOrderFields>, number = this.next++): void {
    const fields = Object.assign(new NewOrderFields(), {
      account: 1,
      instrument: 1,
      ordType: 2,
      timeInForce: 1,
    });
    this.numbered = true;
    this.encoder.newOrder(this.out, number, Object.assign(fields, order));
    this.send();
  }

  /** With what most orders do not have. */
  extended(order: Partial<NewOrderFields>, terms: Partial<TermsFields>): void {
    this.order({ ...order, extended: true, terms: Object.assign(new TermsFields(), terms) });
  }

  cancel(request: Partial<OrderRequestFields>, number = this.next++): void {
    const fields = Object.assign(new OrderRequestFields(), { account: 1, instrument: 1 });
    this.numbered = true;
    this.encoder.cancelOrder(this.out, number, Object.assign(fields, request));
    this.send();
  }

  replace(request: Partial<OrderRequestFields>, number = this.next++): void {
    const fields = Object.assign(new OrderRequestFields(), { account: 1, instrument: 1 });
    this.numbered = true;
    this.encoder.replaceOrder(this.out, number, Object.assign(fields, request));
    this.send();
  }

  massCancel(scope: Partial<MassCancelFields> = {}, number = this.next++): void {
    this.numbered = true;
    this.encoder.massCancel(this.out, number, Object.assign(new MassCancelFields(), scope));
    this.send();
  }

  /** All of them in one frame. */
  quotes(...quotes: Partial<QuoteFields>[]): void {
    this.numbered = true;
    for (const quote of quotes) {
      const fields = Object.assign(new QuoteFields(), { account: 1, instrument: 1 });
      this.encoder.quote(this.out, this.next++, Object.assign(fields, quote));
    }
    this.send();
  }

  protect(executions: number, windowNs: number): void {
    this.numbered = true;
    this.encoder.quoteProtection(this.out, this.next++, { executions, windowNs, outOfRange: false });
    this.send();
  }

  subscribe(
    instrument: number,
    levels: number,
    trades = true,
    more: { top?: boolean; orders?: boolean } = {},
  ): void {
    this.encoder.subscribe(this.out, instrument, { levels, trades, top: false, orders: false, ...more });
    this.send();
  }

  askAgain(instrument: number, channel: number, from: number): void {
    this.encoder.gapRequest(this.out, instrument, channel, from);
    this.send();
  }

  unsubscribe(instrument: number): void {
    this.encoder.unsubscribe(this.out, instrument);
    this.send();
  }

  listSecurities(symbol?: string): void {
    this.encoder.securityListRequest(this.out, symbol);
    this.send();
  }

  heartbeat(): void {
    this.encoder.heartbeat(this.out, 1, 0);
    this.send();
  }

  /** Any bytes, as a frame. */
  raw(frame: Uint8Array): void {
    if (this.connection) this.gateway.receive(this.connection, frame);
  }

  /** The connection breaks. */
  drop(): void {
    if (this.connection) this.gateway.disconnected(this.connection);
  }

  /** What came since the last time. */
  take(): Received[] {
    const received: Received[] = [];
    for (const frame of this.socket.frames.splice(0)) {
      const reason = this.decoder.open(frame);
      if (reason !== 0) throw new Error(`the engine sent a faulty frame: ${reasonName(reason)}`);
      while (this.decoder.next()) received.push(this.read());
    }
    return received;
  }

  /** Its types only. */
  takeTypes(): string[] {
    return this.take().map(({ type }) => type);
  }

  private send(): void {
    const frame = this.out.frame().slice();
    this.out.reset();
    this.raw(frame);
  }

  private read(): Received {
    const { type } = this.decoder;
    return { type: Body[type], ...this.fields(type) };
  }

  private fields(type: Body): Record<string, unknown> {
    const { decoder } = this;
    if (type >= Body.OrderAccepted && type <= Body.OrderTriggered) {
      const report = new ReportFields();
      decoder.report(report);
      if (report.reason !== Reason.InstrumentElsewhere) return named(report);
      return { ...named(report), ...placeIn(decoder.body(new OrderRejected())) };
    }
    switch (type) {
      case Body.Hello: {
        const hello = decoder.body(new Hello());
        this.challenge = hello.challengeArray()!.slice();
        const name = hello.name();
        return {
          ...{ version: hello.version(), epoch: hello.epoch(), engine: hello.engine() },
          ...(name !== null && { name }),
        };
      }
      case Body.LogonAccepted:
        return this.welcome(decoder.body(new LogonAccepted()));
      case Body.LogonRejected:
        return { reason: reasonName(decoder.body(new LogonRejected()).reason()) };
      case Body.ProtocolError: {
        const error = decoder.body(new ProtocolError());
        const reason = reasonName(error.reason());
        return { reason, messageNumber: error.messageNumber(), ...placeIn(error) };
      }
      case Body.SecurityDefinition: {
        const security = decoder.body(new SecurityDefinition());
        const units = { symbol: security.symbol(), tick: security.tick(), lot: security.lot() };
        return { ...units, ...placeIn(security) };
      }
      case Body.SecurityListEnd:
        return { count: decoder.body(new SecurityListEnd()).count() };
      case Body.MassCancelReport: {
        const report = new MassCancelReportFields();
        decoder.massCancelReport(report);
        return named(report);
      }
      case Body.QuoteReport:
      case Body.QuoteProtectionReport: {
        const report = new QuoteReportFields();
        decoder.quoteReport(report);
        const place = type === Body.QuoteReport ? placeIn(decoder.body(new QuoteReport())) : {};
        return { ...named(report), ...reasonNames(report), ...place };
      }
      case Body.TradeBusted:
      case Body.TradeCorrected: {
        const change = new TradeChangeFields();
        decoder.tradeChange(change);
        return { ...change };
      }
      case Body.Trade: {
        const trade = new TradeFields();
        decoder.trade(trade);
        return { ...trade };
      }
      case Body.TradingPhase: {
        const phase = new PhaseFields();
        readTradingPhase(decoder, phase);
        return { ...phase };
      }
      case Body.IndicativePrice: {
        const indicative = new IndicativeFields();
        readIndicativePrice(decoder, indicative);
        return { ...indicative };
      }
      case Body.TradeChanged: {
        const changed = new TradeChangedFields();
        decoder.tradeChanged(changed);
        return { ...changed };
      }
      case Body.TradeSnapshot: {
        const last = new TradeSnapshotFields();
        decoder.tradeSnapshot(last);
        return { ...last };
      }
      case Body.BookTop: {
        const top = new BookTopFields();
        decoder.bookTop(top);
        return { ...top };
      }
      case Body.OrderBookSnapshot: {
        const page = new OrderBookFields(0);
        decoder.orderBookSnapshot(page);
        return { ...page, bids: orders(page.bids), asks: orders(page.asks) };
      }
      case Body.OrderBookIncrement: {
        const found = new OrderChangesFields(0);
        decoder.orderBookIncrement(found);
        return { ...found, changes: changes(found) };
      }
      case Body.BookSnapshot:
      case Body.BookIncrement:
        return this.book();
      default:
        return {};
    }
  }

  private welcome(accepted: LogonAccepted): Record<string, unknown> {
    if (!this.numbered) this.next = accepted.nextMessage();
    return {
      session: accepted.session(),
      nextMessage: accepted.nextMessage(),
      accounts: Array.from({ length: accepted.accountsLength() }, (_, i) => accepted.accounts(i)!.name()),
      gap: accepted.gap(),
      lastEvent: eventIdentity(accepted.lastEvent()!),
    };
  }

  private book(): Record<string, unknown> {
    const book = new BookFields(512);
    this.decoder.book(book);
    const { instrument, number, sequence, index, gap } = book;
    return { instrument, number, sequence, index, gap, bids: levels(book.bids), asks: levels(book.asks) };
  }
}

/** With the reason's name in place of its number. */
const named = <T extends { reason: number }>(fields: T): Record<string, unknown> => ({
  ...fields,
  reason: reasonName(fields.reason as Reason),
});

const reasonNames = ({ bidReason, offerReason }: QuoteReportFields): Record<string, unknown> => ({
  bidReason: reasonName(bidReason),
  offerReason: reasonName(offerReason),
});

const levels = (list: LevelList): number[][] =>
  Array.from({ length: list.count }, (_, i) => [list.price[i], list.quantity[i], list.orders[i]]);

const orders = (list: BookOrderList): number[][] =>
  Array.from({ length: list.count }, (_, i) => [list.idLow[i], list.price[i], list.quantity[i]]);

const changes = (found: OrderChangesFields): number[][] =>
  Array.from({ length: found.count }, (_, i) => [
    ...[found.action[i], found.side[i], found.idLow[i]],
    ...[found.price[i], found.quantity[i], found.last[i]],
  ]);
