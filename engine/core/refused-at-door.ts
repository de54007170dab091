/** What a door found unfit is sequenced all the same, so that its rejection has an identity; the core only says why. */
import { Reason } from '../../protocol/codes/reasons.js';
import { Cmd, CommandFlag } from '../../protocol/records/command.js';

const LARGEST_REASON = 0x7fff;

/** The door's reason, or None. It stands where an order's id would; what is no reason must not read as "accepted". */
export function refusedAtDoor(i32: Int32Array, at: number): Reason {
  if ((i32[at + Cmd.Flags] & CommandFlag.RefusedAtDoor) === 0) return Reason.None;
  const reason = i32[at + Cmd.OrderSlot];
  return reason > 0 && reason <= LARGEST_REASON ? reason : Reason.FieldOutOfRange;
}
