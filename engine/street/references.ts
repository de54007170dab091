/**
 * References on their way into the core: mark prices and rates that the configured sources put on a market-data ring of their own become `VenuePrice` commands, in
 * ticks of their instruments. So strategies get them in sequence, and a replay has them too.
 */
import { BinanceMarketData } from '../../adapters/binance/market-data/agent.js';
import { BINANCE_DEFAULTS } from '../../adapters/binance/market-data/options.js';
import { COIN_M, Stream } from '../../adapters/binance/market-data/product.js';
import { EXCHANGE_RATE_DEFAULTS, exchangeRate } from '../../adapters/coinbase/market-data/exchange-rates.js';
import { PER_SHARE_DEFAULTS, underlyingPerShare } from '../../adapters/hashdex/per-share.js';
import { ReferencePoller } from '../../adapters/kit/feed/reference-poller.js';
import { NO_SINK } from '../../adapters/kit/feed/sink.js';
import type { Beside } from '../../adapters/kit/orders/street-agent.js';
import type { VenueLane } from '../../adapters/kit/orders/venue-lane.js';
import { byteA, byteB, kindOf } from '../../protocol/records/layout.js';
import { ReferenceKind, VenueKind, VRefDouble, VTime, VTrd } from '../../protocol/records/venue-data.js';
import type { RegisteredReference } from '../config/registry.js';
import {
  type BroadcastMemory,
  BroadcastReader,
  BroadcastWriter,
  createBroadcast,
} from '../rings/broadcast.js';
import { Doorbell } from '../rings/doorbell.js';
import { venueInstrument, type World } from './world.js';

type Outside = Pick<World, 'clock' | 'notice' | 'lane' | 'dial' | 'fetch'>;
type CoinM = Extract<RegisteredReference['entry'], { readonly source: 'binance-coinm' }>;

const RING_SLOTS = 1 << 10;
const MAX_TICKS = 2 ** 31 - 1;
/** Sources are no venues that orders go to; as `VenuePrice` has to name one, they are all this one. */
const SOURCE = 0;
/** Funding rates and index prices come with mark prices, and are none. */
const PRICES: readonly ReferenceKind[] = [
  ReferenceKind.MarkPrice,
  ReferenceKind.ExchangeRate,
  ReferenceKind.UnderlyingPerShare,
];

export function referenceDesk(references: readonly RegisteredReference[], world: Outside): Beside {
  const memory = createBroadcast(RING_SLOTS, [Doorbell.create()], [0]);
  const ring = new BroadcastWriter(memory);
  const sources = references.map((reference) => sourceOf(reference, ring, world));
  return new ReferenceDesk(references, sources, memory, world.lane);
}

class ReferenceDesk implements Beside {
  private readonly reader: BroadcastReader;
  private readonly byInstrument: ReadonlyMap<number, RegisteredReference>;

  constructor(
    references: readonly RegisteredReference[],
    private readonly sources: readonly Beside[],
    memory: BroadcastMemory,
    private readonly lane: VenueLane,
  ) {
    this.reader = new BroadcastReader(memory, 0);
    this.byInstrument = new Map(references.map((each) => [each.instrument.id, each]));
  }

  doWork(): number {
    let work = 0;
    for (const source of this.sources) work += source.doWork();
    const ready = this.reader.available(RING_SLOTS);
    for (let i = 0; i < ready; i++) this.take(this.reader.offset(i));
    this.reader.release(ready);
    return work + ready;
  }

  async close(): Promise<void> {
    for (const source of this.sources) await source.close?.();
  }

  private take(at: number): void {
    const { i32, f64 } = this.reader;
    const reference = this.byInstrument.get(i32[at + VTime.Instrument]);
    if (reference === undefined) return;
    const wantsLast = reference.entry.source === 'binance-coinm' && reference.entry.price === 'last';
    const kind = kindOf(i32[at]);
    if (kind === VenueKind.Trade && wantsLast) this.tell(reference, i32[at + VTrd.PriceTicks]);
    if (kind !== VenueKind.Reference || wantsLast || !PRICES.includes(byteA(i32[at]))) return;
    const { tick, priceScale } = reference.instrument;
    const value = f64[(at >> 1) + VRefDouble.Value] / 10 ** byteB(i32[at]);
    this.tell(reference, Math.round((value * 10 ** priceScale) / tick));
  }

  /** What no record holds is no price. */
  private tell({ instrument }: RegisteredReference, ticks: number): void {
    if (ticks > 0 && ticks <= MAX_TICKS) this.lane.price(SOURCE, instrument.id, ticks);
  }
}

function sourceOf({ instrument, entry }: RegisteredReference, ring: BroadcastWriter, world: Outside): Beside {
  const { clock, notice, fetch } = world;
  const rest = entry.restUrl !== undefined && { restUrl: entry.restUrl };
  const every = 'everyMs' in entry && entry.everyMs !== undefined && { everyMs: entry.everyMs };
  switch (entry.source) {
    case 'binance-coinm':
      return coinM(instrument, entry, ring, world);
    case 'coinbase-rates': {
      const { base, quote } = entry;
      const options = {
        ...EXCHANGE_RATE_DEFAULTS,
        instrument: instrument.id,
        base,
        quote,
        ...every,
        ...rest,
      };
      return new ReferencePoller(exchangeRate(options), fetch, clock, ring, notice);
    }
    case 'hashdex-inav': {
      const { onshore, offshore } = entry;
      const options = {
        ...PER_SHARE_DEFAULTS,
        instrument: instrument.id,
        onshore,
        offshore,
        ...every,
        ...rest,
      };
      return new ReferencePoller(underlyingPerShare(options), fetch, clock, ring, notice);
    }
  }
}

/** Without its book, which nobody here wants. */
function coinM(
  instrument: RegisteredReference['instrument'],
  { price, venueSymbol, marketDataUrl, restUrl }: CoinM,
  ring: BroadcastWriter,
  outside: Outside,
): BinanceMarketData {
  const { streamUrl = COIN_M.streamUrl } = {
    ...(marketDataUrl !== undefined && { streamUrl: marketDataUrl }),
  };
  return new BinanceMarketData(
    {
      ...BINANCE_DEFAULTS,
      product: { ...COIN_M, streamUrl, ...(restUrl !== undefined && { restUrl }) },
      instruments: [venueInstrument({ instrument, venueSymbol, makerRate: 0, takerRate: 0 })],
      streams: [price === 'mark' ? Stream.MarkPrice : Stream.Trades],
      watchesTrading: false,
    },
    { ...outside, ring, sink: NO_SINK },
  );
}
