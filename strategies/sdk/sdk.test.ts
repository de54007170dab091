/** What an author can rely on, with a real engine behind it: orders, events, refusals, books, positions, timers. */
import { setTimeout as delay } from 'node:timers/promises';
import t from 'tap';
import { venueLevel, venueReport, venueStatus } from '../../engine/core/test-route-commands.js';
import { VENUE } from '../../engine/feed/test-rig.js';
import { Side, VenueReportKind } from '../../protocol/codes/enums.js';
import { Reason } from '../../protocol/codes/reasons.js';
import { ClientIds, firstClientId } from './client-ids.js';
import type { Context } from './context.js';
import type { Order, OrderEvent } from './order.js';
import type { Handlers } from './strategy.js';
import { defineStrategy } from './strategy.js';
import { BTC, ETH, StrategyRig } from './test-rig.js';

/** A strategy that hands its context out and notes its events. */
function puppet(handlers: Handlers = {}) {
  const events: string[] = [];
  const held = { ctx: undefined as unknown as Context, events };
  const strategy = defineStrategy({
    name: 'puppet',
    start(ctx) {
      held.ctx = ctx;
      return { onOrder: (order, event) => void events.push(eventText(order, event)), ...handlers };
    },
  });
  return { held, strategy };
}

function eventText(order: Order, { kind, lots, ticks, liquidity, reason }: OrderEvent): string {
  const how = kind === 'executed' ? ` ${lots}@${ticks} ${liquidity}` : reason ? ` ${Reason[reason]}` : '';
  return `${kind}${how}; ${order.state} ${order.side} ${order.executedLots}/${order.lots}@${order.ticks}`;
}

function running(handlers: Handlers = {}, rig = new StrategyRig(1)) {
  const { held, strategy } = puppet(handlers);
  rig.start(0, strategy);
  const take = () => {
    rig.settle();
    return held.events.splice(0);
  };
  return { rig, ctx: held.ctx, take, stranger: rig.engine.traders[3], agent: rig.agentOf(0) };
}

t.test('an order and what becomes of it', async (t) => {
  const { ctx, take, stranger } = running();
  const order = ctx.buy('BTC', '0.005', '0.90');
  t.match(order, { state: 'pending', lots: 5, ticks: 90, live: true, openLots: 5 });
  t.same(take(), ['accepted; open buy 0/5@90']);
  t.same(ctx.orders, [order]);
  stranger.send('sell', 2, 90);
  t.same(take(), ['executed 2@90 maker; open buy 2/5@90']);
  t.equal(ctx.replace(order, { price: '0.91' }), Reason.None);
  t.same(take(), ['replaced; open buy 2/5@91']);
  t.equal(ctx.replace(order, { lots: 4, ticks: 92 }), Reason.None);
  t.equal(order.ticks, 91, 'as it is until the engine has said so');
  t.same(take(), ['replaced; open buy 2/4@92']);
  ctx.replace(order, { ticks: 0 });
  t.same(take(), ['replaceRejected PriceOutOfRange; open buy 2/4@92']);
  t.equal(ctx.cancel(order), Reason.None);
  t.equal(ctx.cancel(order), Reason.None, 'twice is once');
  t.same(take(), ['cancelled CancelledByUser; cancelled buy 2/4@92']);
  t.match(order, { live: false, openLots: 0, reason: Reason.CancelledByUser });
  t.equal(ctx.cancel(order), Reason.UnknownOrder);
  t.equal(ctx.replace(order, { lots: 9 }), Reason.UnknownOrder);
  t.same(ctx.orders, []);
  t.equal(ctx.position('BTC'), 2);
});

t.test('every way an order can end', async (t) => {
  const { ctx, take, stranger, rig } = running();
  stranger.send('sell', 3, 100);
  rig.settle();
  const cases: [string, () => Order, ...string[]][] = [
    [
      'filled at once',
      () => ctx.buy('BTC', '0.001'),
      'accepted; open buy 0/1@0',
      'executed 1@100 taker; filled buy 1/1@0',
    ],
    [
      'the rest of an IOC',
      () => ctx.send({ symbol: 'BTC', side: 'buy', lots: 5, ticks: 100, tif: 'ioc' }),
      'accepted; open buy 0/5@100',
      'executed 2@100 taker; open buy 2/5@100',
      'cancelled ImmediateRemainder; cancelled buy 2/5@100',
    ],
    [
      'not fillable',
      () => ctx.sell('BTC', '0.001', '1.00', { tif: 'fok' }),
      'rejected FillOrKillNotFillable; rejected sell 0/1@100',
    ],
    [
      'too large',
      () => ctx.sell('BTC', '2000', '1.00'),
      'rejected MaxQuantityExceeded; rejected sell 0/2000000@100',
    ],
  ];
  for (const [what, act, ...expected] of cases) {
    const order = act();
    t.same(take(), expected, what);
    t.notOk(order.live);
  }
  ctx.buy('BTC', '0.001', '0.50', { tif: 'day' });
  take();
  rig.engine.admin.endOfDay({});
  t.same(take(), ['expired EndOfDay; expired buy 0/1@50']);
  ctx.buy('BTC', '0.001', '0.50', { postOnly: true });
  ctx.sell('ETH', '0.001', '0.50');
  take();
  ctx.cancelAll('ETH');
  t.same(take(), ['cancelled MassCancelled; cancelled sell 0/1@50']);
  ctx.cancelAll();
  t.same(take(), ['cancelled MassCancelled; cancelled buy 0/1@50']);
});

t.test('what does not fit is refused with a reason, and nothing is sent', async (t) => {
  const { ctx, take, rig } = running();
  const { sequence } = rig.engine.core;
  const lots = (lots: number) => ctx.send({ symbol: 'BTC', side: 'buy', lots, ticks: 90 });
  const ticks = (ticks: number) => ctx.send({ symbol: 'BTC', side: 'buy', lots: 1, ticks });
  const cases: [string, Order, Reason][] = [
    ['price off its tick', ctx.buy('BTC', '1', '0.905'), Reason.PriceOffTick],
    ['no price at all', ctx.buy('BTC', '1', 'cheap'), Reason.PriceOffTick],
    ['quantity off its lot', ctx.buy('BTC', '0.0001', '0.90'), Reason.QuantityOffLot],
    ['no quantity', ctx.buy('BTC', '', '0.90'), Reason.QuantityOffLot],
    ['nothing', ctx.buy('BTC', '0', '0.90'), Reason.QuantityOutOfRange],
    ['less than nothing', lots(-1), Reason.QuantityOutOfRange],
    ['a fraction of a lot', lots(0.5), Reason.QuantityOffLot],
    ['beyond exactness', lots(2 ** 53), Reason.QuantityOutOfRange],
    ['a fraction of a tick', ticks(90.5), Reason.PriceOffTick],
    ['not a number', ticks(Number.NaN), Reason.PriceOffTick],
    ['beyond int32', ticks(2 ** 31), Reason.PriceOutOfRange],
    ['no quantity given', ctx.send({ symbol: 'BTC', side: 'buy', ticks: 90 }), Reason.QuantityOffLot],
  ];
  for (const [what, order, reason] of cases) t.match(order, { state: 'rejected', reason, live: false }, what);
  t.same(take(), [], 'no events come');
  t.equal(rig.engine.core.sequence, sequence);
});

t.test("what is the program's fault is thrown", async (t) => {
  const { ctx } = running();
  t.throws(() => ctx.buy('DOGE', '1', '1'), /"DOGE" is not among this strategy's instruments: BTC, ETH/);
  t.throws(
    () => ctx.send({ symbol: 'BTC', side: 'Buy' as never, lots: 1, ticks: 1 }),
    /side must be one of buy, sell, sellShort, sellShortExempt, not "Buy"/,
  );
  t.throws(
    () => ctx.buy('BTC', '1', '1', { tif: 'gtx' as never }),
    /tif must be one of day, gtc, ioc, fok, gtd/,
  );
});

t.test(
  'back pressure is an answer: so many orders, so many commands at a time, and cancels still pass',
  async (t) => {
    const limits = { laneSlots: 32, laneReserved: 8, feedSlots: 256 };
    const { ctx, rig, take } = running({}, new StrategyRig(1, limits));
    const most = 48;
    const orders = Array.from({ length: 40 }, () => ctx.buy('BTC', '0.001', '0.10'));
    const sent = orders.filter(({ state }) => state === 'pending');
    t.equal(sent.length, 24, 'the lane takes 32 less the 8 that are kept for cancels');
    t.equal(orders.at(-1)?.reason, Reason.Overloaded);
    t.equal(ctx.replace(sent[0], { lots: 2 }), Reason.Overloaded);
    t.equal(ctx.cancel(sent[0]), Reason.None, 'a cancel still passes');
    t.equal(take().filter((line) => line.startsWith('accepted')).length, 24);
    for (let i = 0; i < 5; i++) {
      for (let k = 0; k < 10; k++) ctx.buy('BTC', '0.001', '0.10');
      take();
    }
    t.equal(ctx.orders.length, most);
    t.equal(ctx.buy('BTC', '0.001', '0.10').reason, Reason.TooManyOpenOrders);
    ctx.cancelAll();
    t.equal(take().length, most, 'all of them end');
    t.equal(ctx.buy('BTC', '0.001', '0.10').state, 'pending', 'and there is room again');
    t.same(rig.engine.faults, [], 'within these bounds it never counts as hung');
  },
);

t.test('books, trades and gaps', async (t) => {
  const trades: unknown[] = [];
  const gaps: number[] = [];
  let books = 0;
  const { ctx, rig, stranger, take } = running({
    onTrade: (trade) => void trades.push(trade),
    onBook: ({ symbol }) => void (symbol === 'BTC' && books++),
    onGap: (lost) => void gaps.push(lost),
  });
  for (let i = 0; i < 12; i++) stranger.send('buy', 1 + i, 90 - i);
  stranger.send('sell', 4, 95);
  rig.settle();
  const book = ctx.book('BTC');
  t.same(book.bestBid, { ticks: 90, lots: 1, orders: 1 });
  t.same(book.bestAsk, { ticks: 95, lots: 4, orders: 1 });
  t.equal(book.bids.length, 10, 'the top ten');
  t.equal(book.asks.length, 1);
  t.ok(books > 0);
  ctx.buy('BTC', '0.003', '0.95');
  take();
  t.match(trades, [{ symbol: 'BTC', side: 'buy', ticks: 95, lots: 3, index: 1 }]);
  t.equal(ctx.book('BTC').bestAsk?.lots, 1);
  for (let i = 0; i < 400; i++) {
    stranger.send('sell', 1, 80);
    stranger.send('buy', 1, 80);
    rig.engine.settle();
  }
  rig.settle();
  t.equal(gaps.length > 0 && gaps.reduce((a, b) => a + b, 0), rig.engine.counters.read().lost);
  t.equal(ctx.time.seconds, 1_770_000_000);
});

t.test('a new life knows its orders and its position, and uses no client order id twice', async (t) => {
  const rig = new StrategyRig(1);
  const first = puppet();
  rig.start(0, first.strategy);
  const order = first.held.ctx.buy('BTC', '0.005', '0.90');
  rig.settle();
  rig.end(0);
  rig.engine.traders[3].send('sell', 2, 90);
  const second = puppet();
  rig.start(0, second.strategy);
  const { ctx } = second.held;
  t.match(ctx.orders, [{ id: order.id, state: 'open', side: 'buy', lots: 5, executedLots: 2, ticks: 90 }]);
  t.equal(ctx.position('BTC'), 2);
  t.same(second.held.events, [], 'what it starts with is no event');
  ctx.cancel(ctx.orders[0]);
  t.equal(ctx.buy('BTC', '0.001', '0.80').state, 'pending');
  rig.settle();
  t.same(second.held.events, [
    'cancelled CancelledByUser; cancelled buy 2/5@90',
    'accepted; open buy 0/1@80',
  ]);
});

t.test('client order ids', async (t) => {
  const ids = new ClientIds(0xabcd, 2 ** 32 - 1);
  const seen = [ids.take(), ids.take()].map((id) => [ids.high(id) >>> 0, ids.low(id) >>> 0, id]);
  t.same(seen, [
    [0xabcd_0000, 0xffff_ffff, 2 ** 32 - 1],
    [0xabcd_0001, 0, 2 ** 32],
  ]);
  for (const [high, low, id] of seen) t.equal(ids.read(low | 0, high | 0), id);
  const day = 86_400_000;
  t.ok(firstClientId(Date.UTC(2020, 0, 2)) === 256 * day);
  t.ok(firstClientId(Date.UTC(2054, 0, 1)) < 2 ** 48);
});

t.test('timers', async (t) => {
  const fired: string[] = [];
  const { ctx, rig, agent } = running({ onTimer: (name) => void fired.push(name) });
  ctx.setTimer('a', 1);
  ctx.setTimer('b', 1);
  ctx.setTimer('b', 60_000);
  ctx.setTimer('c', 1);
  await delay(20);
  t.same(fired, [], 'in the next turn');
  ctx.clearTimer('c');
  rig.settle();
  t.same(fired, ['a'], 'once; b was set anew, c cleared while it was due');
  agent.stop();
  await delay(5);
  rig.settle();
  t.same(fired, ['a'], 'none after the end');
});

t.test('the last word', async (t) => {
  const rig = new StrategyRig(1);
  const { held, strategy } = puppet({ onStop: () => void held.ctx.cancelAll('BTC') });
  const { agent } = rig.start(0, strategy);
  held.ctx.buy('BTC', '0.001', '0.10');
  held.ctx.buy('ETH', '0.001', '0.10');
  rig.settle();
  t.ok(agent.settled);
  agent.stop();
  t.notOk(agent.settled, 'its cancel is under way');
  rig.settle();
  t.ok(agent.settled);
  t.equal(
    held.events.at(-1),
    'cancelled MassCancelled; cancelled buy 0/1@10',
    'it still hears what comes of it',
  );
});

t.test('what the engine does in its name is no answer to what it has sent', async (t) => {
  const { ctx, rig, agent, take } = running();
  ctx.buy('BTC', '0.001', '0.10');
  take();
  rig.engine.admin.massCancel({ session: rig.sessionOf(0) }, Reason.StrategyStopped);
  t.same(take(), ['cancelled StrategyStopped; cancelled buy 0/1@10']);
  t.ok(agent.settled);
  ctx.buy('BTC', '0.001', '0.10');
  agent.stop();
  t.notOk(agent.settled, 'its order is under way');
  take();
  t.ok(agent.settled);
});

t.test('decimals are exact both ways', async (t) => {
  const { ctx } = running();
  const btc = ctx.instrument('BTC');
  for (const [text, ticks] of [
    ['64000.50', 6_400_050],
    ['0.07', 7],
    ['21474836.47', 2 ** 31 - 1],
  ] as const) {
    t.equal(btc.ticks(text), ticks);
    t.equal(btc.price(ticks), text);
  }
  t.equal(btc.lots('0.5'), 500);
  t.equal(btc.quantity(500), '0.500');
  t.throws(() => btc.ticks('0.005'), /more than 2 decimal places/);
  t.throws(() => btc.lots('many'), /not a decimal number/);
  t.equal(btc.lotsWorth(100, 1_000), 10_000, '100 buys 10 at 10.00');
  t.equal(BTC.symbol, 'BTC');
  t.equal(ETH.symbol, 'ETH');
});

t.test('a start that does not fit is an error', async (t) => {
  const rig = new StrategyRig(1);
  const asynchronous = defineStrategy({ name: 'a', start: (async () => {}) as never });
  t.throws(() => rig.start(0, asynchronous), /must not be an async function/);
});

t.test('a position follows its executions, and what the operator takes back or puts right', async (t) => {
  const positions: string[] = [];
  const trades: { sequence: number; index: number }[] = [];
  const { ctx, take, stranger, rig } = running({
    onPosition: (symbol, lots) => void positions.push(`${symbol} ${lots}`),
    onTrade: (trade) => void trades.push(trade),
  });
  ctx.buy('BTC', '0.005', '0.90');
  take();
  for (const lots of [2, 3]) stranger.send('sell', lots, 90);
  take();
  t.same(positions.splice(0), ['BTC 2', 'BTC 5']);
  rig.engine.admin.bust(trades[0]);
  take();
  t.same(positions.splice(0), ['BTC 3']);
  rig.engine.admin.correct(trades[1], 91, 7);
  take();
  t.same(positions.splice(0), ['BTC 7']);
  rig.engine.admin.correct(trades[1], 90, 7);
  take();
  t.same(positions, [], 'another price is no other position');
  t.equal(ctx.position('BTC'), 7);
});

t.test('the books of venues, and orders there of which nobody knows', async (t) => {
  const rig = new StrategyRig(1);
  rig.engine.openVenue();
  const seen: string[] = [];
  rig.start(
    0,
    defineStrategy({
      name: 'away',
      start: () => ({
        onVenueBook: ({ symbol, venue, bestBid }) => seen.push(`${symbol} at ${venue} ${bestBid?.ticks}`),
        onOrder: (order, { kind }) => seen.push(`${kind} ${order.unknown}`),
      }),
    }),
  );
  const context = rig.contextOf(0);
  rig.engine.say(venueLevel(VENUE, BTC.id, Side.Buy, 0, 5, 90));
  rig.settle();
  t.same(seen.splice(0), ['BTC at venue 90']);
  t.match(context.book('BTC', 'venue').bestBid, { ticks: 90, lots: 5 });
  t.equal(context.book('BTC').bestBid, undefined, 'nothing in our own');
  t.throws(() => context.book('ETH', 'venue'), /no venue "venue" lists ETH/);
  const order = context.send({ symbol: 'BTC', side: 'buy', lots: 3, ticks: 89, route: VENUE });
  rig.settle();
  rig.engine.say(venueStatus(VENUE, false));
  rig.settle();
  t.same(seen.splice(0), ['accepted false', 'unknown true', 'BTC at venue undefined']);
  t.ok(order.unknown);
  const [child] = rig.engine.children;
  rig.engine.say(venueReport(VENUE, child.id, VenueReportKind.New));
  rig.settle();
  t.same(seen.splice(0), ['known false']);
  t.notOk(order.unknown);
});
