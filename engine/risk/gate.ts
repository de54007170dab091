/**
 * The gate that every order passes before the book sees it: one check after the other, the first that says no decides.
 * The order is part of the rules: who and what first, then switches, then the numbers, then limits, then the history.
 *
 * Most orders have nothing special about them. One word tells, so that they pass without a look at what they are free of.
 */
import { hasPrice, isStop } from '../../protocol/codes/enums.js';
import { Reason } from '../../protocol/codes/reasons.js';
import { Cmd, CmdDouble, CommandFlag } from '../../protocol/records/command.js';
import { accountOf, byteA, byteB, byteC, sessionOf } from '../../protocol/records/layout.js';
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
  worstTicks(i32: Int32Array, at: number, terms: TermsRecord): number;
  /** The one that it gets first, `NO_PRICE` = nobody knows. */
  firstTicks(i32: Int32Array, at: number, terms: TermsRecord): number;
}

export class RiskGate {
  /** Row of the position that the last admitted order belongs to; 0 = there is none yet. */
  row = 0;
  private readonly credit: CreditCheck;

  constructor(
    private readonly state: RiskState,
    private readonly clientIds: ClientIds,
    private readonly unpriced: Unpriced,
  ) {
    this.credit = new CreditCheck(state);
  }

  /** A NewOrder record, and its terms where its flags say `Extended`. */
  admit(i32: Int32Array, f64: Float64Array, at: number, terms: TermsRecord): Reason {
    const { state } = this;
    const head = i32[at];
    const instrument = i32[at + Cmd.Instrument];
    const owner = i32[at + Cmd.Owner];
    const account = accountOf(owner);
    const who = checkInstrument(state, instrument) || checkAccount(state, account);
    if (who !== Reason.None) return who;
    const flags = this.find(account, instrument, sessionOf(owner));
    const side = byteA(head);
    const ordType = byteB(head);
    const priceTicks = i32[at + Cmd.PriceTicks];
    const lotsAt = (at >> 1) + CmdDouble.QtyLots;
    const form =
      (flags === 0 ? Reason.None : checkSwitches(flags)) ||
      checkCombination(side, ordType, byteC(head), i32[at + Cmd.Flags]) ||
      this.checkTerms(i32, f64, at, terms) ||
      (hasPrice(ordType) ? checkPrice(state, instrument, priceTicks) : Reason.None) ||
      checkQuantity(state, instrument, f64, lotsAt);
    if (form !== Reason.None) return form;
    const ticks = hasPrice(ordType) ? priceTicks : this.unpriced.worstTicks(i32, at, terms);
    return (
      checkNotional(state, instrument, ordType, ticks, f64, lotsAt) ||
      checkPosition(state.ledger.positions, this.row, side, f64, lotsAt) ||
      (flags === 0
        ? Reason.None
        : checkOpenOrders(state.accounts, flags, account) ||
          this.checkLimits(
            flags,
            account,
            instrument,
            side,
            ticks,
            hasPrice(ordType) ? priceTicks : this.unpriced.firstTicks(i32, at, terms),
            f64,
            lotsAt,
            lotsAt,
            false,
          )) ||
      checkClientId(this.clientIds, account, i32[at + Cmd.ClientIdLow], i32[at + Cmd.ClientIdHigh])
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
    if (!grows) return isQuantity(sizes, Size.Total) ? Reason.None : Reason.QuantityOutOfRange;
    const { state } = this;
    const account = accountOf(owner);
    const who = checkInstrument(state, instrument) || checkAccount(state, account);
    if (who !== Reason.None) return who;
    const flags = this.find(account, instrument, sessionOf(owner));
    return (
      (flags === 0 ? Reason.None : checkSwitches(flags)) ||
      (hasPrice(ordType) ? checkPrice(state, instrument, priceTicks) : Reason.None) ||
      checkQuantity(state, instrument, sizes, Size.Total) ||
      checkNotional(state, instrument, ordType, priceTicks, sizes, Size.Open) ||
      checkPosition(state.ledger.positions, this.row, side, sizes, Size.More) ||
      (flags === 0
        ? Reason.None
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

  private checkTerms(i32: Int32Array, f64: Float64Array, at: number, terms: TermsRecord): Reason {
    if ((i32[at + Cmd.Flags] & CommandFlag.Extended) !== 0)
      return checkTerms(i32, f64, at, terms) || this.checkTrigger(i32, at, terms);
    return checkTypeWithoutTerms(byteB(i32[at]), byteC(i32[at]));
  }

  /** A trigger is a price like any other; that of a trailing stop is still to come. */
  private checkTrigger(i32: Int32Array, at: number, { i32: terms }: TermsRecord): Reason {
    const waits = isStop(byteB(i32[at])) && terms[Terms.OffsetTicks] === 0;
    return waits ? checkPrice(this.state, i32[at + Cmd.Instrument], terms[Terms.TriggerTicks]) : Reason.None;
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
      ((flags & Flag.ReduceOnly) === 0
        ? Reason.None
        : checkReduceOnly(ledger.positions, row, side, more, at)) ||
      checkCollar(instruments, flags, instrument, side, collared) ||
      ((flags & Flag.Exposure) === 0
        ? Reason.None
        : checkExposure(ledger, row, instrument, side, ticks, mark, more, at, raises)) ||
      ((flags & Flag.Credit) === 0
        ? Reason.None
        : this.credit.check(account, row, instrument, side, ticks, more, at, openAt, raises))
    );
  }
}

const checkSwitches = (flags: number): Reason =>
  checkKillSwitch(flags) || checkThrottle(flags) || checkRestricted(flags);
