/** What lies between a market-data adapter and its venue, in the test's hands: what is late, lost, changed on its way, or never arrives. */

import { callInto, dialInto } from '../in-process/web.js';
import type { Dial, Fetch, Link, LinkEvents } from '../kit/feed/outside.js';
import type { VenueAgent } from '../simulator/shell/venue.js';

const SNAPSHOT = /\/(?:depth|book)\?/;
const OK = 200;
const TOO_MANY = 429;
const WAY_MS = 2;
/** Several updates of the book long. */
const SLOW_MS = 700;
/** Longer than any adapter waits. */
const LATE_MS = 20_000;

/** What happens to a snapshot: refused by the venue, never answered, answered too late, taken only after a while, taken long ago. */
export type Answer = 'refuse' | 'lose' | 'late' | 'slow' | 'old';

/** What the cases do to it. */
export interface MarketDataNetwork {
  /** Times at which it was dialled, and at which snapshots of the first instrument were asked for. */
  readonly dialled: readonly number[];
  readonly asked: readonly number[];
  /** How connections ended that the adapter did not end. */
  readonly endings: readonly string[];
  /** Requests that the venue found too many. */
  readonly tooMany: number;
  /** What happens to the next snapshots of the first instrument. */
  plan(...answers: Answer[]): void;
  /** The snapshot as it is now is what an `old` one will be. */
  keepSnapshot(): void;
  /** The connections that there are go dead: nobody is told. */
  die(): void;
  /** A text that the venue never wrote, on the connection that carries the books. */
  say(text: string): void;
  /** From now on messages have fields that nobody knows. */
  addFields(): void;
  /** Bids and asks of snapshots change places, or do not any more. */
  cross(isCrossed: boolean): void;
  /** The next snapshot that comes on the stream does not. */
  loseSnapshot(): void;
}

const isSnapshot = (text: string): boolean => text.startsWith('{"type":"snapshot"');

const crossedSnapshot = (text: string): string =>
  isSnapshot(text) || /^\{("lastUpdateId"|"bids")/.test(text)
    ? text.replace('"bids"', '"_"').replace('"asks"', '"bids"').replace('"_"', '"asks"')
    : text;

const withMoreFields = (text: string): string =>
  text
    .replace(/^\{/, '{"zz":[1,{"y":null,"b":"\\u0041"}],')
    .replace('"data":{', '"data":{"zy":{"s":[true,-1.5e3]},');

/** Of the first instrument of the subscription. */
function loseSnapshots(count: number): (text: string) => string {
  let left = count;
  return (text) => (isSnapshot(text) && left-- > 0 ? '{"type":"auction"}' : text);
}

interface Connection {
  readonly events: LinkEvents;
  isOpen: boolean;
  /** Nothing arrives on it any more, and nobody says so. */
  isDead: boolean;
}

export class TestNetwork implements MarketDataNetwork {
  /** Times at which it was dialled, and at which snapshots of the first instrument were asked for. */
  readonly dialled: number[] = [];
  readonly asked: number[] = [];
  /** How connections ended that the adapter did not end. */
  readonly endings: string[] = [];
  /** Requests that the venue found too many. */
  tooMany = 0;
  /** Done to every text on its way in. */
  private alter: (text: string) => string = (text) => text;
  private readonly plans: Answer[] = [];
  private readonly connections: Connection[] = [];
  private readonly dialVenue: Dial;
  private url = '';
  private old: Uint8Array | undefined;

  /** @param symbol of the first instrument */
  constructor(
    private readonly venue: VenueAgent,
    private readonly symbol: string,
  ) {
    this.dialVenue = dialInto(venue);
  }

  readonly dial: Dial = (url, events) => {
    const connection: Connection = { events, isOpen: false, isDead: false };
    this.connections.push(connection);
    this.dialled.push(this.nowMs);
    const link = this.dialVenue(url, this.hearing(connection));
    return endedByUs(link, connection);
  };

  readonly fetch: Fetch = (url, answered) => {
    const isFirst = url.includes(this.symbol) && SNAPSHOT.test(url);
    const plan = isFirst ? this.plans.shift() : undefined;
    if (isFirst) {
      this.asked.push(this.nowMs);
      this.url = url;
    }
    if (plan === 'lose') return;
    if (plan === 'refuse') return this.later(WAY_MS, () => answered(TOO_MANY, undefined));
    if (plan === 'old') return this.later(WAY_MS, () => answered(OK, this.old));
    this.later(plan === 'slow' ? SLOW_MS : 0, () =>
      this.get(url, (status, body) =>
        this.later(plan === 'late' ? LATE_MS : 0, () => answered(status, body)),
      ),
    );
  };

  /** What happens to the next snapshots of the first instrument. */
  plan(...answers: Answer[]): void {
    this.plans.push(...answers);
  }

  /** The snapshot as it is now is what an `old` one will be. */
  keepSnapshot(): void {
    this.get(this.url, (_, body) => {
      this.old = body;
    });
  }

  /** The connections that there are go dead: nobody is told. */
  die(): void {
    for (const connection of this.connections) connection.isDead = true;
  }

  /** A text that the venue never wrote, on the connection that carries the books. */
  say(text: string): void {
    const bytes = Buffer.from(text);
    this.connections.find(({ isOpen }) => isOpen)!.events.received(bytes, 0, bytes.length);
  }

  addFields(): void {
    this.alter = withMoreFields;
  }

  cross(isCrossed: boolean): void {
    this.alter = isCrossed ? crossedSnapshot : (text) => text;
  }

  loseSnapshot(): void {
    this.alter = loseSnapshots(1);
  }

  private hearing(connection: Connection): LinkEvents {
    const { events } = connection;
    return {
      opened: () => {
        connection.isOpen = true;
        events.opened();
      },
      received: (bytes, start, end) => {
        if (connection.isDead) return;
        const text = Buffer.from(this.alter(Buffer.from(bytes.subarray(start, end)).toString()));
        events.received(text, 0, text.length);
      },
      pinged: () => {
        if (!connection.isDead) events.pinged();
      },
      closed: (why) => {
        if (connection.isOpen && !connection.isDead) this.endings.push(why);
        connection.isOpen = false;
        if (!connection.isDead) events.closed(why);
      },
    };
  }

  private get(url: string, answered: (status: number, body: Uint8Array | undefined) => void): void {
    callInto(this.venue)({ method: 'GET', url, headers: {} }, (status, body) => {
      if (status === TOO_MANY) this.tooMany++;
      answered(status, body && Buffer.from(this.alter(Buffer.from(body).toString())));
    });
  }

  private later(ms: number, run: () => void): void {
    this.venue.agenda.after(ms, run);
  }

  private get nowMs(): number {
    return this.venue.agenda.nowMs;
  }
}

/** Who ends a connection is told of it, dead or not. */
const endedByUs = (link: Link, connection: Connection): Link => ({
  send: (text) => {
    if (!connection.isDead) link.send(text);
  },
  close: (why) => {
    connection.isOpen = connection.isDead = false;
    link.close(why);
  },
});
