/**
 * The lines that clients log on with: their numbers of the day, who is connected, what is cancelled when nobody is any more. Reports of a line that is not
 * connected take their numbers all the same, and wait to be asked for.
 */

import { keep, newSequence, type Sequence } from '../fix/peer.js';
import type { Agenda, Job } from '../kit/agenda.js';
import type { B3Session } from './fix-session.js';
import type { LineOptions } from './options.js';
import { reportFields } from './order-fields.js';
import type { B3Venue, ExecType, Report } from './venue.js';

const ON_DISCONNECT = [1, 3];
const ON_LOGOUT = [2, 3];
const BY_DISCONNECT = 100;
const BY_LOGOUT = 101;
const KINDS: Readonly<Record<ExecType, string>> = {
  '0': 'ack',
  '4': 'cancelled',
  '5': 'replaced',
  C: 'expired',
  D: 'restated',
  F: 'fill',
  G: 'corrected',
  H: 'busted',
};

export class Line {
  sequence: Sequence = newSequence();
  private session: B3Session | undefined;
  private cancelType = 0;
  private windowMs = 0;
  private pending: Job | undefined;

  constructor(
    readonly options: LineOptions,
    private readonly venue: B3Venue,
    private readonly agenda: Agenda,
  ) {
    venue.listen(options.compId, (report) => this.report(report));
  }

  get isConnected(): boolean {
    return this.session !== undefined;
  }

  reset(): void {
    this.sequence = newSequence();
  }

  joined(session: B3Session, cancelType: number, windowMs: number): void {
    this.session = session;
    this.cancelType = cancelType;
    this.windowMs = windowMs;
    this.pending?.cancel();
  }

  left(isClean: boolean): void {
    this.session = undefined;
    if (!(isClean ? ON_LOGOUT : ON_DISCONNECT).includes(this.cancelType)) return;
    const reason = isClean ? BY_LOGOUT : BY_DISCONNECT;
    this.pending = this.agenda.after(this.windowMs, () => this.cancelAll(reason));
  }

  endService(text: string): void {
    this.session?.goodbye(text);
  }

  private cancelAll(reason: number): void {
    for (const order of this.venue.market.open(this.options.firm))
      if (order.session === this.options.compId) this.venue.cancel(order, 'disconnect', reason);
  }

  private report(report: Report): void {
    const instrument = this.venue.instruments.get(report.order.symbol)!;
    const body = reportFields(report, instrument, this.venue.options);
    if (this.session) return this.session.send('8', body, KINDS[report.execType], report.order.clientId);
    keep(this.sequence, this.sequence.nextOut++, '8', body, report.timeMs);
  }
}

export class Lines {
  private readonly byCompId: ReadonlyMap<string, Line>;

  constructor(venue: B3Venue) {
    this.byCompId = new Map(
      venue.options.lines.map((options) => [options.compId, new Line(options, venue, venue.agenda)]),
    );
  }

  /** @returns the line, or why it cannot be had */
  enter(compId: string, password: string): Line | string {
    const line = this.byCompId.get(compId);
    if (line === undefined || line.options.password !== password) return 'Invalid credentials';
    return line.isConnected ? 'Session is already connected' : line;
  }

  all(): Iterable<Line> {
    return this.byCompId.values();
  }
}
