/**
 * The record that all contenders move: seven doubles of payload (the eighth is the transport's), each derived from the
 * record's number, so that the reader sees a wrong or torn one. Wide fields, because what is measured is the transport: a
 * processor holds only so many stores back, and fourteen narrow ones would measure that.
 */
export const LAST = 6;

export function writeRecord(f64: Float64Array, at: number, number: number): void {
  f64[at] = number;
  f64[at + 1] = number + 1;
  f64[at + 2] = number + 2;
  f64[at + 3] = number + 3;
  f64[at + 4] = number + 4;
  f64[at + 5] = number + 5;
  f64[at + LAST] = -number;
}

export function checkRecord(f64: Float64Array, at: number, number: number): void {
  if (f64[at] !== number || f64[at + 3] !== number + 3 || f64[at + LAST] !== -number)
    throw new Error(`record ${number} arrived as ${f64[at]}`);
}
