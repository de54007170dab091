/**
 * Pulls the quotes of sessions whose market-maker protection was triggered, before anything else follows from the command,
 * so that no stop that its trades elect finds them. In bounded steps; what is left of it is part of the state.
 */
import { EndKind } from '../../protocol/codes/enums.js';
import { Reason } from '../../protocol/codes/reasons.js';
import { owner } from '../../protocol/records/layout.js';
import { Work } from '../market/market.js';
import type { Closer } from './closer.js';
import type { EventGroup } from './event-group.js';
import type { CoreState } from './state.js';

export class QuotePull {
  /** Which of those that are due has its turn, and how many sides it has lost. */
  private turn = 0;
  private pulled = 0;

  constructor(
    private readonly state: CoreState,
    private readonly group: Pick<EventGroup, 'spent' | 'massCancelReport'>,
    private readonly closer: Pick<Closer, 'end'>,
  ) {}

  /** As much as one step may. What is left stands in `market.work`. */
  step(): void {
    const { protection, market } = this.state;
    this.state.touched = 0;
    while (this.turn < protection.dueCount) if (!this.pull(protection.due[this.turn])) return;
    this.turn = protection.dueCount = 0;
    market.work &= ~Work.Pull;
  }

  /** True when the session has none left, and that was told. */
  private pull(session: number): boolean {
    const { quotes } = this.state;
    for (let slot = quotes.first(session); slot !== 0; slot = quotes.first(session)) {
      if (this.group.spent) return false;
      this.closer.end(slot, EndKind.Cancelled, Reason.QuoteProtectionTriggered);
      this.pulled++;
    }
    if (this.group.spent) return false;
    this.group.massCancelReport(owner(0, session), Reason.QuoteProtectionTriggered, this.pulled);
    this.pulled = 0;
    this.turn++;
    return true;
  }
}
