/**
 * A session of Binary EntryPoint: its numbers and messages of the day, who is connected, what is cancelled when nobody is any more. What happens while nobody is connected waits to be
 * asked for.
 */
import { B3Dialect } from '../../../../protocol/fixp/b3.js';
import { FixpServer, FixpServerState } from '../../../../protocol/fixp/server.js';
import { NO_LINK } from '../../../../protocol/link.js';
import { CancelOnDisconnectTypeValue } from '../../../../protocol/messages/generated/entrypoint.js';
import type { SbeMessage } from '../../../../protocol/views/sbe-message.js';
import type { FixpSession } from '../../fixp/session.js';
import type { Job } from '../../kit/agenda.js';
import type { Order } from '../../market/order.js';
import type { BinaryOptions } from '../options.js';
import type { B3Venue, ExecType, Report } from '../venue.js';
import { fillReport, messageOf } from './reports.js';

const BY_DISCONNECT = 100;
const BY_TERMINATE = 101;
const ON_DISCONNECT = [
  CancelOnDisconnectTypeValue.CANCEL_ON_DISCONNECT_ONLY,
  CancelOnDisconnectTypeValue.CANCEL_ON_DISCONNECT_OR_TERMINATE,
];
const ON_TERMINATE = [
  CancelOnDisconnectTypeValue.CANCEL_ON_TERMINATE_ONLY,
  CancelOnDisconnectTypeValue.CANCEL_ON_DISCONNECT_OR_TERMINATE,
];
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

export class BinaryLine {
  readonly name: string;
  readonly state = new FixpServerState();
  readonly dialect: B3Dialect;
  private session: FixpSession | undefined;
  /** Writes down what is said while nobody is connected. */
  private readonly absent: FixpServer;
  private cancelType = 0;
  private windowMs = 0;
  private pending: Job | undefined;

  constructor(
    readonly options: BinaryOptions,
    private readonly venue: B3Venue,
  ) {
    this.name = String(options.sessionId);
    this.dialect = new B3Dialect({
      sessionId: options.sessionId,
      enteringFirm: Number(options.firm),
      accessKey: options.accessKey,
      clientIp: '',
      clientAppName: '',
      clientAppVersion: '',
      cancelOnDisconnect: CancelOnDisconnectTypeValue.DO_NOT_CANCEL_ON_DISCONNECT_OR_TERMINATE,
      cancelWindowMs: 0,
    });
    const nobody = { onMessage: () => {} };
    this.absent = new FixpServer(this.dialect, this.state, NO_LINK, nobody, venue.agenda.nowMs);
    venue.listen(this.name, (report) => this.report(report));
  }

  joined(session: FixpSession, cancelType: number, windowMs: number): void {
    this.session = session;
    this.cancelType = cancelType;
    this.windowMs = windowMs;
    this.pending?.cancel();
  }

  left(isTerminated: boolean): void {
    this.session = undefined;
    if (!(isTerminated ? ON_TERMINATE : ON_DISCONNECT).includes(this.cancelType)) return;
    const reason = isTerminated ? BY_TERMINATE : BY_DISCONNECT;
    this.pending = this.venue.agenda.after(this.windowMs, () => this.cancelAll(reason));
  }

  openOrders(): readonly Order[] {
    return this.venue.market.open(this.options.firm).filter(({ session }) => session === this.name);
  }

  private cancelAll(reason: number): void {
    for (const order of this.openOrders()) this.venue.cancel(order, 'disconnect', reason);
  }

  /** @param fill sets what the message says, when it goes @param kind for faults */
  say<T extends SbeMessage>(message: T, kind: string, clientId: string, fill: (message: T) => void): void {
    const send = (server: FixpServer) => {
      fill(server.begin(message));
      server.send(message, this.venue.agenda.nowMs);
    };
    if (this.session) this.session.say(kind, clientId, send);
    else send(this.absent);
  }

  endService(): void {
    this.session?.terminate();
  }

  /** What was negotiated holds no more. */
  newDay(): void {
    this.endService();
    this.state.isNegotiated = false;
  }

  private report(report: Report): void {
    const message = messageOf(report);
    const instrument = this.venue.instruments.get(report.order.symbol)!;
    if (message)
      this.say(message, KINDS[report.execType], report.order.clientId, () =>
        fillReport(message, report, instrument),
      );
  }
}
