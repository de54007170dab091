import t from 'tap';
import { readSecurity } from '../client/security.js';
import { Body, SecurityDefinition } from '../generated/pregao/wire.js';
import { StatusReason, VenueStatus } from '../records/venue-data.js';
import { FrameDecoder } from './decoder.js';
import { readMarketStatus } from './market-status.js';
import { ENGINE_MESSAGES, MAX_ENGINE_FRAME_BYTES } from './protocol.js';
import { engineFrames } from './test-sample-frames.js';

const decoder = new FrameDecoder(ENGINE_MESSAGES, MAX_ENGINE_FRAME_BYTES);

function open(name: string): Body {
  decoder.open(engineFrames().get(name)!);
  decoder.next();
  return decoder.type;
}

t.test('a status comes back as it was written', async (t) => {
  t.equal(open('MarketStatus'), Body.MarketStatus);
  t.match(readMarketStatus(decoder), {
    instrument: 16_777_217,
    nanos: 5,
    state: VenueStatus.Stale,
    reason: StatusReason.Gap,
  });
});

t.test('a market at a venue has a number of its own', async (t) => {
  open('SecurityDefinition at a venue');
  const { instrument, symbol, venue } = readSecurity(decoder.body(new SecurityDefinition()));
  t.same(
    { instrument, symbol, venue },
    {
      instrument: 16_777_217,
      symbol: 'BTC-USD',
      venue: { name: 'binance', symbol: 'BTCUSD', route: 0 },
    },
  );
  open('SecurityDefinition');
  t.equal(readSecurity(decoder.body(new SecurityDefinition())).venue, undefined);
});

t.test('steps of prices', async (t) => {
  open('SecurityDefinition with tick rules');
  const { tickRules } = readSecurity(decoder.body(new SecurityDefinition()));
  t.same(tickRules, [
    { from: '0.00', tick: '0.05' },
    { from: '100.00', tick: '0.50' },
  ]);
});
