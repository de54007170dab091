/** Puts the venues of the configuration together: each with its adapter, all on one agent and one lane. */
import { StreetAgent, type Venue } from '../../adapters/kit/orders/street-agent.js';
import { VenueLane } from '../../adapters/kit/orders/venue-lane.js';
import { HTTP_DEFAULTS, httpFetch } from '../../adapters/ws/http.js';
import { httpCall } from '../../adapters/ws/http-call.js';
import { webSocketDial } from '../../adapters/ws/web-socket.js';
import { VenueAbility } from '../../protocol/codes/enums.js';
import type { Account } from '../../protocol/instrument.js';
import type { RegisteredReference, RegisteredVenue } from '../config/registry.js';
import type { VenueEntry } from '../config/schema.js';
import { type BroadcastMemory, BroadcastReader } from '../rings/broadcast.js';
import { type LaneMemory, LaneWriter } from '../rings/lane.js';
import type { Clock } from '../threads/agent.js';
import { b3EntryPoint } from './b3-entrypoint.js';
import { b3Fix } from './b3-fix.js';
import { binanceSpot } from './binance-spot.js';
import { binanceSpotFix } from './binance-spot-fix.js';
import { binanceUsdm } from './binance-usdm.js';
import { cmeIlink } from './cme-ilink.js';
import { coinbaseFix } from './coinbase-fix.js';
import { nasdaq } from './nasdaq.js';
import { nasdaqFix } from './nasdaq-fix.js';
import { referenceDesk } from './references.js';
import type { VenueMeterMemory } from './venue-meter.js';
import type { Configured, World } from './world.js';

export interface StreetOptions {
  readonly venues: readonly RegisteredVenue[];
  readonly accounts: readonly Account[];
  readonly references: readonly RegisteredReference[];
  readonly lane: LaneMemory;
  readonly events: BroadcastMemory;
  readonly reader: number;
  /** Where market data goes, by the venues' numbers. */
  readonly marketData: readonly (BroadcastMemory | undefined)[];
  /** For what FIX sessions have to remember. */
  readonly directory: string;
  /** In the order of `venues`. */
  readonly meters: readonly VenueMeterMemory[];
}

export interface StreetOutside {
  readonly clock: Clock;
  readonly notice: (text: string) => void;
  readonly wake: () => void;
}

/** What the venue can do beyond new and cancel. */
export const abilitiesOf = ({ adapter }: VenueEntry): number => ABILITIES[adapter];

const ABILITIES: Readonly<Record<VenueEntry['adapter'], number>> = {
  'binance-usdm': VenueAbility.Replace,
  // Smaller at its price, that is, at spot; the form refuses the rest.
  'binance-spot': VenueAbility.Replace,
  'binance-spot-fix': VenueAbility.Replace,
  'coinbase-fix': VenueAbility.Replace,
  'b3-fix': VenueAbility.Replace,
  'b3-entrypoint': VenueAbility.Replace,
  nasdaq: VenueAbility.Replace,
  'nasdaq-fix': VenueAbility.Replace,
  'cme-ilink': VenueAbility.Replace,
};

export function createStreet(
  { venues, accounts, references, lane, events, reader, marketData, directory, meters }: StreetOptions,
  { clock, notice, wake }: StreetOutside,
): StreetAgent {
  const venueLane = new VenueLane(new LaneWriter(lane), clock);
  const http = { ...HTTP_DEFAULTS, notice, wake };
  const world: World = {
    clock,
    notice,
    wake,
    lane: venueLane,
    marketData,
    dial: webSocketDial({ wake }),
    call: httpCall(http),
    fetch: httpFetch(http),
    accounts,
    directory,
    meters: new Map(venues.map(({ number }, i) => [number, meters[i]])),
  };
  const placed: (Venue | undefined)[] =
    venues.length === 0 ? [] : new Array(1 + Math.max(...venues.map(({ number }) => number))).fill(undefined);
  for (const venue of venues) placed[venue.number] = venueOf(venue, world);
  return new StreetAgent(
    placed,
    new BroadcastReader(events, reader),
    venueLane,
    clock,
    references.length === 0 ? [] : [referenceDesk(references, world)],
  );
}

function venueOf(venue: RegisteredVenue, world: World): Venue {
  switch (venue.entry.adapter) {
    case 'binance-usdm':
      return binanceUsdm(venue as Configured<'binance-usdm'>, world);
    case 'binance-spot':
      return binanceSpot(venue as Configured<'binance-spot'>, world);
    case 'binance-spot-fix':
      return binanceSpotFix(venue as Configured<'binance-spot-fix'>, world);
    case 'coinbase-fix':
      return coinbaseFix(venue as Configured<'coinbase-fix'>, world);
    case 'b3-fix':
      return b3Fix(venue as Configured<'b3-fix'>, world);
    case 'b3-entrypoint':
      return b3EntryPoint(venue as Configured<'b3-entrypoint'>, world);
    case 'cme-ilink':
      return cmeIlink(venue as Configured<'cme-ilink'>, world);
    case 'nasdaq-fix':
      return nasdaqFix(venue as Configured<'nasdaq-fix'>, world);
    case 'nasdaq':
      return nasdaq(venue as Configured<'nasdaq'>, world);
  }
}
