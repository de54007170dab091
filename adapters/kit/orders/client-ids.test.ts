/** Names of orders and of requests about them, in both spellings. */
import t from 'tap';
import { type ClientIds, textIds, uuidIds } from './client-ids.js';

const NAMES: readonly (readonly [string, ClientIds, string])[] = [
  ['text', textIds('PG1'), 'PG1-3-2s'],
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
