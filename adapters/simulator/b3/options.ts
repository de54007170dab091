/** What a simulated B3 can be given. What B3's documents leave open can be chosen here. */
import { INSTRUMENTS, type InstrumentOptions } from './instruments.js';

export interface LineOptions {
  /** SenderCompID of the client. */
  readonly compId: string;
  /** In 554 or 96: the dictionary allows both. */
  readonly password: string;
  readonly firm: string;
}

/** A session of Binary EntryPoint. */
export interface BinaryOptions {
  readonly sessionId: number;
  readonly accessKey: string;
  /** A number. */
  readonly firm: string;
}

export interface B3Options {
  readonly binary: readonly BinaryOptions[];
  readonly lines: readonly LineOptions[];
  readonly ourCompId: string;
  readonly instruments: readonly InstrumentOptions[];
  /** PartyRoles that every order has to name: entering firm, entering trader, sender location, investor id. */
  readonly roles: readonly string[];
  /** Account(1) and AccountType(581) have to be there. */
  readonly demandsAccount: boolean;
  /** ExecType of executions: `F`, or 1 and 2 as the dictionary also has them. */
  readonly fillsAs: 'F' | 'legacy';
  /** That of all instruments; a mass action that names another one is refused. */
  readonly marketSegment: number;
  readonly messagesPerSecond: number;
  /** How often every book goes round in the snapshot loop, and every instrument in that of definitions. */
  readonly snapshotMs: number;
  readonly definitionMs: number;
  /** So long nothing is sent on the incremental feed before it says which packet is next; how long at B3 is in no document at hand. */
  readonly heartbeatMs: number;
  readonly seed: number;
  /** Whether others quote and trade. */
  readonly hasCrowd: boolean;
}

/** What a simulator begins with, and a client can log on with. */
export const DEMO_LINE: LineOptions = { compId: 'PREGAO', password: 'secret', firm: '1234' };

export const DEMO_BINARY: BinaryOptions = { sessionId: 100_000_001, accessKey: '123456789ABC', firm: '1234' };

export const B3_DEFAULTS: B3Options = {
  binary: [DEMO_BINARY],
  lines: [DEMO_LINE],
  ourCompId: 'B3',
  instruments: INSTRUMENTS,
  roles: ['5', '7', '36', '54'],
  demandsAccount: true,
  fillsAs: 'F',
  marketSegment: 80,
  messagesPerSecond: 100,
  snapshotMs: 500,
  definitionMs: 1_000,
  heartbeatMs: 1_000,
  seed: 4,
  hasCrowd: true,
};
