/** Every order type from a strategy through its lane and the core, and what its order and its handler are told. */
import t from 'tap';
import { Reason } from '../../protocol/codes/reasons.js';
import type { Context } from './context.js';
import type { Order, OrderEvent } from './order.js';
import type { OrderOptions } from './orders.js';
import { defineStrategy } from './strategy.js';
import { StrategyRig } from './test-rig.js';

function eventText(order: Order, { kind, lots, ticks, reason }: OrderEvent): string {
  const how = kind === 'executed' ? ` ${lots}@${ticks}` : reason ? ` ${Reason[reason]}` : '';
  const { state, side, type, executedLots, lots: total, ticks: price } = order;
  return `${kind}${how}; ${state} ${side} ${type} ${executedLots}/${total}@${price}`;
}

class Scene {
  readonly rig = new StrategyRig(1);
  ctx!: Context;
  private readonly events: string[] = [];

  constructor() {
    this.start();
  }

  start(): void {
    this.rig.start(
      0,
      defineStrategy({
        name: 'puppet',
        start: (ctx) => {
          this.ctx = ctx;
          return { onOrder: (order, event) => void this.events.push(eventText(order, event)) };
        },
      }),
    );
  }

  /** A new life, after the old one was ended. */
  restart(): void {
    this.rig.end(0);
    this.start();
  }

  buy(lots: number, ticks: number | undefined, options: OrderOptions = {}): Order {
    return this.ctx.send({ symbol: 'BTC', side: 'buy', lots, ticks, ...options });
  }

  sell(lots: number, ticks: number | undefined, options: OrderOptions = {}): Order {
    return this.ctx.send({ symbol: 'BTC', side: 'sell', lots, ticks, ...options });
  }

  /** An order of somebody else. */
  other(side: 'buy' | 'sell', lots: number, ticks: number): void {
    this.rig.engine.traders[3].send(side, lots, ticks);
    this.rig.settle();
  }

  heard(): string[] {
    this.rig.settle();
    return this.events.splice(0);
  }
}

t.test('a stop is triggered, and is a market order then; a stop-limit, a limit order', async (t) => {
  const scene = new Scene();
  const stop = scene.buy(2, undefined, { triggerPrice: '1.10' });
  const limit = scene.buy(3, 112, { triggerPrice: 110, triggerSource: 'last' });
  t.same(scene.heard(), ['accepted; open buy stop 0/2@0', 'accepted; open buy stopLimit 0/3@112']);
  scene.other('sell', 3, 110);
  scene.other('buy', 1, 110);
  t.same(scene.heard(), [
    'triggered; open buy market 0/2@0',
    'executed 2@110; filled buy market 2/2@0',
    'triggered; open buy limit 0/3@112',
  ]);
  t.match([stop.live, limit.live], [false, true]);
});

t.test('trailing stop, iceberg, minimum quantity, protection, market-to-limit', async (t) => {
  const scene = new Scene();
  scene.other('sell', 1, 100);
  scene.other('buy', 1, 100);
  scene.sell(2, undefined, { trailingOffset: 5 });
  scene.sell(6, 120, { displayQuantity: '0.002' });
  scene.buy(5, 119, { minimumQuantity: 3, tif: 'ioc' });
  scene.buy(5, undefined, { protection: 1, tif: 'ioc' });
  t.same(scene.heard(), [
    'accepted; open sell stop 0/2@0',
    'accepted; open sell limit 0/6@120',
    'accepted; open buy limit 0/5@119',
    'cancelled MinimumQuantityNotAvailable; cancelled buy limit 0/5@119',
    'accepted; open buy market 0/5@0',
    'executed 2@120; open sell limit 2/6@120',
    'executed 2@120; open buy market 2/5@0',
    'restated Refreshed; open sell limit 2/6@120',
    'executed 2@120; open sell limit 4/6@120',
    'executed 2@120; open buy market 4/5@0',
    'restated Refreshed; open sell limit 4/6@120',
    'executed 1@120; open sell limit 5/6@120',
    'executed 1@120; filled buy market 5/5@0',
  ]);
  scene.buy(4, undefined, { type: 'marketToLimit' });
  t.same(scene.heard(), [
    'accepted; open buy marketToLimit 0/4@0',
    'restated PricedAtBest; open buy limit 0/4@120',
    'executed 1@120; filled sell limit 6/6@120',
    'executed 1@120; open buy limit 1/4@120',
  ]);
});

t.test('pegged: its price moves, its limit stays', async (t) => {
  const scene = new Scene();
  scene.other('buy', 1, 100);
  const order = scene.buy(5, 110, { peg: 'primary', pegOffset: '0.01' });
  t.same(scene.heard(), ['accepted; open buy pegged 0/5@110', 'restated Repriced; open buy pegged 0/5@99']);
  t.equal(order.limitTicks, 110);
  scene.other('buy', 1, 103);
  t.same(scene.heard(), ['restated Repriced; open buy pegged 0/5@102']);
  t.equal(scene.ctx.replace(order, { lots: 4 }), Reason.None);
  t.same(scene.heard(), ['replaced; open buy pegged 0/4@102'], 'less, at the limit that it had');
  t.equal(scene.ctx.replace(order, { ticks: 101 }), Reason.None);
  t.same(scene.heard(), ['replaced; open buy pegged 0/4@102', 'restated Repriced; open buy pegged 0/4@101']);
  scene.restart();
  const [again] = scene.ctx.orders;
  t.match(again, { type: 'pegged', ticks: 101, lots: 4, limitTicks: undefined });
  t.equal(scene.ctx.replace(again, { lots: 3 }), Reason.NotReplaceable, 'this life does not know its limit');
  t.equal(scene.ctx.replace(again, { lots: 3, ticks: 110 }), Reason.None);
});

t.test('good till date', async (t) => {
  const scene = new Scene();
  const { seconds } = scene.rig.engine.clock;
  scene.buy(5, 90, { expireTime: new Date((seconds + 5) * 1_000 - 1) });
  scene.buy(5, 90, { expireTime: BigInt(seconds) * 1_000_000_000n });
  t.same(scene.heard(), [
    'accepted; open buy limit 0/5@90',
    'rejected InvalidExpiry; rejected buy limit 0/5@90',
  ]);
  scene.rig.engine.clock.advance(5_000);
  scene.rig.engine.admin.time();
  t.same(scene.heard(), ['expired Expired; expired buy limit 0/5@90']);
});

t.test('self-trade prevention', async (t) => {
  const scene = new Scene();
  scene.sell(5, 100);
  scene.buy(2, 100, { selfTradePrevention: 'decrementAndCancel' });
  scene.buy(2, 100, { selfTradePrevention: 'cancelNewest', preventWithinFirm: true });
  t.same(scene.heard(), [
    'accepted; open sell limit 0/5@100',
    'accepted; open buy limit 0/2@100',
    'restated SelfTradePrevented; open sell limit 0/3@100',
    'cancelled SelfTradePrevented; cancelled buy limit 0/2@100',
    'accepted; open buy limit 0/2@100',
    'cancelled SelfTradePrevented; cancelled buy limit 0/2@100',
  ]);
});

t.test('short sales, after a restart as well', async (t) => {
  const scene = new Scene();
  scene.ctx.send({ symbol: 'BTC', side: 'sellShort', lots: 5, ticks: 100 });
  t.same(scene.heard(), ['accepted; open sellShort limit 0/5@100']);
  scene.other('buy', 2, 100);
  t.same(scene.heard(), ['executed 2@100; open sellShort limit 2/5@100']);
  t.equal(scene.ctx.position('BTC'), -2);
  scene.restart();
  t.match(scene.ctx.orders, [{ side: 'sellShort', type: 'limit', lots: 5, executedLots: 2 }]);
});

t.test('one cancels the other', async (t) => {
  const scene = new Scene();
  const profit = scene.sell(10, 110);
  const loss = scene.sell(10, undefined, { triggerPrice: 90, oco: profit });
  scene.heard();
  scene.other('buy', 4, 110);
  t.same(scene.heard(), [
    'executed 4@110; open sell limit 4/10@110',
    'restated LinkedOrderExecuted; open sell stop 0/6@0',
  ]);
  scene.other('buy', 6, 110);
  t.same(scene.heard(), [
    'executed 6@110; filled sell limit 10/10@110',
    'cancelled LinkedOrderExecuted; cancelled sell stop 0/6@0',
  ]);
  t.same([profit.live, loss.live], [false, false]);
});

t.test('a child of a bracket waits, grows, is filled, and comes alive again', async (t) => {
  const scene = new Scene();
  const parent = scene.buy(10, 100);
  const profit = scene.sell(10, 110, { bracket: parent });
  t.same(scene.heard().slice(1), [
    'accepted; open sell limit 0/10@110',
    'restated AwaitsParent; open sell limit 0/0@110',
  ]);
  t.match(profit, { live: true, openLots: 0 });
  t.equal(scene.ctx.replace(profit, { ticks: 111 }), Reason.NotReplaceable, 'its total of 0 would end it');
  scene.other('sell', 4, 100);
  t.same(scene.heard(), [
    'executed 4@100; open buy limit 4/10@100',
    'restated ChildArmed; open sell limit 0/4@110',
  ]);
  scene.other('buy', 4, 110);
  t.same(scene.heard(), [
    'executed 4@110; filled sell limit 4/4@110',
    'restated AwaitsParent; open sell limit 4/4@110',
  ]);
  t.match([profit.live, scene.ctx.orders.includes(profit)], [true, true]);
  scene.other('sell', 6, 100);
  t.same(scene.heard(), [
    'executed 6@100; filled buy limit 10/10@100',
    'restated ChildArmed; open sell limit 4/10@110',
  ]);
  scene.other('buy', 6, 110);
  t.same(scene.heard(), ['executed 6@110; filled sell limit 10/10@110']);
  t.same(scene.ctx.orders, []);
});

t.test('a new life finds the child that waits', async (t) => {
  const scene = new Scene();
  const parent = scene.buy(10, 100);
  scene.sell(10, 110, { bracket: parent });
  scene.heard();
  scene.restart();
  t.match(
    scene.ctx.orders.map(({ lots, side }) => [side, lots]),
    [
      ['buy', 10],
      ['sell', 0],
    ],
  );
  scene.other('sell', 4, 100);
  t.same(scene.heard(), [
    'executed 4@100; open buy limit 4/10@100',
    'restated ChildArmed; open sell limit 0/4@110',
  ]);
});

t.test('a replace to a total of nothing ends the order', async (t) => {
  const scene = new Scene();
  const order = scene.buy(5, 90);
  scene.heard();
  t.equal(scene.ctx.replace(order, { lots: 0 }), Reason.None);
  t.same(scene.heard(), [
    'replaced; open buy limit 0/0@90',
    'cancelled ReplacedToExecuted; cancelled buy limit 0/0@90',
  ]);
});

t.test('what no record can hold is refused and not sent', async (t) => {
  const scene = new Scene();
  const { sequence } = scene.rig.engine.core;
  const never = scene.buy(0, 90);
  const cases: [string, OrderOptions, Reason][] = [
    ['trigger off the tick', { triggerPrice: '1.005' }, Reason.PriceOffTick],
    ['a fraction of a tick', { trailingOffset: 0.5 }, Reason.PriceOffTick],
    ['beyond int32', { protection: 2 ** 31 }, Reason.PriceOutOfRange],
    ['display off the lot', { displayQuantity: '0.0005' }, Reason.QuantityOffLot],
    ['minimum below nothing', { minimumQuantity: -1 }, Reason.QuantityOutOfRange],
    ['a peg offset without peg', { pegOffset: 1 }, Reason.InvalidPeg],
    ['tied to an order that is not live', { oco: never }, Reason.InvalidLink],
  ];
  for (const [what, options, reason] of cases) {
    const ticks = options.triggerPrice || options.trailingOffset || options.protection ? undefined : 90;
    t.match(scene.buy(5, ticks, options), { state: 'rejected', reason, id: 0 }, what);
  }
  t.same(scene.heard(), []);
  t.equal(scene.rig.engine.core.sequence, sequence);
});

t.test("what is the program's fault is thrown", async (t) => {
  const scene = new Scene();
  const cases: [number | undefined, OrderOptions, RegExp][] = [
    [undefined, { type: 'limit' }, /a limit order needs a price/],
    [undefined, { peg: 'midpoint' }, /a pegged order needs a price/],
    [90, { type: 'stop', triggerPrice: 1 }, /a stop order has no price/],
    [90, { type: 'iceberg' as never }, /type must be one of market, limit, stop/],
    [90, { postonly: true } as never, /an order has no "postonly"/],
    [90, { peg: 'best' as never }, /peg must be one of primary, midpoint/],
    [90, { selfTradePrevention: 'both' as never }, /selfTradePrevention must be one of/],
    [undefined, { triggerPrice: 1, triggerSource: 240 }, /the number of a venue, not 240/],
    [90, { expireTime: new Date(Number.NaN) }, /expireTime is not a valid date/],
  ];
  for (const [ticks, options, complaint] of cases) t.throws(() => scene.buy(5, ticks, options), complaint);
  t.same(scene.heard(), [], 'and nothing was sent');
});

t.test('an order and its terms find room in the lane together, or not at all', async (t) => {
  const scene = new Scene();
  const orders = Array.from({ length: 193 }, () => scene.buy(1, 10));
  t.equal(orders.filter(({ state }) => state === 'pending').length, 192);
  scene.ctx.cancelAll();
  scene.heard();
  const odd = [
    scene.buy(1, 10),
    ...Array.from({ length: 96 }, () => scene.buy(2, 10, { displayQuantity: 1 })),
  ];
  t.equal(odd.filter(({ state }) => state === 'pending').length, 96, 'one slot is left');
  t.equal(odd.at(-1)?.reason, Reason.Overloaded);
  t.equal(scene.buy(1, 10).state, 'pending', 'which is enough for one without');
});
