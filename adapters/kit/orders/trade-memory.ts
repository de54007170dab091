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
  private readonly sequences = new Recent<string, number>(MOST);
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
    this.sequences.set(executionId, sequence);
    const change = this.changes.get(executionId);
    this.changes.delete(executionId);
    if (change !== undefined) this.apply(sequence, change);
  }

  /** @returns false: nothing is known of such an execution */
  change(executionId: string, change: TradeChange): boolean {
    const sequence = this.sequences.get(executionId);
    if (sequence !== undefined) this.apply(sequence, change);
    else if ([...this.sent.values()].includes(executionId)) this.changes.set(executionId, change);
    else return false;
    return true;
  }
}
