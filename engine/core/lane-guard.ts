/** What a strategy's lane may say: order commands and quotes of its own account and session, and mass cancels within them. */
import { Scope } from '../../protocol/codes/enums.js';
import { CommandKind, isNumberedCommand } from '../../protocol/records/command.js';
import type { CommandRecord } from '../../protocol/records/command-record.js';

export interface LaneGuard {
  readonly account: number;
  readonly session: number;
}

const OWN_SCOPE = Scope.Account | Scope.Session;

/** @param command a copy: what the producer does to the slot meanwhile changes nothing */
export function allows(guard: LaneGuard, command: CommandRecord): boolean {
  if (!isNumberedCommand(command.kind)) return false;
  if (command.account !== guard.account || command.session !== guard.session) return false;
  return command.kind !== CommandKind.MassCancel || isOwnMassCancel(command);
}

/** Within its own orders, and without a reason to be named: that is for the engine's own door. */
const isOwnMassCancel = (command: CommandRecord): boolean =>
  (command.side & OWN_SCOPE) !== 0 && command.priceTicks === 0;
