/** What Binary UMDF alone has: lines that lose and shuffle, numbers that begin anew, channels that are reset, sides that are emptied, groups, blocks of older versions; and bytes that nobody has written. */
import t from 'tap';
import { BroadcastWriter, createBroadcast } from '../../../engine/rings/broadcast.js';
import { SystemClock } from '../../../engine/threads/system-clock.js';
import { Side } from '../../../protocol/codes/enums.js';
import * as umdf from '../../../protocol/messages/generated/umdf.js';
import { SOFH_BYTES } from '../../../protocol/sofh/framer.js';
import { bytesPerRound, LIMIT_BYTES } from '../../../protocol/test-allocation.js';
import { HEADER_BYTES } from '../../../protocol/umdf/packet.js';
import { Header, type SbeMessage } from '../../../protocol/views/sbe-message.js';
import { MarketDataRig } from '../../conformance/test-market-data-rig.js';
import type { DatagramDial, DatagramEvents } from '../../kit/datagrams/datagrams.js';
import { NO_SINK } from '../../kit/feed/sink.js';
import { scaleOfStep } from '../../kit/instrument.js';
import { INSTRUMENTS as SIMULATED } from '../../simulator/b3/instruments.js';
import { Random } from '../../simulator/kit/random.js';
import { CROWD } from '../../simulator/market/market.js';
import { B3MarketData } from './agent.js';
import { UMDF_DEFAULTS } from './options.js';
import { INSTRUMENTS, LINES, messageOf, umdfBench } from './test-bench.js';

const SEED = Number(process.env.SEED ?? Math.floor(Math.random() * 1e6));
const SOON = 300;
const FIRST_ID = Number(SIMULATED[0].securityId);
const { EndOfEvent } = { EndOfEvent: umdf.MatchEventIndicatorValue.EndOfEvent };

/** Of the only message of a packet. */
const BODY_AT = HEADER_BYTES + SOFH_BYTES + Header.Bytes;

/** Which nobody reads. */
const RING_SLOTS = 1 << 12;

type Bench = ReturnType<typeof umdfBench>;
type Rig = MarketDataRig & { readonly b3: Bench['b3']; readonly network: Bench['network'] };

function rigOf(...options: Parameters<typeof umdfBench>): Rig {
  const bench = umdfBench(...options);
  const rig = Object.assign(new MarketDataRig(bench), { b3: bench.b3 }) as Rig;
  rig.told();
  rig.told(2);
  rig.outside.notices.length = 0;
  return rig;
}

const agentOf = (rig: Rig): B3MarketData => rig.agent as B3MarketData;
const feedOf = (rig: Rig) => rig.b3.datagrams.feed!;

/** The exchange writes it, as the next report of the first instrument. */
function say<T extends SbeMessage & { securityID: number }>(
  rig: Rig,
  message: T,
  fields: Partial<T>,
  ahead = 0,
): void {
  const rptSeq = feedOf(rig).rptSeqOf(rig.symbol) + 1 + ahead;
  const bytes = messageOf(message, () =>
    Object.assign(message, { securityID: FIRST_ID, matchEventIndicator: EndOfEvent, rptSeq, ...fields }),
  );
  rig.say(`message ${bytes.toString('hex')}`);
}

t.test(
  `both lines lose and shuffle (seed ${SEED}): the books are right in the end, and never crossed`,
  async (t) => {
    const rig = rigOf({ seed: SEED });
    for (const line of ['a', 'b']) {
      rig.fault({ do: 'scatter', stream: `incremental-${line}`, by: 15 });
      rig.fault({ do: 'scatter', stream: `snapshots-${line}`, by: 5 });
    }
    rig.takeTrades();
    rig.lively(30_000);
    const { arbiter } = agentOf(rig).channel;
    t.ok(arbiter.gaps > 0, `${arbiter.gaps} gaps, ${arbiter.lost} packets`);
    rig.clearFaults();
    rig.lively(5_000);
    t.same(rig.book, rig.venueBook);
    t.equal(rig.told().at(-1), 'live');
    t.equal(rig.counters.refused, 0, rig.counters.faultText());
    t.equal(rig.outside.crossed, 0);
    rig.takeTrades();
    rig.lively(5_000);
    const { told, made } = rig.takeTrades();
    t.same(told, made, 'every trade once');
  },
);

t.test('one line loses and shuffles, and the other brings it: nothing is missed', async (t) => {
  const rig = rigOf({ seed: SEED });
  rig.fault({ do: 'scatter', stream: 'incremental-a', by: 30 });
  rig.takeTrades();
  rig.lively(20_000);
  const { told, made } = rig.takeTrades();
  t.same(told, made);
  t.same(rig.book, rig.venueBook);
  t.same(rig.told(), []);
  const [first, second] = agentOf(rig).channel.arbiter.lines;
  t.ok(first.lost > 0);
  t.equal(second.lost, 0);
});

t.test('one line is dead', async (t) => {
  for (const line of ['a', 'b']) {
    const rig = rigOf();
    for (const feed of ['incremental', 'snapshots', 'definitions'])
      rig.fault({ do: 'mute', stream: `${feed}-${line}` });
    rig.lively(10_000);
    t.same(rig.book, rig.venueBook, line);
    t.same(rig.told(), [], line);
    rig.fault({ do: 'gap', by: 1, stream: 'incremental' });
    rig.move();
    rig.lively(5_000);
    t.same(rig.told(), ['gap', 'live'], `${line}: a gap is made good by the other one`);
  }
});

t.test('the last packet of all is missing: the next Sequence says so', async (t) => {
  const rig = rigOf();
  rig.fault({ do: 'gap', by: 1, stream: 'incremental' });
  rig.move();
  rig.run(3_000);
  t.same(rig.told(), ['gap', 'live']);
  t.same(rig.book, rig.venueBook);
  t.equal(agentOf(rig).feeds[0].sync.gaps, 1);
});

t.test('the channel is reset: its books are told again, and nobody is shown half of one', async (t) => {
  const rig = rigOf();
  rig.fault({ do: 'reset' });
  rig.lively(5_000);
  t.same(rig.told(), ['synchronizing', 'live']);
  t.same(rig.book, rig.venueBook);
  t.match(rig.outside.notices.join(), /the channel was reset/);
  t.equal(rig.counters.refused, 0, rig.counters.faultText());
});

t.test('packets are numbered anew, under another version', async (t) => {
  const rig = rigOf();
  rig.fault({ do: 'renumber' });
  rig.lively(5_000);
  t.same(rig.told(), ['synchronizing', 'live']);
  t.same(rig.book, rig.venueBook);
  t.match(rig.outside.notices.join(), /begin anew, version 2/);
  const { gaps } = agentOf(rig).channel.arbiter;
  const old = Buffer.alloc(HEADER_BYTES);
  old.writeUInt16LE(1, 2);
  old.writeUInt32LE(1_000_000, 4);
  rig.say(`packet ${old.toString('hex')}`);
  rig.lively(2_000);
  t.equal(agentOf(rig).channel.arbiter.gaps, gaps, 'a slow line may still bring an old one');
  t.same(rig.told(), []);
});

t.test('versions go round', async (t) => {
  const rig = rigOf();
  feedOf(rig).packets.version = 0xffff;
  rig.fault({ do: 'renumber' });
  feedOf(rig).packets.version = 0x8000;
  rig.lively(5_000);
  t.same(rig.told(), ['synchronizing', 'live'], 'half of the way on');
  feedOf(rig).packets.version = 0xffff;
  feedOf(rig).packets.sequence = 0;
  rig.lively(5_000);
  feedOf(rig).packets.version = 3;
  feedOf(rig).packets.sequence = 0;
  rig.lively(5_000);
  t.same(rig.told(), ['synchronizing', 'live', 'synchronizing', 'live'], 'and over the end');
  t.same(rig.book, rig.venueBook);
});

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

t.test('groups: a phase is for all of them but those that have been taken out', async (t) => {
  const rig = rigOf();
  const phase = (tradingSessionSubID: number): string[] => {
    rig.traded();
    const bytes = messageOf(new umdf.SecurityGroupPhase10(), (message) =>
      Object.assign(message, { securityGroup: 'EQT', tradingSessionSubID, matchEventIndicator: EndOfEvent }),
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
      matchEventIndicator: EndOfEvent,
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

t.test(`bytes that nobody has written (seed ${SEED}): the books are right afterwards`, async (t) => {
  const rig = rigOf({ seed: SEED });
  const random = new Random(SEED);
  const heard: Buffer[] = [];
  rig.network.listen((bytes) => void heard.push(bytes));
  rig.lively(2_000);
  t.ok(heard.length > 50);
  const { refused } = rig.counters;
  for (let i = 0; i < 500; i++) {
    const bytes = Buffer.from(random.pick(heard));
    for (let changes = random.int(1, 4); changes > 0; changes--)
      bytes[random.int(0, bytes.length - 1)] = random.int(0, 255);
    const cut = random.isOnce(4) ? bytes.subarray(0, random.int(0, bytes.length)) : bytes;
    rig.network.bring(cut, random.int(0, 5));
  }
  rig.lively(1_000);
  t.ok(rig.counters.refused > refused, rig.counters.faultText());
  rig.run(15_000);
  rig.fault({ do: 'reset' });
  rig.lively(30_000);
  t.same(rig.book, rig.venueBook);
  t.equal(rig.told().at(-1), 'live');
});

t.test(
  'a packet from far ahead, or of a version to come, that was none of B3: the channel goes on',
  async (t) => {
    for (const [version, sequence] of [
      [1, 4e9],
      [5, 1],
    ]) {
      const rig = rigOf();
      const alien = Buffer.alloc(HEADER_BYTES);
      alien[0] = 50;
      alien.writeUInt16LE(version, 2);
      alien.writeUInt32LE(sequence, 4);
      rig.say(`packet ${alien.toString('hex')}`);
      rig.lively(30_000);
      t.equal(rig.told().at(-1), 'live');
      t.same(rig.book, rig.venueBook);
    }
  },
);

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
