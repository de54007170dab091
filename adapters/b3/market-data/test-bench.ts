/** B3's market data before its simulator, for the conformance suite for market data. */
import * as umdf from '../../../protocol/messages/generated/umdf.js';
import { ENCODING_SBE_LITTLE, SOFH_BYTES, writeSofh } from '../../../protocol/sofh/framer.js';
import { HEADER_BYTES } from '../../../protocol/umdf/packet.js';
import { SbeFault, type SbeMessage } from '../../../protocol/views/sbe-message.js';
import { LoopedNetwork, messagesOf, type PacketShape } from '../../conformance/test-looped-network.js';
import type { MarketDataBench } from '../../conformance/test-market-data-rig.js';
import { LoopedFeed } from '../../kit/datagrams/looped-feed.js';
import { scaleOfStep } from '../../kit/instrument.js';
import { INSTRUMENTS as SIMULATED } from '../../simulator/b3/instruments.js';
import type { B3Options } from '../../simulator/b3/options.js';
import { B3 } from '../../simulator/b3/simulator.js';
import { Agenda } from '../../simulator/kit/agenda.js';
import { B3MarketData } from './agent.js';
import { UMDF_DEFAULTS, type UmdfOptions } from './options.js';

const START_MS = Date.UTC(2026, 10, 27, 15);
/** As they are joined, which is the order in which the simulator has them. */
export const LINES: readonly LoopedFeed[] = [
  ...[LoopedFeed.Incremental, LoopedFeed.Incremental],
  ...[LoopedFeed.Snapshots, LoopedFeed.Snapshots],
  ...[LoopedFeed.Definitions, LoopedFeed.Definitions],
];

export const INSTRUMENTS = SIMULATED.map(({ securityId, tick, lot }, i) => ({
  id: i + 1,
  symbol: securityId,
  price: scaleOfStep(tick),
  qty: scaleOfStep(lot),
}));
const FIRST_ID = Number(SIMULATED[0].securityId);
const BOUNDS = { orders: 1 << 12, levels: 1 << 10, levelsPerSide: 256, logPackets: 4_096 };

/** With its SBE header. */
export function messageOf<T extends SbeMessage>(message: T, fill: (message: T) => void): Buffer {
  const bytes = Buffer.alloc(512);
  message.encode(bytes, 0);
  fill(message);
  return bytes.subarray(0, message.finish());
}

/** Of the first instrument, at a price between two of its ticks. */
const BETWEEN_TICKS = messageOf(new umdf.OrderMBO50(), (message) => {
  message.securityID = FIRST_ID;
  message.matchEventIndicator = umdf.MatchEventIndicatorValue.EndOfEvent;
  message.mdUpdateAction = umdf.MDUpdateActionValue.NEW;
  message.mdEntryType = umdf.MDEntryTypeValue.BID;
  message.mdEntryPx = 1;
  message.mdEntrySize = 100;
  message.secondaryOrderID = 1e12;
});

/** A template that nobody knows, and news, which are nothing for a book. */
const UNKNOWN = [
  `message ${Buffer.from([4, 0, 0x70, 0x17, 2, 0, 16, 0, 1, 2, 3, 4]).toString('hex')}`,
  `message ${messageOf(new umdf.News5(), () => {}).toString('hex')}`,
];

export interface UmdfBench extends MarketDataBench {
  readonly b3: B3;
  readonly network: LoopedNetwork;
}

export function umdfBench(simulated: Partial<B3Options> = {}, more: Partial<UmdfOptions> = {}): UmdfBench {
  const venue = new B3(new Agenda(START_MS), { hasCrowd: false, ...simulated });
  const network = new LoopedNetwork(venue, [0, 1, 2, 3, 4, 5], shapeOf(venue));
  const header = `32000100${'01000000'}${'00'.repeat(8)}`;
  return {
    b3: venue,
    venue,
    network,
    hasConnection: false,
    isLooped: true,
    instruments: INSTRUMENTS,
    symbols: SIMULATED.map(({ symbol }) => symbol),
    bookStream: 'incremental',
    tradeStream: 'incremental',
    isAggregated: false,
    isSnapshotAsked: false,
    isOnItsWay: true,
    malformed: [
      ['packet 3200', 'truncated'],
      [`packet ${header}0400`, 'truncated'],
      [`packet ${header}ff0050eb${'00'.repeat(20)}`, 'truncated'],
      [`packet ${header}0c00feca${'00'.repeat(8)}`, 'syntax'],
      [`message ${BETWEEN_TICKS.toString('hex')}`, 'off_step'],
    ],
    unknown: UNKNOWN,
    make: (outside) =>
      new B3MarketData(
        { ...UMDF_DEFAULTS, ...BOUNDS, lines: LINES, instruments: INSTRUMENTS, ...more },
        { ...outside, dial: network.dial },
      ),
  };
}

const header30 = new umdf.SnapshotFullRefreshHeader30();
const orders71 = new umdf.SnapshotFullRefreshOrdersMBO71();

const shapeOf = (venue: B3): PacketShape => {
  const shape: PacketShape = {
    headerBytes: HEADER_BYTES,
    prefixBytes: SOFH_BYTES,
    isFirstSnapshot: (bytes) =>
      messagesOf(bytes, shape).some(([start, end]) =>
        [header30, orders71].some(
          (view) => view.wrap(bytes, start, end) === SbeFault.None && view.securityID === FIRST_ID,
        ),
      ),
    swapSides: (bytes) => {
      for (const [start, end] of messagesOf(bytes, shape)) {
        if (orders71.wrap(bytes, start, end) !== SbeFault.None) continue;
        while (orders71.noMDEntries.next()) orders71.noMDEntries.mdEntryType ^= 1;
      }
    },
    write: (message) => {
      const framed = Buffer.alloc(SOFH_BYTES + message.length);
      message.copy(framed, SOFH_BYTES);
      writeSofh(framed, 0, framed.length, ENCODING_SBE_LITTLE);
      const { packets } = venue.datagrams.feed!;
      packets.append(framed);
      packets.flush();
    },
  };
  return shape;
};
