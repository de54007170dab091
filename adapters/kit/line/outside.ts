/** What a line sees of the outside world: bytes over TCP. `fix-orders/socket-dial.ts` gives the real one, tests the simulators'. */
import type { ByteLink } from '../../../protocol/link.js';

export interface ByteLinkEvents {
  opened(): void;
  /** The chunk is the line's from now on. */
  received(chunk: Buffer): void;
  /** Once, also when it never was open. */
  closed(why: string): void;
}

/** Opens a connection to the venue. Calls nothing back before it has returned. */
export type ByteDial = (events: ByteLinkEvents) => ByteLink;
