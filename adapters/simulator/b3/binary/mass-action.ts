/** What an OrderMassActionRequest is about: orders of its own session, and of them those that all of its filters name. */
import {
  MassActionScopeValue,
  MassActionTypeValue,
  type OrderMassActionRequest,
  MassActionRejectReasonValue as Why,
} from '../../../../protocol/messages/generated/entrypoint.js';
import type { Order } from '../../market/order.js';
import type { B3Venue } from '../venue.js';

const BUY = '1'.charCodeAt(0);

export interface MassCancelled {
  readonly orders: readonly Order[];
  /** Why it is refused; undefined = it is not. */
  readonly refusal?: { readonly reason: number; readonly text: string };
}

/** @param open orders of the session */
export function massCancelled(
  message: OrderMassActionRequest,
  open: readonly Order[],
  { instruments, options }: B3Venue,
): MassCancelled {
  const { massActionType, massActionScope: scope, side, securityID } = message;
  if (massActionType !== MassActionTypeValue.CANCEL_ORDERS)
    return refused(Why.MASS_ACTION_NOT_SUPPORTED, 'MassActionType is not supported');
  if (message.hasMassActionScope && scope !== MassActionScopeValue.ALL_ORDERS_FOR_A_TRADING_SESSION)
    return refused(Why.MASS_ACTION_NOT_SUPPORTED, 'MassActionScope is not supported');
  if (message.asset !== '' || message.hasOrdTagID)
    return refused(Why.MASS_ACTION_NOT_SUPPORTED, 'orders have no asset and no OrdTagID here');
  if (message.businessHeaderMarketSegmentID !== options.marketSegment)
    return refused(Why.INVALID_OR_UNKNOWN_MARKET_SEGMENT, 'Unknown market segment');
  const instrument = [...instruments.values()].find((each) => each.options.securityId === String(securityID));
  if (message.hasSecurityID && instrument === undefined) return refused(Why.OTHER, 'Unknown security');
  const investor = `${message.investorIDPrefix}:${message.investorIDDocument}`;
  return {
    orders: open.filter(
      (order) =>
        (instrument === undefined || order.symbol === instrument.options.symbol) &&
        (!message.hasSide || order.side === (side === BUY ? 'buy' : 'sell')) &&
        (!message.hasInvestorIDDocument || order.echo?.investor === investor),
    ),
  };
}

const refused = (reason: number, text: string): MassCancelled => ({ orders: [], refusal: { reason, text } });
