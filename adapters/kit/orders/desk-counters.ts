/** What a person wants to know of the orders at one venue. */
export class DeskCounters {
  /** Orders, replaces and cancels that left; and the orders among them. */
  requests = 0;
  /** Mass cancels among them, one for many orders. */
  massCancels = 0;
  orders = 0;
  /** Orders that the venue refused; replaces and cancels that it refused. */
  rejects = 0;
  requestRejects = 0;
  /** What the core was told of orders, executions left out. */
  reports = 0;
  /** Times that it has come up. */
  ups = 0;
  fills = 0;
  /** Executions of orders that were over, counted for their accounts all the same. */
  lateFills = 0;
  /** Executions of more than an order had. */
  overfills = 0;
  /** Executions that the venue has taken back or corrected. */
  changedTrades = 0;
  queries = 0;
  /** Outcomes that were unknown for a while. */
  unknown = 0;
  /** Reports that came twice. */
  duplicates = 0;
  /** Executions that were missing in between. */
  gaps = 0;
  /** Reports that the core did not take. */
  refused = 0;
  /** Times that the adapter has failed and begun anew. */
  failures = 0;
  /** Reports of orders that are not ours, and those by which the venue closed our position. */
  foreign = 0;
  closeOuts = 0;
}
