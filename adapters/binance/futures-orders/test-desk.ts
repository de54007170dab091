/** Engine, order desk and futures form against the simulator, in lock-step on its time. */
import { childInWords } from '../../../engine/core/test-child-words.js';
import type { Record16 } from '../../../engine/core/test-commands.js';
import * as commands from '../../../engine/core/test-commands.js';
import { defineStreet } from '../../../engine/core/test-limit-commands.js';
import * as routes from '../../../engine/core/test-route-commands.js';
import { PosDouble, PosSize } from '../../../engine/ledger/positions.js';
import { positionOf } from '../../../engine/ledger/test-naive-ledger.js';
import type { Side } from '../../../protocol/codes/enums.js';
import { reasonName } from '../../../protocol/codes/reasons.js';
import { Cmd, CommandKind, reasonOf } from '../../../protocol/records/command.js';
import { End, EndDouble, EventKind } from '../../../protocol/records/event.js';
import { kindOf } from '../../../protocol/records/layout.js';
import type { OrderRig } from '../../conformance/test-orders.js';
import { scaleOfStep } from '../../kit/instrument.js';
import { DeskState, OrderDesk } from '../../kit/orders/order-desk.js';
import { TestEngine } from '../../kit/orders/test-engine.js';
import { callInto, dialInto } from '../../kit/orders/test-venue.js';
import type { FuturesOptions } from '../../simulator/binance/futures/options.js';
import { TestFutures } from '../../simulator/binance/futures/test-futures.js';
import { API_KEY, PRIVATE_KEY } from '../../simulator/binance/spot/test-spot.js';
import type { Fault } from '../../simulator/kit/fault.js';
import { FuturesForm } from './form.js';
import { FUTURES_ORDER_DEFAULTS, type FuturesOrderOptions } from './options.js';

/** Ticks of 0.1 and lots of 0.001. */
const BTCUSDT = { id: 1, symbol: 'BTCUSDT', price: scaleOfStep('0.1'), qty: scaleOfStep('0.001') };
const STREET_ACCOUNT = 5;
const STEP_MS = 5;

export class TestDesk implements OrderRig {
  /** Far below where the market is. */
  readonly buyTicks = 639_000;
  readonly futures: TestFutures;
  readonly engine: TestEngine;
  readonly desk: OrderDesk;
  readonly notices: string[] = [];
  private told = 0;
  private readonly labels = new Map<string, string>();

  constructor(options: Partial<FuturesOptions> = {}, more: Partial<FuturesOrderOptions> = {}) {
    this.futures = new TestFutures(options);
    const { venue } = this.futures;
    this.engine = new TestEngine(venue.agenda);
    const notice = (text: string) => void this.notices.push(text);
    this.desk = new OrderDesk(
      {
        venue: 0,
        name: 'binance-usdm',
        prefix: 'PG',
        fees: new Map([[1, { makerRate: 200, takerRate: 500 }]]),
      },
      this.engine.lane,
      notice,
    );
    const makeForm = () =>
      new FuturesForm(
        {
          ...FUTURES_ORDER_DEFAULTS,
          apiKey: API_KEY,
          privateKey: PRIVATE_KEY,
          prefix: 'PG',
          instruments: [BTCUSDT],
          ...more,
        },
        this.desk,
        { dial: dialInto(venue), call: callInto(venue), notice },
      );
    this.desk.use(makeForm);
    this.engine.use([{ desk: this.desk, others: [] }]);
    this.engine.send(commands.engineStart(1, 5_000));
    this.engine.send(
      commands.defineInstrument(1, { max: 2_000_000, lots: 1e9, notional: 1e15, reference: 640_000 }),
    );
    this.engine.send(commands.defineAccount(1), defineStreet(STREET_ACCOUNT), commands.sessionOpen(1));
    this.engine.send(routes.defineVenue(0, STREET_ACCOUNT, 1));
    this.run(1_000);
  }

  /** Lets so much time pass. */
  run(ms: number): void {
    for (let left = ms; left > 0; left -= STEP_MS) {
      this.futures.agenda.advance(STEP_MS);
      this.engine.turn();
    }
  }

  order(side: Side, lots: number, price: number, more: Partial<commands.OrderFields> = {}): void {
    this.engine.send(
      commands.newOrder({
        side,
        lots,
        price,
        account: 1,
        session: 1,
        ...more,
        terms: { route: 1, ...more.terms },
      }),
    );
  }

  cancel(): void {
    this.engine.send(commands.cancelOrder(this.latest, { account: 1 }));
  }

  replace(lots: number, price: number): void {
    this.engine.send(commands.replaceOrder(this.latest, lots, price, { account: 1 }));
  }

  others(side: 'buy' | 'sell', priceTicks: number, lots: number): void {
    this.futures.others(side, (priceTicks / 10).toFixed(1), (lots / 1_000).toFixed(3));
  }

  fault(fault: Fault): void {
    this.futures.venue.faults.inject(fault);
  }

  readonly closeOutId = 'autoclose-1';

  foreign(side: 'buy' | 'sell', priceTicks: number, lots: number, clientId: string): void {
    const [price, qty] = [(priceTicks / 10).toFixed(1), (lots / 1_000).toFixed(3)];
    this.fault({ do: 'foreign', symbol: 'BTCUSDT', side, price, qty, clientId });
  }

  get isUp(): boolean {
    return this.desk.state === DeskState.Up;
  }

  get counters() {
    return this.desk.counters;
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

  /** Client order id at the venue of the order that was sent last. */
  get clientId(): string {
    return this.futures.venue.market.open('demo').at(-1)?.clientId ?? '';
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
      case CommandKind.VenueReport:
      case CommandKind.VenueStatus:
        return reason === 0
          ? ''
          : `${CommandKind.VenueReport === kindOf(record[0]) ? 'report' : 'status'} refused ${reasonName(reason)}`;
      default:
        return '';
    }
  }

  private fill(record: Record16, reason: number): string {
    const label = this.label(record[Cmd.OrderSlot], record[Cmd.OrderGeneration]);
    const lots = commands.doublesOf(record)[3];
    return `fill ${label} ${lots}@${record[Cmd.PriceTicks]}${reason === 0 ? '' : ` refused ${reasonName(reason)}`}`;
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
