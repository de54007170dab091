/**
 * Messages of the hot paths as plain objects, filled by `FrameDecoder` and read by the encoders: make one and use it
 * again for every message. All are numbers and flags, so nothing is allocated.
 *
 * Prices and quantities are in units of the instrument's fixed point. Ids and sequences that are uint64 on the wire
 * are two words, or one number where they stay below 2^53. `outOfRange`: a field was beyond 2^53 and reads 0.
 */

/**
 * Zero for members that grow beyond 31 bits. Written as a double, it makes V8 keep the member as one from the start;
 * one that begins as a small integer changes its object's shape later, and some code would box every value.
 */
export const DOUBLE = -0;

/**
 * What a NewOrder may have beyond the fields of most orders; 0 = not. Prices, distances between prices and quantities are
 * in units of the instrument's fixed point.
 */
export class TermsFields {
  triggerPrice = DOUBLE;
  triggerSource = 0;
  triggerVenue = 0;
  trailingOffset = DOUBLE;
  displayQuantity = DOUBLE;
  minimumQuantity = DOUBLE;
  readonly expires = { seconds: DOUBLE, nanos: 0 };
  protection = DOUBLE;
  peg = 0;
  pegOffset = DOUBLE;
  contingency = 0;
  linkedIdLow = 0;
  linkedIdHigh = 0;
  selfTradePrevention = 0;
  preventWithinFirm = false;
  reduceOnly = false;
  /** `Route` */
  route = 0;
}

export class NewOrderFields {
  clientIdLow = 0;
  clientIdHigh = 0;
  account = 0;
  instrument = 0;
  side = 0;
  ordType = 0;
  timeInForce = 0;
  postOnly = false;
  price = DOUBLE;
  quantity = DOUBLE;
  outOfRange = false;
  /** `terms` are this order's. Else what stands there means nothing, and is neither read nor written. */
  extended = false;
  readonly terms = new TermsFields();
}

/** ReplaceOrder, and CancelOrder without price and quantity. The order is named by its id, or where that is 0 by client id. */
export class OrderRequestFields {
  /** Order slot. */
  orderIdLow = 0;
  /** Order generation. */
  orderIdHigh = 0;
  clientIdLow = 0;
  clientIdHigh = 0;
  account = 0;
  instrument = 0;
  price = DOUBLE;
  quantity = DOUBLE;
  outOfRange = false;
}

export class MassCancelFields {
  account = 0;
  instrument = 0;
  side = 0;
  ownSession = true;
}

/** All execution reports: the order's state, and what some of the types add. */
export class ReportFields {
  sequence = DOUBLE;
  index = 0;
  seconds = DOUBLE;
  nanos = 0;
  orderIdLow = 0;
  orderIdHigh = 0;
  clientIdLow = 0;
  clientIdHigh = 0;
  price = DOUBLE;
  total = DOUBLE;
  executed = DOUBLE;
  open = DOUBLE;
  last = DOUBLE;
  instrument = 0;
  account = 0;
  side = 0;
  ordType = 0;
  timeInForce = 0;
  /** 0 where the type has none. */
  messageNumber = 0;
  reason = 0;
  /** OrderExecuted. */
  lastPrice = DOUBLE;
  liquidity = 0;
  executionSequence = DOUBLE;
  executionIndex = 0;
  /** ChildReport. */
  parentIdLow = 0;
  parentIdHigh = 0;
  route = 0;
  status = 0;
  outOfRange = false;
}

export class MassCancelReportFields {
  sequence = DOUBLE;
  index = 0;
  seconds = DOUBLE;
  nanos = 0;
  messageNumber = 0;
  cancelled = 0;
  reason = 0;
}

export class TradeFields {
  instrument = 0;
  number = 0;
  sequence = DOUBLE;
  index = 0;
  seconds = DOUBLE;
  nanos = 0;
  price = DOUBLE;
  quantity = DOUBLE;
  aggressor = 0;
  outOfRange = false;
}

/** One side of a BookSnapshot or BookIncrement, best first. */
export class LevelList {
  count = 0;
  readonly price: Float64Array;
  readonly quantity: Float64Array;
  readonly orders: Int32Array;

  constructor(readonly capacity: number) {
    this.price = new Float64Array(capacity);
    this.quantity = new Float64Array(capacity);
    this.orders = new Int32Array(capacity);
  }
}

/** BookSnapshot and BookIncrement. Lists longer than their capacity are cut by the decoder. */
export class BookFields {
  instrument = 0;
  number = 0;
  sequence = DOUBLE;
  index = 0;
  seconds = DOUBLE;
  nanos = 0;
  gap = false;
  outOfRange = false;
  readonly bids: LevelList;
  readonly asks: LevelList;

  /** @param levels capacity of each side */
  constructor(levels: number) {
    this.bids = new LevelList(levels);
    this.asks = new LevelList(levels);
  }
}
