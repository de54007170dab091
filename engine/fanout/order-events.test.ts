import t from 'tap';
import { EndKind, OrdType, Side, TimeInForce } from '../../protocol/codes/enums.js';
import { Reason } from '../../protocol/codes/reasons.js';
import { Cmd, CmdDouble, CommandFlag, CommandKind, REASON_SHIFT } from '../../protocol/records/command.js';
import {
  Bust,
  BustDouble,
  End,
  EndDouble,
  EventKind,
  QuoteAction,
  quoteOutcome,
  Trd,
  TrdDouble,
} from '../../protocol/records/event.js';
import { head, owner, RECORD_WORDS } from '../../protocol/records/layout.js';
import { Names } from '../views/names.js';
import { OrderTable } from '../views/order-table.js';
import { isOrderEvent, OrderEvents } from './order-events.js';
import { TEST_ACCOUNTS, TEST_INSTRUMENTS } from './test-rig.js';

type Words = Readonly<Record<number, number>>;

const TIME = '1700000000000000042';
const NEW_BUY = head(CommandKind.NewOrder, Side.Buy, OrdType.Limit, TimeInForce.GoodTillCancel);
const NEW_SELL = head(CommandKind.NewOrder, Side.Sell, OrdType.Limit, TimeInForce.ImmediateOrCancel);

class Follower {
  private readonly orders = new OrderTable(16);
  private readonly events = new OrderEvents(new Names(TEST_INSTRUMENTS, TEST_ACCOUNTS), this.orders);

  /** What becomes of a record; undefined = no entry. */
  take(word0: number, words: Words, doubles: Words = {}): Record<string, string> | undefined {
    const i32 = new Int32Array(RECORD_WORDS);
    const f64 = new Float64Array(i32.buffer);
    i32[0] = word0;
    for (const [word, value] of Object.entries(words)) i32[Number(word)] = value;
    for (const [double, value] of Object.entries(doubles)) f64[Number(double)] = value;
    this.orders.apply(i32, f64, 0);
    if (!isOrderEvent(i32, 0)) return undefined;
    const fields = this.events.fields(i32, f64, 0, TIME);
    return Object.fromEntries(fields.flatMap((field, i) => (i % 2 === 0 ? [[field, fields[i + 1]]] : [])));
  }

  rest(slot = 3): Record<string, string> | undefined {
    return this.take(NEW_BUY, newOrder(slot, 1), { [CmdDouble.QtyLots]: 50 });
  }
}

const newOrder = (slot: number, account: number): Words => ({
  [Cmd.Instrument]: 1,
  [Cmd.Owner]: owner(account, 7),
  [Cmd.Message]: 12,
  [Cmd.PriceTicks]: 200,
  [Cmd.ClientIdLow]: 77,
  [Cmd.OrderSlot]: slot,
  [Cmd.OrderGeneration]: 1,
});

const RESTING = {
  account: 'maker',
  session: '7',
  order_id: '4294967299',
  client_order_id: '77',
  side: 'Buy',
  ord_type: 'Limit',
  time_in_force: 'GoodTillCancel',
  price: '10.00',
  total: '0.500',
  executed: '0.000',
  open: '0.500',
};
const HEAD = { time: TIME, instrument: 'AAA' };
const prefixed = (prefix: string, fields: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).map(([field, value]) => [prefix + field, value]));

t.test('accepted', async (t) => {
  t.strictSame(new Follower().rest(), { type: 'OrderAccepted', ...HEAD, ...RESTING, message_number: '12' });
});

t.test('rejected, with what was asked for', async (t) => {
  const flags = { [Cmd.Flags]: Reason.MaxQuantityExceeded << REASON_SHIFT };
  const fields = new Follower().take(NEW_BUY, { ...newOrder(0, 1), ...flags }, { [CmdDouble.QtyLots]: 50 });
  const { order_id, executed, open, ...asked } = RESTING;
  t.strictSame(fields, {
    ...{ type: 'OrderRejected', ...HEAD, ...asked },
    ...{ reason: 'MaxQuantityExceeded', message_number: '12' },
  });
});

t.test('refused at the door: price and quantity could not be read', async (t) => {
  const flags = { [Cmd.Flags]: CommandFlag.RefusedAtDoor | (Reason.PriceOffTick << REASON_SHIFT) };
  const fields = new Follower().take(NEW_BUY, { ...newOrder(Reason.PriceOffTick, 1), ...flags });
  t.match(fields, { type: 'OrderRejected', reason: 'PriceOffTick' });
  t.notOk('price' in fields! || 'total' in fields! || 'order_id' in fields!);
});

t.test('executed: one entry, both orders as they stand afterwards', async (t) => {
  const follower = new Follower();
  follower.rest();
  follower.take(NEW_SELL, newOrder(4, 2), { [CmdDouble.QtyLots]: 20 });
  const trade = {
    [Trd.Instrument]: 1,
    [Trd.PriceTicks]: 200,
    [Trd.MakerSlot]: 3,
    [Trd.TakerSlot]: 4,
  };
  const fields = follower.take(head(EventKind.Trade, Side.Sell), trade, { [TrdDouble.QtyLots]: 20 });
  t.strictSame(fields, {
    ...{ type: 'OrderExecuted', ...HEAD, last: '0.200', last_price: '10.00', aggressor: 'Sell' },
    ...prefixed('maker_', { ...RESTING, executed: '0.200', open: '0.300' }),
    ...prefixed('taker_', {
      ...{ ...RESTING, account: 'taker', order_id: '4294967300', side: 'Sell' },
      ...{ time_in_force: 'ImmediateOrCancel', total: '0.200', executed: '0.200', open: '0.000' },
    }),
  });
});

t.test('replaced, then refused, then cancelled', async (t) => {
  const follower = new Follower();
  follower.rest();
  const replace = { ...newOrder(3, 1), [Cmd.PriceTicks]: 210 };
  const replaced = follower.take(head(CommandKind.ReplaceOrder), replace, { [CmdDouble.QtyLots]: 40 });
  const now = { ...RESTING, price: '10.50', total: '0.400', open: '0.400' };
  t.strictSame(replaced, { type: 'OrderReplaced', ...HEAD, ...now, message_number: '12' });

  const refused = { ...replace, [Cmd.Flags]: Reason.PriceOutOfRange << REASON_SHIFT };
  t.strictSame(follower.take(head(CommandKind.ReplaceOrder), refused, { [CmdDouble.QtyLots]: 90 }), {
    ...{ type: 'ReplaceRejected', ...HEAD, account: 'maker', session: '7', order_id: '4294967299' },
    ...{ price: '10.50', total: '0.900', reason: 'PriceOutOfRange', message_number: '12' },
  });

  t.equal(
    follower.take(head(CommandKind.CancelOrder), newOrder(3, 1)),
    undefined,
    'the end of the order tells',
  );
  const ended = { [End.Instrument]: 1, [End.OrderSlot]: 3, [End.Reason]: Reason.CancelledByUser };
  const word0 = head(EventKind.OrderEnded, Side.Buy, EndKind.Cancelled);
  t.strictSame(follower.take(word0, ended, { [EndDouble.OpenLots]: 40 }), {
    ...{ type: 'OrderCancelled', ...HEAD, ...now, open: '0.000', last: '0.400', reason: 'CancelledByUser' },
  });
});

t.test('a cancel that found nothing names the order as the client did', async (t) => {
  const flags = CommandFlag.ByClientId | (Reason.UnknownOrder << REASON_SHIFT);
  const words = { ...newOrder(0, 1), [Cmd.Flags]: flags };
  t.strictSame(new Follower().take(head(CommandKind.CancelOrder), words), {
    ...{ type: 'CancelRejected', ...HEAD, account: 'maker', session: '7', client_order_id: '77' },
    ...{ reason: 'UnknownOrder', message_number: '12' },
  });
});

t.test('the end of a mass cancel, and of an order that expired', async (t) => {
  const follower = new Follower();
  follower.rest();
  const report = { [End.Owner]: owner(1, 7), [End.Reason]: Reason.MassCancelled };
  t.strictSame(follower.take(head(EventKind.MassCancelReport), report, { [EndDouble.OpenLots]: 3 }), {
    ...{ type: 'MassCancelReport', time: TIME, account: 'maker', session: '7' },
    ...{ cancelled: '3', reason: 'MassCancelled' },
  });
  const ended = { [End.Instrument]: 1, [End.OrderSlot]: 3, [End.Reason]: Reason.EndOfDay };
  t.match(follower.take(head(EventKind.OrderEnded, Side.Buy, EndKind.Expired), ended), {
    type: 'OrderExpired',
    reason: 'EndOfDay',
  });
});

t.test('a side of a quote, as an order; a quote that was refused as a whole, as itself', async (t) => {
  const follower = new Follower();
  const word = head(EventKind.QuoteSide, Side.Buy, OrdType.Quoted, TimeInForce.Day);
  const side = (action: QuoteAction, reason: Reason): Words => ({
    ...newOrder(3, 1),
    [Cmd.Message]: quoteOutcome(action, reason),
  });
  const quoted = { ...HEAD, ...RESTING, ord_type: 'Quoted', time_in_force: 'Day' };
  t.strictSame(follower.take(word, side(QuoteAction.Entered, 0), { [CmdDouble.QtyLots]: 50 }), {
    type: 'OrderAccepted',
    ...quoted,
  });
  t.strictSame(follower.take(word, side(QuoteAction.Kept, 0), { [CmdDouble.QtyLots]: 40 }), {
    type: 'OrderReplaced',
    ...quoted,
    total: '0.400',
    open: '0.400',
  });
  const refused = follower.take(word, side(QuoteAction.Refused, Reason.MaxQuantityExceeded), {
    [CmdDouble.QtyLots]: 50,
  });
  t.match(refused, { type: 'OrderRejected', client_order_id: '77', reason: 'MaxQuantityExceeded' });
  const quote = { [Cmd.Instrument]: 1, [Cmd.Owner]: owner(1, 7), [Cmd.Message]: 12, [Cmd.ClientIdLow]: 77 };
  t.equal(follower.take(head(CommandKind.Quote), quote), undefined, 'its sides are told');
  const flags = { [Cmd.Flags]: Reason.QuoteCrossed << REASON_SHIFT };
  t.strictSame(follower.take(head(CommandKind.Quote), { ...quote, ...flags }), {
    type: 'QuoteRejected',
    ...HEAD,
    account: 'maker',
    session: '7',
    quote_id: '77',
    reason: 'QuoteCrossed',
    message_number: '12',
  });
});

t.test('what became of an execution: a bust, and a correction with what it was', async (t) => {
  const words = {
    [Trd.Instrument]: 1,
    [Bust.BuyerOwner]: owner(1, 7),
    [Bust.SellerOwner]: owner(2, 9),
    [Trd.PriceTicks]: 200,
    [Bust.TradeIndex]: 2,
    [Bust.OldPriceTicks]: 190,
  };
  const doubles = { [TrdDouble.QtyLots]: 50, [BustDouble.TradeSequence]: 1_024, [BustDouble.OldQtyLots]: 40 };
  const both = {
    execution: '1024-2',
    quantity: '0.500',
    price: '10.00',
    buyer_account: 'maker',
    buyer_session: '7',
    seller_session: '9',
  };
  const bust = new Follower().take(head(EventKind.TradeBusted), words, doubles)!;
  t.match(bust, { type: 'TradeBusted', ...HEAD, ...both });
  t.notOk('old_price' in bust);
  t.match(new Follower().take(head(EventKind.TradeCorrected), words, doubles), {
    type: 'TradeCorrected',
    ...both,
    old_price: '9.50',
    old_quantity: '0.400',
  });
});

t.test('commands that no order is about', async (t) => {
  for (const kind of [CommandKind.Time, CommandKind.MassCancel, CommandKind.SessionOpen])
    t.equal(new Follower().take(head(kind), {}), undefined);
});
