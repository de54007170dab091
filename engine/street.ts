/** Puts the venues of the configuration together: each with its adapter, all on one agent and one lane. */
import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { FuturesForm } from '../adapters/binance/futures-orders/form.js';
import { FUTURES_ORDER_DEFAULTS } from '../adapters/binance/futures-orders/options.js';
import { BinanceMarketData } from '../adapters/binance/market-data/agent.js';
import { BINANCE_DEFAULTS } from '../adapters/binance/market-data/options.js';
import { Stream, USD_M } from '../adapters/binance/market-data/product.js';
import type { Call, Dial, Fetch, Notice } from '../adapters/kit/feed/outside.js';
import { scaleOfStep, type VenueInstrument } from '../adapters/kit/instrument.js';
import { textIds } from '../adapters/kit/orders/client-ids.js';
import { OrderDesk } from '../adapters/kit/orders/order-desk.js';
import { StreetAgent, type Venue } from '../adapters/kit/orders/street-agent.js';
import { TopCommands } from '../adapters/kit/orders/top-commands.js';
import { VenueLane } from '../adapters/kit/orders/venue-lane.js';
import { HTTP_DEFAULTS, httpFetch } from '../adapters/ws/http.js';
import { httpCall } from '../adapters/ws/http-call.js';
import { webSocketDial } from '../adapters/ws/web-socket.js';
import { VenueAbility } from '../protocol/codes/enums.js';
import { formatFixed } from '../protocol/fixed.js';
import { VENUES } from '../protocol/records/routing.js';
import type { Limits } from './config/limits.js';
import type { RegisteredListing, RegisteredVenue } from './config/registry.js';
import type { VenueEntry } from './config/schema.js';
import {
  type BroadcastMemory,
  BroadcastReader,
  BroadcastWriter,
  createBroadcast,
} from './rings/broadcast.js';
import { Doorbell } from './rings/doorbell.js';
import { type LaneMemory, LaneWriter } from './rings/lane.js';
import type { Clock } from './threads/agent.js';

export interface StreetOptions {
  readonly venues: readonly RegisteredVenue[];
  readonly limits: Limits;
  readonly lane: LaneMemory;
  readonly events: BroadcastMemory;
  readonly reader: number;
}

export interface StreetOutside {
  readonly clock: Clock;
  readonly notice: Notice;
  readonly wake: () => void;
}

/** What the market data of one venue may run ahead of its readers. */
const MARKET_DATA_SLOTS = 1 << 14;

/** What the venue can do beyond new and cancel. */
export const abilitiesOf = ({ adapter }: VenueEntry): number => ABILITIES[adapter];

const ABILITIES: Readonly<Record<VenueEntry['adapter'], number>> = {
  'binance-usdm': VenueAbility.Replace,
};

export function createStreet(
  { venues, lane, events, reader }: StreetOptions,
  outside: StreetOutside,
): StreetAgent {
  const { clock, notice, wake } = outside;
  const venueLane = new VenueLane(new LaneWriter(lane), clock);
  const http = { ...HTTP_DEFAULTS, notice, wake };
  const world: World = {
    clock,
    notice,
    lane: venueLane,
    dial: webSocketDial({ wake }),
    call: httpCall(http),
    fetch: httpFetch(http),
  };
  const placed: (Venue | undefined)[] = new Array(VENUES).fill(undefined);
  for (const venue of venues) placed[venue.number] = binanceUsdm(venue, world);
  return new StreetAgent(placed, new BroadcastReader(events, reader), venueLane, clock);
}

interface World {
  readonly clock: Clock;
  readonly notice: Notice;
  readonly lane: VenueLane;
  readonly dial: Dial;
  readonly call: Call;
  readonly fetch: Fetch;
}

function binanceUsdm(venue: RegisteredVenue, world: World): Venue {
  const { entry, listings } = venue;
  const instruments = listings.map(venueInstrument);
  const top = new TopCommands(venue.number, world.lane);
  const market = new BinanceMarketData(
    {
      ...BINANCE_DEFAULTS,
      product: {
        ...USD_M,
        streamUrl: entry.marketDataUrl ?? USD_M.streamUrl,
        restUrl: entry.restUrl ?? USD_M.restUrl,
      },
      instruments,
      streams: [Stream.Depth],
    },
    { ...world, ring: marketDataRing(), sink: top },
  );
  const desk = orderDesk(venue, world, () => {
    top.forget();
    market.tellTops();
  });
  const privateKey = createPrivateKey(readFileSync(entry.privateKeyFile));
  const options = {
    ...FUTURES_ORDER_DEFAULTS,
    apiKey: entry.apiKey,
    privateKey,
    prefix: entry.orderPrefix,
    instruments,
    ...(entry.apiUrl !== undefined && { apiUrl: entry.apiUrl }),
    ...(entry.userStreamUrl !== undefined && { streamUrl: entry.userStreamUrl }),
    ...(entry.restUrl !== undefined && { restUrl: entry.restUrl }),
  };
  desk.use(() => new FuturesForm(options, desk, world));
  return { desk, others: [market] };
}

function orderDesk(
  { number, entry, listings, streetAccount }: RegisteredVenue,
  { lane, notice }: World,
  onDown: () => void,
): OrderDesk {
  const fees = new Map(listings.map(({ instrument, ...rates }) => [instrument.id, rates]));
  return new OrderDesk(
    { venue: number, name: entry.name, streetAccount, ids: textIds(entry.orderPrefix), fees },
    lane,
    notice,
    onDown,
  );
}

/** In ticks and lots of ours: the venue's own may be coarser. */
function venueInstrument({ instrument, venueSymbol }: RegisteredListing): VenueInstrument {
  const { id, tick, lot, priceScale, quantityScale } = instrument;
  return {
    id,
    symbol: venueSymbol,
    price: scaleOfStep(formatFixed(tick, priceScale)),
    qty: scaleOfStep(formatFixed(lot, quantityScale)),
  };
}

/** Nobody reads it yet but who follows the venue's own books. */
function marketDataRing(): BroadcastWriter {
  return new BroadcastWriter(createBroadcast(MARKET_DATA_SLOTS, [Doorbell.create()], { gating: [] }));
}
