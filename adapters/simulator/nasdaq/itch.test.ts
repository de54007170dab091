/** The ITCH feed of the simulated Nasdaq: whoever follows it has the market's own book, order by order, over SoupBinTCP and over datagrams that are lost. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import t, { type Test } from 'tap';
import { seeded } from '../../../protocol/fix/codec/test-random.js';
import { CancelOrder } from '../../../protocol/messages/generated/ouch-inbound.js';
import { MoldFault } from '../../../protocol/moldudp64/packet.js';
import { MoldReceiver } from '../../../protocol/moldudp64/receiver.js';
import { SoupBinClient } from '../../../protocol/soupbin/client-session.js';
import { BookSide, Fit } from '../../kit/level3/level3-books.js';
import { ItchBooks, ItchStep } from '../../nasdaq/market-data/itch-books.js';
import { Agenda } from '../kit/agenda.js';
import { leavesOf } from '../market/order.js';
import { DEMO_PORT } from './options.js';
import { Nasdaq, startNasdaq } from './simulator.js';
import { OuchClient } from './test-client.js';

const START_MS = Date.UTC(2026, 10, 27, 15);
const OTHER = { username: 'other', password: 'secret', account: 'OTHR' };
const LIMITS = { orders: 10_000, levels: 10_000 };
const SELL = 0x53;
const IOC = 0x33;

/** Who follows: every message has to fit. */
class Follower {
  readonly books = new ItchBooks(LIMITS);
  messages = 0;

  readonly take = (bytes: Buffer, start: number, end: number): void => {
    this.messages++;
    const step = this.books.apply(bytes, start, end);
    if (step === ItchStep.Misfit || step === ItchStep.Malformed)
      throw new Error(`message ${this.messages} does not fit`);
  };

  /** A side from the best on: `price: lots lots`, first come first. */
  text(symbol: string, side: BookSide): string[] {
    const locate = this.books.locates.find((each) => this.books.symbol(each) === symbol)!;
    const { books } = this.books;
    return Array.from({ length: books.levelCount(locate, side) }, (_, rank) => {
      const queue: number[] = [];
      books.walk(locate, side, rank, (_low, _high, lots) => queue.push(lots));
      return `${books.priceAt(locate, side, rank) / 100}: ${queue.join(' ')}`;
    });
  }
}

function sameBooks(t: Test, venue: Nasdaq, follower: Follower): void {
  for (const symbol of venue.market.symbols)
    for (const [side, name] of [
      [BookSide.Bid, 'buy'],
      [BookSide.Ask, 'sell'],
    ] as const) {
      const levels = venue.market.book(symbol)[name].levels;
      const expected = levels.map(
        ({ priceTicks, orders }) => `${priceTicks}: ${orders.map(leavesOf).join(' ')}`,
      );
      t.strictSame(follower.text(symbol, side), expected, `${symbol} ${name}`);
    }
}

function venueOf(): Nasdaq {
  return new Nasdaq(new Agenda(START_MS), {
    hasCrowd: false,
    feedMessages: 50_000,
    accounts: [DEMO_PORT, OTHER],
  });
}

/** Two clients who do anything. */
function trade(venue: Nasdaq, random: () => number, steps: number, after: () => void): void {
  const below = (bound: number) => Math.floor(random() * bound);
  const clients = [new OuchClient(venue).connect(), new OuchClient(venue, OTHER).connect()];
  const symbols = venue.market.symbols;
  for (let step = 1; step <= steps; step++) {
    const client = clients[step % 2];
    const userRefNum = step;
    const earlier = 1 + below(step);
    const price = 1_900_000 + 100 * below(8);
    const draw = random();
    if (draw < 0.6)
      client.order({
        userRefNum,
        symbol: symbols[below(2)],
        side: below(2) === 0 ? 0x42 : SELL,
        price,
        quantity: 1 + below(300),
        timeInForce: below(5) === 0 ? IOC : 0x30,
      });
    else if (draw < 0.75) client.request(CancelOrder, { userRefNum: earlier, quantity: below(150) });
    else client.replace({ origUserRefNum: earlier, userRefNum, quantity: 1 + below(400), price });
    after();
  }
}

t.test("over SoupBinTCP: the market's own books, whenever one looks", async (t) => {
  const venue = venueOf();
  const follower = new Follower();
  const client = new SoupBinClient(
    { username: 'pregao', password: 'secret' },
    { onSequenced: follower.take },
  );
  const peer = venue.connectItch({
    send: (bytes) => client.received(bytes, START_MS),
    cut: () => {},
    close: () => {},
    drop: () => {},
  });
  client.connect(
    { write: (bytes, start, end) => peer.received(Buffer.from(bytes.subarray(start, end))), close: () => {} },
    START_MS,
  );
  let looks = 0;
  trade(venue, seeded(t), 3_000, () => {
    peer.tick();
    if (++looks % 500 === 0) sameBooks(t, venue, follower);
  });
  t.equal(follower.messages, venue.venue.feed.log.count);
  t.ok(follower.books.fits[Fit.Done] > 2_000, `${follower.messages} messages`);
  const late = new Follower();
  const again = new SoupBinClient({ username: 'pregao', password: 'secret' }, { onSequenced: late.take });
  const second = venue.connectItch({
    send: (bytes) => again.received(bytes, START_MS),
    cut: () => {},
    close: () => {},
    drop: () => {},
  });
  again.connect(
    {
      write: (bytes, start, end) => second.received(Buffer.from(bytes.subarray(start, end))),
      close: () => {},
    },
    START_MS,
  );
  second.tick();
  sameBooks(t, venue, late);
});

t.test('over MoldUDP64: what is lost is asked for, and the books are the same', async (t) => {
  const random = seeded(t);
  const venue = venueOf();
  const follower = new Follower();
  let asked = 0;
  const receiver: MoldReceiver = new MoldReceiver(
    { retryMs: 0, attempts: 1_000 },
    {
      onMessage: follower.take,
      onRequest: (request) => {
        asked++;
        venue.datagrams.request(Buffer.from(request), (bytes, start, end) =>
          answers.push(Buffer.from(bytes.subarray(start, end))),
        );
      },
    },
  );
  const answers: Buffer[] = [];
  const hear = (bytes: Buffer): void => {
    if (receiver.received(bytes, 0, bytes.length, venue.agenda.nowMs) !== MoldFault.None)
      throw new Error('no MoldUDP64');
  };
  venue.datagrams.to((bytes, start, end) => {
    if (random() < 0.8) hear(Buffer.from(bytes.subarray(start, end)));
  });
  trade(venue, random, 1_500, () => {
    venue.datagrams.tick();
    for (const answer of answers.splice(0)) hear(answer);
  });
  for (let i = 0; i < 100 && receiver.nextSequenceNumber <= venue.venue.feed.log.count; i++) {
    venue.agenda.advance(1_000);
    venue.datagrams.tick();
    receiver.tick(venue.agenda.nowMs);
    for (const answer of answers.splice(0)) hear(answer);
  }
  t.ok(asked > 50, `${asked} requests`);
  t.equal(receiver.lost, 0);
  sameBooks(t, venue, follower);
});

t.test(
  'a replace that moves is one message; one that trades on its way is a delete and an add',
  async (t) => {
    const venue = venueOf();
    const told = () => {
      const { log } = venue.venue.feed;
      const types: string[] = [];
      for (let number = seen + 1; number <= log.count; number++)
        types.push(String.fromCharCode(log.bytes[log.startOf(number)]));
      seen = log.count;
      return types.join('');
    };
    let seen = venue.venue.feed.log.count;
    const [client, other] = [new OuchClient(venue).connect(), new OuchClient(venue, OTHER).connect()];
    client.order({ userRefNum: 1 });
    client.replace({ origUserRefNum: 1, userRefNum: 2, quantity: 100, price: 1_899_900 });
    t.equal(told(), 'AU');
    other.order({ userRefNum: 1, side: SELL, quantity: 40 });
    client.replace({ origUserRefNum: 2, userRefNum: 3, quantity: 100, price: 1_900_000 });
    t.equal(told(), 'ADEA');
    venue.faults.inject({ do: 'halt', symbol: 'AAPL' });
    venue.faults.inject({ do: 'bust', tradeId: 1 });
    t.equal(told(), 'HB');
  },
);

t.test('over real sockets', async (t) => {
  const socket = createSocket('udp4');
  t.teardown(() => socket.close());
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  const simulator = await startNasdaq({ datagramPort: socket.address().port });
  t.teardown(() => simulator.close());
  const follower = new Follower();
  const receiver = new MoldReceiver(
    {},
    {
      onMessage: follower.take,
      onRequest: (request) => socket.send(Buffer.from(request), simulator.ports.requests!, '127.0.0.1'),
    },
  );
  socket.on('message', (bytes) => receiver.received(bytes, 0, bytes.length, Date.now()));
  simulator.faults.inject({ do: 'gap', stream: 'itch', by: 1 });
  while (follower.messages < 60 || receiver.hasGap) await once(socket, 'message');
  t.equal(receiver.lost, 0);
  t.ok(follower.text('AAPL', BookSide.Bid).length > 3, "the crowd's book");
});
