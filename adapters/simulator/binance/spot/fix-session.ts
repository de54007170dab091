/** One FIX order entry session: Binance's rules of the session layer. What its requests do stands in `fix-desk.ts`. */
import type { FixMessage } from '../../../../protocol/fix/codec/message.js';
import { Msg } from '../../../../protocol/fix/codec/tags.js';
import { SessionReject } from '../../../../protocol/fix/dictionary/reject-reasons.js';
import { Validator } from '../../../../protocol/fix/dictionary/validator.js';
import { fields } from '../../fix/fields.js';
import { FixPeer } from '../../fix/peer.js';
import type { Job } from '../../kit/agenda.js';
import { Limiter } from '../../kit/limiter.js';
import type { Wire } from '../../kit/outlet.js';
import { Random } from '../../kit/random.js';
import type { ApiError } from '../api-error.js';
import { KIND_OF_EXEC, type Report } from '../report.js';
import { asApiError, SpotFixDesk } from './fix-desk.js';
import type { FixDoor } from './fix-door.js';
import { reportFields } from './fix-fields.js';
import { checkWindow, FixRefusal, type LogonTerms, logonTerms } from './fix-logon.js';
import { SPOT_FIX } from './fix-tables.js';
import type { SpotVenue } from './venue.js';

const NEWS_EVERY_MS = 10_000;
const LAST_WORDS = 'Your connection is about to be closed. Please reconnect.';
/** Every so many messages BodyLength has seven digits, as it does on the real wire. */
const PADS_EVERY = 5;

const SUPPORTED = new Set(['0', '1', '3', '5', 'A', 'D', 'F', 'XCN', 'XAK', 'q', 'XLQ']);

const TEXTS: Readonly<Record<number, readonly [code: number, text: string]>> = {
  [SessionReject.InvalidTag]: [-1169, 'Invalid tag number.'],
  [SessionReject.RequiredTagMissing]: [-1102, "Required tag '%s' missing."],
  [SessionReject.TagNotDefined]: [-1170, "Tag '%s' not defined for this message type."],
  [SessionReject.NoValue]: [-1105, "Parameter '%s' was empty."],
  [SessionReject.ValueIncorrect]: [-1130, "Data sent for parameter '%s' is not valid."],
  [SessionReject.IncorrectFormat]: [-1130, "Data sent for parameter '%s' is not valid."],
  [SessionReject.InvalidMsgType]: [-1020, 'This operation is not supported.'],
  [SessionReject.RepeatedTag]: [-1171, "Tag '%s' appears more than once."],
  [SessionReject.TagOutOfOrder]: [-1172, "Tag '%s' specified out of required order."],
  [SessionReject.GroupOutOfOrder]: [-1173, "Repeating group '%s' fields out of order."],
  [SessionReject.IncorrectGroupCount]: [-1188, "Incorrect NumInGroup count for repeating group '%s'."],
};

export class SpotFixSession extends FixPeer {
  private readonly validator = new Validator(SPOT_FIX);
  private readonly limiter: Limiter;
  private terms!: LogonTerms;
  private stopListening = (): void => {};
  private isAsking = false;
  private desk!: SpotFixDesk;
  private news: Job | undefined;

  constructor(
    wire: Wire<Buffer>,
    private readonly venue: SpotVenue,
    private readonly door: FixDoor,
  ) {
    super(wire, venue.agenda, venue.faults, {
      beginString: 'FIX.4.4',
      ourId: 'SPOT',
      timeDigits: 6,
      testAfter: 1,
      deadAfter: 2,
      demandsTestAnswer: true,
      padsBodyLength: (seq) => seq % PADS_EVERY === 0,
    });
    this.limiter = new Limiter(venue.options.fixMessages, venue.agenda);
  }

  /** A countdown every ten seconds, then the end. */
  announceEnd(seconds: number): void {
    const endMs = this.agenda.nowMs + seconds * 1_000;
    const tell = (): void => {
      const left = Math.round((endMs - this.agenda.nowMs) / 1_000);
      if (left <= 0) return this.endOfService();
      this.send('B', [[148, `You'll be disconnected in ${left} seconds. Please reconnect.`]]);
      this.news = this.agenda.after(Math.min(NEWS_EVERY_MS, left * 1_000), tell);
    };
    if (this.isLoggedOn) tell();
  }

  protected override onLogon(message: FixMessage): void {
    if (this.isLoggedOn)
      return this.reject(message, new FixRefusal(-1176, 'Logon<A> should only be sent once.', 99));
    this.theirId = message.text(message.find(49));
    try {
      this.terms = logonTerms(message, this.venue);
      this.door.enter(this.terms.account.name, this.terms.compId);
      this.begin(this.terms);
    } catch (error) {
      this.reject(message, asApiError(error));
      this.outlet.close();
    }
  }

  protected override onNotLogon(message: FixMessage): void {
    this.reject(message, new FixRefusal(-1180, 'Logon<A> must be the first message in the session.', 99));
    this.outlet.close();
  }

  /** A gap is no reason to ask again: it is refused, and the connection ends. */
  protected override onWrongNumber(message: FixMessage): void {
    const text = `MsgSeqNum(34) contains an unexpected value. Expected: '${this.sequence.nextIn}'.`;
    this.reject(message, new FixRefusal(-1179, text, 5, 34));
    this.goodbye(text);
  }

  protected override onGarbled(text: string): void {
    if (!this.isLoggedOn) return this.outlet.close();
    this.send('3', fields([58, text], [373, 99], [25016, -1177]));
  }

  protected override isValid(message: FixMessage): boolean {
    const isAnswer = message.type === Msg.Heartbeat && message.find(112) >= 0;
    if (!isAnswer && !this.limiter.take()) {
      const { limit, intervalNum, interval } = this.limiter.limit;
      const unit = interval[0].toLowerCase();
      this.goodbye(`Too many messages; current limit is '${limit}' messages per '${intervalNum} ${unit}'.`);
      return false;
    }
    const fault = this.fault(message);
    if (fault !== undefined) this.reject(message, fault);
    return fault === undefined;
  }

  protected override onApplication(message: FixMessage): void {
    this.isAsking = true;
    this.desk.take(message);
    this.isAsking = false;
  }

  protected override onLogout(): void {
    this.goodbye('Logout acknowledgment.');
  }

  protected override onEnded(isClean: boolean): void {
    this.stopListening();
    this.news?.cancel();
    this.door.leave(this.terms.account.name, this.theirId, isClean, this.heartBtMs);
  }

  private begin(terms: LogonTerms): void {
    const { account, compId, heartBtInt } = terms;
    this.loggedOn(compId, heartBtInt);
    this.desk = new SpotFixDesk(this.venue, this, terms, this.limiter);
    this.sequence.nextIn = 2;
    const uuid = new Random(this.agenda.nowMs).uuid();
    this.send('A', [
      [98, 0],
      [108, heartBtInt],
      [25037, uuid],
    ]);
    this.stopListening = this.venue.reporter.listen(account.name, (report) => this.report(report));
  }

  private fault(message: FixMessage): FixRefusal | undefined {
    if (message.text(message.find(49)) !== this.theirId)
      return new FixRefusal(
        -1178,
        'SenderCompId(49) contains an incorrect value. The SenderCompID value should not change throughout the lifetime of a session.',
        5,
        49,
      );
    const isSupported = SUPPORTED.has(message.text(2));
    const reason = isSupported ? this.validator.validate(message) : SessionReject.InvalidMsgType;
    if (reason !== SessionReject.None) {
      const refTag = isSupported ? this.validator.refTag : 35;
      const [code, text] = TEXTS[reason] ?? [-1130, "Data sent for parameter '%s' is not valid."];
      return new FixRefusal(
        code,
        text.replace('%s', String(refTag)),
        reason,
        refTag < 1e6 ? refTag : undefined,
      );
    }
    try {
      checkWindow(message, this.agenda.nowMs, undefined);
    } catch (error) {
      return error as FixRefusal;
    }
    return undefined;
  }

  /** On session level, in its turn among the reports that the same request has caused. */
  reject(
    message: FixMessage,
    { code, message: why, ...rest }: ApiError & { reason?: number; tag?: number },
  ): void {
    const body = fields(
      [45, message.text(message.find(34))],
      [58, why],
      [371, rest.tag],
      [372, message.text(2)],
      [373, rest.reason ?? 99],
      [25016, code],
    );
    const clientId = message.text(message.find(11));
    this.venue.outbox.push(() => this.send('3', body, 'rejected', clientId));
  }

  private report(report: Report): void {
    if (!this.isLoggedOn || (this.terms.onlyAcks && !this.isAsking)) return;
    const symbol = this.venue.symbol(report.order.symbol);
    this.send('8', reportFields(report, symbol), KIND_OF_EXEC[report.exec], report.order.clientId);
  }

  private endOfService(): void {
    this.send('B', [[148, LAST_WORDS]]);
    this.leave();
  }
}
