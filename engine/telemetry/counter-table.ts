/**
 * Every counter and gauge of the engine, a block per agent, each with the help text that `/metrics` shows. A block has
 * one writer: the thread that runs the agent. Order here is the order in memory; nothing else depends on it.
 */

export interface Metric {
  readonly kind: 'counter' | 'gauge';
  readonly help: string;
}

const counter = (help: string): Metric => ({ kind: 'counter', help });
const gauge = (help: string): Metric => ({ kind: 'gauge', help });

export const COUNTER_TABLE = {
  core: {
    commands: counter('Commands sequenced'),
    rejects: counter('Commands refused, whatever the reason'),
    trades: counter('Executions'),
    events: counter('Records written to the event ring, echoes included'),
    ring_full: counter('Turns cut short because a gating reader was a full event ring behind'),
    lanes_closed: counter('Lanes closed because of a record that their producer may not write'),
    open_orders: gauge('Orders open in the books'),
    sequence: gauge('Sequence number of the last command'),
    gc_collections: counter('Garbage collections on the core thread'),
  },
  refusal: {
    commands: counter('Commands refused for this reason'),
  },
  journal: {
    records: counter('Records appended'),
    bytes: counter('Bytes written'),
    batches: counter('Batches committed'),
    syncs: counter('Syncs that returned'),
    segments: counter('Segments opened'),
    lag_records: gauge('Event ring records that are not yet on disk'),
    sequence: gauge('Sequence number of the last command on disk'),
  },
  gateway: {
    connections: counter('WebSocket connections accepted'),
    connections_open: gauge('WebSocket connections open'),
    sessions_open: gauge('Sessions logged on'),
    frames_in: counter('Frames received'),
    messages_in: counter('Messages received'),
    messages_out: counter('Messages sent'),
    bytes_in: counter('Bytes received'),
    bytes_out: counter('Bytes sent'),
    protocol_errors: counter('ProtocolError messages sent'),
    logon_rejects: counter('Logons refused'),
    overloaded: counter('Orders refused because the lane was full'),
    slow_clients: counter('Connections closed because they read too slowly'),
    conflated: counter('Market data updates folded into a later one for a slow reader'),
    gap_requests: counter('Requests to give missing market data again'),
  },
  fix: {
    sessions_open: gauge('FIX sessions logged on'),
    messages_in: counter('Business messages received'),
    messages_out: counter('Business messages sent, or kept for clients that are not there'),
    logon_rejects: counter('Logons refused'),
    overloaded: counter('Messages refused because the lane was full'),
    slow_clients: counter('Connections closed because they read too slowly'),
  },
  feed: {
    records: counter('Event ring records read'),
    market_data: counter('Market data records written to strategy rings'),
    order_events: counter('Order events written to strategy rings'),
    lost: counter('Market data records that a strategy ring had no room for'),
    hung: counter('Strategies whose ring had no room for an order event'),
  },
  strategy: {
    running: gauge('1 while the strategy runs, 0 while it is stopped, backing off or given up on'),
    starts: counter('Starts of the strategy, the first one included'),
    failures: counter('Starts that ended in an error, a hang or a memory limit'),
    given_up: gauge('1 when the strategy has failed too often and is not started again'),
    orders: counter('Order commands that the strategy sent'),
  },
  fanout: {
    connected: gauge('1 while Redis is connected'),
    reconnects: counter('Connections made again after one was lost'),
    failures: counter('Connections that ended or could not be made'),
    rewinds: counter(
      'Times the streams lacked entries that they had, and were made whole out of the journal',
    ),
    published: counter('Messages published over Pub/Sub'),
    appended: counter('Entries appended to streams'),
    repeated: counter('Stream entries that Redis had already and refused'),
    lapped: counter('Times the event ring lapped the reader'),
    caught_up: counter('Records read from the journal instead of the ring'),
    sequence: gauge('Sequence number of the last command published'),
  },
  venue: {
    state: gauge('Orders to the venue: 0 cannot go out, 1 wait for what is unknown, 2 go out'),
    connects: counter('Times that orders could go out again'),
    orders: counter('Orders sent'),
    requests: counter('Orders, replaces and cancels sent'),
    mass_cancels: counter('Mass cancels among them, one for many orders'),
    reports: counter('Reports of orders told to the core, executions left out'),
    executions: counter('Executions of open orders'),
    late_executions: counter('Executions of orders that were over'),
    rejects: counter('Orders that the venue refused'),
    request_rejects: counter('Replaces and cancels that the venue refused'),
    unknown: counter('Orders whose outcome was unknown for a while'),
    queries: counter('Orders that the venue was asked for'),
    duplicates: counter('Reports that came twice'),
    missed_executions: counter('Executions that were missing before a later one'),
    foreign: counter('Reports of orders that are not ours'),
    close_outs: counter('Executions by which the venue itself closed our position'),
    refused_reports: counter('Reports that the core did not take'),
    failures: counter('Times that the adapter failed and began anew'),
    open_orders: gauge('Orders at the venue, or on their way there'),
    unknown_orders: gauge('Orders whose outcome is unknown now'),
    listings_halted: gauge('Instruments listed there that the venue takes no orders for'),
    market_connects: counter('Connections for market data that were open'),
    market_messages: counter('Messages of market data'),
    market_refused: counter('Messages of market data that were refused'),
    book_gaps: counter('Times that an update of a book was missing'),
    book_snapshots: counter('Snapshots of books that came'),
    book_snapshots_useless: counter('Snapshots that were too old, or wrong'),
    books_live: gauge('Books that may be traded on'),
  },
  clock: {
    ticks: counter('Time commands sent'),
  },
} as const satisfies Record<string, Record<string, Metric>>;

export type CounterTable = typeof COUNTER_TABLE;
export type BlockName = keyof CounterTable;
export type CounterName<B extends BlockName> = keyof CounterTable[B] & string;

export const metricsOf = (block: BlockName): Readonly<Record<string, Metric>> => COUNTER_TABLE[block];
