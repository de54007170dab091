/**
 * The hot paths of the codec leave nothing for the collector: a view a frame is all. The loops here do no arithmetic
 * with doubles, because they may run in V8's baseline tier, which would box their own.
 */
import t from 'tap';
import { Reason } from '../codes/reasons.js';
import { Body } from '../generated/pregao/wire.js';
import { ClientEncoder } from './client-encoder.js';
import { FrameDecoder } from './decoder.js';
import { EngineEncoder } from './engine-encoder.js';
import { BookFields, NewOrderFields, ReportFields } from './fields.js';
import { MarketDataEncoder } from './market-data-encoder.js';
import { OutputBuffer } from './output-buffer.js';
import { CLIENT_MESSAGES, MAX_CLIENT_FRAME_BYTES } from './protocol.js';
import { QuoteFields } from './quote-messages.js';

const ROUNDS = 100_000;
/** One number boxed would be 12 bytes or more; what remains is the compiler's own and the measuring. */
const LIMIT_BYTES = 6;

const out = new OutputBuffer(MAX_CLIENT_FRAME_BYTES);
const client = new ClientEncoder();
const PLACE = { engine: 'two', address: 'wss://two.example/v1/orders' };
const engine = new EngineEncoder([{ id: 5, symbol: 'SOL-USD', ...PLACE }]);
const market = new MarketDataEncoder();

/**
 * The least of several runs without a collection, as many as V8 needs until its best code is in place (it compiles on
 * another thread, which on a busy machine takes a while).
 */
function bytesPerRound(work: (rounds: number) => void): number {
  let least = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < 100 && least >= LIMIT_BYTES; attempt++) {
    const before = process.memoryUsage().heapUsed;
    work(ROUNDS);
    const grown = process.memoryUsage().heapUsed - before;
    if (grown >= 0) least = Math.min(least, grown / ROUNDS);
  }
  return least;
}

/** With large numbers everywhere. */
function anOrder(extended: boolean): NewOrderFields {
  const order = new NewOrderFields();
  Object.assign(order, { price: 2 ** 40, quantity: 2 ** 50, clientIdLow: -1, extended });
  Object.assign(order.terms, { triggerPrice: 2 ** 41, trailingOffset: -(2 ** 42), displayQuantity: 2 ** 43 });
  Object.assign(order.terms, { protection: 2 ** 44, linkedIdHigh: -1, peg: 2 });
  Object.assign(order.terms.expires, { seconds: 2 ** 31, nanos: 999_999_999 });
  return order;
}

for (const [what, order] of [
  ['orders', anOrder(false)],
  ['orders with terms', anOrder(true)],
] as const) {
  t.test(`reading ${what}`, async (t) => {
    out.reset();
    while (client.newOrder(out, 1, order));
    const frame = out.frame().slice();
    const messages = out.length / (out.i32[0] + 4);
    const decoder = new FrameDecoder(CLIENT_MESSAGES, MAX_CLIENT_FRAME_BYTES);
    const found = new NewOrderFields();
    const bytes = bytesPerRound((rounds) => {
      for (let round = 0; round < rounds; round += messages) {
        decoder.open(frame);
        while (decoder.next()) decoder.newOrder(found);
      }
    });
    t.ok(bytes < LIMIT_BYTES, `${bytes.toFixed(2)} bytes a message`);
    t.equal(found.quantity, 2 ** 50);
    t.equal(found.extended, order.extended);
  });

  t.test(`writing ${what}`, async (t) => {
    const bytes = bytesPerRound((rounds) => {
      for (let round = 0; round < rounds; round++) if (!client.newOrder(out, round, order)) out.reset();
    });
    t.ok(bytes < LIMIT_BYTES, `${bytes.toFixed(2)} bytes a message`);
  });
}

t.test('quotes, both ways', async (t) => {
  const quote = new QuoteFields();
  Object.assign(quote, { bidPrice: 2 ** 40, bidQuantity: 2 ** 50, offerPrice: -(2 ** 41), quoteIdLow: -1 });
  out.reset();
  while (client.quote(out, 1, quote));
  const frame = out.frame().slice();
  const messages = out.length / (out.i32[0] + 4);
  const decoder = new FrameDecoder(CLIENT_MESSAGES, MAX_CLIENT_FRAME_BYTES);
  const found = new QuoteFields();
  const read = bytesPerRound((rounds) => {
    for (let round = 0; round < rounds; round += messages) {
      decoder.open(frame);
      while (decoder.next()) decoder.quote(found);
    }
  });
  t.ok(read < LIMIT_BYTES, `${read.toFixed(2)} bytes a message read`);
  t.equal(found.bidQuantity, 2 ** 50);
  const written = bytesPerRound((rounds) => {
    for (let round = 0; round < rounds; round++) if (!client.quote(out, round, quote)) out.reset();
  });
  t.ok(written < LIMIT_BYTES, `${written.toFixed(2)} bytes a message written`);
});

t.test('writing reports', async (t) => {
  const report = new ReportFields();
  Object.assign(report, {
    sequence: 2 ** 40,
    price: -(2 ** 41),
    total: 2 ** 52,
    seconds: 2 ** 31,
    instrument: 5,
  });
  for (const [type, reason] of [
    [Body.OrderAccepted, Reason.None],
    [Body.OrderRejected, Reason.UnknownOrder],
    [Body.OrderRejected, Reason.InstrumentElsewhere],
    [Body.OrderExecuted, Reason.None],
  ] as const) {
    report.reason = reason;
    const bytes = bytesPerRound((rounds) => {
      for (let round = 0; round < rounds; round++) {
        report.index = round;
        if (!engine.report(out, type, report)) out.reset();
      }
    });
    t.ok(bytes < LIMIT_BYTES, `${Body[type]} ${Reason[reason]}: ${bytes.toFixed(2)} bytes a message`);
  }
});

t.test('writing book updates', async (t) => {
  const book = new BookFields(5);
  book.sequence = 2 ** 40;
  book.bids.quantity.fill(2 ** 45);
  book.bids.count = 2;
  book.asks.count = 1;
  const bytes = bytesPerRound((rounds) => {
    for (let round = 0; round < rounds; round++) {
      book.index = round;
      if (!market.bookIncrement(out, book)) out.reset();
    }
  });
  t.ok(bytes < LIMIT_BYTES, `${bytes.toFixed(2)} bytes a message`);
});
