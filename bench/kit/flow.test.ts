/** The flow reader on hand-written bytes, and the generator against a few properties that need no matcher. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { assertExpected, FlowFlag, FlowOp, readFlow } from './flow.js';
import { FlowBook } from './flow-book.js';
import { generateFlow } from './flow-generator.js';
import { FlowTally } from './tally.js';

const dir = mkdtempSync(join(tmpdir(), 'flow-'));

function file(name: string, count: number, records: number[][]): string {
  const bytes = Buffer.alloc(16 + records.length * 24);
  bytes.write('OFL1', 0, 'latin1');
  bytes.writeUInt32LE(count, 4);
  bytes.writeUInt32LE(2, 8);
  bytes.writeUInt32LE(9, 12);
  records.forEach(([op, side, tif, flags, symbol, id, price, qty], i) => {
    const at = 16 + i * 24;
    bytes.set([op, side, tif, flags], at);
    bytes.writeUInt32LE(symbol, at + 4);
    bytes.writeUInt32LE(id, at + 8);
    bytes.writeInt32LE(price, at + 12);
    bytes.writeUInt32LE(qty, at + 16);
  });
  const path = join(dir, name);
  writeFileSync(path, bytes);
  return path;
}

t.test('reads every field, and the expected result beside it', async (t) => {
  const path = file('two.bin', 2, [
    [0, 1, 1, 1, 1, 7, -5, 4_000_000_000],
    [2, 0, 0, 0, 0, 9, 100, 3],
  ]);
  writeFileSync(
    join(dir, 'two.expected.json'),
    '{"trades":1,"qty":2,"hash":3,"open":4,"open_qty":5,"rejects":0}',
  );
  const flow = readFlow(path);
  t.same(
    [flow.op, flow.side, flow.tif, flow.flags, flow.symbol, flow.orderId].map((field) => [...field]),
    [
      [0, 2],
      [1, 0],
      [1, 0],
      [1, 0],
      [1, 0],
      [7, 9],
    ],
  );
  t.same([...flow.priceTicks, ...flow.qtyLots], [-5, 100, 4_000_000_000, 3]);
  t.doesNotThrow(() => assertExpected(flow, { trades: 1, open: 4 }, 'book'));
  t.throws(() => assertExpected(flow, { trades: 2, open: 5 }, 'book'), /trades is 2, expected 1; open is 5/);
});

t.test('refuses what is no flow, is cut short or points nowhere', async (t) => {
  writeFileSync(join(dir, 'text'), 'Date,Open,High,Low,Close');
  t.throws(() => readFlow(join(dir, 'text')), /not an order-flow file/);
  t.throws(() => readFlow(file('short.bin', 3, [[0, 0, 0, 0, 0, 1, 1, 1]])), /should hold 3 commands/);
  t.throws(() => readFlow(file('symbol.bin', 1, [[0, 0, 0, 0, 2, 1, 1, 1]])), /command 0 is out of range/);
});

t.test('the generator is deterministic and keeps its promises', async (t) => {
  const shape = { commands: 20_000, symbols: 5, seed: 7, depth: 100 };
  const flow = generateFlow(shape);
  t.same(generateFlow(shape), flow);
  t.not(generateFlow({ ...shape, seed: 8 }).expected?.hash, flow.expected?.hash);
  t.equal(flow.count, 21_000);
  const kinds = [FlowOp.New, FlowOp.Cancel, FlowOp.Replace].map(
    (op) => flow.op.filter((each) => each === op).length,
  );
  t.ok(
    kinds.every((count) => count > 500),
    `${kinds}`,
  );
  t.equal(flow.flags.filter((flags) => flags === FlowFlag.Prefill).length, 1_000);
  t.equal(flow.flags.filter((flags) => flags === FlowFlag.AlreadyGone).length, flow.expected?.rejects);
  t.ok(flow.expected!.trades > 1_000);
  const entered = flow.qtyLots
    .filter((_, i) => flow.op[i] === FlowOp.New)
    .reduce((sum, lots) => sum + lots, 0);
  t.ok(flow.expected!.qty * 2 + flow.expected!.open_qty < entered, 'no quantity out of nothing');
});

t.test('the matcher of the generator keeps price-time priority', async (t) => {
  const tally = new FlowTally();
  const fills: number[][] = [];
  tally.fill = (...fill) => void fills.push(fill);
  const book = new FlowBook(tally);
  const order = (id: number, side: number, priceTicks: number, openLots: number) => ({
    id,
    side,
    priceTicks,
    openLots,
    place: -1,
  });
  const moved = order(2, 1, 101, 5);
  book.enter(order(1, 1, 102, 5), false);
  book.enter(moved, false);
  book.enter(order(3, 1, 101, 5), false);
  book.replace(moved, 100);
  book.replace(moved, 101);
  book.enter(order(4, 0, 102, 12), false);
  t.same(fills, [
    [4, 3, 5, 101],
    [4, 2, 5, 101],
    [4, 1, 2, 102],
  ]);
  t.same([book.best(0), book.best(1), book.live.map(({ id }) => id)], [undefined, 102, [1]]);
});
