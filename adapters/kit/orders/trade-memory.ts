/**
 * Which command of the core counted which execution of a venue, so that the venue can take it back or correct it. Each execution goes
 * out with a number, the echo of its command says under which sequence it was counted. Bounded: the oldest are forgotten. What a
 * venue changes before the echo is here waits for it.
 */
import { Recent } from './recent.js';

const MOST = 1 << 16;

/** Undefined lots: it never happened. */
export interface TradeChange {
  readonly lots?: number;
  readonly priceTicks?: number;
}

export class TradeMemory {
  private readonly sent = new Recent<number, string>(MOST);
  /** More than one of an execution that was counted in parts. */
  private readonly sequences = new Recent<string, readonly number[]>(MOST);
  private readonly changes = new Map<string, TradeChange>();
  private last = 0;

  /** @param apply a change of an execution that the core has counted */
  constructor(private readonly apply: (sequence: number, change: TradeChange) => void) {}

  /** @returns the number that its command bears; 0 for an execution without an id */
  goesOut(executionId: string): number {
    if (executionId === '') return 0;
    this.last = (this.last % 0x7fff_ffff) + 1;
    this.sent.set(this.last, executionId);
    return this.last;
  }

  /** @param sequence 0 = the core did not take it */
  counted(number: number, sequence: number): void {
    const executionId = this.sent.get(number);
    if (executionId === undefined) return;
    this.sent.delete(number);
    if (sequence === 0) return;
    this.sequences.set(executionId, [...(this.sequences.get(executionId) ?? []), sequence]);
    const change = this.changes.get(executionId);
    if (change === undefined) return;
    if (!this.isOut(executionId)) this.changes.delete(executionId);
    this.apply(sequence, change);
  }

  /** @returns false: nothing is known of such an execution, or it is not one that can be corrected as a whole */
  change(executionId: string, change: TradeChange): boolean {
    const sequences = this.sequences.get(executionId) ?? [];
    if (sequences.length === 1 || (sequences.length > 1 && change.lots === undefined))
      for (const sequence of sequences) this.apply(sequence, change);
    else if (this.isOut(executionId)) this.changes.set(executionId, change);
    else return false;
    return true;
  }
  private isOut(executionId: string): boolean {
    return [...this.sent.values()].includes(executionId);
  }
}
