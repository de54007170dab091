/** What a handler throws leaves through `doWork`, from each of them; nothing of that turn has gone out. */
import t from 'tap';
import { tradingPhase, venuePrice } from '../../engine/core/test-commands.js';
import { venueFill } from '../../engine/core/test-limit-commands.js';
import { venueLevel } from '../../engine/core/test-route-commands.js';
import { BTC, STREET, VENUE } from '../../engine/feed/test-rig.js';
import { Side, TradingPhase } from '../../protocol/codes/enums.js';
import type { Handlers } from '../sdk/strategy.js';
import { defineStrategy } from '../sdk/strategy.js';
import { StrategyRig } from '../sdk/test-rig.js';

const THROWS: Record<Exclude<keyof Handlers, 'isDone'>, (rig: StrategyRig) => void> = {
  onBook: (rig) => rig.engine.traders[3].send('buy', 1, 90),
  onVenueBook: (rig) => {
    rig.engine.openVenue();
    rig.engine.say(venueLevel(VENUE, BTC.id, Side.Buy, 0, 5, 90));
  },
  onReference: (rig) => rig.engine.say(venuePrice(BTC.id, 0, 90)),
  onPhase: (rig) => rig.engine.say(tradingPhase(BTC.id, TradingPhase.Halt)),
  onAccountPosition: (rig) => {
    rig.engine.openVenue();
    rig.engine.say(venueFill(Side.Buy, 3, 90, { account: 1, street: STREET }));
  },
  onTrade: (rig) => {
    rig.engine.traders[3].send('buy', 1, 90);
    rig.engine.traders[4].send('sell', 1, 90);
  },
  onOrder: (rig) => rig.contextOf(0).buy('BTC', '0.001', '0.90'),
  onQuote: (rig) => rig.contextOf(0).quote('BTC', { bid: { lots: 1, ticks: 90 } }),
  onQuotesPulled: (rig) => {
    rig.contextOf(0).quoteProtection(1, 1_000);
    rig.contextOf(0).quote('BTC', { bid: { lots: 1, ticks: 90 } });
    rig.settle();
    rig.engine.traders[3].send('sell', 1, 90);
  },
  onPosition: (rig) => {
    rig.contextOf(0).buy('BTC', '0.001', '0.90');
    rig.engine.traders[3].send('sell', 1, 90);
  },
  onTimer: (rig) => {
    rig.contextOf(0).setTimer('now', 0);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
  },
  onGap: (rig) => {
    for (let i = 0; i < 400; i++) {
      rig.engine.traders[3].send('buy', 1, 90);
      rig.engine.traders[4].send('sell', 1, 90);
      rig.engine.settle();
    }
  },
  onStop: (rig) => rig.agentOf(0).stop(),
};

for (const [handler, provoke] of Object.entries(THROWS))
  t.test(handler, async (t) => {
    const rig = new StrategyRig(1);
    const throwing = () => {
      rig.contextOf(0).buy('ETH', '0.001', '0.10');
      throw new Error(`thrown in ${handler}`);
    };
    rig.start(0, defineStrategy({ name: 'throws', start: () => ({ [handler]: throwing }) }));
    await t.rejects(
      async () => {
        provoke(rig);
        if (handler === 'onTimer') await new Promise((resolve) => setTimeout(resolve, 5));
        rig.settle();
      },
      new RegExp(`thrown in ${handler}`),
    );
    rig.end(0);
    rig.engine.settle();
    const { orders } = rig.engine.core.state;
    const ofEth = Array.from({ length: orders.highWater }, (_, slot) => slot).filter(
      (slot) => orders.isOpen(slot) && orders.instrument(slot) === 2,
    );
    t.same(ofEth, [], 'its order of that turn was not published');
  });

t.test('a handler that is slow has its own turn, so that its heartbeat shows', async (t) => {
  let handled = 0;
  const rig = new StrategyRig(1);
  const slow = () => {
    handled++;
    for (const until = performance.now() + 2; performance.now() < until; );
  };
  rig.start(0, defineStrategy({ name: 'slow', start: () => ({ onTrade: slow }) }));
  for (let i = 0; i < 5; i++) {
    rig.engine.traders[3].send('buy', 1, 90);
    rig.engine.traders[4].send('sell', 1, 90);
    rig.engine.settle();
  }
  while (handled === 0) rig.agentOf(0).doWork();
  t.equal(handled, 1, 'one a turn');
  rig.settle();
  t.equal(handled, 5, 'all in the end');
});
