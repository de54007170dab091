/**
 * CME and B3 in suite `adapters`: MDP 3.0 by price and by order, and Binary UMDF, from the bytes of a datagram to the records on the market-data ring, through the whole of the session agent. Packets are those of the simulated
 * exchange with a crowd that trades, and each comes by both lines, as it does.
 */
import { B3MarketData } from '../../adapters/b3/market-data/agent.js';
import { UMDF_DEFAULTS } from '../../adapters/b3/market-data/options.js';
import { CmeMarketData } from '../../adapters/cme/market-data/agent.js';
import { CME_MARKET_DEFAULTS } from '../../adapters/cme/market-data/options.js';
import type { DatagramDial, DatagramEvents } from '../../adapters/kit/datagrams/datagrams.js';
import type { LineArbiter } from '../../adapters/kit/datagrams/line-arbiter.js';
import { LoopedFeed } from '../../adapters/kit/datagrams/looped-feed.js';
import type { BookShow } from '../../adapters/kit/feed/book-show.js';
import type { SessionCounters } from '../../adapters/kit/feed/session-counters.js';
import { NO_SINK } from '../../adapters/kit/feed/sink.js';
import { scaleOfStep, type VenueInstrument } from '../../adapters/kit/instrument.js';
import { INSTRUMENTS } from '../../adapters/simulator/b3/instruments.js';
import { B3 } from '../../adapters/simulator/b3/simulator.js';
import { CME_DEFAULTS } from '../../adapters/simulator/cme/options.js';
import { Cme } from '../../adapters/simulator/cme/simulator.js';
import { Agenda } from '../../adapters/simulator/kit/agenda.js';
import type { FixVenue } from '../../adapters/simulator/shell/venue.js';
import type { BroadcastWriter } from '../../engine/rings/broadcast.js';
import type { Clock } from '../../engine/threads/agent.js';
import { SystemClock } from '../../engine/threads/system-clock.js';
import { median } from '../kit/statistics.js';
import { type BenchOptions, type BenchResult, result } from '../kit/suite.js';
import { marketDataRing } from './adapters-side.js';
import { inWindows, type Windows } from './adapters-windows.js';

interface Outside {
  readonly clock: Clock;
  readonly ring: BroadcastWriter;
  readonly sink: typeof NO_SINK;
  readonly notice: (text: string) => void;
  readonly dial: DatagramDial;
}

interface LoopedAgent {
  readonly counters: SessionCounters;
  readonly feeds: readonly { readonly show: BookShow }[];
  readonly channel: { readonly arbiter: LineArbiter };
  doWork(): number;
}

interface LoopedMarket {
  readonly name: string;
  /** At the simulator: A and B of incremental, of snapshots, of definitions. */
  readonly lines: readonly number[];
  venue(agenda: Agenda): FixVenue;
  agent(outside: Outside): LoopedAgent;
}

const FEEDS: readonly LoopedFeed[] = [
  ...[LoopedFeed.Incremental, LoopedFeed.Incremental],
  ...[LoopedFeed.Snapshots, LoopedFeed.Snapshots],
  ...[LoopedFeed.Definitions, LoopedFeed.Definitions],
];

const numbered = (id: string | number, tick: string, lot: string, i: number): VenueInstrument => ({
  id: i + 1,
  symbol: String(id),
  price: scaleOfStep(tick),
  qty: scaleOfStep(lot),
});
const CONTRACTS = CME_DEFAULTS.contracts.map(({ securityId, tick }, i) => numbered(securityId, tick, '1', i));
const SHARES = INSTRUMENTS.map(({ securityId, tick, lot }, i) => numbered(securityId, tick, lot, i));

const cme = (book: 'price' | 'orders', lines: readonly number[]): LoopedMarket => ({
  name: `cme_mdp_${book}`,
  lines,
  venue: (agenda) => new Cme(agenda),
  agent: (outside) =>
    new CmeMarketData({ ...CME_MARKET_DEFAULTS, book, lines: FEEDS, instruments: CONTRACTS }, outside),
});

const MARKETS: readonly LoopedMarket[] = [
  cme('price', [0, 1, 2, 3, 6, 7]),
  cme('orders', [0, 1, 4, 5, 6, 7]),
  {
    name: 'b3_umdf',
    lines: [0, 1, 2, 3, 4, 5],
    venue: (agenda) => new B3(agenda),
    agent: (outside) => new B3MarketData({ ...UMDF_DEFAULTS, lines: FEEDS, instruments: SHARES }, outside),
  },
];

const ROUNDS = 12;
const WARM_PASSES = 6;
const START_MS = Date.UTC(2026, 0, 5, 15);
/** Until the books stand, and what is measured. */
const OPENING_MS = 2_000;
const DAY_MS = 20 * 60_000;
/** For counting bytes: the machine's clock gives back a number that is made for it. Behind all packets: none was sent after now. */
const STILL: Clock = { seconds: (START_MS + DAY_MS) / 1_000, nanos: 0, read: () => {} };

export function measureLooped(say: BenchOptions['say']): BenchResult[] {
  return MARKETS.flatMap((market) => {
    const { name } = market;
    const day = new Day(market);
    const system = new SystemClock();
    for (let i = 0; i < WARM_PASSES; i++) day.pass(i % 2 === 0 ? system : STILL);
    const seconds = Array.from({ length: ROUNDS }, () => day.pass(system).seconds);
    const growth = Array.from({ length: ROUNDS }, () => day.pass(STILL).growth).flat();
    const bytes = Math.max(0, (median(growth) * day.packets) / day.messages);
    say(`${name}: ${day.messages} messages in ${day.packets} packets`);
    return [
      result(`${name}_ns`, (median(seconds) * 1e9) / day.messages, 'ns', false),
      result(`${name}_bytes_per_message`, bytes, 'bytes', false),
    ];
  });
}

interface Datagram {
  readonly bytes: Buffer;
  readonly line: number;
}

class Day {
  messages = 0;
  packets = 0;
  private readonly opening: Datagram[] = [];
  /** Of line A. */
  private readonly measured: Buffer[] = [];

  constructor(private readonly market: LoopedMarket) {
    const { agenda, datagrams } = market.venue(new Agenda(START_MS));
    datagrams!.to((bytes, start, end, simulated = 0) => {
      const line = market.lines.indexOf(simulated);
      const copy = Buffer.from(bytes.subarray(start, end));
      if (line >= 0 && agenda.nowMs < START_MS + OPENING_MS) this.opening.push({ bytes: copy, line });
      else if (line === 0) this.measured.push(copy);
    });
    agenda.advance(DAY_MS);
  }

  /** The whole day once. */
  pass(clock: Clock): Windows {
    const { agent, events } = this.begin(clock);
    for (const { bytes, line } of this.opening) events.received(bytes, line);
    const { messages } = agent.counters;
    const windows = inWindows(this.measured, (bytes) => {
      events.received(bytes, 0);
      events.received(bytes, 1);
    });
    this.messages = agent.counters.messages - messages;
    this.packets = this.measured.length;
    const { counters, feeds, channel } = agent;
    const isRight =
      counters.refused === 0 && channel.arbiter.gaps === 0 && feeds.every(({ show }) => show.isLive);
    if (!isRight)
      throw new Error(`${this.market.name}: ${channel.arbiter.gaps} gaps, ${counters.faultText()}`);
    return windows;
  }

  private begin(clock: Clock): { agent: LoopedAgent; events: DatagramEvents } {
    let events: DatagramEvents | undefined;
    const agent = this.market.agent({
      ...{ clock, ring: marketDataRing(), sink: NO_SINK },
      notice: (text) => {
        throw new Error(text);
      },
      dial: (each) => {
        events = each;
        return { request: () => {}, close: () => {} };
      },
    });
    agent.doWork();
    return { agent, events: events! };
  }
}
