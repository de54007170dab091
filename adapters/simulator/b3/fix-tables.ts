/** B3's messages over FIX 4.4, from its dictionary for the equities gateway (2021), as far as an order adapter uses them. */
import { type FixVersion, fixVersion } from '../../../protocol/fix/dictionary/versions.js';

const PARTIES = '453!{ 448! 447! 452! }';
const INSTRUMENT = '55! 48 22 207';
const TERMS = '54! 60! 38! 40! 44 99 59 432 126 110 111 210 529 58 5149 35487 35539 9773 526 1 581';

const TABLE = `
type STRING 5149 5024 35035 35036 9773
type INT 35002 35003 6931 35487 35539 1300 1373 1374 581 378 1375 1376
type STRING 1369 925 6928 6929 6930
type BOOLEAN 35020 35033
type SEQNUM 10016
values 40 1 2 3 4 K P W
values 59 0 1 3 4 6 7 A
values 54 1 2 5
values 447 D
values 452 1 2 3 4 5 6 7 11 12 13 24 36 38 54 55 76 99 1001 1003 1004 1005
values 378 8 100 101 102 103 105 107 200 201 202 203 204 205 206
values 581 1 2 3 4 6 7 8 38 39 40
values 35002 0 1 2 3
values 35539 1 2 3
values 35 0 1 2 3 4 5 8 9 A BD BZ CA D F G j s
header 1128 50 142 57 369 10016 35020 5024 35035 35036
message A 98! 108! 95 96 141 789 383 464 553 554 925 58 6928 6929 6930 6931 35002 35003
message 4 123 36! 35033
message D 11! ${PARTIES} ${INSTRUMENT} ${TERMS}
message G 11! 41! 37 198 ${PARTIES} ${INSTRUMENT} ${TERMS}
message F 11! 41! 37 198 378 ${PARTIES} ${INSTRUMENT} 54! 60! 38! 58 5149 1 581 529
message CA 11! 1300! 1373! 1374! 378! 60!
`;

export const B3_FIX: FixVersion = fixVersion('FIX.4.4', [TABLE]);
