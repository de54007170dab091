/** The venues: whether they are there, what they can do, what of ours is at them. Columns by venue, changed by commands alone. */
import { VenueStatus } from '../../protocol/codes/enums.js';
import { VENUES } from '../../protocol/records/routing.js';

export class Venues {
  /** Above the number of every venue that is defined: what looks at all venues looks no further. Follows from the others. */
  bound = 0;
  /** 0 = the venue is not defined. */
  readonly street = new Int32Array(VENUES);
  readonly status = new Int32Array(VENUES);
  /** `VenueAbility` bits. */
  readonly abilities = new Int32Array(VENUES);
  readonly staleSeconds = new Int32Array(VENUES);
  /** Core time at which it said something last. */
  readonly heardSeconds = new Float64Array(VENUES);
  /** Child orders that are open at it, and how many of them are unknown. */
  readonly open = new Int32Array(VENUES);
  readonly unknown = new Int32Array(VENUES);
  /** Number of the child order that was sent last, since the journal began. */
  readonly sent = new Int32Array(1);

  knows(venue: number): boolean {
    return venue < VENUES && this.street[venue] !== 0;
  }

  isUp(venue: number): boolean {
    return this.status[venue] === VenueStatus.Up;
  }

  /** It is connected and has not been silent for too long. */
  isAlive(venue: number, seconds: number): boolean {
    const stale = this.staleSeconds[venue];
    return this.isUp(venue) && (stale === 0 || seconds - this.heardSeconds[venue] <= stale);
  }

  heard(venue: number, seconds: number): void {
    this.heardSeconds[venue] = seconds;
  }

  define(venue: number, street: number, abilities: number, staleSeconds: number): void {
    this.bound = Math.max(this.bound, venue + 1);
    this.street[venue] = street;
    this.abilities[venue] = abilities;
    this.staleSeconds[venue] = staleSeconds;
  }

  /** They have all been written. */
  restored(): void {
    this.bound = 1 + this.street.findLastIndex((account) => account !== 0);
  }

  /** Everything that is state, but for `sent`. */
  columns(): (Int32Array | Float64Array)[] {
    const { street, status, abilities, staleSeconds, heardSeconds, open, unknown } = this;
    return [street, status, abilities, staleSeconds, heardSeconds, open, unknown];
  }
}
