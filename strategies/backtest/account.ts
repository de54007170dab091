/** What the strategy has done and what it has of it: read from the event ring, and from the core's own ledger. */

import type { RegisteredStrategy } from '../../engine/config/registry.js';
import type { Ledger } from '../../engine/ledger/ledger.js';
import { type PositionRow, positionRows } from '../../engine/ledger/position-rows.js';
import { type BroadcastMemory, BroadcastReader } from '../../engine/rings/broadcast.js';
import type { Agent } from '../../engine/threads/agent.js';
import { Side } from '../../protocol/codes/enums.js';
import { Cmd, CommandKind, reasonOf } from '../../protocol/records/command.js';
import { EventKind, Trd, TrdDouble } from '../../protocol/records/event.js';
import { byteA, kindOf, sessionOf } from '../../protocol/records/layout.js';

const BATCH = 1 << 12;
/** FNV-1a over the fills, so that two runs are told apart by one word. */
const HASH_SEED = 0x811c9dc5;
const HASH_PRIME = 0x01000193;

export interface Fill {
  readonly instrument: number;
  readonly side: Side;
  readonly ticks: number;
  readonly lots: number;
  readonly isMaker: boolean;
}

export class Traded {
  buys = 0;
  sells = 0;
  boughtLots = 0;
  soldLots = 0;
}

export class Account implements Agent {
  readonly name = 'account';
  orders = 0;
  replaces = 0;
  cancels = 0;
  refused = 0;
  makerFills = 0;
  takerFills = 0;
  /** By instrument number. */
  readonly traded = new Map<number, Traded>();
  /** Of the last trade of anybody, by instrument number. */
  readonly lastTicks = new Map<number, number>();
  fillHash = HASH_SEED;
  private readonly reader: BroadcastReader;

  constructor(
    events: BroadcastMemory,
    reader: number,
    private readonly strategy: RegisteredStrategy,
    private readonly ledger: Ledger,
    private readonly onFill: (fill: Fill) => void,
  ) {
    this.reader = new BroadcastReader(events, reader);
    for (const { id } of strategy.instruments) this.traded.set(id, new Traded());
  }

  doWork(): number {
    const { reader } = this;
    const ready = reader.available(BATCH);
    for (let i = 0; i < ready; i++) this.take(reader.offset(i));
    reader.release(ready);
    return ready;
  }

  /** What the core has booked for it, instrument by instrument. */
  rows(): PositionRow[] {
    const { account } = this.strategy;
    return positionRows(this.ledger).filter((row) => row.account === account.id);
  }

  private take(at: number): void {
    const { i32 } = this.reader;
    const kind = kindOf(i32[at]);
    if (kind === EventKind.Trade) this.takeTrade(at);
    else if (sessionOf(i32[at + Cmd.Owner]) === this.strategy.session) this.takeCommand(kind, at);
  }

  private takeCommand(kind: number, at: number): void {
    if (kind === CommandKind.NewOrder || kind === CommandKind.Quote) this.orders++;
    else if (kind === CommandKind.ReplaceOrder) this.replaces++;
    else if (kind === CommandKind.CancelOrder || kind === CommandKind.MassCancel) this.cancels++;
    else return;
    if (reasonOf(this.reader.i32[at + Cmd.Flags]) !== 0) this.refused++;
  }

  private takeTrade(at: number): void {
    const { i32, f64 } = this.reader;
    const { session } = this.strategy;
    const takerSide: Side = byteA(i32[at]);
    const [instrument, ticks, lots] = [
      i32[at + Trd.Instrument],
      i32[at + Trd.PriceTicks],
      f64[(at >> 1) + TrdDouble.QtyLots],
    ];
    this.lastTicks.set(instrument, ticks);
    if (sessionOf(i32[at + Trd.MakerOwner]) === session)
      this.fill({
        instrument,
        side: takerSide === Side.Buy ? Side.Sell : Side.Buy,
        ticks,
        lots,
        isMaker: true,
      });
    if (sessionOf(i32[at + Trd.TakerOwner]) === session)
      this.fill({ instrument, side: takerSide, ticks, lots, isMaker: false });
  }

  private fill(fill: Fill): void {
    const { instrument, side, ticks, lots, isMaker } = fill;
    const traded = this.traded.get(instrument);
    if (isMaker) this.makerFills++;
    else this.takerFills++;
    if (traded !== undefined) count(traded, side, lots);
    for (const word of [instrument, side, ticks, lots, Number(isMaker)])
      this.fillHash = Math.imul(this.fillHash ^ (word | 0), HASH_PRIME) >>> 0;
    this.onFill(fill);
  }
}

function count(traded: Traded, side: Side, lots: number): void {
  if (side === Side.Buy) {
    traded.buys++;
    traded.boughtLots += lots;
  } else {
    traded.sells++;
    traded.soldLots += lots;
  }
}
