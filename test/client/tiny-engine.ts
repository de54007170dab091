/**
 * The far end of the binary door, reduced to what a client notices: real sockets, the real codec, message numbers,
 * resume; no book behind it. Tests tell it to lose connections and to turn messages away at the worst moment. With a name it is one of
 * several, and knows where the instruments of the others are.
 */

import uws, { type TemplatedApp, type WebSocket } from 'uWebSockets.js';
import { randomBytes } from 'node:crypto';
import { Route } from '../../protocol/codes/enums.js';
import { Reason } from '../../protocol/codes/reasons.js';
import { Body, GapRequest, Logon, Subscribe, Unsubscribe } from '../../protocol/generated/pregao/wire.js';
import type { ElsewhereInstrument } from '../../protocol/instrument.js';
import { FrameDecoder } from '../../protocol/wire/decoder.js';
import { EngineEncoder } from '../../protocol/wire/engine-encoder.js';
import {
  BookFields,
  MassCancelReportFields,
  NewOrderFields,
  OrderRequestFields,
  ReportFields,
  TradeFields,
} from '../../protocol/wire/fields.js';
import { MarketDataEncoder } from '../../protocol/wire/market-data-encoder.js';
import { TradeSnapshotFields } from '../../protocol/wire/market-data-fields.js';
import { OutputBuffer } from '../../protocol/wire/output-buffer.js';
import { CLIENT_MESSAGES, isNumbered, MAX_CLIENT_FRAME_BYTES } from '../../protocol/wire/protocol.js';
import * as session from '../../protocol/wire/session-messages.js';
import { BTC_USD } from '../../protocol/wire/test-sample-frames.js';

type Socket = WebSocket<{ challenge: Uint8Array }>;
type Write = (out: OutputBuffer) => boolean;

export class TinyEngine {
  /** Number expected next, kept over connections as the real engine's is. */
  expected = 1;
  epoch = 1;
  heartbeatMs = 1_000;
  /** Takes no connections. */
  away = false;
  refuseLogon = Reason.None;
  gap = false;
  /** What the numbered messages were, in the order they were processed. */
  readonly processed: { type: Body; number: number; price: number; quantity: number }[] = [];
  readonly logons: { keyId: string; accounts: string[]; lastSequence: number | undefined; epoch: number }[] =
    [];
  readonly challenges: Uint8Array[] = [];
  readonly signatures: Uint8Array[] = [];
  readonly subscribes: { instrument: number; levels: number }[] = [];
  readonly gapRequests: { instrument: number; channel: number; from: number }[] = [];
  heartbeats = 0;
  /** Called for each numbered message before it is processed; 'lose' closes the connection instead. */
  before: (number: number) => 'go' | 'lose' | 'full' = () => 'go';
  /** The same after it was processed, before the answer goes out. */
  after: (number: number) => 'go' | 'lose' = () => 'go';
  /** Reason to reject an order with. */
  judge: (order: NewOrderFields) => Reason = () => Reason.None;
  url = '';
  /** A second instrument. */
  also: string | undefined;
  /** Venues that its instrument has a market at. */
  venues: string[] = [];
  /** Refuses a logon while another connection is logged on, as the real engine does. */
  oneSession = false;
  private loggedOn: Socket | undefined;
  /** Where its instrument has gone. */
  private gone: ElsewhereInstrument | undefined;
  private sequence = 100;
  /** Reports of the session, for resume. */
  private readonly log: { sequence: number; write: Write }[] = [];
  private readonly sockets = new Set<Socket>();
  private encoder = new EngineEncoder();
  private readonly elsewhere = new Map<string, ElsewhereInstrument>();
  private readonly market = new MarketDataEncoder();
  private readonly decoder = new FrameDecoder(CLIENT_MESSAGES, MAX_CLIENT_FRAME_BYTES);
  private readonly out = new OutputBuffer(64 * 1024);
  private app: TemplatedApp | undefined;

  /** @param name among several; @param symbol of its only instrument */
  constructor(
    public name?: string,
    readonly symbol = BTC_USD.symbol,
  ) {}

  /** An instrument of another engine. */
  knows(symbol: string, engine: string, address: string): void {
    const id = this.elsewhere.get(symbol)?.id ?? this.elsewhere.size + 2;
    this.elsewhere.set(symbol, { id, symbol, engine, address });
  }

  /** Its instrument lives there from now on, and there alone it is known. Clients have the list of before. */
  moved(to: TinyEngine): void {
    this.gone = { id: 1, symbol: this.symbol, engine: to.name!, address: to.url };
    this.encoder = new EngineEncoder([this.gone]);
    this.judge = () => Reason.InstrumentElsewhere;
    to.also = this.symbol;
  }

  /** Goes on where another one of its name has come to, as from a copy of its journal. */
  takeOver({ sequence, expected, log }: TinyEngine): void {
    Object.assign(this, { sequence, expected });
    this.log.push(...log);
    this.epoch++;
  }

  async start(): Promise<this> {
    this.app = uws.App().ws<{ challenge: Uint8Array }>('/v1/orders', {
      upgrade: (response, request, context) => {
        if (this.away) return void response.writeStatus('503').end();
        response.upgrade(
          { challenge: randomBytes(32) },
          request.getHeader('sec-websocket-key'),
          request.getHeader('sec-websocket-protocol'),
          request.getHeader('sec-websocket-extensions'),
          context,
        );
      },
      open: (socket) => this.opened(socket),
      message: (socket, frame) => this.received(socket, frame),
      close: (socket) => {
        this.sockets.delete(socket);
        if (this.loggedOn === socket) this.loggedOn = undefined;
      },
    });
    await this.listen();
    return this;
  }

  stop(): void {
    this.app?.close();
    this.app = undefined;
  }

  /** A restart that has lost everything behind these: their numbers will be given again. */
  restart(sequence: number, expected: number): void {
    this.log.splice(this.log.findIndex((event) => event.sequence > sequence));
    Object.assign(this, { sequence, expected, gap: true });
    this.epoch++;
    this.loseAll();
  }

  loseAll(): void {
    for (const socket of [...this.sockets]) socket.close();
  }

  /** A report that nobody asked for goes to all connections and into the log. */
  publish(type: Body, fields: Partial<ReportFields>): void {
    this.record((out, sequence) =>
      this.encoder.report(out, type, Object.assign(new ReportFields(), fields, { sequence })),
    );
  }

  send(write: Write): void {
    for (const socket of this.sockets) this.sendTo(socket, write);
  }

  book(
    type: Body.BookSnapshot | Body.BookIncrement,
    number: number,
    bids: number[][],
    asks: number[][],
  ): void {
    const fields = new BookFields(100);
    Object.assign(fields, { instrument: 1, number, sequence: this.sequence });
    for (const [list, levels] of [
      [fields.bids, bids],
      [fields.asks, asks],
    ] as const) {
      list.count = levels.length;
      levels.forEach(([price, quantity], i) => {
        list.price[i] = price;
        list.quantity[i] = quantity;
        list.orders[i] = 1;
      });
    }
    this.send((out) =>
      type === Body.BookSnapshot
        ? this.market.bookSnapshot(out, fields)
        : this.market.bookIncrement(out, fields),
    );
  }

  tradesStand(number: number): void {
    const fields = Object.assign(new TradeSnapshotFields(), { instrument: 1, number });
    this.send((out) => this.market.tradeSnapshot(out, fields));
  }

  trade(number: number, price: number, quantity: number): void {
    const fields = Object.assign(new TradeFields(), { instrument: 1, number, price, quantity, aggressor: 1 });
    this.send((out) => this.market.trade(out, fields));
  }

  private listen(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.app!.listen('127.0.0.1', 0, (socket) => {
        if (!socket) return reject(new Error('cannot listen'));
        this.url = `ws://127.0.0.1:${uws.us_socket_local_port(socket)}/v1/orders`;
        resolve();
      });
    });
  }

  private opened(socket: Socket): void {
    this.sockets.add(socket);
    const { challenge } = socket.getUserData();
    const { epoch, name } = this;
    this.sendTo(socket, (out) => session.writeHello(out, { epoch, challenge, engine: 'tiny', name }));
  }

  private received(socket: Socket, frame: ArrayBuffer): void {
    const reason = this.decoder.open(frame);
    if (reason !== Reason.None) this.sendTo(socket, (out) => session.writeProtocolError(out, reason, 0));
    while (this.sockets.has(socket) && this.decoder.next()) this.message(socket);
  }

  private message(socket: Socket): void {
    const { decoder } = this;
    if (isNumbered(decoder.type)) this.numbered(socket);
    else if (decoder.type === Body.Logon) this.logon(socket, decoder.body(new Logon()));
    else if (decoder.type === Body.SecurityListRequest) {
      this.sendTo(socket, (out) => this.writeSecurities(out));
    } else if (decoder.type === Body.Subscribe) {
      const subscribe = decoder.body(new Subscribe());
      this.subscribes.push({ instrument: subscribe.instrument(), levels: subscribe.levels() });
    } else if (decoder.type === Body.GapRequest) {
      const request = decoder.body(new GapRequest());
      this.gapRequests.push({
        instrument: request.instrument(),
        channel: request.channel(),
        from: request.from(),
      });
    } else if (decoder.type === Body.Unsubscribe) {
      decoder.body(new Unsubscribe());
    } else if (decoder.type === Body.Heartbeat) this.heartbeats++;
  }

  private writeSecurities(out: OutputBuffer): boolean {
    if (this.gone) session.writeElsewhere(out, this.gone);
    else session.writeSecurityDefinition(out, { ...BTC_USD, symbol: this.symbol });
    for (const [i, venue] of this.venues.entries())
      session.writeSecurityDefinition(
        out,
        { ...BTC_USD, symbol: this.symbol },
        { number: (1 << 24) + i, venue, venueSymbol: this.symbol, route: Route.Venue + i },
      );
    if (this.also) session.writeSecurityDefinition(out, { ...BTC_USD, id: 99, symbol: this.also });
    for (const each of this.elsewhere.values())
      if (each.symbol !== this.also) session.writeElsewhere(out, each);
    return session.writeSecurityListEnd(out, 1);
  }

  private logon(socket: Socket, logon: Logon): void {
    const last = logon.lastEvent();
    this.challenges.push(socket.getUserData().challenge);
    this.signatures.push(logon.signatureArray()!.slice());
    this.logons.push({
      keyId: logon.keyId() ?? '',
      accounts: Array.from({ length: logon.accountsLength() }, (_, i) => logon.accounts(i)),
      lastSequence: last ? Number(last.sequence()) : undefined,
      epoch: logon.epoch(),
    });
    const refused = this.oneSession && this.loggedOn ? Reason.SessionInUse : this.refuseLogon;
    if (refused !== Reason.None) {
      this.sendTo(socket, (out) => session.writeLogonRejected(out, refused));
      socket.end();
      return;
    }
    this.loggedOn = socket;
    this.sendTo(socket, (out) =>
      session.writeLogonAccepted(out, {
        session: 1,
        nextMessage: this.expected,
        accounts: [{ id: 3, name: 'house' }],
        lastEvent: { sequence: this.sequence, index: 0 },
        heartbeatMs: this.heartbeatMs,
        gap: this.gap,
      }),
    );
    for (const { sequence, write } of this.log)
      if (last && sequence > Number(last.sequence())) this.sendTo(socket, write);
  }

  private numbered(socket: Socket): void {
    const { number } = this.decoder;
    if (number !== this.expected) {
      const reason = number < this.expected ? Reason.MessageNumberTooLow : Reason.MessageNumberTooHigh;
      this.sendTo(socket, (out) => session.writeProtocolError(out, reason, number));
      return;
    }
    const verdict = this.before(number);
    if (verdict === 'lose') return void socket.close();
    if (verdict === 'full') {
      this.sendTo(socket, (out) => session.writeProtocolError(out, Reason.Overloaded, number));
      return;
    }
    this.expected++;
    this.process(socket, number);
  }

  private process(socket: Socket, number: number): void {
    const { decoder } = this;
    const { type } = decoder;
    const order = new NewOrderFields();
    const request = new OrderRequestFields();
    if (type === Body.NewOrder) decoder.newOrder(order);
    else if (type === Body.ReplaceOrder) decoder.replaceOrder(request);
    else if (type === Body.CancelOrder) decoder.cancelOrder(request);
    const { price, quantity } = type === Body.NewOrder ? order : request;
    this.processed.push({ type, number, price, quantity });
    if (this.after(number) === 'lose') socket.close();
    if (type === Body.MassCancel) this.massCancelled(number);
    else if (type === Body.NewOrder) this.accepted(number, order);
    else
      this.publish(type === Body.ReplaceOrder ? Body.OrderReplaced : Body.OrderCancelled, {
        ...request,
        messageNumber: number,
        total: quantity,
        open: quantity,
      });
  }

  private accepted(number: number, order: NewOrderFields): void {
    const reason = this.judge(order);
    const { clientIdLow, clientIdHigh, account, instrument, side, ordType, timeInForce, price, quantity } =
      order;
    const fields = { clientIdLow, clientIdHigh, account, instrument, side, ordType, timeInForce, price };
    const accepted = reason === Reason.None;
    this.publish(accepted ? Body.OrderAccepted : Body.OrderRejected, {
      ...fields,
      orderIdLow: accepted ? number : 0,
      orderIdHigh: accepted ? 1 : 0,
      messageNumber: number,
      total: quantity,
      open: accepted ? quantity : 0,
      reason,
    });
  }

  private massCancelled(messageNumber: number): void {
    if (this.gone) {
      const refused = Object.assign(new MassCancelReportFields(), {
        messageNumber,
        reason: Reason.InstrumentElsewhere,
      });
      this.record((out, sequence) =>
        this.encoder.massCancelReport(out, Object.assign(refused, { sequence })),
      );
      return;
    }
    const fields = Object.assign(new MassCancelReportFields(), { messageNumber, cancelled: 2 });
    // The orders that it cancels are reported first, with the same number.
    this.publish(Body.OrderCancelled, {
      instrument: 1,
      orderIdLow: 7,
      messageNumber,
      reason: Reason.MassCancelled,
    });
    this.record((out, sequence) => this.encoder.massCancelReport(out, Object.assign(fields, { sequence })));
  }

  /** Gives the event its sequence, keeps it for those who resume, and sends it. */
  private record(write: (out: OutputBuffer, sequence: number) => boolean): void {
    const sequence = ++this.sequence;
    const buffer = new OutputBuffer(1024);
    if (!write(buffer, sequence)) throw new Error('the report does not fit');
    const bytes = buffer.frame().slice();
    const again: Write = (out) => {
      out.bytes.set(bytes, out.claim(bytes.length));
      return true;
    };
    this.log.push({ sequence, write: again });
    this.send(again);
  }

  private sendTo(socket: Socket, write: Write): void {
    if (!this.sockets.has(socket)) return;
    this.out.reset();
    if (!write(this.out)) throw new Error('the frame is full');
    socket.send(this.out.frame(), true);
  }
}
