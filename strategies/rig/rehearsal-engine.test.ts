/** The public test rig: a strategy on a real core, on virtual time; the same test gives the same run. */
import t from 'tap';
import { z } from 'zod';
import marketMaker from '../samples/market-maker.js';
import taker from '../samples/taker.js';
import { defineStrategy, Reason } from '../sdk/index.js';
import { TestEngine } from './index.js';

const diary = (told: string[]) =>
  defineStrategy({
    name: 'diary',
    parameters: z.strictObject({ everyMs: z.number().default(10) }),
    start(ctx) {
      const { everyMs } = ctx.parameters;
      const at = () => `${ctx.time.seconds % 60}.${String(ctx.time.nanos).padStart(9, '0')}`;
      ctx.setTimer('tick', everyMs);
      ctx.log('begun');
      return {
        onBook: ({ symbol, bestAsk }) => void told.push(`${at()} ${symbol} ask ${bestAsk?.ticks}`),
        onTrade: ({ lots, ticks }) => void told.push(`${at()} traded ${lots}@${ticks}`),
        onOrder: (order, { kind }) => void told.push(`${at()} ${order.side} ${kind}`),
        onPosition: (symbol, lots) => void told.push(`${at()} ${symbol} ${lots}`),
        onTimer: (name) => void told.push(`${at()} ${name}`),
        onStop: (why) => void told.push(why),
      };
    },
  });

t.test('books, trades, orders, positions and timers, at the times at which they happen', async (t) => {
  const told: string[] = [];
  const engine = new TestEngine(diary(told), { parameters: { everyMs: 2.5 } });
  engine.others.sell('PETR4', '200', '38.60');
  engine.advance(1);
  t.same(told.splice(0), ['0.000000000 PETR4 ask 3860'], 'nothing takes time but waiting');
  engine.context.buy('PETR4', '100', '38.60');
  engine.advance(2);
  t.same(told.splice(0), [
    '0.001000000 buy accepted',
    '0.001000000 buy executed',
    '0.001000000 PETR4 1',
    '0.001000000 traded 1@3860',
    '0.001000000 PETR4 ask 3860',
    '0.002500000 tick',
  ]);
  t.equal(engine.position('PETR4'), 1);
  t.equal(engine.book('PETR4').bestAsk?.lots, 1);
  engine.stop('reload');
  t.same(told, ['reload']);
  t.same(engine.logged, ['begun']);
});

t.test('a new life finds its orders and its position', async (t) => {
  const engine = new TestEngine(defineStrategy({ name: 'x', start: () => {} }));
  const order = engine.context.buy('BTC-USD', '0.5', '64000');
  engine.others.sell('BTC-USD', '0.2', '64000');
  engine.advance();
  engine.restart();
  t.match(engine.orders, [{ id: order.id, openLots: 30_000, ticks: 6_400_000 }]);
  t.equal(engine.position('BTC-USD'), 20_000);
  t.equal(engine.context.cancel(engine.orders[0]), Reason.None);
  engine.advance();
  t.same(engine.orders, []);
});

t.test('what handlers throw, and parameters that do not fit', async (t) => {
  const throws = defineStrategy({
    name: 'throws',
    start: () => ({
      onTrade: () => {
        throw new Error('cannot stand trades');
      },
    }),
  });
  const engine = new TestEngine(throws);
  engine.others.sell('BTC-USD', '0.5', '64000');
  engine.others.buy('BTC-USD', '0.5', '64000');
  t.throws(() => engine.advance(), /cannot stand trades/);
  t.throws(() => new TestEngine(diary([]), { parameters: { everyMs: 'often' } }), /parameters: everyMs: /);
});

t.test('the strategies that ship give the same run each time', async (t) => {
  const run = (): string => {
    const engine = new TestEngine(marketMaker, { parameters: { everyMs: 10 } });
    for (let i = 0; i < 50; i++) {
      engine.others.sell('BTC-USD', '0.3', '63000', { tif: 'ioc' });
      engine.advance(25);
    }
    const { bids, asks } = engine.book('BTC-USD');
    return JSON.stringify([bids, asks, engine.position('BTC-USD'), engine.context.time]);
  };
  t.equal(run(), run());
  const engine = new TestEngine(taker, { parameters: { everyMs: 1_000 } });
  engine.others.sell('BTC-USD', '1', '64000');
  engine.advance(3_001);
  t.equal(engine.position('BTC-USD'), 12_500, 'one order worth 8000');
});
