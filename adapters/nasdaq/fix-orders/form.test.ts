/** What Nasdaq's FIX alone has: how orders are written, silences, trades that are broken, reasons that stand in a text. */
import t from 'tap';
import { OrdType, Side, TimeInForce } from '../../../protocol/codes/enums.js';
import { pipes } from '../../../protocol/fix/codec/test-text.js';
import { CommandFlag } from '../../../protocol/records/command.js';
import { OrderTestRig } from '../../conformance/test-rig.js';
import type { FixPeer } from '../../simulator/fix/peer.js';
import type { NasdaqOptions } from '../../simulator/nasdaq/options.js';
import type { NasdaqFixOptions } from './options.js';
import { nasdaqFixBench } from './test-bench.js';

const LOTS = 100;
const SOON = 200;
const LATER = 60_000;
const HEADER = /\|(?:8|9|34|49|52|56|10)=[^|]*/g;

function stage(simulated: Partial<NasdaqOptions> = {}, more: Partial<NasdaqFixOptions> = {}) {
  const bench = nasdaqFixBench(simulated, more);
  const sent: string[] = [];
  const connect = bench.venue.connectFix.bind(bench.venue);
  bench.venue.connectFix = (wire): FixPeer => {
    const peer = connect(wire);
    const received = peer.received.bind(peer);
    peer.received = (chunk) => {
      sent.push(...pipes(chunk).split(/(?<=\|10=\d{3}\|)/));
      received(chunk);
    };
    return peer;
  };
  const rig = new OrderTestRig(bench);
  const takeSent = (type: string): string[] =>
    sent
      .splice(0)
      .filter((text) => text.includes(`|35=${type}|`))
      .map((text) => `|${text}`.replace(HEADER, ''));
  return { bench, rig, takeSent };
}

t.test('orders as Nasdaq has them', async (t) => {
  const limit = '55=AAPL|54=1|38=100|40=2|44=190.00';
  for (const [fields, side, expected] of [
    [{}, Side.Buy, `21=1|109=PREG|1=X1|${limit}|59=0|47=A|9140=Y|`],
    [{ flags: CommandFlag.PostOnly }, Side.Buy, `21=1|109=PREG|1=X1|${limit}|59=0|47=A|9140=P|`],
    [
      { timeInForce: TimeInForce.FillOrKill },
      Side.Buy,
      `21=1|109=PREG|1=X1|${limit}|110=100|59=3|47=A|9140=Y|`,
    ],
    [
      { flags: CommandFlag.SellShort },
      Side.Sell,
      '21=1|109=PREG|1=X1|55=AAPL|54=5|38=100|40=2|44=190.00|59=0|47=A|9140=Y|114=N|',
    ],
    [
      { ordType: OrdType.Market, timeInForce: TimeInForce.ImmediateOrCancel },
      Side.Buy,
      '21=1|109=PREG|1=X1|55=AAPL|54=1|38=100|40=1|59=3|47=A|9140=Y|',
    ],
  ] as const) {
    const { rig, takeSent } = stage({}, { firm: 'PREG', account: 'X1', capacity: 'A' });
    const isMarket = 'ordType' in fields;
    rig.order(side, LOTS, isMarket ? 0 : rig.buyTicks, fields);
    rig.run(SOON);
    const [order] = takeSent('D');
    t.equal(order.replace(/^\|35=D\|11=[^|]+\|/, ''), expected);
  }
});

t.test('what Nasdaq has no word for never leaves', async (t) => {
  for (const [lots, fields] of [
    [LOTS, { timeInForce: TimeInForce.GoodTillCancel }],
    [150, { timeInForce: TimeInForce.FillOrKill }],
  ] as const) {
    const { rig, bench } = stage();
    rig.order(Side.Buy, lots, rig.buyTicks, fields);
    rig.run(SOON);
    t.match(rig.words().at(-1), /^end #2 \d+ open InvalidCombination/);
    t.strictSame(bench.market.all(bench.account), []);
  }
});

t.test('why an order was refused, or is over', async (t) => {
  const { rig } = stage();
  rig.fault({ do: 'halt', symbol: 'AAPL' });
  rig.order(Side.Buy, LOTS, rig.buyTicks);
  rig.run(SOON);
  t.match(rig.words().at(-1), /InstrumentHalted/);
  const gone = stage({ cancelsOnDisconnect: true });
  gone.rig.order(Side.Buy, LOTS, gone.rig.buyTicks);
  gone.rig.run(SOON);
  gone.rig.words();
  gone.rig.fault({ do: 'drop' });
  gone.rig.run(LATER);
  t.match(gone.rig.words().join(), /end #1 100 open CancelOnDisconnect/);
});

t.test('a broken trade is taken back: ExecTransType says so, not ExecType', async (t) => {
  const { rig, bench } = stage();
  rig.order(Side.Buy, LOTS, rig.buyTicks);
  rig.run(SOON);
  rig.others('sell', rig.buyTicks, 40);
  rig.run(SOON);
  t.equal(rig.position().net, 40);
  rig.fault({ do: 'bust', tradeId: bench.market.trades.at(-1)!.id });
  rig.run(SOON);
  t.equal(rig.position().net, 0);
});

t.test('a new order that is met with silence is found out, and leaves once', async (t) => {
  const { rig, bench, takeSent } = stage();
  rig.fault({ do: 'ignore', kind: 'new' });
  rig.order(Side.Buy, LOTS, rig.buyTicks);
  rig.run(LATER);
  t.match(rig.words().at(-1), /NotKnownAtVenue/);
  t.equal(takeSent('D').length, 1);
  t.strictSame(bench.market.all(bench.account), []);
});
