/**
 * Properties under fast-check, all the same way: the seed is printed and comes back through `PREGAO_SEED`, `PREGAO_RUNS`
 * multiplies the runs, and a slow machine does fewer of them rather than run for ever.
 */
import fc from 'fast-check';
import t from 'tap';

const SEED = Number(process.env.PREGAO_SEED ?? Date.now() | 0);
const TIMES = Number(process.env.PREGAO_RUNS ?? 1);
const LONGEST_MS = 10_000;

/** Several of them in one file may take longer than tap allows a file by itself. */
t.setTimeout(10 * LONGEST_MS * Math.max(1, TIMES));

/** The property says no by throwing: fast-check then looks for the shortest input that throws. */
export function holds<Input>(
  name: string,
  runs: number,
  input: fc.Arbitrary<Input>,
  check: (input: Input) => void,
): void {
  t.test(`${name} (PREGAO_SEED=${SEED})`, async (t) => {
    let done = 0;
    const property = fc.property(input, (value) => {
      done++;
      check(value);
    });
    fc.assert(property, {
      seed: SEED,
      numRuns: runs * TIMES,
      interruptAfterTimeLimit: LONGEST_MS * TIMES,
      includeErrorInReport: true,
    });
    t.ok(done > 0, `${done} runs`);
  });
}

export function mustEqual(found: unknown, wanted: unknown, what = ''): void {
  const [a, b] = [JSON.stringify(found), JSON.stringify(wanted)];
  if (a !== b) throw new Error(`${what} is ${a}, should be ${b}`);
}
