/** Binance USD-M futures for the conformance suite. */
import { type Bench, OrderTestRig } from '../../conformance/test-rig.js';
import { callInto, dialInto } from '../../in-process/web.js';
import { scaleOfStep } from '../../kit/instrument.js';
import { textIds } from '../../kit/orders/client-ids.js';
import type { FuturesOptions } from '../../simulator/binance/futures/options.js';
import { TestFutures } from '../../simulator/binance/futures/test-futures.js';
import { API_KEY, PRIVATE_KEY } from '../../simulator/binance/spot/test-spot.js';
import { FuturesForm } from './form.js';
import { FUTURES_ORDER_DEFAULTS, type FuturesOrderOptions } from './options.js';

export const BTCUSDT = { id: 1, symbol: 'BTCUSDT', price: scaleOfStep('0.1'), qty: scaleOfStep('0.001') };

export class TestDesk extends OrderTestRig {
  constructor(options: Partial<FuturesOptions> = {}, more: Partial<FuturesOrderOptions> = {}) {
    super(benchOf(new TestFutures(options), more));
  }
}

function benchOf(futures: TestFutures, more: Partial<FuturesOrderOptions>): Bench {
  const { venue } = futures;
  const options = {
    ...FUTURES_ORDER_DEFAULTS,
    apiKey: API_KEY,
    privateKey: PRIVATE_KEY,
    prefix: 'PG',
    instruments: [BTCUSDT],
    ...more,
  };
  return {
    name: 'binance-usdm',
    agenda: venue.agenda,
    market: venue.market,
    faults: venue.faults,
    account: 'demo',
    instrument: BTCUSDT,
    referenceTicks: 640_000,
    buyTicks: 639_000,
    replaceTicks: 638_990,
    ids: textIds('PG'),
    closeOutId: 'autoclose-1',
    make: (desk, notice) =>
      new FuturesForm(options, desk, { dial: dialInto(venue), call: callInto(venue), notice }),
    others: (side, priceTicks, lots) =>
      futures.others(side, (priceTicks / 10).toFixed(1), (lots / 1_000).toFixed(3)),
  };
}
