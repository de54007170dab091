import t from 'tap';
import { Chain } from './chain.js';
import { checksumWithout, crc32, crc32ByTable } from './checksum.js';

t.test('both ways to compute the CRC agree with its published check value', async (t) => {
  const check = new TextEncoder().encode('123456789');
  t.equal(crc32(check), 0xcbf43926);
  t.equal(crc32ByTable(check), 0xcbf43926);
  const bytes = Uint8Array.from({ length: 10_000 }, (_, i) => (i * 31) ^ (i >> 3));
  t.equal(crc32ByTable(bytes), crc32(bytes));
});

t.test('the checksum word itself counts as zero and is left as it was', async (t) => {
  const words = Int32Array.from([9, 9, 1, 2, 3, 4]);
  const bytes = new Uint8Array(words.buffer);
  const before = checksumWithout(words, bytes, 2, 16, 1);
  words[3] = 77;
  t.equal(checksumWithout(words, bytes, 2, 16, 1), before);
  t.equal(words[3], 77);
});

t.test('the chain depends on every link and on their order', async (t) => {
  const seen = new Set<string>();
  for (const links of [[], [1], [2], [1, 2], [2, 1], [1, 1], [1, 2, 3], [0], [0, 0]]) {
    const chain = new Chain();
    for (const link of links) chain.extend(link, 1);
    seen.add(chain.toString());
  }
  t.equal(seen.size, 9);
});
