/** What every venue is put together from: sockets, HTTP, clock, the lane, and what the configuration says of it. */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { socketDial } from '../../adapters/fix-orders/socket-dial.js';
import { FixpFile } from '../../adapters/fixp-orders/fixp-files.js';
import type { Call, Dial, Fetch, Notice } from '../../adapters/kit/feed/outside.js';
import type { TopSink } from '../../adapters/kit/feed/sink.js';
import { scaleOfStep, type VenueInstrument } from '../../adapters/kit/instrument.js';
import type { ByteDial } from '../../adapters/kit/line/outside.js';
import type { ClientIds } from '../../adapters/kit/orders/client-ids.js';
import { OrderDesk } from '../../adapters/kit/orders/order-desk.js';
import type { Venue } from '../../adapters/kit/orders/street-agent.js';
import type { VenueLane } from '../../adapters/kit/orders/venue-lane.js';
import type { SessionStore } from '../../protocol/fix/session/store.js';
import { FileStore } from '../../protocol/fix/store/file-store.js';
import { formatFixed } from '../../protocol/fixed.js';
import type { Account } from '../../protocol/instrument.js';
import type { RegisteredListing, RegisteredVenue } from '../config/registry.js';
import type { AdapterName, VenueOf } from '../config/venues.js';
import { type BroadcastMemory, BroadcastWriter } from '../rings/broadcast.js';
import type { Clock } from '../threads/agent.js';
import { type MeteredMarket, stopwatchOf, VenueMeter, type VenueMeterMemory } from './venue-meter.js';

export interface World {
  readonly clock: Clock;
  readonly notice: Notice;
  readonly wake: () => void;
  readonly lane: VenueLane;
  /** Rings by the venues' numbers. */
  readonly marketData: readonly (BroadcastMemory | undefined)[];
  readonly dial: Dial;
  readonly call: Call;
  readonly fetch: Fetch;
  readonly accounts: readonly Account[];
  /** By the venues' numbers. */
  readonly meters: ReadonlyMap<number, VenueMeterMemory>;
  /** Of the data directory, for what FIX sessions have to remember. */
  readonly directory: string;
}

/** A venue with the configuration of its adapter. */
export type Configured<Name extends AdapterName> = RegisteredVenue & { readonly entry: VenueOf<Name> };

export function orderDesk(
  { number, entry, listings, streetAccount }: RegisteredVenue,
  { lane, notice, meters }: World,
  ids: ClientIds,
  onDown: () => void = () => {},
): OrderDesk {
  const fees = new Map(listings.map(({ instrument, ...rates }) => [instrument.id, rates]));
  const watch = stopwatchOf(meters.get(number)!);
  const options = { venue: number, name: entry.name, streetAccount, ids, fees, watch };
  return new OrderDesk(options, lane, notice, onDown);
}

/** Desk and market data on the street's agent, and what is to be known of them. */
export function metered(
  { number }: RegisteredVenue,
  { meters, clock }: World,
  desk: OrderDesk,
  market?: Venue['others'][number] & MeteredMarket,
): Venue {
  const meter = new VenueMeter(meters.get(number)!, desk, market, clock);
  return { desk, others: market === undefined ? [meter] : [market, meter] };
}

/** In ticks and lots of ours: the venue's own may be coarser. */
export function venueInstrument({ instrument, venueSymbol }: RegisteredListing): VenueInstrument {
  const { id, tick, lot, priceScale, quantityScale } = instrument;
  return {
    id,
    symbol: venueSymbol,
    price: scaleOfStep(formatFixed(tick, priceScale)),
    qty: scaleOfStep(formatFixed(lot, quantityScale)),
  };
}

/** Where the market data says that an instrument is halted: the desk, which does not stand yet. */
export const tradingOf =
  (instruments: readonly VenueInstrument[], desk: () => OrderDesk): TopSink['trading'] =>
  (id, isTrading, word) => {
    const { symbol } = instruments.find((each) => each.id === id)!;
    desk().trading(id, isTrading, symbol, word);
  };

export const marketDataRing = ({ number }: RegisteredVenue, { marketData }: World): BroadcastWriter =>
  new BroadcastWriter(marketData[number]!);

export interface FixAddress {
  readonly host: string;
  readonly port: number;
}

/** To what the configuration says, else to where the venue is. */
export function fixDial(
  entry: {
    readonly fixHost?: string;
    readonly fixPort?: number;
    readonly tls: boolean;
    readonly tlsCaFile?: string;
  },
  venue: FixAddress,
  { wake }: World,
): ByteDial {
  const { fixHost: host = venue.host, fixPort: port = venue.port, tls, tlsCaFile } = entry;
  const ca = tlsCaFile === undefined ? {} : { ca: readFileSync(tlsCaFile) };
  return socketDial({ host, port, wake, ...(tls && { tls: ca }) });
}

/** What a FIXP session has to remember, in the data directory. */
export const fixpFile = (venue: RegisteredVenue, world: World, door: string): FixpFile =>
  new FixpFile(join(ownDirectory(venue, world), `${door}.json`));

/** What a FIX session has to remember whose numbers live for the day: a file a trading day, in the data directory. */
export function dayStores(venue: RegisteredVenue, world: World): (day: string) => SessionStore {
  const own = ownDirectory(venue, world);
  return (day) => new FileStore(join(own, `${day}.fix`));
}

function ownDirectory({ entry }: RegisteredVenue, { directory }: World): string {
  const own = join(directory, `venue-${entry.name}`);
  mkdirSync(own, { recursive: true });
  return own;
}

/** A secret that stands alone in a file. */
export const secretIn = (file: string): string => readFileSync(file, 'utf8').trim();
