/** One FIX order entry session: Coinbase's rules of the session layer. What its requests do stands in `fix-desk.ts`. */
import type { FixMessage } from '../../../protocol/fix/codec/message.js';
import { SessionReject, sessionRejectText } from '../../../protocol/fix/dictionary/reject-reasons.js';
import { Validator } from '../../../protocol/fix/dictionary/validator.js';
import { fields } from '../fix/fields.js';
import { FixPeer, newSequence, type Sequence } from '../fix/peer.js';
import { Limiter, limitOf } from '../kit/limiter.js';
import type { Wire } from '../kit/outlet.js';
import { FixDesk } from './fix-desk.js';
import { KINDS, reportFields } from './fix-fields.js';
import { type LogonTerms, logonTerms } from './fix-logon.js';
import { COINBASE_FIX } from './fix-tables.js';
import type { CoinbaseVenue, Report } from './venue.js';

const RESUME_WITHIN_MS = 86_400_000;
const MAX_RESEND = 1_000;
const RESEND_NO_OLDER_MS = 3_600_000;

/** What outlives connections: who is logged on with which key, and the numbers that may be gone on with. */
export class KeyRing {
  readonly inUse = new Map<string, CoinbaseFixSession>();
  readonly sequences = new Map<string, { readonly sequence: Sequence; leftMs: number }>();
  readonly logons = new Map<string, Limiter>();
}

export class CoinbaseFixSession extends FixPeer {
  private readonly validator = new Validator(COINBASE_FIX);
  private readonly requests: Limiter;
  private readonly messages: Limiter;
  private readonly desk: FixDesk;
  private terms!: LogonTerms;
  private stopListening = (): void => {};

  constructor(
    wire: Wire<Buffer>,
    private readonly venue: CoinbaseVenue,
    private readonly ring: KeyRing,
  ) {
    super(wire, venue.agenda, venue.faults, {
      beginString: 'FIXT.1.1',
      ourId: 'Coinbase',
      timeDigits: 3,
      testAfter: 1.5,
      deadAfter: 2,
    });
    const { requestsPerSecond, messagesPerSecond } = venue.options;
    this.requests = new Limiter(limitOf('REQUESTS', 1, 'SECOND', requestsPerSecond), venue.agenda);
    this.messages = new Limiter(limitOf('MESSAGES', 1, 'SECOND', messagesPerSecond), venue.agenda);
    this.desk = new FixDesk(venue, this);
  }

  get profile(): string {
    return this.terms.key.profile;
  }

  /** The weekly logout, a deployment: from the venue's side. */
  endService(text: string): void {
    if (this.isLoggedOn) this.goodbye(text);
  }

  protected override onLogon(message: FixMessage): void {
    if (this.isLoggedOn) return this.goodbye('Logon while logged on');
    this.theirId = message.text(message.find(49));
    const terms = logonTerms(message, this.venue);
    const refusal = typeof terms === 'string' ? terms : this.occupied(terms);
    if (refusal !== undefined) {
      this.send('5', [[58, refusal]]);
      return this.outlet.close();
    }
    this.begin(terms as LogonTerms);
  }

  protected override onWrongNumber(message: FixMessage, seq: number): void {
    const { nextIn } = this.sequence;
    if (seq < nextIn && message.isYes(message.find(43))) return;
    this.goodbye(`MsgSeqNum too ${seq < nextIn ? 'low' : 'high'}, expecting ${nextIn} but received ${seq}`);
  }

  protected override isValid(message: FixMessage): boolean {
    if (!this.messages.take()) {
      this.goodbye('Message rate exceeded');
      return false;
    }
    const reason = this.validator.validate(message);
    if (reason === SessionReject.None) return true;
    this.reject(message, reason, this.validator.refTag);
    return false;
  }

  protected override onApplication(message: FixMessage): void {
    if (!this.requests.take()) return this.desk.refuseBusiness(message, 1, 'Rate limit exceeded');
    this.venue.outbox.run(() => this.desk.request(message));
  }

  /** At most a thousand, one request at a time; old and admin messages become gap fills. */
  protected override onResendRequest(message: FixMessage): void {
    const from = message.uint(message.find(7));
    const to = Math.min(
      message.uint(message.find(16)) || this.sequence.nextOut - 1,
      this.sequence.nextOut - 1,
    );
    if (to - from + 1 > MAX_RESEND) return this.reject(message, SessionReject.ValueIncorrect, 16);
    for (let seq = from; seq <= to; seq++) this.again(seq);
  }

  protected override onEnded(): void {
    this.stopListening();
    this.ring.inUse.delete(this.theirId);
    this.ring.sequences.set(this.theirId, { sequence: this.sequence, leftMs: this.agenda.nowMs });
    this.cancelOrders();
  }

  private begin(terms: LogonTerms): void {
    this.terms = terms;
    this.ring.inUse.set(this.theirId, this);
    const kept = this.ring.sequences.get(this.theirId);
    const canResume =
      terms.resumes && kept !== undefined && this.agenda.nowMs - kept.leftMs < RESUME_WITHIN_MS;
    this.loggedOn(this.theirId, terms.heartBtInt);
    this.sequence = newSequence();
    this.sequence.nextIn = 2;
    const reset = terms.resumes ? 'N' : 'Y';
    this.send('A', fields([98, 0], [108, terms.heartBtInt], [141, reset], [1137, 9]));
    if (canResume) this.goOn(kept.sequence);
    this.stopListening = this.venue.listen((report) => this.report(report));
  }

  /** The numbers of before, told by a SequenceReset that has no PossDupFlag. */
  private goOn(sequence: Sequence): void {
    this.send('4', [
      [123, 'Y'],
      [36, sequence.nextOut],
    ]);
    this.sequence = { ...sequence, nextIn: 2 };
  }

  private again(seq: number): void {
    const sent = this.sequence.sent.get(seq);
    const isOld = sent === undefined || this.agenda.nowMs - sent.timeMs > RESEND_NO_OLDER_MS;
    if (isOld || /^[0-5A]$/.test(sent.type))
      this.resend(
        seq,
        '4',
        [
          [123, 'Y'],
          [36, seq + 1],
        ],
        this.agenda.nowMs,
      );
    else this.resend(seq, sent.type, sent.fields, sent.timeMs);
  }

  private occupied({ key }: LogonTerms): string | undefined {
    const logons =
      this.ring.logons.get(key.apiKey) ?? new Limiter(limitOf('LOGONS', 1, 'SECOND', 2), this.agenda);
    this.ring.logons.set(key.apiKey, logons);
    if (!logons.take()) return 'Too many logons';
    return this.ring.inUse.has(key.apiKey) ? 'API key is in use by another session' : undefined;
  }

  /** At once, unless it is a report's failure that ends the connection. */
  private cancelOrders(): void {
    const { cancels } = this.terms;
    if (cancels === 'none') return;
    if (this.venue.market.isBusy) this.agenda.after(0, () => this.pull(cancels));
    else this.pull(cancels);
  }

  private pull(cancels: 'session' | 'profile'): void {
    const { market } = this.venue;
    for (const order of market.open(this.profile))
      if (cancels === 'profile' || order.session === this.theirId) market.cancel(order, 'disconnect');
  }

  /** Each session has the reports of its own orders. */
  private report(report: Report): void {
    const { order } = report;
    if (order.session !== this.theirId || order.account !== this.profile) return;
    const product = this.venue.products.get(order.symbol)!;
    const body = reportFields(report, product, this.venue.options);
    this.send('8', [[83, report.rptSeq], ...body], KINDS[report.exec], order.clientId);
  }

  private reject(message: FixMessage, reason: SessionReject, tag: number): void {
    const body = fields(
      [45, message.text(message.find(34))],
      [371, tag < 1e6 ? tag : undefined],
      [372, message.text(2)],
      [373, reason],
      [58, sessionRejectText(reason)],
    );
    this.send('3', body, 'rejected', message.text(message.find(11)));
  }
}
