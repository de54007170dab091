/** What the requests of one EntryPoint session do, and how each kind is refused. */
import type { FixMessage } from '../../../protocol/fix/codec/message.js';
import { msgType } from '../../../protocol/fix/codec/tags.js';
import { type Fields, fields, utc } from '../fix/fields.js';
import { leavesOf, type Order, type OrderRequest } from '../market/order.js';
import type { B3Session } from './fix-session.js';
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

export class B3Desk {
  constructor(
    private readonly venue: B3Venue,
    private readonly session: B3Session,
    private readonly firm: string,
  ) {}

  request(message: FixMessage): void {
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
    const fault = this.venue.faults.incoming({ session: this.session.theirId, kind, clientId });
    if (fault?.do === 'ignore' || (fault?.do === 'unknown' && !fault.executed)) return;
    if (fault?.do === 'throttle') return this.refuseBusiness(message, 'Throttle limit exceeded');
    if (fault?.do === 'unknown') this.venue.faults.inject({ do: 'lose', clientId });
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
      const placing = { account: this.firm, session: this.session.theirId };
      const order = this.priced(orderRequest(message, instrument, placing), text(40));
      if (this.venue.market.phase(order.symbol) !== 'open')
        throw new OrderRefusal('Instrument is not in a tradable state', 2);
      const taken = this.venue.market.find(order.account, order.clientId);
      if (taken !== undefined && taken.state !== 'done') throw new OrderRefusal('Duplicate order', 6);
      this.venue.place(order, partiesOf(message));
    } catch (error) {
      if (!(error instanceof OrderRefusal)) throw error;
      const body = rejectionFields(message, error, this.venue.newExecId(), this.venue.agenda.nowMs);
      this.reply('8', body, 'rejected', text(11));
    }
  }

  /** What a market order with leftover does not find at the best price rests there. */
  private priced(order: OrderRequest, ordType: string): OrderRequest {
    if (ordType !== MARKET_TO_LIMIT) return order;
    const best = this.venue.market.book(order.symbol)[order.side === 'buy' ? 'sell' : 'buy'].best;
    if (best === undefined) throw new OrderRefusal('There is nothing on the other side');
    return { ...order, priceTicks: best.priceTicks };
  }

  private onOrder(message: FixMessage, kind: 'cancel' | 'replace', act: (order: Order) => void): void {
    const { market } = this.venue;
    const origId = message.text(message.find(41));
    const order = market.find(this.firm, origId);
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
      [60, utc(this.venue.agenda.nowMs)],
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
      [60, utc(this.venue.agenda.nowMs)],
    );
    this.reply('BZ', body, 'answer', text(11));
    if (!isServed) return;
    for (const order of this.venue.market.open(this.firm))
      if (order.session === this.session.theirId) this.venue.cancel(order, 'massCancel');
  }

  refuseBusiness(message: FixMessage, why: string, reason = 0): void {
    const text = (tag: number): string => message.text(message.find(tag));
    const body = fields([45, text(34)], [372, message.text(2)], [379, text(11)], [380, reason], [58, why]);
    this.reply('j', body, 'rejected', text(11));
  }

  /** In its turn among the reports that the same request has caused. */
  private reply(type: string, body: Fields, kind: string, clientId: string): void {
    this.venue.outbox.push(() => this.session.send(type, body, kind, clientId));
  }
}
