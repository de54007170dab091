/** Somebody who bids more and more. */
import { defineStrategy } from '../sdk/index.js';

export default defineStrategy({
  name: 'bids',
  start(ctx) {
    let ticks = 1_000;
    ctx.setTimer('more', 1);
    return {
      onTimer(name) {
        ctx.send({ symbol: 'BTC-USD', side: 'buy', lots: 1, ticks, postOnly: true });
        ticks += 5;
        if (ticks <= 1_020) ctx.setTimer(name, 5);
      },
    };
  },
});
