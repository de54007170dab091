/** What all simulators stand on: time, decimals on a grid, limits, faults and what they do to messages on their way out. */
import { readFileSync } from 'node:fs';
import t from 'tap';
import { Agenda } from './agenda.js';
import { FAULTS, type Fault, faultProblem } from './fault.js';
import { Faults } from './faults.js';
import { formatUnits, Grid, ProductGrid, trimmed } from './grid.js';
import { Limiter, limitOf } from './limiter.js';
import { Outbox } from './outbox.js';
import { Outlet } from './outlet.js';
import { Random } from './random.js';

t.test('the agenda runs what is due, in order, each at its time', async (t) => {
  const agenda = new Agenda(0);
  const told: string[] = [];
  const tell = (what: string) => () => void told.push(`${agenda.nowMs} ${what}`);
  agenda.after(20, tell('late'));
  agenda.after(10, tell('first'));
  agenda.after(10, tell('second'));
  const job = agenda.every(15, tell('again'));
  agenda.after(5, () => agenda.after(5, tell('third')));
  agenda.advanceTo(30);
  t.strictSame(told, ['10 first', '10 second', '10 third', '15 again', '20 late', '30 again']);
  job.cancel();
  agenda.advanceTo(10);
  agenda.advance(100);
  t.equal(told.length, 6, 'nor does time go back');
});

t.test('real time does not make up for periods that were slept through', async (t) => {
  for (const [isReal, first] of [
    [false, 100],
    [true, 2],
  ] as const) {
    const agenda = new Agenda(0, isReal);
    let runs = 0;
    agenda.every(100, () => runs++);
    agenda.advance(10_000);
    t.equal(runs, first);
    agenda.advance(1_000);
    t.equal(runs, first + 10, 'a second late is made up for');
  }
});

const GRID: readonly (readonly [step: string, text: string, count: number])[] = [
  ['0.01', '64000.50', 6_400_050],
  ['0.01', '64000.5000', 6_400_050],
  ['0.01', '64000.505', Number.NaN],
  ['0.10', '64000.5', 640_005],
  ['0.10', '64000.55', Number.NaN],
  ['0.00000001', '92.12345678', 9_212_345_678],
  ['100', '300', 3],
  ['100', '150', Number.NaN],
  ['0.01', '-1', Number.NaN],
  ['0.01', '1e5', Number.NaN],
  ['0.01', '.5', Number.NaN],
  ['0.00000001', '99999999999', Number.NaN],
];
for (const [step, text, count] of GRID)
  t.test(`${text} in steps of ${step}`, async (t) => {
    t.same(new Grid(step).parse(text), count);
  });

t.test('decimals are written with the places asked for, and cut, not rounded', async (t) => {
  const grid = new Grid('0.10');
  t.equal(grid.format(640_005), '64000.5');
  t.equal(grid.format(640_005, 2), '64000.50');
  t.equal(new Grid('100').format(3, 0), '300');
  t.equal(new Grid('0.01').floor('1.239'), 123);
  t.equal(new ProductGrid(grid, new Grid('0.001')).format(640_005n * 17n, 5), '1088.00850');
  t.equal(formatUnits(-1_999n, 3, 2), '-1.99');
  t.equal(trimmed('1.500'), '1.5');
  t.equal(trimmed('100.00'), '100');
  t.equal(trimmed('100'), '100');
});

t.test('a limit counts from the beginning of its interval', async (t) => {
  const clock = { nowMs: 9_999 };
  const limiter = new Limiter(limitOf('X', 10, 'SECOND', 2), clock);
  t.strictSame([limiter.take(), limiter.take(), limiter.take()], [true, true, false]);
  limiter.giveBack();
  t.equal(limiter.take(), true);
  clock.nowMs = 10_000;
  t.equal(limiter.count, 0);
});

t.test('ids and numbers are those of the seed', async (t) => {
  const [a, b] = [new Random(5), new Random(5)];
  t.equal(a.uuid(), b.uuid());
  t.match(a.uuid(), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  const all = Array.from({ length: 1_000 }, () => a.int(3, 5));
  t.strictSame([...new Set(all)].sort(), [3, 4, 5]);
});

function outlet(): {
  faults: Faults;
  agenda: Agenda;
  say: (text: string, kind?: string) => void;
  out: string[];
} {
  const faults = new Faults();
  const agenda = new Agenda(0);
  const out: string[] = [];
  const wire = {
    send: (text: string) => void out.push(text),
    cut: (text: string) => void out.push(`${text.slice(0, 2)}-`),
    close: () => void out.push('closed'),
    drop: () => void out.push('dropped'),
  };
  const made = new Outlet(wire, agenda, faults);
  made.session = 'S';
  return { faults, agenda, out, say: (text, kind = 'ack') => made.send(kind, text, () => text) };
}

const OUT: readonly (readonly [fault: Fault, said: readonly string[], expected: readonly string[]])[] = [
  [{ do: 'lose' }, ['aaaa', 'bbbb'], ['bbbb']],
  [{ do: 'lose', clientId: 'bbbb' }, ['aaaa', 'bbbb', 'cccc'], ['aaaa', 'cccc']],
  [{ do: 'lose', times: 2 }, ['aaaa', 'bbbb', 'cccc'], ['cccc']],
  [{ do: 'lose', session: 'T' }, ['aaaa'], ['aaaa']],
  [{ do: 'lose', kind: 'fill' }, ['aaaa'], ['aaaa']],
  [{ do: 'repeat' }, ['aaaa', 'bbbb'], ['aaaa', 'aaaa', 'bbbb']],
  [{ do: 'hold', messages: 1 }, ['aaaa', 'bbbb', 'cccc'], ['bbbb', 'aaaa', 'cccc']],
  [{ do: 'hold', messages: 2 }, ['aaaa', 'bbbb', 'cccc'], ['bbbb', 'cccc', 'aaaa']],
  [{ do: 'cut' }, ['aaaa', 'bbbb'], ['aa-']],
  [{ do: 'dropAfter', messages: 2 }, ['aaaa', 'bbbb', 'cccc'], ['aaaa', 'bbbb', 'dropped']],
];
for (const [fault, said, expected] of OUT)
  t.test(`on the way out: ${JSON.stringify(fault)}`, async (t) => {
    const { faults, out, say } = outlet();
    faults.inject(fault);
    for (const text of said) say(text);
    t.strictSame(out, expected);
  });

t.test('delay, drop, clear; admin messages are touched only when named', async (t) => {
  const { faults, agenda, out, say } = outlet();
  faults.inject({ do: 'delay', ms: 10 });
  say('aaaa');
  say('bbbb');
  agenda.advance(10);
  t.strictSame(out, ['bbbb', 'aaaa']);
  faults.inject({ do: 'lose' });
  say('beat', 'admin');
  t.equal(out.at(-1), 'beat');
  t.equal(faults.list().length, 1);
  faults.clear();
  say('cccc');
  t.equal(out.at(-1), 'cccc');
  t.equal(faults.inject({ do: 'drop', session: 'nobody' }), 'dropped 0');
  t.equal(faults.inject({ do: 'drop' }), 'dropped 1');
  say('dddd');
  t.equal(out.at(-1), 'dropped');
});

const PROBLEMS: readonly (readonly [value: unknown, problem: RegExp | undefined])[] = [
  [{ do: 'lose' }, undefined],
  [{ do: 'delay', ms: 5, kind: 'ack', clientId: 'x' }, undefined],
  [null, /a fault is an object/],
  [{}, /"do" has to be one of/],
  [{ do: 'toString' }, /"do" has to be one of/],
  [{ do: 'lose', colour: 'red' }, /"colour" is no field/],
  [{ do: 'delay', ms: '5' }, /"ms" has to be a number/],
  [{ do: 'delay' }, /"delay" needs "ms"/],
  [{ do: 'unknown' }, /"unknown" needs "executed"/],
  [{ do: 'unknown', executed: 1 }, /"executed" has to be a boolean/],
];
for (const [value, problem] of PROBLEMS)
  t.test(`a fault from outside: ${JSON.stringify(value)}`, async (t) => {
    if (problem === undefined) t.equal(faultProblem(value), undefined);
    else t.match(faultProblem(value), problem);
  });

t.test('reports wait for the answer to the request that caused them', async (t) => {
  const outbox = new Outbox();
  const told: string[] = [];
  outbox.run(() => {
    outbox.push(() => told.push('report'));
    told.push('answer');
  });
  outbox.push(() => told.push('later'));
  t.throws(() =>
    outbox.run(() => {
      outbox.push(() => told.push('all the same'));
      throw new Error('refused');
    }),
  );
  t.strictSame(told, ['answer', 'report', 'later', 'all the same']);
});

t.test('the page tells every fault', async (t) => {
  const page = readFileSync('adapters/simulator/README.md', 'utf8');
  for (const name of Object.keys(FAULTS)) t.ok(page.includes(`\`${name}\``), name);
});
