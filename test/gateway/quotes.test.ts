/** Quotes from the wire through the gateway's lane and the core, and what their session and the public are told. */
import t from 'tap';
import { OrdType, Side } from '../../protocol/codes/enums.js';
import type { QuoteFields } from '../../protocol/wire/quote-messages.js';
import type { Received, TestClient } from './client.js';
import { ALICE, CAROL, Rig } from './rig.js';

/** `quote(7, 5, 9_900, 6, 10_100)`: under id 7 a bid of 5 @9900 and an offer of 6 @10100. */
const quote = (
  quoteIdLow: number,
  bidQuantity: number,
  bidPrice: number,
  offerQuantity: number,
  offerPrice: number,
  more: Partial<QuoteFields> = {},
): Partial<QuoteFields> => ({ quoteIdLow, bidQuantity, bidPrice, offerQuantity, offerPrice, ...more });

/** Alice quotes; Carol, of another account, is the rest of the market. */
class Market {
  readonly rig = new Rig();
  readonly alice = this.rig.logon(ALICE);
  readonly carol = this.rig.logon(CAROL);

  constructor() {
    this.heard();
  }

  heard(client: TestClient = this.alice): string[] {
    this.rig.settle();
    return client.take().map(inWords);
  }

  carols(side: Side, quantity: number, price: number): void {
    this.carol.order({ account: 2, side, quantity, price });
  }
}

function inWords(report: Received): string {
  const { type, messageNumber, reason } = report;
  const why = reason === 'None' ? '' : ` ${reason}`;
  if (type === 'QuoteReport')
    return `#${messageNumber} quote ${report.quoteIdLow}: ${reason === 'None' ? `${report.bidReason}, ${report.offerReason}` : reason}`;
  if (type === 'QuoteProtectionReport')
    return `#${messageNumber} protection ${report.executions} in ${report.windowNs}${why}`;
  if (type === 'MassCancelReport') return `#${messageNumber} pulled ${report.cancelled}${why}`;
  if (!type.startsWith('Order')) return type;
  const kind = report.ordType === OrdType.Quoted ? 'quoted' : String(report.ordType);
  const side = report.side === Side.Buy ? 'bid' : 'offer';
  return `#${messageNumber} ${type} ${kind} ${report.clientIdLow} ${side} ${report.open} of ${report.total} @${report.price}${why}`;
}

t.test('a mass quote is a frame of quotes; each is answered by itself, its sides first', async (t) => {
  const market = new Market();
  market.alice.quotes(
    quote(7, 5, 9_900, 6, 10_100),
    quote(8, 5, 9_900, 6, 9_900),
    quote(9, 0, 0, 3, 10_200),
    quote(7, 5, 9_900, 2, 10_050),
  );
  t.same(market.heard(), [
    '#1 OrderAccepted quoted 7 bid 5 of 5 @9900',
    '#1 OrderAccepted quoted 7 offer 6 of 6 @10100',
    '#1 quote 7: None, None',
    '#2 quote 8: QuoteCrossed',
    '#3 OrderAccepted quoted 9 offer 3 of 3 @10200',
    '#3 quote 9: None, None',
    '#4 OrderReplaced quoted 7 bid 5 of 5 @9900',
    '#4 OrderReplaced quoted 7 offer 2 of 2 @10050',
    '#4 quote 7: None, None',
  ]);
});

t.test('executions, refused sides and removed ones', async (t) => {
  const market = new Market();
  market.alice.quotes(quote(7, 5, 9_900, 6, 10_100));
  market.heard();
  market.carols(Side.Sell, 2, 9_900);
  t.same(market.heard(), ['#0 OrderExecuted quoted 7 bid 3 of 5 @9900']);
  market.alice.quotes(quote(7, 4, 9_800, 2_000_000, 10_100));
  t.same(market.heard(), [
    '#2 OrderReplaced quoted 7 bid 4 of 6 @9800',
    '#2 OrderRejected quoted 7 offer 0 of 2000000 @10100 MaxQuantityExceeded',
    '#2 OrderCancelled quoted 7 offer 0 of 6 @10100 QuoteSideReplaced',
    '#2 quote 7: None, MaxQuantityExceeded',
  ]);
  market.alice.quotes(quote(7, 0, 0, 0, 0), quote(7, 0, 0, 0, 0));
  t.same(market.heard(), [
    '#3 OrderCancelled quoted 7 bid 0 of 6 @9800 QuoteSideRemoved',
    '#3 quote 7: None, None',
    '#4 quote 7: UnknownQuote',
  ]);
});

t.test('a quote that trades with others of its own session: all of one event in one frame', async (t) => {
  const market = new Market();
  market.alice.order({ side: Side.Sell, quantity: 2, price: 10_000, clientIdLow: 5 });
  market.heard();
  market.alice.quotes(quote(7, 2, 10_000, 0, 0));
  t.same(market.heard(), [
    '#2 OrderAccepted quoted 7 bid 2 of 2 @10000',
    '#0 OrderExecuted 2 5 offer 0 of 2 @10000',
    '#0 OrderExecuted quoted 7 bid 0 of 2 @10000',
    '#2 quote 7: None, None',
  ]);
});

t.test('what the door cannot count goes in as a quote that is refused whole', async (t) => {
  const market = new Market();
  for (const [bad, reason] of [
    [{ account: 2 }, 'AccountNotEntitled'],
    [{ account: 70_000 }, 'AccountNotEntitled'],
    [{ instrument: 99 }, 'UnknownInstrument'],
    [{ instrument: 2, bidPrice: 9_901 }, 'PriceOffTick'],
    [{ instrument: 2, offerQuantity: 5 }, 'QuantityOffLot'],
    [{ bidQuantity: -1 }, 'QuantityOutOfRange'],
    [{ offerPrice: 2 ** 40 }, 'PriceOutOfRange'],
    [{ quoteIdLow: 0 }, 'InvalidQuote'],
    [{ selfTradePrevention: 5 }, 'InvalidSelfTradePrevention'],
    [{ selfTradePrevention: 8 }, 'InvalidSelfTradePrevention'],
    [{ preventWithinFirm: true }, 'InvalidSelfTradePrevention'],
  ] as const) {
    market.alice.quotes(quote(7, 10, 9_900, 10, 10_100, bad));
    t.match(market.heard(), [new RegExp(`quote \\d: ${reason}$`)], reason);
  }
});

t.test('protection: set, triggered, and set again', async (t) => {
  const market = new Market();
  market.alice.protect(129, 1e9);
  market.alice.protect(2, 1e9);
  t.same(market.heard(), [
    '#1 protection 129 in 1000000000 InvalidQuoteProtection',
    '#2 protection 2 in 1000000000',
  ]);
  market.alice.quotes(quote(7, 1, 9_900, 5, 10_100), quote(8, 1, 9_800, 5, 10_200));
  market.heard();
  market.carols(Side.Sell, 2, 9_800);
  t.same(market.heard(), [
    '#0 OrderExecuted quoted 7 bid 0 of 1 @9900',
    '#0 OrderExecuted quoted 8 bid 0 of 1 @9800',
    '#0 OrderCancelled quoted 7 offer 0 of 5 @10100 QuoteProtectionTriggered',
    '#0 OrderCancelled quoted 8 offer 0 of 5 @10200 QuoteProtectionTriggered',
    '#0 pulled 2 QuoteProtectionTriggered',
  ]);
  t.same(
    market.heard(market.carol).at(-1),
    '#0 OrderExecuted 2 0 offer 0 of 2 @9800',
    'nothing else for Carol',
  );
  market.alice.quotes(quote(7, 1, 9_900, 5, 10_100));
  market.alice.protect(2, 1e9);
  market.alice.quotes(quote(7, 0, 0, 5, 10_100));
  t.same(market.heard(), [
    '#5 quote 7: QuoteProtectionTriggered',
    '#6 protection 2 in 1000000000',
    '#7 OrderAccepted quoted 7 offer 5 of 5 @10100',
    '#7 quote 7: None, None',
  ]);
});

t.test('the public sees the sides of a quote as the orders that they are', async (t) => {
  const market = new Market();
  market.carol.subscribe(1, 5, true, { orders: true });
  market.heard(market.carol);
  market.alice.quotes(quote(7, 5, 9_900, 6, 10_100));
  market.rig.settle();
  market.alice.quotes(quote(7, 4, 9_900, 6, 10_050));
  market.rig.settle();
  const told = market.carol.take().filter(({ type }) => type === 'BookIncrement');
  t.match(told, [
    { bids: [[9_900, 5, 1]], asks: [[10_100, 6, 1]] },
    {
      bids: [[9_900, 4, 1]],
      asks: [
        [10_050, 6, 1],
        [10_100, 0, 0],
      ],
    },
  ]);
});

t.test('a quote finds room for both of its records, or none', async (t) => {
  const market = new Market();
  market.alice.quotes(...Array.from({ length: 100 }, () => quote(7, 5, 9_900, 6, 10_100)));
  const heard = market.heard();
  const answers = heard.filter((words) => /quote 7: None, None/.test(words)).length;
  t.ok(answers > 0);
  t.equal(answers + heard.filter((words) => words === 'ProtocolError').length, 100);
});
