/**
 * The venue's end of a FIX connection whose numbers live for the day, with whoever logs on and not with the connection: what was said while nobody was connected is asked for with a ResendRequest, and a
 * gap of the client's is asked for too.
 */
import type { FixMessage } from '../../../protocol/fix/codec/message.js';
import { Msg } from '../../../protocol/fix/codec/tags.js';
import { FixPeer } from './peer.js';

/** Admin messages are not sent again. */
const ADMIN = /^[0-5A]$/;

export abstract class DayPeer extends FixPeer {
  private hasAskedFor = 0;

  protected override onWrongNumber(message: FixMessage, seq: number): void {
    const { sequence } = this;
    if (message.type === Msg.Logout) return this.onLogout();
    if (message.type === Msg.ResendRequest) this.onResendRequest(message);
    if (seq > sequence.nextIn) return this.askFor(sequence.nextIn);
    if (!message.isYes(message.find(43)))
      this.goodbye(`MsgSeqNum too low, expecting ${sequence.nextIn} but received ${seq}`);
  }

  protected override onResendRequest(message: FixMessage): void {
    const last = this.sequence.nextOut - 1;
    const to = Math.min(message.uint(message.find(16)) || last, last);
    let fillFrom = 0;
    for (let seq = message.uint(message.find(7)); seq <= to; seq++) {
      const sent = this.sequence.sent.get(seq);
      if (sent === undefined || ADMIN.test(sent.type)) fillFrom ||= seq;
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

  /** The client's Logon has this number, and is answered: what is missing before it is asked for. */
  protected welcome(seq: number, answer: () => void): void {
    const isMissing = seq > this.sequence.nextIn;
    if (!isMissing) this.sequence.nextIn = seq + 1;
    answer();
    if (isMissing) this.askFor(this.sequence.nextIn);
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
