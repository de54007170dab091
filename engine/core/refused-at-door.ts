/** What a door found unfit is sequenced all the same, so that its rejection has an identity; the core only says why. */
import { Reason } from '../../protocol/codes/reasons.js';
import { CommandFlag } from '../../protocol/records/command.js';
import type { CommandRecord } from '../../protocol/records/command-record.js';

// Constants of the module: see "Imports" in docs/decisions/hot-path.md.
const { None } = Reason;

const LARGEST_REASON = 0x7fff;

/** The door's reason, or None. It stands where an order's id would; what is no reason must not read as "accepted". */
export function refusedAtDoor(command: CommandRecord): Reason {
  if (!command.has(CommandFlag.RefusedAtDoor)) return None;
  const reason = command.orderSlot;
  return reason > 0 && reason <= LARGEST_REASON ? reason : Reason.FieldOutOfRange;
}
