/** `pregao watch` as its users see it: piped, and on a terminal, against a real engine that comes and goes. */
import { join } from 'node:path';
import t from 'tap';
import { PAPER_CONFIG } from '../engine/config/paper.js';
import { Command, expectRan, onTerminal, pregao } from './support/cli.js';
import { EngineProcess, freshDirectory, LAUNCHER } from './support/engine.js';
import { freePort } from './support/ports.js';
import { program } from './support/program.js';

t.setTimeout(120_000);

const CONTROL = '\x1b[';
const OTHER_SCREEN = '\x1b[?1049h';
const FIRST_SCREEN = '\x1b[?1049l';

const folder = freshDirectory();
const data = join(folder, 'data');
/** Nobody but the test trades. */
const config = { ...PAPER_CONFIG, strategies: [] };
const args = ['--host', '127.0.0.2', '--port', `${await freePort()}`];
let engine: EngineProcess;

const ask = (line: string) => pregao(folder, ...line.split(' '), '--url', engine.url);

t.before(async () => {
  engine = await EngineProcess.start({ data, args, config });
});
t.teardown(() => engine.kill('SIGKILL'));

t.test('it prints a line for every change when it is piped', async (t) => {
  const watch = new Command(program(LAUNCHER, 'watch', 'BTC-USD', '--url', engine.url), folder);
  t.teardown(() => watch.child.kill('SIGKILL'));
  await watch.prints(/book {2}bid none {2}ask none/);
  await ask('order buy BTC-USD 0.5 @ 64000');
  await watch.prints(/book {2}bid 0\.5 @ 64000\.00 {2}ask none/);
  await ask('order sell BTC-USD 0.2 @ 64000');
  await watch.prints(/trade \d\d:\d\d:\d\d\.\d{6} sell 0\.2 @ 64000\.00/);
  await watch.prints(/book {2}bid 0\.3 @ 64000\.00 {2}ask none/);
  expectRan(t, 'Ctrl-C', await watch.stop(), { code: 0 });
  t.notOk(watch.out.includes(CONTROL), 'without a terminal no control characters');
  for (const [level, line] of [
    ['1', /top {3}bid 0\.3 @ 64000\.00 {2}ask none {2}last 0\.2 @ 64000\.00/],
    ['3', /orders {2}bid 0\.3 @ 64000\.00 order \d+ {2}ask none/],
  ] as const) {
    const other = new Command(
      program(LAUNCHER, 'watch', 'BTC-USD', '--level', level, '--url', engine.url),
      folder,
    );
    await other.prints(line);
    expectRan(t, `level ${level}`, await other.stop(), { code: 0 });
  }
  const four = await ask('watch BTC-USD --level 4');
  expectRan(t, 'no such level', four, { code: 2, err: /--level must be 1, 2 or 3, not 4/ });
  const doge = await ask('watch DOGE');
  expectRan(t, 'no such instrument', doge, { code: 1, err: /no instrument "DOGE"; there are: BTC-USD/ });
});

t.test('it waits for an engine that is away, and leaves the terminal as it was', async (t) => {
  const watch = onTerminal(folder, 'watch', 'BTC-USD', '--url', engine.url);
  t.teardown(() => watch.child.kill('SIGKILL'));
  await watch.prints(/BTC-USD[\s\S]*price +quantity +orders[\s\S]*64000\.00 +0\.3 +1 █+/);
  await ask('order buy BTC-USD 0.5 @ 63000');
  await watch.prints(/63000\.00 +0\.5 +1 █+/);
  await engine.kill('SIGKILL');
  await watch.prints(/the engine is away; waiting for it/);
  const { length } = watch.out;
  engine = await EngineProcess.start({ data, args, config });
  await watch.prints(RegExp(`^[\\s\\S]{${length}}[\\s\\S]*63000\\.00 +0\\.5 +1 █+`));
  watch.type('\x03');
  expectRan(t, 'Ctrl-C', await watch.ended, { code: 0 });
  t.ok(watch.out.startsWith(OTHER_SCREEN) && watch.out.trimEnd().endsWith(FIRST_SCREEN));
});

t.test('--host and --port say where the doors are, and no two engines share them', async (t) => {
  t.match(engine.url, /^ws:\/\/127\.0\.0\.2:/);
  await t.rejects(fetch(engine.httpUrl.replace('.2:', '.1:')), 'they are nowhere else');
  const second = EngineProcess.launch({ args, config });
  t.not((await second.exit()).code, 0);
  t.match(second.log, /cannot listen on 127\.0\.0\.2:\d+: the address is in use/);
});
