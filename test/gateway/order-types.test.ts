/** Every type of order from the wire through the gateway's lane and the core, and what its owner is told. */
import t from 'tap';
import {
  Contingency,
  OrdType,
  Peg,
  SelfTradePrevention,
  Side,
  TimeInForce,
  TriggerSource,
} from '../../protocol/codes/enums.js';
import type { NewOrderFields, TermsFields } from '../../protocol/wire/fields.js';
import type { Received, TestClient } from './client.js';
import { ALICE, CAROL, Rig } from './rig.js';

type Order = Partial<NewOrderFields>;
type Some = Partial<TermsFields>;

const buy = (quantity: number, price = 0, more: Order = {}): Order => ({
  side: Side.Buy,
  quantity,
  price,
  ...more,
});
const sell = (quantity: number, price = 0, more: Order = {}): Order => ({
  ...buy(quantity, price, more),
  side: more.side ?? Side.Sell,
});

/** Alice's orders are what is tested; Carol, of another account, is the rest of the market. */
class Market {
  readonly rig = new Rig();
  readonly alice = this.rig.logon(ALICE);
  private readonly carol = this.rig.logon(CAROL);
  private nextId = 1;

  /** Her order with the next client order id; what she hears of it. */
  mine(order: Order, terms?: Some): string[] {
    return this.of(this.alice, { account: 1, ...order }, terms);
  }

  /** What Alice hears of an order of Carol's. */
  theirs(order: Order, terms?: Some): string[] {
    return this.of(this.carol, { account: 2, ...order }, terms);
  }

  heard(): string[] {
    this.rig.settle();
    return this.alice.take().map(inWords);
  }

  private of(client: TestClient, order: Order, terms?: Some): string[] {
    this.heard();
    const numbered = { clientIdLow: this.nextId++, ...order };
    if (terms === undefined) client.order(numbered);
    else client.extended(numbered, terms);
    return this.heard();
  }
}

const TYPES: Readonly<Record<number, string>> = {
  [OrdType.Market]: 'market',
  [OrdType.Limit]: 'limit',
  [OrdType.Stop]: 'stop',
  [OrdType.StopLimit]: 'stop-limit',
  [OrdType.MarketToLimit]: 'market-to-limit',
  [OrdType.Pegged]: 'pegged',
};

/** `Restated sell 1 limit 0 of 5 open 5 @100 Repriced`: client order id, executed of total, what is open, price, reason. */
function inWords(report: Received): string {
  const { type, side, clientIdLow, ordType, executed, total, open, price, reason } = report;
  const what = type.replace('Order', '');
  const sides: Record<number, string> = { 1: 'buy', 2: 'sell', 5: 'short', 6: 'exempt' };
  const why = reason === 'None' ? '' : ` ${reason}`;
  return `${what} ${sides[side as number]} ${clientIdLow} ${TYPES[ordType as number]} ${executed} of ${total} open ${open} @${price}${why}`;
}

t.test('stop: waits, is triggered by the last trade, becomes a market order', async (t) => {
  const market = new Market();
  t.same(
    market.mine(buy(5, 0, { ordType: OrdType.Stop }), {
      triggerPrice: 110,
      triggerSource: TriggerSource.LastTrade,
    }),
    ['Accepted buy 1 stop 0 of 5 open 5 @0'],
  );
  market.theirs(sell(9, 110));
  t.same(market.theirs(buy(1, 110)), [
    'Triggered buy 1 market 0 of 5 open 5 @0',
    'Executed buy 1 market 5 of 5 open 0 @0',
  ]);
});

t.test('stop-limit on the best bid; a trigger that is reached already', async (t) => {
  const market = new Market();
  const stop = { triggerPrice: 90, triggerSource: TriggerSource.BestBid };
  const order = sell(5, 88, { ordType: OrdType.StopLimit });
  market.theirs(buy(1, 80, { clientIdLow: 100 }));
  t.same(market.mine(order, stop), ['Rejected sell 2 stop-limit 0 of 5 open 0 @88 TriggerAlreadyReached']);
  market.theirs(buy(1, 95));
  t.same(market.mine(order, stop), ['Accepted sell 4 stop-limit 0 of 5 open 5 @88']);
  t.same(market.theirs(sell(1, 95)), ['Triggered sell 4 limit 0 of 5 open 5 @88']);
});

t.test('trailing stop', async (t) => {
  const market = new Market();
  market.theirs(sell(9, 100));
  market.theirs(buy(1, 100));
  t.same(
    market.mine(buy(2, 0, { ordType: OrdType.Stop }), {
      trailingOffset: 5,
      triggerSource: TriggerSource.LastTrade,
    }),
    ['Accepted buy 3 stop 0 of 2 open 2 @0'],
  );
  market.theirs(sell(3, 96));
  market.theirs(buy(1, 96));
  market.theirs(buy(2, 96));
  t.same(market.theirs(buy(1, 100)), [], 'the trigger stands at 101');
  market.theirs(buy(7, 100));
  market.theirs(sell(5, 101));
  t.same(market.theirs(buy(1, 101)), [
    'Triggered buy 3 market 0 of 2 open 2 @0',
    'Executed buy 3 market 2 of 2 open 0 @0',
  ]);
});

t.test('iceberg: each part that is displayed is told', async (t) => {
  const market = new Market();
  t.same(market.mine(sell(10, 100), { displayQuantity: 4 }), ['Accepted sell 1 limit 0 of 10 open 10 @100']);
  t.same(market.theirs(buy(4, 100)), [
    'Executed sell 1 limit 4 of 10 open 6 @100',
    'Restated sell 1 limit 4 of 10 open 6 @100 Refreshed',
  ]);
});

t.test('pegged: primary and midpoint', async (t) => {
  const market = new Market();
  const pegged = { ordType: OrdType.Pegged };
  market.theirs(buy(1, 100));
  market.theirs(sell(1, 106));
  t.same(market.mine(buy(5, 110, pegged), { peg: Peg.Primary, pegOffset: 1 }), [
    'Accepted buy 3 pegged 0 of 5 open 5 @110',
    'Restated buy 3 pegged 0 of 5 open 5 @99 Repriced',
  ]);
  t.same(market.mine(sell(5, 90, pegged), { peg: Peg.Midpoint }), [
    'Accepted sell 4 pegged 0 of 5 open 5 @90',
    'Restated sell 4 pegged 0 of 5 open 5 @103 Repriced',
  ]);
  t.same(market.theirs(buy(1, 102)), [
    'Restated buy 3 pegged 0 of 5 open 5 @101 Repriced',
    'Restated sell 4 pegged 0 of 5 open 5 @104 Repriced',
  ]);
});

t.test('market-to-limit, and a market order with protection', async (t) => {
  const market = new Market();
  const toLimit = { ordType: OrdType.MarketToLimit };
  t.same(market.mine(buy(5, 0, toLimit)), ['Rejected buy 1 market-to-limit 0 of 5 open 0 @0 NoLiquidity']);
  market.theirs(sell(2, 100));
  t.same(market.mine(buy(5, 0, toLimit)), [
    'Accepted buy 3 market-to-limit 0 of 5 open 5 @0',
    'Restated buy 3 limit 0 of 5 open 5 @100 PricedAtBest',
    'Executed buy 3 limit 2 of 5 open 3 @100',
  ]);
  market.theirs(sell(3, 100));
  market.theirs(sell(2, 101));
  market.theirs(sell(2, 104));
  const immediate = { ordType: OrdType.Market, timeInForce: TimeInForce.ImmediateOrCancel };
  t.same(market.mine(buy(4, 0, immediate), { protection: 2 }), [
    'Accepted buy 7 market 0 of 4 open 4 @0',
    'Executed buy 7 market 2 of 4 open 2 @0',
    'Cancelled buy 7 market 2 of 4 open 0 @0 ImmediateRemainder',
  ]);
});

t.test('minimum quantity', async (t) => {
  const market = new Market();
  market.theirs(sell(2, 100));
  const ioc = { timeInForce: TimeInForce.ImmediateOrCancel };
  t.same(market.mine(buy(5, 100, ioc), { minimumQuantity: 3 }), [
    'Accepted buy 2 limit 0 of 5 open 5 @100',
    'Cancelled buy 2 limit 0 of 5 open 0 @100 MinimumQuantityNotAvailable',
  ]);
  t.same(market.mine(buy(5, 100, ioc), { minimumQuantity: 2 }), [
    'Accepted buy 3 limit 0 of 5 open 5 @100',
    'Executed buy 3 limit 2 of 5 open 3 @100',
    'Cancelled buy 3 limit 2 of 5 open 0 @100 ImmediateRemainder',
  ]);
});

t.test('good till date: to the second, rounded up', async (t) => {
  const market = new Market();
  const { seconds } = market.rig.clock;
  const order = buy(5, 100, { timeInForce: TimeInForce.GoodTillDate });
  t.same(market.mine(order, { expires: { seconds, nanos: 0 } }), [
    'Rejected buy 1 limit 0 of 5 open 0 @100 InvalidExpiry',
  ]);
  t.same(market.mine(order, { expires: { seconds: seconds + 1, nanos: 1 } }), [
    'Accepted buy 2 limit 0 of 5 open 5 @100',
  ]);
  market.rig.pass(1_999);
  t.same(market.heard(), []);
  market.rig.pass(1);
  t.same(market.heard(), ['Expired buy 2 limit 0 of 5 open 0 @100 Expired']);
});

t.test('self-trade prevention, of an account and within the firm', async (t) => {
  const oldest = { selfTradePrevention: SelfTradePrevention.CancelOldest };
  const market = new Market();
  market.mine(sell(5, 100));
  t.same(market.mine(buy(5, 100), oldest), [
    'Accepted buy 2 limit 0 of 5 open 5 @100',
    'Cancelled sell 1 limit 0 of 5 open 0 @100 SelfTradePrevented',
  ]);
  t.same(market.mine(buy(5, 100), { preventWithinFirm: true }), [
    'Rejected buy 3 limit 0 of 5 open 0 @100 InvalidSelfTradePrevention',
  ]);
  t.same(market.theirs(sell(5, 100), { ...oldest, preventWithinFirm: true }), [
    'Cancelled buy 2 limit 0 of 5 open 0 @100 SelfTradePrevented',
  ]);
});

t.test('short sales stay what they are in every report, and after a restart', async (t) => {
  const market = new Market();
  const short = sell(5, 100, { side: Side.SellShort });
  t.same(market.mine(short), ['Accepted short 1 limit 0 of 5 open 5 @100']);
  t.same(market.mine(sell(5, 101, { side: Side.SellShortExempt })), [
    'Accepted exempt 2 limit 0 of 5 open 5 @101',
  ]);
  t.same(market.theirs(buy(2, 100)), ['Executed short 1 limit 2 of 5 open 3 @100']);
  t.same(market.mine({ ...short, instrument: 7 }), [
    'Rejected short 4 limit 0 of 0 open 0 @0 UnknownInstrument',
  ]);
  const again = new Rig({ files: market.rig.files, epoch: 2 });
  const alice = again.logon(ALICE);
  alice.take();
  alice.cancel({ clientIdLow: 1 });
  alice.cancel({ clientIdLow: 2 });
  again.settle();
  t.same(alice.take().map(inWords), [
    'Cancelled short 1 limit 2 of 5 open 0 @100 CancelledByUser',
    'Cancelled exempt 2 limit 0 of 5 open 0 @101 CancelledByUser',
  ]);
});

t.test('one cancels the other', async (t) => {
  const market = new Market();
  market.mine(sell(10, 110));
  const stop = { triggerPrice: 90, triggerSource: TriggerSource.LastTrade };
  const other = { contingency: Contingency.OneCancelsOther, linkedIdLow: 1 };
  t.same(market.mine(sell(10, 0, { ordType: OrdType.Stop }), { ...stop, ...other }), [
    'Accepted sell 2 stop 0 of 10 open 10 @0',
  ]);
  t.same(market.theirs(buy(4, 110)), [
    'Executed sell 1 limit 4 of 10 open 6 @110',
    'Restated sell 2 stop 0 of 6 open 6 @0 LinkedOrderExecuted',
  ]);
});

t.test('bracket: the children arm for what the parent executes', async (t) => {
  const market = new Market();
  const child = { contingency: Contingency.OneTriggersOther, linkedIdLow: 1 };
  market.mine(buy(10, 100));
  t.same(market.mine(sell(10, 110), child), [
    'Accepted sell 2 limit 0 of 10 open 10 @110',
    'Restated sell 2 limit 0 of 0 open 0 @110 AwaitsParent',
  ]);
  t.same(market.theirs(sell(4, 100)), [
    'Executed buy 1 limit 4 of 10 open 6 @100',
    'Restated sell 2 limit 0 of 4 open 4 @110 ChildArmed',
  ]);
});

t.test('reduce-only: cut to the position that is there, refused without one', async (t) => {
  const market = new Market();
  const reducing = sell(5, 100, { timeInForce: TimeInForce.ImmediateOrCancel });
  market.theirs(sell(2, 100));
  market.mine(buy(2, 100));
  market.theirs(buy(9, 100));
  t.same(market.mine(reducing, { reduceOnly: true }), [
    'Accepted sell 4 limit 0 of 5 open 5 @100',
    'Restated sell 4 limit 0 of 2 open 2 @100 ReduceOnlyCut',
    'Executed sell 4 limit 2 of 2 open 0 @100',
  ]);
  t.same(market.mine(reducing, { reduceOnly: true }), [
    'Rejected sell 5 limit 0 of 5 open 0 @100 ReduceOnlyWouldIncrease',
  ]);
});

t.test('what a record cannot hold is refused at the door; what makes no sense, by the core', async (t) => {
  const stop = { ordType: OrdType.Stop, price: 0 };
  const last = TriggerSource.LastTrade;
  const pegged = { ordType: OrdType.Pegged };
  const cases: [string, Order, Some, string][] = [
    ['trigger off the tick', stop, { triggerPrice: 101, triggerSource: last }, 'PriceOffTick'],
    ['offset off the tick', stop, { trailingOffset: 3, triggerSource: last }, 'PriceOffTick'],
    ['protection off the tick', { ordType: OrdType.Market, price: 0 }, { protection: 1 }, 'PriceOffTick'],
    ['a price of an order that has none', { ordType: OrdType.Market }, {}, 'InvalidCombination'],
    ['trigger beyond int32', stop, { triggerPrice: 5 * 2 ** 32, triggerSource: last }, 'PriceOutOfRange'],
    ['display off the lot', {}, { displayQuantity: 5 }, 'QuantityOffLot'],
    ['minimum off the lot', {}, { minimumQuantity: 5 }, 'QuantityOffLot'],
    ['display below nothing', {}, { displayQuantity: -10 }, 'QuantityOutOfRange'],
    [
      'a venue that is none',
      stop,
      { triggerPrice: 100, triggerSource: 3, triggerVenue: 1 },
      'InvalidTrigger',
    ],
    ['a venue by another name', stop, { triggerPrice: 100, triggerSource: 17 }, 'InvalidTrigger'],
    [
      'a venue beyond any',
      stop,
      { triggerPrice: 100, triggerSource: 16, triggerVenue: 16 },
      'InvalidTrigger',
    ],
    [
      'a venue beyond a byte',
      stop,
      { triggerPrice: 100, triggerSource: 16, triggerVenue: 255 },
      'InvalidTrigger',
    ],
    ['a stop without a source', stop, { triggerPrice: 100 }, 'InvalidTrigger'],
    ['an offset that trails nothing', {}, { trailingOffset: 5 }, 'InvalidTrigger'],
    ["a peg's offset on a stop", stop, { triggerSource: last, pegOffset: 5 }, 'InvalidPeg'],
    ['a peg without reference', pegged, { pegOffset: 5 }, 'InvalidPeg'],
    ['below its own price', pegged, { peg: Peg.Primary, pegOffset: -5 }, 'InvalidPeg'],
    ['an expiry that is not asked for', {}, { expires: { seconds: 2 ** 31, nanos: 0 } }, 'InvalidExpiry'],
    ['an expiry beyond u32', {}, { expires: { seconds: 2 ** 32 - 1, nanos: 1 } }, 'FieldOutOfRange'],
    ['a link to nothing', {}, { contingency: 1, linkedIdLow: 99 }, 'LinkedOrderGone'],
    ['a link without name', {}, { contingency: 1 }, 'InvalidLink'],
    ['a mode that is none', {}, { selfTradePrevention: 5 }, 'InvalidSelfTradePrevention'],
    ['a mode that is no three bits', {}, { selfTradePrevention: 9 }, 'InvalidSelfTradePrevention'],
  ];
  const market = new Market();
  for (const [what, order, terms, reason] of cases) {
    const [line, ...rest] = market.mine({ ...buy(100, 100, { instrument: 2 }), ...order }, terms);
    t.match(line, new RegExp(`^Rejected .* ${reason}$`), what);
    t.same(rest, [], what);
  }
  t.match(market.mine(buy(1, 100)), ['Accepted'], 'and the lane goes on');
});

t.test('types that need terms and have none', async (t) => {
  const market = new Market();
  for (const [order, reason] of [
    [{ ordType: OrdType.Stop, price: 0 }, 'InvalidTrigger'],
    [{ ordType: OrdType.Pegged }, 'InvalidPeg'],
    [{ timeInForce: TimeInForce.GoodTillDate }, 'InvalidExpiry'],
  ] as const)
    t.match(market.mine({ ...buy(5, 100), ...order }), [new RegExp(`^Rejected .*${reason}$`)]);
});

t.test('an order and its terms go into the lane together, or not at all', async (t) => {
  const rig = new Rig({ laneSlots: 16 });
  const alice = rig.logon(ALICE);
  alice.take();
  for (let id = 1; id <= 7; id++) alice.order({ ...buy(5, 100), clientIdLow: id });
  alice.extended({ ...buy(5, 100), clientIdLow: 8 }, { displayQuantity: 1 });
  alice.next = 8;
  alice.order({ ...buy(5, 100), clientIdLow: 8 });
  rig.settle();
  const answers = alice.take();
  t.equal(answers.filter(({ type }) => type === 'OrderAccepted').length, 8, 'one alone found room');
  t.match(
    answers.filter(({ type }) => type !== 'OrderAccepted'),
    [{ type: 'ProtocolError', reason: 'Overloaded', messageNumber: 8 }],
  );
  alice.extended({ ...buy(5, 100), clientIdLow: 9 }, { displayQuantity: 1 });
  rig.settle();
  t.match(alice.take(), [{ type: 'OrderAccepted', messageNumber: 9 }]);
});
