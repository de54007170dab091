/** Messages of the session, both ways against flatc's classes. */
import * as fc from 'fast-check';
import t from 'tap';
import { REASON_TEXT, Reason } from '../codes/reasons.js';
import * as wire from '../generated/pregao/wire.js';
import { OutputBuffer } from './output-buffer.js';
import * as session from './session-messages.js';
import {
  bigTime,
  client,
  engine,
  event,
  fromClient,
  fromEngine,
  holds,
  opened,
  SEED,
  same,
  sameFields,
  time,
  u16,
  u32,
} from './test-codec.js';

const { Body } = wire;
t.comment(`seed ${SEED}`);

t.test('Heartbeat, both ways', async (t) => {
  const out = new OutputBuffer(128);
  holds(
    t,
    fc.property(fc.record(time), (at) => {
      for (const [encoder, decoder] of [
        [engine, fromEngine],
        [client, fromClient],
      ] as const) {
        out.reset();
        encoder.heartbeat(out, at.seconds, at.nanos);
        opened(decoder, out.frame(), Body.Heartbeat);
        same(decoder.body(new wire.Heartbeat()).time(), bigTime(at), 'time');
      }
    }),
  );
});

const text = fc.string({ unit: 'grapheme', maxLength: 40 });
const bytes = fc.uint8Array({ maxLength: 64 });

t.test('Logon, SecurityListRequest, Subscribe, Unsubscribe, GapRequest', async (t) => {
  const out = new OutputBuffer(8192);
  const subscriptions = fc.record({
    levels: u16,
    trades: fc.boolean(),
    top: fc.boolean(),
    orders: fc.boolean(),
  });
  const logons = fc.record({
    keyId: text,
    signature: bytes,
    accounts: fc.array(text, { maxLength: 5 }),
    cancelOnDisconnect: fc.boolean(),
    lastEvent: fc.option(fc.record(event), { nil: undefined }),
    epoch: fc.option(u32, { nil: undefined }),
  });
  holds(
    t,
    fc.property(
      logons,
      u32,
      subscriptions,
      fc.constantFrom(1, 2, 3, 4),
      (logon, instrument, wanted, channel) => {
        out.reset();
        client.logon(out, logon);
        client.securityListRequest(out, logon.keyId);
        client.securityListRequest(out);
        client.subscribe(out, instrument, wanted);
        client.unsubscribe(out, instrument);
        client.gapRequest(out, instrument, channel, wanted.levels);
        const found = opened(fromClient, out.frame(), Body.Logon).body(new wire.Logon());
        same(found.version(), 1, 'version');
        same(found.keyId(), logon.keyId, 'key id');
        same(Buffer.compare(found.signatureArray()!, logon.signature), 0, 'signature');
        same(found.accountsLength(), logon.accounts.length, 'accounts');
        logon.accounts.forEach((name, i) => {
          same(found.accounts(i), name, 'account');
        });
        same(found.cancelOnDisconnect(), logon.cancelOnDisconnect, 'cancel on disconnect');
        same(
          found.lastEvent()?.sequence(),
          logon.lastEvent && BigInt(logon.lastEvent.sequence),
          'last event',
        );
        same(found.epoch(), logon.epoch ?? 0, 'epoch');
        fromClient.next();
        same(fromClient.body(new wire.SecurityListRequest()).symbol(), logon.keyId, 'symbol');
        fromClient.next();
        same(fromClient.body(new wire.SecurityListRequest()).symbol(), null, 'no symbol');
        fromClient.next();
        const subscribe = fromClient.body(new wire.Subscribe());
        same(subscribe.instrument(), instrument, 'instrument');
        same(subscribe.levels(), wanted.levels, 'levels');
        same(subscribe.trades(), wanted.trades, 'trades');
        same(subscribe.top(), wanted.top, 'top');
        same(subscribe.orders(), wanted.orders, 'orders');
        fromClient.next();
        same(fromClient.type, Body.Unsubscribe, 'type');
        same(fromClient.body(new wire.Unsubscribe()).instrument(), instrument, 'instrument');
        fromClient.next();
        const request = fromClient.body(new wire.GapRequest());
        sameFields(
          { instrument: request.instrument(), channel: request.channel(), from: request.from() },
          { instrument, channel, from: wanted.levels },
        );
        same(fromClient.next(), false, 'the last one');
      },
    ),
  );
});

t.test('Hello, logon answers, securities and errors', async (t) => {
  const out = new OutputBuffer(8192);
  const accounts = fc.array(fc.record({ id: u32, name: text }), { maxLength: 5 });
  const accepted = fc.record({
    session: u32,
    nextMessage: u32,
    accounts,
    lastEvent: fc.option(fc.record(event), { nil: undefined }),
    heartbeatMs: u32,
    gap: fc.boolean(),
  });
  holds(
    t,
    fc.property(u32, bytes, text, accepted, (number, challenge, words, logon) => {
      out.reset();
      session.writeHello(out, { epoch: number, challenge, engine: words });
      session.writeLogonAccepted(out, logon);
      session.writeLogonRejected(out, Reason.BadSignature);
      session.writeProtocolError(out, Reason.MalformedFrame, number, words);
      session.writeSecurityListEnd(out, number);
      const hello = opened(fromEngine, out.frame(), Body.Hello).body(new wire.Hello());
      same(hello.version(), 1, 'version');
      same(hello.epoch(), number, 'epoch');
      same(Buffer.compare(hello.challengeArray()!, challenge), 0, 'challenge');
      same(hello.engine(), words, 'engine');
      fromEngine.next();
      const found = fromEngine.body(new wire.LogonAccepted());
      same(found.session(), logon.session, 'session');
      same(found.nextMessage(), logon.nextMessage, 'next message');
      logon.accounts.forEach(({ id, name }, i) => {
        same(found.accounts(i)!.account(), id, 'account');
        same(found.accounts(i)!.name(), name, 'name');
      });
      same(found.lastEvent()?.index(), logon.lastEvent?.index, 'last event');
      same(found.heartbeatMs(), logon.heartbeatMs, 'heartbeat');
      same(found.gap(), logon.gap, 'gap');
      fromEngine.next();
      const rejected = fromEngine.body(new wire.LogonRejected());
      same(rejected.reason(), Reason.BadSignature, 'reason');
      same(rejected.text(), REASON_TEXT[Reason.BadSignature], 'text');
      fromEngine.next();
      const error = fromEngine.body(new wire.ProtocolError());
      same(error.reason(), Reason.MalformedFrame, 'reason');
      same(error.messageNumber(), number, 'message number');
      same(error.text(), words, 'text');
      fromEngine.next();
      same(fromEngine.body(new wire.SecurityListEnd()).count(), number, 'count');
    }),
  );
});

t.test('SecurityDefinition is in units of the fixed point', async (t) => {
  const out = new OutputBuffer(512);
  const instrument = {
    id: 7,
    symbol: 'BTC-USD',
    priceScale: 2,
    quantityScale: 8,
    tick: 5,
    lot: 1000,
    minPriceTicks: 1,
    maxPriceTicks: 2_000_000_000,
    maxQtyLots: 2 ** 50,
    maxNotional: 2 ** 52,
    referenceTicks: 0,
    marketMarginPercent: 5,
  };
  session.writeSecurityDefinition(out, instrument);
  const found = opened(fromEngine, out.frame(), Body.SecurityDefinition).body(new wire.SecurityDefinition());
  t.equal(found.instrument(), 7);
  t.equal(found.symbol(), 'BTC-USD');
  t.equal(found.priceScale(), 2);
  t.equal(found.quantityScale(), 8);
  t.equal(found.tick(), 5n);
  t.equal(found.lot(), 1000n);
  t.equal(found.minPrice(), 5n);
  t.equal(found.maxPrice(), 10_000_000_000n);
  t.equal(found.maxQuantity(), 2n ** 50n * 1000n, 'beyond 2^53 and exact');
});
