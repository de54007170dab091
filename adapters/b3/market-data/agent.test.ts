/** What the messages of Binary UMDF do: reports that are missing, sides that are emptied, groups, definitions, blocks of older versions, messages that are damaged. */
import t from 'tap';
import { BroadcastWriter, createBroadcast } from '../../../engine/rings/broadcast.js';
import { SystemClock } from '../../../engine/threads/system-clock.js';
import { Side } from '../../../protocol/codes/enums.js';
import * as umdf from '../../../protocol/messages/generated/umdf.js';
import { SOFH_BYTES } from '../../../protocol/sofh/framer.js';
import { bytesPerRound, LIMIT_BYTES } from '../../../protocol/test-allocation.js';
import { HEADER_BYTES } from '../../../protocol/umdf/packet.js';
import { Header } from '../../../protocol/views/sbe-message.js';
import { MarketDataRig } from '../../conformance/test-market-data-rig.js';
import type { DatagramDial, DatagramEvents } from '../../kit/datagrams/datagrams.js';
import { NO_SINK } from '../../kit/feed/sink.js';
import { scaleOfStep } from '../../kit/instrument.js';
import { INSTRUMENTS as SIMULATED } from '../../simulator/b3/instruments.js';
import { CROWD } from '../../simulator/market/market.js';
import { B3MarketData } from './agent.js';
import { UMDF_DEFAULTS } from './options.js';
import { INSTRUMENTS, LINES, messageOf, umdfBench } from './test-bench.js';
import { END_OF_EVENT, FIRST_ID, feedOf, rigOf, say } from './test-rig.js';

const SOON = 300;
/** Of the only message of a packet. */
const BODY_AT = HEADER_BYTES + SOFH_BYTES + Header.Bytes;
/** Which nobody reads. */
const RING_SLOTS = 1 << 12;

t.test('a report that was not read: its book alone waits for a snapshot', async (t) => {
  const rig = rigOf();
  say(rig, new umdf.SecurityStatus3(), { securityTradingStatus: 17 }, 5);
  t.equal(rig.told()[0], 'gap');
  t.same(rig.told(2), []);
  t.match(rig.outside.notices.join(), /200000163669: a report before packet \d+ could not be read/);
  feedOf(rig).resetChannel();
  rig.lively(3_000);
  t.same(rig.book, rig.venueBook);
});

t.test('a side is emptied, and a book', async (t) => {
  const rig = rigOf();
  const sides = () => {
    const book = rig.outside.books[1]!;
    return [book.bids.count > 0, book.asks.count > 0];
  };
  say(rig, new umdf.MassDeleteOrdersMBO52(), {
    mdUpdateAction: umdf.MDUpdateActionValue.DELETE_THRU,
    mdEntryType: umdf.MDEntryTypeValue.BID,
  });
  t.same(sides(), [false, true]);
  say(rig, new umdf.EmptyBook9(), {});
  t.same(sides(), [false, false]);
  t.same(rig.told(), [], 'they are right as they are');
});

t.test('an order without a price stands in no level', async (t) => {
  const rig = rigOf();
  const before = rig.book;
  const order = { mdEntryType: umdf.MDEntryTypeValue.BID, mdEntrySize: 100, secondaryOrderID: 5 };
  say(rig, new umdf.OrderMBO50(), { ...order, mdUpdateAction: umdf.MDUpdateActionValue.NEW });
  say(rig, new umdf.OrderMBO50(), { ...order, mdUpdateAction: umdf.MDUpdateActionValue.CHANGE }, 1);
  say(rig, new umdf.DeleteOrderMBO51(), { ...order }, 2);
  t.same(rig.book, before);
  t.same(rig.told(), []);
});

t.test('an order that is not there: the book is not shown before the next snapshot', async (t) => {
  const rig = rigOf();
  say(rig, new umdf.DeleteOrderMBO51(), {
    mdEntryType: umdf.MDEntryTypeValue.BID,
    mdEntrySize: 100,
    secondaryOrderID: 5,
  });
  t.equal(rig.told()[0], 'refused');
  t.match(rig.outside.notices.join(), /does not fit \(out_of_range\)/);
});

t.test('a message that ends too early: the book that it names waits, and no other one', async (t) => {
  const SECOND_ID = Number(SIMULATED[1].securityId);
  for (const [securityID, told] of [
    [FIRST_ID, [['refused', 'live'], []]],
    [SECOND_ID, [[], ['refused', 'live']]],
    [77, [[], []]],
  ] as const) {
    const rig = rigOf();
    const whole = messageOf(new umdf.OrderMBO50(), (message) => Object.assign(message, { securityID }));
    rig.say(`message ${whole.subarray(0, 40).toString('hex')}`);
    rig.lively(3_000);
    t.same([rig.told(1), rig.told(2)], told, String(securityID));
    t.equal(rig.counters.refused, 1);
    t.same(rig.book, rig.venueBook);
  }
});

t.test('groups: a phase is for all of them but those that have been taken out', async (t) => {
  const rig = rigOf();
  const phase = (tradingSessionSubID: number): string[] => {
    rig.traded();
    const bytes = messageOf(new umdf.SecurityGroupPhase10(), (message) =>
      Object.assign(message, {
        securityGroup: 'EQT',
        tradingSessionSubID,
        matchEventIndicator: END_OF_EVENT,
      }),
    );
    rig.say(`message ${bytes.toString('hex')}`);
    return rig.traded();
  };
  t.equal(phase(umdf.TradingSessionSubIDValue.RESERVED).length, INSTRUMENTS.length);
  t.equal(phase(umdf.TradingSessionSubIDValue.OPEN).length, INSTRUMENTS.length);
  rig.fault({ do: 'halt', symbol: rig.symbol });
  rig.run(SOON);
  t.match(rig.traded(), [/^-1 pause/]);
  t.equal(phase(umdf.TradingSessionSubIDValue.RESERVED).length, INSTRUMENTS.length - 1);
  say(rig, new umdf.SecurityStatus3(), {
    securityTradingStatus: umdf.SecurityTradingStatusValue.RESERVED,
    securityTradingEvent: umdf.SecurityTradingEventValue.SECURITY_REJOINS_SECURITY_GROUP_STATUS,
  });
  t.equal(phase(umdf.TradingSessionSubIDValue.OPEN).length, INSTRUMENTS.length);
});

t.test(
  'ticks and lots that are none of ours are told to a person, and the book is never shown',
  async (t) => {
    for (const [change, why] of [
      [{ price: scaleOfStep('0.05') }, /its tick is 0.01 at B3, which is no number of ticks here/],
      [{ qty: scaleOfStep('200') }, /its lot is 100 at B3, which is no number of lots here/],
    ] as const) {
      const instruments = INSTRUMENTS.map((each, i) => (i === 0 ? { ...each, ...change } : each));
      const bench = umdfBench({}, { instruments });
      const rig = new MarketDataRig(bench);
      t.match(rig.outside.notices.join(), why);
      t.equal(rig.told().at(-1), 'refused');
      t.equal(rig.told(2).at(-1), 'live');
    }
  },
);

t.test('blocks of older versions: what they do not have is null', async (t) => {
  const rig = rigOf();
  const rows = rig.book!.length;
  const whole = messageOf(new umdf.OrderMBO50(), (message) =>
    Object.assign(message, {
      securityID: FIRST_ID,
      matchEventIndicator: END_OF_EVENT,
      mdUpdateAction: umdf.MDUpdateActionValue.NEW,
      mdEntryType: umdf.MDEntryTypeValue.BID,
      mdEntryPx: 100,
      mdEntrySize: 700,
      secondaryOrderID: 5,
      rptSeq: feedOf(rig).rptSeqOf(rig.symbol) + 1,
    }),
  );
  // Version 14 ends before the time of the transaction.
  const older = whole.subarray(0, 8 + 56);
  older.writeUInt16LE(56, 0);
  older.writeUInt16LE(14, 6);
  rig.say(`message ${older.toString('hex')}`);
  t.equal(rig.book!.length, rows + 1);
  t.equal(rig.outside.books[1]!.lotsAt(Side.Buy, 1), 7);
  t.same(rig.told(), []);
});

t.test('nothing is made for a packet but what a clock gives', async (t) => {
  const { b3 } = umdfBench();
  const { symbol } = SIMULATED[0];
  const packets: [bytes: Buffer, line: number][] = [];
  b3.datagrams.to(
    (bytes, start, end, line) => void packets.push([Buffer.from(bytes.subarray(start, end)), line!]),
  );
  const who = { account: CROWD, session: CROWD, clientId: '', symbol, kind: 'limit', tif: 'gtc' } as const;
  for (const [side, priceTicks] of [
    ['buy', 3_840],
    ['sell', 3_860],
  ] as const)
    b3.market.place({ ...who, side, priceTicks, qtyLots: 7 });
  b3.agenda.advance(2_000);
  let events: DatagramEvents | undefined;
  const ring = new BroadcastWriter(createBroadcast(RING_SLOTS, [], []));
  const dial: DatagramDial = (each) => {
    events = each;
    return { request: () => {}, close: () => {} };
  };
  const agent = new B3MarketData(
    { ...UMDF_DEFAULTS, orders: 1 << 10, lines: LINES, instruments: INSTRUMENTS },
    { clock: new SystemClock(), ring, sink: NO_SINK, notice: () => {}, dial },
  );
  agent.doWork();
  for (const [bytes, line] of packets.splice(0)) events!.received(bytes, line);
  b3.market.cancel(b3.market.place({ ...who, side: 'buy', priceTicks: 3_841, qtyLots: 5 }));
  const [[comes], , [goes]] = packets;
  t.equal(packets.length, 4, 'it comes, and goes, on two lines');
  let { nextSequence } = agent;
  let rptSeq = b3.datagrams.feed!.rptSeqOf(symbol) - 1;
  const say = (bytes: Buffer, rptSeqAt: number): void => {
    bytes.writeUInt32LE(nextSequence++, 4);
    bytes.writeUInt32LE(rptSeq++, rptSeqAt);
    events!.received(bytes, 0);
    events!.received(bytes, 1);
  };
  let isThere = false;
  const least = bytesPerRound(() => {
    if (isThere) say(goes, BODY_AT + 40);
    else say(comes, BODY_AT + 52);
    isThere = !isThere;
  });
  t.ok(least <= LIMIT_BYTES, `${least} bytes for a packet on two lines`);
  t.ok(agent.feeds[0].show.isLive);
  t.equal(agent.counters.refused, 0);
});
