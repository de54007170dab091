/**
 * One FIX EntryPoint connection. Numbers live for the day with the line, not with the connection: what happened while nobody was connected is asked for with a
 * ResendRequest.
 */
import type { FixMessage } from '../../../protocol/fix/codec/message.js';
import { Msg, msgType } from '../../../protocol/fix/codec/tags.js';
import { SessionReject, sessionRejectText } from '../../../protocol/fix/dictionary/reject-reasons.js';
import { Validator } from '../../../protocol/fix/dictionary/validator.js';
import { type Fields, fields, utc } from '../fix/fields.js';
import { FixPeer } from '../fix/peer.js';
import { Limiter, limitOf } from '../kit/limiter.js';
import type { Wire } from '../kit/outlet.js';
import { leavesOf, type Order } from '../market/order.js';
import { B3_FIX } from './fix-tables.js';
import type { Line, Lines } from './lines.js';
import {
  checkParties,
  lotsOf,
  OrderRefusal,
  orderRequest,
  partiesOf,
  rejectionFields,
  ticksOf,
} from './order-fields.js';
import type { B3Venue } from './venue.js';

const MARKET_TO_LIMIT = 'K';
const MASS_CANCEL = '3';
const BY_SEGMENT = '6';

export class B3Session extends FixPeer {
  private readonly validator = new Validator(B3_FIX);
  private readonly throttle: Limiter;
  private line!: Line;
  private hasAskedFor = 0;

  constructor(
    wire: Wire<Buffer>,
    private readonly venue: B3Venue,
    private readonly lines: Lines,
  ) {
    super(wire, venue.agenda, venue.faults, {
      beginString: 'FIX.4.4',
      ourId: venue.options.ourCompId,
      timeDigits: 3,
      testAfter: 1.2,
      deadAfter: 2.4,
    });
    this.throttle = new Limiter(
      limitOf('MESSAGES', 1, 'SECOND', venue.options.messagesPerSecond),
      venue.agenda,
    );
  }

  protected override onLogon(message: FixMessage): void {
    if (this.isLoggedOn) return this.goodbye('Logon while logged on');
    const text = (tag: number): string => message.text(message.find(tag));
    this.theirId = text(49);
    const line = this.lines.enter(this.theirId, text(554) || text(96));
    const refusal = typeof line === 'string' ? line : this.refusal(line, message);
    if (refusal !== undefined) {
      this.send('5', [[58, refusal]]);
      return this.outlet.close();
    }
    this.begin(line as Line, message);
  }

  protected override onWrongNumber(message: FixMessage, seq: number): void {
    const { sequence } = this;
    if (message.type === Msg.Logout) return this.onLogout();
    if (message.type === Msg.ResendRequest) this.onResendRequest(message);
    if (seq > sequence.nextIn) return this.askFor(sequence.nextIn);
    if (!message.isYes(message.find(43)))
      this.goodbye(`MsgSeqNum too low, expecting ${sequence.nextIn} but received ${seq}`);
  }

  protected override isValid(message: FixMessage): boolean {
    const reason = this.validator.validate(message);
    if (reason === SessionReject.None) return true;
    const tag = this.validator.refTag;
    const body = fields(
      [45, message.text(message.find(34))],
      [371, tag < 1e6 ? tag : undefined],
      [372, message.text(2)],
      [373, reason],
      [58, sessionRejectText(reason)],
    );
    this.send('3', body, 'rejected', message.text(message.find(11)));
    return false;
  }

  protected override onResendRequest(message: FixMessage): void {
    const last = this.sequence.nextOut - 1;
    const to = Math.min(message.uint(message.find(16)) || last, last);
    let fillFrom = 0;
    for (let seq = message.uint(message.find(7)); seq <= to; seq++) {
      const sent = this.sequence.sent.get(seq);
      if (sent === undefined || /^[0-5A]$/.test(sent.type)) fillFrom ||= seq;
      else {
        if (fillFrom > 0) this.fillGap(fillFrom, seq);
        fillFrom = 0;
        this.resend(seq, sent.type, sent.fields, sent.timeMs);
      }
    }
    if (fillFrom > 0) this.fillGap(fillFrom, to + 1);
  }

  protected override onSequenceReset(message: FixMessage): void {
    this.sequence.nextIn = Math.max(this.sequence.nextIn, message.uint(message.find(36)));
  }

  protected override onApplication(message: FixMessage): void {
    if (!this.throttle.take()) return this.refuseBusiness(message, 'Throttle limit exceeded');
    this.venue.outbox.run(() => this.request(message));
  }

  protected override onEnded(isClean: boolean): void {
    this.line.left(isClean);
  }

  private refusal(line: Line, message: FixMessage): string | undefined {
    const seq = message.uint(message.find(34));
    if (message.text(message.find(56)) !== this.venue.options.ourCompId) return 'TargetCompID is unknown';
    if (message.text(message.find(98)) !== '0') return 'EncryptMethod must be 0';
    if (!(message.uint(message.find(108)) > 0)) return 'HeartBtInt must be positive';
    if (!message.isYes(message.find(141)) && seq < line.sequence.nextIn)
      return `MsgSeqNum too low, expecting ${line.sequence.nextIn} but received ${seq}`;
    return undefined;
  }

  private begin(line: Line, message: FixMessage): void {
    const text = (tag: number): string => message.text(message.find(tag));
    const heartBtInt = message.uint(message.find(108));
    const seq = message.uint(message.find(34));
    const isReset = message.isYes(message.find(141));
    if (isReset) line.reset();
    this.line = line;
    this.sequence = line.sequence;
    line.joined(this, Number(text(35002) || '0'), Number(text(35003) || '0'));
    this.loggedOn(this.theirId, heartBtInt);
    const missing = seq > this.sequence.nextIn;
    if (!missing) this.sequence.nextIn = seq + 1;
    this.send('A', fields([98, 0], [108, heartBtInt], [141, isReset ? 'Y' : '']));
    if (missing) this.askFor(this.sequence.nextIn);
  }

  private askFor(from: number): void {
    if (this.hasAskedFor === from) return;
    this.hasAskedFor = from;
    this.send('2', [
      [7, from],
      [16, 0],
    ]);
  }

  private fillGap(from: number, newSeqNo: number): void {
    this.resend(
      from,
      '4',
      [
        [123, 'Y'],
        [36, newSeqNo],
      ],
      this.agenda.nowMs,
    );
  }

  private request(message: FixMessage): void {
    const text = (tag: number): string => message.text(message.find(tag));
    switch (message.type) {
      case msgType('D'):
        return this.guard('new', text(11), undefined, message, () => this.place(message));
      case msgType('G'):
        return this.onOrder(message, 'replace', (order) => this.replace(order, message));
      case msgType('F'):
        return this.onOrder(message, 'cancel', (order) => this.cancel(order, message));
      case msgType('CA'):
        return this.guard('massCancel', undefined, undefined, message, () => this.massAction(message));
      default:
        this.refuseBusiness(message, 'Unsupported message type', 3);
    }
  }

  private guard(
    kind: string,
    clientId: string | undefined,
    order: Order | undefined,
    message: FixMessage,
    run: () => void,
  ): void {
    const fault = this.faults.incoming({ session: this.theirId, kind, clientId });
    if (fault?.do === 'ignore' || (fault?.do === 'unknown' && !fault.executed)) return;
    if (fault?.do === 'throttle') return this.refuseBusiness(message, 'Throttle limit exceeded');
    if (fault?.do === 'unknown') this.faults.inject({ do: 'lose', clientId });
    if (fault?.do === 'fillFirst' && order) this.venue.market.fill(order, this.lotsToFill(order, fault.qty));
    run();
  }

  private lotsToFill(order: Order, qty: string | undefined): number {
    return qty === undefined ? leavesOf(order) : this.venue.instruments.get(order.symbol)!.qty.parse(qty);
  }

  private place(message: FixMessage): void {
    const text = (tag: number): string => message.text(message.find(tag));
    try {
      const instrument = this.venue.instruments.get(text(55));
      if (instrument === undefined) throw new OrderRefusal('Unknown symbol', 1);
      checkParties(message, this.venue.options);
      const placing = { account: this.line.options.firm, session: this.theirId };
      const order = this.priced(orderRequest(message, instrument, placing), text(40));
      if (this.venue.market.phase(order.symbol) !== 'open')
        throw new OrderRefusal('Instrument is not in a tradable state', 2);
      const taken = this.venue.market.find(order.account, order.clientId);
      if (taken !== undefined && taken.state !== 'done') throw new OrderRefusal('Duplicate order', 6);
      this.venue.place(order, partiesOf(message));
    } catch (error) {
      if (!(error instanceof OrderRefusal)) throw error;
      const body = rejectionFields(message, error, this.venue.newExecId(), this.agenda.nowMs);
      this.reply('8', body, 'rejected', text(11));
    }
  }

  /** What a market order with leftover does not find at the best price rests there. */
  private priced(order: Parameters<B3Venue['place']>[0], ordType: string): Parameters<B3Venue['place']>[0] {
    if (ordType !== MARKET_TO_LIMIT) return order;
    const best = this.venue.market.book(order.symbol)[order.side === 'buy' ? 'sell' : 'buy'].best;
    if (best === undefined) throw new OrderRefusal('There is nothing on the other side');
    return { ...order, priceTicks: best.priceTicks };
  }

  private onOrder(message: FixMessage, kind: 'cancel' | 'replace', act: (order: Order) => void): void {
    const { market } = this.venue;
    const origId = message.text(message.find(41));
    const order = market.find(this.line.options.firm, origId);
    this.guard(kind, order?.clientId, order, message, () => {
      if (order === undefined) return this.refuseCancel(message, undefined, 1, 'Unknown order');
      if (order.state === 'done') return this.refuseCancel(message, order, 0, 'Too late to cancel');
      try {
        checkParties(message, { ...this.venue.options, demandsAccount: false });
        act(order);
      } catch (error) {
        if (!(error instanceof OrderRefusal)) throw error;
        this.refuseCancel(message, order, error.reason, error.message);
      }
    });
  }

  private cancel(order: Order, message: FixMessage): void {
    order.echo = { ...order.echo, requestId: message.text(message.find(11)), origId: order.clientId };
    this.venue.cancel(order, 'user');
  }

  /** OrderQty is the new total. */
  private replace(order: Order, message: FixMessage): void {
    const text = (tag: number): string => message.text(message.find(tag));
    const instrument = this.venue.instruments.get(order.symbol)!;
    const priceTicks = order.kind === 'limit' ? ticksOf(text(44), instrument) : undefined;
    const qtyLots = lotsOf(text(38), instrument);
    if (qtyLots <= order.filledLots) throw new OrderRefusal('OrderQty is executed already');
    this.venue.setParties(order, partiesOf(message));
    const echo = { requestId: text(11), origId: order.clientId };
    this.venue.market.replace(order, { priceTicks, qtyLots, clientId: text(11), echo });
  }

  private refuseCancel(message: FixMessage, order: Order | undefined, reason: number, why: string): void {
    const text = (tag: number): string => message.text(message.find(tag));
    const body = fields(
      [37, order ? this.venue.orderId(order) : 'NONE'],
      [11, text(11)],
      [41, text(41)],
      [39, order && order.filledLots > 0 ? 1 : 8],
      [60, utc(this.agenda.nowMs)],
      [434, message.type === msgType('F') ? 1 : 2],
      [102, reason],
      [58, why],
      [55, text(55)],
      [54, text(54)],
    );
    this.reply('9', body, 'cancelRejected', text(41));
  }

  /** All orders of this line. */
  private massAction(message: FixMessage): void {
    const text = (tag: number): string => message.text(message.find(tag));
    const isServed = text(1373) === MASS_CANCEL && text(1374) === BY_SEGMENT;
    const body = fields(
      [11, text(11)],
      [1369, this.venue.newExecId()],
      [1373, text(1373)],
      [1374, text(1374)],
      [1375, isServed ? 1 : 0],
      [1376, isServed ? undefined : 0],
      [378, text(378)],
      [60, utc(this.agenda.nowMs)],
    );
    this.reply('BZ', body, 'answer', text(11));
    if (!isServed) return;
    for (const order of this.venue.market.open(this.line.options.firm))
      if (order.session === this.theirId) this.venue.cancel(order, 'massCancel');
  }

  private refuseBusiness(message: FixMessage, why: string, reason = 0): void {
    const text = (tag: number): string => message.text(message.find(tag));
    const body = fields([45, text(34)], [372, message.text(2)], [379, text(11)], [380, reason], [58, why]);
    this.reply('j', body, 'rejected', text(11));
  }

  /** In its turn among the reports that the same request has caused. */
  private reply(type: string, body: Fields, kind: string, clientId: string): void {
    this.venue.outbox.push(() => this.send(type, body, kind, clientId));
  }
}
