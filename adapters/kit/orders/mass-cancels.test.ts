/** Which cancels go out as one: never where it would end an order that is to stay, always where three or more leave nothing, each once. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import { ChildStatus, OrdType, Side, TimeInForce } from '../../../protocol/codes/enums.js';
import { ChildOrder, MassCancel, Wanted } from './child-order.js';
import { DeskCounters } from './desk-counters.js';
import { MassCancels } from './mass-cancels.js';
import type { OrderForm } from './order-form.js';

/** Status, what is wanted, what became of a mass cancel. */
const KINDS = {
  stays: [ChildStatus.New, Wanted.Nothing, MassCancel.None],
  unknown: [ChildStatus.Unknown, Wanted.Nothing, MassCancel.None],
  isReplaced: [ChildStatus.PendingReplace, Wanted.Replace, MassCancel.None],
  neverSent: [ChildStatus.PendingNew, Wanted.New, MassCancel.None],
  isBeingCancelled: [ChildStatus.PendingCancel, Wanted.Nothing, MassCancel.None],
  cancelledAlone: [ChildStatus.PendingCancel, Wanted.Cancel, MassCancel.Over],
  waits: [ChildStatus.PendingCancel, Wanted.Cancel, MassCancel.None],
} as const;
type Kind = keyof typeof KINDS;
const KEEPS: readonly Kind[] = ['stays', 'unknown', 'isReplaced'];
const FEWEST = 3;

const kind = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Kind>('waits') },
  { weight: 1, arbitrary: fc.constantFrom(...(Object.keys(KINDS) as Kind[])) },
);
const anyOrders = fc.array(fc.record({ instrument: fc.integer({ min: 1, max: 3 }), kind }), {
  maxLength: 14,
});

function orderOf({ instrument, kind }: { instrument: number; kind: Kind }, slot: number): ChildOrder {
  const order = new ChildOrder(
    {
      ...{
        slot,
        generation: 1,
        instrument,
        owner: 1,
        side: Side.Buy,
        meantSide: Side.Buy,
        number: slot,
        epoch: 1,
      },
      ...{ ordType: OrdType.Limit, timeInForce: TimeInForce.Day, postOnly: false },
    },
    String(slot),
    100,
    10,
  );
  [order.status, order.wanted, order.massCancel] = KINDS[kind];
  return order;
}

type Asked = [instrument: number | undefined, orders: readonly ChildOrder[]];
const formThat = (massCancel: OrderForm['massCancel']) => ({ massCancel }) as unknown as OrderForm;

t.test('what goes out together', async () => {
  fc.assert(
    fc.property(anyOrders, (given) => {
      const orders = given.map(orderOf);
      const of = (instrument: number, kinds: readonly Kind[]) =>
        orders.filter((_, i) => given[i].instrument === instrument && kinds.includes(given[i].kind));
      const cancels = orders.filter(({ wanted }) => wanted === Wanted.Cancel);
      const clear = [1, 2, 3].filter((each) => of(each, KEEPS).length === 0);
      const waiting = (instrument: number) => of(instrument, ['waits']);
      const all = [1, 2, 3].flatMap(waiting);
      const asked: Asked[] = [];
      const mass = new MassCancels(orders);
      const counters = new DeskCounters();
      mass.note();
      const form = formThat((instrument, those) => asked.push([instrument, those]) > 0);
      const sent = mass.send(cancels, form, 5, counters);

      const everything =
        clear.length === 3 && all.length >= FEWEST && new Set(all.map((o) => o.terms.instrument)).size > 1;
      const wanted: Asked[] = everything
        ? [[undefined, all]]
        : clear.filter((each) => waiting(each).length >= FEWEST).map((each) => [each, waiting(each)]);
      const plain = (each: readonly Asked[]) =>
        each.map(([instrument, those]) => `${instrument}: ${those.map((o) => o.clientId).sort()}`).sort();
      assert.deepEqual(plain(asked), plain(wanted));
      assert.deepEqual([sent, counters.massCancels], [wanted.length, wanted.length]);
      for (const order of wanted.flatMap(([, those]) => those))
        assert.deepEqual(
          [order.wanted, order.askedMs, order.massCancel],
          [Wanted.Nothing, 5, MassCancel.Asked],
        );
      assert.equal(mass.send(cancels, form, 6, counters), 0, 'once');
    }),
  );
});

t.test('a form without it, and one that has no token left', async (t) => {
  const orders = [1, 2, 3].map((slot) => orderOf({ instrument: 1, kind: 'waits' }, slot));
  const mass = new MassCancels(orders);
  const counters = new DeskCounters();
  mass.note();
  t.equal(mass.send(orders, formThat(undefined), 1, counters), 0);
  t.equal(
    mass.send(
      orders,
      formThat(() => false),
      1,
      counters,
    ),
    0,
  );
  t.ok(
    orders.every(({ wanted }) => wanted === Wanted.Cancel),
    'all of it is still to be asked',
  );
  t.equal(
    mass.send(
      orders,
      formThat(() => true),
      2,
      counters,
    ),
    1,
  );
});
