/** Quotes of strategies → events in their rings: what becomes of each side as it comes, and one answer to each quote, last. */
import { Reason } from '../../protocol/codes/reasons.js';
import { Cmd, CmdDouble, reasonOf } from '../../protocol/records/command.js';
import {
  actionOf,
  End,
  EndDouble,
  ImgDouble,
  QuoteAction,
  QuoteWord,
  refusalOf,
} from '../../protocol/records/event.js';
import { Fd, FdDouble, FeedKind, withDetail } from '../../protocol/records/feed.js';
import { byteA, head, sessionOf } from '../../protocol/records/layout.js';
import { LANE_FULL } from '../rings/lane.js';
import type { EventGroup } from '../views/event-group.js';
import type { StrategyDesk } from './strategy-desk.js';

export class OwnQuotes {
  /** Of the Quote whose group is being read. */
  private reason = 0;
  private instrument = 0;
  private idLow = 0;
  private idHigh = 0;

  /** @param desks by session */
  constructor(
    private readonly group: EventGroup,
    private readonly desks: readonly (StrategyDesk | undefined)[],
  ) {}

  /** The echo of a Quote. */
  begin(i32: Int32Array, at: number): void {
    this.reason = reasonOf(i32[at + Cmd.Flags]);
    this.instrument = i32[at + Cmd.Instrument];
    this.idLow = i32[at + Cmd.ClientIdLow];
    this.idHigh = i32[at + Cmd.ClientIdHigh];
  }

  side(i32: Int32Array, f64: Float64Array, at: number): void {
    const ring = this.desks[sessionOf(i32[at + Cmd.Owner])]?.ring;
    if (ring === undefined) return;
    const outcome = i32[at + QuoteWord.Outcome];
    const kind = actionOf(outcome) === QuoteAction.Refused ? FeedKind.QuoteRefused : FeedKind.QuoteStands;
    const word = withDetail(head(kind, byteA(i32[at])), refusalOf(outcome));
    const to = ring.begin(word, i32[at + Cmd.Instrument], this.group);
    if (to === LANE_FULL) return;
    ring.i32[to + Fd.PriceTicks] = i32[at + Cmd.PriceTicks];
    ring.i32[to + Fd.ClientIdLow] = i32[at + Cmd.ClientIdLow];
    ring.i32[to + Fd.ClientIdHigh] = i32[at + Cmd.ClientIdHigh];
    ring.f64[(to >> 1) + FdDouble.Lots] = f64[(at >> 1) + CmdDouble.QtyLots];
    ring.f64[(to >> 1) + FdDouble.ExecutedLots] = f64[(at >> 1) + ImgDouble.ExecutedLots];
  }

  /** The group of the Quote has ended. */
  answer(): void {
    const ring = this.desks[this.group.session]?.ring;
    if (ring === undefined || this.group.message === 0) return;
    const kind = this.reason === 0 ? FeedKind.QuoteAccepted : FeedKind.QuoteRejected;
    const to = ring.begin(withDetail(head(kind), this.reason), this.instrument, this.group);
    if (to === LANE_FULL) return;
    ring.i32[to + Fd.ClientIdLow] = this.idLow;
    ring.i32[to + Fd.ClientIdHigh] = this.idHigh;
  }

  /** A MassCancelReport, which is about quotes when it says so. */
  pulled(i32: Int32Array, f64: Float64Array, at: number): void {
    if (i32[at + End.Reason] !== Reason.QuoteProtectionTriggered) return;
    const ring = this.desks[sessionOf(i32[at + End.Owner])]?.ring;
    const to = ring?.begin(head(FeedKind.QuotesPulled), 0, this.group) ?? LANE_FULL;
    if (ring === undefined || to === LANE_FULL) return;
    ring.f64[(to >> 1) + FdDouble.Lots] = f64[(at >> 1) + EndDouble.OpenLots];
  }
}
