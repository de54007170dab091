/** What the two tables of client order ids share. */

/** All bits of the result depend on all bits of the ids; who counts up is scattered just as well. */
export function mixId(account: number, low: number, high: number): number {
  let mixed = Math.imul(low ^ Math.imul(high, 0x9e3779b1) ^ Math.imul(account, 0x85ebca6b), 0xcc9e2d51);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
  return mixed ^ (mixed >>> 13);
}

/** The smallest power of two that is not below `least`. */
export function powerOfTwoFrom(least: number): number {
  let power = 1;
  while (power < least) power *= 2;
  return power;
}
