/** Values by an order's slot in the core. Slots are small numbers that are used again, so a place for each there has been is found faster than a key. */
const FIRST_SLOTS = 1 << 10;

export class BySlot<T> {
  private readonly values: (T | undefined)[] = new Array(FIRST_SLOTS).fill(undefined);

  get(slot: number): T | undefined {
    return slot < this.values.length ? this.values[slot] : undefined;
  }

  set(slot: number, value: T): void {
    while (slot >= this.values.length) this.grow();
    this.values[slot] = value;
  }

  delete(slot: number): void {
    if (slot < this.values.length) this.values[slot] = undefined;
  }

  private grow(): void {
    for (let more = this.values.length; more > 0; more--) this.values.push(undefined);
  }
}
