/**
 * Frames in: verified whole, then message by message to who does it. A frame with a fault in it is refused whole, touches
 * nothing and counts against its connection; so does a message that the connection may not send now. Market data and the
 * list of securities need no logon; everything about orders does.
 */
import { Reason } from '../../protocol/codes/reasons.js';
import {
  Body,
  GapRequest,
  SecurityListRequest,
  Subscribe,
  Unsubscribe,
} from '../../protocol/generated/pregao/wire.js';
import { FrameDecoder } from '../../protocol/wire/decoder.js';
import { MassCancelFields, NewOrderFields, OrderRequestFields } from '../../protocol/wire/fields.js';
import { CLIENT_MESSAGES, isNumbered, MAX_CLIENT_FRAME_BYTES } from '../../protocol/wire/protocol.js';
import { QuoteFields, QuoteProtectionFields } from '../../protocol/wire/quote-messages.js';
import type { GatewayLimits } from '../config/limits.js';
import type { Connection } from './connection.js';
import type { LaneDoor } from './lane-door.js';
import type { LogonDesk } from './logon-desk.js';
import type { MarketData } from './market-data/market-data.js';
import type { GatewayMeter } from './meter.js';
import type { Now } from './now.js';
import type { OrderEntry } from './order-entry.js';
import type { OrderTimer } from './order-timer.js';
import type { PhaseBoard } from './phase-board.js';
import type { QuoteDoor } from './quote-door.js';
import type { SecurityList } from './security-list.js';
import type { Sender } from './sender.js';
import type { Session } from './session.js';

export class Receiver {
  /** The engine is stopping: orders and logons are turned away. */
  stopping = false;
  private readonly decoder = new FrameDecoder(CLIENT_MESSAGES, MAX_CLIENT_FRAME_BYTES);
  private readonly order = new NewOrderFields();
  private readonly request = new OrderRequestFields();
  private readonly scope = new MassCancelFields();
  private readonly quote = new QuoteFields();
  private readonly protection = new QuoteProtectionFields();
  private readonly subscription = new Subscribe();
  private readonly unsubscription = new Unsubscribe();
  private readonly gapRequest = new GapRequest();
  private readonly listRequest = new SecurityListRequest();

  constructor(
    private readonly securities: SecurityList,
    private readonly door: LaneDoor,
    private readonly orderEntry: OrderEntry,
    private readonly quoteDoor: QuoteDoor,
    private readonly logons: LogonDesk,
    private readonly marketData: MarketData,
    private readonly phases: PhaseBoard,
    private readonly sender: Sender,
    private readonly orderTimer: OrderTimer,
    private readonly now: Now,
    private readonly meter: GatewayMeter,
    private readonly limits: GatewayLimits,
  ) {}

  frame(connection: Connection, frame: ArrayBuffer | Uint8Array): void {
    this.now.read();
    this.meter.framesIn.increment();
    this.meter.bytesIn.add(frame.byteLength);
    connection.heardMs = this.now.ms;
    const reason = this.decoder.open(frame);
    if (reason !== Reason.None) {
      this.fault(connection, reason, 0);
      return;
    }
    while (!connection.closed && this.decoder.next()) {
      this.message(connection);
      // Small requests may have large answers, and a frame holds hundreds of them.
      this.sender.cutIfBehind(connection);
    }
    this.door.commit();
  }

  /** A frame that is not even binary. */
  fault(connection: Connection, reason: Reason, messageNumber: number): void {
    this.sender.protocolError(connection, reason, messageNumber);
    this.countFault(connection);
  }

  private countFault(connection: Connection): void {
    if (++connection.faults >= this.limits.faults) this.sender.cut(connection, Reason.TooManyErrors);
  }

  private message(connection: Connection): void {
    this.meter.messagesIn.increment();
    if (isNumbered(this.decoder.type)) {
      this.numbered(connection);
      return;
    }
    switch (this.decoder.type) {
      case Body.Logon:
        this.logon(connection);
        break;
      case Body.Subscribe:
        this.subscribe(connection);
        break;
      case Body.Unsubscribe:
        this.unsubscribe(connection, this.decoder.body(this.unsubscription).instrument());
        break;
      case Body.GapRequest:
        this.repeat(connection);
        break;
      case Body.SecurityListRequest:
        this.securities.send(this.sender, connection, this.decoder.body(this.listRequest).symbol());
        break;
    }
  }

  /** Too low: had before, ignored. Too high: something is missing. Neither is a fault: resending clients do both. */
  private numbered(connection: Connection): void {
    const { session } = connection;
    const { number } = this.decoder;
    if (session === undefined) this.fault(connection, Reason.NotLoggedOn, number);
    else if (this.stopping) this.sender.protocolError(connection, Reason.EngineStopping, number);
    else if (number < session.nextMessage)
      this.sender.protocolError(connection, Reason.MessageNumberTooLow, number);
    else if (number > session.nextMessage)
      this.sender.protocolError(connection, Reason.MessageNumberTooHigh, number);
    else this.enter(connection, session, number);
  }

  private enter(connection: Connection, session: Session, number: number): void {
    const reason = session.announced ? this.write(session, number) : Reason.Overloaded;
    if (reason === Reason.None) {
      session.nextMessage = number + 1;
      this.orderTimer.takenIn(session.number, number);
      return;
    }
    this.meter.overloaded.increment();
    this.sender.protocolError(connection, reason, number);
  }

  private write(session: Session, number: number): Reason {
    const { decoder, orderEntry, quoteDoor } = this;
    switch (decoder.type) {
      case Body.NewOrder:
        decoder.newOrder(this.order);
        return orderEntry.newOrder(session, number, this.order);
      case Body.ReplaceOrder:
        decoder.replaceOrder(this.request);
        return orderEntry.replaceOrder(session, number, this.request);
      case Body.CancelOrder:
        decoder.cancelOrder(this.request);
        return orderEntry.cancelOrder(session, number, this.request);
      case Body.Quote:
        decoder.quote(this.quote);
        return quoteDoor.quote(session, number, this.quote);
      case Body.QuoteProtection:
        decoder.quoteProtection(this.protection);
        return quoteDoor.protection(session, number, this.protection);
      default:
        decoder.massCancel(this.scope);
        return orderEntry.massCancel(session, number, this.scope);
    }
  }

  private logon(connection: Connection): void {
    if (connection.session !== undefined) this.fault(connection, Reason.AlreadyLoggedOn, 0);
    else if (this.stopping) this.sender.cut(connection, Reason.EngineStopping);
    else this.logons.receive(connection, this.decoder);
  }

  private subscribe(connection: Connection): void {
    const { subscription, decoder } = this;
    decoder.body(subscription);
    const reason = this.marketData.subscribe(connection, subscription.instrument(), {
      levels: subscription.levels(),
      trades: subscription.trades(),
      top: subscription.top(),
      orders: subscription.orders(),
    });
    if (reason === Reason.InstrumentElsewhere) this.elsewhere(connection, subscription.instrument());
    else if (reason !== Reason.None) this.fault(connection, reason, 0);
    else this.phases.join(connection, subscription.instrument());
  }

  private elsewhere(connection: Connection, instrument: number): void {
    this.sender.isElsewhere(connection, instrument);
    this.countFault(connection);
  }

  private repeat(connection: Connection): void {
    const request = this.decoder.body(this.gapRequest);
    const reason = this.marketData.repeat(
      connection,
      request.instrument(),
      request.channel(),
      request.from(),
    );
    if (reason !== Reason.None) this.fault(connection, reason, 0);
  }

  private unsubscribe(connection: Connection, instrument: number): void {
    this.marketData.unsubscribe(connection, instrument);
    this.phases.leave(connection, instrument);
  }
}
