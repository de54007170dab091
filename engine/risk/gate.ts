/**
 * The gate that every order passes before the book sees it: one check after the other, the first that says no decides.
 * The order is part of the rules: who and what first, then switches, then the numbers, then the history.
 */
import { OrdType } from '../../protocol/codes/enums.js';
import { Reason } from '../../protocol/codes/reasons.js';
import { Cmd, CmdDouble } from '../../protocol/records/command.js';
import { accountOf, byteA, byteB, byteC } from '../../protocol/records/layout.js';
import type { ClientIds } from './client-ids.js';
import { checkCombination } from './combination.js';
import type { RiskState } from './definitions.js';
import { checkClientId } from './duplicate-client-id.js';
import { checkKillSwitch } from './kill-switch.js';
import { checkAccount } from './known-account.js';
import { checkInstrument } from './known-instrument.js';
import { checkNotional } from './max-notional.js';
import { checkPrice } from './price-bounds.js';
import { checkQuantity, isQuantity } from './quantity-bounds.js';

export class RiskGate {
  constructor(
    private readonly state: RiskState,
    private readonly clientIds: ClientIds,
  ) {}

  /** A NewOrder record. */
  admit(i32: Int32Array, f64: Float64Array, at: number): Reason {
    const { state } = this;
    const head = i32[at];
    const instrument = i32[at + Cmd.Instrument];
    const account = accountOf(i32[at + Cmd.Owner]);
    const ordType = byteB(head);
    const priceTicks = i32[at + Cmd.PriceTicks];
    return (
      checkInstrument(state, instrument) ||
      checkAccount(state, account) ||
      checkKillSwitch(state, account, instrument) ||
      checkCombination(byteA(head), ordType, byteC(head), i32[at + Cmd.Flags]) ||
      this.checkNumbers(instrument, ordType, priceTicks, f64, (at >> 1) + CmdDouble.QtyLots) ||
      checkClientId(this.clientIds, account, i32[at + Cmd.ClientIdLow], i32[at + Cmd.ClientIdHigh])
    );
  }

  /**
   * The new price and total of a replaced order. Without `grows` it adds no exposure, and who only steps back is
   * never held by a switch, a closed instrument or limits that have become tighter since. The total is `lots[at]`.
   */
  admitReplace(
    instrument: number,
    account: number,
    ordType: number,
    priceTicks: number,
    lots: Float64Array,
    at: number,
    grows: boolean,
  ): Reason {
    if (!grows) return isQuantity(lots, at) ? Reason.None : Reason.QuantityOutOfRange;
    return (
      checkInstrument(this.state, instrument) ||
      checkAccount(this.state, account) ||
      checkKillSwitch(this.state, account, instrument) ||
      this.checkNumbers(instrument, ordType, priceTicks, lots, at)
    );
  }

  private checkNumbers(
    instrument: number,
    ordType: number,
    priceTicks: number,
    lots: Float64Array,
    at: number,
  ): Reason {
    return (
      (ordType === OrdType.Limit ? checkPrice(this.state, instrument, priceTicks) : Reason.None) ||
      checkQuantity(this.state, instrument, lots, at) ||
      checkNotional(this.state, instrument, ordType, priceTicks, lots, at)
    );
  }
}
