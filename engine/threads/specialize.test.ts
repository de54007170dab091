import t from 'tap';
import { specialize } from './specialize.js';

class Counter {
  total = 0;
  constructor(private readonly step: number) {}
  add(times: number, more: number): number {
    this.total += this.step * times + more;
    return this.total;
  }
  twice(times: number): number {
    this.add(times, 0);
    return this.add(times, 0);
  }
}

t.test('a closure does what the method does, with its object and nobody else’s', async (t) => {
  const one = new Counter(1);
  const ten = new Counter(10);
  specialize([
    [one, ['add']],
    [ten, ['add', 'twice']],
  ]);
  const { add } = ten;
  t.equal(add(2, 3), 23, 'whoever calls it');
  t.equal(one.twice(2), 4, 'methods call the closures of their object');
  t.equal(ten.twice(1), 43);
  t.equal(one.total, 4);
  t.equal(new Counter(5).add(1, 1), 6, 'another object of the class is as it was');
});

t.test('a method that is not there', async (t) => {
  t.throws(() => specialize([[new Counter(1), ['subtract']]]), /Counter has no method subtract/);
});
