/**
 * What a strategy's lane may say: order commands and quotes of its own account and session, and mass cancels within them. Memory
 * shared with JavaScript stays writable for its producer, so a record is copied first, checked then, and the copy is
 * what the core gets; what the producer does to the slot meanwhile changes nothing.
 */
import { Scope } from '../../protocol/codes/enums.js';
import { Cmd, CommandKind, isNumberedCommand } from '../../protocol/records/command.js';
import {
  accountOf,
  byteA,
  copyPayload,
  kindOf,
  RECORD_WORDS,
  sessionOf,
} from '../../protocol/records/layout.js';

export interface LaneGuard {
  readonly account: number;
  readonly session: number;
}

const OWN_SCOPE = Scope.Account | Scope.Session;

export class GuardedRecord {
  readonly i32 = new Int32Array(RECORD_WORDS);

  copy(from: Int32Array, at: number): void {
    copyPayload(from, at, this.i32, 0);
  }

  allowedBy(guard: LaneGuard): boolean {
    const { i32 } = this;
    const kind = kindOf(i32[0]);
    if (!isNumberedCommand(kind)) return false;
    if (accountOf(i32[Cmd.Owner]) !== guard.account || sessionOf(i32[Cmd.Owner]) !== guard.session)
      return false;
    return kind !== CommandKind.MassCancel || this.isOwnMassCancel();
  }

  /** Within its own orders, and without a reason to be named: that is for the engine's own door. */
  private isOwnMassCancel(): boolean {
    return (byteA(this.i32[0]) & OWN_SCOPE) !== 0 && this.i32[Cmd.PriceTicks] === 0;
  }
}
