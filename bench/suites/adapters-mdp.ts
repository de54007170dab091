/**
 * CME in suite `adapters`: MDP 3.0 from the bytes of a datagram to the records on the market-data ring, through the whole of the session agent, by price and by order. Packets are those of the simulated
 * exchange with a crowd that trades, and each comes by both lines, as it does.
 */
import { CmeMarketData } from '../../adapters/cme/market-data/agent.js';
import { CME_MARKET_DEFAULTS } from '../../adapters/cme/market-data/options.js';
import type { DatagramEvents } from '../../adapters/kit/datagrams/datagrams.js';
import { LoopedFeed } from '../../adapters/kit/datagrams/looped-feed.js';
import { NO_SINK } from '../../adapters/kit/feed/sink.js';
import { scaleOfStep } from '../../adapters/kit/instrument.js';
import { CME_DEFAULTS } from '../../adapters/simulator/cme/options.js';
import { Cme } from '../../adapters/simulator/cme/simulator.js';
import { Agenda } from '../../adapters/simulator/kit/agenda.js';
import type { Clock } from '../../engine/threads/agent.js';
import { SystemClock } from '../../engine/threads/system-clock.js';
import { median } from '../kit/statistics.js';
import { type BenchOptions, type BenchResult, result } from '../kit/suite.js';
import { marketDataRing } from './adapters-side.js';
import { inWindows, type Windows } from './adapters-windows.js';

const ROUNDS = 12;
const WARM_PASSES = 6;
const START_MS = Date.UTC(2026, 0, 5, 15);
/** Until the books stand, and what is measured. */
const OPENING_MS = 2_000;
const DAY_MS = 20 * 60_000;
const BOOKS = ['price', 'orders'] as const;
type Book = (typeof BOOKS)[number];
/** At the simulator: A and B of incremental, of the snapshots of each kind, of definitions. */
const LINES: Readonly<Record<Book, readonly number[]>> = {
  price: [0, 1, 2, 3, 6, 7],
  orders: [0, 1, 4, 5, 6, 7],
};
const FEEDS: readonly LoopedFeed[] = [
  ...[LoopedFeed.Incremental, LoopedFeed.Incremental],
  ...[LoopedFeed.Snapshots, LoopedFeed.Snapshots],
  ...[LoopedFeed.Definitions, LoopedFeed.Definitions],
];
/** For counting bytes: the machine's clock gives back a number that is made for it. Behind all packets: none was sent after now. */
const STILL: Clock = { seconds: (START_MS + DAY_MS) / 1_000, nanos: 0, read: () => {} };

export function measureMdp(say: BenchOptions['say']): BenchResult[] {
  return BOOKS.flatMap((book) => {
    const day = new Day(book);
    const system = new SystemClock();
    for (let i = 0; i < WARM_PASSES; i++) day.pass(i % 2 === 0 ? system : STILL);
    const seconds = Array.from({ length: ROUNDS }, () => day.pass(system).seconds);
    const growth = Array.from({ length: ROUNDS }, () => day.pass(STILL).growth).flat();
    say(`cme_mdp_${book}: ${day.messages} messages in ${day.packets} packets`);
    return [
      result(`cme_mdp_${book}_ns`, (median(seconds) * 1e9) / day.messages, 'ns', false),
      result(
        `cme_mdp_${book}_bytes_per_message`,
        Math.max(0, (median(growth) * day.packets) / day.messages),
        'bytes',
        false,
      ),
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

  constructor(private readonly book: Book) {
    const venue = new Cme(new Agenda(START_MS));
    venue.datagrams.to((bytes, start, end, simulated) => {
      const line = LINES[book].indexOf(simulated);
      const copy = Buffer.from(bytes.subarray(start, end));
      if (line >= 0 && venue.agenda.nowMs < START_MS + OPENING_MS) this.opening.push({ bytes: copy, line });
      else if (line === 0) this.measured.push(copy);
    });
    venue.agenda.advance(DAY_MS);
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
    if (!isRight) throw new Error(`${channel.arbiter.gaps} gaps, ${counters.faultText()}`);
    return windows;
  }

  private begin(clock: Clock): { agent: CmeMarketData; events: DatagramEvents } {
    const instruments = CME_DEFAULTS.contracts.map(({ securityId, tick }, i) => ({
      id: i + 1,
      symbol: String(securityId),
      price: scaleOfStep(tick),
      qty: scaleOfStep('1'),
    }));
    let events: DatagramEvents | undefined;
    const agent = new CmeMarketData(
      { ...CME_MARKET_DEFAULTS, book: this.book, lines: FEEDS, instruments },
      {
        clock,
        ring: marketDataRing(),
        sink: NO_SINK,
        notice: (text) => {
          throw new Error(text);
        },
        dial: (each) => {
          events = each;
          return { request: () => {}, close: () => {} };
        },
      },
    );
    agent.doWork();
    return { agent, events: events! };
  }
}
