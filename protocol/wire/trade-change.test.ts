/** What became of executions: there and back, against the generated code. */
import * as fc from 'fast-check';
import { ByteBuffer } from 'flatbuffers';
import t from 'tap';
import { Reason } from '../codes/reasons.js';
import * as wire from '../generated/pregao/wire.js';
import { FrameDecoder } from './decoder.js';
import { EngineEncoder } from './engine-encoder.js';
import { OutputBuffer } from './output-buffer.js';
import { ENGINE_MESSAGES, MAX_ENGINE_FRAME_BYTES } from './protocol.js';
import { TradeChangeFields } from './trade-change.js';

const SEED = Number(process.env.SEED ?? Date.now() % 2 ** 31);
t.comment(`seed ${SEED}`);

const u32 = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const i64 = fc.oneof(fc.constantFrom(0, -1, 2 ** 32, 2 ** 53 - 1, -(2 ** 53) + 1), fc.maxSafeInteger());
const anyChange = fc.record({
  sequence: fc.nat(),
  index: u32,
  seconds: u32,
  nanos: fc.integer({ min: 0, max: 999_999_999 }),
  executionSequence: fc.nat({ max: Number.MAX_SAFE_INTEGER }),
  executionIndex: u32,
  account: u32,
  instrument: u32,
  side: fc.constantFrom(1, 2),
  price: i64,
  quantity: i64,
  oldPrice: i64,
  oldQuantity: i64,
});

const encoder = new EngineEncoder();
const decoder = new FrameDecoder(ENGINE_MESSAGES, MAX_ENGINE_FRAME_BYTES);

for (const [type, body] of [
  [wire.Body.TradeBusted, new wire.TradeBusted()],
  [wire.Body.TradeCorrected, new wire.TradeCorrected()],
] as const)
  t.test(wire.Body[type], async (t) => {
    fc.assert(
      fc.property(anyChange, (fields) => {
        const out = new OutputBuffer(512);
        if (!encoder.tradeChange(out, type, Object.assign(new TradeChangeFields(), fields)))
          throw new Error('no room');
        const frame = out.frame().slice();
        const found = new TradeChangeFields();
        if (decoder.open(frame) !== Reason.None || !decoder.next()) throw new Error('refused');
        decoder.tradeChange(found);
        const old = type === wire.Body.TradeCorrected ? {} : { oldPrice: 0, oldQuantity: 0 };
        const wanted = { ...fields, ...old };
        if (JSON.stringify({ ...found }) !== JSON.stringify(wanted))
          throw new Error(`${JSON.stringify(found)}, not ${JSON.stringify(wanted)}`);
        const read = wire.Message.getSizePrefixedRootAsMessage(new ByteBuffer(frame)).body(
          body,
        ) as typeof body;
        const id = read.executionId()!;
        const numbers = [id.sequence(), id.index(), read.price(), read.quantity(), read.side()].join();
        if (
          numbers !==
          [fields.executionSequence, fields.executionIndex, fields.price, fields.quantity, fields.side].join()
        )
          throw new Error(`read as ${numbers}`);
      }),
      { seed: SEED, numRuns: 300 },
    );
    t.pass('300 runs');
    const full = new OutputBuffer(64);
    t.notOk(encoder.tradeChange(full, type, new TradeChangeFields()), 'a frame without room gets nothing');
  });
