/** Names of orders and of requests about them, in all spellings that have both. */
import t from 'tap';
import { type ClientIds, numberIds, textIds, uuidIds } from './client-ids.js';

const NAMES: readonly (readonly [string, ClientIds, string])[] = [
  ['text', textIds('PG1'), 'PG1-3-2s'],
  ['number', numberIds(), String((3n * 2n ** 32n + 100n) * 2n ** 15n)],
  ['uuid', uuidIds('PG1'), '5047312e-0000-4003-8000-000000000064'],
];
const STAMP = 1_732_600_000_000;

for (const [name, ids, order] of NAMES)
  t.test(name, async (t) => {
    t.equal(ids.of(3, 100), order);
    const request = ids.request(order, STAMP);
    t.not(request, order);
    t.equal(ids.orderOf(request), order);
    t.equal(ids.orderOf(order), order);
    t.not(ids.request(order, STAMP + 1), request);
    t.equal(ids.request(request, STAMP), request, 'a request about a request is one about the order');
    for (const foreign of ['', 'web-1', 'PG-3-2s', '12345678-0000-4003-8000-000000000064'])
      t.equal(ids.orderOf(foreign), '', foreign);
  });

t.test('a number of ours has 63 bits, whatever is in it', async (t) => {
  const ids = numberIds();
  const last = ids.of(0xffff, 0xffff_ffff);
  t.equal(ids.request(last, 32_766), String(2n ** 63n - 1n));
  t.equal(ids.orderOf(String(2n ** 63n - 1n)), last);
  t.equal(ids.of(0x1_0001, 5), ids.of(1, 5), 'epochs wrap');
});

t.test('a uuid of ours is one of version 4, whatever is in it', async (t) => {
  const ids = uuidIds('XYZ9');
  for (const [epoch, number, stamp] of [
    [1, 0, 0],
    [0xfff_ffff, 0xffff_ffff, 0xfff_ffff],
    [77, 12_345, STAMP],
  ])
    t.match(
      ids.request(ids.of(epoch, number), stamp),
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
});
