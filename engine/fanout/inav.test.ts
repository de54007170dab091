/** iNAV to the cent, told when it is another one, and where the Python services told it. */
import t from 'tap';
import { Reason } from '../../protocol/codes/reasons.js';
import { Cmd, CommandKind, REASON_SHIFT } from '../../protocol/records/command.js';
import { head, RECORD_WORDS } from '../../protocol/records/layout.js';
import { Names } from '../views/names.js';
import { Inav } from './inav.js';
import { MessageQueue } from './message-queue.js';

const units = (id: number, symbol: string, priceScale: number) => ({
  ...{ id, symbol, priceScale, tick: 1 },
  ...{ quantityScale: 0, lot: 1 },
});
const INSTRUMENTS = [
  units(1, 'BITH11', 2),
  units(2, 'BITH11.PER.SHARE', 10),
  units(3, 'BTCUSD_PERP', 1),
  units(4, 'USDBRL', 4),
];
const BITH = {
  ...{ etf: 'BITH11', perShare: 'BITH11.PER.SHARE', price: 'BTCUSD_PERP', rate: 'USDBRL' },
  provider: 'binance',
};

class Desk {
  readonly messages = new MessageQueue('test', new Names(INSTRUMENTS, []), 64);
  readonly inav = new Inav([BITH], INSTRUMENTS, this.messages);

  tell(instrument: number, ticks: number, live = true, reason = Reason.None): string[] {
    const i32 = new Int32Array(RECORD_WORDS);
    i32[0] = head(CommandKind.VenuePrice);
    i32[Cmd.Flags] = reason << REASON_SHIFT;
    i32[Cmd.Instrument] = instrument;
    i32[Cmd.PriceTicks] = ticks;
    this.inav.take(i32, 0, live);
    return this.messages.take();
  }
}

// 0.0002345678 × 64000.5 × 5.4321 = 81.5491…
const told = (inav: string) => `{"symbol":"BITH11","inav":${inav},"amount_of_underlying_asset":0.0002345678}`;

t.test('told when all three are there, and when it is another cent', async (t) => {
  const desk = new Desk();
  t.strictSame(desk.tell(2, 2_345_678), []);
  t.strictSame(desk.tell(3, 640_005), []);
  const first = told('81.55');
  t.strictSame(desk.tell(4, 54_321), ['inav-BITH11-binance', first, 'inav-BITH11', first]);
  t.strictSame(desk.tell(3, 640_006), [], 'the same cent');
  t.strictSame(desk.tell(3, 640_005, true, Reason.UnknownInstrument), [], 'a refused one');
  t.strictSame(desk.tell(1, 1), [], 'another instrument');
  const next = told('81.68');
  t.strictSame(desk.tell(3, 641_000), ['inav-BITH11-binance', next, 'inav-BITH11', next]);
  t.strictSame(desk.messages.takeKept(), [
    ['USD:BRL', '5.4321'],
    ['inav:BITH11', next],
  ]);
  t.strictSame(desk.messages.takeKept(), []);
});

t.test('of the past nothing is told; after a new connection it is told again', async (t) => {
  const desk = new Desk();
  for (const [id, ticks] of [
    [2, 2_345_678],
    [3, 640_005],
  ])
    t.strictSame(desk.tell(id, ticks, false), []);
  t.equal(desk.tell(4, 54_321).length, 4);
  t.equal(desk.tell(4, 54_321).length, 0);
  desk.inav.forget();
  t.equal(desk.tell(4, 54_321).length, 4);
});
