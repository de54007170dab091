/** Who comes to the wrong one of several engines: told where to go by FIX and REST, and taken there by the command line. */
import { join } from 'node:path';
import t from 'tap';
import { writeKeyFile } from '../protocol/client/key-file.js';
import { Ground, KEY } from './engines/ground.js';
import { dialogue } from './fix/dialogue.js';
import { FixParty } from './fix/party.js';
import { Caller, ORDER, WHERE } from './rest/caller.js';
import { Command, expectRan, pregao } from './support/cli.js';
import { freshDirectory, LAUNCHER } from './support/engine.js';
import { program } from './support/program.js';

t.setTimeout(180_000);

const folder = freshDirectory();
const keyFile = join(folder, 'desk.key');
writeKeyFile(keyFile, KEY);
let ground: Ground;

t.before(async () => {
  ground = await Ground.open(t, undefined, {
    rest: { open: { account: 'desk' } },
    fix: { port: 0, sessions: [{ compId: 'DESK', key: 'desk' }] },
  });
});

t.test('what it prints at the start', async (t) => {
  t.match(ground.of('sp1').output, /engine +sp1; besides it sp2 at ws:\S+, sp3 at ws:/);
});

t.test('FIX says it in Text, with the code of an unknown symbol', async (t) => {
  const port = Number(/fix\s+tcp:\/\/\S+:(\d+)/.exec(ground.of('sp1').output)?.[1]);
  const party = await FixParty.logOn({ port, compId: 'DESK', key: KEY });
  t.teardown(() => party.cut());
  const text = `58=the instrument lives on another engine: sp2, ${ground.of('sp2').url}`;
  await dialogue(t, { DESK: party }, [
    'DESK> 35=D|21=1|55=BAA|54=1|38=1|40=2|44=10|11=a',
    `DESK< 35=8|11=a|150=8|39=8|103=1|55=BAA|${text}`,
    'DESK> 35=F|11=b|41=never|55=BAA|54=1',
    `DESK< 35=9|11=b|41=never|39=8|434=1|102=99|${text}`,
    'DESK> 35=G|11=c|41=never|55=BAA|54=1|38=1|40=2|44=1',
    `DESK< 35=9|11=c|434=2|102=99|${text}`,
    'DESK> 35=q|11=d|530=1|55=BAA',
    `DESK< 35=r|11=d|531=0|532=1|${text}`,
    'DESK> 35=D|21=1|55=AAA|54=1|38=1|40=2|44=10|11=e',
    'DESK< 35=8|11=e|150=0|39=0',
    'DESK> 35=F|11=g|41=e|55=BAA|54=1',
    `DESK< 35=9|11=g|434=1|102=99|${text}`,
    'DESK> 35=F|11=f|41=e|55=AAA|54=1',
    'DESK< 35=8|11=f|150=4|39=4',
  ]);
});

t.test('REST answers 421 with the address, and there the order is taken', async (t) => {
  const { status, body } = await new Caller(ground.of('sp1')).send({
    ...ORDER,
    symbol: 'BAA',
    price: '10',
    quantity: '1',
  });
  t.equal(status, 421);
  t.match(body, {
    success: false,
    reason: 'InstrumentElsewhere',
    engine: 'sp2',
    address: ground.of('sp2').httpUrl,
  });
  const there = new Caller(ground.of('sp2'));
  const sent = await there.send({ ...ORDER, symbol: 'BAA', price: '10', quantity: '1' });
  t.equal(sent.status, 200);
  const meant = `order_id=${sent.body}&symbol=BAA`;
  const here = new Caller(ground.of('sp1'));
  await here.send({ ...ORDER, symbol: 'AAA', price: '10', quantity: '1' });
  for (const [method, path] of [
    ['GET', 'get-order'],
    ['PUT', 'update-order'],
    ['DELETE', 'cancel-order'],
  ] as const) {
    const change = method === 'PUT' ? { price: '11' } : undefined;
    t.match(await here.call(method, `${path}?${WHERE}&${meant}`, change), {
      status: 421,
      body: { reason: 'InstrumentElsewhere', engine: 'sp2' },
    });
    t.match(
      await here.call(method, `${path}?${WHERE}&order_id=${sent.body}`, change),
      { status: 422, body: { reason: 'InvalidField', message: /symbol is needed/ } },
      'several engines give the same ids',
    );
  }
  t.match(await there.call('DELETE', `cancel-order?${WHERE}&${meant}`), { status: 200 });
});

t.test('the command line follows', async (t) => {
  const session = ['--url', ground.of('sp1').url, '--key', keyFile];
  const ask = (line: string) => pregao(folder, ...line.split(' '), ...session);
  const ordered = await ask('order buy CAA 5 @ 10 --tif gtc');
  expectRan(t, 'order', ordered, {
    code: 0,
    out: /accepted {3}order \d+ {2}buy 5 CAA @ 10\.00 gtc, account desk/,
  });
  const [, id] = /order (\d+)/.exec(ordered.out)!;
  const watch = new Command(program(LAUNCHER, 'watch', 'CAA', '--url', ground.of('sp1').url), folder);
  t.teardown(() => void watch.child.kill('SIGKILL'));
  await watch.prints(/book {2}bid 5 @ 10\.00/);
  expectRan(t, 'Ctrl-C', await watch.stop(), { code: 0 });
  expectRan(t, 'replace', await ask(`replace CAA ${id} 4 @ 10`), { code: 0, out: /replaced/ });
  expectRan(t, 'cancel --all', await ask('cancel --all'), {
    code: 0,
    out: /^0 orders cancelled on engine sp1 alone/m,
  });
  expectRan(t, 'cancel', await ask(`cancel CAA ${id}`), { code: 0, out: /cancelled {2}4 taken off/ });
  expectRan(t, 'nobody trades it', await ask('order buy XXX 5 @ 10'), {
    code: 1,
    err: /no instrument "XXX"/,
  });
});
