/** REST through restarts and stops of a real engine, and where its door stays shut. */
import t from 'tap';
import { PAPER_CONFIG } from '../engine/config/paper.js';
import { type Answer, Caller, CONFIG, ORDER } from './rest/caller.js';
import { pregao } from './support/cli.js';
import { EngineProcess, freshDirectory } from './support/engine.js';

t.setTimeout(240_000);

/** Again and again, as long as the door says that it is still reading what happened before the engine started. */
async function askUntilRead(ask: () => Promise<Answer>): Promise<Answer> {
  for (;;) {
    const answer = await ask();
    if (answer.status !== 503) return answer;
  }
}

t.test(
  'kill -9 and a restart: open orders stand under their ids, and a key of a caller counts once',
  async (t) => {
    const data = freshDirectory();
    let engine = await EngineProcess.start({ data, config: CONFIG });
    const before = new Caller(engine);
    const first = await before.send(ORDER, { 'Idempotency-Key': 'first' });
    const gone = await before.send(ORDER, { 'Idempotency-Key': 'gone' });
    t.equal((await before.cancel(gone.body)).status, 200);
    await engine.kill('SIGKILL');
    engine = await EngineProcess.start({ data, config: CONFIG });
    t.teardown(() => engine.kill('SIGKILL'));
    const after = new Caller(engine);
    t.match((await after.get(first.body)).body, { status: 'NEW', order_id: first.body });
    const over = { status: 'CANCELED', order_id: gone.body };
    t.match(
      (await askUntilRead(() => after.get(gone.body))).body,
      over,
      'how an order ended is known as well',
    );
    t.match(await after.cancel(gone.body), { status: 409, body: { reason: 'UnknownOrder' } });
    const again = await after.send(ORDER, { 'Idempotency-Key': 'first' });
    t.match(again, { status: 409, body: { reason: 'DuplicateClientOrderId', order_id: first.body } });
    t.match(await after.send(ORDER, { 'Idempotency-Key': 'gone' }), {
      status: 409,
      body: { order_id: gone.body },
    });
    const next = await after.send();
    t.equal(next.status, 200);
    t.not(next.body, first.body);
    t.equal((await after.cancel(first.body)).status, 200);
  },
);

t.test('a run of an algorithm outlives the engine, until it is cancelled', async (t) => {
  const data = freshDirectory();
  let engine = await EngineProcess.start({ data, config: CONFIG });
  const runs = async () => (await fetch(`${engine.httpUrl}/api/v1/list-algos`)).json();
  const sent = await fetch(`${engine.httpUrl}/api/v1/send-algo?algo_name=quotes`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: '{"spreadBps": 40}',
  });
  const id = (await sent.json()) as string;
  const wanted = [{ algo_id: id, state: 'running', parameters: { spreadBps: 40 } }];
  t.match(await runs(), wanted);
  await engine.kill('SIGKILL');
  engine = await EngineProcess.start({ data, config: CONFIG });
  t.match(await runs(), wanted, 'after a kill');
  await engine.stop();
  engine = await EngineProcess.start({ data, config: CONFIG });
  t.match(await runs(), wanted, 'after an orderly stop');
  const cancelled = await fetch(`${engine.httpUrl}/api/v1/cancel-algo?algo_id=${id}`, { method: 'DELETE' });
  t.equal(await cancelled.text(), 'true');
  await engine.kill('SIGKILL');
  engine = await EngineProcess.start({ data, config: CONFIG });
  t.teardown(() => engine.kill('SIGKILL'));
  t.strictSame(await runs(), []);
});

t.test('an orderly stop answers what it has taken', async (t) => {
  const engine = await EngineProcess.start({ config: CONFIG });
  const caller = new Caller(engine);
  const orders = Array.from({ length: 50 }, () => caller.send().catch(() => undefined));
  await orders[0];
  await engine.stop();
  const answers = (await Promise.all(orders)).filter((answer) => answer !== undefined);
  t.ok(answers.length >= 1, `${answers.length} answers`);
  for (const { status } of answers) t.ok([200, 503].includes(status), String(status));
});

t.test('without a place in the configuration there is no such door', async (t) => {
  const { rest: _, ...closed } = PAPER_CONFIG;
  const engine = await EngineProcess.start({ config: { ...closed, strategies: [] } });
  t.teardown(() => engine.kill('SIGKILL'));
  t.equal((await fetch(`${engine.httpUrl}/api/v1/get-order`)).status, 404);
  t.equal((await fetch(`${engine.httpUrl}/openapi.json`)).status, 404);
});

t.test('the open door does not open where others could come in', async (t) => {
  const engine = EngineProcess.launch({ config: CONFIG, args: ['--host', '0.0.0.0'] });
  t.match(await engine.exit(), { code: 2 });
  t.match(engine.log + engine.output, /rest\.open: only where the doors listen on loopback/);
  const paper = await EngineProcess.start({ args: ['--host', '0.0.0.0'] });
  t.teardown(() => paper.kill('SIGKILL'));
  const url = paper.httpUrl.replace('0.0.0.0', '127.0.0.1');
  t.equal((await fetch(`${url}/api/v1/get-order`)).status, 404, 'the paper configuration closes it');
});

t.test('a key made by the command line', async (t) => {
  const directory = freshDirectory();
  const made = await pregao(
    directory,
    'keygen',
    'desk',
    '--rest',
    '--accounts',
    'demo',
    '--out',
    `${directory}/desk.key`,
  );
  t.match(JSON.parse(made.out), { id: 'desk', sha256: /^[0-9a-f]{64}$/, accounts: ['demo'] });
});
