/**
 * NewOrderSingle, OrderCancelReplaceRequest and OrderCancelRequest as the fields that `OrderEntry` takes. What cannot be carried
 * as it stands is named: `missing` a field that this order needs, `refusal` why the order goes in as refused. The same
 * objects for every message; allocates names only.
 */
import { hasPrice } from '../../../protocol/codes/enums.js';
import { Reason } from '../../../protocol/codes/reasons.js';
import type { FixMessage } from '../../../protocol/fix/codec/message.js';
import type { Instrument } from '../../../protocol/instrument.js';
import { parseUint64 } from '../../../protocol/uint64.js';
import { MassCancelFields, NewOrderFields, OrderRequestFields } from '../../../protocol/wire/fields.js';
import { clientIdHigh } from '../door-ids.js';
import { numberOf } from './codes.js';
import { Field } from './fields.js';
import type { OrderDetails } from './order-details.js';
import { saysOtherTerms } from './replace-terms.js';
import type { FixOrder, RequestBook } from './request-book.js';
import type { Securities } from './securities.js';
import { TermsReader } from './terms-reader.js';

const NO_INSTRUMENT = 0;

export class OrderReader {
  readonly order = new NewOrderFields();
  readonly request = new OrderRequestFields();
  readonly scope = new MassCancelFields();
  /** Tag and name of a field that is conditionally required and not there, or ''. */
  missing = '';
  refusal = Reason.None;
  private readonly terms: TermsReader;
  /** What a replace says of its order beyond price and quantity. */
  private readonly said = new NewOrderFields();

  constructor(
    private readonly securities: Securities,
    private readonly session: number,
    book: RequestBook,
    private readonly details: OrderDetails,
  ) {
    this.terms = new TermsReader(securities, session, book);
  }

  newOrder(message: FixMessage, number: number): void {
    const { order, securities, terms } = this;
    const symbol = message.text(message.find(Field.Symbol));
    const security = securities.ofSymbol(symbol);
    this.begin();
    order.clientIdLow = number | 0;
    order.clientIdHigh = clientIdHigh(this.session);
    order.account = securities.accountId(message.text(message.find(Field.Account)));
    order.instrument = securities.numberOf(symbol);
    order.side = numberOf(message.char(message.find(Field.Side)));
    order.ordType = numberOf(message.char(message.find(Field.OrdType)));
    order.timeInForce = timeInForce(message);
    if (security === undefined) return;
    this.refusal = terms.read(message, order, security);
    order.price = 0;
    if (hasPrice(order.ordType) || message.find(Field.Price) >= 0)
      order.price = this.decimal(message, Field.Price, security.priceScale, 'Price');
    order.quantity = this.decimal(message, Field.OrderQty, security.quantityScale, 'OrderQty');
  }

  /** @param order the one meant, where a ClOrdID of this session names it */
  replace(message: FixMessage, order: FixOrder | undefined): void {
    this.named(message, order);
    const { request, securities } = this;
    const symbol = message.text(message.find(Field.Symbol));
    const security = securities.ofSymbol(symbol);
    request.instrument = securities.numberOf(symbol);
    if (order !== undefined && !isSameOrder(message, order.head)) this.refusal = Reason.NotReplaceable;
    if (security === undefined) return;
    if (this.refusal === Reason.None) this.refusal = this.otherTerms(message, order, security);
    const isPriced = hasPrice(numberOf(message.char(message.find(Field.OrdType))));
    request.price = isPriced ? this.decimal(message, Field.Price, security.priceScale, 'Price') : 0;
    request.quantity = this.decimal(message, Field.OrderQty, security.quantityScale, 'OrderQty');
  }

  cancel(message: FixMessage, order: FixOrder | undefined): void {
    this.named(message, order);
    this.request.instrument = this.securities.numberOf(message.text(message.find(Field.Symbol)));
  }

  /** All of the session's orders, or those of a symbol; of one side, where it is said. */
  massCancel(message: FixMessage, ofSymbol: boolean): void {
    this.begin();
    const { scope } = this;
    const symbol = message.text(message.find(Field.Symbol));
    const sideAt = message.find(Field.Side);
    scope.account = 0;
    scope.ownSession = true;
    scope.instrument = ofSymbol ? this.securities.numberOf(symbol) : NO_INSTRUMENT;
    scope.side = sideAt < 0 ? 0 : numberOf(message.char(sideAt));
    if (ofSymbol && scope.instrument === NO_INSTRUMENT) this.refusal = Reason.UnknownInstrument;
  }

  /** None also while the order is not accepted: it is not known yet what it has. */
  private otherTerms(message: FixMessage, order: FixOrder | undefined, security: Instrument): Reason {
    const { request, said } = this;
    const { slot, generation } = order ?? { slot: request.orderIdLow, generation: request.orderIdHigh };
    const details = this.details.named(slot, generation);
    if (details === undefined) return Reason.None;
    said.side = numberOf(message.char(message.find(Field.Side)));
    said.ordType = numberOf(message.char(message.find(Field.OrdType)));
    const reason = this.terms.read(message, said, security);
    if (reason !== Reason.None) return reason;
    return saysOtherTerms(message, said, details, security) ? Reason.NotReplaceable : Reason.None;
  }

  /** By the ClOrdID it was given, else by the engine's OrderID. */
  private named(message: FixMessage, order: FixOrder | undefined): void {
    this.begin();
    const { request } = this;
    request.orderIdLow = request.orderIdHigh = 0;
    request.clientIdLow = order === undefined ? 0 : order.message | 0;
    request.clientIdHigh = order === undefined ? 0 : clientIdHigh(this.session);
    request.account = order?.account ?? this.securities.accountId(message.text(message.find(Field.Account)));
    const isKnown = order !== undefined || takeOrderId(message, request);
    // Several engines give the same OrderIDs: the symbol says whose it is.
    const isElsewhere = this.securities.isElsewhere(message.text(message.find(Field.Symbol)));
    if (isElsewhere) this.refusal = Reason.InstrumentElsewhere;
    else if (!isKnown) this.refusal = Reason.UnknownOrder;
  }

  private begin(): void {
    this.missing = '';
    this.refusal = Reason.None;
  }

  private decimal(message: FixMessage, tag: Field, scale: number, name: string): number {
    const at = message.find(tag);
    if (at < 0) this.missing = `${name}(${tag})`;
    return message.decimal(at, scale);
  }
}

/** Only price and quantity can be replaced; the rest has to be what it was. */
function isSameOrder(message: FixMessage, head: number): boolean {
  const side = numberOf(message.char(message.find(Field.Side)));
  const ordType = numberOf(message.char(message.find(Field.OrdType)));
  const timeInForceAt = message.find(Field.TimeInForce);
  const isSameTime = timeInForceAt < 0 || timeInForce(message) === head >>> 24;
  return side === ((head >>> 8) & 0xff) && ordType === ((head >>> 16) & 0xff) && isSameTime;
}

/** OrderID(37) as our reports write it: a uint64 in decimal. */
export function takeOrderId(message: FixMessage, into: { orderIdLow: number; orderIdHigh: number }): boolean {
  const id = parseUint64(message.text(message.find(Field.OrderID)));
  if (id === undefined) return false;
  [into.orderIdLow, into.orderIdHigh] = id;
  return true;
}

function timeInForce(message: FixMessage): number {
  const at = message.find(Field.TimeInForce);
  return at < 0 ? 0 : numberOf(message.char(at));
}
