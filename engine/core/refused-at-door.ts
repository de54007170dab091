import { Reason } from '../../protocol/codes/reasons.js';
import { Cmd, CommandFlag } from '../../protocol/records/command.js';

/** The door found the command unfit to be done; its reason stands where an order's id would. */
export function refusedAtDoor(i32: Int32Array, at: number): Reason {
  return (i32[at + Cmd.Flags] & CommandFlag.RefusedAtDoor) === 0
    ? Reason.None
    : i32[at + Cmd.OrderSlot] || Reason.FieldOutOfRange;
}
