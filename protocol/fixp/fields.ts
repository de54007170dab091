/** What the messages of a FIXP session say, whatever the dialect calls it. Filled again for each message; the session layer is quiet, so what is 64 bits wide may be a BigInt here. */
export const enum Kind {
  /** Everything that is no message of the session layer. */
  Business,
  Negotiate,
  NegotiateResponse,
  NegotiateReject,
  Establish,
  EstablishAck,
  EstablishReject,
  Sequence,
  NotApplied,
  RetransmitRequest,
  Retransmission,
  RetransmitReject,
  Terminate,
}

export class SessionFields {
  kind = Kind.Business;
  /** UUID at CME, sessionVerID at B3: numbers begin anew with another one. */
  versionId = 0n;
  /** Nanoseconds since 1970: of a request, or of the request that is answered. */
  timestamp = 0n;
  /** Number of the sender's next business message. */
  nextSeqNo = 0;
  /** The last number that the sender has got. B3 alone tells it. */
  lastIncomingSeqNo = 0;
  fromSeqNo = 0;
  count = 0;
  keepAliveMs = 0;
  /** The sender has heard nothing for its keep-alive interval. CME alone tells it. */
  isLapsed = false;
  /** The sender is the one that takes orders, and not the one that stands by for it. CME alone tells it. */
  isPrimary = true;
  /** Of a reject or a Terminate, in the dialect's own numbers. */
  code = 0;
  reason = '';
  /** Of a business message. */
  seqNum = 0;
  isRetransmitted = false;
  /** When a business message is sent, nanoseconds since 1970 in halves: there are many of them, and BigInts are garbage. */
  sendingTimeLow = 0;
  sendingTimeHigh = 0;

  sendAt(nowMs: number): void {
    const micros = Math.round(nowMs * 1_000);
    const high = Math.floor(micros / HALF);
    const low = (micros - high * HALF) * 1_000;
    const carry = Math.floor(low / HALF);
    this.sendingTimeLow = (low - carry * HALF) | 0;
    this.sendingTimeHigh = (high * 1_000 + carry) | 0;
  }
}

const HALF = 2 ** 32;

/** As clocks give them, to a microsecond. */
export const nanosOf = (nowMs: number): bigint => BigInt(Math.round(nowMs * 1_000)) * 1_000n;
