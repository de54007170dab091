/** What the ledger promises, after every event of random runs: fills, hedges that go wrong in every way, and crashes. The seed is printed. */
import fc from 'fast-check';
import t from 'tap';
import { HedgeLedger, type HedgeRatio, type LedgerState } from './hedge-ledger.js';

/** Shares, ticks of 10⁻⁸, futures in steps of 0.001 with lots of 0.001. */
const RATIO: HedgeRatio = { worth: 1n, per: 100_000n, stepLots: 1 };
const MINIMUM = 2;
const MOST = 40;
const SEED = Number(process.env.SEED ?? Date.now() % 2 ** 31);
const RUNS = 2_000;

t.comment(`seed ${SEED}`);

interface Hedge {
  readonly lots: number;
  executed: number;
  ended: boolean;
}

/** The engine and its venue as far as a ledger can tell: what has been journaled survives a crash, the ledger does not. */
class Model {
  ledger = new HedgeLedger(RATIO);
  readonly hedges: Hedge[] = [];
  /** Of the fills, exactly: what the ledger has to come to. */
  private exact = 0;
  private perShare = 0;
  private filled = 0;
  private hedged = 0;
  private journaled: LedgerState = this.ledger.state;

  takeNewPerShare(ticks: number): void {
    this.perShare = ticks;
    this.ledger.setPerShare(ticks);
    this.journaled = this.ledger.state;
  }

  fill(lots: number): void {
    this.filled += lots;
    this.exact += lots * this.perShare;
    this.ledger.setFilled(this.filled);
    this.hedge();
  }

  execute(which: number, lots: number): void {
    const hedge = this.open(which);
    if (hedge === undefined) return;
    const done = Math.min(lots, hedge.lots - hedge.executed);
    hedge.executed += done;
    this.hedged += done;
    if (hedge.executed === hedge.lots) hedge.ended = true;
    this.told();
  }

  /** Refused, expired with or without an execution, never arrived: what is left of it is nobody's. */
  end(which: number): void {
    const hedge = this.open(which);
    if (hedge === undefined) return;
    hedge.ended = true;
    this.told();
  }

  /** What filled or executed while nobody listened comes as totals. */
  crash(missedLots: number): void {
    this.filled += missedLots;
    this.exact += missedLots * this.perShare;
    this.ledger = new HedgeLedger(RATIO, this.journaled);
    this.ledger.setFilled(this.filled);
    this.told();
  }

  private open(which: number): Hedge | undefined {
    const open = this.hedges.filter(({ ended }) => !ended);
    return open[which % Math.max(1, open.length)];
  }

  private told(): void {
    this.ledger.setHedged(this.hedged, this.outLots);
    this.hedge();
  }

  private hedge(): void {
    this.ledger.setHedged(this.hedged, this.outLots);
    const lots = this.ledger.due(MINIMUM, MOST);
    if (lots === 0) return;
    this.hedges.push({ lots, executed: 0, ended: false });
    this.ledger.setHedged(this.hedged, this.outLots);
    this.hedge();
  }

  private get outLots(): number {
    return this.hedges.reduce((sum, { lots, executed, ended }) => sum + (ended ? 0 : lots - executed), 0);
  }

  /** Of the target before it is rounded, in steps. */
  private get steps(): number {
    return (this.exact * Number(RATIO.worth)) / Number(RATIO.per);
  }

  check(): void {
    const may = this.hedged + this.outLots;
    if (Math.abs(this.ledger.targetLots - this.steps) > 0.5)
      throw new Error(`target ${this.ledger.targetLots} of ${this.steps}: it is rounded once`);
    if (may >= this.steps + 1) throw new Error(`hedges of ${may} pass the target ${this.steps} by a step`);
    if (may > this.ledger.targetLots)
      throw new Error(`a fill is hedged twice: ${may} of ${this.ledger.targetLots}`);
    const open = this.hedges.some(({ ended }) => !ended);
    if (!open && Math.abs(this.ledger.targetLots - this.hedged) >= MINIMUM)
      throw new Error(`${this.hedged} of ${this.ledger.targetLots} hedged, and nothing is on its way`);
  }
}

type Step = (model: Model) => void;

const lots = fc.integer({ min: 1, max: 30_000 });
const which = fc.nat(7);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: lots.map(
      (n): Step =>
        (model) =>
          model.fill(n),
    ),
  },
  { weight: 2, arbitrary: fc.constant<Step>((model) => model.fill(1)) },
  {
    weight: 6,
    arbitrary: fc.tuple(which, fc.integer({ min: 1, max: MOST })).map(
      ([i, n]): Step =>
        (model) =>
          model.execute(i, n),
    ),
  },
  {
    weight: 2,
    arbitrary: which.map(
      (i): Step =>
        (model) =>
          model.end(i),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.integer({ min: 1, max: 90_000 }).map(
      (n): Step =>
        (model) =>
          model.takeNewPerShare(n),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.nat(5_000).map(
      (n): Step =>
        (model) =>
          model.crash(n),
    ),
  },
);

t.test('after every event of every run', async (t) => {
  const property = fc.property(
    fc.integer({ min: 1, max: 90_000 }),
    fc.array(step, { maxLength: 60 }),
    (perShare, steps) => {
      const model = new Model();
      model.takeNewPerShare(perShare);
      for (const play of steps) {
        play(model);
        model.check();
      }
    },
  );
  fc.assert(property, { seed: SEED, numRuns: RUNS });
  t.pass(`${RUNS} runs`);
});

t.test('fills too small for a hedge by themselves come to one together', async (t) => {
  const ledger = new HedgeLedger(RATIO, { filledLots: 0, worth: 0, perShareTicks: 27_000 });
  const sent: number[] = [];
  for (let filled = 1; filled <= 10; filled++) {
    ledger.setFilled(filled);
    ledger.setHedged(
      sent.reduce((sum, each) => sum + each, 0),
      0,
    );
    const due = ledger.due(1, MOST);
    if (due > 0) sent.push(due);
  }
  t.same(sent, [1, 1, 1], '10 × 0.00027 are 0.0027, which is 0.003');
});

t.test('what is told twice changes nothing, and what was taken back is not unwound', async (t) => {
  const ledger = new HedgeLedger(RATIO, { filledLots: 0, worth: 0, perShareTicks: 100_000 });
  ledger.setFilled(10);
  ledger.setFilled(10);
  t.equal(ledger.targetLots, 10);
  ledger.setHedged(10, 0);
  ledger.setFilled(8);
  t.equal(ledger.unhedgedLots, -2);
  t.equal(ledger.due(1, MOST), 0);
});

t.test('fills after the underlying per share has changed count at the new one', async (t) => {
  const ledger = new HedgeLedger(RATIO, { filledLots: 0, worth: 0, perShareTicks: 100_000 });
  ledger.setFilled(10);
  ledger.setPerShare(200_000);
  ledger.setFilled(15);
  t.equal(ledger.targetLots, 20);
  const next = new HedgeLedger(RATIO, ledger.state);
  next.setFilled(16);
  t.equal(next.targetLots, 22);
});
