/** Strategies led while the engine runs: by the command line as a person does it, and over the admin socket as a program does. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { PAPER_CONFIG } from '../engine/config/paper.js';
import { EngineProcess, freshDirectory } from './support/engine.js';
import { program } from './support/program.js';

/** Each answer of the command line is a process of its own. */
t.setTimeout(120_000);

const LAUNCHER = fileURLToPath(new URL('../../engine/cli/pregao.js', import.meta.url));

interface Answer {
  readonly status: number;
  readonly answer: { readonly strategies: readonly Signs[] };
}

type Signs = Record<'name' | 'state', string> &
  Record<'openOrders' | 'commands', number> & { throttled: boolean };

const bidder = (orders: number): string => `
  import { defineStrategy } from 'pregao/sdk';
  import { z } from 'zod';
  export default defineStrategy({
    name: 'bidder',
    parameters: z.strictObject({ price: z.string().default('20.00') }),
    start(ctx) {
      while (ctx.orders.length < ${orders}) ctx.buy('PETR4', '100', ctx.parameters.price);
    },
  });
`;

t.test('list, stop, start, new code, new parameters, the throttle', async (t) => {
  const directory = freshDirectory();
  const config = join(directory, 'pregao.config.json');
  const plugin = join(directory, 'bidder.ts');
  writeFileSync(plugin, bidder(1));
  const strategies = [
    { name: 'bidder', plugin: './bidder.ts', account: 'demo', instruments: ['PETR4'] },
    { ...PAPER_CONFIG.strategies![0], name: 'maker' },
    { ...PAPER_CONFIG.strategies![1], name: 'taker', maxExecutions: 2, parameters: { everyMs: 20 } },
  ];
  writeFileSync(config, JSON.stringify({ ...PAPER_CONFIG, strategies }));
  const engine = await EngineProcess.start({ args: ['--config', config] });
  t.teardown(() => engine.kill('SIGKILL'));
  const { data } = engine;

  const pregao = (...args: string[]) => {
    const [command, argv] = program(LAUNCHER, ...args, '--data', data);
    const { status, stdout, stderr } = spawnSync(command, argv, { encoding: 'utf8' });
    return { status, out: stdout + stderr };
  };
  const ask = (method: string, path: string, body?: object): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const sent = request(
        { socketPath: join(data, 'admin.sock'), agent: false, method, path },
        async (response) => {
          resolve({ status: response.statusCode!, answer: JSON.parse(await text(response)) });
        },
      );
      sent.once('error', reject).end(body && JSON.stringify(body));
    });
  const health = async (name: string) => {
    const { answer } = await ask('GET', '/strategies');
    return answer.strategies.find((each) => each.name === name)!;
  };
  const until = async (what: string, condition: () => Promise<boolean>): Promise<void> => {
    for (const deadline = Date.now() + 60_000; !(await condition()); await sleep(50))
      if (Date.now() > deadline) throw new Error(`not in time: ${what}\n${engine.log}`);
  };

  await until('the bid stands', async () => (await health('bidder')).openOrders === 1);
  t.match(await health('bidder'), {
    ...{ plugin: './bidder.ts', account: 'demo', instruments: ['PETR4'], state: 'running', starts: 1 },
    ...{ failures: 0, parameters: {}, keepOrders: false, throttled: false, killed: false, maxExecutions: 0 },
  });

  writeFileSync(plugin, bidder(2));
  const reloaded = pregao('strategy', 'reload', 'bidder');
  t.equal(reloaded.status, 0, reloaded.out);
  t.match(reloaded.out, /^bidder +running +for 0 s .*starts 2 +failures 0/);
  await until('the second bid stands', async () => (await health('bidder')).openOrders === 2);
  t.equal((await health('bidder')).commands, 1, 'the new life has sent one order, and found the other');

  writeFileSync(plugin, 'export default {');
  const broken = pregao('strategy', 'reload', 'bidder');
  t.equal(broken.status, 2);
  t.match(broken.out, /bidder\.ts:1:\d+: /);
  t.match(await health('bidder'), { state: 'running', starts: 2, openOrders: 2 }, 'nothing has changed');

  writeFileSync(plugin, bidder(3));
  const asked = { strategy: 'bidder', parameters: { price: '21.00' } };
  t.match(await ask('POST', '/strategy-parameters', asked), {
    status: 200,
    answer: { strategy: { state: 'running', parameters: { price: '21.00' } } },
  });
  await until('the third bid stands', async () => (await health('bidder')).openOrders === 3);
  t.match(await ask('POST', '/strategy-parameters', { ...asked, parameters: { price: 21 } }), {
    status: 400,
    answer: { error: /parameters: price: / },
  });
  t.match(await ask('POST', '/strategy-stop', { strategy: 'bidder' }), {
    answer: { strategy: { state: 'stopped' } },
  });
  t.match(await ask('POST', '/strategy-start', { strategy: 'bidder' }), {
    answer: { strategy: { state: 'running' } },
  });
  t.match(await ask('POST', '/strategy-stop', { strategy: 'nobody' }), {
    status: 400,
    answer: { error: 'there is no strategy "nobody"' },
  });
  t.match(await ask('POST', '/strategy-stop', { name: 'bidder' }), { status: 400 });
  t.equal((await ask('POST', '/strategy-nothing', {})).status, 404);

  await until('the throttle holds the taker', async () => (await health('taker')).throttled);
  const list = pregao('strategies');
  t.equal(list.status, 0, list.out);
  t.match(list.out, /^bidder +running .*\nmaker +running .*\ntaker +running .* executions \d+\/2: THROTTLED/);
  t.same(await engine.stop(), { code: 0, signal: null });
  t.match(engine.output, /stopped .* 0 open orders/);
});
