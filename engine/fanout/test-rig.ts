/** An engine around the fan-out for tests: event groups, event ring and journal, all on this thread. */
import type { Instrument } from '../../protocol/instrument.js';
import { DurableMark } from '../journal/durable-mark.js';
import type { JournalFiles } from '../journal/files.js';
import { JournalAgent } from '../journal/journal-agent.js';
import { newJournal } from '../journal/position.js';
import { type BroadcastMemory, BroadcastWriter, createBroadcast } from '../rings/broadcast.js';
import { Doorbell } from '../rings/doorbell.js';
import { Random } from '../threads/random.js';
import { FLOW_INSTRUMENTS, FLOW_ORDERS, TestFlow } from './test-flow.js';

export const TEST_LIMITS = { orders: FLOW_ORDERS, instruments: FLOW_INSTRUMENTS };
export const TEST_READER = 1;
export const TEST_ACCOUNTS = [
  { id: 1, name: 'maker' },
  { id: 2, name: 'taker' },
];

export const TEST_INSTRUMENTS: readonly Instrument[] = ['AAA', 'BBB', 'CCC'].map((symbol, i) => ({
  id: i + 1,
  symbol,
  priceScale: 2,
  quantityScale: 3,
  tick: 5,
  lot: 10,
  minPriceTicks: 1,
  maxPriceTicks: 1_000_000,
  maxQtyLots: 1_000_000,
  maxNotional: 1e12,
  referenceTicks: 0,
  marketMarginPercent: 10,
}));

export class Rig {
  readonly events: BroadcastMemory;
  readonly durable = DurableMark.create();
  readonly journalId: string;
  readonly flow: TestFlow;
  readonly journal: JournalAgent;

  constructor(
    readonly files: JournalFiles,
    seed: number,
    ringSlots = 2_048,
  ) {
    const start = newJournal();
    this.journalId = start.journalId;
    this.events = createBroadcast(ringSlots, [Doorbell.create(), Doorbell.create()], { gating: [0] });
    const random = new Random(seed);
    this.flow = new TestFlow(new BroadcastWriter(this.events), (below) => random.below(below));
    const limits = {
      ...TEST_LIMITS,
      accounts: 4,
      sessions: 4,
      levelChunks: 16,
      clientIdHistory: 8,
      positions: 8,
      tradeHistory: 8,
    };
    this.journal = new JournalAgent({
      files,
      start,
      epoch: 1,
      coreVersion: 1,
      limits,
      durability: 'sync',
      durable: this.durable,
      events: this.events,
      segmentBytes: 1 << 18,
    });
  }

  /** So many commands, and everything of them on disk. */
  run(commands: number): void {
    for (let i = 0; i < commands; i++) while (!this.flow.step()) this.journal.doWork();
    this.journal.doWork();
  }
}
