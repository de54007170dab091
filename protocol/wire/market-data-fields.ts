/** Level 1, level 3 and where the trades stand, as plain objects to be used again and again: see `fields.ts`. */
import { DOUBLE } from './fields.js';

/** What every message of a channel begins with. */
export class ChannelFields {
  instrument = 0;
  number = 0;
  sequence = DOUBLE;
  index = 0;
  seconds = DOUBLE;
  nanos = 0;
  outOfRange = false;
}

/** Quantity 0 = none. */
export class BookTopFields extends ChannelFields {
  bidPrice = DOUBLE;
  bidQuantity = DOUBLE;
  bidOrders = 0;
  askPrice = DOUBLE;
  askQuantity = DOUBLE;
  askOrders = 0;
  lastPrice = DOUBLE;
  lastQuantity = DOUBLE;
  snapshot = false;
  gap = false;
}

export class TradeSnapshotFields extends ChannelFields {
  price = DOUBLE;
  quantity = DOUBLE;
  gap = false;
}

/** What a trade is now, by the event that it was told with; quantity 0 = busted. */
export class TradeChangedFields extends ChannelFields {
  tradeSequence = DOUBLE;
  tradeIndex = 0;
  price = DOUBLE;
  quantity = DOUBLE;
}

/** Orders of one side in priority order. */
export class BookOrderList {
  count = 0;
  idLow = new Int32Array(0);
  idHigh = new Int32Array(0);
  price = new Float64Array(0);
  quantity = new Float64Array(0);

  constructor(capacity: number) {
    this.fit(capacity);
  }

  /** Makes room for so many, and forgets what was there when there was too little. */
  fit(capacity: number): void {
    if (capacity <= this.price.length) return;
    this.idLow = new Int32Array(capacity);
    this.idHigh = new Int32Array(capacity);
    this.price = new Float64Array(capacity);
    this.quantity = new Float64Array(capacity);
  }
}

/** OrderBookSnapshot: one page. */
export class OrderBookFields extends ChannelFields {
  readonly bids: BookOrderList;
  readonly asks: BookOrderList;
  gap = false;
  page = 0;
  complete = false;

  /** @param orders room on each side; the decoder makes more when it needs it */
  constructor(orders: number) {
    super();
    this.bids = new BookOrderList(orders);
    this.asks = new BookOrderList(orders);
  }
}

/** OrderBookIncrement. */
export class OrderChangesFields extends ChannelFields {
  complete = false;
  count = 0;
  idLow = new Int32Array(0);
  idHigh = new Int32Array(0);
  price = new Float64Array(0);
  quantity = new Float64Array(0);
  last = new Float64Array(0);
  action = new Uint8Array(0);
  side = new Uint8Array(0);

  constructor(capacity: number) {
    super();
    this.fit(capacity);
  }

  get full(): boolean {
    return this.count === this.price.length;
  }

  /** Makes room for so many, and forgets what was there when there was too little. */
  fit(capacity: number): void {
    if (capacity <= this.price.length) return;
    this.idLow = new Int32Array(capacity);
    this.idHigh = new Int32Array(capacity);
    this.price = new Float64Array(capacity);
    this.quantity = new Float64Array(capacity);
    this.last = new Float64Array(capacity);
    this.action = new Uint8Array(capacity);
    this.side = new Uint8Array(capacity);
  }
}
