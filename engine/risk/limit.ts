/** One kind of limit over one kind of thing: a value each, 0 = none, and whether it was set by hand. */
import { LimitMode } from '../../protocol/codes/enums.js';
import type { Flag, FlagWords } from './flags.js';

export class Limit {
  readonly values: Float64Array;
  readonly byHand: Uint8Array;

  /** @param flags of the same things; `flag` is set where there is a limit. 0 = no flag tells. */
  constructor(
    capacity: number,
    private readonly flags: FlagWords,
    private readonly flag: Flag | 0,
  ) {
    this.values = new Float64Array(capacity);
    this.byHand = new Uint8Array(capacity);
  }

  /** Before the configuration gives its limits again: those that it gave before are none. */
  forgetInitial(): void {
    for (let id = 0; id < this.values.length; id++)
      if (this.values[id] !== 0 && this.byHand[id] === 0) this.set(id, 0, LimitMode.Release);
  }

  /** False: what was set by hand stays. */
  set(id: number, value: number, mode: LimitMode): boolean {
    if (mode === LimitMode.Initial && this.byHand[id] === 1) return false;
    this.byHand[id] = mode === LimitMode.ByHand ? 1 : 0;
    this.values[id] = value;
    this.flags.put(id, this.flag, value !== 0);
    return true;
  }
}
