/** MDP 3.0 where it differs from other feeds: events of several packets, two lines that lose, resets, heartbeats, snapshots that come too late; and damage. */
import t from 'tap';
import { seeded } from '../../../protocol/fix/codec/test-random.js';
import * as mdp from '../../../protocol/messages/generated/mdp3.js';
import { bytesPerRound, LIMIT_BYTES } from '../../../protocol/test-allocation.js';
import { right } from '../../conformance/test-market-data-case.js';
import { MarketDataRig } from '../../conformance/test-market-data-rig.js';
import type { DatagramEvents } from '../../kit/datagrams/datagrams.js';
import { TestOutside } from '../../kit/feed/test-outside.js';
import { scaleOfStep } from '../../kit/instrument.js';
import type { CmeOptions } from '../../simulator/cme/options.js';
import { Cme } from '../../simulator/cme/simulator.js';
import { Agenda } from '../../simulator/kit/agenda.js';
import { CROWD } from '../../simulator/market/market.js';
import { CmeMarketData } from './agent.js';
import { CME_MARKET_DEFAULTS, type CmeMarketOptions } from './options.js';
import { hexOf, INSTRUMENTS, LINES, mdpBench } from './test-bench.js';

const BOOKS = ['price', 'orders'] as const;
type Tap = Parameters<typeof right>[1];

function started(
  book: (typeof BOOKS)[number],
  options: Partial<CmeOptions> = {},
  market: Partial<CmeMarketOptions> = {},
) {
  const rig = new MarketDataRig(mdpBench(book, options, market));
  rig.told();
  const cme = rig.bench.venue as Cme;
  return { rig, cme, agent: rig.agent as CmeMarketData };
}

for (const book of BOOKS) {
  t.test(`by ${book}: one line dead, the other loses nothing: nobody notices`, async (t) => {
    const { rig, agent } = started(book);
    rig.fault({ do: 'mute', stream: 'incremental-b' });
    rig.fault({ do: 'mute', stream: 'snapshots-a' });
    rig.fault({ do: 'mute', stream: 'orderSnapshots-a' });
    rig.lively(20_000);
    right(rig, t as unknown as Tap, 'with line A alone');
    t.same(rig.told(), []);
    rig.clearFaults();
    rig.fault({ do: 'gap', by: 3, stream: 'incremental-a' });
    rig.lively(5_000);
    t.same(rig.told(), [], 'what line A loses, line B has');
    t.equal(agent.channel.arbiter.lines[0].lost, 3);
    right(rig, t as unknown as Tap, 'with both again');
  });

  t.test(
    `by ${book}: both lines lose and shuffle at random: right in the end, and whenever live`,
    async (t) => {
      const random = seeded(t);
      const { rig, agent } = started(book, { seed: Math.floor(random() * 1e6) });
      for (const line of ['incremental-a', 'incremental-b'])
        rig.fault({ do: 'scatter', stream: line, by: 15 });
      for (let i = 0; i < 30; i++) {
        rig.lively(500);
        if (rig.book !== undefined) t.same(rig.book, rig.venueBook, `after ${i}`);
      }
      t.ok(agent.channel.arbiter.gaps > 0, `${agent.channel.arbiter.gaps} gaps`);
      t.ok(agent.channel.arbiter.lines.every(({ lost }) => lost > 10));
      rig.clearFaults();
      rig.lively(3_000);
      right(rig, t as unknown as Tap, 'in the end');
    },
  );

  t.test(`by ${book}: the channel is reset: the book begins anew`, async (t) => {
    const { rig } = started(book);
    rig.fault({ do: 'reset' });
    t.ok(rig.until(() => rig.book === undefined, 100));
    rig.lively(2_000);
    t.same(rig.told(), ['synchronizing', 'live']);
    right(rig, t as unknown as Tap, 'afterwards');
  });

  t.test(`by ${book}: the week begins: numbers from 1 on again`, async (t) => {
    const { rig, cme } = started(book);
    rig.run(5_000);
    cme.datagrams.feed!.packets.sequence = 0;
    rig.lively(3_000);
    t.same(rig.told(), ['synchronizing', 'live']);
    t.match(rig.outside.notices, [/begins anew with packet 1$/]);
    right(rig, t as unknown as Tap, 'afterwards');
  });

  for (const heartbeatTakesNumber of [true, false])
    t.test(
      `by ${book}: a heartbeat ${heartbeatTakesNumber ? 'with' : 'without'} a number of its own`,
      async (t) => {
        const { rig, agent } = started(book, { heartbeatMs: 1_000, heartbeatTakesNumber });
        for (let i = 0; i < 5; i++) {
          rig.run(5_000);
          rig.move();
          rig.run(300);
          right(rig, t as unknown as Tap, 'after a while of silence');
        }
        t.same(rig.told(), []);
        t.equal(agent.channel.arbiter.gaps, 0);
      },
    );

  t.test(`by ${book}: nothing at all for too long is silence, and heartbeats end it`, async (t) => {
    const { rig } = started(book, { heartbeatMs: 10_000 }, { silentMs: 5_000 });
    rig.run(22_000);
    t.same(rig.told().slice(0, 4), ['silent', 'live', 'silent', 'live']);
    right(rig, t as unknown as Tap, 'though nothing has happened');
  });

  t.test(`by ${book}: an event of several packets is shown when it is over`, async (t) => {
    const { rig, cme } = started(book);
    const seen = new Set<string>();
    cme.datagrams.to((bytes, start, end, line) => {
      const simulated = { price: [0, 1, 2, 3, 6, 7], orders: [0, 1, 4, 5, 6, 7] }[book].indexOf(line);
      if (simulated < 0) return;
      (rig.network as unknown as { events: DatagramEvents }).events.received(
        Buffer.from(bytes.subarray(start, end)),
        simulated,
      );
      rig.outside.ringBooks.read();
      seen.add(JSON.stringify(rig.book));
    });
    const who = { account: CROWD, session: CROWD, clientId: '', symbol: rig.symbol } as const;
    const best = cme.market.book(rig.symbol).buy.best!.priceTicks;
    const orders = Array.from({ length: 80 }, (_, i) =>
      cme.market.place({
        ...who,
        side: 'buy',
        kind: 'limit',
        tif: 'gtc',
        priceTicks: best - (i % 8),
        qtyLots: 3,
      }),
    );
    const before = JSON.stringify(rig.venueBook);
    seen.clear();
    const packets = cme.datagrams.feed!.packets.sequence;
    cme.market.place({ ...who, side: 'sell', kind: 'limit', tif: 'ioc', priceTicks: best - 8, qtyLots: 1e6 });
    t.ok(cme.datagrams.feed!.packets.sequence - packets > 1, 'more than one packet');
    t.ok(orders.every(({ state }) => state === 'done'));
    t.same([...seen].sort(), [before, JSON.stringify(rig.venueBook)].sort());
  });

  t.test(`by ${book}: a snapshot that is too late is of no use, and the next one is taken`, async (t) => {
    const { rig } = started(book, {}, { logPackets: 4 });
    rig.network.plan('slow');
    rig.fault({ do: 'gap', by: 1, stream: 'incremental' });
    rig.lively(4_000);
    t.ok(rig.counters.uselessSnapshots > 0);
    rig.lively(10_000);
    right(rig, t as unknown as Tap, 'in the end');
  });

  t.test(`by ${book}: more changes in an event than there is room for: the book comes whole`, async (t) => {
    const { rig } = started(book, {}, { changes: 2 });
    rig.lively(10_000);
    right(rig, t as unknown as Tap, 'all the same');
    t.ok(rig.told().includes('synchronizing'));
  });

  t.test(`by ${book}: a message that ends too early: all books begin anew`, async (t) => {
    const { rig } = started(book);
    rig.told(2);
    rig.say(`message ${Buffer.from([200, 0, 46, 0, 1, 0, 13, 0, 1, 2]).toString('hex')}`);
    rig.lively(2_000);
    for (const instrument of [1, 2]) t.same(rig.told(instrument), ['refused', 'live']);
    right(rig, t as unknown as Tap, 'afterwards');
  });

  t.test(`by ${book}: damaged packets are refused or begin books anew; nothing is thrown`, async (t) => {
    const random = seeded(t);
    const { rig, cme } = started(book);
    const taken: Buffer[] = [];
    const { events } = rig.network as unknown as { events: DatagramEvents };
    cme.datagrams.to((bytes, start, end, line) => {
      const copy = Buffer.from(bytes.subarray(start, end));
      if (taken.length < 200) taken.push(copy);
      const place = { price: [0, 1, 2, 3, 6, 7], orders: [0, 1, 4, 5, 6, 7] }[book].indexOf(line);
      if (place >= 0) cme.agenda.after(1, () => events.received(copy, place));
    });
    rig.lively(2_000);
    for (let i = 0; i < 5_000; i++) {
      const bytes = Buffer.from(taken[Math.floor(random() * taken.length)]);
      for (let n = Math.ceil(random() * 4); n > 0; n--)
        bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
      events.received(bytes.subarray(0, Math.ceil(random() * bytes.length)), Math.floor(random() * 6));
    }
    // A size that is another one cannot be told from the exchange's own: books begin anew once more.
    // And a number far ahead is believed until its time is over.
    rig.run(12_000);
    rig.lively(2_000);
    rig.fault({ do: 'gap', by: 1, stream: 'incremental' });
    rig.lively(5_000);
    right(rig, t as unknown as Tap, 'when nothing is damaged any more');
  });
}

t.test('implied levels are of another book', async (t) => {
  const { rig } = started('price');
  const implied = hexOf(new mdp.MDIncrementalRefreshBook46(), (message) => {
    const { noMDEntries: entry } = message;
    message.matchEventIndicator = 128;
    entry.begin(message, 2);
    for (const type of 'EF') {
      entry.next();
      Object.assign(entry, { mdEntryPx: 6_050e9, mdEntrySize: 9, securityID: 1_001, mdPriceLevel: 1 });
      Object.assign(entry, { mdUpdateAction: 0, mdEntryType: type.charCodeAt(0) });
    }
  });
  rig.say(`message ${implied}`);
  right(rig, t as unknown as Tap, 'as if nothing had been said');
});

t.test('a tick that is none of CME’s: no book, and a person is told', async (t) => {
  const outside = new TestOutside(1);
  const cme = new Cme(new Agenda(1e12));
  let events: DatagramEvents | undefined;
  const agent = new CmeMarketData(
    {
      ...CME_MARKET_DEFAULTS,
      lines: LINES,
      instruments: [{ ...INSTRUMENTS[0], price: scaleOfStep('0.1') }],
    },
    {
      ...outside,
      ring: outside.ring,
      dial: (heard) => {
        events = heard;
        return { request: () => {}, close: () => {} };
      },
    },
  );
  cme.datagrams.to((bytes, start, end, line) => {
    const place = [0, 1, 2, 3, 6, 7].indexOf(line);
    if (place >= 0) events!.received(Buffer.from(bytes.subarray(start, end)), place);
  });
  for (let i = 0; i < 50; i++) {
    cme.agenda.advance(100);
    outside.pass(agent, 100);
  }
  t.notOk(agent.feeds[0].show.isLive);
  t.match(outside.notices, [/1001: its tick is 0\.25 at CME/]);
  agent.close();
});

t.test('nothing is made for a packet', async (t) => {
  for (const book of BOOKS) {
    const { rig, cme, agent } = started(book);
    const { events } = rig.network as unknown as { events: DatagramEvents };
    const packets: Buffer[] = [];
    cme.datagrams.to((bytes, start, end, line) => {
      if (line === 0) packets.push(Buffer.from(bytes.subarray(start, end)));
    });
    const who = { account: CROWD, session: CROWD, clientId: '', symbol: rig.symbol } as const;
    const priceTicks = cme.market.book(rig.symbol).buy.best!.priceTicks + 1;
    const order = cme.market.place({
      ...who,
      side: 'buy',
      kind: 'limit',
      tif: 'gtc',
      priceTicks,
      qtyLots: 5,
    });
    cme.market.cancel(order);
    t.equal(packets.length, 2, 'it comes, and goes');
    // The test's own core keeps what it is told.
    rig.outside.sink.levels = () => true;
    let { nextSequence } = agent.channel.arbiter;
    let turn = 0;
    const least = bytesPerRound(() => {
      const bytes = packets[turn++ & 1];
      bytes.writeUInt32LE(nextSequence++, 0);
      events.received(bytes, 0);
      events.received(bytes, 1);
    });
    t.ok(least <= LIMIT_BYTES, `by ${book}: ${least} bytes`);
    rig.outside.ringBooks.read();
    t.ok(agent.feeds[0].show.isLive);
  }
});
