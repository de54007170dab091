/** The FIX door's counters, each looked up once. One writer: the thread that runs the door. */
import { type Counter, type CounterMemory, Counters } from '../../telemetry/counters.js';

export class FixMeter {
  readonly sessionsOpen: Counter;
  readonly messagesIn: Counter;
  readonly messagesOut: Counter;
  readonly logonRejects: Counter;
  readonly overloaded: Counter;
  readonly slowClients: Counter;

  constructor(memory: CounterMemory<'fix'>) {
    const counters = new Counters(memory);
    this.sessionsOpen = counters.counter('sessions_open');
    this.messagesIn = counters.counter('messages_in');
    this.messagesOut = counters.counter('messages_out');
    this.logonRejects = counters.counter('logon_rejects');
    this.overloaded = counters.counter('overloaded');
    this.slowClients = counters.counter('slow_clients');
  }
}
