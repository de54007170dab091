/** Every scenario of `npm run scenarios`, on a short day, and that the same seed gives the same day. */
import t from 'tap';
import { recorded } from '../../engine/replay/test-files.js';
import { QUOTES_MS } from './crowd.js';
import { recordedPrices } from './recorded-prices.js';
import { playScenario } from './scenario.js';
import { SCENARIOS } from './scenarios.js';

const SEED = Number(process.env.SEED ?? 7);
/** So that all of them fit a test; the command plays whole days. */
const HOURS = 1;

t.setTimeout(0);
t.comment(`seed ${SEED}`);

for (const scenario of SCENARIOS)
  t.test(scenario.name, async (t) => {
    const { wrong, day } = playScenario(scenario, SEED, HOURS);
    t.same(wrong, [], wrong.length > 0 ? day.logged.slice(-20).join('\n') : '');
  });

t.test('the same seed gives the same day', async (t) => {
  const [first, second] = [1, 2].map(() => playScenario(SCENARIOS[0], SEED + 1, HOURS));
  t.same(first.day.logged, second.day.logged);
  t.equal(first.events, second.events);
});

for (const [format, ...files] of [
  ['binance', 'crypto/hft_cm_btcusd_perp_20240808.gz'],
  ['lobster', 'lobster/AMZN_message_20k.csv.gz', 'lobster/AMZN_orderbook_20k.csv.gz'],
]) {
  const paths = files.map(recorded);
  const skip = paths.includes(undefined) && `${files} is not at $PREGAO_DATA or ../shared/data`;
  t.test(`with the prices of ${files[0]}`, { skip }, async (t) => {
    const prices = await recordedPrices(`${format}:${paths}`, QUOTES_MS);
    t.ok(new Set(prices).size > prices.length / 10, `${prices.length} prices, and they move`);
    for (const scenario of SCENARIOS.filter(({ name }) => /all sizes|killed twenty|being moved/.test(name)))
      t.same(playScenario(scenario, SEED, HOURS, prices).wrong, [], scenario.name);
  });
}

t.test('a recording that is none', async (t) => {
  await t.rejects(recordedPrices('binance:nowhere.gz', QUOTES_MS), /no file nowhere.gz/);
  await t.rejects(recordedPrices('tape:nowhere.gz', QUOTES_MS), /not FORMAT:FILE/);
});
