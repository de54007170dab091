/** Engine, order desk and one venue's form against its simulator, in lock-step on its time: what the conformance suite plays on. */
import { childInWords } from '../../engine/core/test-child-words.js';
import type { Record16 } from '../../engine/core/test-commands.js';
import * as commands from '../../engine/core/test-commands.js';
import { defineStreet } from '../../engine/core/test-limit-commands.js';
import * as routes from '../../engine/core/test-route-commands.js';
import { PosDouble, PosSize } from '../../engine/ledger/positions.js';
import { positionOf } from '../../engine/ledger/test-naive-ledger.js';
import { type Side, TimeInForce } from '../../protocol/codes/enums.js';
import { reasonName } from '../../protocol/codes/reasons.js';
import { Cmd, CommandKind, reasonOf } from '../../protocol/records/command.js';
import { End, EndDouble, EventKind } from '../../protocol/records/event.js';
import { kindOf } from '../../protocol/records/layout.js';
import type { Notice } from '../kit/feed/outside.js';
import type { VenueInstrument } from '../kit/instrument.js';
import type { ClientIds } from '../kit/orders/client-ids.js';
import { DeskState, OrderDesk } from '../kit/orders/order-desk.js';
import type { FormEvents, OrderForm } from '../kit/orders/order-form.js';
import { TestEngine } from '../kit/orders/test-engine.js';
import { unitsText } from '../kit/units.js';
import type { Agenda } from '../simulator/kit/agenda.js';
import type { Fault } from '../simulator/kit/fault.js';
import type { Faults } from '../simulator/kit/faults.js';
import type { Market } from '../simulator/market/market.js';
import type { OrderRig } from './test-order-case.js';

const STREET_ACCOUNT = 5;
const STEP_MS = 5;

/** A simulated venue and how it is traded on. */
export interface Bench {
  readonly name: string;
  readonly agenda: Agenda;
  readonly market: Market;
  readonly faults: Faults;
  /** Ours at the venue. */
  readonly account: string;
  /** Number 1, in ticks and lots that are the simulator's. */
  readonly instrument: VenueInstrument;
  /** What faults call it, where the venue's messages have a number instead. */
  readonly symbol?: string;
  readonly referenceTicks: number;
  /** A price at which nobody trades. */
  readonly buyTicks: number;
  /** What replaces ask for. */
  readonly replaceTicks: number;
  /** Time in force of an order that stays; good till cancelled, unless the venue has none such. */
  readonly timeInForce?: TimeInForce.Day;
  readonly ids: ClientIds;
  readonly closeOutId?: string;
  make(desk: FormEvents, notice: Notice): OrderForm;
  others(side: 'buy' | 'sell', priceTicks: number, lots: number): void;
}

export class OrderTestRig implements OrderRig {
  readonly engine: TestEngine;
  desk!: OrderDesk;
  readonly notices: string[] = [];
  private told = 0;
  private readonly labels = new Map<string, string>();

  constructor(readonly bench: Bench) {
    this.engine = new TestEngine(bench.agenda);
    this.engine.send(commands.engineStart(1, 5_000));
    const reference = bench.referenceTicks;
    const terms = { max: 3 * reference, lots: 1e9, notional: 1e15, reference };
    this.engine.send(commands.defineInstrument(1, terms));
    this.engine.send(commands.defineAccount(1), defineStreet(STREET_ACCOUNT), commands.sessionOpen(1));
    this.engine.send(routes.defineVenue(0, STREET_ACCOUNT, 1));
    this.engine.use(
      () => [{ desk: this.newDesk(), others: [] }],
      ({ message }) => this.notices.push(message),
    );
    this.run(1_000);
  }

  get buyTicks(): number {
    return this.bench.buyTicks;
  }

  get replaceTicks(): number {
    return this.bench.replaceTicks;
  }

  get lives(): 'gtc' | 'day' {
    return this.bench.timeInForce === undefined ? 'gtc' : 'day';
  }

  get closeOutId(): string | undefined {
    return this.bench.closeOutId;
  }

  /** Lets so much time pass. */
  run(ms: number): void {
    for (let left = ms; left > 0; left -= STEP_MS) {
      this.bench.agenda.advance(STEP_MS);
      this.engine.turn();
    }
  }

  standStill(ms: number): void {
    this.bench.agenda.advance(ms);
  }

  order(side: Side, lots: number, price: number, more: Partial<commands.OrderFields> = {}): void {
    const { timeInForce = TimeInForce.GoodTillCancel } = this.bench;
    const terms = { route: 1, ...more.terms };
    const fields = { side, lots, price, account: 1, session: 1, timeInForce, ...more, terms };
    this.engine.send(commands.newOrder(fields));
  }

  cancel(): void {
    this.engine.send(commands.cancelOrder(this.latest, { account: 1 }));
  }

  massCancel(): void {
    this.engine.send(commands.massCancel({ account: 1 }));
  }

  replace(lots: number, price: number): void {
    this.engine.send(commands.replaceOrder(this.latest, lots, price, { account: 1 }));
  }

  others(side: 'buy' | 'sell', priceTicks: number, lots: number): void {
    this.bench.others(side, priceTicks, lots);
  }

  fault(fault: Fault): void {
    this.bench.faults.inject(fault);
  }

  foreign(side: 'buy' | 'sell', priceTicks: number, lots: number, clientId: string): void {
    const { price, qty } = this.bench.instrument;
    const { symbol } = this;
    const texts = { price: unitsText(priceTicks, price), qty: unitsText(lots, qty) };
    this.fault({ do: 'foreign', symbol, side, ...texts, clientId });
  }

  get isUp(): boolean {
    return this.desk.state === DeskState.Up;
  }

  get counters() {
    return this.desk.counters;
  }

  /** Of our last trade at the venue. */
  get tradeId(): number {
    return this.bench.market.all(this.bench.account).at(-1)!.trades.at(-1)!.id;
  }

  get symbol(): string {
    return this.bench.symbol ?? this.bench.instrument.symbol;
  }

  lotsText(lots: number): string {
    return unitsText(lots, this.bench.instrument.qty);
  }

  priceText(priceTicks: number): string {
    return unitsText(priceTicks, this.bench.instrument.price);
  }

  leaveBehind(): void {
    this.engine.leaveBehind();
    this.engine.send(routes.venueStatus(0, false));
  }

  beginAnew(): void {
    this.desk.formFailed(new Error('as the test wants it'));
  }

  position(): { net: number; open: number } {
    const { ledger } = this.engine.core.state;
    const at = ledger.positions.find(1, 1) << PosSize.DoubleShift;
    return {
      net: Number(positionOf(ledger, 1, 1).net),
      open: ledger.positions.f64[at | PosDouble.OpenBuyLots],
    };
  }

  close(): void {
    this.desk.close();
  }

  private newDesk(): OrderDesk {
    const notice = (text: string) => void this.notices.push(text);
    const fees = new Map([[1, { makerRate: 200, takerRate: 500 }]]);
    const { name, ids } = this.bench;
    const desk = new OrderDesk(
      { venue: 0, name, streetAccount: STREET_ACCOUNT, ids, fees },
      this.engine.lane,
      notice,
    );
    desk.use(() => this.bench.make(desk, notice));
    this.desk = desk;
    return desk;
  }

  /** The routed order that was sent last. */
  private get latest(): routes.ChildId {
    const echo = this.engine.events.findLast((record) => kindOf(record[0]) === CommandKind.NewOrder)!;
    return { slot: echo[Cmd.OrderSlot], generation: echo[Cmd.OrderGeneration] };
  }

  /** What the core said since the last call, in words; the venue's levels and signs of life left out. */
  words(): string[] {
    const records = this.engine.events.slice(this.told);
    this.told = this.engine.events.length;
    return records.map((record) => this.inWords(record)).filter((words) => words !== '');
  }

  get clientId(): string {
    return this.bench.market.open(this.bench.account).at(-1)?.clientId ?? '';
  }

  private inWords(record: Record16): string {
    const reason = reasonOf(record[Cmd.Flags]);
    switch (kindOf(record[0])) {
      case EventKind.ChildOrder:
      case EventKind.ChildState:
      case EventKind.VenueCancel:
      case EventKind.VenueReplace:
        return childInWords(record, (slot, generation) => this.label(slot, generation));
      case EventKind.OrderEnded:
        return this.ended(record);
      case EventKind.OrderRestated:
        return `restate ${this.label(record[End.OrderSlot], record[End.OrderGeneration])} ${reasonName(record[End.Reason])}`;
      case CommandKind.NewOrder:
        return reason === 0 ? '' : `refused ${reasonName(reason)}`;
      case CommandKind.ChildFill:
        return this.fill(record, reason);
      default:
        return commandInWords(record, reason);
    }
  }

  private fill(record: Record16, reason: number): string {
    const label = this.label(record[Cmd.OrderSlot], record[Cmd.OrderGeneration]);
    return `fill ${label} ${quantityOf(record)}${refusal(reason)}`;
  }

  private ended(record: Record16): string {
    const label = this.label(record[End.OrderSlot], record[End.OrderGeneration]);
    const open = commands.doublesOf(record)[EndDouble.OpenLots];
    return `end ${label} ${open} open ${reasonName(record[End.Reason])}`;
  }

  private label(slot: number, generation: number): string {
    const id = `${slot}:${generation}`;
    if (!this.labels.has(id)) this.labels.set(id, `#${this.labels.size + 1}`);
    return this.labels.get(id)!;
  }
}

/** Reports only when they are refused. */
function commandInWords(record: Record16, reason: number): string {
  switch (kindOf(record[0])) {
    case CommandKind.VenueFill:
      return `late fill ${quantityOf(record)}${refusal(reason)}`;
    case CommandKind.TradeBust:
      return `bust${refusal(reason)}`;
    case CommandKind.TradeCorrection:
      return `correction ${quantityOf(record)}${refusal(reason)}`;
    case CommandKind.VenueReport:
      return reason === 0 ? '' : `report${refusal(reason)}`;
    case CommandKind.VenueStatus:
      return reason === 0 ? '' : `status${refusal(reason)}`;
    default:
      return '';
  }
}

const quantityOf = (record: Record16): string => `${commands.doublesOf(record)[3]}@${record[Cmd.PriceTicks]}`;

const refusal = (reason: number): string => (reason === 0 ? '' : ` refused ${reasonName(reason)}`);
