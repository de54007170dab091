/** What waits for its turn: in order, copied, and a mistake in it is the owner's. */
import t from 'tap';
import { Inbox } from './inbox.js';
import type { Answered, LinkEvents } from './outside.js';

t.test('answers and events come in their turn, in order', async (t) => {
  const inbox = new Inbox();
  const seen: string[] = [];
  let answer: Answered = () => {};
  let socket!: LinkEvents;
  inbox.call((_, answered) => {
    answer = answered;
  })({ method: 'GET', url: '', headers: {} }, (status) => seen.push(`answer ${status}`));
  inbox.dial((_, events) => {
    socket = events;
    return { send: () => {}, close: () => {} };
  })('', {
    opened: () => seen.push('opened'),
    received: (bytes, start, end) => seen.push(Buffer.from(bytes).toString('latin1', start, end)),
    pinged: () => seen.push('pinged'),
    closed: (why) => seen.push(why),
  });
  const bytes = Buffer.from('..hello..');
  socket.opened();
  socket.received(bytes, 2, 7);
  bytes.fill(0);
  answer(200, undefined);
  socket.closed('gone');
  t.strictSame(seen, []);
  t.equal(inbox.work(), 4);
  t.strictSame(seen, ['opened', 'hello', 'answer 200', 'gone']);
  t.equal(inbox.work(), 0);
});

t.test('a mistake ends the turn of the owner, and what it pushes waits for the next one', async (t) => {
  const inbox = new Inbox();
  inbox.push(() => inbox.push(() => {}));
  t.equal(inbox.work(), 1);
  t.equal(inbox.work(), 1);
  inbox.push(() => {
    throw new Error('mine');
  });
  t.throws(() => inbox.work(), { message: 'mine' });
  t.equal(inbox.work(), 0);
});
