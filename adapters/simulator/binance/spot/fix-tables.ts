/** Binance's additions to FIX 4.4, in the notation of `protocol/fix/dictionary`: its own fields, messages and what they require. */
import { type FixVersion, fixVersion } from '../../../../protocol/fix/dictionary/versions.js';

const ORDER =
  '11! 38 40! 18 44 1100 1101 1102 1107 1109 25009 1094 211 835 836 54! 55! 59 111 152 847 7940 25001 25032';

const TABLE = `
type STRING 25014 25015 25034 25037 6136
type INT 25002 25016 25033 25035 25036 25038 25001 25046 847 7940 25005 25006 25007 25003 25004 1100 1101 1107 835 836 1094 25009
type FLOAT 25000 1102
type CHAR 1109 25008
type BOOLEAN 9406 25032
values 35 0 1 3 5 8 9 A B D F N XAK XAR XCN XLQ XLR q r
values 40 1 2 3 4 P
values 59 1 3 4
values 25002 1 2
values 25033 1 2
values 25038 1 2
values 25035 1 2
values 25036 1 2
values 25001 1 2 3 4 5 6
header 25000
message A 98! 108! 95 96 141 553 25035 25036 25050 9406 25051
message 0 112
message 1 112!
message 3 45 371 372 373 25016 58
message 5 58
message D ${ORDER}
message XCN 25033! 25038 37 25034 41 25002 ${ORDER}
message F 11! 41 37 25015 66 55! 25002
message XAK 11! 41 37 55! 38!
message q 11! 55! 530!
message XLQ 6136!
`;

export const SPOT_FIX: FixVersion = fixVersion('FIX.4.4', [TABLE]);
