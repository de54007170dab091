/** The guide's plugin and configuration, as they stand in docs/strategies.md, in a worker on a real engine. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import t from 'tap';
import { checkConfig } from '../../engine/config/load.js';
import { PAPER_CONFIG } from '../../engine/config/paper.js';
import { COUNTER_TABLE } from '../../engine/telemetry/counter-table.js';
import { EngineRig } from './test-rig.js';

const GUIDE = readFileSync('docs/strategies.md', 'utf8');

function block(language: string): string {
  const found = new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'ms').exec(GUIDE);
  if (!found) throw new Error(`the guide has no ${language} block`);
  return found[1];
}

t.test('the plugin of the guide runs as the guide configures it', async (t) => {
  const config = checkConfig({ ...PAPER_CONFIG, ...JSON.parse(block('json')) }, () => 'guide');
  const [entry] = config.strategies;
  // Inside the project, where `pregao/sdk` and `zod` are found; not beside what is compiled.
  const directory = mkdtempSync('dist/guide-');
  t.teardown(() => rmSync(directory, { recursive: true }));
  const file = join(directory, entry.plugin);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, block('js'));
  const bidder = { name: 'other', plugin: join(process.cwd(), 'dist/strategies/host/test-plugin-bids.js') };
  const rig = new EngineRig([entry, bidder], { directory });
  t.teardown(() => rig.close());
  await rig.host.start();
  await rig.until('it follows the best bid up', () => rig.bidsOf('joiner').includes(1_020));
  t.match(rig.counts('joiner'), { running: 1, failures: 0 });
  t.same(rig.logs('joiner'), ['running']);
});

t.test('what the guide says of metrics and defaults is so', async (t) => {
  for (const name of Object.keys(COUNTER_TABLE.strategy)) t.match(GUIDE, `_${name}`);
  const [entry] = checkConfig(PAPER_CONFIG, () => 'paper').strategies;
  for (const key of ['memoryMb', 'handlerMs', 'keepOrders'] as const)
    t.match(GUIDE, `\`${key}\` (${entry[key]})`, key);
});
