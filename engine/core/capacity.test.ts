/** Ten thousand instruments and a million open orders fit under the default limits, and one kill switch ends them all. */
import t from 'tap';
import { Side } from '../../protocol/codes/enums.js';
import { Reason, reasonName } from '../../protocol/codes/reasons.js';
import { Cmd, reasonOf } from '../../protocol/records/command.js';
import { EndDouble, EventKind } from '../../protocol/records/event.js';
import { kindOf, owner, Word } from '../../protocol/records/layout.js';
import { DEFAULT_LIMITS } from '../config/limits.js';
import { BroadcastReader, BroadcastWriter, createBroadcast } from '../rings/broadcast.js';
import { Doorbell } from '../rings/doorbell.js';
import { Core } from './core.js';
import { defineAccount, defineInstrument, killSwitch, newOrder, type Record16 } from './test-commands.js';

const INSTRUMENTS = 10_000;
const ORDERS = 1_000_000;
const ACCOUNTS = 1_000;
/** Orders of an instrument stand on so many prices a side. */
const LEVELS = 10;

t.setTimeout(110_000);

t.test(`${INSTRUMENTS} instruments, ${ORDERS} orders`, { timeout: 100_000 }, async (t) => {
  const ring = createBroadcast(DEFAULT_LIMITS.eventSlots, [Doorbell.create()], [0]);
  const writer = new BroadcastWriter(ring);
  const reader = new BroadcastReader(ring, 0);
  const core = new Core(DEFAULT_LIMITS, writer);
  const { orders } = core.state;

  /** The command's outcome; counts what ended. */
  let ended = 0;
  let reported = 0;
  const send = (record: Record16): Reason => {
    core.execute(record, 0);
    let outcome: Reason | undefined;
    do {
      writer.publish();
      for (; reader.available(1) > 0; reader.release(1)) {
        const at = reader.offset(0);
        outcome ??= reasonOf(reader.i32[at + Word.Flags]);
        const kind = kindOf(reader.i32[at]);
        if (kind === EventKind.OrderEnded) ended++;
        if (kind === EventKind.MassCancelReport) reported = reader.f64[(at >> 1) + EndDouble.OpenLots];
      }
    } while (core.continueWork() > 0);
    return outcome!;
  };

  for (let id = 1; id <= INSTRUMENTS; id++) send(defineInstrument(id));
  for (let id = 1; id <= ACCOUNTS; id++) send(defineAccount(id));

  const order = newOrder({ side: Side.Buy, lots: 1 });
  const enter = (number: number): Reason => {
    const round = Math.floor(number / INSTRUMENTS);
    const buys = round % 2 === 0;
    order[Cmd.Head] = (order[Cmd.Head] & ~0xff00) | ((buys ? Side.Buy : Side.Sell) << 8);
    order[Cmd.Instrument] = 1 + (number % INSTRUMENTS);
    order[Cmd.Owner] = owner(1 + (number % ACCOUNTS), 0);
    order[Cmd.ClientIdLow] = 1 + number;
    order[Cmd.PriceTicks] = buys ? 100 - (round % LEVELS) : 101 + (round % LEVELS);
    return send(order);
  };

  let refused = 0;
  for (let number = 0; number < ORDERS; number++) if (enter(number) !== Reason.None) refused++;
  t.equal(refused, 0, 'none is refused');
  t.equal(orders.count, ORDERS, 'all of them are open');

  for (let number = ORDERS; !orders.full; number++) enter(number);
  t.equal(orders.count, DEFAULT_LIMITS.orders - 1, 'up to the limit');
  t.equal(reasonName(enter(2 ** 30)), reasonName(Reason.TooManyOpenOrders), 'and no further');

  t.equal(send(killSwitch(true)), Reason.None);
  t.equal(orders.count, 0, 'the kill switch ends every one');
  t.equal(ended, DEFAULT_LIMITS.orders - 1, 'each with its event');
  t.equal(reported, DEFAULT_LIMITS.orders - 1, 'and one report over them all');

  t.equal(send(killSwitch(false)), Reason.None);
  t.equal(enter(2 ** 30), Reason.None, 'the room is free again');
});
