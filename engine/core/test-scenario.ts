/**
 * A test of the core as a table: on the left what comes in (`test-script.ts` has the words), on the right the event group
 * that it must lead to. Each table runs on both books and on the smallest and a large event ring.
 *
 * ```
 *  buy 3@100        | 1.0 accepted #1
 *  sell 5@100 ioc   | 2.0 accepted #2
 *                   | 2.1 trade 3@100 maker #1 filled
 *                   | 2.2 end #2 cancelled 2 of 5 ImmediateRemainder
 *  book             | empty
 * ```
 *
 * `position acct:1 ins:1` and `open` lots of its working orders: `| net 3 cost 300 realized 0 fees 1 open 2/0`.
 *
 * `2.1` is sequence and index, counted from the beginning of the table; the second record of a command (terms of an order,
 * offer of a quote) is event 1 and not shown. Sides of a quote: `| 1.2 bid #1 entered 5 of 5 @99`, `| 1.3 offer refused …`.
 */
import t from 'tap';
import { EndKind, OrdType, Side } from '../../protocol/codes/enums.js';
import { type Reason, reasonName } from '../../protocol/codes/reasons.js';
import { Cmd, CmdDouble, CommandKind, reasonOf } from '../../protocol/records/command.js';
import {
  actionOf,
  Bust,
  BustDouble,
  End,
  EndDouble,
  EventKind,
  ImgDouble,
  Ind,
  IndDouble,
  indexOf,
  Phs,
  QuoteAction,
  QuoteWord,
  refusalOf,
  Trd,
  TrdDouble,
} from '../../protocol/records/event.js';
import { byteA, byteB, byteC, Double, kindOf } from '../../protocol/records/layout.js';
import { Shelf, sideIndex } from '../book/rank.js';
import { PosDouble, PosSize } from '../ledger/positions.js';
import { positionOf } from '../ledger/test-naive-ledger.js';
import { childInWords } from './test-child-words.js';
import { doublesOf, type Record16 } from './test-commands.js';
import { type CoreOptions, LARGE_RING, SMALLEST_RING, TestCore } from './test-kit.js';
import { PHASES, parseCommand, Words } from './test-script.js';

const SETUPS: readonly CoreOptions[] = [
  { book: 'fast', ringSlots: LARGE_RING },
  { book: 'naive', ringSlots: LARGE_RING },
  { book: 'fast', ringSlots: SMALLEST_RING },
];

export function scenario(name: string, table: string, options: CoreOptions = {}): void {
  t.test(name, async (t) => {
    const wanted = rowsOf(table);
    for (const setup of SETUPS) {
      const stage = new Stage(new TestCore({ ...setup, ...options }).standard());
      const found = wanted.map(({ command }) => ({ command, events: stage.play(command) }));
      t.strictSame(found, wanted, `${setup.book} book, ring of ${setup.ringSlots}`);
    }
  });
}

/** The events of some commands, one a line. */
export function eventsOf(commands: string, options: CoreOptions = {}): string[] {
  const stage = new Stage(new TestCore(options).standard());
  return rowsOf(commands).flatMap(({ command }) => stage.play(command));
}

interface Row {
  readonly command: string;
  readonly events: readonly string[];
}

/** A row without a command goes on with the events of the one above. */
function rowsOf(table: string): Row[] {
  const rows: { command: string; events: string[] }[] = [];
  for (const line of table.split('\n').filter((text) => text.trim() !== '')) {
    const [command, event = ''] = line.split('|').map((text) => text.trim());
    if (command !== '') rows.push({ command, events: [] });
    if (event !== '') rows.at(-1)!.events.push(event.replace(/\s+/g, ' '));
  }
  return rows;
}

const ACTIONS: Readonly<Record<number, string>> = {
  [QuoteAction.Entered]: 'entered',
  [QuoteAction.Moved]: 'moved',
  [QuoteAction.Kept]: 'kept',
};

/** What is said of an order that does not rest among the ordinary ones. */
const SHELVES: readonly (readonly [Shelf, string])[] = [
  [Shelf.Ordinary, ''],
  [Shelf.Auction, ' first'],
  [Shelf.Market, ' market'],
  [Shelf.Waiting, ' waits'],
];

const phaseName = (phase: number): string =>
  Object.entries(PHASES).find(([, number]) => number === phase)?.[0] ?? `${phase}`;

function phaseInWords(record: Record16): string {
  const until = record[Phs.UntilSeconds] + record[Phs.UntilNanos] / 1e9;
  const words = `phase ${phaseName(byteA(record[0]))} was ${phaseName(byteB(record[0]))}`;
  return until === 0 ? words : `${words} until ${until}`;
}

function indicativeInWords(record: Record16): string {
  const volume = doublesOf(record)[IndDouble.VolumeLots];
  const surplus = doublesOf(record)[IndDouble.SurplusLots];
  if (volume === 0) return 'indicative none';
  const side = byteA(record[0]) === Side.Buy ? 'buy' : 'sell';
  return `indicative ${volume}@${record[Ind.PriceTicks]}${surplus === 0 ? '' : ` ${side} ${surplus}`}`;
}

/** Plays commands and says in words what came of them. */
class Stage {
  /** Label of each accepted order by its engine id. */
  private readonly labels = new Map<string, string>();
  private readonly ids = new Map<string, { slot: number; generation: number }>();
  private readonly before: number;

  constructor(private readonly kit: TestCore) {
    this.before = kit.core.sequence;
  }

  play(text: string): string[] {
    if (text.startsWith('book')) return this.book(Number(text.split(' ')[1] ?? 1));
    if (text.startsWith('position')) return [this.position(text)];
    const labelled = (label: string) => this.ids.get(label) ?? { slot: 0, generation: 0 };
    const record = parseCommand(text, labelled, this.before);
    return this.kit
      .send(record)
      .map((event) => this.inWords(event))
      .filter((words) => words !== '');
  }

  private inWords(record: Record16): string {
    const sequence = doublesOf(record)[Double.Sequence] - this.before;
    switch (kindOf(record[0])) {
      case EventKind.Trade:
        return `${sequence}.${indexOf(record[1])} ${this.trade(record)}`;
      case EventKind.OrderEnded:
        return `${sequence}.${indexOf(record[1])} ${this.ended(record)}`;
      case EventKind.PhaseChanged:
        return `${sequence}.${indexOf(record[1])} ${phaseInWords(record)}`;
      case EventKind.IndicativePrice:
        return `${sequence}.${indexOf(record[1])} ${indicativeInWords(record)}`;
      case EventKind.OrderTerms:
      case EventKind.QuoteOffer:
        return '';
      case EventKind.QuoteSide:
        return `${sequence}.${indexOf(record[1])} ${this.quoteSide(record)}`;
      case EventKind.OrderTriggered:
        return `${sequence}.${indexOf(record[1])} ${this.triggered(record)}`;
      case EventKind.OrderRestated:
        return `${sequence}.${indexOf(record[1])} ${this.restated(record)}`;
      case EventKind.TradeBusted:
      case EventKind.TradeCorrected:
        return `${sequence}.${indexOf(record[1])} ${this.changed(record)}`;
      case EventKind.ChildOrder:
      case EventKind.ChildOpen:
      case EventKind.ChildState:
      case EventKind.VenueCancel:
      case EventKind.VenueReplace:
        return `${sequence}.${indexOf(record[1])} ${childInWords(record, (slot, generation) => this.label(slot, generation))}`;
      case EventKind.MassCancelReport:
        return `${sequence}.${indexOf(record[1])} report ${doublesOf(record)[EndDouble.OpenLots]} ${reasonName(record[End.Reason])}`;
      default:
        return `${sequence}.0 ${this.echo(record)}`;
    }
  }

  private echo(record: Record16): string {
    const reason: Reason = reasonOf(record[Cmd.Flags]);
    if (reason !== 0) return `refused ${reasonName(reason)}`;
    if (kindOf(record[0]) > CommandKind.ReplaceOrder) return 'accepted';
    return `accepted ${this.label(record[Cmd.OrderSlot], record[Cmd.OrderGeneration])}`;
  }

  private trade(record: Record16): string {
    const lots = doublesOf(record)[TrdDouble.QtyLots];
    const left = doublesOf(record)[TrdDouble.MakerOpenLots];
    const maker = this.label(record[Trd.MakerSlot], record[Trd.MakerGeneration]);
    if (byteB(record[0]) === 1) {
      const seller = this.label(record[Trd.TakerSlot], record[Trd.TakerGeneration]);
      return `trade ${lots}@${record[Trd.PriceTicks]} uncross ${maker} ${seller}`;
    }
    return `trade ${lots}@${record[Trd.PriceTicks]} maker ${maker} ${left === 0 ? 'filled' : `left ${left}`}`;
  }

  private quoteSide(record: Record16): string {
    const doubles = doublesOf(record);
    const side = byteA(record[0]) === Side.Buy ? 'bid' : 'offer';
    const outcome = record[QuoteWord.Outcome];
    if (actionOf(outcome) === QuoteAction.Refused) return `${side} refused ${reasonName(refusalOf(outcome))}`;
    const [total, executed] = [doubles[CmdDouble.QtyLots], doubles[ImgDouble.ExecutedLots]];
    const label = this.label(record[Cmd.OrderSlot], record[Cmd.OrderGeneration]);
    const action = ACTIONS[actionOf(outcome)];
    return `${side} ${label} ${action} ${total - executed} of ${total} @${record[Cmd.PriceTicks]}`;
  }

  private changed(record: Record16): string {
    const doubles = doublesOf(record);
    const trade = `${doubles[BustDouble.TradeSequence] - this.before}.${record[Bust.TradeIndex]}`;
    const now = `${doubles[TrdDouble.QtyLots]}@${record[Trd.PriceTicks]}`;
    if (kindOf(record[0]) === EventKind.TradeBusted) return `busted ${trade} ${now}`;
    return `corrected ${trade} ${doubles[BustDouble.OldQtyLots]}@${record[Bust.OldPriceTicks]} to ${now}`;
  }

  private position(text: string): string {
    const words = new Words(text);
    const { ledger } = this.kit.core.state;
    const [account, instrument] = [words.number('acct') ?? 1, words.number('ins') ?? 1];
    const { net, cost, cash, fees } = positionOf(ledger, account, instrument);
    const base = ledger.positions.find(account, instrument) << PosSize.DoubleShift;
    const buys = ledger.positions.f64[base | PosDouble.OpenBuyLots];
    const sells = ledger.positions.f64[base | PosDouble.OpenSellLots];
    return `net ${net} cost ${cost} realized ${cash + cost} fees ${fees} open ${buys}/${sells}`;
  }

  private ended(record: Record16): string {
    const open = doublesOf(record)[EndDouble.OpenLots];
    const total = open + doublesOf(record)[EndDouble.ExecutedLots];
    const how = byteB(record[0]) === EndKind.Expired ? 'expired' : 'cancelled';
    const label = this.label(record[End.OrderSlot], record[End.OrderGeneration]);
    return `end ${label} ${how} ${open} of ${total} ${reasonName(record[End.Reason])}`;
  }

  private triggered(record: Record16): string {
    const becomes = byteB(record[0]) === OrdType.Market ? 'market' : `limit @${record[End.PriceTicks]}`;
    return `trigger ${this.label(record[End.OrderSlot], record[End.OrderGeneration])} ${becomes}`;
  }

  private restated(record: Record16): string {
    const label = this.label(record[End.OrderSlot], record[End.OrderGeneration]);
    const open = doublesOf(record)[EndDouble.OpenLots];
    const total = open + doublesOf(record)[EndDouble.ExecutedLots];
    const place = byteC(record[0]) === 1 ? ' waits' : byteB(record[0]) === 1 ? ' behind' : '';
    return `restate ${label} ${open} of ${total} @${record[End.PriceTicks]} ${reasonName(record[End.Reason])}${place}`;
  }

  private label(slot: number, generation: number): string {
    const id = `${slot}:${generation}`;
    if (!this.labels.has(id)) {
      this.labels.set(id, `#${this.labels.size + 1}`);
      this.ids.set(this.labels.get(id)!, { slot, generation });
    }
    return this.labels.get(id)!;
  }

  private book(instrument: number): string[] {
    const { book, orders } = this.kit.core.state;
    const lines: string[] = [];
    for (const [side, word] of [
      [Side.Buy, 'bid'],
      [Side.Sell, 'offer'],
    ] as const)
      for (const [shelf, standing] of SHELVES)
        book.walk(sideIndex(instrument, side, shelf), (slot) => {
          const label = this.label(slot, orders.generation(slot));
          lines.push(`${word} ${orders.openLots(slot)}@${orders.priceTicks(slot)} ${label}${standing}`);
        });
    return lines.length === 0 ? ['empty'] : lines;
  }
}
