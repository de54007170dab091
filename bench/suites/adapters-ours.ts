/** Our side: the adapters' session agents, as they run live, on a connection that is not there. */
import { BinanceMarketData } from '../../adapters/binance/market-data/agent.js';
import { BINANCE_DEFAULTS } from '../../adapters/binance/market-data/options.js';
import { Stream } from '../../adapters/binance/market-data/product.js';
import { CoinbaseMarketData } from '../../adapters/coinbase/market-data/agent.js';
import { COINBASE_DEFAULTS } from '../../adapters/coinbase/market-data/options.js';
import type { VenueBook } from '../../adapters/kit/book/venue-book.js';
import type { Answered, LinkEvents } from '../../adapters/kit/feed/outside.js';
import { NO_SINK } from '../../adapters/kit/feed/sink.js';
import type { BroadcastWriter } from '../../engine/rings/broadcast.js';
import { SystemClock } from '../../engine/threads/system-clock.js';
import { marketDataRing, type TapeSide } from './adapters-side.js';
import type { Tape } from './adapters-tape.js';

const OK = 200;
const PLENTY = 1e9;
const NEVER_MS = Number.POSITIVE_INFINITY;
/** The real clock, moved on by hand where a session waits. */
class MovableClock extends SystemClock {
  aheadSeconds = 0;

  override read(): void {
    super.read();
    this.seconds += this.aheadSeconds;
  }
}

export class OurSide implements TapeSide {
  private readonly clock = new MovableClock();
  private readonly ring: BroadcastWriter = marketDataRing();
  private agent: BinanceMarketData | CoinbaseMarketData;
  private readonly asked = new Map<string, Answered>();
  private events: LinkEvents | undefined;
  private firstRecord = 0;

  constructor(private readonly tape: Tape) {
    this.agent = this.newAgent();
  }

  begin(): void {
    this.agent = this.newAgent();
    this.turn();
    this.events!.opened();
    this.turn();
    this.firstRecord = this.ring.written;
  }

  run(from: number, to: number): void {
    const { entries } = this.tape;
    const events = this.events!;
    for (let i = from; i < to; i++) {
      const { bytes, snapshotOf } = entries[i];
      if (snapshotOf === undefined) events.received(bytes, 0, bytes.length);
      else this.answer(snapshotOf, bytes);
    }
  }

  books(): VenueBook[] {
    const feeds = this.agent instanceof BinanceMarketData ? this.agent.feeds : this.agent.books.all;
    return feeds.map(({ show }) => show.book);
  }

  records(): number {
    return this.ring.written - this.firstRecord;
  }

  private newAgent(): BinanceMarketData | CoinbaseMarketData {
    const { tape, clock, ring } = this;
    const outside = {
      dial: (_: string, events: LinkEvents) => {
        this.events = events;
        return { send: () => {}, close: (why: string) => events.closed(why) };
      },
      fetch: (url: string, answered: Answered) => void this.asked.set(url, answered),
      clock,
      ring,
      sink: NO_SINK,
      notice: () => {},
    };
    return tape.venue === 'binance'
      ? new BinanceMarketData(binanceOptions(tape), outside)
      : new CoinbaseMarketData(coinbaseOptions(tape), outside);
  }

  private answer(symbol: string, bytes: Buffer): void {
    this.turn();
    for (const [url, answered] of this.asked)
      if (url.includes(symbol)) {
        this.asked.delete(url);
        answered(OK, bytes);
      }
  }

  /** Later, so that whatever waits is due. */
  private turn(): void {
    this.clock.aheadSeconds += 60;
    this.agent.doWork();
  }
}

/** All streams on one connection, and no clock that decides. */
function binanceOptions({ product, instruments }: Tape) {
  const streams = [Stream.Depth, Stream.Top, Stream.Trades, Stream.MarkPrice];
  const { link, silentMs } = BINANCE_DEFAULTS;
  return {
    ...BINANCE_DEFAULTS,
    watchesTrading: false,
    product: { ...product, weightPerMinute: PLENTY, tiers: [{ name: 'tape', path: '', streams }] },
    instruments,
    staleMs: NEVER_MS,
    snapshotTimeoutMs: NEVER_MS,
    snapshotsAtOnce: instruments.length,
    silentMs: {
      ...silentMs,
      [Stream.MarkPrice]: NEVER_MS,
      [Stream.Depth]: NEVER_MS,
      [Stream.Top]: NEVER_MS,
      [Stream.Trades]: NEVER_MS,
    },
    link: { ...link, silentMs: NEVER_MS, lifeMs: NEVER_MS },
  };
}

const coinbaseOptions = ({ instruments, book }: Tape) => ({
  ...COINBASE_DEFAULTS,
  instruments,
  book,
  staleMs: NEVER_MS,
  snapshotTimeoutMs: NEVER_MS,
  levelsPerSide: 8_192,
  ordersPerBook: 1 << 14,
  link: { ...COINBASE_DEFAULTS.link, silentMs: NEVER_MS },
});
