/**
 * Real workers around a real engine. Whatever a strategy does, it is ended, its orders are cancelled, it is restarted with
 * back-off and given up after a bound; the strategy beside it notices nothing. How long anything takes is not looked at.
 */
import t, { type Test } from 'tap';
import type { BackOffRule } from '../../engine/threads/back-off.js';
import { Reason } from '../../protocol/codes/reasons.js';
import { CommandKind } from '../../protocol/records/command.js';
import { EventKind } from '../../protocol/records/event.js';
import type { Deed } from './test-plugin-hostile.js';
import { EngineRig, type EntryOptions } from './test-rig.js';

const BACK_OFF = { firstMs: 10, longestMs: 20, restarts: 1, calmMs: 60_000 };
const ONE_LIFE = { ...BACK_OFF, restarts: 0 };
const STEADY: EntryOptions = { name: 'steady', plugin: './test-plugin-steady.js' };
const QUICK = { backOff: BACK_OFF };

const hostile = (deed: Deed, more: Partial<EntryOptions> = {}): EntryOptions => ({
  name: deed,
  plugin: './test-plugin-hostile.js',
  parameters: { deed },
  ...more,
});

async function suffers(
  t: Test,
  backOff: BackOffRule,
  deeds: readonly (readonly [EntryOptions, RegExp])[],
): Promise<void> {
  const rig = new EngineRig([STEADY, ...deeds.map(([entry]) => entry)], { backOff });
  const lives = 1 + backOff.restarts;
  const life = ['running', /^failed/];
  const logged = backOff.restarts === 0 ? life : [...life, 'restarting in 10 ms', ...life];
  t.teardown(() => rig.close());
  await rig.host.start();
  for (const [{ name }, why] of deeds) {
    await rig.until(`${name} is given up`, () => rig.counts(name).given_up === 1);
    await rig.until(`the orders of ${name} are cancelled`, () => rig.openOrders(name) === 0);
    t.match(rig.counts(name), { running: 0, starts: lives, failures: lives }, name);
    t.match(rig.logs(name).join('\n'), why);
    t.match(rig.logs(name), [...logged, /^given up/]);
    const ends = new Set(rig.ends(name));
    t.same([...ends], [Reason.StrategyFailed], `${name}: its orders were cancelled for that`);
  }
  const before = rig.of('steady', CommandKind.NewOrder).length;
  await rig.until(
    'the steady one goes on',
    () => rig.of('steady', CommandKind.NewOrder).length > before + 10,
  );
  t.match(rig.counts('steady'), { running: 1, starts: 1, failures: 0 }, 'one life of the steady one');
  t.equal(rig.of('steady', CommandKind.NewOrder).filter(({ reason }) => reason !== 0).length, 0);
}

t.test('strategies that break', (t) =>
  suffers(t, BACK_OFF, [
    [hostile('throws'), /failed: thrown in onTimer/],
    [hostile('throws what is no error'), /failed: just text/],
    [hostile('rejects a promise'), /failed: nobody waits for this/],
    [hostile('throws in a callback'), /failed: thrown in a callback/],
    [hostile('exits the process'), /failed: worker exited with code: 0/],
    [hostile('aborts the process'), /failed: process\.abort\(\) is not supported in workers/],
    [hostile('looks for the memory of others'), /failed: there is none/],
  ]),
);

t.test('strategies that do not come back, or keep too much', (t) =>
  suffers(t, ONE_LIFE, [
    [hostile('loops for ever', { handlerMs: 200 }), /failed: a handler ran longer than 200 ms/],
    [hostile('never answers the event loop', { handlerMs: 200 }), /failed: a handler ran longer than 200 ms/],
    [hostile('leaks', { memoryMb: 32, handlerMs: 60_000 }), /failed: .*memory limit/],
    [hostile('leaks buffers', { memoryMb: 48, handlerMs: 60_000 }), /failed: keeps \d+ MiB/],
  ]),
);

t.test('strategies that abuse their lane or their ring', (t) =>
  suffers(t, ONE_LIFE, [
    [hostile('writes garbage into its lane'), /failed: its lane said what it may not say/],
    [hostile('orders for another session'), /failed: its lane said what it may not say/],
    [hostile('names a reason'), /failed: its lane said what it may not say/],
    [hostile('publishes what it has not written'), /failed: its lane said what it may not say/],
    [hostile('writes wild cursors'), /failed: it wrote a cursor into its ring that no reader writes/],
    [hostile('never reads'), /failed: its ring had no room for an order event/],
    [hostile('scribbles over all shared memory that it can reach'), /failed: /],
  ]),
);

t.test('a flood of orders is bounded at its source, and no reason to end anybody', async (t) => {
  const rig = new EngineRig([STEADY, hostile('floods orders')], QUICK);
  t.teardown(() => rig.close());
  await rig.host.start();
  const answered = () => rig.of('floods orders', CommandKind.NewOrder).length;
  await rig.until('a few thousand orders are answered', () => answered() > 3_000);
  const steady = rig.of('steady', CommandKind.NewOrder).length;
  await rig.until(
    'the steady one goes on',
    () => rig.of('steady', CommandKind.NewOrder).length > steady + 10,
  );
  t.match(rig.counts('floods orders'), { running: 1, failures: 0 });
  t.match(rig.counts('steady'), { running: 1, failures: 0 });
});

t.test('a stop: the last word, the answer to it, and then the orders', async (t) => {
  const stops = (name: string, more: Partial<EntryOptions> = {}): EntryOptions => ({
    name,
    plugin: './test-plugin-stops.js',
    // The last order of the one must find nobody else's.
    parameters: { deed: name, price: name === 'sends a last order' ? '10.00' : '9.00' },
    ...more,
  });
  const names = ['just stops', 'sends a last order', 'throws', 'loops for ever', 'keeps its orders'];
  const entries = names.map((name) => stops(name, { keepOrders: name === 'keeps its orders' }));
  const rig = new EngineRig(entries, QUICK);
  t.teardown(() => rig.close());
  await rig.host.start();
  await rig.until('all have an order', () => names.every((name) => rig.openOrders(name) === 1));
  const stopped = names.map((name) => rig.host.stopOne(name));
  await Promise.all(stopped);
  const kept = 'keeps its orders';
  await rig.until('orders are cancelled', () =>
    names.every((name) => name === kept || rig.openOrders(name) === 0),
  );
  t.match(rig.counts('sends a last order'), { running: 0, starts: 1, failures: 0, orders: 2 });
  t.ok(
    rig.seen.some(({ kind }) => kind === EventKind.Trade),
    'its last order traded',
  );
  t.same(rig.logs('sends a last order'), ['running', 'stopped']);
  t.match(rig.logs('throws'), ['running', 'failed: thrown in onStop', 'stopped']);
  t.match(rig.logs('loops for ever'), ['running', 'failed: a handler ran longer than 500 ms', 'stopped']);
  t.same(rig.ends('just stops'), [Reason.StrategyStopped]);
  t.same(rig.ends('sends a last order'), [], 'there was nothing left to cancel');
  for (const name of ['throws', 'loops for ever']) t.same(rig.ends(name), [Reason.StrategyFailed], name);
  t.same(rig.ends(kept), [], 'one keeps its orders');
  t.equal(rig.openOrders(kept), 1);
  await rig.host.startOne(kept);
  await rig.until('it runs again', () => rig.counts(kept).running === 1);
  t.equal(rig.openOrders(kept), 1, 'and knows of its order: it has sent no other');
  t.match(rig.counts(kept), { starts: 2, orders: 1, failures: 0 });
});

t.test(
  'one whose work is done has stopped: its orders are cancelled, and no other life follows',
  async (t) => {
    const ends = { name: 'ends', plugin: './test-plugin-stops.js', parameters: { deed: 'ends by itself' } };
    const rig = new EngineRig([ends], QUICK);
    t.teardown(() => rig.close());
    await rig.host.start();
    await rig.until('it has ended', () => rig.host.health[0].state === 'stopped');
    t.same(rig.logs('ends'), ['running', 'its work is done', 'stopped']);
    t.match(rig.counts('ends'), { running: 0, starts: 1, failures: 0, given_up: 0 });
    await rig.until('its order is cancelled', () => rig.openOrders('ends') === 0);
    await rig.host.startOne('ends');
    await rig.until('it has run again', () => rig.counts('ends').starts === 2);
  },
);

t.test('one that goes on and on after it was asked to stop is ended', async (t) => {
  const goesOn = { name: 'goes on', plugin: './test-plugin-stops.js', parameters: { deed: 'goes on' } };
  const rig = new EngineRig([goesOn], { ...QUICK, rule: { stopMs: 500 } });
  t.teardown(() => rig.close());
  await rig.host.start();
  await rig.until('it has an order', () => rig.openOrders('goes on') === 1);
  await rig.host.stopOne('goes on');
  t.same(rig.logs('goes on'), ['running', 'failed: did not end within 500 ms', 'stopped']);
  await rig.until('its orders are cancelled', () => rig.openOrders('goes on') === 0);
});

t.test(
  'orders that an earlier run of the engine has left are cancelled at the start, unless they are kept',
  async (t) => {
    const kept: EntryOptions = { name: 'kept', plugin: './test-plugin-stops.js', keepOrders: true };
    const rig = new EngineRig([{ ...kept, name: 'not kept', keepOrders: false }, kept]);
    t.teardown(() => rig.close());
    await rig.leaveOrder('kept');
    await rig.leaveOrder('not kept');
    await rig.host.start();
    await rig.until('both run', () => rig.counts('kept').running + rig.counts('not kept').running === 2);
    await rig.until('its new order is there', () => rig.of('not kept', CommandKind.NewOrder).length === 2);
    t.same(rig.ends('not kept'), [Reason.StrategyStopped]);
    t.same(rig.ends('kept'), []);
    t.equal(rig.of('kept', CommandKind.NewOrder).length, 1, 'it goes on with the one it has');
  },
);

t.test('a plugin that will not be better next time is given up at once', async (t) => {
  const entries: EntryOptions[] = [
    { name: 'no strategy', plugin: './test-plugin-no-strategy.js' },
    {
      name: 'wrong parameters',
      plugin: './test-plugin-particular.js',
      parameters: { levels: 11, colour: 'red' },
    },
    { name: 'throws at load', plugin: './test-plugin-throws-at-load.js' },
  ];
  const rig = new EngineRig(entries, QUICK);
  t.teardown(() => rig.close());
  await rig.host.start();
  for (const { name } of entries)
    await rig.until(`${name} is given up`, () => rig.counts(name).given_up === 1);
  t.match(rig.logs('no strategy'), [/^failed: .*has no default export with a "start" function/, /^given up/]);
  t.match(rig.logs('wrong parameters'), [/^failed: parameters: size: .*; levels: .*colour/, /^given up/]);
  t.equal(rig.counts('throws at load').starts, 2, 'what may be better is tried again');
  t.match(rig.logs('throws at load')[0], 'failed: thrown at load');
});

t.test('one that is given up can be started again; one that backs off can be stopped', async (t) => {
  const rig = new EngineRig([hostile('throws')], {
    backOff: { ...BACK_OFF, firstMs: 3_600_000, longestMs: 3_600_000 },
  });
  t.teardown(() => rig.close());
  await rig.host.start();
  await rig.until('it backs off', () => rig.logs('throws').includes('restarting in 3600000 ms'));
  await rig.host.stopOne('throws');
  t.equal(rig.logs('throws').at(-1), 'stopped');
  await rig.host.startOne('throws');
  await rig.until('it backs off again', () => rig.counts('throws').failures === 2);
  t.equal(rig.counts('throws').given_up, 0, 'its failures are counted anew');
  await t.rejects(async () => rig.host.stopOne('nobody'), /there is no strategy "nobody"/);
});

t.test('one that is never loaded is ended', async (t) => {
  const rig = new EngineRig([{ name: 'slow', plugin: './test-plugin-never-loads.js' }], {
    backOff: { ...BACK_OFF, restarts: 0 },
    rule: { startMs: 500 },
  });
  t.teardown(() => rig.close());
  await rig.host.start();
  await rig.until('it is given up', () => rig.counts('slow').given_up === 1);
  t.match(rig.logs('slow'), ['failed: was not loaded within 500 ms', /^given up/]);
});

t.test('a plugin that is not there stops the start of the engine, all of them told at once', async (t) => {
  const names = ['market-makr', './no-such-file.mjs', './host.test.ts'];
  const entries = names.map((plugin) => ({ name: plugin, plugin }));
  t.throws(
    () => new EngineRig([STEADY, ...entries]),
    /strategies\[1\]\.plugin: .*"market-makr".*market-maker, .*taker.*\n.*\[2\].*no file .*no-such-file.mjs\n.*\[3\]/s,
  );
});
