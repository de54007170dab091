/** One valid frame of every message type, and one with all of them: what tests mutate and documents show. */
import { Reason } from '../codes/reasons.js';
import { Body, Channel } from '../generated/pregao/wire.js';
import { ClientEncoder } from './client-encoder.js';
import { EngineEncoder } from './engine-encoder.js';
import {
  BookFields,
  MassCancelFields,
  MassCancelReportFields,
  NewOrderFields,
  OrderRequestFields,
  ReportFields,
  TermsFields,
  TradeFields,
} from './fields.js';
import { MarketDataEncoder } from './market-data-encoder.js';
import {
  BookTopFields,
  OrderBookFields,
  OrderChangesFields,
  TradeChangedFields,
  TradeSnapshotFields,
} from './market-data-fields.js';
import { writeMarketStatus } from './market-status.js';
import { OutputBuffer } from './output-buffer.js';
import { IndicativeFields, PhaseEncoder, PhaseFields } from './phase-messages.js';
import { QuoteFields, QuoteReportFields } from './quote-messages.js';
import * as session from './session-messages.js';
import { TradeChangeFields } from './trade-change.js';

const SECONDS = 1_750_000_000;

type Writer = (out: OutputBuffer) => boolean;

export function clientFrames(): Map<string, Uint8Array> {
  const client = new ClientEncoder();
  const order = Object.assign(new NewOrderFields(), {
    clientIdLow: 1,
    account: 1,
    instrument: 1,
    side: 1,
    ordType: 2,
  });
  Object.assign(order, { timeInForce: 1, price: 6_400_000, quantity: 50_000_000 });
  const extended = Object.assign(new NewOrderFields(), order, { extended: true, terms: someTerms() });
  const request = Object.assign(new OrderRequestFields(), {
    orderIdLow: 1,
    orderIdHigh: 1,
    account: 1,
    instrument: 1,
  });
  Object.assign(request, { price: 6_400_100, quantity: 40_000_000 });
  return frames({
    Logon: (out) =>
      client.logon(out, {
        keyId: 'demo',
        signature: new Uint8Array(64).fill(7),
        accounts: ['house', 'second'],
        cancelOnDisconnect: true,
        lastEvent: { sequence: 41, index: 2 },
        epoch: 3,
      }),
    SecurityListRequest: (out) => client.securityListRequest(out, 'BTC-USD'),
    NewOrder: (out) => client.newOrder(out, 1, order),
    'NewOrder with terms': (out) => client.newOrder(out, 1, extended),
    ReplaceOrder: (out) => client.replaceOrder(out, 2, request),
    CancelOrder: (out) => client.cancelOrder(out, 3, request),
    MassCancel: (out) => client.massCancel(out, 4, new MassCancelFields()),
    Subscribe: (out) => client.subscribe(out, 1, { levels: 5, trades: true, top: true, orders: true }),
    Unsubscribe: (out) => client.unsubscribe(out, 1),
    GapRequest: (out) => client.gapRequest(out, 1, Channel.Orders, 7),
    Heartbeat: (out) => client.heartbeat(out, SECONDS, 5),
    Quote: (out) => client.quote(out, 5, someQuote()),
    QuoteProtection: (out) =>
      client.quoteProtection(out, 6, { executions: 5, windowNs: 1e9, outOfRange: false }),
  });
}

const PLAIN_REPORTS: readonly Body[] = Array.from(
  { length: Body.OrderTriggered - Body.OrderAccepted + 1 },
  (_, i) => Body.OrderAccepted + i,
);

export function engineFrames(): Map<string, Uint8Array> {
  const engine = new EngineEncoder();
  const phases = new PhaseEncoder();
  const market = new MarketDataEncoder();
  const writers: Record<string, Writer> = {
    Hello: (out) =>
      session.writeHello(out, { epoch: 3, challenge: new Uint8Array(32).fill(9), engine: 'pregao 0.1.0' }),
    LogonAccepted: (out) =>
      session.writeLogonAccepted(out, {
        session: 1,
        nextMessage: 5,
        accounts: [{ id: 1, name: 'house' }],
        lastEvent: { sequence: 44, index: 1 },
        heartbeatMs: 10_000,
        gap: false,
      }),
    LogonRejected: (out) => session.writeLogonRejected(out, Reason.BadSignature),
    SecurityDefinition: (out) => session.writeSecurityDefinition(out, BTC_USD),
    'SecurityDefinition at a venue': (out) =>
      session.writeSecurityDefinition(out, BTC_USD, {
        number: (1 << 24) + 1,
        venue: 'binance',
        venueSymbol: 'BTCUSD',
        route: 1,
      }),
    'SecurityDefinition with tick rules': (out) =>
      session.writeSecurityDefinition(out, {
        ...BTC_USD,
        tickTable: [
          { fromTicks: 0, stepTicks: 5 },
          { fromTicks: 10_000, stepTicks: 50 },
        ],
      }),
    MarketStatus: (out) =>
      writeMarketStatus(out, { instrument: (1 << 24) + 1, seconds: SECONDS, nanos: 5, state: 2, reason: 3 }),
    SecurityListEnd: (out) => session.writeSecurityListEnd(out, 1),
    MassCancelReport: (out) =>
      engine.massCancelReport(out, Object.assign(new MassCancelReportFields(), { cancelled: 2 })),
    BookSnapshot: (out) => market.bookSnapshot(out, book()),
    BookIncrement: (out) => market.bookIncrement(out, book()),
    Trade: (out) => market.trade(out, Object.assign(new TradeFields(), { price: 6_400_000, quantity: 5 })),
    BookTop: (out) =>
      market.bookTop(out, Object.assign(new BookTopFields(), { bidPrice: 6_400_000, bidQuantity: 5 })),
    TradeSnapshot: (out) =>
      market.tradeSnapshot(out, Object.assign(new TradeSnapshotFields(), { price: 6_400_000 })),
    TradeChanged: (out) =>
      market.tradeChanged(
        out,
        Object.assign(new TradeChangedFields(), { tradeSequence: 41, price: 6_400_000 }),
      ),
    OrderBookSnapshot: (out) => market.orderBookSnapshot(out, orders()),
    OrderBookIncrement: (out) => market.orderBookIncrement(out, changes()),
    Heartbeat: (out) => engine.heartbeat(out, SECONDS, 5),
    ProtocolError: (out) => session.writeProtocolError(out, Reason.MessageNumberTooHigh, 9),
    TradingPhase: (out) =>
      phases.tradingPhase(out, Object.assign(new PhaseFields(), { instrument: 1, sequence: 42, phase: 2 })),
    IndicativePrice: (out) =>
      phases.indicativePrice(out, Object.assign(new IndicativeFields(), { instrument: 1, price: 6_400_000 })),
  };
  for (const type of [Body.QuoteReport, Body.QuoteProtectionReport])
    writers[Body[type]] = (out) =>
      engine.quoteReport(out, type, Object.assign(new QuoteReportFields(), { sequence: 42, quoteIdLow: 7 }));
  for (const type of [Body.TradeBusted, Body.TradeCorrected])
    writers[Body[type]] = (out) =>
      engine.tradeChange(
        out,
        type,
        Object.assign(new TradeChangeFields(), { sequence: 42, price: 6_400_000 }),
      );
  for (const type of [...PLAIN_REPORTS, Body.OrderPending, Body.ChildReport]) {
    writers[Body[type]] = (out) =>
      engine.report(
        out,
        type,
        Object.assign(new ReportFields(), { sequence: 42, reason: Reason.UnknownOrder }),
      );
  }
  return frames(writers);
}

export const BTC_USD = {
  id: 1,
  symbol: 'BTC-USD',
  priceScale: 2,
  quantityScale: 8,
  tick: 1,
  lot: 1,
  minPriceTicks: 1,
  maxPriceTicks: 2_000_000_000,
  maxQtyLots: 2 ** 40,
  maxNotional: 2 ** 52,
  referenceTicks: 6_400_000,
  marketMarginPercent: 5,
};

function someTerms(): TermsFields {
  return Object.assign(new TermsFields(), {
    triggerPrice: 6_500_000,
    triggerSource: 1,
    displayQuantity: 10_000_000,
    expires: { seconds: SECONDS, nanos: 5 },
    contingency: 1,
    linkedIdLow: 7,
  });
}

function someQuote(): QuoteFields {
  return Object.assign(new QuoteFields(), {
    quoteIdLow: 7,
    instrument: 1,
    bidPrice: 6_399_000,
    bidQuantity: 50_000_000,
    offerPrice: 6_401_000,
    offerQuantity: 50_000_000,
  });
}

function book(): BookFields {
  const fields = new BookFields(3);
  Object.assign(fields, { instrument: 1, number: 1, sequence: 42, seconds: SECONDS });
  for (const [list, step] of [
    [fields.bids, -1],
    [fields.asks, 1],
  ] as const) {
    list.count = 3;
    for (let i = 0; i < 3; i++) {
      list.price[i] = 6_400_000 + step * (i + 1);
      list.quantity[i] = 1_000 * (i + 1);
      list.orders[i] = i + 1;
    }
  }
  return fields;
}

function orders(): OrderBookFields {
  const page = new OrderBookFields(2);
  Object.assign(page, { instrument: 1, number: 3, sequence: 42, seconds: SECONDS, page: 1 });
  for (const list of [page.bids, page.asks]) {
    list.count = 2;
    list.idLow.set([7, 8]);
    list.price.fill(6_400_000);
    list.quantity.fill(1_000);
  }
  return page;
}

function changes(): OrderChangesFields {
  const fields = new OrderChangesFields(2);
  Object.assign(fields, {
    instrument: 1,
    number: 4,
    sequence: 43,
    seconds: SECONDS,
    complete: true,
    count: 2,
  });
  fields.idLow.set([7, 8]);
  fields.price.fill(6_400_000);
  fields.action.set([1, 4]);
  fields.side.fill(1);
  return fields;
}

function frames(writers: Record<string, Writer>): Map<string, Uint8Array> {
  const result = new Map<string, Uint8Array>();
  for (const [name, write] of Object.entries(writers)) result.set(name, frame([write]));
  return result.set('all', frame(Object.values(writers)));
}

function frame(writers: readonly Writer[]): Uint8Array {
  const out = new OutputBuffer(8192);
  for (const write of writers) write(out);
  return out.frame().slice();
}
