/** Strategies led over REST by who has the operator's role, and by nobody else. */
import { createHash } from 'node:crypto';
import t from 'tap';
import type { ConfigFile } from '../engine/config/schema.js';
import { Caller, CONFIG } from './rest/caller.js';
import { expectRan, pregao } from './support/cli.js';
import { EngineProcess } from './support/engine.js';

t.setTimeout(120_000);

const key = (id: string, operator: boolean) => ({
  ...{ id, operator, accounts: ['demo'] },
  sha256: createHash('sha256').update(id).digest('hex'),
});
const quoter = (name: string, account: string) => ({
  ...{ name, account, plugin: 'market-maker', instruments: ['ETH-USD'], autoStart: false },
});
const config: ConfigFile = {
  ...CONFIG,
  strategies: [quoter('quoter', 'demo'), quoter('another', 'maker')],
  rest: { open: { account: 'demo' }, keys: [key('operator', true), key('trader', false)] },
};

let engine: EngineProcess;
t.before(async () => {
  engine = await EngineProcess.start({ config });
});
t.teardown(() => engine.kill('SIGKILL'));

const callers = () => {
  const as = (name: string) => new Caller(engine, { Authorization: `Bearer ${name}` });
  return { operator: as('operator'), trader: as('trader'), anybody: new Caller(engine) };
};
const at = (path: string, name = 'quoter') => `${path}?strategy_name=${name}`;

t.test('only with the role', async (t) => {
  const { trader, anybody } = callers();
  for (const caller of [trader, anybody]) {
    const refused = { status: 403, body: { success: false, reason: 'OperatorOnly', code: 135 } };
    t.match(await caller.call('GET', 'list-strategies'), refused);
    for (const path of ['start-strategy', 'stop-strategy', 'reload-strategy'])
      t.match(await caller.call('POST', at(path)), refused, path);
    t.match(await caller.call('PUT', at('strategy-parameters'), {}), refused);
  }
  t.match(await callers().operator.call('GET', 'list-strategies'), {
    body: [{ state: 'stopped', starts: 0 }],
  });
});

t.test('started, changed, reloaded, stopped', async (t) => {
  const { operator } = callers();
  const started = await operator.call('POST', at('start-strategy'));
  t.match(started, {
    status: 200,
    body: { strategy: 'quoter', account: 'demo', state: 'running', starts: 1 },
  });
  t.match(await operator.call('PUT', at('strategy-parameters'), { spreadBps: 50 }), {
    status: 200,
    body: { state: 'running', parameters: { spreadBps: 50 } },
  });
  t.match(await operator.call('PUT', at('strategy-parameters'), { spreadBps: -1 }), {
    status: 422,
    body: { reason: 'StrategyRefused', message: /spreadBps/ },
  });
  t.match(await operator.call('POST', at('reload-strategy')), { status: 200, body: { state: 'running' } });
  const { body } = await operator.call('GET', at('list-strategies'));
  t.match(body, [{ strategy: 'quoter', state: 'running', parameters: { spreadBps: 50 }, failures: 0 }]);
  t.equal(body.length, 1, 'another account has another one');
  const shown = await pregao(engine.data, 'strategies', '--data', engine.data);
  expectRan(t, 'the admin socket says the same', shown, { code: 0, out: /^quoter +running/m });
  t.match(await operator.call('POST', at('stop-strategy')), {
    status: 200,
    body: { state: 'stopped', open_orders: 0 },
  });
});

t.test('what there is not, or is not theirs, or is no request', async (t) => {
  const { operator } = callers();
  for (const name of ['nobody', 'another'])
    t.match(await operator.call('POST', at('start-strategy', name)), {
      status: 404,
      body: { reason: 'UnknownStrategy', code: 505 },
    });
  t.match(await operator.call('POST', 'start-strategy'), { status: 422, body: { reason: 'InvalidField' } });
  t.match(await operator.call('GET', at('start-strategy')), { status: 405 });
  t.match(await operator.call('GET', at('list-strategies', 'nobody')), { status: 200, body: [] });
});
