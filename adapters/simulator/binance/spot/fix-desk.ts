/** What the requests of one FIX order entry session do, and how each kind is refused. */
import { FixMessage, Parsed } from '../../../../protocol/fix/codec/message.js';
import { msgType } from '../../../../protocol/fix/codec/tags.js';
import { type Fields, fields } from '../../fix/fields.js';
import type { Limiter } from '../../kit/limiter.js';
import type { Order } from '../../market/order.js';
import { ApiError } from '../api-error.js';
import { Request } from '../request.js';
import { CANCEL_RESTRICTIONS, given, orderParams, rejectionFields, required } from './fix-fields.js';
import { FixRefusal, type LogonTerms } from './fix-logon.js';
import type { SpotFixSession } from './fix-session.js';
import type { Asker, SpotVenue } from './venue.js';

/** For faults that name a request. */
const REQUESTS: Readonly<Record<string, string>> = {
  D: 'new',
  XCN: 'replace',
  XAK: 'replace',
  F: 'cancel',
  q: 'massCancel',
};

export class SpotFixDesk {
  /** A request that waits for the one behind it. */
  private overtaken: Buffer | undefined;

  constructor(
    private readonly venue: SpotVenue,
    private readonly session: SpotFixSession,
    private readonly terms: LogonTerms,
    private readonly messages: Limiter,
  ) {}

  take(message: FixMessage): void {
    if (this.isPutOff(message)) return;
    this.venue.outbox.run(() => {
      this.ask(message);
      this.askOvertaken();
    });
  }

  /** In an unordered session the request behind may be done first, when a fault says so. */
  private isPutOff(message: FixMessage): boolean {
    if (!this.terms.isUnordered || this.overtaken) return false;
    const label = { session: this.session.theirId, kind: REQUESTS[message.text(2)] ?? 'query' };
    if (!this.venue.faults.isOvertaken({ ...label, clientId: message.text(message.find(11)) })) return false;
    this.overtaken = Buffer.from(message.buffer.subarray(message.start, message.end));
    return true;
  }

  private askOvertaken(): void {
    const bytes = this.overtaken;
    this.overtaken = undefined;
    if (bytes === undefined) return;
    const message = new FixMessage();
    if (message.parse(bytes, 0, bytes.length) === Parsed.Ok) this.ask(message);
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
    return { account: this.terms.account.name, session: this.session.theirId };
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
      [2, this.messages] as const,
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
  /** In its turn among the reports that the same request has caused. */
  private reply(type: string, body: Fields, kind: string, clientId: string): void {
    this.venue.outbox.push(() => this.session.send(type, body, kind, clientId));
  }

  /** A request that the venue refuses, in the message that its kind has for it. */
  private refuse(message: FixMessage, error: ApiError): void {
    if (isSyntax(error)) return this.session.reject(message, error);
    switch (message.type) {
      case msgType('D'):
        return this.rejectOrder(message, error);
      case msgType('F'):
        return this.cancelReject(message, error, 11);
      case msgType('XAK'):
        return this.amendReject(message, error);
      default:
        this.session.reject(message, error);
    }
  }

  private rejectOrder(message: FixMessage, { code, message: text }: ApiError): void {
    const clientId = message.text(message.find(11));
    this.reply('8', rejectionFields(message, code, text, this.venue.agenda.nowMs), 'rejected', clientId);
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
}

/** What never reached the matching engine for want of form, or whose fate is not known, is rejected on session level. */
const isSyntax = (error: ApiError): boolean =>
  error instanceof FixRefusal || error.code === -1007 || (error.code <= -1100 && error.code > -2000);

export function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  throw error;
}
