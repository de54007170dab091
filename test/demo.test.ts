/** The demonstration of the street, as a person runs it: it ends well, or with exit code 1, and leaves nothing behind when somebody stops it. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import t from 'tap';
import { program } from './support/program.js';

const DOORS = ['binance-spot', 'binance-spot-fix', 'b3', 'b3-fix', 'nasdaq', 'nasdaq-fix', 'cme'];

t.setTimeout(600_000);

t.test('positions agree everywhere, with a venue cut off in the middle', async (t) => {
  const { stdout } = await promisify(execFile)(...program('dist/adapters/demo/street.js'));
  for (const line of [
    /b3 +PETR4 +[\d.]+ \/ [\d.]+/,
    /b3-fix +PETR4 +prices: those of b3/,
    /nasdaq-fix +MSFT +[\d.]+ \/ [\d.]+/,
    ...DOORS.map((name) => new RegExp(`${name} +an order by name, answered in [\\d.]+ ms`)),
    /binance +told \d+\.\d+ .* agree/,
    /coinbase +told \d+\.\d+ .* agree/,
    /coinbase: cut off/,
    /coinbase +unknown .* OutcomeUnknown/,
    /\npositions agree everywhere\n$/,
  ])
    t.match(stdout, line);
});

t.test('interrupted, it ends, and its engine with it', async (t) => {
  const demo = spawn(...program('dist/adapters/demo/street.js'), { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(demo, 'exit');
  let url = '';
  for await (const line of createInterface(demo.stdout)) {
    url = / engine +(http:\S+)/.exec(line)?.[1] ?? '';
    if (url !== '') break;
  }
  t.equal((await fetch(`${url}/v1/venues`)).status, 200);
  demo.kill('SIGINT');
  t.strictSame(await ended, [130, null]);
  await t.rejects(fetch(`${url}/v1/venues`), /fetch failed/);
});
