/** The ledger against a naive one in BigInt, with numbers of every size; and the words of the rule book, one by one. */
import fc from 'fast-check';
import t from 'tap';
import { ContractKind } from '../../protocol/codes/enums.js';
import { holds } from '../book/test-property.js';
import { Con, ConSize } from './contracts.js';
import { Ledger } from './ledger.js';
import { positionRows } from './position-rows.js';
import { cashOf, realizedProfit, unrealizedProfit } from './profit.js';
import { bigOf } from './test-exact.js';
import { type Fill, NaiveLedger, positionOf } from './test-naive-ledger.js';

const LIMITS = { instruments: 8, accounts: 8, positions: 64, tradeHistory: 4 };
const ACCOUNTS = [1, 2, 3];

interface Contract {
  readonly kind?: ContractKind;
  readonly unitValue?: number;
  readonly currency?: number;
  readonly maker?: number;
  readonly taker?: number;
}

function ledgerWith(terms: readonly Contract[]): Ledger {
  const ledger = new Ledger(LIMITS);
  const { i32, f64 } = ledger.contracts;
  terms.forEach(({ kind = ContractKind.Linear, unitValue = 1, currency = 0, maker = 0, taker = 0 }, i) => {
    const at = (i + 1) << ConSize.Shift;
    i32[at | Con.Kind] = kind;
    i32[at | Con.Currency] = currency;
    i32[at | Con.MakerRate] = maker;
    i32[at | Con.TakerRate] = taker;
    f64[ledger.contracts.unitValueAt(i + 1)] = unitValue;
    for (const account of ACCOUNTS) ledger.positions.add(account, i + 1);
  });
  return ledger;
}

function apply(ledger: Ledger, how: 'fill' | 'reverse', fill: Fill): void {
  const { positions } = ledger;
  const buyer = positions.find(fill.buyer, fill.instrument);
  const seller = positions.find(fill.seller, fill.instrument);
  const lots = Float64Array.of(fill.lots);
  ledger[how](buyer, seller, fill.buyerRate, fill.sellerRate, fill.price, lots, 0);
}

const account = fc.constantFrom(...ACCOUNTS);
const rate = fc.oneof(fc.constant(0), fc.integer({ min: -1_000, max: 5_000 }));
/** Small ones, so that positions turn, and large ones, whose sums still stay below 2^53 lots. */
const lots = fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 2 ** 46 }));
const price = fc.oneof(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 2 ** 31 - 1 }));
const fill = fc.record({
  buyer: account,
  seller: account,
  instrument: fc.constantFrom(1, 2, 3),
  price: fc.tuple(price, fc.boolean()).map(([ticks, negative]) => (negative ? -ticks : ticks)),
  lots,
  buyerRate: rate,
  sellerRate: rate,
});
const steps = fc.array(fc.tuple(fill, fc.boolean()), { minLength: 1, maxLength: 60, size: 'max' });

const CONTRACTS: readonly Contract[] = [
  { unitValue: 1 },
  { unitValue: 2 ** 21 - 1, currency: 1 },
  { kind: ContractKind.Inverse, unitValue: 2 ** 52 - 7, currency: 1 },
];

holds('fills and their reversal, against BigInt', 300, steps, (steps) => {
  const ledger = ledgerWith(CONTRACTS);
  const naive = new NaiveLedger(ledger.contracts);
  for (const [drawn, back] of steps) {
    const inverse = CONTRACTS[drawn.instrument - 1].kind === ContractKind.Inverse;
    const fill = inverse ? { ...drawn, price: Math.abs(drawn.price) } : drawn;
    apply(ledger, back ? 'reverse' : 'fill', fill);
    naive[back ? 'reverse' : 'fill'](fill);
    naive.check(ledger);
  }
});

holds('what is filled and taken back is as if it had not been', 100, steps, (steps) => {
  const ledger = ledgerWith(CONTRACTS.slice(0, 2));
  const flat = steps.map(([fill]) => ({ ...fill, instrument: 1 + (fill.instrument % 2) }));
  for (const fill of flat) apply(ledger, 'fill', fill);
  for (const fill of [...flat].reverse()) apply(ledger, 'reverse', fill);
  for (const instrument of [1, 2])
    for (const account of ACCOUNTS)
      if (Object.values(positionOf(ledger, account, instrument)).some((value) => value !== 0n))
        throw new Error(`account ${account} still has something of instrument ${instrument}`);
});

/** `buyer` buys lots@price of `seller`; the wanted row is account 1's. */
function story(
  t: { strictSame(found: unknown, wanted: unknown, what: string): void },
  terms: Contract,
  rows: readonly [side: 'buy' | 'sell', lots: number, price: number, wanted: object][],
): Ledger {
  const ledger = ledgerWith([terms]);
  const { maker: sellerRate = 0, taker: buyerRate = 0 } = terms;
  for (const [side, lots, price, wanted] of rows) {
    const [buyer, seller] = side === 'buy' ? [1, 2] : [2, 1];
    const rates =
      side === 'buy' ? { buyerRate, sellerRate } : { buyerRate: sellerRate, sellerRate: buyerRate };
    apply(ledger, 'fill', { buyer, seller, instrument: 1, price, lots, ...rates });
    const { net, cost, cash, fees } = positionOf(ledger, 1, 1);
    const found = { net, cost, realized: cash + cost, fees };
    t.strictSame(found, { ...found, ...wanted }, `${side} ${lots}@${price}`);
  }
  return ledger;
}

t.test('realized profit by average cost', async (t) => {
  story(t, {}, [
    ['buy', 10, 100, { net: 10n, cost: 1_000n, realized: 0n }],
    ['buy', 10, 110, { net: 20n, cost: 2_100n, realized: 0n }],
    ['sell', 5, 120, { net: 15n, cost: 1_575n, realized: 75n }],
    ['sell', 15, 90, { net: 0n, cost: 0n, realized: -150n }],
    ['sell', 4, 50, { net: -4n, cost: -200n, realized: -150n }],
    ['buy', 6, 40, { net: 2n, cost: 80n, realized: -110n }],
  ]);
});

t.test('what dividing the cost leaves over stays with the lots that are left', async (t) => {
  story(t, {}, [
    ['buy', 2, 10, { cost: 20n }],
    ['buy', 1, 11, { cost: 31n }],
    ['sell', 1, 10, { cost: 21n, realized: 0n }],
    ['sell', 1, 10, { cost: 11n, realized: 0n }],
    ['sell', 1, 10, { cost: 0n, realized: -1n }],
  ]);
});

t.test('a multiplier, and prices below zero', async (t) => {
  story(t, { unitValue: 50 }, [
    ['buy', 2, -3, { cost: -300n, realized: 0n }],
    ['sell', 2, 1, { cost: 0n, realized: 400n }],
  ]);
});

t.test('an inverse contract earns in what it prices: more for the same move at a lower price', async (t) => {
  const terms = { kind: ContractKind.Inverse, unitValue: 1_000_000 };
  story(t, terms, [
    ['buy', 1, 100, { cost: -10_000n, realized: 0n }],
    ['sell', 1, 200, { cost: 0n, realized: 5_000n }],
    ['sell', 3, 300, { cost: 10_000n, realized: 5_000n }],
    ['buy', 3, 250, { cost: 0n, realized: 7_000n }],
  ]);
});

t.test('fees are rounded up, rebates down', async (t) => {
  story(t, { taker: 1_500, maker: -1_500 }, [
    ['buy', 1, 1_000, { fees: 2n }],
    ['buy', 1, 2_000, { fees: 5n }],
  ]);
  const maker = story(t, { taker: -1_500, maker: 1 }, [
    ['buy', 1, 1_000, { fees: -1n }],
    ['buy', 1, 2_000, { fees: -4n }],
  ]);
  t.equal(positionOf(maker, 2, 1).fees, 2n, 'one unit for each, however little');
});

t.test('unrealized profit at a mark, cash by currency', async (t) => {
  const ledger = story(t, { currency: 3, taker: 1_000 }, [
    ['buy', 10, 100, {}],
    ['sell', 4, 130, {}],
  ]);
  const row = ledger.positions.find(1, 1);
  const pair = new Float64Array(2);
  unrealizedProfit(pair, 0, ledger, row, 90);
  t.equal(bigOf(pair), -60n);
  unrealizedProfit(pair, 0, ledger, ledger.positions.find(2, 1), 90);
  t.equal(bigOf(pair), 60n);
  realizedProfit(pair, 0, ledger, row);
  t.equal(bigOf(pair), 120n);
  cashOf(pair, 0, ledger, 1, 3);
  t.equal(bigOf(pair), -1_000n + 520n - 1n - 1n);
  cashOf(pair, 0, ledger, 1, 0);
  t.equal(bigOf(pair), 0n);
});

t.test('positions as people see them: a price of 0 is a price, and none is none', async (t) => {
  const ledger = story(t, {}, [['buy', 10, 5, {}]]);
  const shown = (mark: number | null) =>
    positionRows(ledger, () => mark).map(({ markTicks, unrealized }) => [markTicks, unrealized]);
  t.strictSame(shown(0), [
    [0, -50n],
    [0, 50n],
    [0, 0n],
  ]);
  t.strictSame(shown(null), [
    [null, 0n],
    [null, 0n],
    [null, 0n],
  ]);
});

t.test("an account's own fee rates go before the instrument's", async (t) => {
  const ledger = ledgerWith([{ maker: 10, taker: 20 }]);
  t.same([ledger.makerRate(1, 1), ledger.takerRate(1, 1)], [10, 20]);
  Object.assign(ledger.accountFees.own, [0, 1]);
  ledger.accountFees.takerRate[1] = 5;
  t.same([ledger.makerRate(1, 1), ledger.takerRate(1, 1), ledger.takerRate(2, 1)], [0, 5, 20]);
});

t.test('the last trades are found by their identity, older ones are forgotten', async (t) => {
  const { trades } = ledgerWith([]);
  for (const [sequence, index] of [
    [5, 1],
    [5, 2],
    [7, 1],
    [2 ** 40, 3],
    [2 ** 40, 4],
  ]) {
    const at = trades.claim();
    trades.f64[at >> 1] = sequence;
    trades.i32[at | 4] = index;
  }
  const find = (sequence: number, index: number) => trades.find(Float64Array.of(sequence), 0, index);
  t.equal(find(5, 1), -1, 'forgotten');
  for (const [sequence, index] of [
    [5, 2],
    [7, 1],
    [2 ** 40, 4],
  ])
    t.ok(find(sequence, index) >= 0, `${sequence}-${index}`);
  for (const [sequence, index] of [
    [7, 2],
    [6, 1],
    [2 ** 40, 5],
    [2 ** 41, 1],
  ])
    t.equal(find(sequence, index), -1, `${sequence}-${index}`);
  t.equal(trades.offsets().length, 4);
});
