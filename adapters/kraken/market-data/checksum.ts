/**
 * Kraken's checksum of a book: CRC-32 over the ten best asks, best first, and then the ten best bids, of each the price and then the
 * volume as they are written, without the dot and without zeros in front. A pair has a fixed number of decimal places for each, so
 * those digits are the digits of our ticks and lots, and zeros behind them.
 */
import type { BookSide } from '../../kit/book/book-side.js';
import type { VenueBook } from '../../kit/book/venue-book.js';

const LEVELS = 10;
const POLYNOMIAL = 0xedb88320;
const TABLE = Int32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1;
  return crc;
});

/** Decimal places that the venue writes beyond those of a tick and a lot: zeros. */
export interface WrittenZeros {
  readonly price: number;
  readonly qty: number;
}

export function checksumOf({ bids, asks }: VenueBook, zeros: WrittenZeros): number {
  return crc32(digitsOf(asks, zeros) + digitsOf(bids, zeros));
}

function digitsOf(side: BookSide, { price, qty }: WrittenZeros): string {
  const [priceZeros, qtyZeros] = ['0'.repeat(price), '0'.repeat(qty)];
  let text = '';
  for (let rank = 0; rank < Math.min(LEVELS, side.count); rank++)
    text += Math.abs(side.keyAt(rank)) + priceZeros + side.lotsAt(rank) + qtyZeros;
  return text;
}

function crc32(text: string): number {
  let crc = -1;
  for (let i = 0; i < text.length; i++) crc = (crc >>> 8) ^ TABLE[(crc ^ text.charCodeAt(i)) & 0xff];
  return ~crc >>> 0;
}
