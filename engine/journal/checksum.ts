/**
 * CRC-32 (the one of zlib, Ethernet and gzip) over a stretch of bytes: finds every single flipped bit and every burst
 * of up to 32. Node brings it in native code from 20.15 on; older ones of the 20 line get the table below.
 */
import * as zlib from 'node:zlib';

type Crc32 = (bytes: Uint8Array) => number;

export const crc32: Crc32 = (zlib as { crc32?: Crc32 }).crc32 ?? crc32ByTable;

const TABLE = Int32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});

export function crc32ByTable(bytes: Uint8Array): number {
  let crc = -1;
  for (let i = 0; i < bytes.length; i++) crc = TABLE[(crc ^ bytes[i]) & 0xff] ^ (crc >>> 8);
  return ~crc >>> 0;
}

/**
 * Checksum of `length` bytes whose own checksum word (int32 index `word` from `start`) counts as 0. `words` and `bytes`
 * are views over the same memory; `start` is in words.
 */
export function checksumWithout(
  words: Int32Array,
  bytes: Uint8Array,
  start: number,
  length: number,
  word: number,
): number {
  const kept = words[start + word];
  words[start + word] = 0;
  const crc = crc32(bytes.subarray(start * 4, start * 4 + length)) | 0;
  words[start + word] = kept;
  return crc;
}
