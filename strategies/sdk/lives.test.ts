/** What a strategy is told that other lives have left, and how long it may take to end. */
import t from 'tap';
import { tradingPhase, venuePrice } from '../../engine/core/test-commands.js';
import { venueFill } from '../../engine/core/test-limit-commands.js';
import { STREET } from '../../engine/feed/test-rig.js';
import { Side, TradingPhase } from '../../protocol/codes/enums.js';
import { Reason } from '../../protocol/codes/reasons.js';
import { defineStrategy } from './strategy.js';
import { BTC, StrategyRig } from './test-rig.js';

t.test('notes, references and what the account holds are there before start', async (t) => {
  const rig = new StrategyRig(1);
  const begun: object[] = [];
  const told: string[] = [];
  const strategy = defineStrategy({
    name: 'keeps',
    start: (ctx) => {
      const { ticks, venue } = ctx.reference('BTC') ?? {};
      begun.push({ note: ctx.noteAt(1), ticks, venue, holds: ctx.accountPosition('BTC') });
      return {
        onReference: (reference) => void told.push(`${reference.symbol} ${reference.ticks}`),
        onAccountPosition: (symbol, lots) => void told.push(`holds ${lots} ${symbol}`),
      };
    },
  });
  rig.start(0, strategy);
  const ctx = rig.contextOf(0);
  t.equal(ctx.note(1, [1, 2, 3]), Reason.None);
  t.same(ctx.noteAt(1), [1, 2, 3]);
  t.throws(() => ctx.note(4, [1, 2, 3]), /places 0 to 3/);
  t.throws(() => ctx.noteAt(-1), RangeError);
  rig.settle();
  rig.engine.openVenue();
  rig.engine.say(
    venuePrice(BTC.id, 2, 77),
    venueFill(Side.Buy, 6, 90, { account: 1, session: 11, street: STREET }),
  );
  rig.settle();
  t.same(told, ['BTC 77', 'holds 6 BTC']);
  rig.end(0);
  rig.start(0, strategy);
  t.same(begun, [
    { note: undefined, ticks: undefined, venue: undefined, holds: 0 },
    { note: [1, 2, 3], ticks: 77, venue: 2, holds: 6 },
  ]);
});

t.test(
  'phases and indicative prices are told as they stand, to whoever begins in the middle too',
  async (t) => {
    const rig = new StrategyRig(1);
    const begun: unknown[] = [];
    const told: unknown[] = [];
    const strategy = defineStrategy({
      name: 'watches',
      start: (ctx) => {
        begun.push(ctx.phase('BTC'));
        return { onPhase: ({ symbol, phase, indicative }) => void told.push([symbol, phase, indicative]) };
      },
    });
    const plain = { symbol: 'BTC', phase: 'continuous', until: undefined, indicative: undefined };
    const auction = { ticks: 90, lots: 2, surplusLots: 3, surplusSide: 'buy' };
    rig.start(0, strategy);
    rig.engine.say(tradingPhase(BTC.id, TradingPhase.OpeningAuction));
    rig.settle();
    rig.engine.traders[3].send('buy', 5, 90);
    rig.engine.traders[4].send('sell', 2, 90);
    rig.settle();
    t.same(told.shift(), ['BTC', 'opening-auction', undefined]);
    t.same(told.pop(), ['BTC', 'opening-auction', auction]);
    rig.end(0);
    rig.start(0, strategy);
    t.same(begun, [plain, { ...plain, phase: 'opening-auction', indicative: auction }]);
    rig.engine.say(tradingPhase(BTC.id, TradingPhase.Continuous));
    rig.settle();
    t.same(told.at(-1), ['BTC', 'continuous', undefined], 'the price of the auction is gone with it');
    t.same(rig.contextOf(0).phase('BTC'), plain);
  },
);

t.test('its own executions change what the account holds, before it hears of them', async (t) => {
  const rig = new StrategyRig(1);
  const seen: number[] = [];
  rig.start(
    0,
    defineStrategy({
      name: 'x',
      start: (ctx) => ({ onOrder: () => void seen.push(ctx.accountPosition('BTC')) }),
    }),
  );
  rig.contextOf(0).sell('BTC', '0.003', '0.90');
  rig.settle();
  rig.engine.traders[3].send('buy', 2, 90);
  rig.settle();
  t.same(seen, [0, -2]);
});

t.test('one that has something to wait for goes on until it is done', async (t) => {
  const rig = new StrategyRig(1);
  let isDone = false;
  const heard: string[] = [];
  const waits = defineStrategy({
    name: 'waits',
    start: () => ({ onOrder: (_, { kind }) => void heard.push(kind), isDone: () => isDone }),
  });
  const { agent } = rig.start(0, waits);
  rig.contextOf(0).buy('BTC', '0.001', '0.90');
  rig.settle();
  agent.stop();
  rig.settle();
  t.equal(agent.settled, false);
  rig.engine.traders[3].send('sell', 1, 90);
  rig.settle();
  t.same(heard, ['accepted', 'executed'], 'it hears what becomes of its orders');
  isDone = true;
  t.equal(agent.settled, true);
});

t.test('new code follows at once, whatever the old one waits for', async (t) => {
  const rig = new StrategyRig(1);
  const { agent } = rig.start(0, defineStrategy({ name: 'waits', start: () => ({ isDone: () => false }) }));
  agent.stop('reload');
  t.equal(agent.settled, true);
});
