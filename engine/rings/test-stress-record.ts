/**
 * What the stress tests send: records of which every word follows from the record's number, so that a missing, repeated,
 * mixed or torn one is seen; and a small generator of random numbers, because this room knows no other.
 */
const WORDS = 14;

export function fillRecord(i32: Int32Array, at: number, number: number): void {
  for (let word = 0; word < WORDS; word++) i32[at + word] = wordOf(number, word);
}

/** Number of the record, which is whole; throws when it is not. */
export function wholeRecord(i32: Int32Array, at: number): number {
  const number = i32[at];
  for (let word = 1; word < WORDS; word++)
    if (i32[at + word] !== wordOf(number, word))
      throw new Error(`record ${number} is torn: word ${word} holds ${i32[at + word]}`);
  return number;
}

/** The record must be the one that comes next. */
export function expectRecord(i32: Int32Array, at: number, number: number): void {
  const found = wholeRecord(i32, at);
  if (found !== number) throw new Error(`record ${found} came instead of ${number}`);
}

function wordOf(number: number, word: number): number {
  return word === 0 ? number : Math.imul(number + word, 0x9e3779b1) ^ word;
}

export class Dice {
  constructor(private state: number) {}

  /** 1 … sides. */
  throw(sides: number): number {
    this.state = (Math.imul(this.state, 1664525) + 1013904223) | 0;
    return 1 + ((this.state >>> 8) % sides);
  }
}

const sleeper = new Int32Array(new SharedArrayBuffer(4));

/** Gives the core away; a stress test that only spins starves its partner when cores are few. */
export function sleep(ms: number): void {
  Atomics.wait(sleeper, 0, 0, ms);
}

/** Mostly nothing, now and then a break, seldom a long one. */
export function stumble(dice: Dice): void {
  if (dice.throw(200) === 1) sleep(0.05);
  if (dice.throw(5_000) === 1) sleep(3);
}
