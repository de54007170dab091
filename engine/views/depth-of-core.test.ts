/**
 * What a reader makes of the events alone is what the core's own book displays, order by order and in priority order,
 * after every command: from the beginning, and from the image that the core shows after a recovery.
 */
import fc from 'fast-check';
import { Side } from '../../protocol/codes/enums.js';
import { sideIndex } from '../book/rank.js';
import { holds, mustEqual } from '../book/test-property.js';
import { anyStreetDay, StreetDriver } from '../core/routing/test-street-driver.js';
import { doublesOf, type Record16 } from '../core/test-commands.js';
import { displayedLots } from '../core/test-displayed.js';
import { TestCore } from '../core/test-kit.js';
import { sendAll } from '../core/test-play.js';
import { anySequence } from '../core/test-sequences.js';
import { WIDE_STREET } from '../core/test-street.js';
import { Depth, NO_PRICE } from './depth.js';
import { OrderTable } from './order-table.js';

/** Slot, price and displayed quantity of each order, by side. */
type Book = readonly (readonly number[])[][];

const sidesOf = (instruments: number): [number, Side][] =>
  Array.from({ length: instruments }, (_, instrument) =>
    [Side.Buy, Side.Sell].map((side): [number, Side] => [instrument, side]),
  ).flat();

class Reader {
  private readonly orders: OrderTable;
  private readonly depth: Depth;

  constructor(private readonly kit: TestCore) {
    this.orders = new OrderTable(kit.limits.orders);
    this.depth = new Depth(kit.limits.orders, kit.limits.instruments, true);
  }

  read(records: readonly Record16[]): void {
    for (const record of records) {
      this.orders.apply(record, doublesOf(record), 0);
      this.depth.apply(record, doublesOf(record), 0, this.orders);
    }
  }

  book(): Book {
    return sidesOf(this.kit.limits.instruments).map(([instrument, side]) => this.side(instrument, side));
  }

  /** Every open order as the core has it, parents and children too. */
  mustKnowOrders(): void {
    const { orders } = this.kit.core.state;
    for (let slot = 1; slot < orders.highWater; slot++) {
      if (!orders.isOpen(slot)) continue;
      const known = [
        this.orders.totalLots(slot),
        this.orders.executedLots(slot),
        this.orders.priceTicks(slot),
      ];
      const wanted = [orders.totalLots(slot), orders.executedLots(slot), orders.priceTicks(slot)];
      mustEqual(known, wanted, `total, executed and price of order ${slot}`);
    }
  }

  private side(instrument: number, side: Side): number[][] {
    const { depth } = this;
    const found: number[][] = [];
    let first = depth.firstBeyond(instrument, side, NO_PRICE);
    while (first !== 0) {
      for (let slot = first; slot !== 0; slot = depth.nextInLevel(slot))
        found.push([slot, depth.ticksShown(slot), depth.lotsShown(slot)]);
      first = depth.firstBeyond(instrument, side, depth.ticksShown(first));
    }
    return found;
  }
}

function bookOf(kit: TestCore): Book {
  return sidesOf(kit.limits.instruments).map(([instrument, side]) => {
    const { book, orders } = kit.core.state;
    const found: number[][] = [];
    book.walk(sideIndex(instrument, side), (slot) => {
      const lots = displayedLots(kit.core, slot);
      if (lots > 0) found.push([slot, orders.priceTicks(slot), lots]);
    });
    return found;
  });
}

holds('a reader of all events', 120, anySequence, (sequence) => {
  const kit = new TestCore();
  const reader = new Reader(kit);
  kit.standard();
  for (const command of sequence) {
    reader.read(kit.send(command));
    mustEqual(reader.book(), bookOf(kit), 'the book');
  }
});

holds(
  'a reader that begins with the image',
  60,
  fc.tuple(anySequence, fc.nat({ max: 250 })),
  ([sequence, place]) => {
    const kit = new TestCore().standard();
    sendAll(kit, sequence.slice(0, place));
    const reader = new Reader(kit);
    reader.read(kit.imageRecords());
    mustEqual(reader.book(), bookOf(kit), 'the book of the image');
    for (const command of sequence.slice(place)) {
      reader.read(kit.send(command));
      mustEqual(reader.book(), bookOf(kit), 'the book');
    }
  },
);

/** The same with orders that are split over our own book and venues. */
holds('a reader of a street', 120, fc.tuple(anyStreetDay, fc.nat({ max: 160 })), ([steps, place]) => {
  const kit = new TestCore({ prepare: WIDE_STREET }).standard();
  const driver = new StreetDriver(kit);
  const whole = new Reader(kit);
  let late: Reader | undefined;
  steps.forEach((step, index) => {
    if (index === place) {
      late = new Reader(kit);
      late.read(kit.imageRecords());
    }
    const group = driver.take(step);
    whole.read(group);
    late?.read(group);
    mustEqual(whole.book(), bookOf(kit), 'the book');
    if (late !== undefined) mustEqual(late.book(), bookOf(kit), 'the book of who came late');
    whole.mustKnowOrders();
    late?.mustKnowOrders();
  });
});
