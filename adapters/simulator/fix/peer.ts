/**
 * The venue's end of one FIX connection: cutting, numbers, heartbeats, the admin messages that all venues have in common. What a venue does
 * differently (logon, wrong numbers, what is invalid, resends) its own class says. Bytes and ticks in, bytes out; no socket, no clock of its own.
 */
import { Framer } from '../../../protocol/fix/codec/framer.js';
import { FixMessage, Parsed } from '../../../protocol/fix/codec/message.js';
import { Msg, Tag } from '../../../protocol/fix/codec/tags.js';
import type { Agenda } from '../kit/agenda.js';
import type { Faults } from '../kit/faults.js';
import { Outlet, type Wire } from '../kit/outlet.js';
import { type Fields, fields, frame, utc } from './fields.js';
import { Pulse, type PulseRules } from './pulse.js';

const MAX_MESSAGE_BYTES = 16_384;
/** Messages that a venue can send again; older ones become gap fills. */
const MAX_SENT = 100_000;

export interface Dialect extends PulseRules {
  readonly beginString: string;
  readonly ourId: string;
  readonly timeDigits: 3 | 6;
  readonly padsBodyLength?: (seq: number) => boolean;
  /** A lost message has taken its number, and is sent again when it is asked for; otherwise it was never written. */
  readonly losesOnTheWay?: boolean;
}

export const FAULTS_OF_PARSING: Readonly<Record<number, string>> = {
  [Parsed.OutOfOrder]: 'BeginString, BodyLength, MsgType, CheckSum is not the order',
  [Parsed.BadTag]: 'a tag that is no number',
  [Parsed.BadBodyLength]: 'BodyLength is wrong',
  [Parsed.BadCheckSum]: 'CheckSum is wrong',
  [Parsed.TooManyFields]: 'too many fields',
};

/** Sent messages by number, for venues that send them again. */
export interface Sequence {
  nextIn: number;
  nextOut: number;
  readonly sent: Map<number, { readonly type: string; readonly fields: Fields; readonly timeMs: number }>;
}

export const newSequence = (): Sequence => ({ nextIn: 1, nextOut: 1, sent: new Map() });

export abstract class FixPeer {
  readonly outlet: Outlet<Buffer>;
  /** The client's CompID, once its Logon has said it. */
  theirId = '';
  isLoggedOn = false;
  /** What is done, once, when the connection is gone. */
  readonly endings = new Set<() => void>();
  protected sequence = newSequence();
  protected heartBtMs = 0;
  private readonly message = new FixMessage();
  private readonly framer = new Framer(MAX_MESSAGE_BYTES, (buffer, start, end) =>
    this.frame(buffer, start, end),
  );
  private readonly pulse: Pulse;

  constructor(
    wire: Wire<Buffer>,
    protected readonly agenda: Agenda,
    protected readonly faults: Faults,
    protected readonly dialect: Dialect,
  ) {
    this.outlet = new Outlet(wire, agenda, faults);
    this.pulse = new Pulse(dialect, agenda.nowMs);
  }

  received(chunk: Buffer): void {
    if (!this.outlet.isClosed) this.framer.feed(chunk);
  }

  /** The other side, or the network, has closed. */
  closed(): void {
    this.outlet.end();
    this.end(false);
    for (const end of this.endings) end();
    this.endings.clear();
  }

  /** Call it a few times a second. */
  tick(): void {
    if (!this.isLoggedOn || this.outlet.isClosed || this.faults.isSilent(this.theirId)) return;
    const due = this.pulse.due(this.agenda.nowMs);
    if (due === 'dead') this.giveUp();
    else if (due === 'test') this.send('1', [[Tag.TestReqID, this.pulse.ask(this.agenda.nowMs)]]);
    else if (due === 'heartbeat') this.send('0', []);
  }

  /** @param kind for the faults that name it */
  send(type: string, body: Fields, kind = 'admin', clientId?: string): void {
    this.outlet.session = this.theirId;
    const write = (): Buffer => this.bytesOf(type, body);
    const lost = (): void => void (this.dialect.losesOnTheWay && write());
    this.outlet.send(kind, clientId, write, lost);
  }

  /** A Logout with its reason, and the connection ends. */
  goodbye(text: string, more: Fields = []): void {
    this.send('5', [...fields([58, text]), ...more]);
    this.leave();
  }

  protected abstract onLogon(message: FixMessage): void;
  protected abstract onApplication(message: FixMessage): void;
  protected abstract onWrongNumber(message: FixMessage, seq: number): void;
  /** @returns whether the message is good as far as its tables know; it has been rejected otherwise */
  protected abstract isValid(message: FixMessage): boolean;
  /** A connection that was logged on is no more. @param isClean with a Logout of one side */
  protected abstract onEnded(isClean: boolean): void;
  protected onLogout(): void {
    this.send('5', []);
    this.leave();
  }
  protected onGarbled(_text: string): void {}
  protected onNotLogon(_message: FixMessage): void {
    this.outlet.close();
  }
  protected onResendRequest(_message: FixMessage): void {}
  protected onSequenceReset(_message: FixMessage): void {}

  protected loggedOn(theirId: string, heartBtInt: number): void {
    this.theirId = theirId;
    this.outlet.session = theirId;
    this.heartBtMs = this.pulse.intervalMs = heartBtInt * 1_000;
    this.isLoggedOn = true;
  }

  /** Ends in order. */
  protected leave(isClean = true): void {
    this.end(isClean);
    this.outlet.close();
  }

  /** The client is not there any more: no end in order, whatever is said. */
  private giveUp(): void {
    this.send('5', [[58, 'Heartbeat timeout']]);
    this.leave(false);
  }

  /** An already sent message once more. */
  protected resend(seq: number, type: string, body: Fields, timeMs: number): void {
    const original: Fields = [
      [43, 'Y'],
      [122, this.timeOf(timeMs)],
    ];
    this.outlet.send('admin', undefined, () => this.framed(seq, type, [...original, ...body]));
  }

  protected timeOf(timeMs: number): string {
    return utc(timeMs, this.dialect.timeDigits);
  }

  private end(isClean: boolean): void {
    if (!this.isLoggedOn) return;
    this.isLoggedOn = false;
    this.onEnded(isClean);
  }

  private bytesOf(type: string, body: Fields): Buffer {
    const { sequence } = this;
    if (type !== 'A') sequence.nextOut += this.faults.takeGap({ session: this.theirId });
    const seq = sequence.nextOut++;
    keep(sequence, seq, type, body, this.agenda.nowMs);
    return this.framed(seq, type, body);
  }

  private framed(seq: number, type: string, body: Fields): Buffer {
    const { beginString, ourId, padsBodyLength } = this.dialect;
    this.pulse.sent(this.agenda.nowMs);
    return frame({ beginString, padsBodyLength: padsBodyLength?.(seq) }, [
      [35, type],
      [34, seq],
      [49, ourId],
      [52, this.timeOf(this.agenda.nowMs)],
      [56, this.theirId],
      ...body,
    ]);
  }

  private frame(buffer: Uint8Array, start: number, end: number): boolean {
    const parsed = this.message.parse(buffer, start, end);
    const { message } = this;
    const isHeartbeat = parsed === Parsed.Ok && message.type === Msg.Heartbeat;
    this.pulse.received(this.agenda.nowMs, isHeartbeat ? message.text(message.find(Tag.TestReqID)) : '');
    if (parsed === Parsed.Ok) this.dispatch(message);
    else this.onGarbled(FAULTS_OF_PARSING[parsed]);
    return !this.outlet.isClosed;
  }

  private dispatch(message: FixMessage): void {
    if (!this.isLoggedOn) {
      if (message.type === Msg.Logon) this.onLogon(message);
      else this.onNotLogon(message);
      return;
    }
    const seq = message.uint(message.find(Tag.MsgSeqNum));
    if (seq !== this.sequence.nextIn && !isReset(message)) return this.onWrongNumber(message, seq);
    if (!isReset(message)) this.sequence.nextIn++;
    if (this.isValid(message)) this.inTurn(message);
  }

  private inTurn(message: FixMessage): void {
    switch (message.type) {
      case Msg.Heartbeat:
      case Msg.Reject:
        return;
      case Msg.TestRequest:
        return this.answerTest(message.text(message.find(Tag.TestReqID)));
      case Msg.ResendRequest:
        return this.onResendRequest(message);
      case Msg.SequenceReset:
        return this.onSequenceReset(message);
      case Msg.Logout:
        return this.onLogout();
      case Msg.Logon:
        return this.onLogon(message);
      default:
        this.onApplication(message);
    }
  }

  private answerTest(id: string): void {
    if (!this.faults.isSilent(this.theirId)) this.send('0', [[Tag.TestReqID, id]]);
  }
}

/** Remembers a message that has taken its number, sent or not. */
export function keep({ sent }: Sequence, seq: number, type: string, fields: Fields, timeMs: number): void {
  sent.set(seq, { type, fields, timeMs });
  sent.delete(seq - MAX_SENT);
}

const isReset = (message: FixMessage): boolean =>
  message.type === Msg.SequenceReset && !message.isYes(message.find(Tag.GapFillFlag));
