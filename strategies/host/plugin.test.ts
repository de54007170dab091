/** Where plugins come from: TypeScript and JavaScript, from anywhere on the disk, from `strategies`, from an npm package. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import t, { type Test } from 'tap';
import { findPlugin, UnusablePlugin } from './plugin.js';
import { EngineRig } from './test-rig.js';

// Workers and compilers of several plugins at a time.
t.setTimeout(120_000);

const FILES = {
  'typed/joiner.ts': `
    import { defineStrategy, type Order, Reason } from 'pregao/sdk';
    import { z } from 'zod';
    import { Price } from './prices.js';
    import type { Nothing } from './prices.js';

    class Bid {
      order: Order | undefined;
      constructor(private readonly ticks: Price) {}
      send(send: (ticks: number) => Order): Nothing { this.order = send(this.ticks); }
    }

    export default defineStrategy({
      name: 'joiner',
      parameters: z.strictObject({ fails: z.boolean().default(false) }),
      start(ctx) {
        const bid = new Bid(Price.Low);
        bid.send((ticks) => ctx.send({ symbol: 'BTC-USD', side: 'buy', lots: 1, ticks }));
        if (bid.order?.reason !== Reason.None) throw new Error('not sent');
        return { onOrder() { if (ctx.parameters.fails) explode(); } };
      },
    });

    function explode(): never {
      throw new Error('from a line of TypeScript');
    }
  `,
  'typed/prices.ts': 'export enum Price { Low = 200 }\nexport type Nothing = void;\n',
  'typed/broken.ts': 'export default { start() { return } ;\n',
  'strategies/folder-bid.mts': `
    import { defineStrategy } from 'pregao/sdk';
    export default defineStrategy({ name: 'x', start: (ctx) => void ctx.buy('BTC-USD', '0.010', '10.00') });
  `,
  'node_modules/@desk/bids/package.json': JSON.stringify({
    name: '@desk/bids',
    type: 'module',
    exports: { '.': { import: './lib/index.js' }, './more': './lib/more.js' },
  }),
  'node_modules/@desk/bids/lib/index.js': `
    import { defineStrategy } from 'pregao/sdk';
    import { PRICE } from './more.js';
    export default defineStrategy({ name: 'bids', start: (ctx) => void ctx.buy('BTC-USD', '0.010', PRICE) });
  `,
  'node_modules/@desk/bids/lib/more.js': "export const PRICE = '9.00';\n",
};

function folder(t: Test): string {
  const directory = mkdtempSync(join(tmpdir(), 'pregao-plugins-'));
  t.teardown(() => rmSync(directory, { recursive: true }));
  for (const [name, text] of Object.entries(FILES)) {
    const file = join(directory, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return directory;
}

t.test('each of them runs', async (t) => {
  const directory = folder(t);
  const plugins = ['./typed/joiner.ts', join(directory, 'typed/joiner.ts'), 'folder-bid', '@desk/bids'];
  const rig = new EngineRig(
    plugins.map((plugin) => ({ name: plugin, plugin })),
    { directory },
  );
  t.teardown(() => rig.close());
  await rig.host.start();
  for (const plugin of plugins) {
    await rig.until(`${plugin} has its order`, () => rig.openOrders(plugin) === 1);
    t.match(rig.counts(plugin), { running: 1, failures: 0 }, plugin);
  }
});

t.test('what is wrong is told by file and line of the TypeScript', async (t) => {
  const directory = folder(t);
  const rig = new EngineRig(
    [
      { name: 'fails', plugin: './typed/joiner.ts', parameters: { fails: true } },
      { name: 'broken', plugin: './typed/broken.ts' },
      { name: 'particular', plugin: './typed/joiner.ts', parameters: { fials: true } },
    ],
    { directory, backOff: { firstMs: 1, longestMs: 1, restarts: 0, calmMs: 60_000 } },
  );
  t.teardown(() => rig.close());
  await rig.host.start();
  for (const name of ['fails', 'broken', 'particular'])
    await rig.until(`${name} is given up`, () => rig.counts(name).given_up === 1);
  const failed = rig.logged.find(({ strategy, err }) => strategy === 'fails' && err !== undefined);
  t.match((failed!.err as Error).stack, /from a line of TypeScript[\s\S]*joiner\.ts:25:/);
  t.match(rig.logs('broken').join('\n'), /failed: .*broken\.ts:1:37: Expected ',', got ';'/);
  t.match(rig.logs('particular').join('\n'), /failed: parameters: .*fials/);
});

t.test('what is not there', (t) => {
  const directory = folder(t);
  const missing: [string, RegExp][] = [
    ['./typed/nothing.ts', /plugin "\.\/typed\/nothing\.ts": there is no file .*nothing\.ts/],
    ['typed/nothing.mjs', /there is no file .*typed\/nothing\.mjs/],
    [
      './node_modules/@desk/bids/package.json',
      /is no module: its name ends in none of \.ts, \.mts, \.js, \.mjs/,
    ],
    [
      'nothing',
      /none of this name ships .*market-maker.*no .*strategies\/nothing\.ts.* no package: .*nothing/,
    ],
    ['@desk/nothing', /plugin "@desk\/nothing": .*no package/],
    ['@desk/bids/less', /no package: .*less/],
  ];
  for (const [plugin, why] of missing)
    t.throws(() => findPlugin(plugin, directory), { name: UnusablePlugin.name, message: why }, plugin);
  t.match(findPlugin('@desk/bids/more', directory), /lib\/more\.js$/);
  t.match(findPlugin('market-maker', directory), /samples\/market-maker\.js$/, 'what ships goes first');
  t.end();
});
