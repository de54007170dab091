/** A strategy that behaves: an order comes and goes with each beat of its timer. */
import { defineStrategy } from '../sdk/index.js';

export default defineStrategy({
  name: 'steady',
  start(ctx) {
    ctx.setTimer('beat', 5);
    return {
      onTimer(name) {
        const order = ctx.buy('BTC-USD', '0.01', '10.00', { postOnly: true });
        if (order.state === 'rejected') throw new Error(`refused: ${order.reason}`);
        ctx.setTimer(name, 5);
      },
      onOrder(order, event) {
        if (event.kind === 'accepted') ctx.cancel(order);
      },
    };
  },
});
