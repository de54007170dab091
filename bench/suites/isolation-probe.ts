/** The strategy that behaves: an order and its acknowledgement, again and again; appends when and how long to a file. */
import { appendFileSync } from 'node:fs';
import { defineStrategy } from '../../strategies/sdk/index.js';
import { FAR_PRICE, PROBE_SYMBOL } from './isolation-shared.js';

const EVERY_MS = 2;
const WRITE_MS = 100;

export default defineStrategy({
  name: 'probe',
  start(ctx) {
    const file = String(ctx.parameters.file);
    let lines = '';
    let sent = 0;
    ctx.setTimer('order', EVERY_MS);
    ctx.setTimer('write', WRITE_MS);
    return {
      onOrder(order, { kind }) {
        if (kind === 'accepted') {
          lines += `${Date.now()} ${(performance.now() - sent) * 1_000}\n`;
          ctx.cancel(order);
        } else if (kind === 'cancelled') ctx.setTimer('order', EVERY_MS);
      },
      onTimer(name) {
        if (name === 'order') {
          sent = performance.now();
          ctx.buy(PROBE_SYMBOL, '1', FAR_PRICE, { postOnly: true });
          return;
        }
        appendFileSync(file, lines);
        lines = '';
        ctx.setTimer(name, WRITE_MS);
      },
    };
  },
});
