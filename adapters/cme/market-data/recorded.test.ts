/** Packets that CME has sent: what they say of price levels and of orders, and how entries of orders point to those of levels. */
import t from 'tap';
import { Mdp3Packet } from '../../../protocol/mdp3/packet.js';
import * as mdp from '../../../protocol/messages/generated/mdp3.js';
import { payloadsOf, withCaptures } from '../../../protocol/pcap/test-captures.js';
import { SbeFault, type SbeMessage } from '../../../protocol/views/sbe-message.js';
import { EventEnd } from './event-end.js';
import { type MdpBooks, Template } from './mdp-books.js';
import { OrderBooks } from './order-books.js';
import { PriceBooks } from './price-books.js';
import { BooksHost } from './test-books-host.js';

const RECORDED = 'Cme/Mdp3.Sbe.v1.9';
const PER_TICK = 1e7;
/** A spread that moves, and one that goes on both sides. */
const [MOVES, GOES] = [157_660, 286_825];
const PLACES = new Map([MOVES, GOES].map((id, place) => [id, place]));
const END_OF_EVENT = 128;

/** Lets the books take every message that they follow. */
function take(books: MdpBooks, payloads: readonly Buffer[]): void {
  for (const bytes of payloads) {
    const packet = new Mdp3Packet();
    packet.read(bytes, 0, bytes.length);
    while (packet.next()) {
      const template = bytes.readUInt16LE(packet.messageStart + 2);
      if (!books.follows(template)) continue;
      const fault = books.take(template, bytes, packet.messageStart, packet.messageEnd);
      if (fault !== SbeFault.None) throw new Error(`fault ${fault}`);
    }
  }
}

function takeOne(books: MdpBooks, message: SbeMessage): void {
  const end = message.finish();
  books.take(message.templateId, Buffer.from(message.bytes), 0, end);
}

interface Standing {
  readonly id: number;
  readonly securityId: number;
  readonly type: string;
  readonly price: number;
  readonly lots: number;
}

/** What stood there before the recording. */
const BEFORE: readonly Standing[] = [
  { id: 563189401446, securityId: MOVES, type: '1', price: 15_230e9, lots: 1 },
  { id: 563189416911, securityId: GOES, type: '0', price: 5_150e9, lots: 19 },
  { id: 563189416912, securityId: GOES, type: '1', price: 5_220e9, lots: 20 },
];

function standByPrice(books: MdpBooks): void {
  const message = new mdp.MDIncrementalRefreshBook46();
  message.encode(Buffer.alloc(512), 0);
  message.noMDEntries.begin(message, BEFORE.length);
  for (const { securityId, type, price, lots } of BEFORE) {
    message.noMDEntries.next();
    Object.assign(message.noMDEntries, { securityID: securityId, mdEntryPx: price, mdEntrySize: lots });
    Object.assign(message.noMDEntries, {
      mdPriceLevel: 1,
      mdUpdateAction: 0,
      mdEntryType: type.charCodeAt(0),
    });
  }
  takeOne(books, message);
}

function standByOrder(books: MdpBooks): void {
  const message = new mdp.MDIncrementalRefreshOrderBook47();
  message.encode(Buffer.alloc(512), 0);
  message.noMDEntries.begin(message, BEFORE.length);
  for (const { id, securityId, type, price, lots } of BEFORE) {
    message.noMDEntries.next();
    Object.assign(message.noMDEntries, { orderID: id, securityID: securityId, mdEntryPx: price });
    Object.assign(message.noMDEntries, {
      mdDisplayQty: lots,
      mdUpdateAction: 0,
      mdEntryType: type.charCodeAt(0),
    });
  }
  takeOne(books, message);
}

const WANTED = ['0 offer 0 at 1523000', '0 offer 1 at 1525000', '1 bid 0 at 515000', '1 offer 0 at 522000'];

withCaptures(t, 'levels by their places, and orders that point to them', async (t) => {
  const payloads = payloadsOf(`${RECORDED}/MdIncrementalRefreshBook.pcap`);
  const perTick = Float64Array.from(PLACES.keys(), () => PER_TICK);
  const limits = { orders: 16, levels: 16 };
  for (const [make, stand] of [
    [(host: BooksHost) => new PriceBooks(PLACES.size, perTick, host), standByPrice],
    [(host: BooksHost) => new OrderBooks(PLACES.size, limits, perTick, host), standByOrder],
  ] as const) {
    const host = new BooksHost(PLACES);
    const books = make(host);
    for (const place of PLACES.values()) books.define(place, 10);
    stand(books);
    host.heard();
    take(books, payloads);
    t.same(host.heard().sort(), [...WANTED].sort());
    take(books, payloads);
    t.ok(
      host.heard().some((text) => text.endsWith('out_of_range')),
      'the same once more does not fit',
    );
  }
});

withCaptures(t, 'events end with the message that says so, also in one without entries', async (t) => {
  const ends: [template: number, isEnd: boolean][] = [];
  const eventEnd = new EventEnd();
  for (const bytes of payloadsOf(`${RECORDED}/MdIncrementalRefreshVolume.pcap`)) {
    const packet = new Mdp3Packet();
    packet.read(bytes, 0, bytes.length);
    while (packet.next()) {
      const template = bytes.readUInt16LE(packet.messageStart + 2);
      const bits = eventEnd.of(template, bytes, packet.messageStart, packet.messageEnd);
      ends.push([template, (bits & END_OF_EVENT) !== 0]);
    }
  }
  t.same(
    ends.map(([template, isEnd]) => `${template}${isEnd ? ' ends' : ''}`),
    ['37', '46', '46 ends', '48', '37', '46', '46 ends'],
  );
  t.equal(Template.Book, 46);
});
