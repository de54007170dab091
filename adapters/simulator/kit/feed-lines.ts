/**
 * The lines of a channel of datagrams, A and B of each feed, in the feeds' order. Both lines of a feed carry the same packets; faults leave some out on one line or on both, send them twice, let others overtake
 * them, or lose and shuffle them at random.
 */
import type { Agenda } from './agenda.js';
import type { Faults } from './faults.js';
import { Random } from './random.js';

const LINES = ['a', 'b'] as const;
const HUNDRED = 100;
/** A packet that is overtaken comes so much later at the most. */
const OVERTAKEN_MS = 4;

export type SendOnLine = (bytes: Buffer, start: number, end: number, line: number) => void;

export class FeedLines {
  private readonly leftOut = new Map<string, number>();
  private readonly random: Random;

  /** @param feeds as faults name them; a line of one of them is its name with `-a` or `-b` */
  constructor(
    private readonly feeds: readonly string[],
    private readonly agenda: Agenda,
    private readonly faults: Faults,
    seed: number,
    private readonly send: SendOnLine,
  ) {
    this.random = new Random(seed);
  }

  out(feed: string, bytes: Buffer, start: number, end: number): void {
    const times = this.times(feed);
    LINES.forEach((name, i) => {
      const line = `${feed}-${name}`;
      const number = this.feeds.indexOf(feed) * LINES.length + i;
      for (let sent = times * this.times(line); sent > 0; sent--) this.put(line, number, bytes, start, end);
    });
  }

  /** How often the packet goes out on this line, or on the lines of this feed. */
  private times(stream: string): number {
    const { faults } = this;
    const left = (this.leftOut.get(stream) ?? 0) + faults.takeGap({ stream });
    const fault = faults.outgoing({ session: '', kind: 'stream', clientId: stream });
    if (left > 0) {
      this.leftOut.set(stream, left - 1);
      return 0;
    }
    if (faults.isMuted(stream) || fault?.do === 'lose') return 0;
    return fault?.do === 'repeat' ? 2 : 1;
  }

  private put(line: string, number: number, bytes: Buffer, start: number, end: number): void {
    const percent = this.faults.scatters(line);
    if (percent === 0) return this.send(bytes, start, end, number);
    if (this.random.next() * HUNDRED < percent) return;
    if (this.random.next() * HUNDRED >= percent) return this.send(bytes, start, end, number);
    const copy = Buffer.from(bytes.subarray(start, end));
    this.agenda.after(this.random.next() * OVERTAKEN_MS, () => this.send(copy, 0, copy.length, number));
  }
}
