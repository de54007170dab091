/**
 * What is kept of a run for the lives after this one, as notes in the engine's journal: which run it is, what the account held when it began, and how far
 * the fills were counted. All else (what has filled since, what hedges have executed, which are on their way) the engine knows by itself.
 */
import { type Context, Reason } from '../sdk/index.js';
import type { LedgerState } from './hedge-ledger.js';

const enum Place {
  Run = 0,
  Base = 1,
  Ledger = 2,
}

export const enum RunEnd {
  Not = 0,
  Filled = 1,
  Expired = 2,
  Rejected = 3,
  Cancelled = 4,
  /** It began on another day, and its order was for that day. */
  DayOver = 5,
}

export const END_WORDS: Readonly<Record<RunEnd, string>> = {
  [RunEnd.Not]: 'goes on',
  [RunEnd.Filled]: 'filled',
  [RunEnd.Expired]: 'expired',
  [RunEnd.Rejected]: 'rejected',
  [RunEnd.Cancelled]: 'cancelled',
  [RunEnd.DayOver]: 'day over',
};

/** Added to why it has ended when all is hedged: nothing is to be done any more, whatever the account holds later. */
const DONE = 100;

export interface RunFacts {
  readonly run: number;
  /** Days since 1970, UTC: B3's day lies within one. */
  readonly day: number;
  end: RunEnd;
  isDone: boolean;
  /** What the account held when it began, in lots. */
  readonly etfBase: number;
  readonly hedgeBase: number;
  /** Number of the fund, below 0 when it is sold. */
  readonly signedFund: number;
}

export class RunRecord {
  constructor(private readonly ctx: Pick<Context<unknown>, 'note' | 'noteAt'>) {}

  /** Undefined: there has been none. */
  read(): { facts: RunFacts; ledger: LedgerState } | undefined {
    const [run, base, counted] = [Place.Run, Place.Base, Place.Ledger].map((place) => this.ctx.noteAt(place));
    if (run === undefined || base === undefined || counted === undefined) return undefined;
    const facts = {
      ...{ run: run[0], day: run[1], end: (run[2] % DONE) as RunEnd, isDone: run[2] >= DONE },
      ...{ etfBase: base[0], hedgeBase: base[1], signedFund: base[2] },
    };
    return { facts, ledger: { filledLots: counted[0], worth: counted[1], perShareTicks: counted[2] } };
  }

  /** False: it could not be kept now, and the run has not begun. What says that it has comes last. */
  begin(facts: RunFacts, ledger: LedgerState): boolean {
    const { etfBase, hedgeBase, signedFund } = facts;
    const isKept = this.ctx.note(Place.Base, [etfBase, hedgeBase, signedFund]) === Reason.None;
    return isKept && this.keepLedger(ledger) && this.keepEnd(facts);
  }

  keepLedger({ filledLots, worth, perShareTicks }: LedgerState): boolean {
    return this.ctx.note(Place.Ledger, [filledLots, worth, perShareTicks]) === Reason.None;
  }

  keepEnd({ run, day, end, isDone }: RunFacts): boolean {
    return this.ctx.note(Place.Run, [run, day, end + (isDone ? DONE : 0)]) === Reason.None;
  }
}
