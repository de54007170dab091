/** A simulated venue's WebSockets and REST as an adapter sees the outside, on the simulator's own time. */

import type { Call, Dial } from '../kit/feed/outside.js';
import type { VenueAgent } from '../simulator/shell/venue.js';

/** How long a message is on its way. */
const WAY_MS = 1;

/** Every host name leads to the one venue; paths tell. */
export function dialInto(venue: VenueAgent): Dial {
  return (url, events) => {
    const { pathname, search } = new URL(url);
    const { agenda } = venue;
    let isOpen = false;
    let isOver = false;
    const later = (run: () => void) => void agenda.after(WAY_MS, run);
    const end = (why: string) => {
      if (isOver) return;
      isOver = true;
      isOpen = false;
      later(() => {
        peer?.closed();
        events.closed(why);
      });
    };
    const hear = (text: string) =>
      later(() => {
        if (isOpen) events.received(Buffer.from(text), 0, Buffer.byteLength(text));
      });
    const peer = venue.connectWs?.(pathname, search.slice(1), {
      send: hear,
      cut: (text) => {
        hear(text.slice(0, text.length >> 1));
        end('cut');
      },
      close: () => end('closed'),
      closeWith: (code, reason) => end(`${code} ${reason}`),
      drop: () => end('dropped'),
      ping: () =>
        later(() => {
          if (!isOpen) return;
          events.pinged();
          later(() => peer?.ponged());
        }),
      pong: () => {},
    });
    later(() => {
      if (isOver) return;
      if (peer === undefined) return events.closed('nothing is served there');
      isOpen = true;
      events.opened();
    });
    return {
      send: (text) =>
        later(() => {
          if (isOpen) peer?.received(text);
        }),
      close: (why) => {
        isOpen = false;
        isOver = true;
        events.closed(why);
        later(() => peer?.closed());
      },
    };
  };
}

export function callInto(venue: VenueAgent): Call {
  return ({ method, url, headers }, answered) => {
    const { pathname, search } = new URL(url);
    const lower = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
    );
    venue.agenda.after(WAY_MS, () => {
      const { status, body } = venue.rest({
        method,
        path: pathname,
        query: search.slice(1),
        headers: lower,
        body: '',
      });
      venue.agenda.after(WAY_MS, () => answered(status, Buffer.from(JSON.stringify(body))));
    });
  };
}
