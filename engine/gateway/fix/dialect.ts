/**
 * The three versions as this door speaks them: the standard's tables with our own fields and the values that an older version
 * lacks, and what the versions do differently in what we send.
 */
import { msgType } from '../../../protocol/fix/codec/tags.js';
import { type FixVersion, fixVersion, type VersionName } from '../../../protocol/fix/dictionary/versions.js';

/** Our fields on NewOrderSingle, see `fields.ts`; a replace may say again what its order has. */
const OWN_FIELDS = `type INT 5001 5003 5005
type PRICEOFFSET 5002
type BOOLEAN 5004
type STRING 5006
values 5003 1 2 3 4
values 5005 1 2
more D 5001 5002 5003 5004 5005 5006
more G 5001 5002 5003 5004 5005 5006`;

/** Market-to-limit, at the close, good for auction, trailing stop: as later versions write them. */
const LATER_VALUES: Readonly<Record<VersionName, string>> = {
  'FIX.4.2': `values 40 1 2 3 4 K P
values 59 0 1 2 3 4 6 7 B
values 18 0 1 2 3 4 5 6 7 8 9 A B C D E F G I L M N O P R S T U V W a`,
  'FIX.4.4': 'values 59 0 1 2 3 4 5 6 7 B',
  'FIX.5.0SP2': 'values 59 0 1 2 3 4 5 6 7 8 9 B',
};

export class Dialect {
  readonly version: FixVersion;
  /** ExecTransType is there, and a fill says in ExecType whether it is the last. */
  readonly is42: boolean;
  readonly is50: boolean;

  constructor(readonly name: VersionName) {
    this.version = fixVersion(name, [OWN_FIELDS, LATER_VALUES[name]]);
    this.is42 = name === 'FIX.4.2';
    this.is50 = name === 'FIX.5.0SP2';
  }

  /** Whether messages of this type have that field. */
  has(type: string, tag: number): boolean {
    return (this.version.application.body(msgType(type))?.placeOf(tag) ?? 0) > 0;
  }
}

const made = new Map<VersionName, Dialect>();

/** All sessions of a version share one. */
export function dialect(name: VersionName): Dialect {
  const known = made.get(name) ?? new Dialect(name);
  made.set(name, known);
  return known;
}
