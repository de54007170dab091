/** Random days of the market: whatever is done, quantities add up and the book never crosses. The seed is in the test's name. */
import t from 'tap';
import { Agenda } from '../kit/agenda.js';
import { Random } from '../kit/random.js';
import { Crowd } from './crowd.js';
import type { MarketEvent } from './event.js';
import { Market } from './market.js';
import { leavesOf, type Order, type OrderRequest, type Prevention, type Side, type Tif } from './order.js';

const ACCOUNTS = ['A', 'B', 'C'];
const COMMANDS = 1_500;
const SEEDS = [1, 2, 3, Date.now() % 100_000];

interface Sums {
  readonly bySide: Record<Side, number>;
  readonly byOrder: Map<number, number>;
  readonly levels: Record<Side, Map<number, number>>;
}

function summing(market: Market): Sums {
  const sums: Sums = {
    bySide: { buy: 0, sell: 0 },
    byOrder: new Map(),
    levels: { buy: new Map(), sell: new Map() },
  };
  market.listen((event) => add(sums, event));
  return sums;
}

function add(sums: Sums, event: MarketEvent): void {
  if (event.type === 'trade')
    for (const order of [event.trade.maker, event.trade.taker]) {
      sums.bySide[order.side] += event.trade.lots;
      sums.byOrder.set(order.id, (sums.byOrder.get(order.id) ?? 0) + event.trade.lots);
    }
  if (event.type === 'levels')
    for (const { side, priceTicks, lots } of event.changes)
      if (lots === 0) sums.levels[side].delete(priceTicks);
      else sums.levels[side].set(priceTicks, lots);
}

function randomRequest(random: Random): OrderRequest {
  const kind = random.isOnce(8) ? 'market' : 'limit';
  const isStop = random.isOnce(10);
  const account = random.pick(ACCOUNTS);
  return {
    account,
    session: account,
    clientId: String(random.int(1, 1e9)),
    symbol: 'X',
    side: random.pick<Side>(['buy', 'sell']),
    kind,
    tif: kind === 'market' ? 'ioc' : random.pick<Tif>(['gtc', 'gtc', 'ioc', 'fok', 'day']),
    priceTicks: kind === 'market' ? 0 : random.int(90, 110),
    qtyLots: random.int(1, 20),
    postOnly: kind === 'limit' && random.isOnce(6),
    prevention: random.pick<Prevention>(['none', 'taker', 'maker', 'both', 'decrement']),
    trigger: isStop ? { priceTicks: random.int(90, 110), direction: random.pick(['up', 'down']) } : undefined,
  };
}

for (const seed of SEEDS)
  t.test(`seed ${seed}`, async (t) => {
    const random = new Random(seed);
    const market = new Market({ nowMs: 0 }, ['X']);
    const sums = summing(market);
    const asked = new Map<number, number>();
    for (let i = 0; i < COMMANDS; i++) {
      step(random, market, asked);
      if (!isUncrossed(market)) return t.fail(`crossed after command ${i}`);
    }
    t.equal(sums.bySide.buy, sums.bySide.sell, 'what is bought is sold');
    const orders = ACCOUNTS.flatMap((account) => market.all(account));
    t.ok(orders.length > COMMANDS / 2, `${orders.length} orders`);
    t.strictSame(
      orders.filter((order) => !addsUp(order, sums)).map(({ id }) => id),
      [],
      'each order adds up',
    );
    for (const side of ['buy', 'sell'] as const) {
      const depth = market.book('X').depth(side);
      t.strictSame(
        new Map(depth.map((level) => [level.priceTicks, level.lots])),
        sorted(sums.levels[side], side),
      );
    }
  });

function step(random: Random, market: Market, asked: Map<number, number>): void {
  const open = market.open();
  if (open.length === 0 || random.isOnce(2)) {
    const order = market.place(randomRequest(random));
    asked.set(order.id, order.qtyLots);
    return;
  }
  const order = random.pick(open);
  if (random.isOnce(2)) market.cancel(order);
  else market.replace(order, { qtyLots: random.int(1, 30), priceTicks: random.int(90, 110) });
}

function isUncrossed(market: Market): boolean {
  const { buy, sell } = market.book('X');
  return !buy.best || !sell.best || buy.best.priceTicks < sell.best.priceTicks;
}

/** Executed is what the trades say, and executed and open are never more than the total. */
function addsUp(order: Order, { byOrder }: Sums): boolean {
  const executed = byOrder.get(order.id) ?? 0;
  const open = leavesOf(order);
  const ended = order.state === 'done' ? order.qtyLots - order.filledLots : 0;
  return (
    executed === order.filledLots && open >= 0 && ended >= 0 && open + executed + ended === order.qtyLots
  );
}

function sorted(levels: Map<number, number>, side: Side): Map<number, number> {
  return new Map([...levels].sort(([a], [b]) => (side === 'buy' ? b - a : a - b)));
}

t.test('the crowd keeps a market that moves, the same for the same seed', async (t) => {
  const day = (seed: number): string => {
    const agenda = new Agenda(0);
    const market = new Market(agenda, ['X']);
    const told: string[] = [];
    market.listen(
      (event) => event.type === 'trade' && told.push(`${event.trade.timeMs} ${event.trade.priceTicks}`),
    );
    const options = {
      symbol: 'X',
      seed,
      priceTicks: 10_000,
      periodMs: 100,
      levels: 10,
      stepTicks: 2,
      maxLots: 50,
    };
    new Crowd(market, agenda, { ...options, takesOnceIn: 3 });
    agenda.advance(60_000);
    t.ok(isUncrossed(market));
    t.ok(told.length > 50, `${told.length} trades in a minute`);
    const { buy, sell } = market.book('X');
    t.ok(buy.levels.length >= 5 && sell.levels.length >= 5, 'a book on both sides');
    t.ok(market.open().length < 60, 'it withdraws what it left behind');
    return told.join();
  };
  t.equal(day(7), day(7));
  t.not(day(7), day(8));
});
