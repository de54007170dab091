/**
 * FIXP as B3 speaks it in Binary EntryPoint (schema 1). Logon carries an access key in a JSON text; sessionVerID rises with each negotiation and numbers begin anew with it; what the exchange
 * sends can be asked for again, 1,000 messages at a time.
 */
import * as entrypoint from '../messages/generated/entrypoint.js';
import { ENCODING_SBE_LITTLE } from '../sofh/framer.js';
import { SbeFault, type SbeMessage, SbeMessages } from '../views/sbe-message.js';
import type { ServerDialect } from './dialect.js';
import { Kind, type SessionFields } from './fields.js';

export interface B3Identity {
  readonly sessionId: number;
  readonly enteringFirm: number;
  readonly accessKey: string;
  readonly clientIp: string;
  readonly clientAppName: string;
  readonly clientAppVersion: string;
  readonly cancelOnDisconnect: entrypoint.CancelOnDisconnectTypeValue;
  /** The session may come back within this before its orders are cancelled; up to 60,000. */
  readonly cancelWindowMs: number;
}

const TEMPLATES: Readonly<Record<number, Kind>> = {
  [entrypoint.Negotiate.templateId]: Kind.Negotiate,
  [entrypoint.NegotiateResponse.templateId]: Kind.NegotiateResponse,
  [entrypoint.NegotiateReject.templateId]: Kind.NegotiateReject,
  [entrypoint.Establish.templateId]: Kind.Establish,
  [entrypoint.EstablishAck.templateId]: Kind.EstablishAck,
  [entrypoint.EstablishReject.templateId]: Kind.EstablishReject,
  [entrypoint.Terminate.templateId]: Kind.Terminate,
  [entrypoint.NotApplied.templateId]: Kind.NotApplied,
  [entrypoint.Sequence.templateId]: Kind.Sequence,
  [entrypoint.RetransmitRequest.templateId]: Kind.RetransmitRequest,
  [entrypoint.Retransmission.templateId]: Kind.Retransmission,
  [entrypoint.RetransmitReject.templateId]: Kind.RetransmitReject,
};

/** Of the header that all business messages begin with. */
const enum HeaderAt {
  SessionId = 0,
  MsgSeqNum = 4,
  SendingTime = 8,
  /** From the exchange only. */
  EventIndicator = 16,
}
const POSS_RESEND = 1;

export class B3Dialect implements ServerDialect {
  readonly name = 'EntryPoint';
  readonly encodingType = ENCODING_SBE_LITTLE;
  readonly maxMessageBytes = 512;
  readonly maxRetransmit = 1_000;
  readonly intervalsUntilDead = 3;
  readonly tellsLapse = false;
  readonly freezesOnGap = false;
  readonly terminate = {
    finished: entrypoint.TerminationCodeValue.FINISHED,
    keepAlive: entrypoint.TerminationCodeValue.KEEPALIVE_INTERVAL_LAPSED,
    sequence: entrypoint.TerminationCodeValue.INVALID_NEXTSEQNO,
    decoding: entrypoint.TerminationCodeValue.DECODING_ERROR,
  };
  readonly retransmitReject = {
    range: entrypoint.RetransmitRejectCodeValue.OUT_OF_RANGE,
    count: entrypoint.RetransmitRejectCodeValue.REQUEST_LIMIT_EXCEEDED,
  };
  readonly reject = {
    versionId: entrypoint.NegotiationRejectCodeValue.INVALID_SESSIONVERID,
    alreadyNegotiated: entrypoint.NegotiationRejectCodeValue.ALREADY_NEGOTIATED,
    unnegotiated: entrypoint.EstablishRejectCodeValue.UNNEGOTIATED,
    alreadyEstablished: entrypoint.EstablishRejectCodeValue.ALREADY_ESTABLISHED,
    keepAlive: entrypoint.EstablishRejectCodeValue.INVALID_KEEPALIVE_INTERVAL,
    nextSeqNo: entrypoint.EstablishRejectCodeValue.INVALID_NEXTSEQNO,
  };
  readonly keepAliveMs = { least: 1_000, most: 60_000 };

  private readonly messages = new SbeMessages(entrypoint.SCHEMA, entrypoint.MESSAGES);
  private readonly negotiate = new entrypoint.Negotiate();
  private readonly negotiateResponse = new entrypoint.NegotiateResponse();
  private readonly negotiateReject = new entrypoint.NegotiateReject();
  private readonly establish = new entrypoint.Establish();
  private readonly establishAck = new entrypoint.EstablishAck();
  private readonly establishReject = new entrypoint.EstablishReject();
  private readonly terminated = new entrypoint.Terminate();
  private readonly notApplied = new entrypoint.NotApplied();
  private readonly sequence = new entrypoint.Sequence();
  private readonly retransmitRequest = new entrypoint.RetransmitRequest();
  private readonly retransmission = new entrypoint.Retransmission();
  private readonly retransmitRejected = new entrypoint.RetransmitReject();

  constructor(private readonly identity: B3Identity) {}

  get business(): SbeMessage {
    return this.messages.message!;
  }

  nextVersionId(last: bigint, nowMs: number): bigint {
    const millis = BigInt(Math.floor(nowMs));
    return millis > last ? millis : last + 1n;
  }

  read(bytes: Buffer, start: number, end: number, fields: SessionFields): SbeFault {
    const fault = this.messages.read(bytes, start, end);
    fields.kind = Kind.Business;
    if (fault !== SbeFault.None) return fault;
    const kind = TEMPLATES[this.business.templateId] ?? Kind.Business;
    fields.kind = kind;
    if (kind === Kind.Business) this.readBusiness(fields);
    else this.readSession(fields);
    return fault;
  }

  private readBusiness(fields: SessionFields): void {
    const message = this.business;
    fields.seqNum = message.lowOf(HeaderAt.MsgSeqNum, true) >>> 0;
    const indicator = message.holds(HeaderAt.EventIndicator, 1)
      ? message.bytes[message.start + HeaderAt.EventIndicator]
      : 0;
    fields.isRetransmitted = (indicator & POSS_RESEND) !== 0;
  }

  private readSession(fields: SessionFields): void {
    const message = this.business;
    fields.reason = '';
    if (
      !(
        message instanceof entrypoint.Sequence ||
        message instanceof entrypoint.NotApplied ||
        isRange(message)
      )
    )
      fields.versionId = message.bigOf(4, true, false);
    if (message instanceof entrypoint.Negotiate || message instanceof entrypoint.Establish)
      fields.timestamp = message.bigOf(12, true, false);
    if (message instanceof entrypoint.Establish || message instanceof entrypoint.EstablishAck) {
      fields.keepAliveMs = message.keepAliveInterval;
      fields.nextSeqNo = message.nextSeqNo;
    }
    if (message instanceof entrypoint.EstablishAck) fields.lastIncomingSeqNo = message.lastIncomingSeqNo;
    else if (message instanceof entrypoint.Sequence) this.readSequence(message, fields);
    else if (message instanceof entrypoint.NegotiateReject) fields.code = message.negotiationRejectCode;
    else if (message instanceof entrypoint.EstablishReject) fields.code = message.establishmentRejectCode;
    else if (message instanceof entrypoint.Terminate) fields.code = message.terminationCode;
    else if (message instanceof entrypoint.RetransmitReject) fields.code = message.retransmitRejectCode;
    else if (message instanceof entrypoint.NotApplied || message instanceof entrypoint.RetransmitRequest)
      setRange(fields, message.fromSeqNo, message.count);
    else if (message instanceof entrypoint.Retransmission) setRange(fields, message.nextSeqNo, message.count);
    if (isRange(message)) fields.timestamp = message.bigOf(4, true, false);
  }

  private readSequence(message: entrypoint.Sequence, fields: SessionFields): void {
    fields.nextSeqNo = message.nextSeqNo;
    fields.isLapsed = false;
  }

  write(kind: Kind, fields: SessionFields, bytes: Buffer, start: number): number {
    const message = this.begin(kind, bytes, start);
    if (message instanceof entrypoint.Sequence) message.nextSeqNo = fields.nextSeqNo;
    else if (message instanceof entrypoint.NotApplied) {
      message.fromSeqNo = fields.fromSeqNo;
      message.count = fields.count;
    } else {
      message.sessionID = this.identity.sessionId;
      this.fill(message, fields);
    }
    return message.finish();
  }

  stamp(message: SbeMessage, fields: SessionFields): void {
    const { bytes, start } = message;
    for (let i = 0; i < 4; i++) {
      bytes[start + HeaderAt.SessionId + i] = this.identity.sessionId >>> (8 * i);
      bytes[start + HeaderAt.MsgSeqNum + i] = fields.seqNum >>> (8 * i);
    }
    message.setHalves(HeaderAt.SendingTime, fields.sendingTimeLow, fields.sendingTimeHigh, true);
  }

  markRetransmitted(bytes: Buffer, start: number, end: number): void {
    if (this.messages.read(bytes, start, end) !== SbeFault.None) return;
    bytes[this.business.start + HeaderAt.EventIndicator] |= POSS_RESEND;
  }

  checkIdentity(kind: Kind): number | undefined {
    const message = this.business as entrypoint.Negotiate | entrypoint.Establish;
    if (message.sessionID !== this.identity.sessionId)
      return entrypoint.NegotiationRejectCodeValue.INVALID_SESSIONID;
    if (
      kind === Kind.Negotiate &&
      (message as entrypoint.Negotiate).enteringFirm !== this.identity.enteringFirm
    )
      return entrypoint.NegotiationRejectCodeValue.INVALID_FIRM;
    return isSameKey(message.credentials.text(), this.identity)
      ? undefined
      : entrypoint.NegotiationRejectCodeValue.CREDENTIALS;
  }

  private begin(kind: Kind, bytes: Buffer, start: number) {
    const message = this.messageOf(kind);
    message.encode(bytes, start);
    return message;
  }

  private messageOf(kind: Kind) {
    switch (kind) {
      case Kind.Negotiate:
        return this.negotiate;
      case Kind.NegotiateResponse:
        return this.negotiateResponse;
      case Kind.NegotiateReject:
        return this.negotiateReject;
      case Kind.Establish:
        return this.establish;
      case Kind.EstablishAck:
        return this.establishAck;
      case Kind.EstablishReject:
        return this.establishReject;
      case Kind.Sequence:
        return this.sequence;
      case Kind.NotApplied:
        return this.notApplied;
      case Kind.RetransmitRequest:
        return this.retransmitRequest;
      case Kind.Retransmission:
        return this.retransmission;
      case Kind.RetransmitReject:
        return this.retransmitRejected;
      case Kind.Terminate:
        return this.terminated;
      default:
        throw new RangeError(`kind ${kind} is no message of the session`);
    }
  }

  /** All that these messages have beyond the session's id; which field stands where, the view knows. */
  private fill(message: ReturnType<B3Dialect['messageOf']>, fields: SessionFields): void {
    const { identity } = this;
    if (isRange(message)) message.setBig(4, fields.timestamp, true);
    else {
      message.setBig(4, fields.versionId, true);
      if (!(message instanceof entrypoint.Terminate)) message.setBig(12, fields.timestamp, true);
    }
    if (message instanceof entrypoint.Negotiate) {
      message.enteringFirm = identity.enteringFirm;
      message.credentials.write(message, credentialsOf(identity));
      message.clientIP.write(message, Buffer.from(identity.clientIp));
      message.clientAppName.write(message, Buffer.from(identity.clientAppName));
      message.clientAppVersion.write(message, Buffer.from(identity.clientAppVersion));
    } else if (message instanceof entrypoint.NegotiateResponse) message.enteringFirm = identity.enteringFirm;
    else if (message instanceof entrypoint.NegotiateReject) message.negotiationRejectCode = fields.code;
    else if (message instanceof entrypoint.Establish) {
      message.keepAliveInterval = fields.keepAliveMs;
      message.nextSeqNo = fields.nextSeqNo;
      message.cancelOnDisconnectType = identity.cancelOnDisconnect;
      message.codTimeoutWindow = identity.cancelWindowMs;
      message.credentials.write(message, credentialsOf(identity));
    } else if (message instanceof entrypoint.EstablishAck) {
      message.keepAliveInterval = fields.keepAliveMs;
      message.nextSeqNo = fields.nextSeqNo;
      message.lastIncomingSeqNo = fields.lastIncomingSeqNo;
    } else if (message instanceof entrypoint.EstablishReject) {
      message.establishmentRejectCode = fields.code;
      message.lastIncomingSeqNo = fields.lastIncomingSeqNo;
    } else if (message instanceof entrypoint.Terminate) message.terminationCode = fields.code;
    else if (message instanceof entrypoint.RetransmitReject) message.retransmitRejectCode = fields.code;
    else if (message instanceof entrypoint.RetransmitRequest) {
      message.fromSeqNo = fields.fromSeqNo;
      message.count = fields.count;
    } else if (message instanceof entrypoint.Retransmission) {
      message.nextSeqNo = fields.fromSeqNo;
      message.count = fields.count;
    }
  }
}

type Range = entrypoint.RetransmitRequest | entrypoint.Retransmission | entrypoint.RetransmitReject;

/** These name no sessionVerID: a time stands in its place. */
const isRange = (message: SbeMessage): message is Range =>
  message instanceof entrypoint.RetransmitRequest ||
  message instanceof entrypoint.Retransmission ||
  message instanceof entrypoint.RetransmitReject;

function setRange(fields: SessionFields, fromSeqNo: number, count: number): void {
  fields.fromSeqNo = fromSeqNo;
  fields.count = count;
}

/** Spaced as the exchange's own example has it. */
const credentialsOf = ({ sessionId, accessKey }: B3Identity): Buffer =>
  Buffer.from(`{   "auth_type": "basic",   "username": "${sessionId}",   "access_key": "${accessKey}" }`);

function isSameKey(text: string, { sessionId, accessKey }: B3Identity): boolean {
  try {
    const { auth_type, username, access_key } = JSON.parse(text) as Record<string, unknown>;
    return auth_type === 'basic' && username === String(sessionId) && access_key === accessKey;
  } catch {
    return false;
  }
}
