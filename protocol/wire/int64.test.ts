import * as fc from 'fast-check';
import t from 'tap';
import { fitsNumber, highHalf, joinHalves, lowHalf, putTime, readTime } from './int64.js';

const SEED = Number(process.env.SEED ?? Date.now() % 2 ** 31);
t.comment(`seed ${SEED}`);

t.test('an integer below 2^53 goes through its halves', async (t) => {
  const edges = fc.constantFrom(
    0,
    -1,
    1,
    2 ** 31,
    2 ** 32 - 1,
    2 ** 32,
    -(2 ** 32),
    2 ** 53 - 1,
    1 - 2 ** 53,
  );
  fc.assert(
    fc.property(fc.oneof(edges, fc.maxSafeInteger()), (value) => {
      const low = lowHalf(value) >>> 0;
      const high = highHalf(value);
      const big = BigInt.asUintN(64, BigInt(value));
      return (
        fitsNumber(low, high) &&
        joinHalves(low, high) === value &&
        big === (BigInt(high >>> 0) << 32n) + BigInt(low)
      );
    }),
    { seed: SEED, numRuns: 2000 },
  );
  t.pass();
});

t.test('fitsNumber is exact at the edges', async (t) => {
  for (const [value, fits] of [
    [2n ** 53n - 1n, true],
    [2n ** 53n, false],
    [1n - 2n ** 53n, true],
    [-(2n ** 53n), false],
    [-(2n ** 53n) - 1n, false],
    [2n ** 63n - 1n, false],
    [-(2n ** 63n), false],
  ] as const) {
    const word = BigInt.asUintN(64, value);
    t.equal(fitsNumber(Number(word & 0xffffffffn), Number(word >> 32n) | 0), fits, `${value}`);
  }
});

t.test('times beyond 2^53 nanoseconds are exact both ways', async (t) => {
  const i32 = new Int32Array(4);
  const view = new DataView(i32.buffer);
  const seconds = fc.oneof(
    fc.constantFrom(0, 1, 0xffff, 0x10000, 2 ** 31, 2 ** 32 - 1),
    fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  );
  const nanos = fc.oneof(fc.constantFrom(0, 999_999_999), fc.integer({ min: 0, max: 999_999_999 }));
  fc.assert(
    fc.property(seconds, nanos, (s, n) => {
      putTime(i32, 4, { seconds: s, nanos: n });
      const exact = view.getBigInt64(4, true) === BigInt(s) * 1_000_000_000n + BigInt(n);
      const found = { seconds: -1, nanos: -1 };
      readTime(view, 4, found);
      return exact && found.seconds === s && found.nanos === n;
    }),
    { seed: SEED, numRuns: 5000 },
  );
  t.pass();
});
