/** A simulated venue's TCP port as a line sees it, on the simulator's own time. */
import type { ByteDial } from '../kit/line/outside.js';
import type { Agenda } from '../simulator/kit/agenda.js';
import type { Wire } from '../simulator/kit/outlet.js';
import type { FixVenue, TcpPeer } from '../simulator/shell/venue.js';

/** How long bytes are on their way. */
const WAY_MS = 1;
const TICK_MS = 100;

export const fixDialInto = (venue: FixVenue): ByteDial =>
  dialIntoPort(venue.agenda, (wire) => venue.connectFix!(wire));

export function dialIntoPort(agenda: Agenda, connect: (wire: Wire<Buffer>) => TcpPeer): ByteDial {
  const later = (run: () => void) => void agenda.after(WAY_MS, run);
  return (events) => {
    let isOver = false;
    const end = (why: string) => {
      if (isOver) return;
      isOver = true;
      ticker.cancel();
      later(() => {
        peer.closed();
        events.closed(why);
      });
    };
    const hear = (bytes: Buffer) => later(() => events.received(bytes));
    const peer = connect({
      send: hear,
      cut: (bytes) => {
        hear(bytes.subarray(0, bytes.length >> 1));
        end('cut');
      },
      close: () => end('closed'),
      drop: () => end('dropped'),
    });
    const ticker = agenda.every(TICK_MS, () => peer.tick());
    later(() => events.opened());
    return {
      write: (buffer, start, end) => {
        const bytes = Buffer.from(buffer.subarray(start, end));
        later(() => {
          if (!isOver) peer.received(bytes);
        });
      },
      // Behind what was written.
      close: () => later(() => end('closed from here')),
    };
  };
}
