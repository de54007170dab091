/** The record that all contenders move: every word derived from its number, so that the reader sees a wrong or torn one. */
export const LAST_WORD = 13;

export function writeRecord(i32: Int32Array, at: number, number: number): void {
  i32[at] = number;
  i32[at + 1] = number + 1;
  i32[at + 2] = number + 2;
  i32[at + 3] = number + 3;
  i32[at + 4] = number + 4;
  i32[at + 5] = number + 5;
  i32[at + 6] = number + 6;
  i32[at + 7] = number + 7;
  i32[at + 8] = number + 8;
  i32[at + 9] = number + 9;
  i32[at + 10] = number + 10;
  i32[at + 11] = number + 11;
  i32[at + 12] = number + 12;
  i32[at + LAST_WORD] = ~number;
}

export function checkRecord(i32: Int32Array, at: number, number: number): void {
  if (i32[at] !== number || i32[at + 7] !== number + 7 || i32[at + LAST_WORD] !== ~number)
    throw new Error(`record ${number} arrived as ${i32[at]}`);
}
