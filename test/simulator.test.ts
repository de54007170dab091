/** `npm run simulator` as a person starts it: it says where it is, does what it says, takes faults from outside, and stops when asked. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import t from 'tap';
import { program } from './support/program.js';

const MAIN = 'dist/adapters/simulator/main.js';

t.test('all venues, each with its addresses', async (t) => {
  const child = spawn(...program(MAIN, 'all', '--port', '0', '--seed', '5'), {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.teardown(() => child.kill());
  const lines: string[] = [];
  for await (const line of createInterface(child.stdout)) {
    lines.push(line);
    if (lines.filter((each) => each.includes('control')).length === 6) break;
  }
  for (const name of ['binance-spot', 'binance-futures', 'coinbase', 'b3', 'nasdaq', 'cme'])
    t.ok(lines.includes(name), name);
  const addresses = (word: string): string[] =>
    lines
      .filter((line) => line.trim().startsWith(word))
      .map((line) => /https?:\/\/127\.0\.0\.1:\d+/.exec(line)![0]);
  t.match(await json(`${addresses('REST')[0]}/api/v3/time`), { serverTime: Number });
  t.match(await json(`${addresses('REST')[1]}/dapi/v1/depth?symbol=BTCUSD_PERP`), { bids: [[/^\d/]] });
  t.match(await json(`${addresses('REST')[2]}/v2/exchange-rates?currency=USD`), {
    data: { rates: { BRL: String } },
  });
  const [spotControl] = addresses('control');
  const halt = { method: 'POST', body: JSON.stringify({ do: 'halt', symbol: 'BTCUSDT' }) };
  t.match(await json(`${spotControl}/faults`, halt), { done: 'BTCUSDT halt' });
  child.kill('SIGTERM');
  t.strictSame(await once(child, 'exit'), [0, null]);
});

t.test('what it cannot do it says', async (t) => {
  for (const [args, text] of [
    [[], /name one of binance-spot, binance-futures, coinbase, b3, nasdaq, cme, or all/],
    [['nyse'], /no venue nyse/],
    [['b3', '--port', 'x'], /--port x is no port/],
  ] as const) {
    const child = spawn(...program(MAIN, ...args), { stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const [code] = (await once(child, 'close')) as [number];
    t.equal(code, 1);
    t.match(said, text);
  }
});

const json = async (url: string, init?: RequestInit): Promise<unknown> => (await fetch(url, init)).json();
