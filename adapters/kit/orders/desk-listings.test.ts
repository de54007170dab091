/** An instrument that its venue halts: told to the core and to people, once each time, and no order goes there meanwhile. */
import t from 'tap';
import { Side } from '../../../protocol/codes/enums.js';
import { TestDesk } from '../../binance/futures-orders/test-desk.js';

const SOON = 200;
const INSTRUMENT = 1;

t.test('halted and traded again', async (t) => {
  const rig = new TestDesk();
  const order = (): string[] => {
    rig.order(Side.Buy, 100, rig.buyTicks);
    rig.run(SOON);
    return rig.words();
  };
  t.match(order()[0], /^child #1/);
  rig.notices.length = 0;
  for (let twice = 0; twice < 2; twice++) rig.desk.trading(INSTRUMENT, false, 'BTCUSDT', 'SETTLING');
  rig.run(SOON);
  t.strictSame(order(), ['refused InstrumentHalted']);
  rig.desk.trading(INSTRUMENT, true, 'BTCUSDT', 'TRADING');
  rig.run(SOON);
  t.match(order()[0], /^child #3/);
  t.strictSame(rig.notices, [
    'binance-usdm: BTCUSDT is halted: no orders go there (SETTLING)',
    'binance-usdm: BTCUSDT is traded again (TRADING)',
  ]);
  rig.close();
});

t.test('halted before it connects; of what is not listed nothing is said', async (t) => {
  const rig = new TestDesk();
  rig.desk.trading(7, false, 'OTHER', 'SETTLING');
  rig.fault({ do: 'halt', symbol: 'BTCUSDT' });
  rig.fault({ do: 'drop' });
  rig.run(60_000);
  rig.words();
  rig.order(Side.Buy, 100, rig.buyTicks);
  rig.run(SOON);
  t.strictSame(rig.words(), ['refused InstrumentHalted']);
  t.match(rig.notices.join('\n'), /BTCUSDT is halted: no orders go there \(SETTLING\)/);
  t.notMatch(rig.notices.join('\n'), /OTHER/);
  rig.close();
});
