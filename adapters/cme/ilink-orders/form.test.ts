/** What CME alone has: numbers that outlive processes, messages that were not applied, contracts, keys. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { Side } from '../../../protocol/codes/enums.js';
import { CommandFlag } from '../../../protocol/records/command.js';
import { OrderTestRig } from '../../conformance/test-rig.js';
import { FixpFile, FixpInMemory } from '../../fixp-orders/fixp-files.js';
import { DEMO_ILINK } from '../../simulator/cme/options.js';
import { cmeContract, ticksOf } from '../contract.js';
import { cmeBench } from './test-bench.js';

const LOTS = 100;
const SOON = 200;
const LATER = 60_000;

const buy = (rig: OrderTestRig, more: object = {}): void => {
  rig.order(Side.Buy, LOTS, rig.buyTicks, more);
  rig.run(SOON);
};

const atVenue = ({ bench }: OrderTestRig) => bench.market.all(bench.account);

t.test('what iLink has no word for never leaves', async (t) => {
  for (const [what, fields] of [
    ['post-only', { flags: CommandFlag.PostOnly }],
    ['too many contracts', { lots: 100_000 }],
  ] as const) {
    const rig = new OrderTestRig(cmeBench());
    buy(rig, fields);
    t.match(rig.words().join('; '), /InvalidCombination/, what);
    t.strictSame(atVenue(rig), [], what);
  }
});

t.test('contracts: a SecurityID, prices of nine places, whole lots', async (t) => {
  const ES = { id: 1, symbol: '1001', price: { places: 2, step: 25 }, qty: { places: 0, step: 1 } };
  const contract = cmeContract(ES);
  t.same(contract, { securityId: 1_001, mantissaPerTick: 250_000_000 });
  t.equal(ticksOf(6_050_250_000_000, contract), 24_201);
  t.throws(() => ticksOf(6_050_300_000_000, contract), /1001 at 6050.3, which is between two ticks/);
  t.throws(() => cmeContract({ ...ES, symbol: 'ESZ6' }), /"ESZ6" is no SecurityID/);
  t.throws(() => cmeContract({ ...ES, symbol: '4294967296' }), /no SecurityID/);
  t.throws(() => cmeContract({ ...ES, price: { places: 10, step: 1 } }), /9 decimal places/);
  t.throws(() => cmeContract({ ...ES, qty: { places: 0, step: 5 } }), /one contract/);
});

t.test('a wrong key is told to a person, and tried again', async (t) => {
  const identity = { ...DEMO_ILINK, secretKey: 'wrong' };
  const rig = new OrderTestRig(cmeBench({ identity }));
  rig.run(LATER);
  t.equal(rig.isUp, false);
  t.ok(rig.notices.filter((notice) => notice.includes('logon refused')).length > 1);
});

t.test(
  'a process that begins goes on behind the numbers of the one before, and nothing is applied twice',
  async (t) => {
    const store = new FixpInMemory();
    const rig = new OrderTestRig(cmeBench({ store }));
    const first = store.load()!;
    t.equal(first.nextOut, 1_001, 'a thousand at once');
    buy(rig);
    rig.beginAnew();
    rig.run(LATER);
    t.equal(store.load()!.versionId, first.versionId, 'negotiated once');
    buy(rig);
    rig.beginAnew();
    rig.run(LATER);
    buy(rig);
    t.equal(rig.isUp, true);
    t.equal(atVenue(rig).length, 3);
    t.ok(store.load()!.nextOut > first.nextOut);
    t.same(rig.position(), { net: 0, open: 3 * LOTS });
  },
);

t.test('more than a thousand messages in one life', async (t) => {
  const store = new FixpInMemory();
  const rig = new OrderTestRig(cmeBench({ store, budget: { messages: 1e6, perMs: 1_000, forCancels: 1 } }));
  for (let i = 0; i < 510; i++) {
    buy(rig);
    rig.cancel();
    rig.run(SOON);
  }
  t.ok(store.load()!.nextOut > 1_021, 'and the file is ahead of them');
  t.same(rig.position(), { net: 0, open: 0 });
});

t.test('an order that the exchange has never spoken of is out of the market afterwards', async (t) => {
  const rig = new OrderTestRig(cmeBench());
  rig.fault({ do: 'delay', kind: 'ack', ms: 30_000 });
  buy(rig);
  rig.run(LATER);
  t.match(rig.words().at(-1), /^end #2 100 open/);
  t.strictSame(rig.bench.market.open(rig.bench.account), []);
});

t.test('the file of a session', async (t) => {
  const path = join(t.testdir(), 'ilink.json');
  const file = new FixpFile(path);
  t.equal(file.load(), undefined, 'none yet');
  file.save({ versionId: 1_795_705_705_313_642n, nextOut: 1_001 });
  t.same(file.load(), { versionId: 1_795_705_705_313_642n, nextOut: 1_001 });
  for (const text of ['{"versionId":"x","nextOut":1}', '{"versionId":"1"}', 'no json']) {
    writeFileSync(path, text);
    t.throws(() => file.load(), text);
  }
});
