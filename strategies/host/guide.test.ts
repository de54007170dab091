/** The guide's plugin and configuration, as they stand in docs/strategies.md, in a worker on a real engine. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { checkConfig } from '../../engine/config/load.js';
import { PAPER_CONFIG } from '../../engine/config/paper.js';
import { COUNTER_TABLE } from '../../engine/telemetry/counter-table.js';
import { program } from '../../test/support/program.js';
import { EngineRig } from './test-rig.js';

t.setTimeout(90_000);

const GUIDE = readFileSync('docs/strategies.md', 'utf8');

function block(language: string, index = 0): string {
  const found = [...GUIDE.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))][index];
  if (!found) throw new Error(`the guide has no ${language} block`);
  return found[1];
}

/** The two files of the guide, in a folder of their own. */
function folder(t: Test): string {
  const directory = mkdtempSync(join(tmpdir(), 'pregao-guide-'));
  t.teardown(() => rmSync(directory, { recursive: true }));
  mkdirSync(join(directory, 'strategies'));
  for (const [i, name] of ['join-bid.ts', 'join-bid.test.ts'].entries())
    writeFileSync(join(directory, 'strategies', name), block('ts', i));
  return directory;
}

t.test('the plugin of the guide runs as the guide configures it', async (t) => {
  const config = checkConfig({ ...PAPER_CONFIG, ...JSON.parse(block('json')) }, () => 'guide');
  const [entry] = config.strategies;
  const directory = folder(t);
  const bidder = { name: 'other', plugin: join(process.cwd(), 'dist/strategies/host/test-plugin-bids.js') };
  const rig = new EngineRig([entry, bidder], { directory });
  t.teardown(() => rig.close());
  await rig.host.start();
  await rig.until('it follows the best bid up', () => rig.bidsOf('joiner').includes(1_020));
  t.match(rig.counts('joiner'), { running: 1, failures: 0 });
  t.same(rig.logs('joiner'), ['running']);
});

t.test('the test of the guide holds', (t) => {
  const [command, argv] = program(join(process.cwd(), 'engine/cli/pregao.js'), 'strategy', 'test');
  const { status, stdout } = spawnSync(command, argv, { cwd: folder(t), encoding: 'utf8' });
  t.equal(status, 0, stdout);
  t.match(stdout, /^# pass 1$/m);
  t.end();
});

t.test('what the guide says of metrics and defaults is so', async (t) => {
  for (const name of Object.keys(COUNTER_TABLE.strategy)) t.match(GUIDE, `_${name}`);
  const [entry] = checkConfig(PAPER_CONFIG, () => 'paper').strategies;
  for (const key of ['memoryMb', 'handlerMs', 'keepOrders'] as const)
    t.match(GUIDE, `\`${key}\` (${entry[key]})`, key);
});
