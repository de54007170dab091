/**
 * One run: the fund's order around its fair price, and hedges for what it fills. `look` is called after everything that is heard and does what is to be done
 * now; it starts from totals each time, so nothing depends on having heard every event, and a life can begin in the middle of a run.
 */
import { type Context, type Order, type OrderEvent, Reason, reasonName } from '../sdk/index.js';
import { EtfLeg } from './etf-leg.js';
import { FairPrice, Input, millisecondsOf, orderTicks } from './fair-price.js';
import { HedgeLedger, type HedgeRatio } from './hedge-ledger.js';
import { Hedger } from './hedger.js';
import { legsOf, runOf, type SpreadParameters } from './parameters.js';
import { END_WORDS, RunEnd, type RunFacts, RunRecord } from './run-record.js';
import { hedgeRules, ratioOf, sharesWorth } from './terms.js';

const LOOK = 'look';
const DAY_MS = 86_400_000;

export class SpreadRun {
  private readonly record: RunRecord;
  private readonly fair: FairPrice;
  private readonly leg: EtfLeg;
  private readonly hedger: Hedger;
  private readonly ratio: HedgeRatio;
  private readonly sign: number;
  private readonly quantityLots: number;
  private ledger: HedgeLedger;
  /** Undefined: it has not begun. */
  private facts: RunFacts | undefined;
  private isStopping = false;
  /** When this life ends, once the run is over. */
  private endsMs = Number.POSITIVE_INFINITY;
  private why = '';

  /** @throws RangeError an instrument, venue or quantity is none of this strategy's, @throws Error the run was begun otherwise */
  constructor(private readonly ctx: Context<SpreadParameters>) {
    const { parameters } = ctx;
    const legs = legsOf(parameters);
    const [fund, hedge] = [legs.etf, legs.hedge].map((symbol) => ctx.instrument(symbol));
    this.sign = parameters.side === 'buy' ? 1 : -1;
    this.quantityLots = fund.lots(String(parameters.quantity));
    this.fair = new FairPrice(
      new Input(ctx.instrument(legs.underlying), parameters.underlying_max_age_ms),
      new Input(ctx.instrument(legs.price), parameters.price_max_age_ms),
      new Input(ctx.instrument(legs.rate), parameters.rate_max_age_ms),
    );
    if (!Number.isSafeInteger(this.quantityLots * this.fair.underlying.instrument.definition.maxPriceTicks))
      throw new RangeError(
        'so large a quantity, counted in so small ticks of the underlying, cannot be summed up exactly',
      );
    const rules = hedgeRules(hedge, parameters);
    this.ratio = ratioOf(fund, ctx.instrument(legs.underlying), hedge, rules.stepLots);
    this.leg = new EtfLeg(ctx, {
      symbol: fund.symbol,
      side: parameters.side,
      route: parameters.etf_venue === undefined ? undefined : fund.routeTo(parameters.etf_venue),
      repriceThreshold: parameters.reprice_threshold,
    });
    this.hedger = new Hedger(ctx, hedge, rules);
    this.record = new RunRecord(ctx);
    const known = this.record.read();
    this.ledger = new HedgeLedger(this.ratio, known?.ledger);
    this.goOn(known?.facts);
  }

  /** A trade or reference of one of the inputs, as any other. */
  hearPrice(symbol: string, ticks: number): void {
    if (this.fair.hear(symbol, ticks, this.nowMs)) this.look();
  }

  hearOrder(order: Order, event: OrderEvent): void {
    this.hedger.hear(order, this.nowMs);
    const end = this.leg.hear(order, event, this.nowMs);
    if (end !== RunEnd.Not) this.end(end, order.reason);
    this.look();
  }

  stop(): void {
    this.isStopping = true;
    this.look();
  }

  /** The fund's order is gone, and what it has filled is hedged, or cannot be. */
  get isDone(): boolean {
    if (this.leg.isLive || this.hedger.outLots > 0) return false;
    return this.facts === undefined || this.facts.isDone || !this.isHedgeDue || this.hedger.isStuck;
  }

  /** What is to be done now. */
  look(): void {
    if (this.facts === undefined && !this.begin()) return this.setAlarm();
    if (this.facts?.isDone && !this.reopen()) return this.linger();
    this.takePerShare();
    this.count();
    this.hedger.work(this.ledger, this.nowMs);
    this.count();
    this.leg.keep(this.wantedTicks(), this.quantityLots - this.filledLots, this.nowMs);
    this.finish();
    if (this.facts === undefined || this.facts.isDone) this.ctx.setTimer(LOOK, 0);
    else this.setAlarm();
  }

  private goOn(facts: RunFacts | undefined): void {
    const { run } = this;
    if (facts === undefined || (facts.isDone && facts.run !== run)) return;
    if (facts.signedFund !== this.signedFund)
      throw new Error(
        `run ${facts.run} was begun with another fund or side, and goes on with none but these`,
      );
    this.facts = facts;
    if (facts.run !== run) this.end(RunEnd.Cancelled);
  }

  /** With the first fair price, from what the account holds then. */
  private begin(): boolean {
    if (this.isStopping || this.fair.at(this.nowMs) === undefined) return false;
    const facts: RunFacts = {
      ...{ run: this.run, day: this.today, end: RunEnd.Not, isDone: false },
      ...{ etfBase: this.etfPosition, hedgeBase: this.hedgePosition, signedFund: this.signedFund },
    };
    const ledger = { filledLots: 0, worth: 0, perShareTicks: this.fair.underlying.ticks };
    if (!this.record.begin(facts, ledger)) return false;
    this.ledger = new HedgeLedger(this.ratio, ledger);
    this.facts = facts;
    this.ctx.log('run begins', { run: facts.run });
    return true;
  }

  /** One more fill has come when the run was over, on its day: it is hedged like any other. What the account does later is nobody's here. */
  private reopen(): boolean {
    const { facts } = this;
    if (facts === undefined || this.today !== facts.day) return false;
    if (this.filledLots <= this.ledger.state.filledLots) return false;
    facts.isDone = false;
    this.endsMs = Number.POSITIVE_INFINITY;
    this.ctx.log('a late fill');
    return this.record.keepEnd(facts);
  }

  /** Nothing is to be done any more but to wait for what comes late. */
  private linger(): void {
    const { nowMs } = this;
    this.endsMs = Math.min(this.endsMs, nowMs + this.ctx.parameters.linger_ms);
    if (nowMs >= this.endsMs) this.ctx.end();
    else this.ctx.setTimer(LOOK, this.endsMs - nowMs);
  }

  /** Another underlying per share counts from when it is kept, for what fills from then on. */
  private takePerShare(): void {
    const { ticks } = this.fair.underlying;
    if (ticks <= 0 || ticks === this.ledger.state.perShareTicks || this.facts?.end !== RunEnd.Not) return;
    this.count();
    if (this.record.keepLedger({ ...this.ledger.state, perShareTicks: ticks }))
      this.ledger.setPerShare(ticks);
  }

  private count(): void {
    if (this.facts === undefined) return;
    this.ledger.setFilled(this.filledLots);
    this.ledger.setHedged(this.sign * (this.facts.hedgeBase - this.hedgePosition), this.hedger.outLots);
  }

  /** Undefined: the fund's order is not to stand now. */
  private wantedTicks(): number | undefined {
    const why = this.whyNot();
    if (why !== this.why && this.facts?.end === RunEnd.Not)
      this.ctx.log(why === '' ? 'order may stand' : `order is pulled: ${why}`);
    this.why = why;
    if (why !== '') return undefined;
    const { side, spread_threshold: threshold, symbol } = this.ctx.parameters;
    return orderTicks(this.ctx.instrument(symbol), side, this.fair.at(this.nowMs)!, threshold);
  }

  private whyNot(): string {
    const { facts, hedger, nowMs } = this;
    if (facts === undefined || facts.end !== RunEnd.Not) return 'the run has ended';
    if (this.isStopping) return 'asked to stop';
    if (this.today !== facts.day) return 'another day';
    if (this.filledLots >= this.quantityLots) return 'all is filled';
    if (!hedger.isUp) return 'the hedge venue is down';
    if (hedger.isUnknown) return 'a hedge is unknown';
    if (hedger.isStuck) return 'hedges are refused';
    if (this.isUnhedged) return 'too much is not hedged';
    const stale = this.fair.stale(nowMs);
    return stale === undefined ? '' : `${stale} is too old`;
  }

  private get isUnhedged(): boolean {
    const most = sharesWorth(
      this.ratio,
      this.ctx.instrument(this.ctx.parameters.symbol),
      this.ledger,
      this.ctx.parameters.max_unhedged,
    );
    return this.ledger.unhedgedLots > Math.max(most, this.hedger.minimumLots ?? 0);
  }

  /** Of the fund's order, which is over: what it has filled is known, and may still have to be hedged. */
  private end(end: RunEnd, reason = Reason.None): void {
    if (this.facts === undefined || this.facts.end !== RunEnd.Not) return;
    this.facts.end = end;
    this.record.keepEnd(this.facts);
    this.ctx.log(`order is over: ${END_WORDS[end]}`, { reason: reasonName(reason) });
  }

  private finish(): void {
    const { facts } = this;
    if (facts === undefined || facts.isDone || this.leg.isLive) return;
    if (this.filledLots >= this.quantityLots) this.end(RunEnd.Filled);
    else if (this.today !== facts.day) this.end(RunEnd.DayOver);
    if (facts.end === RunEnd.Not || this.hedger.outLots > 0 || this.isHedgeDue) return;
    facts.isDone =
      this.record.keepLedger(this.ledger.state) && this.record.keepEnd({ ...facts, isDone: true });
    if (!facts.isDone) return;
    this.ctx.log('run is over', { end: END_WORDS[facts.end], unhedgedLots: this.ledger.unhedgedLots });
    if (facts.run !== this.run) this.facts = undefined;
  }

  /** Also while the venue is down and nobody knows how much would be too little. */
  private get isHedgeDue(): boolean {
    return this.ledger.due(this.hedger.minimumLots ?? 1, Number.MAX_SAFE_INTEGER) > 0;
  }

  private setAlarm(): void {
    const { nowMs } = this;
    const next = [this.hedger.notBeforeMs, this.leg.nextMs].filter((ms) => ms > nowMs);
    const dueMs = Math.min(this.fair.nextStaleMs(nowMs), (this.today + 1) * DAY_MS, ...next);
    this.ctx.setTimer(LOOK, Math.max(1, dueMs - nowMs));
  }

  private get filledLots(): number {
    return this.facts === undefined ? 0 : this.sign * (this.etfPosition - this.facts.etfBase);
  }

  private get etfPosition(): number {
    return this.ctx.accountPosition(this.ctx.parameters.symbol);
  }

  private get hedgePosition(): number {
    return this.ctx.accountPosition(legsOf(this.ctx.parameters).hedge);
  }

  private get run(): number {
    return runOf(this.ctx.parameters, this.ctx.run);
  }

  private get signedFund(): number {
    return this.sign * this.ctx.instrument(this.ctx.parameters.symbol).definition.id;
  }

  private get today(): number {
    return Math.floor(this.nowMs / DAY_MS);
  }

  private get nowMs(): number {
    return millisecondsOf(this.ctx.time);
  }
}
