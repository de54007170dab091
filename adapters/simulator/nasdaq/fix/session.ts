/**
 * One FIX 4.2 connection. There is no password: the line is private. Numbers live for the day, ResetSeqNumFlag is ignored, and so is every tag that Nasdaq does not know. A Text that is too long ends the
 * connection.
 */
import type { FixMessage } from '../../../../protocol/fix/codec/message.js';
import { DayPeer } from '../../fix/day-peer.js';
import type { Wire } from '../../kit/outlet.js';
import { type FixDesk, REQUIRED } from './desk.js';
import type { FixLine } from './line.js';

const TEXT_MOST = 128;
const REQUIRED_TAG_MISSING = 1;

export class NasdaqFixSession extends DayPeer {
  private line: FixLine | undefined;

  constructor(
    wire: Wire<Buffer>,
    private readonly desk: FixDesk,
  ) {
    super(wire, desk.venue.agenda, desk.venue.faults, {
      beginString: 'FIX.4.2',
      ourId: desk.venue.options.fixCompId,
      timeDigits: 3,
      testAfter: 1.2,
      deadAfter: 2.4,
      losesOnTheWay: true,
    });
  }

  endOfService(): void {
    this.goodbye('End of service');
  }

  protected override onLogon(message: FixMessage): void {
    if (this.isLoggedOn) return this.goodbye('Logon while logged on');
    const text = (tag: number): string => message.text(message.find(tag));
    this.theirId = text(49);
    const line = this.desk.lines.get(this.theirId);
    const why = this.refusal(line, message);
    if (line === undefined || why !== undefined) {
      this.send('5', [[58, why ?? 'Unknown SenderCompID']]);
      return this.outlet.close();
    }
    const heartBtInt = message.uint(message.find(108));
    this.line = line;
    this.sequence = line.sequence;
    line.session = this;
    this.loggedOn(this.theirId, heartBtInt);
    this.welcome(message.uint(message.find(34)), () =>
      this.send('A', [
        [98, 0],
        [108, heartBtInt],
      ]),
    );
  }

  protected override isValid(message: FixMessage): boolean {
    const missing = REQUIRED[message.text(2)]?.find((tag) => message.find(tag) < 0);
    if (missing === undefined) return true;
    const text = (tag: number): string => message.text(message.find(tag));
    const why = `Required tag missing (${missing})`;
    this.send('3', [
      [45, text(34)],
      [371, missing],
      [372, message.text(2)],
      [373, REQUIRED_TAG_MISSING],
      [58, why],
    ]);
    return false;
  }

  protected override onApplication(message: FixMessage): void {
    if (message.text(message.find(58)).length > TEXT_MOST) return this.leave(false);
    const { outbox } = this.desk.venue;
    outbox.run(() => this.desk.request(this.line!, message));
  }

  protected override onEnded(): void {
    this.line!.session = undefined;
    this.desk.left(this.line!);
  }

  private refusal(line: FixLine | undefined, message: FixMessage): string | undefined {
    const text = (tag: number): string => message.text(message.find(tag));
    if (line === undefined) return 'Unknown SenderCompID';
    if (line.session !== undefined) return 'Session is already connected';
    if (text(56) !== this.desk.venue.options.fixCompId) return 'Unknown TargetCompID';
    if (text(98) !== '0') return 'Encryption is not supported';
    if (!(message.uint(message.find(108)) > 0)) return 'HeartBtInt must be positive';
    const seq = message.uint(message.find(34));
    const { nextIn } = line.sequence;
    return seq < nextIn ? `MsgSeqNum too low, expecting ${nextIn} but received ${seq}` : undefined;
  }
}
