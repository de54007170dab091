/** Strategies with an order that rests, and what they do when they are asked to stop. */
import { defineStrategy, type Handlers } from '../sdk/index.js';

export default defineStrategy({
  name: 'stops',
  start(ctx): Handlers {
    // The last order of the one must find nobody else's.
    const price = ctx.parameters.deed === 'sends a last order' ? '10.00' : '9.00';
    if (ctx.orders.length === 0) ctx.buy('ETH-USD', '0.01', price, { postOnly: true });
    ctx.log(`starts with ${ctx.orders.length} orders`, { position: ctx.position('ETH-USD') });
    const onStop = {
      'sends a last order': () => void ctx.sell('ETH-USD', '0.01', '10.00', { tif: 'ioc' }),
      throws: () => {
        throw new Error('thrown in onStop');
      },
      'loops for ever': () => {
        for (;;);
      },
    }[String(ctx.parameters.deed)];
    return { onStop };
  },
});
