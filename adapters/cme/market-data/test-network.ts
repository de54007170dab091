/** What stands in the packets of MDP 3.0, for the test's hands between CME's market data and its simulator. */
import { HEADER_BYTES } from '../../../protocol/mdp3/packet.js';
import * as mdp from '../../../protocol/messages/generated/mdp3.js';
import { SbeFault } from '../../../protocol/views/sbe-message.js';
import type { PacketShape } from '../../conformance/test-looped-network.js';
import type { Cme } from '../../simulator/cme/simulator.js';

const SIZE_BYTES = 2;
const MESSAGE_AT = HEADER_BYTES + SIZE_BYTES;

/** @param securityId of the first instrument */
export const mdpShape = (venue: Cme, securityId: number): PacketShape => ({
  headerBytes: HEADER_BYTES,
  prefixBytes: SIZE_BYTES,
  isFirstSnapshot: (bytes) => snapshotIn(bytes)?.securityID === securityId,
  swapSides: (bytes) => {
    const entry = snapshotIn(bytes)?.noMDEntries;
    while (entry?.next()) entry.mdEntryType ^= 1;
  },
  write: (message) => {
    const { packets } = venue.datagrams.feed!;
    const sized = Buffer.alloc(SIZE_BYTES + message.length);
    sized.writeUInt16LE(sized.length);
    message.copy(sized, SIZE_BYTES);
    packets.append(sized);
    packets.flush();
  },
});

type Snapshot = mdp.SnapshotFullRefresh52 | mdp.SnapshotFullRefreshOrderBook53;

/** Snapshots stand alone in their packets. */
function snapshotIn(bytes: Buffer): Snapshot | undefined {
  return [new mdp.SnapshotFullRefresh52(), new mdp.SnapshotFullRefreshOrderBook53()].find(
    (view) => view.wrap(bytes, MESSAGE_AT, bytes.length) === SbeFault.None,
  );
}
