/**
 * The day's reports after a logon, where a venue numbers its messages for the day and sends again what one has missed, so that what became of an order is
 * in there; a process that begins asks for the whole day. Orders may go out when the answer to a TestRequest shows that all of it
 * has come. Of an order that has been replaced more than once only the last terms count: they are kept until it is asked for.
 */
import type { FixMessage } from '../../protocol/fix/codec/message.js';
import type { VenueInstrument } from '../kit/instrument.js';
import { listAsConfigured } from '../kit/orders/assumed-listings.js';
import type { ChildOrder } from '../kit/orders/child-order.js';
import type { FormEvents } from '../kit/orders/order-form.js';
import type { FixSender } from './fix-form.js';
import type { Readiness, ReplayedTerms } from './fix-venue.js';
import { textIn } from './report-reader.js';
import { T } from './tags.js';

export class DayReplay implements Readiness {
  isPassed = false;
  private readonly terms = new Map<string, ReplayedTerms>();
  private asked = 0;
  private awaited = '';

  constructor(
    private readonly sender: FixSender,
    private readonly desk: FormEvents,
    private readonly instruments: readonly VenueInstrument[],
  ) {}

  again(): void {
    this.isPassed = false;
    this.awaited = '';
    this.terms.clear();
  }

  tick(): number {
    if (this.isPassed || this.awaited !== '') return 0;
    this.awaited = `READY${++this.asked}`;
    this.sender.testRequest(this.awaited);
    return 1;
  }

  heartbeat(message: FixMessage): void {
    if (this.isPassed || textIn(message, T.TestReqID) !== this.awaited) return;
    this.isPassed = true;
    listAsConfigured(this.desk, this.instruments);
  }

  replayed(order: ChildOrder, terms: ReplayedTerms): boolean {
    if (!this.isPassed) this.terms.set(order.clientId, terms);
    return !this.isPassed;
  }

  /** The last that was said of it while it was not known; then forgotten. */
  takeTerms({ clientId }: ChildOrder): ReplayedTerms | undefined {
    const terms = this.terms.get(clientId);
    this.terms.delete(clientId);
    return terms;
  }
}
