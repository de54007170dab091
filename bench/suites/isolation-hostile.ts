/** The strategies that do not behave, each as soon as it runs. */
import { defineStrategy } from '../../strategies/sdk/index.js';
import type { Deed } from './isolation-shared.js';

const DO: Record<Deed, () => void> = {
  throws: () => {
    throw new Error('thrown on purpose');
  },
  loops: () => {
    for (;;);
  },
  leaks: () => {
    for (const kept: unknown[] = []; ; ) kept.push(new Array(1_000).fill(kept.length));
  },
};

export default defineStrategy({
  name: 'hostile',
  start(ctx) {
    ctx.setTimer('now', 10);
    return { onTimer: () => DO[ctx.parameters.deed as Deed]() };
  },
});
