/** Who waits for which answer, against a Map. */
import t from 'tap';
import { Random } from '../../simulator/kit/random.js';
import { type Answered, Waiting } from './waiting.js';

const SEED = Number(process.env.SEED ?? Date.now() % 1e6);

t.test(`answers in any order, some never (SEED=${SEED})`, async (t) => {
  const random = new Random(SEED);
  const [waiting, map] = [new Waiting(), new Map<number, Answered>()];
  for (let step = 0; step < 20_000; step++) {
    if (random.isOnce(2) || map.size === 0) {
      const answered = (): void => {};
      map.set(waiting.add(answered), answered);
    } else {
      const ids = [...map.keys()].slice(-200);
      const id = random.pick(ids);
      if (waiting.take(id) !== map.get(id)) t.fail(`step ${step}: request ${id} lost its place`);
      map.delete(id);
    }
  }
  t.strictSame(waiting.takeAll(), [...map.values()], 'the rest, in the order in which they asked');
});

t.test('numbers that nobody waits for', async (t) => {
  const waiting = new Waiting();
  const id = waiting.add(() => {});
  for (const other of [0, -1, 1.5, id + 1, 1e9, Number.NaN]) t.equal(waiting.take(other), undefined);
  t.type(waiting.take(id), 'function');
  t.equal(waiting.take(id), undefined, 'once');
});
