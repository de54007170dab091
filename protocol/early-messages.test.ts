/** Messages that wait for their turn: which one is the first, whatever comes, goes, and comes again. */
import t from 'tap';
import { EarlyMessages } from './early-messages.js';
import { seeded } from './fix/codec/test-random.js';

const MESSAGES = 16;
const STEPS = 20_000;

t.test('the first is the lowest that is kept', async (t) => {
  const random = seeded(t);
  const early = new EarlyMessages(MESSAGES, 1 << 10);
  const model = new Map<number, string>();
  for (let i = 0; i < STEPS; i++) {
    const number = Math.floor(i / 100) + Math.floor(random() * 40);
    const bytes = Buffer.from(`message ${number}`);
    if (random() < 0.6) {
      const hasRoom = model.has(number) || model.size < MESSAGES;
      if (early.keep(number, bytes, 0, bytes.length) !== hasRoom) return t.fail(`step ${i}: room`);
      if (hasRoom) model.set(number, String(bytes));
    } else {
      const first = Math.min(...model.keys());
      const which = random() < 0.5 ? first : number;
      if (early.take(which)?.toString() !== model.get(which)) return t.fail(`step ${i}`);
      model.delete(which);
    }
    if (random() < 0.001) {
      early.clear();
      model.clear();
    }
    const isRight = early.first() === Math.min(...model.keys()) && early.count === model.size;
    if (!isRight) return t.fail(`step ${i}: ${early.first()} of ${[...model.keys()]}`);
  }
  t.pass();
});

t.test('bytes are bounded too, and those that are taken make room', async (t) => {
  const early = new EarlyMessages(MESSAGES, 10);
  const bytes = Buffer.alloc(6);
  t.ok(early.keep(5, bytes, 0, 6));
  t.notOk(early.keep(6, bytes, 0, 6));
  early.take(5);
  t.ok(early.keep(6, bytes, 0, 6));
});
