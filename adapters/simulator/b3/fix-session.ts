/**
 * One FIX EntryPoint connection. Numbers live for the day with the line, not with the connection: what happened while nobody was connected is asked for with a
 * ResendRequest.
 */
import type { FixMessage } from '../../../protocol/fix/codec/message.js';
import { Msg } from '../../../protocol/fix/codec/tags.js';
import { SessionReject, sessionRejectText } from '../../../protocol/fix/dictionary/reject-reasons.js';
import { Validator } from '../../../protocol/fix/dictionary/validator.js';
import { fields } from '../fix/fields.js';
import { FixPeer } from '../fix/peer.js';
import { Limiter, limitOf } from '../kit/limiter.js';
import type { Wire } from '../kit/outlet.js';
import { B3Desk } from './fix-desk.js';
import { B3_FIX } from './fix-tables.js';
import type { Line, Lines } from './lines.js';
import type { B3Venue } from './venue.js';

export class B3Session extends FixPeer {
  private readonly validator = new Validator(B3_FIX);
  private readonly throttle: Limiter;
  private line!: Line;
  private desk!: B3Desk;
  private hasAskedFor = 0;

  constructor(
    wire: Wire<Buffer>,
    private readonly venue: B3Venue,
    private readonly lines: Lines,
  ) {
    super(wire, venue.agenda, venue.faults, {
      beginString: 'FIX.4.4',
      ourId: venue.options.ourCompId,
      timeDigits: 3,
      testAfter: 1.2,
      deadAfter: 2.4,
      losesOnTheWay: true,
    });
    this.throttle = new Limiter(
      limitOf('MESSAGES', 1, 'SECOND', venue.options.messagesPerSecond),
      venue.agenda,
    );
  }

  protected override onLogon(message: FixMessage): void {
    if (this.isLoggedOn) return this.goodbye('Logon while logged on');
    const text = (tag: number): string => message.text(message.find(tag));
    this.theirId = text(49);
    const line = this.lines.enter(this.theirId, text(554) || text(96));
    const refusal = typeof line === 'string' ? line : this.refusal(line, message);
    if (refusal !== undefined) {
      this.send('5', [[58, refusal]]);
      return this.outlet.close();
    }
    this.begin(line as Line, message);
  }

  protected override onWrongNumber(message: FixMessage, seq: number): void {
    const { sequence } = this;
    if (message.type === Msg.Logout) return this.onLogout();
    if (message.type === Msg.ResendRequest) this.onResendRequest(message);
    if (seq > sequence.nextIn) return this.askFor(sequence.nextIn);
    if (!message.isYes(message.find(43)))
      this.goodbye(`MsgSeqNum too low, expecting ${sequence.nextIn} but received ${seq}`);
  }

  protected override isValid(message: FixMessage): boolean {
    const reason = this.validator.validate(message);
    if (reason === SessionReject.None) return true;
    const tag = this.validator.refTag;
    const body = fields(
      [45, message.text(message.find(34))],
      [371, tag < 1e6 ? tag : undefined],
      [372, message.text(2)],
      [373, reason],
      [58, sessionRejectText(reason)],
    );
    this.send('3', body, 'rejected', message.text(message.find(11)));
    return false;
  }

  protected override onResendRequest(message: FixMessage): void {
    const last = this.sequence.nextOut - 1;
    const to = Math.min(message.uint(message.find(16)) || last, last);
    let fillFrom = 0;
    for (let seq = message.uint(message.find(7)); seq <= to; seq++) {
      const sent = this.sequence.sent.get(seq);
      if (sent === undefined || /^[0-5A]$/.test(sent.type)) fillFrom ||= seq;
      else {
        if (fillFrom > 0) this.fillGap(fillFrom, seq);
        fillFrom = 0;
        this.resend(seq, sent.type, sent.fields, sent.timeMs);
      }
    }
    if (fillFrom > 0) this.fillGap(fillFrom, to + 1);
  }

  protected override onSequenceReset(message: FixMessage): void {
    this.sequence.nextIn = Math.max(this.sequence.nextIn, message.uint(message.find(36)));
  }

  protected override onApplication(message: FixMessage): void {
    if (!this.throttle.take()) return this.desk.refuseBusiness(message, 'Throttle limit exceeded');
    this.venue.outbox.run(() => this.desk.request(message));
  }

  protected override onEnded(isClean: boolean): void {
    this.line.left(isClean);
  }

  private refusal(line: Line, message: FixMessage): string | undefined {
    const seq = message.uint(message.find(34));
    if (message.text(message.find(56)) !== this.venue.options.ourCompId) return 'TargetCompID is unknown';
    if (message.text(message.find(98)) !== '0') return 'EncryptMethod must be 0';
    if (!(message.uint(message.find(108)) > 0)) return 'HeartBtInt must be positive';
    if (!message.isYes(message.find(141)) && seq < line.sequence.nextIn)
      return `MsgSeqNum too low, expecting ${line.sequence.nextIn} but received ${seq}`;
    return undefined;
  }

  private begin(line: Line, message: FixMessage): void {
    const text = (tag: number): string => message.text(message.find(tag));
    const heartBtInt = message.uint(message.find(108));
    const seq = message.uint(message.find(34));
    const isReset = message.isYes(message.find(141));
    if (isReset) line.reset();
    this.line = line;
    this.desk = new B3Desk(this.venue, this, line.options.firm);
    this.sequence = line.sequence;
    line.joined(this, Number(text(35002) || '0'), Number(text(35003) || '0'));
    this.loggedOn(this.theirId, heartBtInt);
    const missing = seq > this.sequence.nextIn;
    if (!missing) this.sequence.nextIn = seq + 1;
    this.send('A', fields([98, 0], [108, heartBtInt], [141, isReset ? 'Y' : '']));
    if (missing) this.askFor(this.sequence.nextIn);
  }

  private askFor(from: number): void {
    if (this.hasAskedFor === from) return;
    this.hasAskedFor = from;
    this.send('2', [
      [7, from],
      [16, 0],
    ]);
  }

  private fillGap(from: number, newSeqNo: number): void {
    this.resend(
      from,
      '4',
      [
        [123, 'Y'],
        [36, newSeqNo],
      ],
      this.agenda.nowMs,
    );
  }
}
