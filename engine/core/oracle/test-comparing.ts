/** The engine's records in the oracle's words, and its book as the oracle has it. */
import { OrdType, Side } from '../../../protocol/codes/enums.js';
import { Reason } from '../../../protocol/codes/reasons.js';
import { Cmd, CommandKind, reasonOf } from '../../../protocol/records/command.js';
import {
  End,
  EndDouble,
  EventKind,
  ImgDouble,
  ImgTermsDouble,
  Ind,
  IndDouble,
  Trd,
  TrdDouble,
} from '../../../protocol/records/event.js';
import { byteA, byteB, kindOf } from '../../../protocol/records/layout.js';
import { TermsDouble } from '../../../protocol/records/order-terms.js';
import { Shelf, sideIndex } from '../../book/rank.js';
import { mustEqual } from '../../book/test-property.js';
import { doublesOf, type Record16 } from '../test-commands.js';
import type { TestCore } from '../test-kit.js';
import type { Answer, Oracle } from './test-oracle.js';
import { sortTaste } from './test-taste.js';
import { commandInWords } from './test-words.js';
import { type Order, openOf, type Place, queue, reasonWords, type World } from './test-world.js';

const SHELVES: readonly (readonly [Shelf, Place])[] = [
  [Shelf.Ordinary, 'book'],
  [Shelf.Auction, 'first'],
  [Shelf.Market, 'market'],
  [Shelf.Waiting, 'ahead'],
];

export class Comparison {
  /** Names of accepted orders, counted as the oracle counts them. */
  private readonly names = new Map<string, number>();
  private readonly transcript: string[] = [];

  constructor(
    private readonly kit: TestCore,
    private readonly oracle: Oracle,
  ) {}

  /** Throws what is not the same, after all that went before. */
  play(command: Record16): void {
    this.transcript.push(commandInWords(command));
    try {
      this.compare(command);
    } catch (error) {
      throw new Error(`\n${this.transcript.join('\n')}\n${(error as Error).message}`);
    }
  }

  private compare(command: Record16): void {
    const answer = this.oracle.execute(command);
    const group = this.kit.send(command);
    this.echo(command, group[0], answer);
    const told = group.slice(1).flatMap((record) => this.inWords(record));
    this.transcript.push(...told.map((line) => `    ${line}`));
    mustEqual(sortTaste(told), sortTaste(answer.told), 'what is told');
    mustEqual(this.engineBook(), oracleBook(this.oracle.world), 'the book');
  }

  private echo(command: Record16, echo: Record16, { refusals }: Answer): void {
    const reason: Reason = reasonOf(echo[Cmd.Flags]);
    const found = reason === 0 ? 'accepted' : Reason[reason];
    this.transcript[this.transcript.length - 1] += ` | ${found}`;
    const right = refusals.length === 0 ? ['accepted'] : refusals.map((refusal) => Reason[refusal]);
    if (!right.includes(found)) mustEqual(found, right.join(' or '), 'the answer');
    if (reason !== 0 || kindOf(command[0]) !== CommandKind.NewOrder) return;
    const id = `${echo[Cmd.OrderSlot]}:${echo[Cmd.OrderGeneration]}`;
    this.names.set(id, this.names.size + 1);
    this.oracle.name(id);
  }

  private inWords(record: Record16): string[] {
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
        return [`phase ${byteA(record[0])} was ${byteB(record[0])}`];
      case EventKind.IndicativePrice:
        return [indicative(record)];
      default:
        return [];
    }
  }

  private trade(record: Record16): string {
    const doubles = doublesOf(record);
    const what = `${doubles[TrdDouble.QtyLots]}@${record[Trd.PriceTicks]}`;
    const maker = this.name(record[Trd.MakerSlot], record[Trd.MakerGeneration]);
    const taker = this.name(record[Trd.TakerSlot], record[Trd.TakerGeneration]);
    const left = doubles[TrdDouble.MakerOpenLots];
    return byteB(record[0]) === 1
      ? `uncross ${what} ${maker} with ${taker} ${left}`
      : `trade ${what} ${taker} with ${maker} ${left}`;
  }

  private triggered(record: Record16): string {
    const becomes = byteB(record[0]) === OrdType.Market ? 'market' : 'limit';
    return `trigger ${this.name(record[End.OrderSlot], record[End.OrderGeneration])} ${becomes} @${record[End.PriceTicks]}`;
  }

  private order(record: Record16): string {
    const open = doublesOf(record)[EndDouble.OpenLots];
    const total = open + doublesOf(record)[EndDouble.ExecutedLots];
    const name = this.name(record[End.OrderSlot], record[End.OrderGeneration]);
    return `${name} ${open} of ${total} @${record[End.PriceTicks]}`;
  }

  private name(slot: number, generation: number): string {
    return `#${this.names.get(`${slot}:${generation}`)}`;
  }

  /** Every queue in order, and who waits aside in the order of their names. */
  private engineBook(): string[] {
    const { book, orders } = this.kit.core.state;
    const lines: string[] = [];
    const shown = this.shown();
    const standing = new Set<string>();
    for (const instrument of this.oracle.world.markets.keys())
      for (const side of [Side.Buy, Side.Sell])
        for (const [shelf, place] of SHELVES)
          book.walk(sideIndex(instrument, side, shelf), (slot) => {
            const id = `${slot}:${orders.generation(slot)}`;
            standing.add(id);
            const open = orders.openLots(slot);
            lines.push(
              `${place} ${this.name(slot, orders.generation(slot))} ${shown.get(id) ?? open}/${open}@${orders.priceTicks(slot)}`,
            );
          });
    return [...lines, ...this.aside(standing)];
  }

  /** What of each iceberg is displayed, by engine id. */
  private shown(): Map<string, number> {
    const shown = new Map<string, number>();
    for (const record of this.image(EventKind.ImageTerms))
      if (doublesOf(record)[TermsDouble.DisplayLots] > 0)
        shown.set(engineId(record), doublesOf(record)[ImgTermsDouble.ShownLots]);
    return shown;
  }

  private aside(standing: ReadonlySet<string>): string[] {
    return this.image(EventKind.ImageOrder)
      .filter((record) => !standing.has(engineId(record)))
      .map((record) => {
        const doubles = doublesOf(record);
        const open = doubles[ImgDouble.TotalLots] - doubles[ImgDouble.ExecutedLots];
        const name = this.name(record[Cmd.OrderSlot], record[Cmd.OrderGeneration]);
        return `aside ${name} ${open}@${record[Cmd.PriceTicks]}`;
      })
      .sort();
  }

  private image(kind: EventKind): Record16[] {
    return this.kit.imageRecords().filter((record) => kindOf(record[0]) === kind);
  }
}

const engineId = (record: Record16): string => `${record[Cmd.OrderSlot]}:${record[Cmd.OrderGeneration]}`;

function indicative(record: Record16): string {
  const doubles = doublesOf(record);
  const volume = doubles[IndDouble.VolumeLots];
  const surplus = doubles[IndDouble.SurplusLots] * (byteA(record[0]) === Side.Sell ? -1 : 1);
  const what = volume === 0 ? 'none' : `${volume}@${record[Ind.PriceTicks]} ${surplus}`;
  return `indicative ins:${record[Ind.Instrument]} ${what}`;
}

function oracleBook(world: World): string[] {
  const standing = [...world.markets.keys()].flatMap((instrument) =>
    [Side.Buy, Side.Sell].flatMap((side) =>
      SHELVES.flatMap(([, place]) => queue(world, instrument, side, place).map(standingInWords)),
    ),
  );
  const aside = world.orders
    .filter(({ place }) => place === 'aside')
    .map((order) => `aside #${order.key} ${openOf(order)}@${order.price}`);
  return [...standing, ...aside.sort()];
}

const standingInWords = (order: Order): string =>
  `${order.place} #${order.key} ${order.shown}/${openOf(order)}@${order.price}`;
