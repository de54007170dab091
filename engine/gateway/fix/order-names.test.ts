/** Which name a report gets when venues decide: long after the request, in an event that answers no message. */
import t from 'tap';
import { Reason } from '../../../protocol/codes/reasons.js';
import { Body } from '../../../protocol/generated/pregao/wire.js';
import { ReportFields } from '../../../protocol/wire/fields.js';
import { clientIdHigh } from '../door-ids.js';
import type { Names } from './names.js';
import { OrderNames } from './order-names.js';
import { type FixOrder, RequestBook } from './request-book.js';

const SESSION = 7;
const ORDER = 5;
const REQUEST = 6;

/** An order `a` with a request `b` that its venues have been asked for. */
function pending(kind: 'F' | 'G'): { order: FixOrder; names: OrderNames } {
  const order = { message: ORDER, account: 2, head: 0, name: 'a', open: true, slot: 0, generation: 0 };
  const full: FixOrder = { ...order, status: '0', pendingCancel: 0, pendingReplace: 0, asked: 0 };
  full[kind === 'F' ? 'pendingCancel' : 'pendingReplace'] = REQUEST;
  const book = new RequestBook();
  book.add({ kind: 'D', message: ORDER, name: 'a', origName: '', symbol: 'X', order: full });
  book.add({ kind, message: REQUEST, name: 'b', origName: 'a', symbol: 'X', order: full });
  const names = new OrderNames(SESSION, book);
  const reason = kind === 'F' ? Reason.CancelPending : Reason.ReplacePending;
  const told = names.take(Body.OrderPending, report({ messageNumber: REQUEST, reason, open: 10 }));
  t.strictSame(textOf(told), ['b', 'a'], 'the request is pending under its own name');
  return { order: full, names };
}

function report(fields: Partial<ReportFields>): ReportFields {
  return Object.assign(new ReportFields(), {
    clientIdLow: ORDER,
    clientIdHigh: clientIdHigh(SESSION),
    ...fields,
  });
}

const textOf = ({ clOrdId, origClOrdId }: Names): string[] => [clOrdId, origClOrdId];

t.test('a cancel: pending, a fill meanwhile, done', async (t) => {
  const { order, names } = pending('F');
  t.equal(order.pendingCancel, REQUEST, 'the status is pending cancel');
  const fill = report({ executed: 4, open: 6 });
  t.strictSame(textOf(names.take(Body.OrderExecuted, fill)), ['a', '']);
  t.equal(names.tooLate(Body.OrderExecuted, fill), undefined);
  const cancelled = report({ executed: 4 });
  t.strictSame(textOf(names.take(Body.OrderCancelled, cancelled)), ['b', 'a']);
  t.equal(names.tooLate(Body.OrderCancelled, cancelled), undefined);
  t.match(order, { open: false, status: '4', pendingCancel: 0, asked: 0 });
});

for (const [type, status] of [
  [Body.OrderExecuted, '2'],
  [Body.OrderExpired, 'C'],
] as const)
  t.test(`a cancel that comes too late: ${Body[type]}`, async (t) => {
    const { order, names } = pending('F');
    const last = report({ executed: 10 });
    t.strictSame(textOf(names.take(type, last)), ['a', ''], 'what ends the order has its name');
    t.strictSame(textOf(names.tooLate(type, last)!), ['b', 'a'], 'and the cancel is refused, once');
    t.equal(names.tooLate(type, last), undefined);
    t.match(order, { open: false, status, pendingCancel: 0 });
  });

t.test('a replace: done, and the order has its new name', async (t) => {
  const { order, names } = pending('G');
  t.strictSame(textOf(names.take(Body.OrderReplaced, report({ open: 20 }))), ['b', 'a']);
  t.match(order, { name: 'b', pendingReplace: 0, asked: 0 });
  t.strictSame(textOf(names.take(Body.OrderExecuted, report({ executed: 20 }))), ['b', '']);
});

t.test('a replace that its venue refuses', async (t) => {
  const { order, names } = pending('G');
  const refused = report({ open: 10, reason: Reason.ReplaceRefusedByVenue });
  t.strictSame(textOf(names.take(Body.ReplaceRejected, refused)), ['b', 'a']);
  t.match(order, { name: 'a', open: true, pendingReplace: 0 });
});

t.test('a replace asked for, and the order cancelled instead', async (t) => {
  const { order, names } = pending('G');
  const cancelled = report({});
  t.strictSame(textOf(names.take(Body.OrderCancelled, cancelled)), ['a', '']);
  t.equal(names.tooLate(Body.OrderCancelled, cancelled), undefined);
  t.match(order, { open: false, pendingReplace: 0 });
});
