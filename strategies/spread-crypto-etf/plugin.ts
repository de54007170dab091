/**
 * `spread-crypto-etf`: buys or sells a crypto fund on B3 at a distance from its fair price, and hedges each fill with perpetual futures. Needs an account of its
 * own, because what the account holds says how much has been filled and hedged.
 */
import { defineStrategy } from '../sdk/index.js';
import { parameters, type SpreadParameters } from './parameters.js';
import { SpreadRun } from './spread-run.js';

export default defineStrategy<SpreadParameters>({
  name: 'spread-crypto-etf',
  parameters,
  start(ctx) {
    const run = new SpreadRun(ctx);
    run.look();
    return {
      onReference: ({ symbol, ticks }) => run.hearPrice(symbol, ticks),
      // A recording may have trades where a venue would tell what it trades at.
      onTrade: ({ symbol, ticks }) => run.hearPrice(symbol, ticks),
      onOrder: (order, event) => run.hearOrder(order, event),
      onBook: () => run.look(),
      onVenueBook: () => run.look(),
      onAccountPosition: () => run.look(),
      onPosition: () => run.look(),
      onTimer: () => run.look(),
      onStop: (why) => {
        if (why === 'stop') run.stop();
      },
      isDone: () => run.isDone,
    };
  },
});
