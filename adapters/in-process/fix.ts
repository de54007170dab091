/** A simulated venue's FIX port as a line sees it, on the simulator's own time. */

import type { FixDial } from '../fix-orders/outside.js';
import type { FixVenue } from '../simulator/shell/venue.js';

/** How long bytes are on their way. */
const WAY_MS = 1;
const TICK_MS = 100;

export function fixDialInto(venue: FixVenue): FixDial {
  const { agenda } = venue;
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
    const peer = venue.connectFix!({
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
