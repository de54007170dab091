/** The command line as its users meet it: real processes against a real engine, what they print and how they end. */
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { PAPER_CONFIG } from '../engine/config/paper.js';
import { Command, type Expected, expectRan, pregao, type Ran } from './support/cli.js';
import { EngineProcess, freshDirectory, LAUNCHER } from './support/engine.js';
import { program } from './support/program.js';

t.setTimeout(120_000);

/** Nobody but the test trades. */
const QUIET = { ...PAPER_CONFIG, strategies: [] };
const NOWHERE = 'ws://127.0.0.1:1/v1/orders';
const NO_ENGINE = /no engine answers at ws:\/\/127\.0\.0\.1:1\/v1\/orders[\s\S]*npm start/;

/** Where the commands run. With the data directory in it they find the demo key by themselves. */
const folder = freshDirectory();
const JOURNAL = join(folder, 'data', 'journal');
let engine: EngineProcess;

/** A whole command line, as one types it. */
const run = (line: string): Promise<Ran> => pregao(folder, ...line.split(' '));
/** The same, to the engine of these tests. */
const ask = (line: string): Promise<Ran> => run(`${line} --url ${engine.url}`);
const running = (line: string): Command =>
  new Command(program(LAUNCHER, ...line.split(' '), '--url', engine.url), folder);

t.before(async () => {
  const { out } = await run('keygen desk --accounts maker taker');
  engine = await EngineProcess.start({
    data: join(folder, 'data'),
    config: { ...QUIET, keys: [JSON.parse(out)] },
  });
});
t.teardown(() => engine.kill('SIGKILL'));

t.test('command lines that are wrong end with 2 and say what to do', async (t) => {
  const elsewhere = freshDirectory();
  const cases: [line: string, complaint: RegExp][] = [
    ['frobnicate', /unknown command 'frobnicate'/],
    ['order', /missing required argument 'side'/],
    ['order hold BTC-USD 1 @ 5', /say buy or sell \(or sell-short\), not "hold"/],
    ['order buy BTC-USD 1', /at which price\? Write @ PRICE/],
    ['order buy BTC-USD 1 @ 5 --market', /a market order has no price/],
    ['order buy BTC-USD 1 @ 5 --tif tomorrow', /Allowed choices are day, gtc, ioc, fok, gtd/],
    ['order buy BTC-USD 1 @ 5 --peg best', /Allowed choices are primary, midpoint/],
    ['replace BTC-USD 7', /which order, and how much\?/],
    ['quote BTC-USD 1 @ 5', /bid and offer\? Write QUANTITY @ PRICE/],
    ['quote BTC-USD 1 @ 5 / 2', /"2" is not QUANTITY @ PRICE/],
    ['order buy BTC-USD 1 @ 5', /no key file \.\/data\/demo\.key[\s\S]*--key FILE/],
    ['cancel BTC-USD', /which order\?/],
    ['cancel BTC-USD 7 --all', /one order, or --all\? Not both/],
    ['cancel BTC-USD --client-id 7 --all', /one order, or --all\? Not both/],
    ['cancel BTC-USD 7 --side buy', /--side and --whole-account go with --all/],
    ['cancel --all --side both', /Allowed choices are buy, sell/],
    ['watch BTC-USD --levels 1000', /--levels must be from 1 to 256/],
    ['keygen other', /required option '--accounts <name\.\.\.>'/],
    ['start --port seventy', /--port: port: .*number/],
    ['start --config nowhere.json', /cannot read the configuration nowhere\.json/],
  ];
  await Promise.all(
    cases.map(async ([line, err]) =>
      expectRan(t, `pregao ${line}`, await pregao(elsewhere, ...line.split(' ')), { code: 2, err }),
    ),
  );
});

t.test('help', async (t) => {
  const cases: [line: string, words: RegExp][] = [
    [
      '--help',
      /start[\s\S]*order[\s\S]*cancel[\s\S]*watch[\s\S]*keygen[\s\S]*journal[\s\S]*replay[\s\S]*bench/,
    ],
    ['--version', /^\d+\.\d+\.\d+$/m],
    ['start --help', /--config[\s\S]*--data[\s\S]*--host[\s\S]*--port[\s\S]*--durability/],
    ['order --help', /Examples:[\s\S]*order buy BTC-USD 0\.5 @ 64000[\s\S]*Exit code/],
    [
      'order --help',
      /--stop[\s\S]*--trail[\s\S]*--on[\s\S]*--display[\s\S]*--min[\s\S]*--until[\s\S]*--protect[\s\S]*--peg[\s\S]*--offset[\s\S]*--oco[\s\S]*--bracket-of[\s\S]*--stp[\s\S]*--firm[\s\S]*--reduce-only/,
    ],
    ['replace --help', /Examples:[\s\S]*Exit code/],
    ['quote --help', /--protect[\s\S]*--once[\s\S]*Examples:[\s\S]*Exit code/],
    ['journal verify --help', /data directory/],
  ];
  await Promise.all(
    cases.map(async ([line, out]) => expectRan(t, `pregao ${line}`, await run(line), { code: 0, out })),
  );
});

t.test('no engine ends with 3', async (t) => {
  const order = await run(`order buy BTC-USD 1 @ 5 --key desk.key --account maker --url ${NOWHERE}`);
  expectRan(t, 'order', order, { code: 3, err: NO_ENGINE });
});

t.test('orders and cancels', async (t) => {
  const resting = await ask('order buy BTC-USD 0.5 @ 64000');
  expectRan(t, 'a limit order rests', resting, {
    code: 0,
    out: /^accepted +order \d+ +buy 0\.5 BTC-USD @ 64000\.00 day, account demo\nworking +0\.5 open; cancel with: pregao cancel BTC-USD \d+ --url ws:/,
  });
  const id = /order (\d+)/.exec(resting.out)?.[1];
  const steps: [line: string, expected: Expected][] = [
    [
      'order sell BTC-USD 0.2 @ 63000 --tif gtc',
      { code: 0, out: /executed +0\.2 @ 64000\.00 as taker, open 0\n$/ },
    ],
    ['order sell BTC-USD 5 @64000 --tif fok', { code: 1, err: /rejected: FillOrKillNotFillable \(303\)/ }],
    [
      'order buy BTC-USD 5000 @ 64000',
      { code: 1, err: /MaxQuantityExceeded \(206\): the quantity is above/ },
    ],
    ['order buy BTC-USD 1 @ 64000.001', { code: 2, err: /more than 2 decimal places/ }],
    ['order buy ETH-USD 1 --market', { code: 0, out: /cancelled +1 taken off order \d+ \(NoLiquidity: / }],
    ['order buy ETH-USD 1 @ 3000 --id 77', { code: 0, out: /accepted/ }],
    [`cancel BTC-USD ${id}`, { code: 0, out: /^cancelled +0\.3 taken off order \d+ \(CancelledByUser/ }],
    [`cancel BTC-USD ${id}`, { code: 1, err: /UnknownOrder \(300\)/ }],
    ['order buy BTC-USD 1 @ 60000', { code: 0 }],
    ['cancel BTC-USD --all --side sell', { code: 0, out: /^0 orders cancelled\n$/ }],
    ['cancel BTC-USD --all', { code: 0, out: /MassCancelled[\s\S]*\n1 order cancelled\n$/ }],
    ['cancel ETH-USD --client-id 77', { code: 0, out: /^cancelled +1 taken off/ }],
    ['cancel --all', { code: 0, out: /^0 orders cancelled\n$/ }],
    [
      'quote BTC-USD 0.5 @ 60000 / 0.4 @ 70000 --id 7 --protect 5/1000 --once',
      { code: 0, out: /^accepted .* buy 0\.5 BTC-USD quoted @ 60000\.00 day.*\naccepted .* sell 0\.4 / },
    ],
    [
      'quote BTC-USD 0.5 @ 60000 / 5000 @ 70000 --id 7 --once',
      { code: 1, out: /^replaced .*\nrejected .*MaxQuantityExceeded.*\ncancelled .*QuoteSideReplaced/ },
    ],
    ['quote BTC-USD 0 --id 7', { code: 0, out: /^cancelled +0\.5 taken off order \d+ \(QuoteSideRemoved/ }],
    ['quote BTC-USD 2 @ 6 / 2 @ 5', { code: 1, err: /rejected: QuoteCrossed \(343\)/ }],
  ];
  for (const [line, expected] of steps) expectRan(t, `pregao ${line}`, await ask(line), expected);
});

t.test('orders that the engine changes by itself, and a replaced one', async (t) => {
  const steps: [line: string, expected: Expected][] = [
    [
      'order buy PETR4 800 @ 38 --id 1 --display 300',
      { code: 0, out: /^accepted .* 800 PETR4 @ 38\.00 day.*\nworking +800 open/ },
    ],
    [
      'order sell PETR4 100 @ 39 --bracket-of 1',
      { code: 0, out: /AwaitsParent[\s\S]*\nwaiting +nothing open/ },
    ],
    [
      'order buy PETR4 100 @ 40 --peg primary --offset 1',
      { code: 0, out: /pegged @ 40\.00 day.*\nrestated +buy 100 PETR4 pegged @ 37\.00 .*Repriced/ },
    ],
    ['order sell PETR4 100 --stop 37 --on venue16', { code: 1, err: /InvalidTrigger \(315\)/ }],
    [
      'order sell-short PETR4 100 --stop 37',
      { code: 0, out: /sellShort 100 PETR4 stop day.*\nworking +100/ },
    ],
    ['replace PETR4 --client-id 1 500 @ 38', { code: 0, out: /^replaced .* buy 500 PETR4 @ 38\.00/ }],
    [
      'replace PETR4 --client-id 1 0',
      { code: 0, out: /^replaced .*\ncancelled +500 .*ReplacedToExecuted.*\n$/ },
    ],
  ];
  for (const [line, expected] of steps) expectRan(t, `pregao ${line}`, await ask(line), expected);
  await ask('cancel --all');
});

t.test('an order that is followed prints its life; Ctrl-C leaves it working', async (t) => {
  const followed = running('order buy BTC-USD 0.5 @ 64000 --follow');
  await followed.prints(/accepted/);
  const second = await ask('order buy BTC-USD 1 @ 5');
  expectRan(t, 'the key is in use meanwhile', second, { code: 3, err: /SessionInUse[\s\S]*pregao keygen/ });
  expectRan(t, 'Ctrl-C', await followed.stop(), { code: 0, out: /working +0\.5 open; cancel with/ });
  expectRan(t, 'it was still there', await ask('cancel --all'), { code: 0, out: /\n1 order cancelled\n/ });
});

t.test('keygen, its key in the configuration, logon with it', async (t) => {
  t.equal(statSync(join(folder, 'desk.key')).mode & 0o777, 0o600);
  const again = await run('keygen desk --accounts maker');
  expectRan(t, 'never overwritten', again, { code: 2, err: /desk\.key stands already/ });

  const order = 'order buy BTC-USD 0.5 @ 63000 --key';
  const maker = await ask(`${order} desk.key --account maker`);
  expectRan(t, 'accepted', maker, { code: 0, out: /account maker/ });
  t.match(
    maker.out,
    /cancel with: pregao cancel BTC-USD \d+ --url \S+ --key desk\.key\n/,
    'says how to cancel it',
  );
  const neither = await ask(`${order} desk.key`);
  expectRan(t, 'two accounts', neither, { code: 2, err: /for which account\? Say one of maker, taker/ });

  await run('keygen stranger --accounts demo');
  const stranger = await ask(`${order} stranger.key`);
  expectRan(t, 'a key that the engine lacks', stranger, { code: 3, err: /UnknownKey[\s\S]*--key FILE/ });
  await run('keygen demo --accounts demo --out false.key');
  const wrong = await ask(`${order} false.key`);
  expectRan(t, 'a key of that name with another secret', wrong, { code: 3, err: /BadSignature/ });
  await ask('cancel --all --key desk.key');
});

t.test('journal verify: a running engine, an orderly stop, a flipped bit, nothing there', async (t) => {
  const live = await run('journal verify data');
  expectRan(t, 'running', live, { code: 0, out: /state hash +[0-9a-f]{16}[\s\S]*all of it holds/ });
  await engine.stop();
  const left = /stopped.*state hash ([0-9a-f]+)/.exec(engine.output)?.[1];
  const stopped = await run('journal verify data');
  expectRan(t, 'stopped', stopped, { code: 0, out: RegExp(`state hash +${left} `) });

  const segment = join(JOURNAL, readdirSync(JOURNAL).find((name) => name.endsWith('.journal'))!);
  const bytes = readFileSync(segment);
  bytes[200] ^= 1;
  writeFileSync(segment, bytes);
  const damaged = await run('journal verify data');
  expectRan(t, 'damaged', damaged, { code: 65, out: /NOT SOUND: .*segment 1, offset \d+/ });

  mkdirSync(join(folder, 'empty'));
  const nothing = await run('journal verify empty');
  expectRan(t, 'nothing there', nothing, { code: 1, out: /there is no journal in empty/ });
});
