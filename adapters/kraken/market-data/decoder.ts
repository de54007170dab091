/**
 * Messages of Kraken's public WebSocket feed (version 1), its book channel. Only replays read it: no orders go to Kraken. An update
 * carries a checksum over the ten best levels of each side, which is the strongest proof there is of a book.
 *
 * ```
 *  {"event":"subscriptionStatus","channelID":992,"pair":"XMR/USD","status":"subscribed","subscription":{"depth":1000,"name":"book"}}
 *  [992,{"as":[["price","volume","time"],…],"bs":[…]},"book-1000","XMR/USD"]
 *  [992,{"a":[…]},{"b":[…],"c":"2583817756"},"book-1000","XMR/USD"]
 * ```
 */
import { Side } from '../../../protocol/codes/enums.js';
import type { BookUpdate } from '../../kit/book/book-update.js';
import type { VenueInstrument } from '../../kit/instrument.js';
import { JsonCursor } from '../../kit/json/cursor.js';
import { Fault } from '../../kit/json/fault.js';
import { Names, NO_NAME } from '../../kit/json/names.js';

export const enum Message {
  Other = 0,
  /** `update`: all levels. */
  Snapshot = 1,
  /** `update`: changed levels, and `checksum`. */
  Update = 2,
  Subscribed = 3,
  /** See `fault`. */
  Malformed = 4,
}

const FIELDS = ['as', 'bs', 'a', 'b', 'c', 'event', 'channelID', 'pair'];
const enum F {
  as,
  bs,
  a,
  b,
  c,
  event,
  channelID,
  pair,
  Count,
}
const NAMES = new Names(FIELDS);
const EVENTS = new Names(['subscriptionStatus']);
const OPEN_ARRAY = 0x5b;
const OPEN_OBJECT = 0x7b;
const NOWHERE = -1;
export const NO_CHECKSUM = -1;

export class KrakenDecoder {
  fault: Fault = Fault.None;
  instrument = NO_NAME;
  /** NO_CHECKSUM: the message has none. */
  checksum = NO_CHECKSUM;
  private readonly json = new JsonCursor();
  private readonly pairs: Names;
  /** Channel number to instrument. */
  private readonly channels = new Map<number, number>();
  private isSnapshot = false;

  constructor(
    private readonly instruments: readonly VenueInstrument[],
    readonly update: BookUpdate,
  ) {
    this.pairs = new Names(instruments.map(({ symbol }) => symbol));
  }

  message(bytes: Uint8Array, start: number, end: number): Message {
    const { json } = this;
    this.update.clear();
    this.instrument = NO_NAME;
    this.checksum = NO_CHECKSUM;
    this.isSnapshot = false;
    json.open(bytes, start, end);
    const kind = json.peek() === OPEN_ARRAY ? this.data() : this.event();
    this.fault = json.close();
    return this.fault === Fault.None ? kind : Message.Malformed;
  }

  private data(): Message {
    const { json } = this;
    if (!json.array() || !json.nextItem()) return Message.Malformed;
    const instrument = this.channels.get(json.uint());
    let parts = 0;
    while (json.nextItem())
      if (instrument !== undefined && json.peek() === OPEN_OBJECT) {
        this.instrument = this.update.instrument = instrument;
        this.part();
        parts++;
      } else json.skip();
    if (parts === 0) return Message.Other;
    return this.isSnapshot ? Message.Snapshot : Message.Update;
  }

  private part(): void {
    const { json } = this;
    json.object();
    while (json.nextField(NAMES)) {
      const { field } = json;
      if (field === F.as || field === F.bs) this.isSnapshot = true;
      if (field === F.b || field === F.bs) this.levels(Side.Buy);
      else if (field === F.a || field === F.as) this.levels(Side.Sell);
      else if (field === F.c) this.checksum = json.uint();
      else json.skip();
    }
  }

  private levels(side: Side): void {
    const { json, update } = this;
    const { price, qty } = this.instruments[this.instrument];
    if (!json.array()) return;
    while (json.nextItem()) {
      if (!json.array() || !json.nextItem()) return json.fail(Fault.WrongType);
      const ticks = json.reach(price);
      if (!json.nextItem()) return json.fail(Fault.MissingField);
      const lots = json.reach(qty);
      while (json.nextItem()) json.skip();
      if (lots < 0) json.fail(Fault.OutOfRange);
      if (json.fault !== Fault.None) return;
      if (!update.push(side, ticks, lots)) return json.fail(Fault.TooMany);
    }
  }

  private event(): Message {
    const { json } = this;
    let [kind, channel, pair] = [NO_NAME, NOWHERE, NO_NAME];
    if (json.object())
      while (json.nextField(NAMES)) {
        if (json.field === F.event) kind = this.name(EVENTS);
        else if (json.field === F.channelID) channel = json.uint();
        else if (json.field === F.pair) pair = this.name(this.pairs);
        else json.skip();
      }
    if (json.fault !== Fault.None || kind === NO_NAME || channel < 0 || pair < 0) return Message.Other;
    this.channels.set(channel, pair);
    return Message.Subscribed;
  }

  private name(names: Names): number {
    const { json } = this;
    return json.text() ? names.find(json.bytes, json.textStart, json.textEnd) : NO_NAME;
  }
}
