/**
 * One FIX EntryPoint connection. Numbers live for the day with the line, not with the connection: what happened while nobody was connected is asked for with a
 * ResendRequest.
 */
import type { FixMessage } from '../../../protocol/fix/codec/message.js';
import { SessionReject, sessionRejectText } from '../../../protocol/fix/dictionary/reject-reasons.js';
import { Validator } from '../../../protocol/fix/dictionary/validator.js';
import { DayPeer } from '../fix/day-peer.js';
import { fields } from '../fix/fields.js';
import { Limiter, limitOf } from '../kit/limiter.js';
import type { Wire } from '../kit/outlet.js';
import { B3Desk } from './fix-desk.js';
import { B3_FIX } from './fix-tables.js';
import type { Line, Lines } from './lines.js';
import type { B3Venue } from './venue.js';

export class B3Session extends DayPeer {
  private readonly validator = new Validator(B3_FIX);
  private readonly throttle: Limiter;
  private line!: Line;
  private desk!: B3Desk;

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
    this.welcome(seq, () => this.send('A', fields([98, 0], [108, heartBtInt], [141, isReset ? 'Y' : ''])));
  }
}
