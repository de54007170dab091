import t from 'tap';
import { bytesHeld } from './bytes-held.js';

t.test('every buffer counts once, however many views and paths lead to it', async (t) => {
  const memory = new ArrayBuffer(64);
  const shared = new SharedArrayBuffer(32);
  const holder = {
    views: [new Int32Array(memory), new Float64Array(memory), new Uint8Array(memory, 8, 4)],
    deep: { map: { shared: new Int32Array(shared) }, text: 'none', nothing: null },
    self: undefined as unknown,
  };
  holder.self = holder;
  t.equal(bytesHeld(holder), 96);
  t.equal(bytesHeld(holder, [shared]), 64, 'what somebody else accounts for is left out');
  t.equal(bytesHeld({}), 0);
});
