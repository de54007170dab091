/** Trading phases and indicative prices come out as they went in, numbers beyond 32 bits and negative ones included. */
import t from 'tap';
import { Side, TradingPhase } from '../codes/enums.js';
import { Body } from '../generated/pregao/wire.js';
import { FrameDecoder } from './decoder.js';
import { OutputBuffer } from './output-buffer.js';
import {
  IndicativeFields,
  PhaseEncoder,
  PhaseFields,
  readIndicativePrice,
  readTradingPhase,
} from './phase-messages.js';
import { ENGINE_MESSAGES } from './protocol.js';

const decoder = new FrameDecoder(ENGINE_MESSAGES, 1 << 12);
const encoder = new PhaseEncoder();
const EVENT = {
  instrument: 70_000,
  sequence: 2 ** 40 + 1,
  index: 3,
  seconds: 1_770_000_000,
  nanos: 999_999_999,
};

function sent(write: (out: OutputBuffer) => boolean): FrameDecoder {
  const out = new OutputBuffer(256);
  if (!write(out)) throw new Error('no room');
  if (decoder.open(out.frame()) !== 0 || !decoder.next()) throw new Error('no message');
  return decoder;
}

for (const until of [
  { untilSeconds: 0, untilNanos: 0 },
  { untilSeconds: 1_770_000_300, untilNanos: 500_000_000 },
])
  t.test(`a phase until ${until.untilSeconds}.${until.untilNanos}`, async (t) => {
    const fields = Object.assign(new PhaseFields(), EVENT, until, { phase: TradingPhase.VolatilityAuction });
    const found = new PhaseFields();
    readTradingPhase(
      sent((out) => encoder.tradingPhase(out, fields)),
      found,
    );
    t.equal(decoder.type, Body.TradingPhase);
    t.same(found, fields);
  });

t.test('an indicative price', async (t) => {
  for (const numbers of [
    { price: -6_400_000, quantity: 2 ** 52, surplus: 2 ** 51 + 1, surplusSide: Side.Sell },
    { price: 0, quantity: 0, surplus: 0, surplusSide: 0 },
  ]) {
    const fields = Object.assign(new IndicativeFields(), EVENT, numbers);
    const found = new IndicativeFields();
    readIndicativePrice(
      sent((out) => encoder.indicativePrice(out, fields)),
      found,
    );
    t.equal(decoder.type, Body.IndicativePrice);
    t.same(found, fields);
  }
});

t.test('a message that does not fit is not written', async (t) => {
  const out = new OutputBuffer(64);
  t.notOk(encoder.tradingPhase(out, new PhaseFields()));
  t.notOk(encoder.indicativePrice(out, new IndicativeFields()));
  t.equal(out.length, 0);
});
