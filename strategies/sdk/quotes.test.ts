/** Quotes of a strategy through its lane and the core: what stands of them, and what its handlers are told. */
import t from 'tap';
import { Reason } from '../../protocol/codes/reasons.js';
import type { Context } from './context.js';
import type { Quote, QuoteEvent } from './quote.js';
import { defineStrategy } from './strategy.js';
import { StrategyRig } from './test-rig.js';

class Scene {
  readonly rig = new StrategyRig(1);
  ctx!: Context;
  private readonly events: string[] = [];

  constructor() {
    this.start();
  }

  /** A life; the first one, or one after `end`. */
  start(): void {
    this.rig.start(
      0,
      defineStrategy({
        name: 'puppet',
        start: (ctx) => {
          this.ctx = ctx;
          return {
            onQuote: (quote, event) => void this.events.push(eventText(quote, event)),
            onQuotesPulled: (sides) => void this.events.push(`pulled ${sides}`),
            onOrder: (order, { kind }) => void this.events.push(`order ${order.id} ${kind}`),
          };
        },
      }),
    );
  }

  heard(): string[] {
    this.rig.settle();
    return this.events.splice(0);
  }

  /** An order of somebody else. */
  other(side: 'buy' | 'sell', lots: number, ticks: number): void {
    this.rig.engine.traders[3].send(side, lots, ticks);
  }
}

function eventText(
  { layer, bid, offer }: Quote,
  { kind, side, lots, ticks, liquidity, reason }: QuoteEvent,
): string {
  const what = side === undefined ? kind : `${side} ${kind} ${lots}@${ticks}`;
  const how = `${liquidity ? ` ${liquidity}` : ''}${reason ? ` ${Reason[reason]}` : ''}`;
  return `${what}${how}; ${layer}: ${bid.lots}@${bid.ticks} / ${offer.lots}@${offer.ticks}`;
}

t.test('sides stand, are changed, executed, refused and taken out; the answer comes last', async (t) => {
  const scene = new Scene();
  const { ctx } = scene;
  t.equal(ctx.quoteOf('BTC'), undefined);
  t.equal(ctx.quote('BTC', { bid: { quantity: '0.005', price: '0.99' }, offer: { lots: 6, ticks: 101 } }), 0);
  t.match(ctx.quoteOf('BTC'), { requests: 1, bid: { lots: 0 } });
  t.same(scene.heard(), [
    'buy stands 5@99; 1: 5@99 / 0@0',
    'sell stands 6@101; 1: 5@99 / 6@101',
    'accepted; 1: 5@99 / 6@101',
  ]);
  scene.other('sell', 2, 99);
  t.same(scene.heard(), ['buy executed 2@99 maker; 1: 3@99 / 6@101']);
  t.equal(ctx.position('BTC'), 2);
  ctx.quote('BTC', { bid: { lots: 5, ticks: 98 }, offer: { lots: 2_000_000, ticks: 102 } });
  t.same(scene.heard(), [
    'sell refused 2000000@102 MaxQuantityExceeded; 1: 3@99 / 6@101',
    'sell ended 6@101 QuoteSideReplaced; 1: 3@99 / 0@0',
    'buy stands 7@98; 1: 5@98 / 0@0',
    'accepted; 1: 5@98 / 0@0',
  ]);
  ctx.quote('BTC', { bid: { lots: 5, ticks: 98 }, offer: { lots: 5, ticks: 98 } });
  t.same(scene.heard(), ['rejected QuoteCrossed; 1: 5@98 / 0@0']);
  ctx.quote('BTC', {});
  t.same(scene.heard(), ['buy ended 5@98 QuoteSideRemoved; 1: 0@0 / 0@0', 'accepted; 1: 0@0 / 0@0']);
  t.match(ctx.quoteOf('BTC'), { requests: 0 });
});

t.test(
  'layers are quotes of their own; orders with the same number are not mixed up with them',
  async (t) => {
    const scene = new Scene();
    const { ctx } = scene;
    ctx.quote('BTC', { bid: { lots: 1, ticks: 90 } });
    ctx.quote('BTC', { bid: { lots: 2, ticks: 89 }, layer: 2 });
    ctx.quote('ETH', { offer: { lots: 3, ticks: 110 } });
    const order = ctx.buy('BTC', '0.001', '0.88');
    scene.heard();
    t.match(ctx.quoteOf('BTC', 2), { symbol: 'BTC', layer: 2, bid: { lots: 2, ticks: 89 } });
    t.match(ctx.quoteOf('ETH'), { symbol: 'ETH', offer: { lots: 3, ticks: 110 } });
    scene.other('sell', 4, 88);
    t.same(scene.heard(), [
      'buy executed 1@90 maker; 1: 0@0 / 0@0',
      'buy executed 2@89 maker; 2: 0@0 / 0@0',
      `order ${order.id} executed`,
    ]);
    t.throws(() => ctx.quote('BTC', { layer: 0 }), RangeError);
    t.throws(() => ctx.quote('BTC', { layer: 65_536 }), RangeError);
  },
);

t.test('protection: triggered, and reset', async (t) => {
  const scene = new Scene();
  const { ctx } = scene;
  t.equal(ctx.quoteProtection(2, 1_000), Reason.None);
  ctx.quote('BTC', { bid: { lots: 9, ticks: 99 }, offer: { lots: 6, ticks: 101 } });
  scene.heard();
  scene.other('sell', 1, 99);
  scene.other('buy', 1, 101);
  t.same(scene.heard(), [
    'buy executed 1@99 maker; 1: 8@99 / 6@101',
    'sell executed 1@101 maker; 1: 8@99 / 5@101',
    'buy ended 8@99 QuoteProtectionTriggered; 1: 0@0 / 5@101',
    'sell ended 5@101 QuoteProtectionTriggered; 1: 0@0 / 0@0',
    'pulled 2',
  ]);
  ctx.quote('BTC', { bid: { lots: 9, ticks: 99 } });
  t.same(scene.heard(), ['rejected QuoteProtectionTriggered; 1: 0@0 / 0@0']);
  ctx.quoteProtection(2, 1_000);
  ctx.quote('BTC', { bid: { lots: 9, ticks: 99 } });
  t.same(scene.heard(), ['buy stands 9@99; 1: 9@99 / 0@0', 'accepted; 1: 9@99 / 0@0']);
});

t.test('what no record can hold is refused here; the core judges the rest', async (t) => {
  const { ctx } = new Scene();
  for (const [request, reason] of [
    [{ bid: { lots: 1.5, ticks: 99 } }, Reason.QuantityOffLot],
    [{ bid: { lots: -1, ticks: 99 } }, Reason.QuantityOutOfRange],
    [{ bid: { lots: 1 } }, Reason.PriceOffTick],
    [{ offer: { lots: 1, price: '0.999' } }, Reason.PriceOffTick],
    [{ offer: { quantity: 'much', ticks: 5 } }, Reason.QuantityOffLot],
    [{ offer: { lots: 1, ticks: 2 ** 31 } }, Reason.PriceOutOfRange],
  ] as const)
    t.equal(ctx.quote('BTC', request), reason);
  t.equal(ctx.quoteProtection(1.5, 1), Reason.InvalidQuoteProtection);
  t.equal(ctx.quoteProtection(1, Number.NaN), Reason.InvalidQuoteProtection);
  t.throws(() => ctx.quote('BTC', { selfTradePrevention: 'never' as never }), TypeError);
  t.throws(() => ctx.quote('XRP', {}), RangeError);
});

t.test('no more goes out than its ring can answer', async (t) => {
  const scene = new Scene();
  const { ctx } = scene;
  let sent = 0;
  while (ctx.quote('BTC', { bid: { lots: 1, ticks: 90 } }) === Reason.None) sent++;
  t.equal(ctx.quote('BTC', { bid: { lots: 1, ticks: 90 } }), Reason.Overloaded);
  t.ok(sent > 10, `${sent} quotes`);
  scene.heard();
  t.equal(ctx.quote('BTC', { bid: { lots: 1, ticks: 91 } }), Reason.None, 'and on it goes');
  scene.heard();
  let layers = 1;
  for (let layer = 2, reason = Reason.None; reason === Reason.None; layer++) {
    reason = ctx.quote('BTC', { bid: { lots: 1, ticks: 50 }, layer });
    scene.rig.settle();
    if (reason === Reason.None) layers++;
    else t.equal(reason, Reason.TooManyOpenOrders, `after ${layers} layers`);
  }
  t.match(ctx.buy('BTC', '0.001', '0.50'), { state: 'rejected', reason: Reason.TooManyOpenOrders });
});

t.test('a new life knows what still stands', async (t) => {
  const scene = new Scene();
  scene.ctx.quote('BTC', { bid: { lots: 5, ticks: 99 }, offer: { lots: 6, ticks: 101 } });
  scene.heard();
  scene.other('sell', 2, 99);
  scene.heard();
  scene.rig.end(0);
  scene.start();
  t.match(scene.ctx.quoteOf('BTC'), { bid: { lots: 3, ticks: 99 }, offer: { lots: 6, ticks: 101 } });
  t.same(scene.ctx.orders, [], 'sides of quotes are not among its orders');
  scene.ctx.quote('BTC', { bid: { lots: 3, ticks: 99 } });
  t.same(scene.heard(), [
    'sell ended 6@101 QuoteSideRemoved; 1: 3@99 / 0@0',
    'buy stands 5@99; 1: 3@99 / 0@0',
    'accepted; 1: 3@99 / 0@0',
  ]);
});
