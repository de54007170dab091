/** What all views do: older and newer blocks, nulls, groups, data, halves; and all templates of all schemas, on anything. */
import t from 'tap';
import * as entrypoint from '../messages/generated/entrypoint.js';
import * as ilink3 from '../messages/generated/ilink3.js';
import * as itch from '../messages/generated/itch.js';
import * as mdp3 from '../messages/generated/mdp3.js';
import * as ouchInbound from '../messages/generated/ouch-inbound.js';
import * as ouchOutbound from '../messages/generated/ouch-outbound.js';
import * as umdf from '../messages/generated/umdf.js';
import { corpus, fuzz } from '../test-fuzz.js';
import { describe } from './describe.js';
import { FlatFault, FlatMessages } from './flat-message.js';
import { Header, SbeFault, type SbeIds, type SbeMessageClass, SbeMessages } from './sbe-message.js';

const buffer = Buffer.alloc(2_048);

t.test('a message begins with all that is optional null', async (t) => {
  const order = new ilink3.NewOrderSingle514();
  order.encode(buffer, 3);
  t.equal(order.finish(), 3 + Header.Bytes + 132);
  t.equal(buffer.toString('hex', 3, 11), '8400020208000900');
  t.match(describe(order), { price: null, minQty: null, clOrdID: '', orderQty: 0 });
  t.notOk(order.hasPrice || order.hasMinQty);
  order.price = 4_500_250_000_000;
  order.clOrdID = 'ID-1';
  order.minQty = 5;
  t.ok(order.hasPrice && order.hasMinQty);
  t.match(describe(order), { price: '4500.250000000', minQty: 5, clOrdID: 'ID-1' });
  order.price = -250_000_000;
  t.equal(order.price, -250_000_000);
  t.match(describe(order), { price: '-0.250000000' });
});

t.test('numbers of 64 bits: as doubles, as halves, whole', async (t) => {
  const report = new entrypoint.ExecutionReportNew();
  report.encode(buffer, 0);
  const { execIDAt } = entrypoint.ExecutionReportNew;
  report.setBig(execIDAt, 800_422_000_000_001_091n, true);
  t.equal(report.bigOf(execIDAt, true, false), 800_422_000_000_001_091n);
  t.equal(
    BigInt(report.highOf(execIDAt, true)) * 2n ** 32n + BigInt(report.lowOf(execIDAt, true) >>> 0),
    800_422_000_000_001_091n,
  );
  report.execID = 2 ** 53 - 1;
  t.equal(report.bigOf(execIDAt, true, false), 2n ** 53n - 1n);
  t.equal(report.protectionPrice, -(2 ** 63), 'the null of an optional price');
  t.notOk(report.hasProtectionPrice);
});

t.test('groups and data, in the order of the schema; what is left out is empty', async (t) => {
  const book = new mdp3.MDIncrementalRefreshBook46();
  book.encode(buffer, 0);
  book.noOrderIDEntries.begin(book, 2);
  for (let id = 7; book.noOrderIDEntries.next(); id++) book.noOrderIDEntries.orderID = id;
  const end = book.finish();
  t.equal(end, Header.Bytes + 11 + 3 + 8 + 2 * 24);
  const read = new mdp3.MDIncrementalRefreshBook46();
  t.equal(read.wrap(buffer, 0, end), SbeFault.None);
  t.equal(read.noMDEntries.entries, 0);
  const ids: number[] = [];
  while (read.noOrderIDEntries.next()) ids.push(read.noOrderIDEntries.orderID);
  t.same(ids, [7, 8]);
  t.throws(() => book.noMDEntries.begin(book, 1), /order of the schema/);

  const reject = new entrypoint.BusinessMessageReject();
  reject.encode(buffer, 0);
  reject.text.write(reject, Buffer.from('why'));
  const again = new entrypoint.BusinessMessageReject();
  t.equal(again.wrap(buffer, 0, reject.finish()), SbeFault.None);
  t.match(describe(again), { memo: '', text: 'why', businessRejectRefID: null });
});

t.test('an older block is shorter: its missing fields are null. A newer one is longer', async (t) => {
  const report = new entrypoint.ExecutionReportTrade();
  report.encode(buffer, 0);
  report.strategyID = 9;
  report.impliedEventIDEventID = 10;
  report.tradingSubAccount = 11;
  const old = Buffer.alloc(300);
  buffer.copy(old, 0, 0, Header.Bytes + 164);
  old.writeUInt16LE(164, Header.BlockLength);
  old.writeUInt16LE(3, Header.Version);
  old.write('\0\x04memo', Header.Bytes + 164);
  const read = new entrypoint.ExecutionReportTrade();
  t.equal(read.wrap(old, 0, Header.Bytes + 164 + 6), SbeFault.None);
  t.match(describe(read), {
    strategyID: 9,
    impliedEventIDEventID: null,
    tradingSubAccount: null,
    deskID: '',
    memo: 'memo',
  });
  t.equal(read.actingVersion, 3);
  read.tradingSubAccount = 5;
  t.equal(
    old.toString('latin1', Header.Bytes + 164 + 2, Header.Bytes + 164 + 6),
    'memo',
    'nothing is written behind the block',
  );

  const newer = Buffer.alloc(300);
  const sequence = new entrypoint.Sequence();
  sequence.encode(newer, 0);
  sequence.nextSeqNo = 77;
  newer.writeUInt16LE(20, Header.BlockLength);
  t.equal(sequence.wrap(newer, 0, Header.Bytes + 20), SbeFault.None);
  t.equal(sequence.nextSeqNo, 77);
});

t.test('groups of newer versions are not looked for in older messages', async (t) => {
  const request = new ilink3.PartyDetailsDefinitionRequest518();
  const since = request.groups.map((group) => group.since);
  t.same(since, [0, 2]);
  request.encode(buffer, 0);
  const end = request.finish() - request.groups[1].dimension.bytes;
  buffer.writeUInt16LE(1, Header.Version);
  t.equal(request.wrap(buffer, 0, end), SbeFault.None);
  t.equal(request.groups[1].entries, 0);
  buffer.writeUInt16LE(2, Header.Version);
  t.equal(request.wrap(buffer, 0, end), SbeFault.BadLength);
});

t.test('what is refused', async (t) => {
  const messages = new SbeMessages(entrypoint.SCHEMA, entrypoint.MESSAGES);
  const sequence = new entrypoint.Sequence();
  sequence.encode(buffer, 0);
  const end = sequence.finish();
  const rows: [name: string, at: number, value: number, fault: SbeFault][] = [
    ['as it should be', Header.Version, 6, SbeFault.None],
    ['another schema', Header.SchemaId, 2, SbeFault.WrongSchema],
    ['an unknown template', Header.TemplateId, 9_999, SbeFault.WrongTemplate],
    ['a block beyond the end', Header.BlockLength, 5, SbeFault.BadLength],
  ];
  for (const [name, at, value, fault] of rows) {
    const changed = Buffer.from(buffer);
    changed.writeUInt16LE(value, at);
    t.equal(messages.read(changed, 0, end), fault, name);
  }
  t.equal(messages.read(buffer, 0, Header.Bytes - 1), SbeFault.TooShort);
  const flat = new FlatMessages(itch.MESSAGES);
  t.equal(flat.read(Buffer.from('A'), 0, 1), FlatFault.TooShort);
  t.equal(flat.read(Buffer.from('z'), 0, 1), FlatFault.WrongType);
  t.equal(flat.read(Buffer.alloc(0), 0, 0), FlatFault.TooShort);
  t.throws(
    () =>
      new ilink3.Negotiate500().credentials.write(encoded(new ilink3.Negotiate500()), Buffer.alloc(9_999)),
    /longer than its buffer|order/,
  );
});

function encoded<T extends { encode(bytes: Uint8Array, start: number): void }>(message: T): T {
  message.encode(buffer, 0);
  return message;
}

const SCHEMAS: readonly [name: string, ids: SbeIds, classes: readonly SbeMessageClass[]][] = [
  ['iLink 3', ilink3.SCHEMA, ilink3.MESSAGES],
  ['MDP 3.0', mdp3.SCHEMA, mdp3.MESSAGES],
  ['EntryPoint', entrypoint.SCHEMA, entrypoint.MESSAGES],
  ['UMDF', umdf.SCHEMA, umdf.MESSAGES],
];

for (const [name, ids, classes] of SCHEMAS)
  t.test(`anything: ${name}, all templates`, async (t) => {
    const messages = new SbeMessages(ids, classes);
    fuzz(
      t,
      [...classes.map(sample), ...corpus('protocol/views')],
      (bytes, start, end) => {
        const fault = messages.read(bytes, start, end);
        const isSound = fault === SbeFault.None;
        return { isSound, result: isSound ? textOf(describe(messages.message!)) : `fault ${fault}` };
      },
      6_000,
    );
  });

t.test('anything: ITCH and OUCH', async (t) => {
  const views = [itch.MESSAGES, ouchInbound.MESSAGES, ouchOutbound.MESSAGES].map(
    (classes) => new FlatMessages(classes),
  );
  const samples = [...itch.MESSAGES, ...ouchInbound.MESSAGES, ...ouchOutbound.MESSAGES].map((Class) => {
    const message = new Class();
    return Buffer.from(buffer.subarray(0, message.encode(buffer, 0)));
  });
  fuzz(
    t,
    samples,
    (bytes, start, end) => {
      const faults = views.map((each) => each.read(bytes, start, end));
      const result = views.map((each, i) =>
        faults[i] === FlatFault.None ? textOf(describe(each.message!)) : faults[i],
      );
      return { isSound: faults.includes(FlatFault.None), result: result.join() };
    },
    6_000,
  );
});

const textOf = (value: unknown): string =>
  JSON.stringify(value, (_, each) => (typeof each === 'bigint' ? `${each}n` : each));

/** A message with two entries a group and some data. */
function sample(Class: SbeMessageClass): Buffer {
  const message = new Class();
  message.encode(buffer, 0);
  for (const group of message.groups) group.begin(message, 2);
  for (const data of message.data) data.write(message, Buffer.from('text'));
  return Buffer.from(buffer.subarray(0, message.finish()));
}
