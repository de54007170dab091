/** Lead while running: new code, new parameters, health. The orders stand while one life gives way to the next. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { Reason } from '../../protocol/codes/reasons.js';
import { CommandKind } from '../../protocol/records/command.js';
import { UnusablePlugin } from './plugin.js';
import { EngineRig } from './test-rig.js';

t.setTimeout(120_000);

const NAME = 'bidder';

/** Bids until it has as many orders as its code says; what else its code does, the version says. */
const code = (orders: number, more = ''): string => `
  import { z } from 'zod';
  export default {
    name: 'bidder',
    parameters: z.strictObject({ ticks: z.number().default(200) }),
    start(ctx) {
      while (ctx.orders.length < ${orders})
        ctx.send({ symbol: 'BTC-USD', side: 'buy', lots: 1, ticks: ctx.parameters.ticks - ctx.orders.length });
      return { ${more} };
    },
  };
`;

function bidder(t: Test, first: string, restarts = 0) {
  const directory = mkdtempSync(join(tmpdir(), 'pregao-reload-'));
  t.teardown(() => rmSync(directory, { recursive: true }));
  const write = (text: string) => writeFileSync(join(directory, 'bidder.mjs'), text);
  write(first);
  const entry = { name: NAME, plugin: './bidder.mjs', handlerMs: 300 };
  const backOff = { firstMs: 3_600_000, longestMs: 3_600_000, restarts, calmMs: 60_000 };
  const rig = new EngineRig([entry], { directory, backOff });
  t.teardown(() => rig.close());
  return { rig, write, health: () => rig.host.health[0] };
}

t.test('new code takes over the orders of the old one', async (t) => {
  const { rig, write, health } = bidder(t, code(1));
  await rig.host.start();
  await rig.until('its bid stands', () => rig.openOrders(NAME) === 1);
  t.match(health(), { state: 'running', starts: 1, failures: 0, parameters: {}, memoryMbMax: 64 });
  write(code(2));
  await rig.host.reload(NAME);
  await rig.until('the new code bids once more', () => rig.openOrders(NAME) === 2);
  t.match(health(), { state: 'running', starts: 2, failures: 0 });
  await rig.until('it shows both', () => health().openOrders === 2 && health().memoryMb > 0);
  t.same(rig.ends(NAME), [], 'nothing was cancelled');
  t.equal(rig.of(NAME, CommandKind.NewOrder).length, 2);
});

t.test('what cannot be used changes nothing', async (t) => {
  const { rig, write, health } = bidder(t, code(1));
  await rig.host.start();
  await rig.until('its bid stands', () => rig.openOrders(NAME) === 1);
  const unusable = async (parameters: Record<string, unknown> | undefined, message: RegExp) =>
    t.rejects(rig.host.reload(NAME, parameters), { name: UnusablePlugin.name, message });
  await unusable({ ticks: 'low' }, /parameters: ticks: /);
  write('export default {');
  await unusable(undefined, /Unexpected end of input/);
  write('export default {};');
  await unusable(undefined, /has no default export with a "start" function/);
  rmSync(join(rig.directory, 'bidder.mjs'));
  await unusable(undefined, /there is no file/);
  t.match(health(), { state: 'running', starts: 1, failures: 0, parameters: {} });
  t.equal(rig.openOrders(NAME), 1);
});

t.test('new parameters', async (t) => {
  const { rig, health } = bidder(t, code(1, "onStop(why) { if (why === 'reload') ctx.cancelAll() }"));
  await rig.host.start();
  await rig.until('its bid stands', () => rig.openOrders(NAME) === 1);
  await rig.host.reload(NAME, { ticks: 199 });
  await rig.until('its new bid stands', () => rig.of(NAME, CommandKind.NewOrder).length === 2);
  t.same(
    rig.ends(NAME),
    [Reason.MassCancelled],
    'the old life has taken its own out, because it was told why',
  );
  t.same(rig.bidsOf(NAME), [199]);
  t.match(health(), { starts: 2, parameters: { ticks: 199 } });
});

t.test('code that hangs or throws when it is to give way', async (t) => {
  for (const [does, why] of [
    ['for (;;);', /a handler ran longer than 300 ms/],
    ["throw new Error('never');", /never/],
  ] as const) {
    const { rig, write, health } = bidder(t, code(1, `onStop() { ${does} }`));
    await rig.host.start();
    await rig.until('its bid stands', () => rig.openOrders(NAME) === 1);
    write(code(1));
    await rig.host.reload(NAME);
    t.match(health(), { state: 'running', starts: 2, failures: 0 });
    t.match(rig.logs(NAME).join('\n'), why);
    t.same(rig.ends(NAME), [], 'its order stands');
  }
});

t.test('one that failed, or does not run, is started by it', async (t) => {
  const { rig, write, health } = bidder(t, code(1, "onOrder() { throw new Error('of orders') }"), 1);
  await rig.host.start();
  await rig.until('it backs off', () => health().state === 'backing off');
  t.match(health(), { failures: 1, lastFailure: 'of orders' });
  write(code(1));
  await rig.host.reload(NAME);
  t.match(health(), { state: 'running', starts: 2 });
  await rig.until('its bid stands', () => rig.openOrders(NAME) === 1);
  await rig.host.stopOne(NAME);
  t.match(health(), { state: 'stopped', openOrders: 0 });
  write(code(2));
  await rig.host.reload(NAME);
  t.match(health(), { state: 'running', starts: 3 });
});

t.test('when all are stopped none is started any more', async (t) => {
  const { rig, write, health } = bidder(t, code(1));
  await rig.host.start();
  write(code(2));
  const reloaded = rig.host.reload(NAME);
  await rig.host.stop();
  await reloaded;
  t.match(health(), { state: 'stopped', starts: 1 });
  await t.rejects(rig.host.startOne(NAME), /the engine is stopping/);
  await t.rejects(rig.host.reload(NAME), /the engine is stopping/);
  t.match(health(), { state: 'stopped', starts: 1 });
});

t.test('a stop during it is a stop', async (t) => {
  const { rig, health } = bidder(t, code(1));
  await rig.host.start();
  await rig.until('its bid stands', () => rig.openOrders(NAME) === 1);
  const reloaded = rig.host.reload(NAME);
  await rig.until('it gives way', () => health().state === 'starting');
  await rig.host.stopOne(NAME);
  await reloaded;
  await rig.until('its order is cancelled', () => rig.openOrders(NAME) === 0);
  t.match(health(), { state: 'stopped' });
  t.same(rig.ends(NAME), [Reason.StrategyStopped]);
});
