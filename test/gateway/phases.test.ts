/** Trading phases over the binary door: who subscribes hears of them, and the uncross is told to both sides as what it is. */
import t from 'tap';
import { Liquidity, OrdType, Side, TimeInForce, TradingPhase } from '../../protocol/codes/enums.js';
import type { TestClient } from './client.js';
import { ALICE, BTC, CAROL, Rig } from './rig.js';

const order = (client: TestClient, side: Side, price: number, quantity: number, more: object = {}): void =>
  client.order({ side, price, quantity, clientIdLow: client.next, account: 0, ...more });

const isPhase = (type: string): boolean => type === 'TradingPhase' || type === 'IndicativePrice';

t.test('phase, indicative price, uncross', async (t) => {
  const rig = new Rig();
  const alice = rig.logon(ALICE);
  const carol = rig.logon(CAROL);
  const watcher = rig.connect();
  watcher.subscribe(BTC.id, 5);
  rig.settle();
  t.notOk(watcher.takeTypes().includes('TradingPhase'), 'while it simply trades nothing is said');
  rig.admin.tradingPhase(BTC.id, TradingPhase.OpeningAuction);
  rig.settle();
  t.match(watcher.take(), [
    { type: 'TradingPhase', instrument: BTC.id, phase: TradingPhase.OpeningAuction, untilSeconds: 0 },
  ]);
  alice.take();
  carol.take();
  order(alice, Side.Buy, 102, 10);
  order(alice, Side.Buy, 0, 3, { ordType: OrdType.Market, timeInForce: TimeInForce.AtOpen });
  order(carol, Side.Sell, 100, 4);
  rig.settle();
  t.match(alice.take(), [{ type: 'OrderAccepted' }, { type: 'OrderAccepted' }]);
  t.match(
    watcher
      .take()
      .filter(({ type }) => type === 'IndicativePrice')
      .at(-1),
    { price: 102, quantity: 4, surplus: 9, surplusSide: Side.Buy },
  );
  const late = rig.connect();
  late.subscribe(BTC.id, 5);
  rig.settle();
  t.match(
    late.take().filter(({ type }) => type === 'BookSnapshot' || isPhase(type)),
    [
      { type: 'TradingPhase', phase: TradingPhase.OpeningAuction },
      { type: 'IndicativePrice', price: 102, quantity: 4 },
      { type: 'BookSnapshot', bids: [[102, 10, 1]], asks: [[100, 4, 1]] },
    ],
    'who comes later hears how it stands; the market order is not displayed',
  );
  carol.take();
  rig.admin.tradingPhase(BTC.id, TradingPhase.Continuous);
  rig.settle();
  t.match(watcher.take(), [
    { type: 'TradingPhase', phase: TradingPhase.Continuous },
    { type: 'Trade', price: 102, quantity: 3, aggressor: 0 },
    { type: 'Trade', price: 102, quantity: 1, aggressor: 0 },
    { type: 'BookIncrement', bids: [[102, 9, 1]], asks: [[100, 0, 0]] },
  ]);
  const auction = { type: 'OrderExecuted', lastPrice: 102, liquidity: Liquidity.Auction };
  t.match(carol.take(), [
    { ...auction, last: 3, open: 1 },
    { ...auction, last: 1, open: 0 },
  ]);
  t.match(alice.take(), [
    { ...auction, last: 3, open: 0 },
    { ...auction, last: 1, open: 9 },
  ]);
});

t.test(
  'a slow reader hears every phase, and of indicative prices the newest when it has caught up',
  async (t) => {
    const rig = new Rig({ door: { conflateAboveBytes: 100, conflateBelowBytes: 50 } });
    const alice = rig.logon(ALICE);
    const watcher = rig.connect();
    watcher.subscribe(BTC.id, 1);
    rig.settle();
    watcher.take();
    watcher.socket.reading = false;
    rig.admin.tradingPhase(BTC.id, TradingPhase.ClosingAuction);
    order(alice, Side.Buy, 100, 10);
    rig.settle();
    for (let lots = 1; lots <= 9; lots++) {
      order(alice, Side.Sell, 100, 1);
      rig.settle();
    }
    rig.admin.tradingPhase(BTC.id, TradingPhase.Halt);
    rig.admin.tradingPhase(BTC.id, TradingPhase.ClosingAuction);
    rig.settle();
    watcher.socket.reading = true;
    rig.settle();
    const told = watcher.take();
    const phases = told.filter(({ type }) => type === 'TradingPhase').map(({ phase }) => phase);
    t.strictSame(phases, [TradingPhase.ClosingAuction, TradingPhase.Halt, TradingPhase.ClosingAuction]);
    const prices = told.filter(({ type }) => type === 'IndicativePrice');
    t.ok(prices.length < 9, `${prices.length} indicative prices`);
    t.match(prices.at(-1), { quantity: 9 });
  },
);

t.test('after a restart the phase is known', async (t) => {
  const first = new Rig();
  const alice = first.logon(ALICE);
  first.admin.tradingPhase(BTC.id, TradingPhase.OpeningAuction);
  order(alice, Side.Buy, 102, 10);
  order(alice, Side.Sell, 102, 10);
  first.settle();
  const second = new Rig({ files: first.files, epoch: 2 });
  const watcher = second.connect();
  watcher.subscribe(BTC.id, 1);
  second.settle();
  t.match(
    watcher.take().filter(({ type }) => isPhase(type)),
    [
      { type: 'TradingPhase', phase: TradingPhase.OpeningAuction },
      { type: 'IndicativePrice', price: 102, quantity: 10, surplus: 0 },
    ],
  );
});

t.test('who has unsubscribed or gone hears nothing', async (t) => {
  const rig = new Rig();
  const watcher = rig.connect();
  const gone = rig.connect();
  for (const each of [watcher, gone]) each.subscribe(BTC.id, 1);
  rig.settle();
  watcher.unsubscribe(BTC.id);
  gone.drop();
  rig.settle();
  watcher.take();
  rig.admin.tradingPhase(BTC.id, TradingPhase.Halt);
  rig.settle();
  t.strictSame(watcher.take(), []);
});
