/** Values by slot, against a Map. */
import t from 'tap';
import { BySlot } from './by-slot.js';

t.test('as a Map, however high the slots are', async (t) => {
  const [values, map] = [new BySlot<string>(), new Map<number, string>()];
  const slots = [1, 1_023, 1_024, 70_000, 2, 1, 70_001];
  for (const slot of slots) {
    t.equal(values.get(slot), map.get(slot));
    values.set(slot, `order ${slot}`);
    map.set(slot, `order ${slot}`);
  }
  for (const slot of [1, 70_000, 1 << 20]) {
    values.delete(slot);
    map.delete(slot);
  }
  for (const slot of [...slots, 5, 1 << 20]) t.equal(values.get(slot), map.get(slot));
});
