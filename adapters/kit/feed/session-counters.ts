/** What a market-data session has seen, for metrics and reports. Plain numbers, written by the session alone. */
import { FAULT_NAMES, Fault } from '../json/fault.js';

export class SessionCounters {
  messages = 0;
  bytes = 0;
  /** Messages of other symbols and kinds. */
  others = 0;
  trades = 0;
  tops = 0;
  references = 0;
  updates = 0;
  snapshots = 0;
  /** Snapshots that were older than the updates, or wrong. */
  uselessSnapshots = 0;
  /** Trades whose number was not above the last one's. */
  repeatedTrades = 0;
  /** Trades that are missing between two that came, as far as the venue numbers them. */
  missedTrades = 0;
  readonly faults = new Float64Array(Fault.Count);

  get refused(): number {
    return this.faults.reduce((sum, count) => sum + count, 0);
  }

  /** `syntax 2, off_step 1` */
  faultText(): string {
    const named = FAULT_NAMES.map((name, fault) => [name, this.faults[fault]] as const);
    return named.flatMap(([name, count]) => (count > 0 ? [`${name} ${count}`] : [])).join(', ');
  }
}
