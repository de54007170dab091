/** Two-part integers against BigInt, at every size and around every edge that a double has. */
import fc from 'fast-check';
import t from 'tap';
import { holds, mustEqual } from '../book/test-property.js';
import * as exact from './exact.js';
import { bigOf, pairOf } from './test-exact.js';

const RUNS = 3_000;
const EDGE = 2n ** 53n;

/** Of any number of bits, and next to powers of two and square roots of them. */
const near = (bits: number): fc.Arbitrary<bigint> =>
  fc
    .tuple(fc.nat({ max: bits }), fc.bigInt({ min: -3n, max: 3n }))
    .map(([power, by]) => clamp(2n ** BigInt(power) + by, 2n ** BigInt(bits) - 1n));
const upTo = (bits: number): fc.Arbitrary<bigint> =>
  fc.oneof(
    near(bits),
    fc.nat({ max: bits }).chain((some) => fc.bigInt({ min: 0n, max: 2n ** BigInt(some) - 1n })),
  );
const signed = (bits: number): fc.Arbitrary<bigint> =>
  fc.tuple(upTo(bits), fc.boolean()).map(([value, negative]) => (negative ? -value : value));
const clamp = (value: bigint, most: bigint): bigint => (value < 0n ? 0n : value > most ? most : value);

const safe = signed(53);
const wide = signed(104);
const natural = upTo(53);

const single = (value: bigint): Float64Array => Float64Array.of(Number(value));

/** What a function leaves in a pair, which must be written in the one way that there is. */
function result(run: (pair: Float64Array) => void, start = 0n): bigint {
  const pair = new Float64Array(5);
  pair.set(pairOf(start), 1);
  run(pair);
  const low = pair[2];
  if (!(low >= 0 && low < 2 ** 53) || Object.is(low, -0) || Object.is(pair[1], -0))
    throw new Error(`high ${pair[1]}, low ${low}`);
  return bigOf(pair, 1);
}

const mustBe = (found: bigint, wanted: bigint): void => mustEqual(String(found), String(wanted));

holds('set', RUNS, safe, (a) => {
  mustBe(
    result((pair) => exact.set(pair, 1, single(a), 0)),
    a,
  );
});

holds('add, subtract, negate, compare', RUNS, fc.tuple(wide, wide), ([a, b]) => {
  mustBe(
    result((pair) => exact.add(pair, 1, pairOf(b), 0), a),
    a + b,
  );
  mustBe(
    result((pair) => exact.subtract(pair, 1, pairOf(b), 0), a),
    a - b,
  );
  mustBe(
    result((pair) => exact.negate(pair, 1), a),
    -a,
  );
  mustBe(
    result((pair) => exact.increment(pair, 1), a),
    a + 1n,
  );
  mustEqual(Math.sign(exact.compare(pairOf(a), 0, pairOf(b), 0)), a < b ? -1 : a > b ? 1 : 0);
  mustEqual([exact.isNegative(pairOf(a), 0), exact.isZero(pairOf(a), 0)], [a < 0n, a === 0n]);
});

holds('multiply', RUNS, fc.tuple(safe, safe), ([a, b]) => {
  mustBe(
    result((pair) => exact.multiply(pair, 1, single(a), 0, single(b), 0)),
    a * b,
  );
});

holds('divide', RUNS, fc.tuple(upTo(106), natural), ([a, b]) => {
  if (b === 0n) return;
  const pair = new Float64Array(4);
  exact.divide(pair, 1, pairOf(a), 0, single(b), 0);
  mustBe(bigOf(pair, 1), a / b);
  mustEqual(pair[3], Number(a % b));
});

holds('divide what is, or nearly is, a product', RUNS, fc.tuple(natural, natural, natural), ([a, b, c]) => {
  if (b === 0n) return;
  const dividend = a * b + (c % b);
  const pair = new Float64Array(3);
  exact.divide(pair, 0, pairOf(dividend), 0, single(b), 0);
  mustBe(bigOf(pair, 0), a);
  mustEqual(pair[2], Number(c % b));
});

holds('scale', RUNS, fc.tuple(upTo(105), natural, natural), ([a, b, c]) => {
  const [times, by] = b < c ? [b, c] : [c, b];
  if (by === 0n) return;
  let rounded = false;
  mustBe(
    result((pair) => {
      rounded = exact.scale(pair, 1, pairOf(a), 0, single(times), 0, single(by), 0);
    }),
    (a * times) / by,
  );
  mustEqual(rounded, (a * times) % by !== 0n);
});

t.test('the largest there are', async (t) => {
  const most = EDGE - 1n;
  t.equal(
    result((pair) => exact.multiply(pair, 1, single(most), 0, single(-most), 0)),
    -most * most,
  );
  t.equal(
    result((pair) => exact.scale(pair, 1, pairOf(most * most), 0, single(most), 0, single(most), 0)),
    most * most,
  );
});
