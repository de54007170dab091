/**
 * Nasdaq in suite `adapters`: TotalView-ITCH 5.0 from the bytes of a MoldUDP64 datagram to the records on the market-data ring, through the whole of the session agent. A
 * generated flow of many stocks, a few messages a datagram as the exchange packs them.
 */
import type { DatagramEvents } from '../../adapters/kit/datagrams/datagrams.js';
import { NO_SINK } from '../../adapters/kit/feed/sink.js';
import { scaleOfStep } from '../../adapters/kit/instrument.js';
import { NasdaqMarketData } from '../../adapters/nasdaq/market-data/agent.js';
import { MOLD_SOURCE_DEFAULTS, MoldSource } from '../../adapters/nasdaq/market-data/mold-source.js';
import { NASDAQ_MARKET_DEFAULTS } from '../../adapters/nasdaq/market-data/options.js';
import type { Clock } from '../../engine/threads/agent.js';
import { SystemClock } from '../../engine/threads/system-clock.js';
import { StockDirectory } from '../../protocol/messages/generated/itch.js';
import { HEADER_BYTES, writeHeader } from '../../protocol/moldudp64/packet.js';
import { measuredFrom } from '../kit/contender.js';
import type { OrderFlow } from '../kit/flow.js';
import { generated } from '../kit/flows.js';
import { median } from '../kit/statistics.js';
import { type BenchOptions, type BenchResult, result } from '../kit/suite.js';
import { marketDataRing } from './adapters-side.js';
import { inWindows } from './adapters-windows.js';
import { itchTape } from './itch-tape.js';

const SYMBOLS = 20;
const MESSAGES_A_DATAGRAM = 3;
const ROUNDS = 12;
const WARM_PASSES = 4;
const SESSION = Buffer.from('      DAY1');
/** For counting bytes: the machine's clock gives back a number that is made for it. */
const STILL: Clock = { seconds: Math.floor(Date.now() / 1_000), nanos: 0, read: () => {} };

export function measureItch(say: BenchOptions['say']): BenchResult[] {
  const feed = new Feed(generated({ symbols: SYMBOLS }));
  const system = new SystemClock();
  for (let i = 0; i < WARM_PASSES; i++) feed.pass(i % 2 === 0 ? system : STILL);
  const nanos = median(Array.from({ length: ROUNDS }, () => feed.pass(system).nanos));
  const growth = Array.from({ length: ROUNDS }, () => feed.pass(STILL).windows).flat();
  const bytes = Math.max(0, median(growth));
  say(`nasdaq_itch: ${feed.messages} messages, ${MESSAGES_A_DATAGRAM} a datagram`);
  return [
    result('nasdaq_itch_ns', nanos, 'ns', false),
    result('nasdaq_itch_bytes_per_message', bytes, 'bytes', false),
  ];
}

interface Pass {
  /** A message. */
  readonly nanos: number;
  /** What the heap grew by with a message, of each part. */
  readonly windows: readonly number[];
}

class Feed {
  private readonly opening: Buffer[];
  private readonly measured: Buffer[];
  readonly messages: number;
  /** With those of the opening. */
  private readonly all: number;

  constructor(private readonly flow: OrderFlow) {
    const { bytes, offsets, counts } = itchTape(flow);
    const from = measuredFrom(flow);
    const day = new Day();
    for (let symbol = 0; symbol < flow.symbols; symbol++) day.add(directoryOf(symbol));
    for (let at = 0; at < offsets[from]; at = day.next(bytes, at));
    this.opening = day.datagrams();
    for (let at = offsets[from]; at < offsets[flow.count]; at = day.next(bytes, at));
    this.measured = day.datagrams();
    this.messages = counts[flow.count] - counts[from];
    this.all = flow.symbols + counts[flow.count];
  }

  /** The whole day once. */
  pass(clock: Clock): Pass {
    const { events, agent } = this.begin(clock);
    for (const datagram of this.opening) events.received(datagram, 0);
    const { seconds, growth } = inWindows(this.measured, (datagram) => events.received(datagram, 0));
    const windows = growth.map((bytes) => bytes / MESSAGES_A_DATAGRAM);
    const { counters, feeds } = agent;
    const isRight =
      counters.messages === this.all && counters.refused === 0 && feeds.every(({ show }) => show.isLive);
    if (!isRight) throw new Error(`${counters.messages} of ${this.all} messages, ${counters.faultText()}`);
    return { nanos: (seconds * 1e9) / this.messages, windows };
  }

  private begin(clock: Clock): { agent: NasdaqMarketData; events: DatagramEvents } {
    const instruments = Array.from({ length: this.flow.symbols }, (_, symbol) => ({
      id: symbol + 1,
      symbol: `SYM${symbol}`,
      price: scaleOfStep('0.0001'),
      qty: scaleOfStep('1'),
    }));
    const ring = marketDataRing();
    let events: DatagramEvents | undefined;
    const agent = new NasdaqMarketData(
      { ...NASDAQ_MARKET_DEFAULTS, instruments, orders: 1 << 17 },
      {
        clock,
        ring,
        sink: NO_SINK,
        notice: (text) => {
          throw new Error(text);
        },
        source: (listener) =>
          new MoldSource(
            MOLD_SOURCE_DEFAULTS,
            (each) => {
              events = each;
              return { request: () => {}, close: () => {} };
            },
            listener,
            () => {},
          ),
      },
    );
    agent.doWork();
    return { agent, events: events! };
  }
}

/** Messages, packed into datagrams in their order. */
class Day {
  private packed: Buffer[] = [];
  private waiting: Buffer[] = [];
  private number = 1;

  add(message: Buffer): void {
    this.waiting.push(message);
    if (this.waiting.length === MESSAGES_A_DATAGRAM) this.pack();
  }

  /** @returns where the one behind it begins */
  next(bytes: Buffer, at: number): number {
    const start = at + 2;
    const end = start + bytes.readUInt16BE(at);
    this.add(bytes.subarray(start, end));
    return end;
  }

  /** Since the last call. */
  datagrams(): Buffer[] {
    if (this.waiting.length > 0) this.pack();
    return this.packed.splice(0);
  }

  private pack(): void {
    const header = Buffer.alloc(HEADER_BYTES);
    writeHeader(header, SESSION, this.number, this.waiting.length);
    this.number += this.waiting.length;
    const parts = this.waiting.splice(0).flatMap((message) => {
      const length = Buffer.alloc(2);
      length.writeUInt16BE(message.length);
      return [length, message];
    });
    this.packed.push(Buffer.concat([header, ...parts]));
  }
}

function directoryOf(symbol: number): Buffer {
  const message = new StockDirectory();
  const bytes = Buffer.alloc(message.blockLength);
  message.encode(bytes, 0);
  message.stockLocate = symbol;
  message.stock = `SYM${symbol}`;
  return bytes;
}
