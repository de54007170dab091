/** CME's market data before its simulator, with books by price and by order, for the conformance suite for market data. */
import * as mdp from '../../../protocol/messages/generated/mdp3.js';
import type { SbeMessage } from '../../../protocol/views/sbe-message.js';
import { LoopedNetwork } from '../../conformance/test-looped-network.js';
import type { MarketDataBench } from '../../conformance/test-market-data-rig.js';
import { LoopedFeed } from '../../kit/datagrams/looped-feed.js';
import { scaleOfStep } from '../../kit/instrument.js';
import { CME_DEFAULTS, type CmeOptions } from '../../simulator/cme/options.js';
import { Cme } from '../../simulator/cme/simulator.js';
import { Agenda } from '../../simulator/kit/agenda.js';
import { CmeMarketData } from './agent.js';
import { CME_MARKET_DEFAULTS, type CmeMarketOptions } from './options.js';
import { mdpShape } from './test-network.js';

const START_MS = Date.UTC(2026, 10, 27, 15);
/** As they are joined. */
export const LINES: readonly LoopedFeed[] = [
  ...[LoopedFeed.Incremental, LoopedFeed.Incremental],
  ...[LoopedFeed.Snapshots, LoopedFeed.Snapshots],
  ...[LoopedFeed.Definitions, LoopedFeed.Definitions],
];
/** The same lines at the simulator, which has those of snapshots by price and by order. */
export const SIMULATED = { price: [0, 1, 2, 3, 6, 7], orders: [0, 1, 4, 5, 6, 7] };

export const INSTRUMENTS = CME_DEFAULTS.contracts.map(({ securityId, tick }, i) => ({
  id: i + 1,
  symbol: String(securityId),
  price: scaleOfStep(tick),
  qty: scaleOfStep('1'),
}));
const [{ securityId: FIRST_ID }] = CME_DEFAULTS.contracts;
const BOUNDS = { orders: 1 << 12, levels: 1 << 10, levelsPerSide: 256, logPackets: 4_096 };

/** A message from its header on. */
export function hexOf<T extends SbeMessage>(message: T, fill: (message: T) => void): string {
  const bytes = Buffer.alloc(512);
  message.encode(bytes, 0);
  fill(message);
  return bytes.toString('hex', 0, message.finish());
}

/** Of the first contract, at a price between two of its ticks. */
const BETWEEN_TICKS = {
  price: hexOf(new mdp.MDIncrementalRefreshBook46(), (message) => {
    const { noMDEntries: entry } = message;
    message.matchEventIndicator = 128;
    entry.begin(message, 1);
    entry.next();
    Object.assign(entry, { mdEntryPx: 1, mdEntrySize: 1, securityID: FIRST_ID, mdPriceLevel: 1 });
    Object.assign(entry, { mdUpdateAction: 0, mdEntryType: 0x30 });
  }),
  orders: hexOf(new mdp.MDIncrementalRefreshOrderBook47(), (message) => {
    const { noMDEntries: entry } = message;
    message.matchEventIndicator = 128;
    entry.begin(message, 1);
    entry.next();
    Object.assign(entry, { orderID: 1e12, mdOrderPriority: 1, mdEntryPx: 1, mdDisplayQty: 1 });
    Object.assign(entry, { securityID: FIRST_ID, mdUpdateAction: 0, mdEntryType: 0x30 });
  }),
};

/** A template that nobody knows, and a request for quotes, which is nothing for a book. */
const UNKNOWN = [
  `message ${Buffer.from([4, 0, 0x70, 0x17, 1, 0, 13, 0, 1, 2, 3, 4]).toString('hex')}`,
  `message ${hexOf(new mdp.QuoteRequest39(), () => {})}`,
];

/** `ESZ6` by price has ten levels of a side, by order all. */
export function mdpBench(
  book: 'price' | 'orders',
  options: Partial<CmeOptions> = {},
  market: Partial<CmeMarketOptions> = {},
): MarketDataBench {
  const venue = new Cme(new Agenda(START_MS), { hasCrowd: false, ...options });
  const network = new LoopedNetwork(venue, SIMULATED[book], mdpShape(venue, FIRST_ID));
  const header = `01000000${'00'.repeat(8)}`;
  return {
    venue,
    network,
    hasConnection: false,
    isLooped: true,
    instruments: INSTRUMENTS,
    symbols: CME_DEFAULTS.contracts.map(({ symbol }) => symbol),
    ...(book === 'price' && { depth: CME_DEFAULTS.depth }),
    bookStream: 'incremental',
    tradeStream: 'incremental',
    isAggregated: true,
    isSnapshotAsked: false,
    isOnItsWay: true,
    malformed: [
      ['packet 0011', 'truncated'],
      [`packet ${header}0400`, 'truncated'],
      [`packet ${header}ff00${'00'.repeat(20)}`, 'truncated'],
      [`message ${BETWEEN_TICKS[book]}`, 'off_step'],
    ],
    unknown: UNKNOWN,
    make: (outside) =>
      new CmeMarketData(
        { ...CME_MARKET_DEFAULTS, ...BOUNDS, book, lines: LINES, instruments: INSTRUMENTS, ...market },
        { ...outside, dial: network.dial },
      ),
  };
}
