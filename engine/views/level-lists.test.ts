import fc from 'fast-check';
import t from 'tap';
import { LevelLists } from './level-lists.js';

type Level = { key: number; lots: number; orders: number };

/** The same thing the plain way. */
class PlainLists {
  private readonly lists: Map<number, Level>[];
  constructor(lists: number) {
    this.lists = Array.from({ length: lists }, () => new Map());
  }
  change(list: number, key: number, lots: number, orders: number): void {
    const level = this.lists[list].get(key) ?? { key, lots: 0, orders: 0 };
    level.lots += lots;
    level.orders += orders;
    if (level.orders === 0) this.lists[list].delete(key);
    else this.lists[list].set(key, level);
  }
  /** What a level holds, to take all of it away again. */
  level(list: number, key: number): Level | undefined {
    return this.lists[list].get(key);
  }
  all(list: number): Level[] {
    return [...this.lists[list].values()].sort((a, b) => a.key - b.key);
  }
  size(): number {
    return this.lists.reduce((sum, list) => sum + list.size, 0);
  }
}

function all(lists: LevelLists, list: number): Level[] {
  const levels: Level[] = [];
  for (let at = lists.best(list); at >= 0; at = lists.after(at))
    levels.push({ key: lists.key(at), ...held(lists, lists.level(at)) });
  return levels;
}

const held = (lists: LevelLists, level: number) => ({ lots: lists.lots(level), orders: lists.orders(level) });

/** Key of the best level above `key`. */
function keyBeyond(lists: LevelLists, list: number, key: number): number | undefined {
  const at = lists.beyond(list, key);
  return at < 0 ? undefined : lists.key(at);
}

const LISTS = 3;
const LEVELS = 400;
const steps = fc.array(
  fc.record({
    list: fc.nat({ max: LISTS - 1 }),
    key: fc.integer({ min: -150, max: 150 }),
    lots: fc.integer({ min: 1, max: 9 }),
    takeAll: fc.boolean(),
  }),
  { minLength: 1, maxLength: 2_000 },
);

t.test('any run of changes gives the levels that a sorted map gives, whatever was there before', async () => {
  const lists = new LevelLists(LEVELS, LISTS);
  fc.assert(
    fc.property(steps, (run) => {
      lists.clear();
      const plain = new PlainLists(LISTS);
      for (const { list, key, lots, takeAll } of run) {
        const there = plain.level(list, key);
        if (!there && plain.size() === LEVELS) continue;
        const [byLots, byOrders] = there && takeAll ? [-there.lots, -there.orders] : [lots, 1];
        lists.change(list, key, byLots, byOrders);
        plain.change(list, key, byLots, byOrders);
        const now = plain.level(list, key);
        if (lists.nowLots !== (now?.lots ?? 0) || lists.nowOrders !== (now?.orders ?? 0)) return false;
      }
      for (let list = 0; list < LISTS; list++) {
        t.strictSame(all(lists, list), plain.all(list));
        for (const key of [-151, ...plain.all(list).map((level) => level.key)])
          if (keyBeyond(lists, list, key) !== plain.all(list).find((level) => level.key > key)?.key)
            return false;
      }
      return true;
    }),
    { numRuns: 60 },
  );
});

t.test('a level keeps its number while others come and go', async (t) => {
  const lists = new LevelLists(LEVELS, LISTS);
  lists.change(0, 50, 3, 1);
  const level = lists.nowLevel;
  for (let key = 0; key < 100; key++) if (key !== 50) lists.change(0, key, 1, 1);
  for (let key = 0; key < 100; key += 2) if (key !== 50) lists.change(0, key, -1, -1);
  lists.change(0, 50, 4, 1);
  t.equal(lists.nowLevel, level);
  t.strictSame(held(lists, level), { lots: 7, orders: 2 });
});

t.test(
  'the pool suffices for the worst there can be: full lists thinned out, then filled elsewhere',
  async (t) => {
    const lists = new LevelLists(LEVELS, LISTS);
    for (let round = 0; round < 50; round++) {
      const list = round % LISTS;
      for (let key = 0; key < LEVELS; key++) lists.change(list, (key * 7919) % LEVELS, 1, 1);
      for (let key = 0; key < LEVELS; key++) if (key % 31 !== round % 31) lists.change(list, key, -1, -1);
      t.equal(all(lists, list).length, Math.ceil((LEVELS - (round % 31)) / 31));
      for (const { key } of all(lists, list)) lists.change(list, key, -1, -1);
      t.equal(lists.best(list), -1);
    }
  },
);
