/** What B3's Binary EntryPoint alone has: numbers for names, investors, three ways of cancel on disconnect, one reject for three requests, blocks of older versions. */
import t from 'tap';
import { Side, TimeInForce } from '../../../protocol/codes/enums.js';
import { CancelOnDisconnectTypeValue as CancelOn } from '../../../protocol/messages/generated/entrypoint.js';
import { CommandFlag } from '../../../protocol/records/command.js';
import { SOFH_BYTES } from '../../../protocol/sofh/framer.js';
import { Header } from '../../../protocol/views/sbe-message.js';
import { OrderTestRig } from '../../conformance/test-rig.js';
import { FixpInMemory } from '../../fixp-orders/fixp-files.js';
import { scaleOfStep } from '../../kit/instrument.js';
import { b3Contract, lotsOf, ticksOf } from '../contract.js';
import { entryPointBench, identityWith } from './test-bench.js';

/** Of recorded messages of schema version 3: ExecutionReport_New and ExecutionReport_Trade. */
const OLDER_BLOCKS: Readonly<Record<number, number>> = { 200: 172, 203: 164 };
const LOTS = 100;
const SOON = 200;
const LATER = 60_000;

const buy = (rig: OrderTestRig, more: object = {}): void => {
  rig.order(Side.Buy, LOTS, rig.buyTicks, more);
  rig.run(SOON);
};

const atVenue = ({ bench }: OrderTestRig) => bench.market.all(bench.account);

t.test('what B3 has no word for, and whom it does not know, never leaves', async (t) => {
  for (const [what, rig, fields] of [
    ['post-only', new OrderTestRig(entryPointBench()), { flags: CommandFlag.PostOnly }],
    ['an account without client', new OrderTestRig(entryPointBench({ clients: new Map() })), {}],
  ] as const) {
    buy(rig, fields);
    t.equal(rig.words().at(-1), 'end #2 100 open InvalidCombination', what);
    t.strictSame(atVenue(rig), [], what);
  }
});

t.test('orders say whom they are for, in the short message and in the long one', async (t) => {
  for (const timeInForce of [TimeInForce.Day, TimeInForce.GoodTillCancel]) {
    const rig = new OrderTestRig(entryPointBench({ selfTrade: 3 }));
    buy(rig, { timeInForce });
    const [{ echo, prevention }] = atVenue(rig);
    t.match(echo, { account: '12345', investor: '300:123456' });
    t.equal(prevention, 'both');
    rig.replace(80, rig.replaceTicks);
    rig.run(SOON);
    t.same(rig.position(), { net: 0, open: 80 });
  }
});

t.test('contracts: a SecurityID, prices of four places, lots of whole units', async (t) => {
  const PETR4 = { id: 1, symbol: '200000163669', price: scaleOfStep('0.01'), qty: scaleOfStep('100') };
  const contract = b3Contract(PETR4);
  t.same(contract, { securityId: 200_000_163_669, mantissaPerTick: 100, unitsPerLot: 100 });
  t.equal(ticksOf(1_000_200, contract), 10_002);
  t.equal(lotsOf(300, contract), 3);
  t.throws(() => ticksOf(1_000_250, contract), /at 100.025, which is between two ticks/);
  t.throws(() => lotsOf(150, contract), /150 of 200000163669, which are no whole lots/);
  for (const symbol of ['PETR4', '0', '9007199254740993'])
    t.throws(() => b3Contract({ ...PETR4, symbol }), /is no SecurityID/, symbol);
  t.throws(() => b3Contract({ ...PETR4, price: scaleOfStep('0.00001') }), /4 decimal places/);
  t.throws(() => b3Contract({ ...PETR4, qty: scaleOfStep('0.1') }), /whole number of units/);
});

t.test('a wrong key is told to a person, and tried again', async (t) => {
  const identity = { ...identityWith(CancelOn.CANCEL_ON_DISCONNECT_ONLY), accessKey: 'wrong' };
  const rig = new OrderTestRig(entryPointBench({ identity }));
  rig.run(LATER);
  t.equal(rig.isUp, false);
  t.ok(rig.notices.filter((notice) => notice.includes('logon refused')).length > 1);
});

t.test(
  'cancel on disconnect: four ways, each when a connection is lost and when the session says goodbye',
  async (t) => {
    const ways = [
      [CancelOn.DO_NOT_CANCEL_ON_DISCONNECT_OR_TERMINATE, 1, 1],
      [CancelOn.CANCEL_ON_DISCONNECT_ONLY, 0, 1],
      [CancelOn.CANCEL_ON_TERMINATE_ONLY, 1, 0],
      [CancelOn.CANCEL_ON_DISCONNECT_OR_TERMINATE, 0, 0],
    ] as const;
    for (const [way, afterDrop, afterGoodbye] of ways) {
      const lost = new OrderTestRig(entryPointBench({}, way));
      buy(lost);
      lost.fault({ do: 'drop' });
      lost.run(LATER);
      t.equal(lost.bench.market.open(lost.bench.account).length, afterDrop, `${way}: lost`);
      t.same(lost.position(), { net: 0, open: afterDrop * LOTS });
      const closed = new OrderTestRig(entryPointBench({}, way));
      buy(closed);
      closed.close();
      closed.bench.agenda.advance(LATER);
      t.equal(closed.bench.market.open(closed.bench.account).length, afterGoodbye, `${way}: goodbye`);
    }
  },
);

t.test('an order that comes back within the window is not cancelled', async (t) => {
  const identity = { ...identityWith(CancelOn.CANCEL_ON_DISCONNECT_ONLY), cancelWindowMs: 30_000 };
  const rig = new OrderTestRig(entryPointBench({ identity }));
  buy(rig);
  rig.fault({ do: 'drop' });
  rig.run(LATER);
  t.equal(rig.isUp, true);
  t.same(rig.position(), { net: 0, open: LOTS });
});

t.test('one reject for three requests', async (t) => {
  const rig = new OrderTestRig(entryPointBench());
  rig.order(Side.Buy, LOTS, 5_000);
  rig.run(SOON);
  t.match(rig.words().at(-1), /^end #2 100 open PriceCollarExceeded/, 'a new order beyond the tunnel');
  buy(rig);
  rig.words();
  rig.replace(LOTS, 5_000);
  rig.run(SOON);
  t.ok(
    rig.words().some((words) => /ReplaceRefusedByVenue/.test(words)),
    'a replace beyond it',
  );
  t.same(rig.position(), { net: 0, open: LOTS });
  rig.fault({ do: 'fillFirst', kind: 'cancel', clientId: rig.clientId });
  rig.cancel();
  rig.run(LATER);
  t.same(rig.position(), { net: LOTS, open: 0 }, 'a cancel that comes too late');
});

t.test('a search that is refused as too much says nothing of the order', async (t) => {
  const rig = new OrderTestRig(entryPointBench());
  rig.fault({ do: 'delay', kind: 'ack', ms: 30_000 });
  rig.fault({ do: 'throttle', kind: 'cancel', times: 3 });
  buy(rig);
  rig.run(20_000);
  t.same(rig.position(), { net: 0, open: LOTS }, 'unknown, and reserved');
  t.notOk(rig.words().some((words) => /NotKnownAtVenue/.test(words)));
  rig.run(LATER);
  t.strictSame(rig.bench.market.open(rig.bench.account), []);
  t.same(rig.position(), { net: 0, open: 0 });
});

t.test(
  'a process that begins goes on behind the numbers of the one before, and nothing is applied twice',
  async (t) => {
    const store = new FixpInMemory();
    const rig = new OrderTestRig(entryPointBench({ store }));
    const first = store.load()!;
    t.equal(first.nextOut, 1_001, 'a thousand at once');
    buy(rig);
    rig.beginAnew();
    rig.run(LATER);
    t.equal(store.load()!.versionId, first.versionId, 'negotiated once');
    buy(rig);
    t.equal(rig.isUp, true);
    t.equal(atVenue(rig).length, 2);
    t.same(rig.position(), { net: 0, open: 2 * LOTS });
  },
);

t.test('a day that is over is negotiated anew, and orders are found out', async (t) => {
  const store = new FixpInMemory();
  const bench = entryPointBench({ store });
  const rig = new OrderTestRig(bench);
  buy(rig);
  const { versionId } = store.load()!;
  bench.venue.newDay();
  rig.run(LATER);
  t.equal(rig.isUp, true);
  t.ok(store.load()!.versionId > versionId, 'another sessionVerID, above the one before');
  t.same(rig.position(), { net: 0, open: LOTS });
  rig.others('sell', rig.buyTicks, LOTS);
  rig.run(SOON);
  t.same(rig.position(), { net: LOTS, open: 0 });
});

t.test('an order bears the name of the last replace, and its reports lead to it all the same', async (t) => {
  const rig = new OrderTestRig(entryPointBench());
  buy(rig);
  const { clientId } = rig;
  for (const lots of [90, 80]) {
    rig.replace(lots, rig.replaceTicks);
    rig.run(SOON);
  }
  t.not(rig.clientId, clientId);
  t.equal(rig.bench.ids.orderOf(rig.clientId), clientId);
  rig.others('sell', rig.replaceTicks, 80);
  rig.run(SOON);
  t.same(rig.position(), { net: 80, open: 0 });
});

t.test(
  'an exchange that speaks an older version: its blocks are shorter, and what they do not have is null',
  async (t) => {
    const seen = new Set<number>();
    const older = (message: Buffer): Buffer => {
      const bytes = OLDER_BLOCKS[message.readUInt16LE(SOFH_BYTES + Header.TemplateId)];
      if (bytes === undefined) return message;
      seen.add(bytes);
      const at = SOFH_BYTES + Header.Bytes;
      const blockEnd = at + message.readUInt16LE(SOFH_BYTES + Header.BlockLength);
      const shorter = Buffer.concat([message.subarray(0, at + bytes), message.subarray(blockEnd)]);
      shorter.writeUInt16LE(shorter.length, 0);
      shorter.writeUInt16LE(bytes, SOFH_BYTES + Header.BlockLength);
      shorter.writeUInt16LE(3, SOFH_BYTES + Header.Version);
      return shorter;
    };
    const rig = new OrderTestRig(
      entryPointBench({}, CancelOn.DO_NOT_CANCEL_ON_DISCONNECT_OR_TERMINATE, older),
    );
    buy(rig);
    rig.others('sell', rig.buyTicks, 40);
    rig.run(SOON);
    t.same(rig.position(), { net: 40, open: 60 });
    t.same([...seen], Object.values(OLDER_BLOCKS));
  },
);

t.test('a mass action that a report refuses: each order is cancelled by itself', async (t) => {
  const rig = new OrderTestRig(entryPointBench({ marketSegmentId: 81 }));
  for (let i = 0; i < 3; i++) buy(rig);
  rig.massCancel();
  rig.run(SOON);
  t.ok(rig.notices.some((notice) => /mass cancel was refused.*Unknown market segment/.test(notice)));
  t.same(rig.bench.market.open(rig.bench.account), [], 'and each is cancelled by itself');
  t.same(rig.position(), { net: 0, open: 0 });
});
