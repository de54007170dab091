/** Coinbase Exchange for the conformance suite. */
import type { Bench } from '../../conformance/test-rig.js';
import { FixForm } from '../../fix-orders/fix-form.js';
import { fixDialInto } from '../../in-process/tcp.js';
import { callInto } from '../../in-process/web.js';
import { scaleOfStep } from '../../kit/instrument.js';
import { uuidIds } from '../../kit/orders/client-ids.js';
import { COINBASE_DEFAULTS, type CoinbaseOptions } from '../../simulator/coinbase/options.js';
import { coinbase, rest } from '../../simulator/coinbase/test-coinbase.js';
import { COINBASE_ORDER_DEFAULTS, type CoinbaseOrderOptions } from './options.js';
import { coinbaseParts } from './venue.js';

const BTC_USD = { id: 1, symbol: 'BTC-USD', price: scaleOfStep('0.01'), qty: scaleOfStep('0.001') };
const PRODUCT = {
  ...COINBASE_DEFAULTS.products[0],
  baseIncrement: '0.001',
};

export function coinbaseBench(
  simulated: Partial<CoinbaseOptions> = {},
  more: Partial<CoinbaseOrderOptions> = {},
): Bench {
  const venue = coinbase({ products: [PRODUCT], ...simulated });
  const [{ apiKey, secret, passphrase }] = COINBASE_DEFAULTS.keys;
  const options: CoinbaseOrderOptions = {
    ...COINBASE_ORDER_DEFAULTS,
    apiKey,
    secret,
    passphrase,
    prefix: 'PG',
    instruments: [BTC_USD],
    cancelOnDisconnect: 'N',
    ...more,
  };
  const [dial, call] = [fixDialInto(venue), callInto(venue)];
  return {
    name: 'coinbase-fix',
    agenda: venue.agenda,
    market: venue.market,
    faults: venue.faults,
    account: 'demo',
    instrument: BTC_USD,
    referenceTicks: 6_400_000,
    buyTicks: 6_390_000,
    replaceTicks: 6_389_990,
    ids: uuidIds('PG'),
    make: (desk, notice) =>
      new FixForm(desk, { dial, notice }, coinbaseParts(options, desk, { dial, notice, call })),
    others: (side, priceTicks, lots) =>
      void rest(venue, side, (priceTicks / 100).toFixed(2), (lots / 1_000).toFixed(3)),
  };
}
