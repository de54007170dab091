/** What lies between Nasdaq's market data and its simulator, in the test's hands: datagrams and requests for them, or a connection. */

import { AddOrder, OrderDelete } from '../../../protocol/messages/generated/itch.js';
import type { Answer, MarketDataNetwork } from '../../conformance/test-network.js';
import { dialIntoPort } from '../../in-process/tcp.js';
import type { DatagramDial, DatagramEvents } from '../../kit/datagrams/datagrams.js';
import type { ByteDial, ByteLinkEvents } from '../../kit/line/outside.js';
import type { Nasdaq } from '../../simulator/nasdaq/simulator.js';

const WAY_MS = 1;
/** There, and back: long enough to be seen. */
const REQUEST_WAY_MS = 40;
const TICK_MS = 5;
const FIRST_LOCATE = 1;
/** Numbers that the simulator does not come to. */
const CROSSING = 1_000_000_000;
const MORE_BYTES = 6;
const CROSSING_PRICE = 1_900_000_000;

abstract class NasdaqNetwork implements MarketDataNetwork {
  readonly dialled: number[] = [];
  readonly asked: number[] = [];
  readonly endings: string[] = [];
  readonly tooMany = 0;
  protected isDead = false;

  constructor(protected readonly venue: Nasdaq) {}

  /** Nasdaq has no snapshots: there is nothing to be planned. */
  plan(..._: Answer[]): void {}
  keepSnapshot(): void {}
  loseSnapshot(): void {}

  die(): void {
    this.isDead = true;
  }

  /** `message` and its bytes: the exchange writes it. `packet` and its bytes: the network brings it. */
  say(text: string): void {
    const [what, hex] = text.split(' ');
    const bytes = Buffer.from(hex, 'hex');
    if (what === 'message') this.append(bytes);
    else this.bring(bytes);
  }

  /** The exchange writes longer messages than it did. */
  addFields(): void {
    const { log } = this.venue.venue.feed;
    const append = log.append.bind(log);
    log.append = (source, start, end) => {
      const longer = Buffer.alloc(end - start + MORE_BYTES, 0x5a);
      source.copy(longer, 0, start, end);
      return append(longer, 0, longer.length);
    };
  }

  /** Somebody offers to buy above every ask, as in a halt, and then does not any more. */
  cross(isCrossed: boolean): void {
    const message = isCrossed ? new AddOrder() : new OrderDelete();
    const bytes = Buffer.alloc(message.blockLength);
    message.encode(bytes, 0);
    message.stockLocate = FIRST_LOCATE;
    message.reference = CROSSING;
    if (message instanceof AddOrder)
      Object.assign(message, { side: 0x42, shares: 100, stock: 'AAPL', price: CROSSING_PRICE });
    this.append(bytes);
  }

  protected abstract bring(bytes: Buffer): void;

  private append(bytes: Buffer): void {
    this.venue.venue.feed.log.append(bytes, 0, bytes.length);
  }
}

/** A line of datagrams, of which none are lost but what faults leave out. */
export class MoldNetwork extends NasdaqNetwork {
  private events: DatagramEvents | undefined;

  readonly dial: DatagramDial = (events) => {
    const { agenda, datagrams } = this.venue;
    this.events = events;
    this.dialled.push(agenda.nowMs);
    datagrams.to((bytes, start, end) => this.hear(bytes.subarray(start, end), WAY_MS));
    agenda.every(TICK_MS, () => datagrams.tick());
    return {
      request: (request) => this.ask(Buffer.from(request)),
      close: () => datagrams.to(() => {}),
    };
  };

  protected bring(bytes: Buffer): void {
    this.hear(bytes, WAY_MS);
  }

  private ask(request: Buffer): void {
    const { agenda, datagrams } = this.venue;
    this.asked.push(agenda.nowMs);
    agenda.after(REQUEST_WAY_MS, () =>
      datagrams.request(request, (bytes, start, end) =>
        this.hear(bytes.subarray(start, end), REQUEST_WAY_MS),
      ),
    );
  }

  private hear(bytes: Buffer, ms: number): void {
    const copy = Buffer.from(bytes);
    this.venue.agenda.after(ms, () => {
      if (!this.isDead) this.events!.received(copy, 0);
    });
  }
}

export class SoupBinNetwork extends NasdaqNetwork {
  private events: ByteLinkEvents | undefined;

  readonly dial: ByteDial = (events) => {
    const dial = dialIntoPort(this.venue.agenda, (wire) => this.venue.connectItch(wire));
    this.events = events;
    this.isDead = false;
    this.dialled.push(this.venue.agenda.nowMs);
    return dial({
      opened: () => events.opened(),
      received: (chunk) => {
        if (!this.isDead || this.events !== events) events.received(chunk);
      },
      closed: (why) => {
        this.endings.push(why);
        events.closed(why);
      },
    });
  };

  protected bring(bytes: Buffer): void {
    this.events!.received(bytes);
  }
}
