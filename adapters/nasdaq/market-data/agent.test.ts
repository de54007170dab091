/** What ITCH alone has: datagrams that are lost and cannot be had, sessions that begin anew, prices that nobody sees, messages that are wrong. */
import t from 'tap';
import {
  AddOrder,
  CrossTrade,
  OperationalHalt,
  OrderExecutedWithPrice,
  Trade,
} from '../../../protocol/messages/generated/itch.js';
import type { FlatMessage } from '../../../protocol/views/flat-message.js';
import { MarketDataRig } from '../../conformance/test-market-data-rig.js';
import type { Nasdaq } from '../../simulator/nasdaq/simulator.js';
import { nasdaqUnits } from '../units.js';
import { ItchMarket, Told } from './itch-market.js';
import { midnightOf } from './midnight.js';
import { INSTRUMENTS, moldBench, soupBinBench } from './test-bench.js';

const FIRST_LOCATE = 1;
const SOON = 300;
const REFERENCE = 1_000_000_000;
const BUY = 0x42;
const SOMEBODY = {
  account: 'x',
  session: 'x',
  clientId: '',
  symbol: 'AAPL',
  kind: 'limit',
  tif: 'day',
} as const;

/** The exchange writes it, of the first stock. */
function say<T extends FlatMessage & { stockLocate: number }>(
  rig: MarketDataRig,
  message: T,
  fields: Partial<T>,
): void {
  const { feed } = (rig.bench.venue as Nasdaq).venue;
  const bytes = Buffer.alloc(message.blockLength);
  message.encode(bytes, 0);
  Object.assign(message, { stockLocate: FIRST_LOCATE, ...fields });
  feed.log.append(bytes, 0, bytes.length);
  rig.run(SOON);
}

const rigOf = (): MarketDataRig => new MarketDataRig(moldBench());

t.test('what cannot be had: everything is asked for once more, and the books are right', async (t) => {
  const rig = rigOf();
  rig.told();
  rig.outside.notices.length = 0;
  const request = rig.bench.venue.datagrams!.request.bind(rig.bench.venue.datagrams);
  let asked = 0;
  rig.bench.venue.datagrams!.request = (bytes, reply) => {
    if (++asked > 10) request(bytes, reply);
  };
  rig.fault({ do: 'gap', by: 1, stream: 'itch' });
  rig.move();
  rig.lively(2_000);
  t.equal(asked, 10, 'two seconds of asking');
  t.same(rig.told(), ['gap'], 'and no book meanwhile');
  // One datagram a request, and a way there and back for each.
  t.ok(rig.until(() => rig.book !== undefined, 60_000));
  rig.lively(2_000);
  t.ok(asked > 10);
  t.match(rig.outside.notices.join(), /1 messages from \d+ on could not be had/);
  t.same(rig.told(), ['live']);
  t.same(rig.book, rig.venueBook);
  t.same(rig.top, rig.venueTop);
  rig.close();
});

t.test('trades of before the books were current are not told, and those in a gap are, once', async (t) => {
  const rig = rigOf();
  rig.lively(1_000);
  rig.takeTrades();
  rig.fault({ do: 'gap', by: 1, stream: 'itch' });
  rig.trade();
  rig.run(20);
  rig.lively(3_000);
  const { told, made } = rig.takeTrades();
  t.same(told, made);
  rig.close();
  const bench = soupBinBench();
  for (const side of ['sell', 'buy'] as const)
    bench.venue.market.place({ ...SOMEBODY, side, priceTicks: 100_000, qtyLots: 5 });
  const late = new MarketDataRig(bench);
  const { told: atFirst, made: since } = late.takeTrades();
  t.same(atFirst, since);
  late.fault({ do: 'drop' });
  late.lively(5_000);
  const { told: after, made: meanwhile } = late.takeTrades();
  t.same(after, meanwhile, 'also those of while there was no connection');
  late.close();
});

t.test('trades that nobody sees in the book, auctions, and prices of their own', async (t) => {
  const rig = rigOf();
  rig.takeTrades();
  const { book } = rig;
  say(rig, new Trade(), { side: BUY, shares: 30, price: 1_000_500, matchNumber: 77 } as Partial<Trade>);
  say(rig, new CrossTrade(), { shares: 500, crossPrice: 1_000_000, matchNumber: 78 } as Partial<CrossTrade>);
  say(rig, new CrossTrade(), { shares: 0, crossPrice: 1_000_000, matchNumber: 79 } as Partial<CrossTrade>);
  say(rig, new AddOrder(), {
    reference: REFERENCE,
    side: BUY,
    shares: 90,
    price: 10_000,
  } as Partial<AddOrder>);
  const executed = { reference: REFERENCE, executedShares: 40, executionPrice: 20_000 };
  const printed = { ...executed, printable: 0x59, matchNumber: 80 };
  const unprinted = { ...executed, printable: 0x4e, matchNumber: 81, executedShares: 50 };
  say(rig, new OrderExecutedWithPrice(), printed as Partial<OrderExecutedWithPrice>);
  say(rig, new OrderExecutedWithPrice(), unprinted as Partial<OrderExecutedWithPrice>);
  const told = rig.outside.trades.map(({ priceTicks, qtyLots, side }) => [priceTicks, qtyLots, side]);
  t.same(told, [
    [10_005, 30, 0],
    [10_000, 500, 0],
    [200, 40, 2],
  ]);
  t.same(rig.book, book, 'the book is what it was');
  say(rig, new Trade(), { shares: 1, price: 1_000_550, matchNumber: 82 } as Partial<Trade>);
  t.equal(rig.outside.trades.length, 3, 'one between our ticks is counted');
  t.match(rig.counters.faultText(), /off_step 1/);
  t.same(rig.told(2), ['live'], 'since it began');
  rig.close();
});

t.test(
  'a level between our ticks, or an order that is not there: the book is dark, the others are not',
  async (t) => {
    const beyond = { reference: REFERENCE, side: BUY, shares: 90, price: 0xffff_ff9c };
    const between = { reference: REFERENCE, side: BUY, shares: 90, price: 999_950 };
    const cases = [
      [new AddOrder(), between, 'off_step'],
      [new AddOrder(), beyond, 'off_step'],
      [new OrderExecutedWithPrice(), { reference: REFERENCE, executedShares: 1 }, 'out_of_range'],
    ] as const;
    for (const [message, fields, word] of cases) {
      const rig = rigOf();
      rig.told();
      rig.told(2);
      say(rig, message, fields as object);
      t.same(rig.told(), ['refused'], word);
      t.match(rig.counters.faultText(), word);
      t.match(rig.outside.notices.join(), new RegExp(`AAPL: message \\d+ is wrong \\(${word}\\)`));
      rig.lively(2_000);
      t.same(rig.told(), [], 'for the rest of the day');
      t.same(rig.told(2), []);
      rig.close();
    }
  },
);

t.test('an operational halt of this market, and of another one', async (t) => {
  const rig = rigOf();
  rig.traded();
  const halt = (marketCode: number, haltAction: number) =>
    say(rig, new OperationalHalt(), { marketCode, haltAction } as Partial<OperationalHalt>);
  halt(0x58, 0x48);
  t.same(rig.traded(), []);
  halt(0x51, 0x48);
  t.same(rig.traded(), ['-1 operational halt']);
  rig.fault({ do: 'halt', symbol: 'AAPL' });
  rig.run(SOON);
  halt(0x51, 0x54);
  t.same(rig.traded(), [], 'one of two is over');
  rig.fault({ do: 'resume', symbol: 'AAPL' });
  rig.run(SOON);
  t.same(rig.traded(), ['1 trading state T']);
  rig.close();
});

t.test('times count from the midnight of New York, in winter and in summer', async (t) => {
  for (const [at, midnight] of [
    ['2026-11-27T15:00:00Z', '2026-11-27T05:00:00Z'],
    ['2026-07-01T03:59:59Z', '2026-06-30T04:00:00Z'],
  ])
    t.equal(midnightOf(Date.parse(at), 'America/New_York') * 1_000, Date.parse(midnight));
});

t.test('bytes of any kind and length are read no further than they go', async (t) => {
  const market = new ItchMarket(INSTRUMENTS.map(nasdaqUnits), { orders: 16, levels: 16 });
  market.begin(0);
  const directory = Buffer.concat([
    Buffer.from('520001', 'hex'),
    Buffer.alloc(8),
    Buffer.from('AAPL    '),
    Buffer.alloc(20),
  ]);
  t.equal(market.take(directory, 0, directory.length, 1), Told.Nothing);
  for (let type = 0; type < 256; type++)
    for (let length = 0; length < 60; length++) {
      const bytes = Buffer.alloc(length, 0xff);
      if (length > 2) bytes.set([type, 0, 1]);
      t.doesNotThrow(() => market.take(bytes, 0, length, 2));
    }
});
