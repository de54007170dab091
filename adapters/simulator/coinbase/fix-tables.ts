/** Coinbase's additions to FIX 5.0 SP2 and FIXT 1.1: its own fields, and bodies as its pages have them. */
import { Dictionary } from '../../../protocol/fix/dictionary/dictionary.js';
import { FIX50SP2 } from '../../../protocol/fix/dictionary/tables/fix50sp2.js';
import { FIXT11 } from '../../../protocol/fix/dictionary/tables/fixt11.js';
import type { FixVersion } from '../../../protocol/fix/dictionary/versions.js';

const TRANSPORT = `
type CHAR 8001 8013 9406
type SEQNUM 83
values 8001 N Q D O B
values 8013 S Y N
values 9406 N Y
values 35 0 1 2 3 4 5 A D F G H q R U4 U6
header 50 83
message A 98! 108 95 96 141 553 554 1137! 8001 8013 9406
`;

const ORDER = '11! 55! 54! 40! 59! 38 152 44 99 1109 126 18 21 7928 60';

const APPLICATION = `
type STRING 8014
type CHAR 7928 1109
type PRICE 3040
values 40 1 2 4 O
values 59 1 3 4 6
values 54 1 2
values 18 A
values 7928 D O N B
values 1109 U D
values 530 3 6 7
message D ${ORDER}
message F 11! 37 41 55! 54 60 38
message G 11! 37! 41! 38! 44! 55! 40! 99 3040 54 60
message H 37 11 41 55 54
message q 11! 530! 60 55
message U4 8014! 55 73{ 11 37 41 55 }
message U6 8014! 55 73{ 11 55 54 40 59 38 44 99 126 18 7928 }
`;

const EVERYTHING_ELSE = 99;

export const COINBASE_FIX: FixVersion = {
  beginString: 'FIXT.1.1',
  applVerId: '9',
  transport: new Dictionary(FIXT11, TRANSPORT),
  application: new Dictionary(FIX50SP2, APPLICATION),
  maxRejectReason: EVERYTHING_ELSE,
};
