/** Strategies as a person meets them: the real engine, its configuration, its log and its metrics. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { PAPER_CONFIG } from '../engine/config/paper.js';
import { EngineProcess, freshDirectory } from './support/engine.js';

const WAIT_MS = 60_000;

// Three engines, one after the other.
t.setTimeout(120_000);

/** A metric's value, or undefined as long as it is not there. */
async function metric(engine: EngineProcess, name: string): Promise<number | undefined> {
  const text = await (await fetch(`${engine.httpUrl}/metrics`)).text();
  const line = text.split('\n').find((each) => each.startsWith(`${name} `));
  return line === undefined ? undefined : Number(line.slice(name.length + 1));
}

async function until(what: string, engine: EngineProcess, condition: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + WAIT_MS; !(await condition()); await sleep(50))
    if (Date.now() > deadline) throw new Error(`not in time: ${what}\n${engine.output}\n${engine.log}`);
}

const ofStrategy = (name: string, strategy: string) => `pregao_strategy_${name}{strategy="${strategy}"}`;

t.test('the paper configuration trades at once, and leaves nothing open', async (t) => {
  const engine = await EngineProcess.start();
  t.teardown(() => engine.kill('SIGKILL'));
  t.match(engine.output, /strategies +maker \(market-maker\), taker \(taker\)/);
  await until('trades', engine, async () => Number(await metric(engine, 'pregao_core_trades_total')) > 0);
  for (const name of ['maker', 'taker']) {
    t.equal(await metric(engine, ofStrategy('running', name)), 1, `${name} runs`);
    t.equal(await metric(engine, ofStrategy('failures_total', name)), 0);
  }
  t.equal(Number(await metric(engine, 'pregao_core_open_orders')) > 0, true, 'quotes stand');
  t.same(await engine.stop(), { code: 0, signal: null });
  t.match(engine.output, /stopped .* 0 open orders/, 'strategies take their orders with them');
});

t.test(
  'a plugin of one’s own that fails: restarted, given up, told in log and metrics; the others go on',
  async (t) => {
    const directory = freshDirectory();
    const config = join(directory, 'pregao.config.json');
    writeFileSync(
      join(directory, 'brittle.mjs'),
      `export default {
      name: 'brittle',
      start(ctx) {
        ctx.buy('ETH-USD', '1', '1000.00');
        return { onOrder() { throw new Error('cannot stand orders'); } };
      },
    };`,
    );
    const brittle = { name: 'brittle', plugin: './brittle.mjs', account: 'demo', instruments: ['ETH-USD'] };
    const strategies = [...PAPER_CONFIG.strategies!, brittle];
    writeFileSync(config, JSON.stringify({ ...PAPER_CONFIG, strategies }));
    const engine = await EngineProcess.start({ args: ['--config', config] });
    t.teardown(() => engine.kill('SIGKILL'));
    const givenUp = ofStrategy('given_up', 'brittle');
    await until('it is given up', engine, async () => (await metric(engine, givenUp)) === 1);
    t.equal(await metric(engine, ofStrategy('starts_total', 'brittle')), 6, 'the first start and five more');
    t.equal(await metric(engine, ofStrategy('failures_total', 'brittle')), 6);
    t.equal(await metric(engine, ofStrategy('running', 'brittle')), 0);
    const lines = engine.log.split('\n').filter((line) => line.includes('"strategy":"brittle"'));
    t.equal(lines.filter((line) => line.includes('failed: cannot stand orders')).length, 6);
    t.match(lines.at(-1), 'given up');
    const trades = await metric(engine, 'pregao_core_trades_total');
    await until(
      'others trade',
      engine,
      async () => (await metric(engine, 'pregao_core_trades_total'))! > trades!,
    );
    for (const name of ['maker', 'taker'])
      t.equal(await metric(engine, ofStrategy('failures_total', name)), 0);
    t.same(await engine.stop(), { code: 0, signal: null });
    t.match(engine.output, /stopped .* 0 open orders/);
  },
);

t.test('a plugin that is not there stops the start', async (t) => {
  const strategies = [{ name: 'x', plugin: 'market-makr', account: 'demo', instruments: ['ETH-USD'] }];
  const engine = EngineProcess.launch({ config: { ...PAPER_CONFIG, strategies } });
  t.equal((await engine.exit()).code, 2);
  t.match(engine.log, /strategies\[0\]\.plugin: plugin "market-makr": none of this name ships/);
});
