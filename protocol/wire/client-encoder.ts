/**
 * Writes what a client sends. The numbered messages allocate nothing (a load generator sends a hundred thousand
 * a second). Each method answers false when the frame has no room for the message; then nothing was written.
 */
import {
  CancelOrderField,
  HeartbeatField,
  MassCancelField,
  NewOrderField,
  ReplaceOrderField,
} from '../generated/layout.js';
import {
  Body,
  type Channel,
  GapRequest,
  Logon,
  SecurityListRequest,
  Subscribe,
  Unsubscribe,
} from '../generated/pregao/wire.js';
import { appendBuilt, createEventId, type WireEventId } from './built.js';
import type { MassCancelFields, NewOrderFields, OrderRequestFields } from './fields.js';
import { highHalf, lowHalf, put64, putTime } from './int64.js';
import { NO_ROOM, type OutputBuffer } from './output-buffer.js';
import { PROTOCOL_VERSION } from './protocol.js';
import { type QuoteFields, type QuoteProtectionFields, QuoteWriter } from './quote-messages.js';
import { Template } from './template.js';
import { writeTerms } from './terms.js';

export interface LogonFields {
  readonly keyId: string;
  /** Ed25519 over Hello's challenge. */
  readonly signature: Uint8Array;
  /** Names; empty = all of the key's. */
  readonly accounts: readonly string[];
  readonly cancelOnDisconnect: boolean;
  /** Resume: the newest event received and the epoch it came in. */
  readonly lastEvent?: WireEventId;
  readonly epoch?: number;
}

/** What of an instrument is wanted. */
export interface SubscribeFields {
  /** Depth of level 2; 0 = none. */
  readonly levels: number;
  readonly trades: boolean;
  /** Level 1. */
  readonly top: boolean;
  /** Level 3. */
  readonly orders: boolean;
}

export class ClientEncoder {
  private readonly newOrderTemplate = new Template(Body.NewOrder, [], NewOrderField.Quantity);
  private readonly extendedTemplate = new Template(Body.NewOrder);
  private readonly replaceTemplate = new Template(Body.ReplaceOrder);
  private readonly cancelTemplate = new Template(Body.CancelOrder);
  private readonly massCancelTemplate = new Template(Body.MassCancel);
  private readonly quotes = new QuoteWriter();
  private readonly heartbeatTemplate = new Template(Body.Heartbeat);

  newOrder(out: OutputBuffer, number: number, order: NewOrderFields): boolean {
    const template = order.extended ? this.extendedTemplate : this.newOrderTemplate;
    const at = template.append(out);
    if (at === NO_ROOM) return false;
    const { i32, bytes } = out;
    i32[(at + template.number) >> 2] = number;
    const clientId = (at + template.at(NewOrderField.ClientOrderId)) >> 2;
    i32[clientId] = order.clientIdLow;
    i32[clientId + 1] = order.clientIdHigh;
    i32[(at + template.at(NewOrderField.Account)) >> 2] = order.account;
    i32[(at + template.at(NewOrderField.Instrument)) >> 2] = order.instrument;
    bytes[at + template.at(NewOrderField.Side)] = order.side;
    bytes[at + template.at(NewOrderField.OrdType)] = order.ordType;
    bytes[at + template.at(NewOrderField.TimeInForce)] = order.timeInForce;
    bytes[at + template.at(NewOrderField.PostOnly)] = order.postOnly ? 1 : 0;
    put64(i32, at + template.at(NewOrderField.Price), lowHalf(order.price), highHalf(order.price));
    put64(i32, at + template.at(NewOrderField.Quantity), lowHalf(order.quantity), highHalf(order.quantity));
    if (order.extended) writeTerms(out, at, template, order.terms);
    return true;
  }

  replaceOrder(out: OutputBuffer, number: number, request: OrderRequestFields): boolean {
    const template = this.replaceTemplate;
    const at = this.request(out, template, number, request);
    if (at === NO_ROOM) return false;
    put64(
      out.i32,
      at + template.at(ReplaceOrderField.Price),
      lowHalf(request.price),
      highHalf(request.price),
    );
    put64(
      out.i32,
      at + template.at(ReplaceOrderField.Quantity),
      lowHalf(request.quantity),
      highHalf(request.quantity),
    );
    return true;
  }

  cancelOrder(out: OutputBuffer, number: number, request: OrderRequestFields): boolean {
    return this.request(out, this.cancelTemplate, number, request) !== NO_ROOM;
  }

  massCancel(out: OutputBuffer, number: number, scope: MassCancelFields): boolean {
    const template = this.massCancelTemplate;
    const at = template.append(out);
    if (at === NO_ROOM) return false;
    out.i32[(at + template.number) >> 2] = number;
    out.i32[(at + template.at(MassCancelField.Account)) >> 2] = scope.account;
    out.i32[(at + template.at(MassCancelField.Instrument)) >> 2] = scope.instrument;
    out.bytes[at + template.at(MassCancelField.Side)] = scope.side;
    out.bytes[at + template.at(MassCancelField.OwnSession)] = scope.ownSession ? 1 : 0;
    return true;
  }

  quote(out: OutputBuffer, number: number, quote: QuoteFields): boolean {
    return this.quotes.quote(out, number, quote);
  }

  quoteProtection(out: OutputBuffer, number: number, protection: QuoteProtectionFields): boolean {
    return this.quotes.protection(out, number, protection);
  }

  heartbeat(out: OutputBuffer, seconds: number, nanos: number): boolean {
    const at = this.heartbeatTemplate.append(out);
    if (at === NO_ROOM) return false;
    putTime(out.i32, at + this.heartbeatTemplate.at(HeartbeatField.Time), { seconds, nanos });
    return true;
  }

  logon(out: OutputBuffer, logon: LogonFields): boolean {
    return appendBuilt(out, Body.Logon, (builder) => {
      const keyId = builder.createString(logon.keyId);
      const signature = Logon.createSignatureVector(builder, logon.signature);
      const names = logon.accounts.map((name) => builder.createString(name));
      const accounts = Logon.createAccountsVector(builder, names);
      Logon.startLogon(builder);
      Logon.addVersion(builder, PROTOCOL_VERSION);
      Logon.addKeyId(builder, keyId);
      Logon.addSignature(builder, signature);
      Logon.addAccounts(builder, accounts);
      Logon.addCancelOnDisconnect(builder, logon.cancelOnDisconnect);
      if (logon.lastEvent) Logon.addLastEvent(builder, createEventId(builder, logon.lastEvent));
      if (logon.epoch !== undefined) Logon.addEpoch(builder, logon.epoch);
      return Logon.endLogon(builder);
    });
  }

  /** @param symbol absent = every instrument */
  securityListRequest(out: OutputBuffer, symbol?: string): boolean {
    return appendBuilt(out, Body.SecurityListRequest, (builder) => {
      const text = symbol === undefined ? 0 : builder.createString(symbol);
      return SecurityListRequest.createSecurityListRequest(builder, text);
    });
  }

  subscribe(
    out: OutputBuffer,
    instrument: number,
    { levels, trades, top, orders }: SubscribeFields,
  ): boolean {
    return appendBuilt(out, Body.Subscribe, (builder) =>
      Subscribe.createSubscribe(builder, instrument, levels, trades, top, orders),
    );
  }

  /** @param from number of the first message to be given again */
  gapRequest(out: OutputBuffer, instrument: number, channel: Channel, from: number): boolean {
    return appendBuilt(out, Body.GapRequest, (builder) =>
      GapRequest.createGapRequest(builder, instrument, channel, from),
    );
  }

  unsubscribe(out: OutputBuffer, instrument: number): boolean {
    return appendBuilt(out, Body.Unsubscribe, (builder) =>
      Unsubscribe.createUnsubscribe(builder, instrument),
    );
  }

  /** ReplaceOrder and CancelOrder name the order alike. */
  private request(
    out: OutputBuffer,
    template: Template,
    number: number,
    request: OrderRequestFields,
  ): number {
    const at = template.append(out);
    if (at === NO_ROOM) return NO_ROOM;
    const { i32 } = out;
    i32[(at + template.number) >> 2] = number;
    const orderId = (at + template.at(CancelOrderField.OrderId)) >> 2;
    i32[orderId] = request.orderIdLow;
    i32[orderId + 1] = request.orderIdHigh;
    const clientId = (at + template.at(CancelOrderField.ClientOrderId)) >> 2;
    i32[clientId] = request.clientIdLow;
    i32[clientId + 1] = request.clientIdHigh;
    i32[(at + template.at(CancelOrderField.Account)) >> 2] = request.account;
    i32[(at + template.at(CancelOrderField.Instrument)) >> 2] = request.instrument;
    return at;
  }
}
