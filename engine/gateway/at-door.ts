/** What every numbered message needs of its way into the lane: whose it is, and how it goes in when it cannot stand. */
import type { Reason } from '../../protocol/codes/reasons.js';
import { Cmd, CommandFlag } from '../../protocol/records/command.js';
import type { DoorSession } from './door-session.js';

const MAX_ACCOUNT = 0xffff;

/** 0 stands for the only account of the logon. */
export const accountOf = (session: DoorSession, account: number): number =>
  account === 0 ? session.defaultAccount : account;

/** An account number that no record can hold is nobody's. */
export const recordable = (account: number): number => (account > MAX_ACCOUNT ? 0 : account);

/** Still sequenced; the core answers with this reason and does nothing. */
export function refuseAtDoor(i32: Int32Array, at: number, reason: Reason): void {
  i32[at + Cmd.Flags] |= CommandFlag.RefusedAtDoor;
  i32[at + Cmd.OrderSlot] = reason;
  i32[at + Cmd.OrderGeneration] = 0;
}
