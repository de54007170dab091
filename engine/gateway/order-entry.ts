/**
 * Numbered client messages → command records in the gateway's lane. Every message whose number is the one expected is
 * sequenced, also one that cannot stand as it is (off its tick, an account that the key may not use): it goes in marked
 * RefusedAtDoor, so that its rejection has an identity and appears in the journal. Only a full lane turns a message away.
 */
import { hasPrice, OrdType, Scope, Side } from '../../protocol/codes/enums.js';
import { Reason } from '../../protocol/codes/reasons.js';
import { bookSide, Cmd, CommandFlag, CommandKind, shortFlag } from '../../protocol/records/command.js';
import { head, owner } from '../../protocol/records/layout.js';
import type { MassCancelFields, NewOrderFields, OrderRequestFields } from '../../protocol/wire/fields.js';
import { LANE_FULL } from '../rings/lane.js';
import { accountOf, recordable, refuseAtDoor } from './at-door.js';
import type { DoorSession } from './door-session.js';
import type { LaneDoor } from './lane-door.js';
import { TermsDoor } from './terms-door.js';
import type { Units } from './units.js';

export class OrderEntry {
  private readonly terms: TermsDoor;

  constructor(
    private readonly door: LaneDoor,
    private readonly units: Units,
  ) {
    this.terms = new TermsDoor(door, units);
  }

  /**
   * None: in the lane, the number is used. Overloaded: no room, nothing was done. So for all four.
   * @param refusal why the caller knows already that it cannot stand
   */
  newOrder(session: DoorSession, number: number, order: NewOrderFields, refusal = Reason.None): Reason {
    if (order.extended && !this.door.hasRoomForTwo()) return Reason.Overloaded;
    const account = accountOf(session, order.account);
    const word = head(CommandKind.NewOrder, bookSide(order.side), order.ordType, order.timeInForce);
    const at = this.door.begin(word, owner(recordable(account), session.number), number, false);
    if (at === LANE_FULL) return Reason.Overloaded;
    const { i32 } = this.door;
    i32[at + Cmd.Instrument] = order.instrument;
    i32[at + Cmd.ClientIdLow] = order.clientIdLow;
    i32[at + Cmd.ClientIdHigh] = order.clientIdHigh;
    i32[at + Cmd.Flags] =
      shortFlag(order.side) |
      (order.postOnly ? CommandFlag.PostOnly : 0) |
      (session.cancelOnDisconnect ? CommandFlag.CancelOnDisconnect : 0);
    const reason = refusal || this.checkOrder(session, account, order);
    if (reason !== Reason.None) return this.refuse(at, reason);
    i32[at + Cmd.PriceTicks] = hasPrice(order.ordType) ? this.units.ticks : 0;
    this.door.putLots(at, this.units.lots);
    return order.extended ? this.extend(at, order) : Reason.None;
  }

  replaceOrder(
    session: DoorSession,
    number: number,
    request: OrderRequestFields,
    refusal = Reason.None,
  ): Reason {
    const at = this.request(CommandKind.ReplaceOrder, session, number, request, false);
    if (at === LANE_FULL) return Reason.Overloaded;
    const entitled = session.mayActFor(accountOf(session, request.account));
    const reason = refusal || (entitled ? this.checkReplace(request) : Reason.AccountNotEntitled);
    if (reason !== Reason.None) return this.refuse(at, reason);
    this.door.i32[at + Cmd.PriceTicks] = this.units.ticks;
    this.door.putLots(at, this.units.lots);
    return Reason.None;
  }

  cancelOrder(
    session: DoorSession,
    number: number,
    request: OrderRequestFields,
    refusal = Reason.None,
  ): Reason {
    const at = this.request(CommandKind.CancelOrder, session, number, request, true);
    if (at === LANE_FULL) return Reason.Overloaded;
    if (refusal !== Reason.None) return this.refuse(at, refusal);
    if (!session.mayActFor(accountOf(session, request.account)))
      return this.refuse(at, Reason.AccountNotEntitled);
    return this.units.isForeign(request.instrument)
      ? this.refuse(at, Reason.InstrumentElsewhere)
      : Reason.None;
  }

  /** Without `ownSession` an account must be named: a client can never reach beyond its own accounts. */
  massCancel(session: DoorSession, number: number, scope: MassCancelFields, refusal = Reason.None): Reason {
    const account = scope.account === 0 && !scope.ownSession ? session.defaultAccount : scope.account;
    const word = head(CommandKind.MassCancel, scopeBits(scope, account), scope.side);
    const at = this.door.begin(word, owner(recordable(account), session.number), number, true);
    if (at === LANE_FULL) return Reason.Overloaded;
    this.door.i32[at + Cmd.Instrument] = scope.instrument;
    if (refusal !== Reason.None) return this.refuse(at, refusal);
    const reason = this.checkScope(session, account, scope);
    return reason === Reason.None ? Reason.None : this.refuse(at, reason);
  }

  private extend(at: number, order: NewOrderFields): Reason {
    const reason = this.terms.take(order);
    if (reason !== Reason.None) return this.refuse(at, reason);
    this.door.i32[at + Cmd.Flags] |= this.terms.write(order.terms);
    return Reason.None;
  }

  /** The common part of replace and cancel: which order is meant. */
  private request(
    kind: CommandKind,
    session: DoorSession,
    number: number,
    request: OrderRequestFields,
    urgent: boolean,
  ): number {
    const account = recordable(accountOf(session, request.account));
    const at = this.door.begin(head(kind), owner(account, session.number), number, urgent);
    if (at === LANE_FULL) return LANE_FULL;
    const { i32 } = this.door;
    const byClientId = request.orderIdLow === 0 && request.orderIdHigh === 0;
    i32[at + Cmd.Flags] = byClientId ? CommandFlag.ByClientId : 0;
    i32[at + Cmd.Instrument] = request.instrument;
    i32[at + Cmd.ClientIdLow] = request.clientIdLow;
    i32[at + Cmd.ClientIdHigh] = request.clientIdHigh;
    i32[at + Cmd.OrderSlot] = request.orderIdLow;
    i32[at + Cmd.OrderGeneration] = request.orderIdHigh;
    return at;
  }

  private checkOrder(session: DoorSession, account: number, order: NewOrderFields): Reason {
    if (!session.mayActFor(account)) return Reason.AccountNotEntitled;
    const place = this.units.place(order.instrument);
    if (place !== Reason.None) return place;
    if (order.outOfRange) return Reason.FieldOutOfRange;
    const reason = this.units.takeQuantity(order.instrument, order.quantity);
    if (reason !== Reason.None) return reason;
    if (hasPrice(order.ordType)) return this.units.takePrice(order.instrument, order.price);
    return order.price !== 0 && isUnpriced(order.ordType) ? Reason.InvalidCombination : Reason.None;
  }

  private checkScope(session: DoorSession, account: number, scope: MassCancelFields): Reason {
    if (scope.side > Side.Sell) return Reason.FieldOutOfRange;
    if (account === 0 && !scope.ownSession) return Reason.InvalidScope;
    if (account !== 0 && !session.mayActFor(account)) return Reason.AccountNotEntitled;
    return this.units.isForeign(scope.instrument) ? Reason.InstrumentElsewhere : Reason.None;
  }

  private checkReplace(request: OrderRequestFields): Reason {
    const place = this.units.place(request.instrument);
    if (place !== Reason.None) return place;
    if (request.outOfRange) return Reason.FieldOutOfRange;
    const reason = this.units.takePart(request.instrument, request.quantity);
    return reason !== Reason.None ? reason : this.units.takePrice(request.instrument, request.price);
  }

  private refuse(at: number, reason: Reason): Reason {
    refuseAtDoor(this.door.i32, at, reason);
    return Reason.None;
  }
}

function scopeBits(scope: MassCancelFields, account: number): number {
  return (
    (scope.ownSession ? Scope.Session : 0) |
    (account !== 0 ? Scope.Account : 0) |
    (scope.instrument !== 0 ? Scope.Instrument : 0) |
    (scope.side !== 0 ? Scope.Side : 0)
  );
}

/** Types that take any price, and bring none. What is no type at all is the core's to say. */
const isUnpriced = (ordType: number): boolean =>
  ordType === OrdType.Market || ordType === OrdType.Stop || ordType === OrdType.MarketToLimit;
