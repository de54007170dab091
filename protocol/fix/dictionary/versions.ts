/**
 * The versions that we speak. Since FIX 5.0 a session has two: FIXT 1.1 for header, trailer and session messages, and the
 * application's own for everything else; before, they are one.
 */
import { Dictionary } from './dictionary.js';
import { FIX42 } from './tables/fix42.js';
import { FIX44 } from './tables/fix44.js';
import { FIX50SP2 } from './tables/fix50sp2.js';
import { FIXT11 } from './tables/fixt11.js';

/** QuickFIX writes DefaultApplVerID into the BusinessMessageRejects of a FIXT session, and wants it there. So do we. */
const BUSINESS_REJECT_50 = 'message j 45 372! 1130 1406 1131 379 380! 58 354 355 1137';

export interface FixVersion {
  readonly beginString: string;
  /** DefaultApplVerID(1137) of a FIXT session. */
  readonly applVerId?: string;
  readonly transport: Dictionary;
  readonly application: Dictionary;
  /** Highest SessionRejectReason that the version lets one send. */
  readonly maxRejectReason: number;
}

export type VersionName = 'FIX.4.2' | 'FIX.4.4' | 'FIX.5.0SP2';

/**
 * @param additions tables with a venue's own fields and messages, in the notation of `notation.ts`, for the application's
 * dictionary
 */
export function fixVersion(name: VersionName, additions: readonly string[] = []): FixVersion {
  const made = additions.length === 0 ? standard.get(name) : undefined;
  if (made !== undefined) return made;
  const version = make(name, additions);
  if (additions.length === 0) standard.set(name, version);
  return version;
}

const standard = new Map<VersionName, FixVersion>();

function make(name: VersionName, additions: readonly string[]): FixVersion {
  if (name === 'FIX.5.0SP2') {
    const transport = new Dictionary(FIXT11);
    const application = new Dictionary(FIX50SP2, BUSINESS_REJECT_50, ...additions);
    return { beginString: 'FIXT.1.1', applVerId: '9', transport, application, maxRejectReason: 99 };
  }
  const dictionary = new Dictionary(name === 'FIX.4.2' ? FIX42 : FIX44, ...additions);
  const maxRejectReason = name === 'FIX.4.2' ? 11 : 99;
  return { beginString: name, transport: dictionary, application: dictionary, maxRejectReason };
}
