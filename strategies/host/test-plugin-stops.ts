/** Strategies with an order that rests, and what they do when they are asked to stop. */
import { defineStrategy, type Handlers } from '../sdk/index.js';

export default defineStrategy({
  name: 'stops',
  start(ctx): Handlers {
    const { deed, price = '9.00' } = ctx.parameters as { deed: string; price?: string };
    if (ctx.orders.length === 0) ctx.buy('ETH-USD', '0.01', price, { postOnly: true });
    ctx.log(`starts with ${ctx.orders.length} orders`, { position: ctx.position('ETH-USD') });
    const again = () => void ctx.buy('ETH-USD', '0.01', price, { tif: 'ioc' });
    let stopping = false;
    const onStop = {
      'goes on': () => {
        stopping = true;
        again();
      },
      'sends a last order': () => void ctx.sell('ETH-USD', '0.01', price, { tif: 'ioc' }),
      throws: () => {
        throw new Error('thrown in onStop');
      },
      'loops for ever': () => {
        for (;;);
      },
    }[deed];
    if (deed === 'ends by itself') return { onOrder: () => ctx.end() };
    return { onStop, onOrder: () => void (stopping && again()) };
  },
});
