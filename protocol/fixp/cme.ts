/**
 * FIXP as CME speaks it in iLink 3 (schema 8). Logon is signed: HMAC-SHA256 with the secret key over the logon's values, a line each. The UUID is microseconds since 1970 and lasts a
 * week; what the exchange sends can be asked for again, 2,500 messages at a time; a gap in what we send is closed before anything higher is taken.
 */
import { timingSafeEqual } from 'node:crypto';
import * as ilink from '../messages/generated/ilink3.js';
import { ENCODING_CME } from '../sofh/framer.js';
import { SbeFault, type SbeMessage, SbeMessages } from '../views/sbe-message.js';
import { signatureOf } from './cme-signature.js';
import type { ServerDialect } from './dialect.js';
import { Kind, nanosOf, type SessionFields } from './fields.js';
import { SequencedPlaces } from './sequenced-places.js';

export interface CmeIdentity {
  readonly accessKeyId: string;
  /** As CME gives it, base64url. */
  readonly secretKey: string;
  /** Three characters. */
  readonly session: string;
  /** Up to five. */
  readonly firm: string;
  readonly tradingSystem: { readonly name: string; readonly version: string; readonly vendor: string };
}

/** Requests with a time further off than this are refused. */
const CLOCK_WINDOW_NS = 5_000_000_000n;
const NO_SPLIT = 0;
const PRIMARY = 1;
const BACKUP = 0;
const BYTES_OF_REASON = 48;

/** The template of each kind of session message. */
const TEMPLATES: Readonly<Record<number, Kind>> = {
  [ilink.Negotiate500.templateId]: Kind.Negotiate,
  [ilink.NegotiationResponse501.templateId]: Kind.NegotiateResponse,
  [ilink.NegotiationReject502.templateId]: Kind.NegotiateReject,
  [ilink.Establish503.templateId]: Kind.Establish,
  [ilink.EstablishmentAck504.templateId]: Kind.EstablishAck,
  [ilink.EstablishmentReject505.templateId]: Kind.EstablishReject,
  [ilink.Sequence506.templateId]: Kind.Sequence,
  [ilink.Terminate507.templateId]: Kind.Terminate,
  [ilink.RetransmitRequest508.templateId]: Kind.RetransmitRequest,
  [ilink.Retransmission509.templateId]: Kind.Retransmission,
  [ilink.RetransmitReject510.templateId]: Kind.RetransmitReject,
  [ilink.NotApplied513.templateId]: Kind.NotApplied,
};

/** Codes of what we say of our own accord. The exchange's tables of them are not public: what counts is the text. */
const enum Code {
  Finished = 0,
  Signature = 1,
  Timestamp = 2,
  Identity = 3,
  VersionId = 4,
  AlreadyNegotiated = 5,
  Unnegotiated = 6,
  AlreadyEstablished = 7,
  KeepAlive = 8,
  Sequence = 9,
  Decoding = 10,
  Range = 11,
  Count = 12,
}

export class CmeDialect implements ServerDialect {
  readonly name = 'iLink 3';
  readonly encodingType = ENCODING_CME;
  readonly maxMessageBytes = 8_192;
  readonly maxRetransmit = 2_500;
  readonly intervalsUntilDead = 2;
  readonly tellsLapse = true;
  readonly freezesOnGap = true;
  readonly terminate = {
    finished: Code.Finished,
    keepAlive: Code.KeepAlive,
    sequence: Code.Sequence,
    decoding: Code.Decoding,
  };
  readonly retransmitReject = { range: Code.Range, count: Code.Count };
  readonly reject = {
    versionId: Code.VersionId,
    alreadyNegotiated: Code.AlreadyNegotiated,
    unnegotiated: Code.Unnegotiated,
    alreadyEstablished: Code.AlreadyEstablished,
    keepAlive: Code.KeepAlive,
    nextSeqNo: Code.Sequence,
  };
  readonly keepAliveMs = { least: 1, most: 65_534 };

  private readonly messages = new SbeMessages(ilink.SCHEMA, ilink.MESSAGES);
  private readonly places = new SequencedPlaces(ilink.MESSAGES, 'seqNum', 'possRetransFlag');
  private readonly negotiate = new ilink.Negotiate500();
  private readonly negotiateResponse = new ilink.NegotiationResponse501();
  private readonly negotiateReject = new ilink.NegotiationReject502();
  private readonly establish = new ilink.Establish503();
  private readonly establishAck = new ilink.EstablishmentAck504();
  private readonly establishReject = new ilink.EstablishmentReject505();
  private readonly sequence = new ilink.Sequence506();
  private readonly terminated = new ilink.Terminate507();
  private readonly retransmitRequest = new ilink.RetransmitRequest508();
  private readonly retransmission = new ilink.Retransmission509();
  private readonly retransmitRejected = new ilink.RetransmitReject510();
  private readonly notApplied = new ilink.NotApplied513();

  constructor(private readonly identity: CmeIdentity) {}

  get business(): SbeMessage {
    return this.messages.message!;
  }

  nextVersionId(last: bigint, nowMs: number): bigint {
    const micros = nanosOf(nowMs) / 1_000n;
    return micros > last ? micros : last + 1n;
  }

  read(bytes: Buffer, start: number, end: number, fields: SessionFields): SbeFault {
    const fault = this.messages.read(bytes, start, end);
    fields.kind = Kind.Business;
    if (fault !== SbeFault.None) return fault;
    const kind = TEMPLATES[this.business.templateId] ?? Kind.Business;
    fields.kind = kind;
    if (kind === Kind.Business) this.places.read(this.business, fields);
    else this.readSession(kind, fields);
    return fault;
  }

  private readSession(kind: Kind, fields: SessionFields): void {
    const message = this.business;
    fields.reason = '';
    fields.isPrimary = true;
    if (message instanceof ilink.Negotiate500 || message instanceof ilink.Establish503) {
      fields.versionId = message.bigOf(kind === Kind.Negotiate ? 52 : 102, true, false);
      fields.timestamp = message.bigOf(kind === Kind.Negotiate ? 60 : 110, true, false);
      if (!(message instanceof ilink.Establish503)) return;
      fields.nextSeqNo = message.nextSeqNo;
      fields.keepAliveMs = message.keepAliveInterval;
    } else if (message instanceof ilink.NegotiationResponse501)
      fields.versionId = message.bigOf(ilink.NegotiationResponse501.uuidAt, true, false);
    else if (message instanceof ilink.EstablishmentAck504) {
      fields.versionId = message.bigOf(ilink.EstablishmentAck504.uuidAt, true, false);
      fields.nextSeqNo = message.nextSeqNo;
      fields.keepAliveMs = message.keepAliveInterval;
      fields.isPrimary = message.faultToleranceIndicator !== BACKUP;
    } else if (message instanceof ilink.Sequence506) {
      fields.isPrimary = message.faultToleranceIndicator !== BACKUP;
      fields.versionId = message.bigOf(ilink.Sequence506.uuidAt, true, false);
      fields.nextSeqNo = message.nextSeqNo;
      fields.isLapsed = message.keepAliveIntervalLapsed === 1;
    } else if (message instanceof ilink.RetransmitRequest508 || message instanceof ilink.Retransmission509) {
      fields.versionId = message.bigOf(0, true, false);
      fields.timestamp = message.bigOf(16, true, false);
      fields.fromSeqNo = message.fromSeqNo;
      fields.count = message.msgCount;
    } else if (message instanceof ilink.NotApplied513) {
      fields.fromSeqNo = message.fromSeqNo;
      fields.count = message.msgCount;
    } else if (
      message instanceof ilink.NegotiationReject502 ||
      message instanceof ilink.EstablishmentReject505 ||
      message instanceof ilink.RetransmitReject510 ||
      message instanceof ilink.Terminate507
    ) {
      fields.versionId = message.bigOf(48, true, false);
      fields.code = message.errorCodes;
      fields.reason = message.reason;
    }
  }

  write(kind: Kind, fields: SessionFields, bytes: Buffer, start: number): number {
    switch (kind) {
      case Kind.Negotiate:
        return this.writeNegotiate(fields, bytes, start);
      case Kind.NegotiateResponse: {
        const message = begin(this.negotiateResponse, bytes, start);
        message.setBig(ilink.NegotiationResponse501.uuidAt, fields.versionId, true);
        message.setBig(ilink.NegotiationResponse501.requestTimestampAt, fields.timestamp, true);
        message.faultToleranceIndicator = PRIMARY;
        message.splitMsg = NO_SPLIT;
        return message.finish();
      }
      case Kind.NegotiateReject:
        return writeReason(begin(this.negotiateReject, bytes, start), fields);
      case Kind.Establish:
        return this.writeEstablish(fields, bytes, start);
      case Kind.EstablishAck: {
        const message = begin(this.establishAck, bytes, start);
        message.setBig(ilink.EstablishmentAck504.uuidAt, fields.versionId, true);
        message.setBig(ilink.EstablishmentAck504.requestTimestampAt, fields.timestamp, true);
        message.nextSeqNo = fields.nextSeqNo;
        message.keepAliveInterval = fields.keepAliveMs;
        message.faultToleranceIndicator = PRIMARY;
        message.splitMsg = NO_SPLIT;
        return message.finish();
      }
      case Kind.EstablishReject: {
        const message = begin(this.establishReject, bytes, start);
        message.nextSeqNo = fields.nextSeqNo;
        return writeReason(message, fields);
      }
      case Kind.Sequence: {
        const message = begin(this.sequence, bytes, start);
        message.setBig(ilink.Sequence506.uuidAt, fields.versionId, true);
        message.nextSeqNo = fields.nextSeqNo;
        message.faultToleranceIndicator = PRIMARY;
        message.keepAliveIntervalLapsed = Number(fields.isLapsed);
        return message.finish();
      }
      case Kind.NotApplied: {
        const message = begin(this.notApplied, bytes, start);
        message.setBig(ilink.NotApplied513.uuidAt, fields.versionId, true);
        message.fromSeqNo = fields.fromSeqNo;
        message.msgCount = fields.count;
        return message.finish();
      }
      case Kind.RetransmitRequest:
        return writeRange(begin(this.retransmitRequest, bytes, start), fields);
      case Kind.Retransmission:
        return writeRange(begin(this.retransmission, bytes, start), fields);
      case Kind.RetransmitReject: {
        const message = begin(this.retransmitRejected, bytes, start);
        message.setBig(ilink.RetransmitReject510.requestTimestampAt, fields.timestamp, true);
        return writeReason(message, fields);
      }
      case Kind.Terminate:
        return writeReason(begin(this.terminated, bytes, start), fields);
      default:
        throw new RangeError(`kind ${kind} is no message of the session`);
    }
  }

  stamp(message: SbeMessage, fields: SessionFields): void {
    this.places.write(message, fields.seqNum, fields.versionId);
  }

  markRetransmitted(bytes: Buffer, start: number, end: number): void {
    if (this.messages.read(bytes, start, end) === SbeFault.None) this.places.mark(this.business);
  }

  checkIdentity(kind: Kind, nowMs: number): number | undefined {
    const message = this.business as ilink.Negotiate500 | ilink.Establish503;
    const { identity } = this;
    if (message.accessKeyID !== identity.accessKeyId) return Code.Identity;
    if (message.session !== identity.session || message.firm !== identity.firm) return Code.Identity;
    const timestamp = message.bigOf(kind === Kind.Negotiate ? 60 : 110, true, false);
    const off = nanosOf(nowMs) - timestamp;
    if (off > CLOCK_WINDOW_NS || off < -CLOCK_WINDOW_NS) return Code.Timestamp;
    const signature = message.bytes.subarray(message.start, message.start + 32);
    return timingSafeEqual(signature, signatureOf(message, this.identity.secretKey))
      ? undefined
      : Code.Signature;
  }

  private writeNegotiate(fields: SessionFields, bytes: Buffer, start: number): number {
    const message = begin(this.negotiate, bytes, start);
    message.accessKeyID = this.identity.accessKeyId;
    message.setBig(ilink.Negotiate500.uuidAt, fields.versionId, true);
    message.setBig(ilink.Negotiate500.requestTimestampAt, fields.timestamp, true);
    message.session = this.identity.session;
    message.firm = this.identity.firm;
    bytes.set(signatureOf(message, this.identity.secretKey), message.start);
    return message.finish();
  }

  private writeEstablish(fields: SessionFields, bytes: Buffer, start: number): number {
    const { identity } = this;
    const message = begin(this.establish, bytes, start);
    message.accessKeyID = identity.accessKeyId;
    message.tradingSystemName = identity.tradingSystem.name;
    message.tradingSystemVersion = identity.tradingSystem.version;
    message.tradingSystemVendor = identity.tradingSystem.vendor;
    message.setBig(ilink.Establish503.uuidAt, fields.versionId, true);
    message.setBig(ilink.Establish503.requestTimestampAt, fields.timestamp, true);
    message.nextSeqNo = fields.nextSeqNo;
    message.session = identity.session;
    message.firm = identity.firm;
    message.keepAliveInterval = fields.keepAliveMs;
    bytes.set(signatureOf(message, this.identity.secretKey), message.start);
    return message.finish();
  }
}

function begin<T extends SbeMessage>(message: T, bytes: Buffer, start: number): T {
  message.encode(bytes, start);
  return message;
}

type WithReason = SbeMessage & { reason: string; errorCodes: number; splitMsg: number };

/** In all messages that give a reason the UUID and, but for RetransmitReject, the request's time stand behind it. */
function writeReason(message: WithReason, fields: SessionFields): number {
  message.reason = fields.reason.slice(0, BYTES_OF_REASON);
  message.setBig(BYTES_OF_REASON, fields.versionId, true);
  if (!(message instanceof ilink.RetransmitReject510))
    message.setBig(BYTES_OF_REASON + 8, fields.timestamp, true);
  message.errorCodes = fields.code;
  message.splitMsg = NO_SPLIT;
  return message.finish();
}

function writeRange(
  message: ilink.RetransmitRequest508 | ilink.Retransmission509,
  fields: SessionFields,
): number {
  message.setBig(0, fields.versionId, true);
  message.setBig(16, fields.timestamp, true);
  message.fromSeqNo = fields.fromSeqNo;
  message.msgCount = fields.count;
  return message.finish();
}
