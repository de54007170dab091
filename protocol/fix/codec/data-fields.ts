/**
 * Fields whose value may hold any byte, SOH included, and the field before each that says how long it is. The parser takes
 * such a value by length. Tag numbers below `TAGS` are looked up in one table; a venue's own pairs are added to it.
 */
export const TAGS = 65_536;

/** Length tag → data tag, as FIX 4.2 to 5.0 SP2 define them. */
const PAIRS: readonly (readonly [number, number])[] = [
  [90, 91],
  [93, 89],
  [95, 96],
  [212, 213],
  [348, 349],
  [350, 351],
  [352, 353],
  [354, 355],
  [356, 357],
  [358, 359],
  [360, 361],
  [362, 363],
  [364, 365],
  [445, 446],
  [618, 619],
  [621, 622],
  [1184, 1185],
  [1277, 1278],
  [1280, 1281],
  [1282, 1283],
  [1397, 1398],
  [1401, 1402],
  [1403, 1404],
  [1468, 1469],
];

/** The data tag that a length tag announces; 0 for every other tag. */
export function dataTags(more: readonly (readonly [number, number])[] = []): Uint16Array {
  const table = new Uint16Array(TAGS);
  for (const [length, data] of [...PAIRS, ...more]) table[length] = data;
  return table;
}
