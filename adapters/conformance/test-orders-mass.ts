/** Many orders that are to end at once: one message where the venue has such a one, and each order's end from its own report. */
import { Side } from '../../protocol/codes/enums.js';
import { LATER, LOTS, type OrderCase, type OrderRig, SOON, type Tap } from './test-order-case.js';

const ORDERS = 4;
const GONE = { net: 0, open: 0 };

/** Of a venue whose adapter asks for no mass cancel. */
export const noMassCancel = (why: string): Readonly<Record<number, string>> => ({
  45: why,
  46: why,
  47: why,
  48: why,
  49: why,
});

export const MASS: readonly OrderCase[] = [
  {
    number: 45,
    title: 'a mass cancel is one message, and each order ends by its own report',
    play: (rig, t) => {
      place(rig, t);
      rig.fault({ do: 'throttle', kind: 'cancel', times: ORDERS });
      rig.massCancel();
      rig.run(SOON);
      t.equal(ends(rig), 2 * ORDERS);
      t.same(rig.position(), GONE);
      t.equal(rig.counters.massCancels, 1);
    },
  },
  {
    number: 46,
    title: 'the venue refuses a mass cancel: each order is cancelled by itself',
    play: (rig, t) => {
      place(rig, t);
      rig.fault({ do: 'throttle', kind: 'massCancel' });
      rig.massCancel();
      rig.run(SOON);
      t.equal(ends(rig), 2 * ORDERS);
      t.same(rig.position(), GONE);
      t.ok(rig.notices.some((notice) => notice.includes('a mass cancel was refused')));
    },
  },
  {
    number: 47,
    title: 'a mass cancel that nobody answers: each order is cancelled by itself',
    play: (rig, t) => {
      place(rig, t);
      rig.fault({ do: 'ignore', kind: 'massCancel' });
      rig.massCancel();
      rig.run(SOON);
      t.same(rig.position(), { net: 0, open: ORDERS * LOTS }, 'all of it is counted with while nobody knows');
      rig.run(LATER);
      t.equal(ends(rig), 2 * ORDERS);
      t.same(rig.position(), GONE);
    },
  },
  {
    number: 48,
    title: 'one end of a mass cancel is never told: it is found out, and what came before it counts',
    play: (rig, t) => {
      place(rig, t);
      rig.others('sell', rig.buyTicks, 40);
      rig.run(SOON);
      rig.fault({ do: 'lose', kind: 'cancelled' });
      rig.massCancel();
      rig.run(LATER);
      t.same(rig.position(), { net: 40, open: 0 });
      t.equal(ends(rig), 2 * ORDERS);
    },
  },
  {
    number: 49,
    title: 'the connection is lost with a mass cancel on its way',
    play: (rig, t) => {
      place(rig, t);
      rig.massCancel();
      rig.fault({ do: 'drop' });
      rig.run(LATER);
      t.equal(rig.isUp, true);
      t.equal(ends(rig), 2 * ORDERS);
      t.same(rig.position(), GONE);
    },
  },
];

function place(rig: OrderRig, t: Tap): void {
  for (let i = 0; i < ORDERS; i++) rig.order(Side.Buy, LOTS, rig.buyTicks);
  rig.run(SOON);
  t.same(rig.position(), { net: 0, open: ORDERS * LOTS });
  rig.words();
}

/** Of children and of their parents. */
const ends = (rig: OrderRig): number => rig.words().filter((words) => words.startsWith('end ')).length;
