/** Every latency histogram of the engine with the help text that `/metrics` shows; there, all are in seconds. */
export const HISTOGRAM_TABLE = {
  core_command: 'One command inside the core, from taking it off its lane to its last event (sampled)',
  core_turn: 'One turn of the core over all its lanes in which there was work (sampled)',
  journal_write: 'Writing one batch, before its sync',
  journal_sync: 'One sync of the journal',
  gateway_order: 'From a numbered message of a client taken in to its report handed to the socket (sampled)',
  strategy_turn: 'One turn of a strategy in which it had events',
  venue_answer: 'From an order that leaves for a venue to the venue’s first word of it',
  fanout_append: 'One batch of stream entries, from sending it to the answer of Redis',
} as const;

export type HistogramName = keyof typeof HISTOGRAM_TABLE;
