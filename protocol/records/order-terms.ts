/**
 * OrderTerms: what an order has beyond the words of NewOrder. In a lane it follows its NewOrder (flag `Extended`) in the
 * same batch; on the event ring it is event 1 of the group, and the image shows it behind its ImageOrder. The same words
 * everywhere, and in the core's table of terms (`engine/book/order-terms.ts`).
 *
 * bytes of the head: kind, `TriggerSource` (or venue), `Peg`, `Contingency`.
 */
export const enum Terms {
  Head = 0,
  /** Event index, as in every event; 0 in a lane. */
  Index = 1,
  /** Stop: the trigger price. Trailing stop: 0, it follows from the last trade. */
  TriggerTicks = 2,
  /** Trailing stop: distance from the best last trade. Pegged: distance from the reference, away from the market. */
  OffsetTicks = 3,
  /** GoodTillDate: ends when core time reaches it. Seconds since 1970, unsigned. */
  ExpireSeconds = 4,
  /** Market: takes at most this far beyond the best opposite price at entry; 0 = no bound. */
  ProtectionTicks = 5,
  /** Client order id of the order it is linked to (same account); 0 = `Linked` slot and generation say it. */
  LinkedClientIdLow = 8,
  LinkedClientIdHigh = 9,
  /** `Route`: where it is executed. */
  Route = 12,
}
export const enum TermsDouble {
  /** Iceberg: shown at a time; 0 = all of it. */
  DisplayLots = 3,
  /** Less than this available at entry: nothing is taken. 0 = no minimum. */
  MinQtyLots = 5,
}
