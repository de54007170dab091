/**
 * The core: the single writer of books, orders, sessions and switches. A pure state machine; one command goes in, its
 * event group comes out, and the same commands always give the same events. Called by one thread (`CoreAgent`), or by
 * the recovery and by tests, which are no different.
 */

import { Reason } from '../../protocol/codes/reasons.js';
import { CommandKind, extensionOf } from '../../protocol/records/command.js';
import { CommandRecord } from '../../protocol/records/command-record.js';
import type { Book } from '../book/book.js';
import { FastBook } from '../book/fast-book.js';
import type { OrderPool } from '../book/order-pool.js';
import type { Limits } from '../config/limits.js';
import { PHASE_WORK, Work } from '../market/market.js';
import type { BroadcastWriter } from '../rings/broadcast.js';
import { Flag } from '../risk/flags.js';
import type { AdminDesk } from './admin-desk.js';
import { CoreParts } from './core-parts.js';
import { EventGroup } from './event-group.js';
import { type HotPath, hotPath } from './hot-paths.js';
import { loadImage, saveImage } from './image.js';
import { ImageRecords } from './image-records.js';
import type { Indicative } from './indicative.js';
import type { LedgerDesk } from './ledger-desk.js';
import type { LimitDesk } from './limit-desk.js';
import type { MarketDesk } from './market-desk.js';
import type { Matcher } from './matcher.js';
import type { Aftermath } from './matching/aftermath.js';
import type { OrderDesk } from './order-desk.js';
import type { PhaseDesk } from './phase-desk.js';
import type { QuoteDesk } from './quote-desk.js';
import type { QuotePull } from './quote-pull.js';
import * as door from './refused-at-door.js';
import type { ReportDesk } from './routing/report-desk.js';
import type { Router } from './routing/router.js';
import type { VenueDesk } from './routing/venue-desk.js';
import { StagedTerms } from './staged-terms.js';
import { CoreState, type MakeTriggers, Touched } from './state.js';
import { hashState } from './state-hash.js';
import type { Sweep } from './sweep.js';

// Constants of the module: see "Imports" in docs/decisions/hot-path.md.
const { refusedAtDoor } = door;
const { None } = Reason;

/** Another version may give other events for the same commands; journals say which one wrote them. */
export const CORE_VERSION = 11;

export class Core {
  readonly state: CoreState;
  private readonly group: EventGroup;
  private readonly matcher: Matcher;
  private readonly sweep: Sweep;
  private readonly aftermath: Aftermath;
  private readonly orderDesk: OrderDesk;
  private readonly adminDesk: AdminDesk;
  private readonly phases: PhaseDesk;
  private readonly indicative: Indicative;
  private readonly marketDesk: MarketDesk;
  /** The command in hand. Who puts another one there while work is pending spoils that. */
  readonly command = new CommandRecord();
  private readonly staged = new StagedTerms();
  private readonly limitDesk: LimitDesk;
  private readonly ledgerDesk: LedgerDesk;
  private readonly quoteDesk: QuoteDesk;
  private readonly quotePull: QuotePull;
  private readonly router: Router;
  private readonly venueDesk: VenueDesk;
  private readonly reportDesk: ReportDesk;
  readonly hotPaths: readonly HotPath[];
  private imageRecords: ImageRecords | undefined;
  /** See `pending`. */
  private goesOn = false;

  /** @param makeBook other books than those that run, for tests; so `makeTriggers` */
  constructor(
    limits: Limits,
    private events: BroadcastWriter,
    makeBook: (orders: OrderPool) => Book = (orders) =>
      new FastBook(orders, limits.instruments, limits.levelChunks),
    makeTriggers?: MakeTriggers,
  ) {
    this.state = new CoreState(limits, makeBook, makeTriggers);
    this.group = new EventGroup(events, this.state.orders, this.state.terms);
    const parts = new CoreParts(this.state, this.group, this.command, this.staged);
    this.matcher = parts.matcher;
    this.sweep = parts.sweep;
    this.aftermath = parts.aftermath;
    this.orderDesk = parts.orderDesk;
    this.adminDesk = parts.adminDesk;
    this.phases = parts.phases;
    this.indicative = parts.indicative;
    this.marketDesk = parts.marketDesk;
    this.limitDesk = parts.limitDesk;
    this.ledgerDesk = parts.ledgerDesk;
    this.quoteDesk = parts.quoteDesk;
    this.quotePull = parts.quotePull;
    this.router = parts.router;
    this.venueDesk = parts.venueDesk;
    this.reportDesk = parts.reportDesk;
    this.hotPaths = [hotPath(this, 'executeTaken'), ...parts.hotPaths];
  }

  /** Sequence of the last command. */
  get sequence(): number {
    return this.group.sequence;
  }

  /** Commands refused, by reason too, and trades made since start. All wrap at 32 bits: only differences mean something. */
  get rejects(): number {
    return this.group.rejects;
  }
  get trades(): number {
    return this.group.trades;
  }
  get rejectsBy(): Int32Array {
    return this.group.rejectsBy;
  }
  /** Why the last command that was refused was. */
  get lastRefusal(): Reason {
    return this.group.lastRefusal;
  }

  /** True while a command's work goes on; `continueWork` comes before the next command. */
  get pending(): boolean {
    return this.goesOn;
  }

  /** The second record of the command that is executed next. Of no effect unless that one is executed. */
  stage(i32: Int32Array, at: number): void {
    this.staged.put(i32, at);
  }
  get stagedKind(): number {
    return this.staged.kind;
  }

  /** Takes one command record. False: no room in the event ring, or work pending; nothing has changed. */
  execute(i32: Int32Array, at: number): boolean {
    if (this.pending) return false;
    this.command.take(i32, at);
    return this.executeTaken();
  }

  /** The same with the command in hand. */
  executeTaken(): boolean {
    if (this.pending || !this.group.room()) return false;
    const { state, command } = this;
    state.moveTime(command.seconds, command.nanos);
    state.sessions.heard(command.session, command.message);
    state.touched = Touched.Nothing;
    this.group.begin(command, state);
    if (command.isExtended) this.executeExtended();
    else this.dispatch();
    this.follow();
    if (this.isLeft()) this.goOn();
    else this.group.end();
    return true;
  }

  /** One more step of the command in progress. Returns 0 when there was none, or no room. */
  continueWork(): number {
    if (!this.pending || !this.group.room()) return 0;
    if (this.matcher.inHand !== 0) this.matcher.take(this.matcher.inHand);
    else if (this.sweep.active) this.sweep.step();
    this.goOn();
    return 1;
  }

  /** From recovery's private ring to the one that everybody reads. */
  writeTo(events: BroadcastWriter): void {
    this.events = events;
    this.group.writeTo(events);
  }

  /** Hexadecimal; over the logical state alone, so equal for every book and after every way to the same state. */
  stateHash(): string {
    return hashState(this.state, this.sequence);
  }

  /** @throws Error a command is half done; an image has no place for what is left of it */
  saveImage(): Uint8Array {
    if (this.pending) throw new Error('no image in the middle of a command: let the core finish it first');
    return saveImage(this.state, this.sequence);
  }

  /** Into a fresh core. @throws RangeError the image does not fit these limits or is none */
  loadImage(image: Uint8Array): void {
    this.group.sequence = loadImage(this.state, image);
  }

  /** Shows the state on the event ring after recovery, a bounded step a call. True when all of it is written. */
  writeImageRecords(): boolean {
    this.imageRecords ??= new ImageRecords(this.state, this.events, this.sequence);
    if (!this.imageRecords.step()) return false;
    this.imageRecords = undefined;
    return true;
  }

  /** What follows from the command's order for others is looked at when the order is done with. */
  private follow(): void {
    const { state } = this;
    if (state.watchedCount !== 0 && state.touched !== Touched.Nothing) this.aftermath.begin(state.touched);
  }

  /**
   * When the order in hand and a sweep are done: a quote's other side first, then phases, then quotes that are to be
   * pulled, then orders whose children have changed, then what follows for others, then indicative prices.
   */
  private goOn(): void {
    const { aftermath } = this;
    const { market } = this.state;
    while (this.matcher.inHand === 0 && !this.sweep.active) {
      if ((market.work & Work.Quote) !== 0) {
        if (this.group.spent) break;
        this.quoteDesk.step();
        this.follow();
        continue;
      }
      if (!this.phasesAreDone() || !this.quotesArePulled()) break;
      if ((market.work & Work.Route) !== 0) {
        if (this.group.spent) break;
        this.router.step();
        this.follow();
        continue;
      }
      if (aftermath.active) aftermath.step();
      if ((market.work & (Work.Interrupted | Work.Pull | Work.Route)) !== 0 && this.matcher.inHand === 0)
        continue;
      if (!aftermath.active && market.work !== Work.None) this.indicative.step();
      break;
    }
    this.goesOn = this.isLeft();
    if (this.goesOn) this.group.goesOn();
    else this.group.end();
  }

  /** Something of the command in progress is still to be done. */
  private isLeft(): boolean {
    const { matcher, sweep, aftermath, state } = this;
    return matcher.inHand !== 0 || sweep.active || aftermath.active || state.market.work !== Work.None;
  }

  private phasesAreDone(): boolean {
    const { market } = this.state;
    if ((market.work & PHASE_WORK) === 0) return true;
    this.phases.step();
    if (this.sweep.active || (market.work & PHASE_WORK) !== 0) return false;
    this.follow();
    return true;
  }

  private quotesArePulled(): boolean {
    const { market } = this.state;
    if ((market.work & Work.Pull) === 0) return true;
    this.quotePull.step();
    if ((market.work & Work.Pull) !== 0) return false;
    this.follow();
    return true;
  }

  private executeExtended(): void {
    this.group.extension(extensionOf(this.command.kind), this.staged.i32);
    this.dispatch();
    this.staged.clear();
  }

  private dispatch(): void {
    const { command } = this;
    const refused = refusedAtDoor(command);
    if (refused !== None) return this.group.refuse(refused);
    switch (command.kind) {
      case CommandKind.NewOrder:
        return this.orderDesk.newOrder();
      case CommandKind.CancelOrder:
        return this.orderDesk.cancel();
      case CommandKind.ReplaceOrder:
        return this.orderDesk.replace();
      case CommandKind.Quote:
        return this.quoteDesk.quote(command.i32, command.f64, 0);
      default:
        return this.administer(command.i32, command.f64, 0);
    }
  }

  private time(i32: Int32Array, at: number): void {
    this.adminDesk.time(i32, at);
    this.phases.timePassed();
    this.indicative.catchUp();
  }

  private administer(i32: Int32Array, f64: Float64Array, at: number): void {
    const desk = this.adminDesk;
    switch (this.command.kind) {
      case CommandKind.MassCancel:
        return desk.massCancel(i32, at);
      case CommandKind.VenuePrice:
        return desk.venuePrice(i32, at);
      case CommandKind.Time:
        return this.time(i32, at);
      case CommandKind.EndOfDay:
        return desk.endOfDay(i32, at);
      case CommandKind.SessionOpen:
        return desk.sessionOpen(i32, at);
      case CommandKind.SessionClosed:
        return desk.sessionClosed(i32, at);
      case CommandKind.KillSwitch:
        return desk.flip(i32, at, Flag.Kill);
      case CommandKind.ReduceOnlySwitch:
        return desk.flip(i32, at, Flag.ReduceOnly);
      case CommandKind.EngineStart:
        this.venueDesk.engineStarts();
        return desk.engineStart(i32, at);
      case CommandKind.DefineInstrument:
        return desk.defineInstrument(i32, f64, at);
      case CommandKind.DefineAccount:
        return desk.defineAccount(i32, at);
      case CommandKind.TradingPhase:
        return this.marketDesk.tradingPhase(i32, at);
      case CommandKind.DefineBands:
        return this.marketDesk.defineBands(i32, at);
      case CommandKind.DefineTicks:
        return this.marketDesk.defineTicks(i32, at);
      default:
        return this.keepBooks(i32, f64, at);
    }
  }

  private keepBooks(i32: Int32Array, f64: Float64Array, at: number): void {
    switch (this.command.kind) {
      case CommandKind.SetLimit:
        return this.limitDesk.setLimit(i32, f64, at);
      case CommandKind.QuoteProtection:
        return this.quoteDesk.protect(i32, f64, at);
      case CommandKind.CurrencyRate:
        return this.limitDesk.currencyRate(i32, f64, at);
      case CommandKind.ResetThrottle:
        return this.limitDesk.resetThrottle(i32, at);
      case CommandKind.DefineContract:
        return this.ledgerDesk.defineContract(i32, f64, at);
      case CommandKind.VenueFill:
        return this.ledgerDesk.venueFill(i32, f64, at);
      case CommandKind.TradeBust:
        return this.ledgerDesk.bust(i32, f64, at);
      case CommandKind.TradeCorrection:
        return this.ledgerDesk.correct(i32, f64, at);
      case CommandKind.StrategyNote:
        return this.adminDesk.note(i32, f64, at);
      default:
        return this.route(i32, f64, at);
    }
  }

  private route(i32: Int32Array, f64: Float64Array, at: number): void {
    switch (this.command.kind) {
      case CommandKind.VenueLevel:
        return this.venueDesk.level(i32, f64, at);
      case CommandKind.ChildFill:
        return this.reportDesk.fill(i32, f64, at);
      case CommandKind.VenueReport:
        return this.reportDesk.report(i32, f64, at);
      case CommandKind.VenueStatus:
        return this.venueDesk.venueStatus(i32, at);
      case CommandKind.VenueAttached:
        return this.venueDesk.attached(i32, at);
      case CommandKind.DefineVenue:
        return this.venueDesk.defineVenue(i32, at);
      case CommandKind.DefineListing:
        return this.venueDesk.defineListing(i32, f64, at);
      default:
        return this.group.refuse(Reason.UnknownMessage);
    }
  }
}
