/** Quantities of 64 bits, as FX and fixed income have them: books by price, their snapshots, trades and definitions; and books by order, which have no room for them. */
import t from 'tap';
import { Mdp3Packet, TCP_PREFIX_BYTES } from '../../../protocol/mdp3/packet.js';
import * as mdp from '../../../protocol/messages/generated/mdp3.js';
import { payloadsOf, withCaptures } from '../../../protocol/pcap/test-captures.js';
import { SbeFault, type SbeMessage } from '../../../protocol/views/sbe-message.js';
import { MarketDataRig } from '../../conformance/test-market-data-rig.js';
import { CME_DEFAULTS } from '../../simulator/cme/options.js';
import { Definitions } from './definitions.js';
import { Template } from './mdp-books.js';
import { PriceBooks } from './price-books.js';
import { INSTRUMENTS, mdpBench } from './test-bench.js';
import { BooksHost } from './test-books-host.js';
import { CmeTrading } from './trading.js';

const RECORDED = 'Cme/Mdp3.Sbe.v1.12/MdIncrementalRefreshBookLongQty.pcap';
const RECORDED_ID = 11_827_320;
/** 0.00005 */
const PER_TICK = 50_000;
const BILLIONS = 6e9;
const [{ securityId: FIRST_ID, tick }] = CME_DEFAULTS.contracts;
const FIRST_PER_TICK = Number(tick) * 1e9;
const [BID, OFFER] = [0x30, 0x31];
const [NEW, CHANGE, DELETE] = [0, 1, 2];

type Row = readonly [action: number, type: number, level: number, ticks: number, lots?: number];

function bytesOf<T extends SbeMessage>(message: T, fill: (message: T) => void): Buffer {
  const bytes = Buffer.alloc(1_024);
  message.encode(bytes, 0);
  fill(message);
  return bytes.subarray(0, message.finish());
}

const book = (securityID: number, perTick: number, rows: readonly Row[]): Buffer =>
  bytesOf(new mdp.MDIncrementalRefreshBookLongQty64(), (message) => {
    message.matchEventIndicator = 128;
    const { noMDEntries: entry } = message;
    entry.begin(message, rows.length);
    for (const [mdUpdateAction, mdEntryType, mdPriceLevel, ticks, lots] of rows) {
      entry.next();
      Object.assign(entry, { securityID, mdUpdateAction, mdEntryType, mdPriceLevel });
      entry.mdEntryPx = ticks * perTick;
      if (lots !== undefined) entry.mdEntrySize = lots;
    }
  });

const snapshot = (securityID: number, perTick: number, rows: readonly Row[]): Buffer =>
  bytesOf(new mdp.SnapshotFullRefreshLongQty69(), (message) => {
    Object.assign(message, { securityID, lastMsgSeqNumProcessed: 7, mdSecurityTradingStatus: 17 });
    const { noMDEntries: entry } = message;
    entry.begin(message, rows.length);
    for (const [, mdEntryType, mdPriceLevel, ticks, mdEntrySize] of rows) {
      entry.next();
      Object.assign(entry, { mdEntryType, mdPriceLevel, mdEntrySize, mdEntryPx: ticks * perTick });
    }
  });

const trade = (size: number): Buffer =>
  bytesOf(new mdp.MDIncrementalRefreshTradeSummaryLongQty65(), (message) => {
    message.matchEventIndicator = 128;
    const { noMDEntries: entry } = message;
    entry.begin(message, 1);
    entry.next();
    Object.assign(entry, { securityID: FIRST_ID, mdEntryPx: 24_000 * FIRST_PER_TICK, mdEntrySize: size });
    Object.assign(entry, { mdTradeEntryID: 5, aggressorSide: 1, mdUpdateAction: NEW });
  });

function booksOf(): { host: BooksHost; books: PriceBooks; take: (bytes: Buffer) => string[] } {
  const host = new BooksHost(new Map([[RECORDED_ID, 0]]));
  const books = new PriceBooks(1, Float64Array.of(PER_TICK), host);
  books.define(0, 10);
  const take = (bytes: Buffer) => {
    const fault = books.take(Template.BookLong, bytes, 0, bytes.length);
    if (fault !== SbeFault.None) throw new Error(`fault ${fault}`);
    return host.heard();
  };
  return { host, books, take };
}

t.test('a snapshot, then changes', async (t) => {
  const { host, books, take } = booksOf();
  const bytes = snapshot(RECORDED_ID, PER_TICK, [
    [NEW, BID, 1, 100, BILLIONS],
    [NEW, OFFER, 1, 102, 1],
  ]);
  t.equal(books.readSnapshot(bytes, 0, bytes.length), 0);
  t.match(books.head, { securityId: RECORDED_ID, lastSequence: 7, piece: 1, pieces: 1, status: 17 });
  books.takeSnapshot(0);
  t.same(host.heard(), ['0 bid 6000000000 at 100', '0 offer 1 at 102']);
  const rows: readonly Row[] = [
    [NEW, BID, 1, 101, 2 ** 53 - 1],
    [CHANGE, BID, 2, 100, BILLIONS + 1],
    [DELETE, OFFER, 1, 102],
  ];
  t.same(take(book(RECORDED_ID, PER_TICK, rows)), [
    '0 bid 9007199254740991 at 101',
    '0 bid 6000000001 at 100',
    '0 offer 0 at 102',
  ]);
  for (const [what, lots] of [
    ['none', undefined],
    ['0', 0],
    ['more than a double holds', 2 ** 53 + 2],
  ] as const)
    t.same(take(book(RECORDED_ID, PER_TICK, [[CHANGE, BID, 1, 101, lots]])), ['0 out_of_range'], what);
});

withCaptures(t, 'a packet that CME has sent, over conflated TCP', async (t) => {
  const { take } = booksOf();
  take(
    book(
      RECORDED_ID,
      PER_TICK,
      [24_160, 24_161, 24_162, 24_163].map((ticks, i): Row => [NEW, OFFER, i + 1, ticks, 1e6]),
    ),
  );
  const [bytes] = payloadsOf(RECORDED);
  const packet = new Mdp3Packet();
  packet.read(bytes, TCP_PREFIX_BYTES, bytes.length);
  t.ok(packet.next());
  t.same(take(bytes.subarray(packet.messageStart, packet.messageEnd)), ['0 offer 6000000 at 24163']);
});

t.test('a session by price has levels and trades of them', async (t) => {
  const rig = new MarketDataRig(mdpBench('price'));
  rig.told();
  rig.takeTrades();
  const [ticks, before] = rig.book![0];
  const change = book(FIRST_ID, FIRST_PER_TICK, [[CHANGE, BID, 1, ticks, BILLIONS]]);
  rig.say(`message ${change.toString('hex')}`);
  t.same(rig.book![0], [ticks, BILLIONS], `in place of ${before}`);
  for (const size of [BILLIONS, 0]) rig.say(`message ${trade(size).toString('hex')}`);
  t.match(rig.takeTrades().told, [{}], 'one trade, for the other has no quantity');
  t.equal(rig.counters.refused, 0);
});

t.test('a session by order refuses such a book', async (t) => {
  const rig = new MarketDataRig(mdpBench('orders'));
  rig.told();
  rig.say(`message ${book(FIRST_ID, FIRST_PER_TICK, [[NEW, BID, 1, 24_000, 1]]).toString('hex')}`);
  t.equal(rig.told()[0], 'refused');
});

t.test('definitions of fixed income and FX', async (t) => {
  for (const Class of [mdp.MDInstrumentDefinitionFixedIncome57, mdp.MDInstrumentDefinitionFX63]) {
    const { books } = booksOf();
    const places = new Map([[FIRST_ID, 0]]);
    const refused: string[] = [];
    const sink = { levels: () => true, trading: () => {} };
    const trading = new CmeTrading(INSTRUMENTS.slice(0, 1), places, sink as never);
    const definitions = new Definitions(places, Float64Array.of(PER_TICK), books, trading, (_, why) =>
      refused.push(why),
    );
    const bytes = bytesOf<SbeMessage>(new Class(), (message) => {
      const definition = message as mdp.MDInstrumentDefinitionFX63;
      Object.assign(definition, { securityID: FIRST_ID, securityGroup: 'SP', minPriceIncrement: PER_TICK });
      const { noMDFeedTypes: feeds } = definition;
      feeds.begin(definition, 1);
      feeds.next();
      Object.assign(feeds, { mdFeedType: 'GBX', marketDepth: 10 });
    });
    t.equal(definitions.take(Class.templateId, bytes, 0, bytes.length), 0);
    t.ok(definitions.has(0), new Class().name);
    t.same(refused, []);
  }
});
