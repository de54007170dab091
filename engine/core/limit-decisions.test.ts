/** Every order and replace is admitted or refused by exposure and credit as a model says that has only the words. */
import fc from 'fast-check';
import { ContractKind, LimitKind, OrdType, Side, TimeInForce } from '../../protocol/codes/enums.js';
import { Reason } from '../../protocol/codes/reasons.js';
import { Cmd, CmdDouble, CommandKind, reasonOf } from '../../protocol/records/command.js';
import { EventKind, Trd } from '../../protocol/records/event.js';
import { accountOf, byteA, byteB, kindOf, RECORD_WORDS } from '../../protocol/records/layout.js';
import { Terms } from '../../protocol/records/order-terms.js';
import { holds } from '../book/test-property.js';
import { positionRows } from '../ledger/position-rows.js';
import * as commands from './test-commands.js';
import { doublesOf, type Record16 } from './test-commands.js';
import { TestCore } from './test-kit.js';
import { Ledger, type LedgerOrder, openOf } from './test-ledger.js';
import * as limits from './test-limit-commands.js';
import { type ModelContract, type ModelState, reasonsFor, type Wanted } from './test-limit-model.js';

const MARGIN = 10;
const REFERENCE = 100;
/** The third one may cost less than nothing, and nobody has a price of it before its first trade. */
const CONTRACTS: ReadonlyMap<number, ModelContract> = new Map([
  [1, { kind: ContractKind.Linear, unitValue: 3, currency: 1, lowest: 1, highest: 1_000 }],
  [2, { kind: ContractKind.Inverse, unitValue: 1_000_003, currency: 2, lowest: 1, highest: 1_000 }],
  [3, { kind: ContractKind.Linear, unitValue: 7, currency: 1, lowest: -400, highest: 300 }],
]);
const DECIDED = [
  Reason.None,
  Reason.ExposureLimitExceeded,
  Reason.CreditLimitExceeded,
  Reason.NoCurrencyRate,
];

class Desk {
  private readonly kit = new TestCore().standard();
  private readonly orders = new Ledger();
  private readonly last = new Map<number, number>();
  private readonly exposure = new Map<number, number>();
  private readonly credit = new Map<number, { value: number; currency: number }>();
  private readonly rates = new Map<number, { units: number; per: number }>();

  constructor() {
    this.kit.send(commands.defineInstrument(3, { min: -400, max: 300, reference: 0 }));
    this.kit.send(limits.defineStreet(4));
    for (const [id, terms] of CONTRACTS)
      this.kit.send(limits.defineContract(id, { ...terms, maker: -300, taker: 700 }));
  }

  send(command: Record16): void {
    const meant = this.wanted(command);
    const wanted = meant !== undefined && isPrice(meant) ? meant : undefined;
    const allowed = wanted === undefined ? DECIDED : reasonsFor(this.state(), wanted);
    const group = this.kit.send(command);
    const reason: Reason = reasonOf(group[0][Cmd.Flags]);
    if (DECIDED.includes(reason) && !allowed.includes(reason))
      throw new Error(`answered ${reason}, should be one of ${allowed}: ${JSON.stringify(wanted)}`);
    this.orders.apply(group);
    for (const record of group)
      if (kindOf(record[0]) === EventKind.Trade)
        this.last.set(record[Trd.Instrument], record[Trd.PriceTicks]);
    if (reason === Reason.None) this.note(command);
  }

  private note(command: Record16): void {
    const value = doublesOf(command)[CmdDouble.QtyLots];
    const kind = kindOf(command[0]);
    if (kind === CommandKind.SetLimit && byteA(command[0]) === LimitKind.Exposure)
      this.exposure.set(command[Cmd.Instrument], value);
    else if (kind === CommandKind.SetLimit)
      this.credit.set(accountOf(command[Cmd.Owner]), { value, currency: command[Cmd.PriceTicks] });
  }

  rate(currency: number, units: number, per: number): void {
    this.kit.send(limits.currencyRate(currency, units, per));
    this.rates.set(currency, { units, per });
  }

  private state(): ModelState {
    const marks = new Map([...CONTRACTS.keys()].flatMap((id) => this.marks(id).map((mark) => [id, mark])));
    const { exposure, credit, rates } = this;
    return {
      contracts: CONTRACTS,
      rows: positionRows(this.kit.core.state.ledger),
      marks,
      exposure,
      credit,
      rates,
    };
  }

  /** The last trade, unless it says nothing because it was at 0, or the reference. */
  private marks(instrument: number): number[] {
    const last = this.last.get(instrument) ?? 0;
    if (last !== 0) return [last];
    return instrument === 3 ? [] : [REFERENCE];
  }

  /** Of a new order, and of a replace that means an open order of its account. */
  private wanted(command: Record16): Wanted | undefined {
    const kind = kindOf(command[0]);
    const lots = doublesOf(command)[CmdDouble.QtyLots];
    const account = accountOf(command[Cmd.Owner]);
    if (kind === CommandKind.NewOrder) {
      const ticks = this.ticksOf(command);
      const [instrument, side] = [command[Cmd.Instrument], byteA(command[0]) as Side];
      return ticks === undefined
        ? undefined
        : { account, instrument, side, ticks, openLots: lots, moreLots: lots };
    }
    if (kind !== CommandKind.ReplaceOrder) return undefined;
    const order = this.meant(account, command);
    if (order === undefined || byteB(order.head) !== OrdType.Limit || lots <= order.executed)
      return undefined;
    const [ticks, oldTicks] = [command[Cmd.PriceTicks], order.price];
    const moreLots = lots - order.total;
    const openLots = openOf(order) + moreLots;
    const { instrument } = order;
    return { account, instrument, side: byteA(order.head), ticks, oldTicks, openLots, moreLots };
  }

  private meant(account: number, command: Record16): LedgerOrder | undefined {
    const id = `${command[Cmd.ClientIdLow]}:${command[Cmd.ClientIdHigh]}`;
    return [...this.orders.open.values()].find(
      (order) => order.clientId === id && accountOf(order.owner) === account,
    );
  }

  /** The price, or the worst of an order without one; undefined = nobody knows. */
  private ticksOf(command: Record16): number | undefined {
    const ordType: OrdType = byteB(command[0]);
    if (ordType === OrdType.Limit) return command[Cmd.PriceTicks];
    const instrument = command[Cmd.Instrument];
    const known =
      ordType === OrdType.Stop
        ? [command[RECORD_WORDS + Terms.TriggerTicks]]
        : this.best(instrument, Side.Buy + Side.Sell - byteA(command[0]));
    const all = [...known, ...this.marks(instrument)].map(Math.abs).filter((ticks) => ticks !== 0);
    if (all.length === 0) return undefined;
    if (CONTRACTS.get(instrument)!.kind === ContractKind.Inverse)
      return Math.max(1, Math.floor((Math.min(...all) * 100) / (100 + MARGIN)));
    return Math.ceil((Math.max(...all) * (100 + MARGIN)) / 100);
  }

  private best(instrument: number, side: Side): number[] {
    const prices = [...this.orders.open.values()]
      .filter((order) => order.instrument === instrument && byteA(order.head) === side && !order.waits)
      .map(({ price }) => price);
    if (prices.length === 0) return [];
    return [side === Side.Buy ? Math.max(...prices) : Math.min(...prices)];
  }
}

/** Others are refused for that. An order without one may be held at more than the highest. */
const isPrice = ({ instrument, ticks }: Wanted): boolean => ticks >= CONTRACTS.get(instrument)!.lowest;

const account = fc.constantFrom(1, 2);
const instrument = fc.constantFrom(1, 2, 3);
const side = fc.constantFrom(Side.Buy, Side.Sell);
const lots = fc.integer({ min: 1, max: 12 });
const price = fc.oneof(fc.integer({ min: 90, max: 110 }), fc.integer({ min: -20, max: 250 }));
const clientId = fc.integer({ min: 1, max: 20 });
const base = { account, instrument, side, lots, price, clientId };

type Step = (desk: Desk) => void;
const sent = (arbitrary: fc.Arbitrary<Record16>): fc.Arbitrary<Step> =>
  arbitrary.map((command) => (desk: Desk) => desk.send(command));

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 40, arbitrary: sent(fc.record(base).map(commands.newOrder)) },
  {
    weight: 6,
    arbitrary: sent(
      fc
        .record(base)
        .map(({ price: trigger, ...order }) =>
          commands.newOrder({ ...order, ordType: OrdType.Stop, terms: { trigger, source: 1 } }),
        ),
    ),
  },
  {
    weight: 8,
    arbitrary: sent(
      fc.record(base).map((order) =>
        commands.newOrder({
          ...order,
          ordType: OrdType.Market,
          timeInForce: TimeInForce.ImmediateOrCancel,
        }),
      ),
    ),
  },
  {
    weight: 60,
    arbitrary: sent(
      fc
        .record(base)
        .map(({ clientId, lots, price, account }) =>
          commands.replaceOrder({ clientId }, lots, price, { account }),
        ),
    ),
  },
  {
    weight: 8,
    arbitrary: sent(
      fc.record(base).map(({ clientId, account }) => commands.cancelOrder({ clientId }, { account })),
    ),
  },
  {
    weight: 3,
    arbitrary: sent(
      fc
        .record(base)
        .map(({ side, lots, price, account, instrument }) =>
          limits.venueFill(side, lots, price, { account, instrument, street: 4 }),
        ),
    ),
  },
  {
    weight: 4,
    arbitrary: sent(
      fc
        .tuple(instrument, fc.constantFrom(0, 2_500, 5_000, 150_000))
        .map(([instrument, value]) => limits.setLimit(LimitKind.Exposure, value, { instrument })),
    ),
  },
  {
    weight: 6,
    arbitrary: sent(
      fc
        .tuple(account, fc.constantFrom(0, 1, 2_000, 4_000, 6_000, 9_000), fc.constantFrom(1, 2))
        .map(([account, value, currency]) => limits.setLimit(LimitKind.Credit, value, { account, currency })),
    ),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.constantFrom(1, 2), fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }))
      .map(
        ([currency, units, per]) =>
          (desk: Desk) =>
            desk.rate(currency, units, per),
      ),
  },
);

holds(
  'exposure and credit decide as their words say',
  600,
  fc.array(step, { minLength: 1, maxLength: 120, size: 'max' }),
  (steps) => {
    const desk = new Desk();
    for (const each of steps) each(desk);
  },
);
