/**
 * The gate that every order passes before the book sees it: one check after the other, the first that says no decides.
 * The order is part of the rules: who and what first, then switches, then the numbers, then limits, then the history.
 *
 * Most orders have nothing special about them. One word tells, so that they pass without a look at what they are free of.
 */
import * as enums from '../../protocol/codes/enums.js';
import { Reason } from '../../protocol/codes/reasons.js';
import { CmdDouble, CommandFlag } from '../../protocol/records/command.js';
import type { CommandRecord } from '../../protocol/records/command-record.js';
import { Terms } from '../../protocol/records/order-terms.js';
import type { ClientIds } from './client-ids.js';
import { checkCombination } from './combination.js';
import { CreditCheck } from './credit-limit.js';
import { checkClientId } from './duplicate-client-id.js';
import { checkThrottle } from './execution-throttle.js';
import { checkExposure, makesMore } from './exposure-limit.js';
import { Flag } from './flags.js';
import { checkKillSwitch } from './kill-switch.js';
import { checkAccount } from './known-account.js';
import { checkInstrument } from './known-instrument.js';
import { checkNotional } from './max-notional.js';
import { checkOpenOrders } from './open-orders.js';
import { checkTerms, checkTypeWithoutTerms, type TermsRecord } from './order-terms.js';
import { checkPosition } from './position-limit.js';
import { checkPrice } from './price-bounds.js';
import { checkCollar, NO_PRICE } from './price-collar.js';
import { checkQuantity, isQuantity } from './quantity-bounds.js';
import { checkReduceOnly } from './reduce-only.js';
import { checkRestricted } from './restricted.js';
import type { RiskState } from './risk-state.js';

// Constants of the module: see "Imports" in docs/decisions/hot-path.md.
const { hasPrice } = enums;
const { None } = Reason;
/** What every order passes. */
const check = {
  instrument: checkInstrument,
  account: checkAccount,
  combination: checkCombination,
  typeWithoutTerms: checkTypeWithoutTerms,
  price: checkPrice,
  quantity: checkQuantity,
  notional: checkNotional,
  position: checkPosition,
  clientId: checkClientId,
};

/** What a replace makes of an order, lots. */
export const enum Size {
  Total = 0,
  /** What is open of it then. */
  Open = 1,
  /** By how much that is more than now. */
  More = 2,
}

/** Who sees the book: what it knows of the price of a NewOrder that brings none. */
export interface Unpriced {
  /** The worst that it can get, 0 = it cannot be priced. */
  worstTicks(command: CommandRecord, terms: TermsRecord): number;
  /** The one that it gets first, `NO_PRICE` = nobody knows. */
  firstTicks(command: CommandRecord, terms: TermsRecord): number;
}

export class RiskGate {
  /** Row of the position that the last admitted order belongs to; 0 = there is none yet. */
  row = 0;
  private readonly credit: CreditCheck;

  constructor(
    private readonly state: RiskState,
    private readonly clientIds: ClientIds,
    private readonly unpriced: Unpriced,
    private readonly command: CommandRecord,
    private readonly terms: TermsRecord,
  ) {
    this.credit = new CreditCheck(state);
  }

  /** The NewOrder in hand, and its terms where its flags say `Extended`. */
  admit(): Reason {
    const { state, command } = this;
    const { account, instrument } = command;
    const who = check.instrument(state, instrument) || check.account(state, account);
    if (who !== None) return who;
    const flags = this.find(account, instrument, command.session);
    return (
      (flags === 0 ? None : checkSwitches(flags)) ||
      this.checkForm() ||
      this.checkSize(flags) ||
      check.clientId(this.clientIds, account, command.clientIdLow, command.clientIdHigh)
    );
  }

  /**
   * The new price and size (see `Size`) of a replaced order. Without `grows` it adds no exposure, and who only steps
   * back is never held by a switch, a closed instrument or limits that have become tighter since.
   *
   * @param priceTicks of an order without a price the worst that it can get; so is `oldTicks`, what it was
   */
  admitReplace(
    instrument: number,
    owner: number,
    side: number,
    ordType: number,
    priceTicks: number,
    oldTicks: number,
    sizes: Float64Array,
    grows: boolean,
  ): Reason {
    if (!grows) return isQuantity(sizes, Size.Total) ? None : Reason.QuantityOutOfRange;
    const { state } = this;
    const account = owner & 0xffff;
    const who = check.instrument(state, instrument) || check.account(state, account);
    if (who !== None) return who;
    const flags = this.find(account, instrument, owner >>> 16);
    return (
      (flags === 0 ? None : checkSwitches(flags)) ||
      (hasPrice(ordType) ? check.price(state, instrument, priceTicks) : None) ||
      check.quantity(state, instrument, sizes, Size.Total) ||
      check.notional(state, instrument, ordType, priceTicks, sizes, Size.Open) ||
      check.position(state.ledger.positions, this.row, side, sizes, Size.More) ||
      (flags === 0
        ? None
        : this.checkLimits(
            flags,
            account,
            instrument,
            side,
            priceTicks,
            hasPrice(ordType) ? priceTicks : NO_PRICE,
            sizes,
            Size.More,
            Size.Open,
            makesMore(
              state.ledger,
              instrument,
              priceTicks,
              oldTicks,
              state.instruments.markTicks(instrument),
            ),
          ))
    );
  }

  /** What the order says by itself. */
  private checkForm(): Reason {
    const { state, command } = this;
    return (
      check.combination(command.side, command.ordType, command.timeInForce, command.flags) ||
      this.checkTerms() ||
      (command.hasPrice ? check.price(state, command.instrument, command.priceTicks) : None) ||
      check.quantity(state, command.instrument, command.f64, CmdDouble.QtyLots)
    );
  }

  private checkTerms(): Reason {
    const { command, terms } = this;
    if (!command.has(CommandFlag.Extended))
      return check.typeWithoutTerms(command.ordType, command.timeInForce);
    return checkTerms(command, terms) || this.checkTrigger();
  }

  /** A trigger is a price like any other; that of a trailing stop is still to come. */
  private checkTrigger(): Reason {
    const { command, terms } = this;
    const waits = command.isStop && terms.i32[Terms.OffsetTicks] === 0;
    return waits ? checkPrice(this.state, command.instrument, terms.i32[Terms.TriggerTicks]) : None;
  }

  /** What it comes to, with all that its account has already. */
  private checkSize(flags: number): Reason {
    const { state, command } = this;
    const { f64 } = command;
    const ticks = command.hasPrice ? command.priceTicks : this.unpriced.worstTicks(command, this.terms);
    return (
      check.notional(state, command.instrument, command.ordType, ticks, f64, CmdDouble.QtyLots) ||
      check.position(state.ledger.positions, this.row, command.side, f64, CmdDouble.QtyLots) ||
      (flags === 0 ? None : this.checkMore(flags, ticks))
    );
  }

  /** Limits that most do not have. */
  private checkMore(flags: number, ticks: number): Reason {
    const { command } = this;
    const { account, instrument, side, f64 } = command;
    const first = command.hasPrice ? command.priceTicks : this.unpriced.firstTicks(command, this.terms);
    const at = CmdDouble.QtyLots;
    return (
      checkOpenOrders(this.state.accounts, flags, account) ||
      this.checkLimits(flags, account, instrument, side, ticks, first, f64, at, at, false)
    );
  }

  /** Finds the position's row. Returns all that is special about the order's owner, instrument, session and position. */
  private find(account: number, instrument: number, session: number): number {
    const { firmFlags, accounts, instruments, sessions, ledger, positionLimits } = this.state;
    const { positions } = ledger;
    this.row = positions.find(account, instrument);
    if (this.row === 0) positionLimits.begin(0, instrument);
    return (
      firmFlags |
      accounts.flags.of(account) |
      instruments.flags.of(instrument) |
      sessions.flags.of(session) |
      positions.flags(this.row)
    );
  }

  /** `more[at]` is what the order adds to the open quantity, which is `more[openAt]` then; `collared` the price that the collar holds. */
  private checkLimits(
    flags: number,
    account: number,
    instrument: number,
    side: number,
    ticks: number,
    collared: number,
    more: Float64Array,
    at: number,
    openAt: number,
    raises: boolean,
  ): Reason {
    const { instruments, ledger } = this.state;
    const { row } = this;
    const mark = instruments.markTicks(instrument);
    return (
      ((flags & Flag.ReduceOnly) === 0 ? None : checkReduceOnly(ledger.positions, row, side, more, at)) ||
      checkCollar(instruments, flags, instrument, side, collared) ||
      ((flags & Flag.Exposure) === 0
        ? None
        : checkExposure(ledger, row, instrument, side, ticks, mark, more, at, raises)) ||
      ((flags & Flag.Credit) === 0
        ? None
        : this.credit.check(account, row, instrument, side, ticks, more, at, openAt, raises))
    );
  }
}

const checkSwitches = (flags: number): Reason =>
  checkKillSwitch(flags) || checkThrottle(flags) || checkRestricted(flags);
