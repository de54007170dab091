/** Prices of a venue that come beside its orders, on a feed of their own: its best levels and halts go into the core, its books to the ring. */

import { LoopedFeed } from '../../adapters/kit/datagrams/looped-feed.js';
import { type UdpLine, udpDial } from '../../adapters/kit/datagrams/udp.js';
import type { TopSink } from '../../adapters/kit/feed/sink.js';
import type { VenueInstrument } from '../../adapters/kit/instrument.js';
import type { OrderDesk } from '../../adapters/kit/orders/order-desk.js';
import { TopCommands } from '../../adapters/kit/orders/top-commands.js';
import type { RegisteredVenue } from '../config/registry.js';
import type { BroadcastWriter } from '../rings/broadcast.js';
import { marketDataRing, tradingOf, venueInstrument, type World } from './world.js';

export interface Prices<Market> {
  readonly market: Market;
  /** The core knows none of them. */
  tellAgain(): void;
}

interface ConfiguredLine {
  readonly address: string;
  readonly port: number;
  readonly interface?: string | undefined;
}

interface LoopedLines {
  readonly incremental: readonly ConfiguredLine[];
  readonly snapshots: readonly ConfiguredLine[];
  readonly definitions: readonly ConfiguredLine[];
}

export type PricesOutside = World & { readonly ring: BroadcastWriter; readonly sink: TopSink };

/** @param desk which does not stand yet */
export function prices<Market extends { tellTops(): void }>(
  venue: RegisteredVenue,
  world: World,
  desk: () => OrderDesk,
  make: (instruments: readonly VenueInstrument[], outside: PricesOutside) => Market,
): Prices<Market> {
  const instruments = venue.listings.map(venueInstrument);
  const sink = new TopCommands(venue.number, world.lane, tradingOf(instruments, desk));
  const market = make(instruments, { ...world, ring: marketDataRing(venue, world), sink });
  const tellAgain = (): void => {
    sink.forget();
    market.tellTops();
  };
  return { market, tellAgain };
}

/** Lines of datagrams whose snapshots and definitions come round by themselves, and what each carries. */
export function loopedLines({ incremental, snapshots, definitions }: LoopedLines, { wake }: World) {
  return {
    lines: [
      ...incremental.map(() => LoopedFeed.Incremental),
      ...snapshots.map(() => LoopedFeed.Snapshots),
      ...definitions.map(() => LoopedFeed.Definitions),
    ],
    dial: udpDial({ lines: [...incremental, ...snapshots, ...definitions].map(lineOf), wake }),
  };
}

/** As the configuration has it, without what it leaves out. */
export const lineOf = ({ address, port, interface: card }: ConfiguredLine): UdpLine => ({
  address,
  port,
  ...(card !== undefined && { interface: card }),
});
