/** What stands behind a share, out of two documents; and what is none. */
import t from 'tap';
import { ReferencePoller } from '../kit/feed/reference-poller.js';
import { TestOutside } from '../kit/feed/test-outside.js';
import { PER_SHARE_DEFAULTS, underlyingPerShare } from './per-share.js';

const onshore = (quantity: unknown, shares: unknown = 50_000) => ({
  inavPerShare: 101.23,
  info: { fundName: 'a fund', numberOfSharesPerCreationUnit: shares },
  pcf: [
    { symbol: 'Cash', quantity: 12.3 },
    { symbol: 'HBTC.BH', quantity },
  ],
});
const offshore = (quantity: unknown) => ({ pcf: [{ symbol: 'BTC', quantity }] });

t.test('two documents, one number', async (t) => {
  const outside = new TestOutside(1);
  const { fetch, clock, ring, notice } = outside;
  const options = { ...PER_SHARE_DEFAULTS, instrument: 1, onshore: 'BITH11', offshore: 'HBTC.BH' };
  const poller = new ReferencePoller(underlyingPerShare(options), fetch, clock, ring, notice);
  const nowMs = () => clock.seconds * 1_000 + clock.nanos / 1e6;
  const answer = (...documents: object[]) => {
    for (const document of documents) outside.answer(document);
  };
  outside.pass(poller, 20);
  t.equal(outside.requests[0].url, 'https://api2.hashdex.io/marketdata/v2/inav/BITH11');
  answer(onshore(1_000), offshore(0.014641205));
  t.equal(poller.requests, 2);
  t.equal(poller.current(nowMs()), 292_824_100, '1000 × 0.014641205 ÷ 50000, in 10⁻¹²');
  const wrong: readonly (readonly [object, object, RegExp])[] = [
    [onshore('1000'), offshore(1), /BITH11: no quantity/],
    [onshore(1_000, 0), offshore(1), /no shares of a creation unit/],
    [onshore(1_000), {}, /HBTC\.BH: no quantity/],
    [onshore(1_000), offshore(Number.NaN), /HBTC\.BH: no quantity/],
    [onshore(1e-9), offshore(1e-9), /it is nothing/],
  ];
  for (const [first, second, why] of wrong) {
    outside.pass(poller, PER_SHARE_DEFAULTS.everyMs, 1_000);
    answer(first, second);
    t.match(outside.notices.at(-1), why);
    t.equal(poller.current(nowMs()), 292_824_100, 'the last one stands');
  }
  outside.pass(poller, PER_SHARE_DEFAULTS.ageMs, 1_000);
  t.ok(Number.isNaN(poller.current(nowMs())), 'and not for ever');
});
