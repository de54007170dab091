/** `npm run backtest` as a person calls it, over a trading hour that a real engine has journaled, and over recordings. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { startCoinbase } from '../adapters/simulator/index.js';
import { PAPER_CONFIG } from '../engine/config/paper.js';
import { recorded } from '../engine/replay/test-files.js';
import { EngineProcess } from './support/engine.js';
import { program } from './support/program.js';

/** Each run is a process of its own. */
t.setTimeout(180_000);

const MAIN = join(process.cwd(), 'dist/strategies/backtest/main.js');
const directory = mkdtempSync(join(tmpdir(), 'pregao-backtest-'));
t.teardown(() => rmSync(directory, { recursive: true }));

function backtest(...args: string[]) {
  const [command, argv] = program(MAIN, ...args);
  const { status, stdout, stderr } = spawnSync(command, argv, { encoding: 'utf8' });
  return { status, stdout, stderr };
}

t.test(
  'the journal of a real engine, with the strategy that traded in it and with another one',
  async (t) => {
    const strategies = PAPER_CONFIG.strategies!.map((each) => ({
      ...each,
      parameters: { everyMs: 20 },
    }));
    const engine = await EngineProcess.start({ config: { ...PAPER_CONFIG, strategies } });
    t.teardown(() => engine.kill('SIGKILL'));
    await sleep(4_000);
    t.same(await engine.stop(), { code: 0, signal: null });
    const data = `journal:${engine.data}`;

    const run = (...more: string[]) => {
      const { status, stdout, stderr } = backtest('--strategy', 'taker', '--data', data, '--json', ...more);
      t.equal(status, 0, stderr);
      t.match(stderr, /events in .* s, .* events\/s, \d+ MB/);
      return stdout;
    };
    const options = ['--parameters', '{"everyMs":50}', '--order-latency', '2', '--jitter', '3'];
    const first = run(...options);
    t.equal(run(...options), first, 'two runs are equal');
    const result = JSON.parse(first);
    t.ok(result.fills > 5, `${result.fills} fills, at the maker's quotes of that day`);
    t.equal(result.makerFills, 0);
    t.match(result.market, { refused: 0, crossed: 0 });
    t.ok(result.events > 100 && result.seconds > 1, `${result.events} events in ${result.seconds} s`);

    const maker = backtest('--strategy', 'maker', '--data', data, '--symbol', 'BTC-USD');
    t.equal(maker.status, 0, maker.stderr);
    t.match(maker.stdout, /^strategy +maker \(market-maker\)$/m);
    t.match(
      maker.stdout,
      /^fills +[1-9]\d*, [1-9]\d* as maker/m,
      'the orders of the taker reach the new quotes',
    );
    t.match(maker.stdout, /^state hash +[0-9a-f]{16}, fills [0-9a-f]{8}$/m);
  },
);

t.test(
  'references that a real engine was told of: its strategies hear of them, and again in a back-test',
  async (t) => {
    const coinbase = await startCoinbase({ port: 0, hasCrowd: false });
    t.teardown(() => coinbase.close());
    const plugin = join(directory, 'teller.mjs');
    writeFileSync(
      plugin,
      `export default { name: 'teller', start: (ctx) => ({
      onReference: ({ ticks }) => { if (ticks > 0) ctx.buy('BTC-USD', '0.001'); },
    }) };`,
    );
    const rate = {
      symbol: 'USDBRL',
      tick: '0.0001',
      lot: '1',
      maxPrice: '100',
      maxQuantity: '1',
      maxNotional: '100',
    };
    const [maker] = PAPER_CONFIG.strategies!;
    const teller = { name: 'teller', plugin, account: 'taker', instruments: ['USDBRL', 'BTC-USD'] };
    const config = {
      ...PAPER_CONFIG,
      instruments: [...PAPER_CONFIG.instruments, rate],
      references: [
        {
          source: 'coinbase-rates' as const,
          symbol: 'USDBRL',
          everyMs: 1_000,
          restUrl: `http://127.0.0.1:${coinbase.ports.http}`,
        },
      ],
      strategies: [maker, teller],
    };
    const engine = await EngineProcess.start({ config });
    t.teardown(() => engine.kill('SIGKILL'));
    await sleep(6_000);
    t.same(await engine.stop(), { code: 0, signal: null });
    const file = join(directory, 'teller.json');
    writeFileSync(file, JSON.stringify(config));
    const journal = ['--config', file, '--data', `journal:${engine.data}`, '--json'];
    const { status, stdout, stderr } = backtest('--strategy', 'teller', ...journal);
    t.equal(status, 0, stderr);
    const { fills } = JSON.parse(stdout);
    t.ok(fills > 1, `${fills} fills: one order for each reference`);
  },
);

const lobster = ['AMZN_message_20k.csv.gz', 'AMZN_orderbook_20k.csv.gz'].map((name) =>
  recorded(`lobster/${name}`),
);

t.test(
  'a recorded hour',
  { skip: lobster.includes(undefined) && 'AMZN is not at $PREGAO_DATA or ../shared/data' },
  async (t) => {
    const [chart, fills] = ['chart.svg', 'fills.csv'].map((name) => join(directory, name));
    const args = [
      '--strategy',
      'market-maker',
      '--parameters',
      '{"value":20000,"spreadBps":4}',
      '--data',
      `lobster:${lobster}`,
    ];
    const { status, stdout, stderr } = backtest(
      ...args,
      '--taker-fee',
      '100',
      '--chart',
      chart,
      '--fills',
      fills,
    );
    t.equal(status, 0, stderr);
    t.match(stdout, /20,000 events, 1,94\d s/);
    const count = Number(/^fills +([\d,]+),/m.exec(stdout)?.[1].replace(',', ''));
    t.ok(count > 50, `${count} fills`);
    const rows = readFileSync(fills, 'utf8').trimEnd().split('\n');
    t.equal(rows.length - 1, count, 'one row each');
    t.match(rows[0], 'time,symbol,side,price,quantity,liquidity');
    t.match(rows[1], /^342\d\d\.\d{9},AMZN,(buy|sell),22\d\.\d{4},\d+,maker$/);
    const svg = readFileSync(chart, 'utf8');
    for (const title of ['profit after fees', 'drawdown', 'price', 'position, lots'])
      t.match(svg, `>${title}<`);
  },
);

t.test('what cannot be done', async (t) => {
  const broken = join(directory, 'broken.csv');
  writeFileSync(broken, 'ts_event,action,side,price,size,order_id,sequence\n1,A,B,1.00,x,1,1\n');
  const plugin = join(directory, 'throws.mjs');
  writeFileSync(plugin, "export default { name: 'throws', start() { throw new Error('not today'); } };\n");
  const good = join(directory, 'good.csv');
  writeFileSync(
    good,
    'ts_event,action,side,price,size,order_id,sequence\n1700000000000000000,A,B,1.00,1,1,1\n1700000001000000000,A,B,1.00,1,2,2\n',
  );
  for (const [args, code, why] of [
    [['--strategy', 'taker'], 2, /required option '--data/],
    [
      ['--strategy', 'taker', '--data', 'tape:x'],
      2,
      /"tape:x" is not FORMAT:FILE, with a format of lobster, mbo/,
    ],
    [['--strategy', 'taker', '--data', 'lobster:x'], 2, /lobster has 2 files, not 1/],
    [['--strategy', 'taker', '--data', 'mbo:/nowhere'], 2, /there is no file \/nowhere/],
    [['--strategy', 'nobody', '--data', `mbo:${good}`], 2, /plugin "nobody": none of this name ships/],
    [
      ['--strategy', 'taker', '--data', `mbo:${good}`, '--symbol', 'PETR4'],
      2,
      /PETR4 is not in the recording/,
    ],
    [['--strategy', 'taker', '--data', `mbo:${good}`, '--parameters', '{"x":1}'], 2, /parameters: .*x/],
    [['--strategy', 'taker', '--data', `mbo:${broken}`], 1, /broken\.csv:2: size "x"/],
    [['--strategy', plugin, '--data', `mbo:${good}`], 1, /not today[\s\S]*throws\.mjs:1/],
    [['--strategy', 'taker', '--data', `mbo:${good}`, '--orders', '2'], 2, /whole number from 16/],
  ] as const) {
    const { status, stderr } = backtest(...args);
    t.equal(status, code, args.join(' '));
    t.match(stderr, why);
  }
});
