/** NewOrder with all that it may have: there and back, against the generated code; and nothing of it where it has none. */
import * as fc from 'fast-check';
import { Builder, ByteBuffer } from 'flatbuffers';
import t from 'tap';
import { Reason } from '../codes/reasons.js';
import * as wire from '../generated/pregao/wire.js';
import { ClientEncoder } from './client-encoder.js';
import { FrameDecoder } from './decoder.js';
import { NewOrderFields, TermsFields } from './fields.js';
import { OutputBuffer } from './output-buffer.js';
import { CLIENT_MESSAGES, MAX_CLIENT_FRAME_BYTES } from './protocol.js';

const SEED = Number(process.env.SEED ?? Date.now() % 2 ** 31);
t.comment(`seed ${SEED}`);

const PLAIN = { clientIdLow: 7, account: 1, instrument: 1, side: 1, ordType: 2, price: 100, quantity: 5 };
const encoder = new ClientEncoder();
const decoder = new FrameDecoder(CLIENT_MESSAGES, MAX_CLIENT_FRAME_BYTES);
const found = new NewOrderFields();

type Some = Partial<TermsFields>;

function written(terms?: Some): Uint8Array {
  const order = Object.assign(new NewOrderFields(), PLAIN, { extended: terms !== undefined });
  Object.assign(order.terms, terms);
  const out = new OutputBuffer(512);
  if (!encoder.newOrder(out, 1, order)) throw new Error('no room');
  return out.frame().slice();
}

/** As another client's builder may write it: only the fields that are there. */
function builtWith(add: (builder: Builder) => void): Uint8Array {
  const builder = new Builder(64);
  wire.NewOrder.startNewOrder(builder);
  wire.NewOrder.addQuantity(builder, 5n);
  add(builder);
  const body = wire.NewOrder.endNewOrder(builder);
  wire.Message.finishSizePrefixedMessageBuffer(
    builder,
    wire.Message.createMessage(builder, 1, wire.Body.NewOrder, body),
  );
  return builder.asUint8Array();
}

function read(frame: Uint8Array): NewOrderFields {
  if (decoder.open(frame) !== Reason.None || !decoder.next()) throw new Error('the frame is refused');
  decoder.newOrder(found);
  return found;
}

function generated(frame: Uint8Array): wire.NewOrder {
  return wire.Message.getSizePrefixedRootAsMessage(new ByteBuffer(frame)).body(new wire.NewOrder());
}

const u8 = fc.integer({ min: 0, max: 255 });
const i32 = fc.integer();
const i64 = fc.oneof(fc.constantFrom(0, -1, 2 ** 32, 2 ** 53 - 1, -(2 ** 53) + 1), fc.maxSafeInteger());
const anyTerms = fc.record({
  triggerPrice: i64,
  triggerSource: u8,
  triggerVenue: u8,
  trailingOffset: i64,
  displayQuantity: i64,
  minimumQuantity: i64,
  expires: fc.record({
    seconds: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
    nanos: fc.integer({ min: 0, max: 999_999_999 }),
  }),
  protection: i64,
  peg: u8,
  pegOffset: i64,
  contingency: u8,
  linkedIdLow: i32,
  linkedIdHigh: i32,
  selfTradePrevention: u8,
  preventWithinFirm: fc.boolean(),
  reduceOnly: fc.boolean(),
  route: u8,
});

t.test('every field, there and back', async () => {
  const property = fc.property(anyTerms, (terms) => {
    const frame = written(terms);
    const body = generated(frame);
    const wanted = [
      ...[terms.triggerPrice, terms.trailingOffset, terms.displayQuantity, terms.minimumQuantity],
      ...[terms.protection, terms.pegOffset],
    ].map(BigInt);
    const inWire = [
      ...[body.triggerPrice(), body.trailingOffset(), body.displayQuantity(), body.minimumQuantity()],
      ...[body.protection(), body.pegOffset()],
    ];
    const linked = (BigInt(terms.linkedIdHigh >>> 0) << 32n) | BigInt(terms.linkedIdLow >>> 0);
    const expires = BigInt(terms.expires.seconds) * 1_000_000_000n + BigInt(terms.expires.nanos);
    fc.pre(expires < 2n ** 63n);
    const small = [
      ...[body.triggerSource(), body.triggerVenue(), body.peg(), body.contingency()],
      ...[body.selfTradePrevention(), body.preventWithinFirm(), body.reduceOnly(), body.route()],
    ];
    const smallWanted = [
      ...[terms.triggerSource, terms.triggerVenue, terms.peg, terms.contingency],
      ...[terms.selfTradePrevention, terms.preventWithinFirm, terms.reduceOnly, terms.route],
    ];
    const back = read(frame);
    const same =
      inWire.every((value, i) => value === wanted[i]) &&
      small.every((value, i) => value === smallWanted[i]) &&
      body.linkedClientOrderId() === linked &&
      body.expireTime() === expires &&
      back.extended &&
      !back.outOfRange &&
      JSON.stringify(back.terms) === JSON.stringify(terms);
    if (!same) throw new Error(`read as ${JSON.stringify(back.terms)}`);
  });
  fc.assert(property, { seed: SEED, numRuns: 300 });
});

t.test('an order that has none of it is as long as it ever was, and says so', async (t) => {
  const plain = written();
  const order = read(plain);
  t.match(order, { ...PLAIN, extended: false, outOfRange: false });
  t.equal(plain.length, 104);
  t.ok(written({}).length > plain.length + 64);
  t.equal(generated(plain).reduceOnly(), false);
});

t.test('one field alone is enough; the others read as not there, whatever came before', async (t) => {
  const all = {
    triggerPrice: 9,
    peg: 5,
    linkedIdHigh: 3,
    reduceOnly: true,
    expires: { seconds: 9, nanos: 9 },
  };
  const cases: [string, (builder: Builder) => void, Some][] = [
    ['trigger', (b) => wire.NewOrder.addTriggerPrice(b, 100n), { triggerPrice: 100 }],
    ['peg', (b) => wire.NewOrder.addPeg(b, wire.Peg.Midpoint), { peg: 2 }],
    ['expiry', (b) => wire.NewOrder.addExpireTime(b, 5_000_000_007n), { expires: { seconds: 5, nanos: 7 } }],
    ['reduce only', (b) => wire.NewOrder.addReduceOnly(b, true), { reduceOnly: true }],
    ['route', (b) => wire.NewOrder.addRoute(b, 255), { route: 255 }],
  ];
  for (const [what, add, wanted] of cases) {
    read(written(all));
    const { extended, terms } = read(builtWith(add));
    t.equal(extended, true, what);
    t.strictSame({ ...terms }, { ...new TermsFields(), ...wanted }, what);
  }
  t.equal(read(builtWith(() => {})).extended, false);
});

t.test('what is no number is flagged', async (t) => {
  const cases: [string, (builder: Builder) => void, boolean][] = [
    ['beyond 2^53', (b) => wire.NewOrder.addProtection(b, 2n ** 53n), true],
    ['the last that fits', (b) => wire.NewOrder.addProtection(b, 2n ** 53n - 1n), false],
    ['before 1970', (b) => wire.NewOrder.addExpireTime(b, -1n), true],
    ['the last time there is', (b) => wire.NewOrder.addExpireTime(b, 2n ** 63n - 1n), false],
  ];
  for (const [what, add, flagged] of cases) t.equal(read(builtWith(add)).outOfRange, flagged, what);
});
