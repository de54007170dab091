/** `pregao strategy new NAME`: a strategy that works, and its test. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from './failure.js';

const NAME = /^[a-z][a-z0-9-]*$/;

/** @returns the two files, written. @throws UsageError the name is none, or taken */
export function writeStrategy(name: string, folder: string, typed: boolean): readonly string[] {
  if (!NAME.test(name)) throw new UsageError(`"${name}": a name has small letters, digits and dashes`);
  const extension = typed ? 'ts' : 'mjs';
  const files = new Map([
    [join(folder, `${name}.${extension}`), plugin(name, typed)],
    [join(folder, `${name}.test.${extension}`), test(name, typed)],
  ]);
  for (const file of files.keys()) if (existsSync(file)) throw new UsageError(`${file} is there already`);
  mkdirSync(folder, { recursive: true });
  for (const [file, text] of files) writeFileSync(file, text);
  return [...files.keys()];
}

/** For the configuration. */
export const configEntry = (name: string): string =>
  `{ "name": "${name}", "plugin": "${name}", "account": "demo", "instruments": ["BTC-USD"], "parameters": { "symbol": "BTC-USD" } }`;

const plugin = (name: string, typed: boolean): string => `\
/** Keeps a bid at the best price that anybody else bids. */
import { defineStrategy${typed ? ', type Order' : ''} } from 'pregao/sdk';
import { z } from 'zod';

export default defineStrategy({
  name: '${name}',
  parameters: z.strictObject({
    symbol: z.string().describe('what it buys'),
    quantity: z.string().default('0.1').describe('of its bid'),
  }),
  start(ctx) {
    const { symbol, quantity } = ctx.parameters;
    let bid${typed ? ': Order | undefined' : ''};
    return {
      onBook({ bids, symbol: changed }) {
        if (changed !== symbol) return;
        const best = bids.find(({ ticks, lots }) => lots > (bid?.ticks === ticks ? bid.openLots : 0));
        if (best === undefined) return;
        const { ticks } = best;
        if (!bid?.live) bid = ctx.send({ symbol, side: 'buy', quantity, ticks, postOnly: true });
        else if (bid.ticks !== ticks && bid.requests === 0) ctx.replace(bid, { ticks });
      },
      onPosition: (_symbol, lots) => ctx.log('position', { lots }),
    };
  },
});
`;

const test = (name: string, typed: boolean): string => `\
/** Runs by \`npx pregao strategy test\`: a real core in memory, on virtual time. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TestEngine } from 'pregao/sdk/test';
import strategy from './${name}.${typed ? 'js' : 'mjs'}';

const SYMBOL = 'BTC-USD';

test('it joins the best bid of the others, follows it, and says what it has bought', () => {
  const engine = new TestEngine(strategy, { parameters: { symbol: SYMBOL, quantity: '0.5' } });
  const best = engine.others.buy(SYMBOL, '1', '63999.00');
  engine.advance();
  assert.deepEqual(
    engine.orders.map(({ side, ticks }) => [side, ticks]),
    [['buy', 6_399_900]],
  );

  engine.others.replace(best, { price: '64000.00' });
  engine.advance();
  assert.equal(engine.orders[0].ticks, 6_400_000);

  engine.others.sell(SYMBOL, '1.2', '64000.00');
  engine.advance();
  assert.equal(engine.position(SYMBOL), 20_000, '0.2 of its bid, behind the one that was there before');
  assert.deepEqual(engine.logged, ['position']);
});
`;
