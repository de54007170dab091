/** After recovery the core shows its state on the ring: whoever reads that knows every open order and its place. */
import t from 'tap';
import { OrdType, Side, TradingPhase } from '../../protocol/codes/enums.js';
import {
  BandAction,
  Cmd,
  CommandFlag,
  ContractDouble,
  ContractWord,
  Define,
  DefineDouble,
} from '../../protocol/records/command.js';
import { EventKind, ImgPosDouble, Ind, IndDouble, indexOf, Phs } from '../../protocol/records/event.js';
import {
  accountOf,
  byteA,
  Double,
  kindOf,
  LAST_IN_GROUP,
  sessionOf,
  Word,
  withOrdType,
} from '../../protocol/records/layout.js';
import { Sides } from '../book/rank.js';
import { holds, mustEqual } from '../book/test-property.js';
import { bigOf } from '../ledger/test-exact.js';
import { OrderLife, OrderTable } from '../views/order-table.js';
import type { Core } from './core.js';
import {
  defineBands,
  defineInstrument,
  doublesOf,
  newOrder,
  type Record16,
  time,
  tradingPhase,
} from './test-commands.js';
import { SMALLEST_RING, TestCore } from './test-kit.js';
import { defineContract } from './test-limit-commands.js';
import { sendAll } from './test-play.js';
import { anySequence } from './test-sequences.js';

holds('the image shows every order in its place, on the smallest ring too', 100, anySequence, (sequence) => {
  const kit = new TestCore({ ringSlots: SMALLEST_RING }).standard();
  sendAll(kit, sequence);
  const records = kit.imageRecords();
  mustEqual(kindOf(records[0][0]), EventKind.ImageBegin);
  mustEqual(kindOf(records.at(-1)![0]), EventKind.ImageEnd);
  records.forEach((record, index) => {
    mustEqual(indexOf(record[Word.Flags]), index, 'the index');
    mustEqual(doublesOf(record)[Double.Sequence], kit.core.sequence, 'the sequence');
    mustEqual(
      (record[Word.Flags] & LAST_IN_GROUP) !== 0,
      index === records.length - 1,
      'the mark of the last',
    );
  });
  mustEqual(shownOrders(kit, records), ordersOf(kit), 'the orders');
  mustEqual(
    shownIds(records, EventKind.ImageInstrument, (record) => record[Cmd.Instrument]),
    defined(kit.core.state.instruments),
  );
  mustEqual(
    shownIds(records, EventKind.ImageAccount, (record) => accountOf(record[Cmd.Owner])),
    defined(kit.core.state.accounts),
  );
  for (const record of records.filter((record) => kindOf(record[0]) === EventKind.ImageSession)) {
    const session = sessionOf(record[Cmd.Owner]);
    const { open, lastMessage } = kit.core.state.sessions;
    mustEqual(
      [byteA(record[0]), record[Cmd.Message] >>> 0],
      [open[session], lastMessage[session]],
      'a session',
    );
  }
});

t.test('contracts and positions are shown as they are', async (t) => {
  const kit = new TestCore().standard();
  kit.send(defineContract(1, { unitValue: 50, currency: 3, maker: -10, taker: 2_000 }));
  kit.send(newOrder({ side: Side.Buy, lots: 4, price: 100 }));
  kit.send(newOrder({ side: Side.Sell, lots: 3, price: 100, account: 2 }));
  const records = kit.imageRecords();
  const contract = records.find(({ 0: head }) => kindOf(head) === EventKind.ImageContract)!;
  t.same(
    [
      contract[Cmd.Instrument],
      contract[ContractWord.Currency],
      contract[ContractWord.MakerRate],
      contract[ContractWord.TakerRate],
    ],
    [1, 3, -10, 2_000],
  );
  t.equal(doublesOf(contract)[ContractDouble.UnitValue], 50);
  const of = (kind: EventKind) =>
    records
      .filter((record) => kindOf(record[0]) === kind)
      .map((record) => {
        const doubles = doublesOf(record);
        return `${accountOf(record[Cmd.Owner])}/${record[Cmd.Instrument]}: ${doubles[ImgPosDouble.NetLots]} ${bigOf(doubles, ImgPosDouble.Cost)} ${bigOf(doubles, ImgPosDouble.Cash)}`;
      });
  t.same(of(EventKind.ImagePosition), ['1/1: 3 15000 -15000', '2/1: -3 -15000 15000']);
  t.same(of(EventKind.ImageFees), ['1/1: 0 0 0', '2/1: 0 30 0']);
});

t.test('an instrument is shown with all its bounds', async (t) => {
  const kit = new TestCore().standard();
  const definition = defineInstrument(5, { open: false, margin: 7, reference: 3, min: -9, max: 9, lots: 11 });
  kit.send(definition);
  const shown = kit.imageRecords().find((record) => record[Cmd.Instrument] === 5)!;
  for (const word of [Define.Open, Define.ReferenceTicks, Define.MinPriceTicks, Define.MaxPriceTicks])
    t.equal(shown[word], definition[word]);
  for (const double of [DefineDouble.MaxQtyLots, DefineDouble.MaxNotional])
    t.equal(doublesOf(shown)[double], doublesOf(definition)[double]);
  t.equal(byteA(shown[0]), 7);
});

t.test(
  'an instrument that does not simply trade is shown with its phase and its indicative price',
  async (t) => {
    const kit = new TestCore().standard();
    kit.send(time(100));
    kit.send(defineBands(1, { dynamicBasisPoints: 500, action: BandAction.Auction, auctionMs: 2_500 }));
    kit.send(tradingPhase(1, TradingPhase.VolatilityAuction));
    kit.send(tradingPhase(2, TradingPhase.Halt));
    kit.send(newOrder({ side: Side.Buy, lots: 5, price: 101 }));
    kit.send(newOrder({ side: Side.Sell, lots: 3, ordType: OrdType.Market }));
    const shown = kit.imageRecords().filter((record) => kindOf(record[0]) >= EventKind.ImagePhase);
    t.strictSame(
      shown.map((record) => [kindOf(record[0]), record[Phs.Instrument], byteA(record[0])]),
      [
        [EventKind.ImagePhase, 1, TradingPhase.VolatilityAuction],
        [EventKind.ImageIndicative, 1, Side.Buy],
        [EventKind.ImagePhase, 2, TradingPhase.Halt],
      ],
    );
    t.strictSame([shown[0][Phs.UntilSeconds], shown[0][Phs.UntilNanos]], [102, 5e8]);
    t.equal(shown[1][Ind.PriceTicks], 101);
    const doubles = doublesOf(shown[1]);
    t.strictSame([doubles[IndDouble.VolumeLots], doubles[IndDouble.SurplusLots]], [3, 2]);
  },
);

/** By a reader's own table, in the order in which they were shown. */
function shownOrders(kit: TestCore, records: readonly Record16[]): number[][] {
  const table = new OrderTable(kit.limits.orders);
  const slots: number[] = [];
  for (const record of records) {
    table.apply(record, doublesOf(record), 0);
    if (kindOf(record[0]) === EventKind.ImageOrder) slots.push(record[Cmd.OrderSlot]);
  }
  return slots.map((slot) => [
    ...[slot, table.generation(slot), table.head(slot) >>> 8, table.instrument(slot), table.owner(slot)],
    ...[table.priceTicks(slot), table.totalLots(slot), table.executedLots(slot)],
    ...[table.clientIdLow(slot), table.clientIdHigh(slot), table.life[slot]],
  ]);
}

/** Those of the books in priority order, then those that wait. */
function ordersOf({ core, limits }: TestCore): number[][] {
  const { orders, book } = core.state;
  const slots: number[] = [];
  for (let side = 0; side < Sides.PerInstrument * limits.instruments; side++)
    book.walk(side, (slot) => slots.push(slot));
  for (let slot = 1; slot < orders.highWater; slot++)
    if (orders.isOpen(slot) && !orders.isResting(slot)) slots.push(slot);
  return slots.map((slot) => [
    ...[slot, orders.generation(slot), shownHead(core, slot) >>> 8, orders.instrument(slot)],
    orders.owner(slot),
    ...[orders.priceTicks(slot), orders.totalLots(slot), orders.executedLots(slot)],
    ...[orders.clientIdLow(slot), orders.clientIdHigh(slot), OrderLife.Open],
  ]);
}

/** A side of a quote is shown as one. */
function shownHead({ state: { orders } }: Core, slot: number): number {
  const isQuoted = (orders.flags(slot) & CommandFlag.QuoteSide) !== 0;
  return isQuoted ? withOrdType(orders.head(slot), OrdType.Quoted) : orders.head(slot);
}

function shownIds(records: readonly Record16[], kind: EventKind, id: (record: Record16) => number): number[] {
  return records.filter((record) => kindOf(record[0]) === kind).map(id);
}

function defined(all: { readonly capacity: number; isDefined(id: number): boolean }): number[] {
  return Array.from({ length: all.capacity }, (_, id) => id).filter((id) => all.isDefined(id));
}
