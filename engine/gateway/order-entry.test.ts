/** What an order of the wire is in the lane: flags, and a record of terms where there is something to say in one. */
import t from 'tap';
import { OrdType, Side, TimeInForce } from '../../protocol/codes/enums.js';
import { Reason } from '../../protocol/codes/reasons.js';
import { Cmd, CmdDouble, CommandFlag, CommandKind } from '../../protocol/records/command.js';
import { EventKind } from '../../protocol/records/event.js';
import { head } from '../../protocol/records/layout.js';
import { Terms, TermsDouble } from '../../protocol/records/order-terms.js';
import { NewOrderFields, type TermsFields } from '../../protocol/wire/fields.js';
import { Doorbell } from '../rings/doorbell.js';
import { createLane, LaneReader, LaneWriter } from '../rings/lane.js';
import { ManualClock } from '../threads/lockstep.js';
import { LaneDoor } from './lane-door.js';
import { OrderEntry } from './order-entry.js';
import { Session } from './session.js';
import { Units } from './units.js';

const TICK = 5;
const LOT = 10;
const UNITS = { id: 1, symbol: 'X', priceScale: 2, quantityScale: 3, tick: TICK, lot: LOT };

class Entry {
  private readonly memory = createLane(64, 8, Doorbell.create());
  private readonly reader = new LaneReader(this.memory);
  private readonly door = new LaneDoor(new LaneWriter(this.memory), new ManualClock(1_770_000_000));
  private readonly entry = new OrderEntry(this.door, new Units([UNITS]));
  private readonly session = new Session({ id: 'key', session: 9, publicKey: '', accounts: [] });

  constructor() {
    this.session.entitle([1]);
  }

  /** The records that it leads to, each as words and doubles. */
  send(
    order: Partial<NewOrderFields>,
    terms?: Partial<TermsFields>,
  ): { i32: Int32Array; f64: Float64Array }[] {
    const fields = Object.assign(new NewOrderFields(), {
      account: 1,
      instrument: 1,
      side: Side.Buy,
      ...order,
    });
    Object.assign(fields, { extended: terms !== undefined });
    Object.assign(fields.terms, terms);
    if (this.entry.newOrder(this.session, 1, fields) !== Reason.None) throw new Error('no room');
    this.door.commit();
    const count = this.reader.available(64);
    const records = Array.from({ length: count }, (_, i) => {
      const at = this.reader.offset(i);
      return { i32: this.reader.i32.slice(at, at + 14), f64: this.reader.f64.slice(at >> 1, (at >> 1) + 7) };
    });
    this.reader.release(count);
    return records;
  }
}

const ALL: Partial<TermsFields> = {
  triggerPrice: 7 * TICK,
  triggerSource: 16,
  triggerVenue: 3,
  trailingOffset: 2 * TICK,
  displayQuantity: 4 * LOT,
  minimumQuantity: 6 * LOT,
  expires: { seconds: 2 ** 31 + 1, nanos: 1 },
  protection: 8 * TICK,
  peg: 5,
  contingency: 2,
  linkedIdLow: -7,
  linkedIdHigh: 11,
  selfTradePrevention: 3,
  preventWithinFirm: true,
  reduceOnly: true,
  route: 255,
};

t.test('every term in its word', async (t) => {
  const order = { ordType: OrdType.Stop, timeInForce: TimeInForce.GoodTillDate, quantity: 9 * LOT };
  const [{ i32, f64 }, terms, ...rest] = new Entry().send({ ...order, clientIdLow: 5 }, ALL);
  t.same(rest, []);
  t.equal(i32[Cmd.Head], head(CommandKind.NewOrder, Side.Buy, OrdType.Stop, TimeInForce.GoodTillDate));
  t.equal(f64[CmdDouble.QtyLots], 9);
  t.equal(
    i32[Cmd.Flags],
    CommandFlag.Extended | CommandFlag.ReduceOnly | CommandFlag.PreventWithinFirm | (3 << 8),
  );
  t.equal(terms.i32[Terms.Head], head(EventKind.OrderTerms, 16 + 3, 5, 2));
  t.same([...terms.i32.subarray(1, 6)], [0, 7, 2, (2 ** 31 + 2) | 0, 8]);
  t.same([terms.i32[Terms.LinkedClientIdLow], terms.i32[Terms.LinkedClientIdHigh]], [-7, 11]);
  t.same([terms.f64[TermsDouble.DisplayLots], terms.f64[TermsDouble.MinQtyLots]], [4, 6]);
  t.same([...terms.i32.subarray(12)], [255, 0]);
});

t.test('each term that is enough for a record of its own; flags need none', async (t) => {
  const entry = new Entry();
  const cases: [keyof TermsFields, number][] = [
    ['triggerPrice', 2],
    ['triggerSource', 2],
    ['trailingOffset', 2],
    ['displayQuantity', 2],
    ['minimumQuantity', 2],
    ['expires', 2],
    ['protection', 2],
    ['peg', 2],
    ['contingency', 2],
    ['linkedIdLow', 2],
    ['linkedIdHigh', 2],
    ['selfTradePrevention', 1],
    ['preventWithinFirm', 1],
    ['reduceOnly', 1],
    ['route', 2],
  ];
  for (const [name, records] of cases) {
    const found = entry.send({ ordType: OrdType.Stop, quantity: LOT }, { [name]: ALL[name] });
    t.equal(found.length, records, name);
    t.equal((found[0].i32[Cmd.Flags] & CommandFlag.Extended) !== 0, records === 2, name);
  }
  t.equal(entry.send({ ordType: OrdType.Market, quantity: LOT }, {}).length, 1, 'none of it');
});

t.test('sides', async (t) => {
  const entry = new Entry();
  for (const [side, book, flags] of [
    [Side.Buy, Side.Buy, 0],
    [Side.Sell, Side.Sell, 0],
    [Side.SellShort, Side.Sell, CommandFlag.SellShort],
    [Side.SellShortExempt, Side.Sell, CommandFlag.SellShortExempt],
  ] as const) {
    const [{ i32 }] = entry.send({ side, ordType: OrdType.Market, quantity: LOT });
    t.same([(i32[Cmd.Head] >> 8) & 0xff, i32[Cmd.Flags]], [book, flags]);
  }
});

t.test('what is refused at the door comes without terms, and leaves nothing of them behind', async (t) => {
  const entry = new Entry();
  const order = { ordType: OrdType.Stop, quantity: LOT };
  const [{ i32 }, ...rest] = entry.send(order, { ...ALL, protection: 1 });
  t.same(rest, []);
  t.equal(i32[Cmd.Flags], CommandFlag.RefusedAtDoor);
  t.equal(i32[Cmd.OrderSlot], Reason.PriceOffTick);
  const [, terms] = entry.send(order, { displayQuantity: LOT });
  t.same([...terms.i32.subarray(0, 6)], [EventKind.OrderTerms, 0, 0, 0, 0, 0]);
});
