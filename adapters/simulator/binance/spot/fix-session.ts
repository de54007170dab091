/** One FIX order entry session: Binance's rules of the session layer, and requests on their way to the venue and back. */
import { FixMessage, Parsed } from '../../../../protocol/fix/codec/message.js';
import { msgType } from '../../../../protocol/fix/codec/tags.js';
import { SessionReject } from '../../../../protocol/fix/dictionary/reject-reasons.js';
import { Validator } from '../../../../protocol/fix/dictionary/validator.js';
import { type Fields, fields } from '../../fix/fields.js';
import { FixPeer } from '../../fix/peer.js';
import type { Job } from '../../kit/agenda.js';
import { Limiter } from '../../kit/limiter.js';
import type { Wire } from '../../kit/outlet.js';
import { Random } from '../../kit/random.js';
import type { Order } from '../../market/order.js';
import { ApiError } from '../api-error.js';
import { KIND_OF_EXEC, type Report } from '../report.js';
import { Request } from '../request.js';
import type { FixDoor } from './fix-door.js';
import {
  CANCEL_RESTRICTIONS,
  given,
  orderParams,
  rejectionFields,
  reportFields,
  required,
} from './fix-fields.js';
import { checkWindow, FixRefusal, type LogonTerms, logonTerms } from './fix-logon.js';
import { SPOT_FIX } from './fix-tables.js';
import type { Asker, SpotVenue } from './venue.js';

const NEWS_EVERY_MS = 10_000;
const LAST_WORDS = 'Your connection is about to be closed. Please reconnect.';
/** Every so many messages BodyLength has seven digits, as it does on the real wire. */
const PADS_EVERY = 5;

const SUPPORTED = new Set(['0', '1', '3', '5', 'A', 'D', 'F', 'XCN', 'XAK', 'q', 'XLQ']);

const REQUESTS: Readonly<Record<string, string>> = {
  D: 'new',
  XCN: 'replace',
  XAK: 'replace',
  F: 'cancel',
  q: 'massCancel',
};

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
  /** A request that waits for the one behind it. */
  private overtaken: Buffer | undefined;
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
    if (!this.limiter.take()) {
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
    if (this.isPutOff(message)) return;
    this.isAsking = true;
    this.venue.outbox.run(() => {
      this.ask(message);
      this.askOvertaken();
    });
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

  /** In an unordered session the request behind may be done first, when a fault says so. */
  private isPutOff(message: FixMessage): boolean {
    if (!this.terms.isUnordered || this.overtaken) return false;
    const label = { session: this.theirId, kind: REQUESTS[message.text(2)] ?? 'query' };
    if (!this.faults.isOvertaken({ ...label, clientId: message.text(message.find(11)) })) return false;
    this.overtaken = Buffer.from(message.buffer.subarray(message.start, message.end));
    return true;
  }

  private askOvertaken(): void {
    const bytes = this.overtaken;
    this.overtaken = undefined;
    const message = new FixMessage();
    if (bytes && message.parse(bytes, 0, bytes.length) === Parsed.Ok) this.ask(message);
  }

  private ask(message: FixMessage): void {
    try {
      this.request(message);
    } catch (error) {
      this.refuse(message, asApiError(error));
    }
  }

  private request(message: FixMessage): void {
    const text = (tag: number): string => message.text(message.find(tag));
    switch (message.type) {
      case msgType('D'):
        return void this.venue.place(this.asker, orderParams(message));
      case msgType('F'):
        return void this.venue.cancel(this.asker, this.cancelParams(message, 11));
      case msgType('XCN'):
        return this.cancelReplace(message);
      case msgType('XAK'):
        return void this.venue.amend(
          this.asker,
          given({ ...this.targetParams(message), newClientOrderId: text(11), newQty: text(38) }),
        );
      case msgType('q'):
        return this.massCancel(message);
      case msgType('XLQ'):
        return this.limits(text(6136));
      default:
        throw new FixRefusal(-1020, 'This operation is not supported.', 3, 35);
    }
  }

  private get asker(): Asker {
    return { account: this.terms.account.name, session: this.theirId };
  }

  private targetParams(message: FixMessage): Record<string, string> {
    const text = (tag: number): string => message.text(message.find(tag));
    return given({ symbol: text(55), orderId: text(37), origClientOrderId: text(41) });
  }

  private cancelParams(message: FixMessage, idTag: number): Record<string, string> {
    const text = (tag: number): string => message.text(message.find(tag));
    if (text(37) === '' && text(41) === '') throw required(41);
    const cancelRestrictions = CANCEL_RESTRICTIONS[Number(text(25002))];
    return given({ ...this.targetParams(message), newClientOrderId: text(idTag), cancelRestrictions });
  }

  /** Not one step: the old one is cancelled, then the new one is placed. */
  private cancelReplace(message: FixMessage): void {
    const isAllowed = message.text(message.find(25033)) === '2';
    const params = orderParams(message);
    try {
      const cancel = this.cancelParams(message, 25034);
      const cancelled: Order | undefined = this.venue.cancel(this.asker, cancel);
      if (cancelled === undefined) return;
    } catch (error) {
      this.cancelReject(message, asApiError(error), 25034);
      if (!isAllowed) return;
    }
    try {
      this.venue.placeNow(this.asker, new Request(params));
    } catch (error) {
      this.rejectOrder(message, asApiError(error));
    }
  }

  private massCancel(message: FixMessage): void {
    const text = (tag: number): string => message.text(message.find(tag));
    const head: Fields = [
      [11, text(11)],
      [55, text(55)],
      [530, text(530)],
    ];
    const orders = this.venue.cancelAll(this.asker, { symbol: text(55) });
    if (orders !== undefined) this.reply('r', [...head, [531, 1], [533, orders.length]], 'answer', text(11));
  }

  private limits(id: string): void {
    const rows = [
      [2, this.limiter] as const,
      ...this.venue.limits.ordersOf(this.terms.account.name).map((limiter) => [1, limiter] as const),
    ];
    const group = rows.flatMap(([type, { limit, count }]) =>
      fields(
        [25004, type],
        [25005, count],
        [25006, limit.limit],
        [25007, limit.intervalNum],
        [25008, limit.interval[0].toLowerCase()],
      ),
    );
    this.reply('XLR', [[6136, id], [25003, rows.length], ...group], 'answer', id);
  }

  private report(report: Report): void {
    if (!this.isLoggedOn || (this.terms.onlyAcks && !this.isAsking)) return;
    const symbol = this.venue.symbol(report.order.symbol);
    this.send('8', reportFields(report, symbol), KIND_OF_EXEC[report.exec], report.order.clientId);
  }

  /** In its turn among the reports that the same request has caused. */
  private reply(type: string, body: Fields, kind: string, clientId: string): void {
    this.venue.outbox.push(() => this.send(type, body, kind, clientId));
  }

  /** A request that the venue refuses, in the message that its kind has for it. */
  private refuse(message: FixMessage, error: ApiError): void {
    if (isSyntax(error)) return this.reject(message, error);
    switch (message.type) {
      case msgType('D'):
        return this.rejectOrder(message, error);
      case msgType('F'):
        return this.cancelReject(message, error, 11);
      case msgType('XAK'):
        return this.amendReject(message, error);
      default:
        this.reject(message, error);
    }
  }

  private rejectOrder(message: FixMessage, { code, message: text }: ApiError): void {
    const clientId = message.text(message.find(11));
    this.reply('8', rejectionFields(message, code, text, this.agenda.nowMs), 'rejected', clientId);
  }

  /** Binance writes -1013 here where the other interfaces say -2011. */
  private cancelReject(message: FixMessage, { code, message: why }: ApiError, idTag: number): void {
    const text = (tag: number): string => message.text(message.find(tag));
    const body = fields(
      [11, text(idTag) || text(11)],
      [37, text(37)],
      [41, text(41)],
      [55, text(55)],
      [58, why],
      [434, 1],
      [25016, code === -2011 ? -1013 : code],
    );
    this.reply('9', body, 'cancelRejected', text(41));
  }

  private amendReject(message: FixMessage, { code, message: why }: ApiError): void {
    const text = (tag: number): string => message.text(message.find(tag));
    const body = fields(
      [11, text(11)],
      [37, text(37)],
      [41, text(41)],
      [55, text(55)],
      [38, text(38)],
      [25016, code],
      [58, why],
    );
    this.reply('XAR', body, 'cancelRejected', text(41));
  }

  private reject(
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
    this.reply('3', body, 'rejected', message.text(message.find(11)));
  }

  private endOfService(): void {
    this.send('B', [[148, LAST_WORDS]]);
    this.leave();
  }
}

/** What never reached the matching engine for want of form, or whose fate is not known, is rejected on session level. */
const isSyntax = (error: ApiError): boolean =>
  error instanceof FixRefusal || error.code === -1007 || (error.code <= -1100 && error.code > -2000);

function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  throw error;
}
