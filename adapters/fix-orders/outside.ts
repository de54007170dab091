/** What a FIX line sees of the outside world. `socket-dial.ts` gives the real one, tests the simulators'. */
import type { Link } from '../../protocol/fix/session/link.js';

export interface FixLinkEvents {
  opened(): void;
  /** The chunk is the line's from now on. */
  received(chunk: Buffer): void;
  /** Once, also when it never was open. */
  closed(why: string): void;
}

/** Opens a connection to the venue. Calls nothing back before it has returned. */
export type FixDial = (events: FixLinkEvents) => Link;
