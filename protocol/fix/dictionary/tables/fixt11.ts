/** Written by `protocol/schema/fix-tables.ts`; the notation stands in `../notation.ts`. */
export const FIXT11 = `
type SEQNUM 7 16 34 36 45 369 630 789
type STRING 8 10 35 49 50 56 57 58 112 115 116 128 129 142 143 144 145 347 372 553 554 628 1128 1129 1130
 1131 1137
type LENGTH 9 90 93 95 212 354 383
type BOOLEAN 43 97 123 141 464
type UTCTIMESTAMP 52 122 629
type DATA 89 91 96 213 355
type INT 98 108 371 373
type NUMINGROUP 384 627
type CHAR 385
values 35 0 1 2 3 4 5 6 7 8 9 A B C D E F G H J K L M N P Q R S T V W X Y Z a b c d e f g h i j k l m n o p
 q r s t u v w x y z AA AB AC AD AE AF AG AH AI AJ AK AL AM AN AO AP AQ AR AS AT AU AV AW AX AY AZ BA BB BC
 BD BE BF BG BH BI BJ BK BL BM BN BO BP
values 98 0 1 2 3 4 5 6
values 347 ISO-2022-JP EUC-JP SHIFT_JIS UTF-8
values 373 0 1 10 11 12 13 14 15 16 17 2 3 4 5 6 7 8 9 99
values 385 R S
values 1128 0 1 2 3 4 5 6 7 8 9
header 8! 9! 35! 49! 56! 115 128 90 91 34! 50 142 57 143 116 144 129 145 43 97 52! 122 212 213 347 369 627{
 628 629 630 } 1128 1129
trailer 93 89 10!
component 0 384{ 372 385 1130 1131 }
message 0 112
message 1 112!
message 2 7! 16!
message 3 45! 371 372 373 58 354 355
message 4 123 36!
message 5 58 354 355
message A 98! 108! 95 96 141 789 383 464 553 554 1137! @0
`;
