/** Binance spot over FIX for the conformance suite. */
import type { Bench } from '../../conformance/test-rig.js';
import { FixForm } from '../../fix-orders/fix-form.js';
import { fixDialInto } from '../../in-process/tcp.js';
import { callInto, dialInto } from '../../in-process/web.js';
import { scaleOfStep } from '../../kit/instrument.js';
import { textIds } from '../../kit/orders/client-ids.js';
import type { SpotOptions } from '../../simulator/binance/spot/options.js';
import { SPOT_SYMBOLS } from '../../simulator/binance/spot/symbols.js';
import { API_KEY, PRIVATE_KEY, rest, spot } from '../../simulator/binance/spot/test-spot.js';
import { SPOT_ORDER_DEFAULTS, type SpotOrderOptions } from './options.js';
import { spotParts } from './venue.js';

const BTCUSDT = { id: 1, symbol: 'BTCUSDT', price: scaleOfStep('0.01'), qty: scaleOfStep('0.00001') };

export function spotBench(simulated: Partial<SpotOptions> = {}, more: Partial<SpotOrderOptions> = {}): Bench {
  const venue = spot({ symbols: SPOT_SYMBOLS, ...simulated });
  const options: SpotOrderOptions = {
    ...SPOT_ORDER_DEFAULTS,
    apiKey: API_KEY,
    privateKey: PRIVATE_KEY,
    prefix: 'PG',
    instruments: [BTCUSDT],
    ...more,
  };
  return {
    name: 'binance-spot-fix',
    agenda: venue.agenda,
    market: venue.market,
    faults: venue.faults,
    account: 'demo',
    instrument: BTCUSDT,
    referenceTicks: 6_400_000,
    buyTicks: 6_390_000,
    replaceTicks: 6_390_000,
    ids: textIds('PG'),
    make: (desk, notice) => {
      const outside = { dial: fixDialInto(venue), webSocket: dialInto(venue), call: callInto(venue), notice };
      return new FixForm(desk, outside, spotParts(options, desk, outside));
    },
    others: (side, priceTicks, lots) =>
      void rest(venue, 'BTCUSDT', side, (priceTicks / 100).toFixed(2), (lots / 1e5).toFixed(5)),
  };
}
