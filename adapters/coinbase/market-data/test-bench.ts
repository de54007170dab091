/** Coinbase Exchange before its simulator, by levels and by orders, for the conformance suite for market data. */
import type { MarketDataBench, StartOptions } from '../../conformance/test-market-data-rig.js';
import { TestNetwork } from '../../conformance/test-network.js';
import { instrumentOf } from '../../kit/instrument.js';
import { feedSignature } from '../../simulator/coinbase/feed.js';
import { DEMO_KEY } from '../../simulator/coinbase/options.js';
import { Coinbase } from '../../simulator/coinbase/simulator.js';
import { Agenda } from '../../simulator/kit/agenda.js';
import { CoinbaseMarketData } from './agent.js';
import { coinbaseDefinitions } from './definitions.js';
import { type BookChannel, COINBASE_DEFAULTS, type CoinbaseOptions } from './options.js';

const START_MS = 1_764_000_000_000;
const BOUNDS = {
  levelsPerSide: 256,
  ordersPerBook: 4_096,
  pendingUpdates: 1_024,
  pendingLevels: 4_096,
};

export function coinbaseBench(book: BookChannel): MarketDataBench {
  const venue = new Coinbase(new Agenda(START_MS), { hasCrowd: false });
  const { body } = venue.rest({ method: 'GET', path: '/products', query: '', headers: {}, body: '' });
  const definitions = coinbaseDefinitions(Buffer.from(JSON.stringify(body)));
  const instruments = definitions.map((each, i) => instrumentOf(i + 1, each));
  const product_id = instruments[0].symbol;
  const network = new TestNetwork(venue, product_id);
  const { dial, fetch } = network;
  const time = '2025-11-24T16:00:00.000000Z';
  const update = { type: 'l2update', product_id, time, changes: [['buy', '1.00', '1']] };
  const text = (changes: object) => JSON.stringify({ ...update, ...changes });
  return {
    venue,
    network,
    hasConnection: true,
    instruments,
    bookStream: book,
    tradeStream: book === 'full' ? 'full' : 'matches',
    isAggregated: false,
    isSnapshotAsked: book === 'full',
    malformed: [
      [text({}).slice(0, -1), 'truncated'],
      [text({ changes: [['buy', '1.001', '1']] }), 'off_step'],
      [text({ changes: [['buy', '1.00', 'NaN']] }), 'not_decimal'],
      [text({ changes: [['buy', '1.00', '-1']] }), 'out_of_range'],
      [text({ changes: [['bid', '1.00', '1']] }), 'wrong_type'],
      [text({ time: undefined }), 'missing_field'],
    ],
    unknown: [text({ product_id: 'NOBODY-USD' }), text({ type: 'auction' }), '{"hello":[1,{"type":"open"}]}'],
    make: (outside, options) =>
      new CoinbaseMarketData(
        { ...COINBASE_DEFAULTS, ...BOUNDS, ...batch(options), instruments, book, sign: signer(venue.agenda) },
        { ...outside, dial, fetch },
      ),
  };
}

const batch = ({ oneByOne }: StartOptions): Pick<CoinbaseOptions, 'subscriptionsPerMessage'> => ({
  subscriptionsPerMessage: oneByOne ? 1 : COINBASE_DEFAULTS.subscriptionsPerMessage,
});

const signer = (agenda: Agenda) => () => {
  const timestamp = String(agenda.nowMs / 1_000);
  const { apiKey: key, passphrase, secret } = DEMO_KEY;
  return { key, passphrase, timestamp, signature: feedSignature(secret, timestamp) };
};
