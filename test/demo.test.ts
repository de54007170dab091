/** The demonstration of the street, as a person runs it: it ends well, or with exit code 1. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import t from 'tap';
import { program } from './support/program.js';

t.setTimeout(180_000);

t.test('positions agree everywhere, with a venue cut off in the middle', async (t) => {
  const { stdout } = await promisify(execFile)(...program('dist/adapters/demo/street.js'));
  for (const line of [
    /b3 +PETR4 +[\d.]+ \/ [\d.]+/,
    /nasdaq +an order by name, answered in [\d.]+ ms/,
    /cme +an order by name, answered in [\d.]+ ms/,
    /binance +told \d+\.\d+ .* agree/,
    /coinbase +told \d+\.\d+ .* agree/,
    /coinbase: cut off/,
    /coinbase +unknown .* OutcomeUnknown/,
    /\npositions agree everywhere\n$/,
  ])
    t.match(stdout, line);
});
