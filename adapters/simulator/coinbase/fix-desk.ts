/** What the application messages of one FIX session do, and how they are refused. */
import type { FixMessage } from '../../../protocol/fix/codec/message.js';
import { msgType } from '../../../protocol/fix/codec/tags.js';
import { type Field, type Fields, fields } from '../fix/fields.js';
import type { Fault } from '../kit/fault.js';
import { leavesOf, type Order, type OrderRequest } from '../market/order.js';
import {
  entries,
  OrderRefusal,
  orderRequest,
  priceOf,
  rejectionFields,
  reportFields,
  sizeOf,
} from './fix-fields.js';
import type { CoinbaseFixSession } from './fix-session.js';
import { idOf, isUuid4, uuidOf } from './order-ids.js';
import type { Product } from './products.js';
import type { CoinbaseVenue } from './venue.js';

type Read = (tag: number) => string;

const MAX_BATCH = 15;
const MAX_OPEN = 500;
/** BusinessRejectReason of Coinbase. */
const OTHER = 1;
const UNSUPPORTED = 2;
/** OrdRejReason and CxlRejReason. */
const BROKER = 0;
const UNKNOWN_SYMBOL = 1;
const CANCEL_UNKNOWN = 1;
const CANCEL_BROKER = 2;

export class FixDesk {
  private lastRejectId = 0;

  constructor(
    private readonly venue: CoinbaseVenue,
    private readonly session: CoinbaseFixSession,
  ) {}

  request(message: FixMessage): void {
    const read: Read = (tag) => message.text(message.find(tag));
    switch (message.type) {
      case msgType('D'):
        return this.guard(message, 'new', read(11), () => this.place(read));
      case msgType('F'):
        return this.onOrder(message, read, 'cancel', (order) => this.cancel(order, read));
      case msgType('G'):
        return this.onOrder(message, read, 'replace', (order) => this.replace(order, read));
      case msgType('H'):
        return this.status(message, read);
      case msgType('q'):
        return this.guard(message, 'massCancel', undefined, () => this.massCancel(read));
      case msgType('U4'):
        return this.batch(message, read, 'U5', (each) =>
          this.onOrder(message, each, 'cancel', (order) => this.cancel(order, each)),
        );
      case msgType('U6'):
        return this.batch(message, read, 'U7', (each) => this.place(each));
      default:
        this.refuseBusiness(message, UNSUPPORTED, 'Unsupported message type');
    }
  }

  refuseBusiness(message: FixMessage, reason: number, text: string): void {
    const read: Read = (tag) => message.text(message.find(tag));
    const body = fields(
      [45, read(34)],
      [372, message.text(2)],
      [379, read(11) || read(8014)],
      [380, reason],
      [58, text],
    );
    this.reply('j', body, 'rejected', read(11));
  }

  /** In its turn among the reports that the same request has caused. */
  private reply(type: string, body: Fields, kind: string, clientId?: string): void {
    this.venue.outbox.push(() => this.session.send(type, body, kind, clientId));
  }

  private guard(
    message: FixMessage,
    kind: string,
    clientId: string | undefined,
    run: () => void,
    order?: Order,
  ): void {
    const fault = this.venue.faults.incoming({ session: this.session.theirId, kind, clientId });
    if (fault?.do === 'ignore') return;
    if (fault?.do === 'throttle') return this.refuseBusiness(message, OTHER, 'Rate limit exceeded');
    if (fault?.do === 'unknown' && !fault.executed) return;
    if (fault?.do === 'unknown') this.venue.faults.inject({ do: 'lose', clientId });
    if (fault?.do === 'fillFirst') this.fillFirst(fault, order);
    run();
  }

  private fillFirst({ qty }: Fault, order: Order | undefined): void {
    if (order === undefined) return;
    const product = this.venue.products.get(order.symbol)!;
    this.venue.market.fill(order, qty === undefined ? leavesOf(order) : product.size.parse(qty));
  }

  private place(read: Read): void {
    try {
      this.venue.market.place(this.checked(read));
    } catch (error) {
      if (!(error instanceof OrderRefusal)) throw error;
      const body = rejectionFields(read, error, ++this.lastRejectId, this.venue.agenda.nowMs);
      this.reply('8', body, 'rejected', read(11));
    }
  }

  /** @throws OrderRefusal */
  private checked(read: Read): OrderRequest {
    const { market, products } = this.venue;
    const product = products.get(read(55));
    if (product === undefined) throw new OrderRefusal(UNKNOWN_SYMBOL, 'Unknown symbol');
    const draft = orderRequest(read, product, {
      profile: this.session.profile,
      session: this.session.theirId,
    });
    const order = draft.echo?.funds === undefined ? draft : this.bought(draft, product, draft.echo.funds);
    if (this.venue.isHalted(product.id)) throw new OrderRefusal(BROKER, 'product is in cancel-only mode');
    const taken = market.find(order.account, order.clientId);
    if (taken !== undefined && taken.state !== 'done')
      throw new OrderRefusal(BROKER, 'duplicate client order id');
    if (order.postOnly && market.wouldTake(order))
      throw new OrderRefusal(BROKER, 'post only order would take liquidity');
    if (market.open(order.account, product.id).length >= MAX_OPEN)
      throw new OrderRefusal(BROKER, `more than ${MAX_OPEN} open orders for this product`);
    const notional = BigInt(order.priceTicks) * BigInt(order.qtyLots);
    if (order.kind === 'limit' && notional < product.minFunds)
      throw new OrderRefusal(BROKER, `order notional is below ${product.options.minMarketFunds}`);
    return order;
  }

  /** What the money takes now; for a limit order the rest of it at the limit. */
  private bought(order: OrderRequest, product: Product, funds: string): OrderRequest {
    const money = product.money.floor(funds);
    if (money === undefined || money === 0n) throw new OrderRefusal(BROKER, 'CashOrderQty is too precise');
    const { lots, left } = this.venue.market.lotsFor(order, money);
    const resting = order.kind === 'limit' ? Number(left / BigInt(order.priceTicks)) : 0;
    return { ...order, qtyLots: lots + resting };
  }

  private onOrder(
    message: FixMessage,
    read: Read,
    kind: 'cancel' | 'replace',
    act: (order: Order) => void,
  ): void {
    const order = this.target(read);
    this.guard(
      message,
      kind,
      order?.clientId,
      () => {
        const refusal = this.refusalOf(order, read, kind);
        if (refusal !== undefined) this.refuseCancel(read, kind, ...refusal);
        else act(order!);
      },
      order,
    );
  }

  private refusalOf(
    order: Order | undefined,
    read: Read,
    kind: string,
  ): readonly [number, string] | undefined {
    if (!isUuid4(read(11))) return [CANCEL_BROKER, 'ClOrdID must be a lowercase UUID version 4'];
    if (order === undefined || order.state === 'done') return [CANCEL_UNKNOWN, 'Unknown order'];
    if (kind === 'cancel') return undefined;
    if (order.session !== this.session.theirId)
      return [CANCEL_BROKER, 'order was placed on another connection'];
    if (order.isTriggered) return [CANCEL_BROKER, 'a triggered stop order cannot be modified'];
    return undefined;
  }

  private target(read: Read): Order | undefined {
    const { market } = this.venue;
    const id = idOf(read(37));
    const order = read(37) === '' ? market.find(this.session.profile, read(41)) : market.order(id);
    return order?.account === this.session.profile && order.symbol === read(55) ? order : undefined;
  }

  private cancel(order: Order, read: Read): void {
    order.echo = { ...order.echo, requestId: read(11), origId: order.clientId };
    this.venue.market.cancel(order);
  }

  /** OrderQty is the new total: what is filled already comes off it. */
  private replace(order: Order, read: Read): void {
    const product = this.venue.products.get(order.symbol)!;
    try {
      const change = { priceTicks: priceOf(read(44), product), qtyLots: sizeOf(read(38), product) };
      const echo = { requestId: read(11), origId: order.clientId };
      if (change.qtyLots <= order.filledLots) order.echo = { ...order.echo, ...echo };
      this.venue.market.replace(order, { ...change, clientId: read(11), echo });
    } catch (error) {
      if (!(error instanceof OrderRefusal)) throw error;
      this.refuseCancel(read, 'replace', CANCEL_BROKER, error.message);
    }
  }

  private refuseCancel(read: Read, kind: 'cancel' | 'replace', reason: number, text: string): void {
    const body = fields(
      [11, read(11)],
      [37, read(37) || 'NONE'],
      [41, read(41)],
      [39, 8],
      [102, reason],
      [434, kind === 'cancel' ? 1 : 2],
      [58, text],
    );
    this.reply('9', body, 'cancelRejected', read(41));
  }

  private status(message: FixMessage, read: Read): void {
    const { market } = this.venue;
    const order =
      read(37) === ''
        ? market.find(this.session.profile, read(11) || read(41))
        : market.order(idOf(read(37)));
    if (order?.account !== this.session.profile) return this.refuseBusiness(message, OTHER, 'Unknown order');
    const product = this.venue.products.get(order.symbol)!;
    const isEnd = order.state === 'done' && order.why !== 'filled';
    const { filledLots, filledQuote, priceTicks, qtyLots, clientId } = order;
    const moment = {
      filledLots,
      filledQuote,
      priceTicks,
      qtyLots,
      leavesLots: leavesOf(order),
      timeMs: order.updatedMs,
      clientId,
      origClientId: '',
    };
    const report = {
      ...moment,
      exec: isEnd ? 'cancelled' : 'fill',
      order,
      rptSeq: 0,
      execId: ++this.lastRejectId,
    } as const;
    const body = reportFields(report, product, this.venue.options).map(
      (field): Field => (field[0] === 150 ? [150, 'I'] : field),
    );
    this.reply('8', body, 'status', order.clientId);
  }

  /** 530=6: the orders of this session. */
  private massCancel(read: Read): void {
    const { market } = this.venue;
    const isOurs = read(530) === '6';
    this.reply(
      'r',
      fields(
        [11, read(11)],
        [37, uuidOf(0x3_0000_0000)],
        [530, read(530)],
        [531, isOurs ? 6 : 0],
        [58, isOurs ? '' : 'only 530=6'],
      ),
      'answer',
      read(11),
    );
    if (!isOurs) return;
    for (const order of market.open(this.session.profile))
      if (order.session === this.session.theirId) market.cancel(order, 'massCancel');
  }

  private batch(message: FixMessage, read: Read, refusal: string, act: (each: Read) => void): void {
    const all = entries(message);
    if (all.length === 0 || all.length > MAX_BATCH)
      return this.reply(refusal, fields([8014, read(8014)], [58, `1 to ${MAX_BATCH} orders`]), 'rejected');
    for (const each of all) act(each);
  }
}
