/** The ITCH feed as MoldUDP64 sends it, and the answers to requests for what was missed. Faults leave packets out, or send them twice. */
import { MoldPublisher, type OnDatagram } from '../../../protocol/moldudp64/publisher.js';
import type { Datagrams } from '../shell/venue.js';
import type { NasdaqVenue } from './venue.js';

/** Name of the stream, for faults. */
export const ITCH_STREAM = 'itch';

export class ItchDatagrams implements Datagrams {
  private send: OnDatagram = () => {};
  private leftOut = 0;
  private readonly publisher: MoldPublisher;

  constructor(private readonly venue: NasdaqVenue) {
    this.publisher = new MoldPublisher(
      { session: venue.options.session },
      venue.feed.log,
      (bytes, start, end) => this.out(bytes, start, end),
    );
  }

  to(send: OnDatagram): void {
    this.send = send;
  }

  tick(): void {
    const { nowMs } = this.venue.agenda;
    this.publisher.publish(nowMs);
    this.publisher.tick(nowMs);
  }

  request(bytes: Buffer, reply: OnDatagram): void {
    this.publisher.answer(bytes, 0, bytes.length, reply);
  }

  private out(bytes: Buffer, start: number, end: number): void {
    this.leftOut += this.venue.faults.takeGap({ stream: ITCH_STREAM });
    if (this.venue.faults.isMuted(ITCH_STREAM)) return;
    const fault = this.venue.faults.outgoing({ session: '', kind: 'stream', clientId: ITCH_STREAM });
    if (this.leftOut > 0) this.leftOut--;
    else if (fault?.do !== 'lose') this.send(bytes, start, end);
    if (fault?.do === 'repeat') this.send(bytes, start, end);
  }
}
