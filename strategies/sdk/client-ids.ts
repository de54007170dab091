/**
 * Client order ids of a strategy, 64 bits: its session in the upper 16, because strategies may share an account, and 48
 * bits that count up from a clock, so that a life after a restart does not use what an earlier one has used. A life would
 * have to send 256 orders a millisecond, all the time, to catch up with the next one.
 */
const EPOCH_MS = Date.UTC(2020, 0, 1);
const IDS_PER_MS = 256;
const WORD = 2 ** 32;

/** The first id of a life that begins now. Good until 2054. */
export const firstClientId = (nowMs: number): number => (Math.floor(nowMs) - EPOCH_MS) * IDS_PER_MS;

export class ClientIds {
  /** @param next the 48 bits of the next one */
  constructor(
    private readonly session: number,
    private next: number,
  ) {}

  take(): number {
    return this.next++;
  }

  low(id: number): number {
    return id | 0;
  }

  high(id: number): number {
    return (this.session << 16) | Math.floor(id / WORD);
  }

  /** The 48 bits out of a record's two words. */
  read(low: number, high: number): number {
    return (high & 0xffff) * WORD + (low >>> 0);
  }
}
