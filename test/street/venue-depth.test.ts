/** Depth of venues past what the core knows of them, to clients of the engine: on real sockets, four venues at a time, two of them by datagrams. */
import t, { type Test } from 'tap';
import type { Fault } from '../../adapters/simulator/kit/fault.js';
import type { Subscription } from '../../protocol/client/index.js';
import { pregao } from '../support/cli.js';
import { StreetGround } from './ground.js';
import { B3_BINARY, CME, COINBASE, FUTURES, type Place } from './places.js';

t.setTimeout(120_000);

const DROP: Fault = { do: 'drop' };
const GAP: Fault = { do: 'gap', stream: 'incremental', by: 1 };
/** How a book is lost, and whether the venue tells its best prices beside it. */
const MARKETS = [
  { place: FUTURES, loss: DROP, hasTops: true },
  { place: COINBASE, loss: DROP, hasTops: true },
  { place: B3_BINARY, loss: GAP, hasTops: false },
  { place: CME, loss: GAP, hasTops: false },
];
const PLACES = MARKETS.map(({ place }) => place);
const LEVELS = 20;
const NUDGE_MS = 500;

class Watched {
  readonly trades: string[] = [];
  readonly statuses: string[] = [];
  readonly subscription: Subscription;
  private nextNudgeMs = 0;

  constructor(
    private readonly ground: StreetGround,
    private readonly number: number,
  ) {
    const { symbol, name: venue } = this.place;
    this.subscription = ground.client.subscribe(symbol, { venue, levels: LEVELS, top: true });
    this.subscription.on('trade', ({ price, quantity }) => this.trades.push(`${quantity} @ ${price}`));
    this.subscription.on('status', ({ state, reason }) => this.statuses.push(reason ?? state));
  }

  get place(): Place {
    return PLACES[this.number];
  }

  /** So many levels a side, all of other sizes. */
  fill(levels: number): void {
    for (let i = 1; i <= levels; i++) {
      this.ground.others('buy', this.place.priceTicks - i, 10 + i, this.number);
      this.ground.others('sell', this.place.priceTicks + i, 10 + i, this.number);
    }
  }

  /** Now and then a change: a stream that has not been heard since it was subscribed to is not relied on. */
  nudge(): void {
    if (Date.now() < this.nextNudgeMs) return;
    this.nextNudgeMs = Date.now() + NUDGE_MS;
    this.ground.others('buy', this.place.priceTicks - 1, 5, this.number);
  }

  /** What the venue itself has. */
  isThere(): boolean {
    const { venueSymbol, marketSymbol = venueSymbol } = this.place;
    const book = this.ground.venues[this.number].market.book(marketSymbol);
    const { security, book: seen, status } = this.subscription;
    const units = { price: Number(security.tick), lots: Number(security.lot) };
    const same = (side: 'buy' | 'sell', levels: readonly { price: string; quantity: string }[]) => {
      const theirs = book.depth(side, LEVELS);
      return (
        levels.length === theirs.length &&
        theirs.every(
          ({ priceTicks, lots }, i) =>
            Math.round(Number(levels[i].price) / units.price) === priceTicks &&
            Math.round(Number(levels[i].quantity) / units.lots) === lots,
        )
      );
    };
    return status?.state === 'live' && same('buy', seen.bids()) && same('sell', seen.asks());
  }
}

t.test('twenty levels a side, trades, and what is stale', async (t) => {
  const ground = await StreetGround.open('async', PLACES);
  t.teardown(() => ground.close());
  const watched = PLACES.map((_, number) => new Watched(ground, number));
  for (const [number, each] of watched.entries()) {
    await ground.untilUp(number);
    await t.test(each.place.name, (t) => depthOf(t, ground, each, number));
  }
  await t.test('together with our own book', async (t) => {
    const { symbol } = FUTURES;
    const { book } = watched[0].subscription;
    const all = ground.client.subscribe(symbol, { venue: 'consolidated' });
    const [{ price, quantity }] = book.bids(1);
    await ground.client.newOrder({ symbol, side: 'buy', price, quantity, tif: 'gtc' });
    await ground.until('both', () => Number(all.book.bids(1)[0]?.quantity) === 2 * Number(quantity));
    t.match(all.book.bids(2)[1], { price: book.bids(2)[1].price, quantity: book.bids(2)[1].quantity });
  });
  await t.test('on the command line', async (t) => {
    const { symbol, name } = FUTURES;
    const url = ['--url', ground.engine.url];
    const nowhere = await pregao(ground.data, 'watch', symbol, '--venue', 'nowhere', ...url);
    t.match(nowhere.err, `no market "${symbol} at nowhere"; there are: ${symbol} at ${name}`);
  });
});

async function depthOf(t: Test, ground: StreetGround, each: Watched, number: number): Promise<void> {
  const { place, subscription, trades, statuses } = each;
  const { loss, hasTops } = MARKETS[number];
  each.fill(LEVELS + 5);
  await ground.until('the whole book', () => each.isThere());
  t.equal(subscription.book.bids().length, LEVELS);
  t.not(subscription.book.bids()[10].quantity, subscription.book.bids()[11].quantity);

  t.ok(await isRouted(ground, place, subscription), 'the router knows its best levels');

  ground.others('sell', place.priceTicks - 2, 15, number);
  await ground.until('the trades', () => trades.length === 2);
  await ground.until('the book after them', () => each.isThere());
  if (hasTops) t.equal(subscription.top.bid?.price, subscription.book.bids()[0].price);

  ground.venues[number].faults.inject(loss);
  await ground.until('that it is stale', () => {
    each.nudge();
    return statuses.at(-1) !== 'live';
  });
  t.same([...subscription.book.bids(), ...subscription.book.asks()], []);
  await ground.until('the book again', () => {
    each.nudge();
    return each.isThere();
  });
  t.equal(statuses.at(-1), 'live');
}

/** Whether an order at the venue's best asks would be sent there. */
async function isRouted(ground: StreetGround, place: Place, { book }: Subscription): Promise<boolean> {
  const { price } = book.asks()[3];
  const url = `${ground.engine.httpUrl}/v1/route?symbol=${place.symbol}&side=buy&quantity=${place.part}&price=${price}`;
  const { legs } = (await (await fetch(url)).json()) as { legs: { at: string }[] };
  return legs.some(({ at }) => at === place.name);
}
