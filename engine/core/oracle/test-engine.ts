/** The engine's records in the oracle's words, and its book as the oracle has it. */
import { OrdType, Side } from '../../../protocol/codes/enums.js';
import { Cmd } from '../../../protocol/records/command.js';
import {
  End,
  EndDouble,
  EventKind,
  ImgDouble,
  ImgTermsDouble,
  Ind,
  IndDouble,
  Phs,
  Trd,
  TrdDouble,
} from '../../../protocol/records/event.js';
import { byteA, byteB, kindOf } from '../../../protocol/records/layout.js';
import { TermsDouble } from '../../../protocol/records/order-terms.js';
import { Shelf, sideIndex } from '../../book/rank.js';
import { doublesOf, type Record16 } from '../test-commands.js';
import type { TestCore } from '../test-kit.js';
import { reasonWords } from './test-telling.js';
import { type Place, SECOND } from './test-world.js';

export const SHELVES: readonly (readonly [Shelf, Place])[] = [
  [Shelf.Ordinary, 'book'],
  [Shelf.Auction, 'first'],
  [Shelf.Market, 'market'],
  [Shelf.Waiting, 'ahead'],
];

export class Engine {
  /** Names of accepted orders, counted as the oracle counts them. */
  private readonly names = new Map<string, number>();

  constructor(private readonly kit: TestCore) {}

  send(command: Record16): Record16[] {
    return this.kit.send(command);
  }

  /** The engine's id of the order that a command has named or brought. */
  accepted(echo: Record16): string {
    const id = idIn(echo, Cmd.OrderSlot);
    this.names.set(id, this.names.size + 1);
    return id;
  }

  inWords(record: Record16): string[] {
    switch (kindOf(record[0])) {
      case EventKind.Trade:
        return [this.trade(record)];
      case EventKind.OrderEnded:
        return [`end ${this.order(record)} ${reasonWords(record[End.Reason])}`];
      case EventKind.OrderRestated:
        return [`restate ${this.order(record)} ${reasonWords(record[End.Reason])}`];
      case EventKind.OrderTriggered:
        return [this.triggered(record)];
      case EventKind.PhaseChanged:
        return [`phase ${byteA(record[0])} was ${byteB(record[0])} until ${untilOf(record)}`];
      case EventKind.IndicativePrice:
        return [indicative(record)];
      default:
        return [];
    }
  }

  private trade(record: Record16): string {
    const doubles = doublesOf(record);
    const what = `${doubles[TrdDouble.QtyLots]}@${record[Trd.PriceTicks]}`;
    const maker = this.name(idIn(record, Trd.MakerSlot));
    const taker = this.name(idIn(record, Trd.TakerSlot));
    const left = doubles[TrdDouble.MakerOpenLots];
    return byteB(record[0]) === 1
      ? `uncross ${what} ${maker} with ${taker} ${left}`
      : `trade ${what} ${taker} with ${maker} ${left}`;
  }

  private triggered(record: Record16): string {
    const becomes = byteB(record[0]) === OrdType.Market ? 'market' : 'limit';
    return `trigger ${this.name(idIn(record, End.OrderSlot))} ${becomes} @${record[End.PriceTicks]}`;
  }

  private order(record: Record16): string {
    const open = doublesOf(record)[EndDouble.OpenLots];
    const total = open + doublesOf(record)[EndDouble.ExecutedLots];
    const name = this.name(idIn(record, End.OrderSlot));
    return `${name} ${open} of ${total} @${record[End.PriceTicks]}`;
  }

  private name(id: string): string {
    return `#${this.names.get(id)}`;
  }

  /** Every queue in order, and who waits aside in the order of their names. */
  book(instruments: readonly number[]): string[] {
    const { book, orders } = this.kit.core.state;
    const lines: string[] = [];
    const shown = this.shown();
    const standing = new Set<string>();
    for (const instrument of instruments)
      for (const side of [Side.Buy, Side.Sell])
        for (const [shelf, place] of SHELVES)
          book.walk(sideIndex(instrument, side, shelf), (slot) => {
            const id = `${slot}:${orders.generation(slot)}`;
            standing.add(id);
            const open = orders.openLots(slot);
            lines.push(
              `${place} ${this.name(id)} ${shown.get(id) ?? open}/${open}@${orders.priceTicks(slot)}`,
            );
          });
    return [...lines, ...this.aside(standing)];
  }

  /** What of each iceberg is displayed, by engine id. */
  private shown(): Map<string, number> {
    const shown = new Map<string, number>();
    for (const record of this.image(EventKind.ImageTerms))
      if (doublesOf(record)[TermsDouble.DisplayLots] > 0)
        shown.set(idIn(record, Cmd.OrderSlot), doublesOf(record)[ImgTermsDouble.ShownLots]);
    return shown;
  }

  private aside(standing: ReadonlySet<string>): string[] {
    return this.image(EventKind.ImageOrder)
      .filter((record) => !standing.has(idIn(record, Cmd.OrderSlot)))
      .map((record) => {
        const doubles = doublesOf(record);
        const open = doubles[ImgDouble.TotalLots] - doubles[ImgDouble.ExecutedLots];
        const name = this.name(idIn(record, Cmd.OrderSlot));
        return `aside ${name} ${open}@${record[Cmd.PriceTicks]}`;
      })
      .sort();
  }

  private image(kind: EventKind): Record16[] {
    return this.kit.imageRecords().filter((record) => kindOf(record[0]) === kind);
  }
}

/** Slot and generation stand side by side wherever a record names an order. */
const idIn = (record: Record16, at: number): string => `${record[at]}:${record[at + 1]}`;

const untilOf = (record: Record16): bigint =>
  BigInt(record[Phs.UntilSeconds] >>> 0) * SECOND + BigInt(record[Phs.UntilNanos]);

function indicative(record: Record16): string {
  const doubles = doublesOf(record);
  const volume = doubles[IndDouble.VolumeLots];
  const surplus = doubles[IndDouble.SurplusLots] * (byteA(record[0]) === Side.Sell ? -1 : 1);
  const what = volume === 0 ? 'none' : `${volume}@${record[Ind.PriceTicks]} ${surplus}`;
  return `indicative ins:${record[Ind.Instrument]} ${what}`;
}
