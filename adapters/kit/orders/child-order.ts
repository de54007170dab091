/** A child order of the engine as its venue's adapter keeps it, from the moment it is asked for until it has ended. */
import type { OrdType, Side, TimeInForce } from '../../../protocol/codes/enums.js';
import { ChildStatus } from '../../../protocol/codes/enums.js';

/** What the venue is still to be asked. */
export const enum Wanted {
  Nothing = 0,
  New = 1,
  Cancel = 2,
  Replace = 3,
}

/** A mass cancel that it is to end by. */
export const enum MassCancel {
  None = 0,
  /** Out, and its end has not come yet. */
  Asked = 1,
  /** It has not ended it: from now on it is cancelled by itself. */
  Over = 2,
}

/** What the core asked for, in its words. */
export interface ChildTerms {
  readonly slot: number;
  readonly generation: number;
  readonly instrument: number;
  /** Account and session that it is for, as `Cmd.Owner`. */
  readonly owner: number;
  /** That it has in a book. */
  readonly side: Side;
  /** As the client meant it: a short sale is one. */
  readonly meantSide: Side;
  readonly ordType: OrdType;
  readonly timeInForce: TimeInForce;
  readonly postOnly: boolean;
  /** Its name, with the epoch in which it was sent. */
  readonly number: number;
  readonly epoch: number;
}

export class ChildOrder {
  status: ChildStatus = ChildStatus.PendingNew;
  wanted = Wanted.New;
  massCancel = MassCancel.None;
  /** What the venue calls it, once it has said so. */
  venueId = '';
  /** Its client order id there: a replace may give it another one. */
  venueName: string;
  /** What the core has been told of. */
  executedLots = 0;
  /** What the venue says has executed in all; above `executedLots` while executions are missing. */
  claimedLots = 0;
  pendingTicks = 0;
  pendingLots = 0;
  /** When the last request about it left, and 0 when its answer came. */
  askedMs = 0;
  /** When its NewOrder left; 0 = it never has, in this process. */
  sentMs = 0;
  /** The same for `AnswerTimes`, on its watch, until the first answer; 0 = nobody waits. */
  leftMs = 0;
  /** Unknown: when the venue is asked for it, and how often it has not known it. */
  queryAtMs = 0;
  notFound = 0;
  /** An end that came before all of its executions: `EndKind` as a report kind, or 0. */
  heldEnd = 0;
  heldReason = 0;
  heldLots = 0;

  constructor(
    readonly terms: ChildTerms,
    /** Client order id at the venue. */
    readonly clientId: string,
    public priceTicks: number,
    public totalLots: number,
  ) {
    this.venueName = clientId;
  }

  get openLots(): number {
    return this.totalLots - this.executedLots;
  }
}
