/** The operator's switches on a running engine, by the command line as a person uses it. */
import { spawn } from 'node:child_process';
import { statSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import t, { type Test } from 'tap';
import { PAPER_CONFIG } from '../engine/config/paper.js';
import { type OrderReport, PregaoClient, type RequestRejected } from '../protocol/client/index.js';
import { readKeyFile } from '../protocol/client/key-file.js';
import { EngineProcess, freshDirectory } from './support/engine.js';
import { program } from './support/program.js';

/** Each answer of the command line is a process of its own. */
t.setTimeout(240_000);

const LAUNCHER = fileURLToPath(new URL('../../engine/cli/pregao.js', import.meta.url));

async function admin(data: string, ...args: string[]) {
  const child = spawn(...program(LAUNCHER, 'admin', ...args, '--data', data));
  const [out, err, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise((resolve) => child.once('exit', resolve)),
  ]);
  return { code, out: out + err };
}

/** As a program asks. */
function post(data: string, path: string, body: object): Promise<object> {
  return new Promise((resolve, reject) => {
    const socketPath = join(data, 'admin.sock');
    const sent = request({ socketPath, path, method: 'POST' }, async (response) => {
      resolve(JSON.parse(await text(response)) as object);
    });
    sent.once('error', reject).end(JSON.stringify(body));
  });
}

async function start(t: Test) {
  const engine = await EngineProcess.start({ config: { ...PAPER_CONFIG, strategies: [] } });
  t.teardown(() => engine.kill('SIGKILL'));
  const client = await PregaoClient.connect(engine.url, readKeyFile(engine.keyFile), {
    accounts: ['demo', 'maker'],
  });
  t.teardown(() => client.close());
  const ended: string[] = [];
  const note = ({ symbol, account, reason }: OrderReport) =>
    ended.push(`${symbol} ${account} ${reason?.name}`);
  client.on('cancelled', note);
  client.on('expired', note);
  const buy = (symbol: string, account: string, tif: 'day' | 'gtc' = 'gtc') =>
    client.newOrder({
      symbol,
      account,
      tif,
      side: 'buy',
      price: '20.00',
      quantity: symbol === 'PETR4' ? '100' : '1',
    });
  return { engine, client, ended, buy };
}

const refusal = (order: Promise<unknown>): Promise<string> =>
  order.then(
    () => 'accepted',
    (error: RequestRejected) => error.why.name,
  );

t.test('the kill switch cancels what is open, refuses what comes, and can be narrowed', async (t) => {
  const { engine, ended, buy } = await start(t);
  t.equal(statSync(join(engine.data, 'admin.sock')).mode & 0o777, 0o600, 'for its owner only');
  await buy('BTC-USD', 'demo');
  await buy('ETH-USD', 'maker');
  t.match(await admin(engine.data, 'kill-switch', 'on', '--account', 'demo'), {
    code: 0,
    out: /on for account demo/,
  });
  t.equal(await refusal(buy('BTC-USD', 'demo')), 'KillSwitchOn');
  await buy('BTC-USD', 'maker');
  t.same(ended.splice(0), ['BTC-USD demo KillSwitchCancel']);

  t.match(await admin(engine.data, 'kill-switch', 'on'), { code: 0, out: /the whole firm/ });
  t.equal(await refusal(buy('ETH-USD', 'maker')), 'KillSwitchOn');
  t.same(ended.splice(0).sort(), ['BTC-USD maker KillSwitchCancel', 'ETH-USD maker KillSwitchCancel']);

  await admin(engine.data, 'kill-switch', 'off');
  await admin(engine.data, 'kill-switch', 'off', '--account', 'demo');
  t.match(await buy('BTC-USD', 'demo'), { type: 'accepted' });
});

t.test('limits while it runs: each is executed when the answer comes, and refusals say why', async (t) => {
  const { engine, client, ended, buy } = await start(t);
  const ask = (path: string, body: object) => post(engine.data, path, body);
  const ok = async (path: string, body: object) => t.same(await ask(path, body), { done: true }, path);
  t.match(await admin(engine.data, 'limit', 'open-orders', '1', '--account', 'demo'), { code: 0 });
  await buy('BTC-USD', 'demo');
  t.equal(await refusal(buy('BTC-USD', 'demo')), 'OpenOrderLimitExceeded');
  await ok('/limit', { limit: 'open-orders', value: 'none', account: 'demo' });
  await ok('/limit', { limit: 'position', value: '1.5', symbol: 'BTC-USD', account: 'demo' });
  t.equal(await refusal(buy('BTC-USD', 'demo')), 'PositionLimitExceeded');
  await ok('/limit', { limit: 'position', value: 'config', symbol: 'BTC-USD', account: 'demo' });
  await buy('BTC-USD', 'demo');
  await ok('/limit', { limit: 'restricted', value: 'on', symbol: 'ETH-USD' });
  t.equal(await refusal(buy('ETH-USD', 'demo')), 'InstrumentRestricted');
  await ok('/limit', { limit: 'protection-ticks', value: '5', symbol: 'PETR4' });
  const petr = { symbol: 'PETR4', quantity: '100' } as const;
  for (const price of ['38.50', '38.55', '38.56'])
    await client.newOrder({ ...petr, account: 'maker', side: 'sell', price });
  await client.newOrder({ ...petr, account: 'demo', side: 'buy', type: 'market', quantity: '300' });
  await buy('PETR4', 'maker');
  t.same(ended.splice(0), ['PETR4 demo ImmediateRemainder'], 'nothing beyond its points');
  await ok('/limit', { limit: 'orders-per-second', value: '1000', key: 'demo' });
  await ok('/reset-throttle', { key: 'demo' });
  t.match(await admin(engine.data, 'reduce-only', 'on', '--symbol', 'PETR4'), {
    code: 0,
    out: /on for PETR4/,
  });
  t.equal(await refusal(buy('PETR4', 'demo')), 'ReduceOnlySwitchOn');
  await ok('/kill-switch', { on: true, key: 'demo' });
  t.equal(await refusal(buy('BTC-USD', 'demo')), 'KillSwitchOn');
  t.equal(ended.length, 4, 'the orders of the session are gone');

  t.match(await admin(engine.data, 'bust', '999999-1'), {
    code: 2,
    out: /the core refuses it: UnknownTrade/,
  });
  const correction = { trade: '999999-1', symbol: 'BTC-USD', quantity: '0.5' };
  const rows: [string, object, RegExp][] = [
    ['/bust', { trade: 'nonsense' }, /SEQUENCE-INDEX/],
    ['/correct', { ...correction, price: '64000' }, /UnknownTrade/],
    ['/correct', { ...correction, price: '64000.001' }, /more than 2 decimal places/],
    ['/limit', { limit: 'position', value: '1.5' }, /of which instrument/],
    ['/limit', { limit: 'position', value: 'lots', symbol: 'BTC-USD' }, /"lots" is no plain decimal number/],
    ['/limit', { limit: 'open-orders', value: '5', symbol: 'BTC-USD' }, /InvalidScope/],
    ['/limit', { limit: 'credit', value: '5', account: 'demo', currency: 'USD' }, /no currency "USD"/],
    ['/reset-throttle', {}, /of whom\? Give key or strategy/],
    ['/reset-throttle', { strategy: 'none' }, /no session of "strategy none"; there are: key demo/],
  ];
  const answers = await Promise.all(rows.map(([path, body]) => ask(path, body)));
  for (const [i, [path, body, error]] of rows.entries())
    t.match(answers[i], { error }, `${path} ${JSON.stringify(body)}`);
  const metrics = await (await fetch(`${engine.httpUrl}/metrics`)).text();
  t.match(metrics, /pregao_refusal_commands_total\{reason="PositionLimitExceeded"\} 1\n/);
});

t.test('end of day and mass cancel', async (t) => {
  const { engine, ended, buy } = await start(t);
  await buy('BTC-USD', 'demo', 'day');
  await buy('ETH-USD', 'demo', 'day');
  await buy('ETH-USD', 'demo', 'gtc');
  t.match(await admin(engine.data, 'end-of-day', '--symbol', 'ETH-USD'), { code: 0 });
  await buy('PETR4', 'demo');
  t.same(ended.splice(0), ['ETH-USD demo EndOfDay']);
  t.match(await admin(engine.data, 'mass-cancel', '--side', 'buy'), { code: 0 });
  await buy('PETR4', 'demo');
  t.same(ended.sort(), [
    'BTC-USD demo MassCancelled',
    'ETH-USD demo MassCancelled',
    'PETR4 demo MassCancelled',
  ]);
});

t.test('phases by hand: halt, resume, an auction', async (t) => {
  const { engine, buy } = await start(t);
  t.match(await admin(engine.data, 'halt', '--symbol', 'BTC-USD'), { code: 0, out: /halt: BTC-USD/ });
  t.equal(await refusal(buy('BTC-USD', 'demo')), 'InstrumentHalted');
  t.match(await buy('ETH-USD', 'demo'), { type: 'accepted' });
  t.match(await admin(engine.data, 'resume', '--symbol', 'BTC-USD'), { code: 0 });
  t.match(await buy('BTC-USD', 'demo'), { type: 'accepted' });
  t.match(await admin(engine.data, 'phase', 'closed'), { code: 0, out: /closed: every instrument/ });
  t.equal(await refusal(buy('PETR4', 'demo')), 'MarketClosed');
});

t.test('what cannot be done says why', async (t) => {
  const { engine } = await start(t);
  const rows: [string[], number, RegExp][] = [
    [['kill-switch', 'on', '--account', 'nobody'], 2, /no account "nobody"; there are: demo, maker, taker/],
    [['kill-switch', 'maybe'], 2, /say on or off/],
    [['mass-cancel'], 2, /Give --account, --symbol or --side/],
    [['end-of-day', '--symbol', 'XYZ'], 2, /no instrument "XYZ"/],
    [['halt', '--symbol', 'XYZ'], 2, /no instrument "XYZ"/],
    [['phase', 'lunch'], 2, /lunch/],
  ];
  for (const [args, code, out] of rows)
    t.match(await admin(engine.data, ...args), { code, out }, args.join(' '));
  t.match(await admin(freshDirectory(), 'end-of-day'), { code: 3, out: /no engine answers.*--data DIR/s });
});
