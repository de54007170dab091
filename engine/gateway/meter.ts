/** The gateway's counters, each looked up once. One writer: the gateway's thread. */
import { type Counter, type CounterMemory, Counters } from '../telemetry/counters.js';

export class GatewayMeter {
  readonly connections: Counter;
  readonly connectionsOpen: Counter;
  readonly sessionsOpen: Counter;
  readonly framesIn: Counter;
  readonly messagesIn: Counter;
  readonly messagesOut: Counter;
  readonly bytesIn: Counter;
  readonly bytesOut: Counter;
  readonly protocolErrors: Counter;
  readonly logonRejects: Counter;
  readonly overloaded: Counter;
  readonly slowClients: Counter;
  readonly conflated: Counter;
  readonly gapRequests: Counter;

  constructor(memory: CounterMemory<'gateway'>) {
    const counters = new Counters(memory);
    this.connections = counters.counter('connections');
    this.connectionsOpen = counters.counter('connections_open');
    this.sessionsOpen = counters.counter('sessions_open');
    this.framesIn = counters.counter('frames_in');
    this.messagesIn = counters.counter('messages_in');
    this.messagesOut = counters.counter('messages_out');
    this.bytesIn = counters.counter('bytes_in');
    this.bytesOut = counters.counter('bytes_out');
    this.protocolErrors = counters.counter('protocol_errors');
    this.logonRejects = counters.counter('logon_rejects');
    this.overloaded = counters.counter('overloaded');
    this.slowClients = counters.counter('slow_clients');
    this.conflated = counters.counter('conflated');
    this.gapRequests = counters.counter('gap_requests');
  }
}
