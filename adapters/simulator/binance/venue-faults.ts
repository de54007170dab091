/** The faults that change the market of a Binance venue, the same for spot and futures. */
import type { Fault } from '../kit/fault.js';
import type { Market } from '../market/market.js';
import { leavesOf, type Order } from '../market/order.js';

export interface FaultyVenue {
  readonly market: Market;
  readonly accountNames: readonly string[];
  lotsOf(symbol: string, qty: string): number;
  /** An order of the first account from a session that is none of the client's. */
  foreign(fault: Fault): Order | undefined;
  announceEnd(seconds: number): void;
  /** API keys are no longer good. */
  revoke(): void;
}

/** @returns what has been done; throws with what was wrong */
export function actOn(venue: FaultyVenue, fault: Fault): string {
  const { market } = venue;
  switch (fault.do) {
    case 'halt':
    case 'resume':
      market.setPhase(fault.symbol!, fault.do === 'halt' ? 'halt' : 'open');
      return `${fault.symbol} ${market.phase(fault.symbol!)}`;
    case 'fill':
      fillOf(venue, named(venue, fault), fault.qty);
      return 'filled';
    case 'lateFill': {
      const order = named(venue, fault);
      return `trade ${market.fillLate(order, venue.lotsOf(order.symbol, fault.qty!)).id}`;
    }
    case 'cancel':
      return market.cancel(named(venue, fault), 'venue') ? 'cancelled' : 'it has ended already';
    case 'maintenance':
      venue.announceEnd(fault.seconds!);
      return 'announced';
    case 'foreign':
      return `order ${venue.foreign(fault)?.id}`;
    case 'revoke':
      venue.revoke();
      return 'revoked';
    default:
      throw new Error(`Binance has no "${fault.do}"`);
  }
}

export function fillOf(
  { market, lotsOf }: Pick<FaultyVenue, 'market' | 'lotsOf'>,
  order: Order | undefined,
  qty?: string,
): void {
  if (order) market.fill(order, qty === undefined ? leavesOf(order) : lotsOf(order.symbol, qty));
}

function named({ market, accountNames }: FaultyVenue, { orderId, clientId }: Fault): Order {
  const order =
    orderId === undefined
      ? accountNames.map((name) => market.find(name, clientId ?? '')).find(Boolean)
      : market.order(orderId);
  if (order === undefined) throw new Error(`no order ${orderId ?? clientId}`);
  return order;
}
