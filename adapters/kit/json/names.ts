/**
 * A fixed set of names (field names of a venue's messages, its symbols) that is asked with bytes and answers with a
 * number: the place of the name in the list it was made from. No string is made. Built at start, never changed.
 */
export const NO_NAME = -1;

export class Names {
  readonly count: number;
  /** Place of each name of one letter, by its byte; NO_NAME where there is none. */
  readonly letters = new Int16Array(256).fill(NO_NAME);
  private readonly mask: number;
  /** Place of the name in the list + 1; 0 = none. */
  private readonly slots: Int32Array;
  private readonly hashes: Int32Array;
  /** All names one behind the other; name i goes from starts[i] to starts[i + 1]. */
  private readonly text: Uint8Array;
  private readonly starts: Int32Array;

  /** @throws RangeError a name stands twice */
  constructor(names: readonly string[]) {
    this.count = names.length;
    const bytes = names.map((name) => Buffer.from(name));
    this.text = Buffer.concat(bytes);
    this.starts = new Int32Array(names.length + 1);
    for (const [i, each] of bytes.entries()) this.starts[i + 1] = this.starts[i] + each.length;
    this.mask = 2 ** Math.ceil(Math.log2(names.length * 2 + 2)) - 1;
    this.slots = new Int32Array(this.mask + 1);
    this.hashes = Int32Array.from(bytes, (each) => hashOf(each, 0, each.length));
    bytes.forEach((each, i) => {
      if (this.find(each, 0, each.length) !== NO_NAME)
        throw new RangeError(`"${names[i]}" stands twice in this list of names`);
      this.insert(i);
      if (each.length === 1) this.letters[each[0]] = i;
    });
  }

  find(bytes: Uint8Array, start: number, end: number): number {
    const { slots, mask, hashes } = this;
    const hash = hashOf(bytes, start, end);
    for (let slot = spread(hash) & mask; slots[slot] !== 0; slot = (slot + 1) & mask) {
      const name = slots[slot] - 1;
      if (hashes[name] === hash && this.same(name, bytes, start, end)) return name;
    }
    return NO_NAME;
  }

  private insert(name: number): void {
    let slot = spread(this.hashes[name]) & this.mask;
    while (this.slots[slot] !== 0) slot = (slot + 1) & this.mask;
    this.slots[slot] = name + 1;
  }

  private same(name: number, bytes: Uint8Array, start: number, end: number): boolean {
    const { text, starts } = this;
    const from = starts[name];
    if (starts[name + 1] - from !== end - start) return false;
    for (let i = 0; i < end - start; i++) if (text[from + i] !== bytes[start + i]) return false;
    return true;
  }
}

/** Of a few of its letters: what is found is compared as a whole anyway, and each look at a letter costs. */
function hashOf(bytes: Uint8Array, start: number, end: number): number {
  const length = end - start;
  if (length === 0) return 0;
  const last = end - 1;
  let hash = length * 31 + bytes[start];
  hash = Math.imul(hash, 31) + bytes[start + (length > 1 ? 1 : 0)];
  hash = Math.imul(hash, 31) + bytes[start + (length > 2 ? 2 : 0)];
  hash = Math.imul(hash, 31) + bytes[start + (length >>> 1)];
  return (Math.imul(hash, 31) + bytes[last]) | 0;
}

const spread = (hash: number): number => {
  const mixed = Math.imul(hash, 0x9e3779b1);
  return mixed ^ (mixed >>> 15);
};
