/**
 * The last so many values by key: a new key takes the place of the oldest. A Map alone would do, but to say which of its keys is the
 * first it passes over all that have been deleted before it.
 */
export class Recent<K, V> {
  private readonly byKey = new Map<K, V>();
  private readonly keys: K[] = [];
  private oldest = 0;

  constructor(private readonly most: number) {}

  set(key: K, value: V): void {
    if (!this.byKey.has(key)) this.makeRoom(key);
    this.byKey.set(key, value);
  }

  get(key: K): V | undefined {
    return this.byKey.get(key);
  }

  /** Its place is taken by another one when its turn has come. */
  delete(key: K): void {
    this.byKey.delete(key);
  }

  values(): IterableIterator<V> {
    return this.byKey.values();
  }

  private makeRoom(key: K): void {
    if (this.keys.length === this.most) this.byKey.delete(this.keys[this.oldest]);
    this.keys[this.oldest] = key;
    this.oldest = (this.oldest + 1) % this.most;
  }
}
