/** The strategies that ship, trading with each other through a real engine, on virtual time. */
import t from 'tap';
import { VirtualTime } from '../rig/virtual-time.js';
import { BTC, ETH, StrategyRig } from '../sdk/test-rig.js';
import marketMaker from './market-maker.js';
import taker from './taker.js';

const MAKER = 0;
const TAKER = 1;
const FAIR = 1_000;

/** BTC and ETH of the rig are both worth 10.00 a piece of 1000 lots: 1000 of value is 100,000 lots. */
const maker = (more = {}) => ({ value: 1_000, spreadBps: 100, everyMs: 1, ...more });

const rigOfTwo = (): StrategyRig => new StrategyRig(2, undefined, new VirtualTime(0));

/** Of two milliseconds each. */
const turns = (rig: StrategyRig, count: number): void => rig.advance(2 * count);

const books = (rig: StrategyRig, place: number) => rig.contextOf(place);

t.test('the market maker quotes both sides of all its instruments, around the reference', async (t) => {
  const rig = rigOfTwo();
  rig.start(MAKER, marketMaker, maker());
  turns(rig, 2);
  const ctx = books(rig, MAKER);
  for (const { symbol } of [BTC, ETH])
    t.match(ctx.book(symbol), {
      bids: [{ ticks: FAIR - 5, lots: 100_000 }],
      asks: [{ ticks: FAIR + 5, lots: 100_000 }],
    });
  t.equal(ctx.orders.length, 4, 'two orders an instrument');
});

t.test('it re-quotes when it has traded, leans against its position, and keeps to its bound', async (t) => {
  const rig = rigOfTwo();
  rig.start(MAKER, marketMaker, maker({ maxQuotes: 2, skewBps: 100 }));
  turns(rig, 2);
  const ctx = books(rig, MAKER);
  const seller = rig.engine.traders[3];
  seller.send('sell', 100_000, FAIR - 50, { tif: 'ioc' });
  turns(rig, 4);
  t.equal(ctx.position('BTC'), 100_000);
  t.match(
    ctx.book('BTC'),
    { bids: [{ ticks: 990 }], asks: [{ ticks: 1_000 }] },
    'half a position: 50 bps lower',
  );
  for (let i = 0; i < 5; i++) {
    seller.send('sell', 70_000, FAIR - 100, { tif: 'ioc' });
    turns(rig, 4);
  }
  t.equal(ctx.position('BTC'), 200_000, 'no more than two quotes');
  t.equal(ctx.book('BTC').bids.length, 0, 'and no bid any more');
  t.match(ctx.book('ETH').bids, [{ ticks: FAIR - 5 }], 'ETH is another matter');
  rig.engine.traders[4].send('buy', 100_000, FAIR + 50, { tif: 'ioc' });
  turns(rig, 4);
  t.match(ctx.book('BTC').bids, [{ ticks: 990 }], 'sold some: it bids again');
});

t.test('it follows what others quote on both sides, within bounds, and not its own quotes', async (t) => {
  const rig = rigOfTwo();
  rig.start(MAKER, marketMaker, maker({ maxDriftBps: 300 }));
  turns(rig, 2);
  const ctx = books(rig, MAKER);
  const [, , , other] = rig.engine.traders;
  other.send('buy', 1, FAIR);
  turns(rig, 4);
  t.match(ctx.book('BTC').asks, [{ ticks: FAIR + 5 }], 'one side alone does not move it');
  other.send('sell', 1, FAIR + 4);
  turns(rig, 4);
  t.match(ctx.book('BTC').asks, [{ ticks: FAIR + 4 }, { ticks: FAIR + 8 }], 'the middle is 1002');
  other.cancelAll();
  other.send('sell', 1, 900_000);
  other.send('buy', 1, 1);
  turns(rig, 4);
  t.match(
    ctx.book('BTC').bids,
    [{ ticks: Math.floor(1_030 - 5.15) }, { ticks: 1 }],
    'no further than 300 bps',
  );
});

t.test('maker and taker trade with each other, to and fro', async (t) => {
  const rig = rigOfTwo();
  rig.start(MAKER, marketMaker, maker());
  rig.start(TAKER, taker, { everyMs: 1, value: 500, maxOrders: 2 });
  const held = new Set<number>();
  for (let i = 0; i < 120; i++) {
    turns(rig, 1);
    held.add(books(rig, TAKER).position('BTC'));
  }
  const [low, high] = [Math.min(...held), Math.max(...held)];
  const size = 50_000;
  t.ok(high > 0 && high <= 2 * size * 1.01, `bought up to ${high} lots`);
  t.ok(low < 0 && low >= -2 * size * 1.01, `sold down to ${low} lots`);
  t.equal(
    books(rig, TAKER).position('BTC') + books(rig, MAKER).position('BTC'),
    0,
    'what the one has the other has not',
  );
  t.same(books(rig, TAKER).orders, [], 'nothing of it rests');
});

t.test('the market maker takes over the quotes of its earlier life', async (t) => {
  const rig = rigOfTwo();
  rig.start(MAKER, marketMaker, maker());
  turns(rig, 2);
  const before = books(rig, MAKER).orders.map(({ id }) => id);
  rig.end(MAKER);
  rig.start(MAKER, marketMaker, maker());
  turns(rig, 3);
  t.same(
    books(rig, MAKER).orders.map(({ id }) => id),
    before,
  );
});

t.test('parameters that make no sense are told', async (t) => {
  const rig = rigOfTwo();
  t.throws(
    () => rig.start(MAKER, marketMaker, { spreadBps: -1, colour: 'red' }),
    /parameters: .*spreadBps.*colour/s,
  );
  t.throws(() => rig.start(TAKER, taker, { everyMs: 0.5 }), /parameters: everyMs: /);
});
