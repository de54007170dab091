/** What lies between CME's market data and its simulator, in the test's hands: eight lines of datagrams, of which the adapter has joined six. */

import { HEADER_BYTES } from '../../../protocol/mdp3/packet.js';
import * as mdp from '../../../protocol/messages/generated/mdp3.js';
import { Header, SbeFault } from '../../../protocol/views/sbe-message.js';
import type { Answer, MarketDataNetwork } from '../../conformance/test-network.js';
import type { DatagramDial, DatagramEvents } from '../../kit/datagrams/datagrams.js';
import type { Cme } from '../../simulator/cme/simulator.js';

const WAY_MS = 1;
const TICK_MS = 5;
const SIZE_BYTES = 2;
const MESSAGE_AT = HEADER_BYTES + SIZE_BYTES;
const MORE_BYTES = 6;
/** Several updates of the book long. */
const SLOW_MS = 700;
/** As long as snapshots are late, or do not come. */
const SPOILT_MS = 6_000;

export class MdpNetwork implements MarketDataNetwork {
  readonly dialled: number[] = [];
  readonly asked: number[] = [];
  readonly endings: string[] = [];
  readonly tooMany = 0;
  private events: DatagramEvents | undefined;
  private isDead = false;
  private isCrossed = false;
  private isLonger = false;
  private lateUntilMs = 0;
  private lostUntilMs = 0;

  /**
   * @param lines of the simulator, in the order in which the adapter has joined them
   * @param securityId of the first instrument
   */
  constructor(
    private readonly venue: Cme,
    private readonly lines: readonly number[],
    private readonly securityId: number,
  ) {}

  readonly dial: DatagramDial = (events) => {
    const { agenda, datagrams } = this.venue;
    this.events = events;
    this.dialled.push(agenda.nowMs);
    datagrams.to((bytes, start, end, line) => this.hear(Buffer.from(bytes.subarray(start, end)), line));
    agenda.every(TICK_MS, () => datagrams.tick());
    return { request: () => {}, close: () => datagrams.to(() => {}) };
  };

  /** Snapshots come round by themselves: they can be late. */
  plan(...answers: Answer[]): void {
    if (answers.includes('slow')) this.lateUntilMs = this.nowMs + SPOILT_MS;
  }

  keepSnapshot(): void {}

  loseSnapshot(): void {
    this.lostUntilMs = this.nowMs + SPOILT_MS;
  }

  die(): void {
    this.isDead = true;
  }

  /** `message` and its bytes: the exchange writes it. `packet` and its bytes: the network brings it, on the first line. */
  say(text: string): void {
    const [what, hex] = text.split(' ');
    const bytes = Buffer.from(hex, 'hex');
    if (what === 'packet') return this.bring(bytes, 0, WAY_MS);
    const { packets } = this.venue.datagrams.feed!;
    const sized = Buffer.alloc(SIZE_BYTES + bytes.length);
    sized.writeUInt16LE(sized.length);
    bytes.copy(sized, SIZE_BYTES);
    packets.append(sized);
    packets.flush();
  }

  /** The exchange writes longer messages than it did. */
  addFields(): void {
    this.isLonger = true;
  }

  cross(isCrossed: boolean): void {
    this.isCrossed = isCrossed;
  }

  private hear(sent: Buffer, simulated: number): void {
    const line = this.lines.indexOf(simulated);
    if (line < 0) return;
    const bytes = this.isLonger ? longer(sent) : sent;
    const snapshot = snapshotIn(bytes);
    if (snapshot !== undefined && this.isCrossed) swapSides(snapshot);
    const isFirst = snapshot?.securityID === this.securityId;
    if (isFirst && this.nowMs < this.lostUntilMs) return;
    this.bring(bytes, line, isFirst && this.nowMs < this.lateUntilMs ? SLOW_MS : WAY_MS);
  }

  private bring(bytes: Buffer, line: number, ms: number): void {
    this.venue.agenda.after(ms, () => {
      if (!this.isDead) this.events!.received(bytes, line);
    });
  }

  private get nowMs(): number {
    return this.venue.agenda.nowMs;
  }
}

type Snapshot = mdp.SnapshotFullRefresh52 | mdp.SnapshotFullRefreshOrderBook53;

/** Snapshots stand alone in their packets. */
function snapshotIn(bytes: Buffer): Snapshot | undefined {
  return [new mdp.SnapshotFullRefresh52(), new mdp.SnapshotFullRefreshOrderBook53()].find(
    (view) => view.wrap(bytes, MESSAGE_AT, bytes.length) === SbeFault.None,
  );
}

function swapSides({ noMDEntries: entry }: Snapshot): void {
  while (entry.next()) entry.mdEntryType ^= 1;
}

/** Every message has a longer root block, as of a later version of the schema. */
function longer(packet: Buffer): Buffer {
  const parts = [packet.subarray(0, HEADER_BYTES)];
  for (let at = HEADER_BYTES; at < packet.length; ) {
    const size = packet.readUInt16LE(at);
    const message = Buffer.from(packet.subarray(at, at + size));
    const blockBytes = message.readUInt16LE(SIZE_BYTES + Header.BlockLength);
    message.writeUInt16LE(size + MORE_BYTES, 0);
    message.writeUInt16LE(blockBytes + MORE_BYTES, SIZE_BYTES + Header.BlockLength);
    const blockEnd = SIZE_BYTES + Header.Bytes + blockBytes;
    parts.push(message.subarray(0, blockEnd), Buffer.alloc(MORE_BYTES, 0x5a), message.subarray(blockEnd));
    at += size;
  }
  return Buffer.concat(parts);
}
