/**
 * An endless trading day for one door: orders of every kind around a price, their replaces and cancels, now and then a
 * mass action. Half of the numbers are beyond what fits into 32 bits, because those are the ones that cost memory. The
 * same commands come round after round, with client order ids that go on counting, so that writing one is cheap.
 */
import { OrdType, Side, TimeInForce, TradingPhase } from '../../protocol/codes/enums.js';
import { BandAction, Cmd, CommandFlag, CommandKind } from '../../protocol/records/command.js';
import { kindOf, LANE_PAYLOAD_WORDS, RECORD_WORDS } from '../../protocol/records/layout.js';
import type { LaneWriter } from '../rings/lane.js';
import { Random } from '../threads/random.js';
import type { Record16 } from './test-commands.js';
import * as commands from './test-commands.js';

export const INSTRUMENTS = 8;
const SPREAD = 12;
/** Client order ids and lots of the even instruments count in these. */
const HUGE = 2 ** 33;
const START_SECONDS = 2 ** 31 + 5;
const ROUND = 10_000;

export class TradingDay {
  private readonly random: Random;
  private readonly records: readonly Record16[];
  private written = 0;

  constructor(
    private readonly account: number,
    private readonly session: number,
  ) {
    this.random = new Random(account);
    this.records = Array.from({ length: ROUND }, (_, number) => this.command(number));
  }

  /** False: the lane is full, nothing is written. */
  write(lane: LaneWriter): boolean {
    const record = this.records[this.written % ROUND];
    if (!writeRecord(lane, record, Math.floor(this.written / ROUND) * ROUND)) return false;
    this.written++;
    return true;
  }

  private command(number: number): Record16 {
    const { account, session, random } = this;
    const from = { account, session, message: 2 ** 31 + number, seconds: START_SECONDS };
    if (number % 5_000 === 0) return commands.massCancel({ account }, from);
    if (number % 2_500 === 500) return commands.quoteProtection(100, HUGE, from);
    const meant = { clientId: HUGE + number - random.below(200) };
    const what = random.below(100);
    if (what < 25) return commands.cancelOrder(meant, from);
    if (what < 35) return commands.replaceOrder(meant, this.lots(random.below(2)), this.price(), from);
    const instrument = 1 + random.below(INSTRUMENTS);
    if (what < 45) return this.quote(from, instrument);
    return commands.newOrder({
      ...from,
      ...this.kind(what),
      side: random.below(2) === 0 ? Side.Buy : Side.Sell,
      instrument,
      clientId: HUGE + number,
      lots: this.lots(instrument),
      price: this.price(),
    });
  }

  private quote(from: commands.From, instrument: number): Record16 {
    const middle = this.price();
    return commands.quote({
      ...from,
      id: HUGE + instrument,
      instrument,
      bid: { lots: this.lots(instrument), price: middle - 1 },
      offer: { lots: this.lots(instrument), price: middle + 1 },
    });
  }

  private kind(what: number): { ordType?: OrdType; timeInForce?: TimeInForce; flags?: number } {
    if (what < 50) return { timeInForce: TimeInForce.ImmediateOrCancel };
    if (what < 53) return { timeInForce: TimeInForce.FillOrKill };
    if (what < 56) return { ordType: OrdType.Market };
    if (what < 60) return { flags: CommandFlag.PostOnly };
    if (what < 65) return { flags: CommandFlag.CancelOnDisconnect };
    return { timeInForce: what < 70 ? TimeInForce.Day : TimeInForce.GoodTillCancel };
  }

  private lots(instrument: number): number {
    return (1 + this.random.below(9)) * (instrument % 2 === 0 ? HUGE : 1);
  }

  /** Around zero, so that half of them are negative. */
  private price(): number {
    return this.random.below(2 * SPREAD) - SPREAD;
  }
}

/** @param laterBy how much further the client order ids have counted since the record was made */
export function writeRecord(lane: LaneWriter, record: Record16, laterBy = 0): boolean {
  if (!lane.room(record.length / RECORD_WORDS)) return false;
  const isQuote = kindOf(record[0]) === CommandKind.Quote;
  for (let from = 0; from < record.length; from += RECORD_WORDS) {
    const at = lane.claim();
    for (let word = 0; word < LANE_PAYLOAD_WORDS; word++) lane.i32[at + word] = record[from + word];
    if (!isQuote) lane.i32[at + Cmd.ClientIdLow] += laterBy;
  }
  return true;
}

/** What the engine's own door says: definitions first, then the time, and the mass actions of an operator. */
export class OperatorsDay {
  private count = 0;

  static definitions(): Record16[] {
    const fields = { min: -1_000, lots: 2 ** 40, notional: 2 ** 50 };
    return [
      commands.time(START_SECONDS - 1),
      ...Array.from({ length: INSTRUMENTS }, (_, i) => commands.defineInstrument(i + 1, fields)),
      commands.defineBands(3, { dynamicBasisPoints: 5_000, action: BandAction.Auction, auctionMs: 2_000 }),
      commands.defineTicks(4, 0, 0, 2),
      ...[1, 2].map((account) => commands.defineAccount(account)),
      ...[1, 2].map(commands.sessionOpen),
    ];
  }

  next(): Record16 {
    const count = this.count++;
    const seconds = START_SECONDS + count;
    if (count % 50 === 10) return commands.endOfDay({ instrument: 1 + (count % INSTRUMENTS) });
    if (count % 50 === 20) return commands.sessionClosed(2, 1_000);
    if (count % 50 === 22) return commands.sessionOpen(2);
    if (count % 50 === 30) return commands.killSwitch(true, { instrument: 1 });
    if (count % 50 === 31) return commands.killSwitch(false, { instrument: 1 });
    if (count % 50 === 40) return commands.tradingPhase(2, TradingPhase.OpeningAuction);
    if (count % 50 === 45) return commands.tradingPhase(2, TradingPhase.Continuous);
    return commands.time(seconds, 5);
  }
}
